//! The real binary as a process of its own, on a free port; never left behind, also when a test fails.

use std::io::BufRead;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running server.
pub(crate) struct Server {
    process: Child,
    /// Where it listens.
    pub(crate) address: String,
    /// The first line that it printed.
    pub(crate) greeting: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has usually ended already, which is what the test is about.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The binary, with nothing of this machine's environment but what a test gives it.
pub(crate) fn porthor(arguments: &[&str], database: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porthor"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("DATABASE_URL", database)
        .env("METRICS_LISTEN", "off")
        .env("RUST_LOG", "error")
        // What the second factor guards is shown in `factors`.
        .env("SECOND_FACTOR", "optional")
        .env("UNDO_SECONDS", "0")
        .stdin(Stdio::null());
    command
}

impl Server {
    /// Starts the binary and waits until it says where it is.
    pub(crate) async fn start(arguments: &[&str], database: &str, folder: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut process = porthor(arguments, database, folder)
            .env("LISTEN", &address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufReader::new(process.stdout.take().unwrap()).lines();
        let (first, lines) = tokio::task::spawn_blocking(move || (lines.next(), lines))
            .await
            .unwrap();
        let greeting = first.expect("the server says where it is").unwrap();
        assert!(greeting.starts_with("Porthor is at"), "{greeting}");
        // Read to its end, so that the server does not write into a closed pipe.
        tokio::task::spawn_blocking(move || lines.count());
        Self {
            process,
            address,
            greeting,
        }
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// SIGTERM, and what the process says in the end.
    pub(crate) async fn terminate(mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        tokio::task::spawn_blocking(move || self.process.wait().unwrap())
            .await
            .unwrap()
    }
}
