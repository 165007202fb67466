//! What the server itself keeps in memory: idle, and after 10,000 page views. It runs as it is deployed, in a process of its
//! own.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How many pages are looked at.
const PAGES: usize = 10_000;

/// The server, ended with the measuring.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Resident memory before and after.
pub(super) async fn of_the_server() {
    let folder = tempfile::tempdir().expect("a folder for the database");
    let port = free_port();
    // The first start fills the demo, which takes memory that is no later one's.
    drop(ready(folder.path(), port).await);
    let server = ready(folder.path(), port).await;
    let idle = resident(&server.0);
    for turn in 0..PAGES {
        let address = ["/", "/sign-in", "/help", "/create-account"][turn % 4];
        let answer = page(port, address).await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{address}");
    }
    println!(
        "memory of the server: idle {idle:.0} MB · after {PAGES} page views {:.0} MB",
        resident(&server.0)
    );
}

/// Starts the server, and waits until it answers.
async fn ready(folder: &Path, port: u16) -> Server {
    let server = Server(start(folder, port));
    while page(port, "/ready")
        .await
        .is_none_or(|answer| !answer.starts_with("HTTP/1.1 200"))
    {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn start(folder: &Path, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_porthor"))
        .args(["serve", "--demo"])
        .current_dir(folder)
        .env("LISTEN", format!("127.0.0.1:{port}"))
        .env("BASE_URL", format!("http://localhost:{port}"))
        .env("METRICS_LISTEN", "off")
        .env("RUST_LOG", "warn")
        .stdout(Stdio::null())
        .spawn()
        .expect("the server")
}

/// A whole answer; nothing where nobody listens yet.
async fn page(port: u16, address: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let request =
        format!("GET {address} HTTP/1.1\r\nhost: localhost:{port}\r\naccept: text/html\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// In megabytes, as the kernel counts them.
fn resident(server: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("Linux tells it");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("it is among it");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes / 1024.0
}
