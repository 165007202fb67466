//! The command line: `porthor serve [--demo] · demo --people N · migrate · import organisations FILE · support add ·
//! letters bounce`. Settings come from the environment (see `server::config`). A wrong setting or command ends with exit
//! code 2, a failure with 1, each with one sentence.

mod command;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use server::Failure;
use server::config::Config;
use tracing_subscriber::EnvFilter;

use crate::command::{
    Command, Import, Letters, Support, fill_demo, import_managers, import_medics, import_organisations, letters_bounce,
    migrate, support_add,
};

/// Porthor answers one question: who may act for this organisation?
#[derive(Parser)]
#[command(name = "porthor", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let line = Line::parse();
    write_log();
    match run(line.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("porthor: {failure}");
            ExitCode::from(if matches!(failure, Failure::Setting(_)) { 2 } else { 1 })
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> Result<(), Failure> {
    let demo = matches!(command, Command::Serve { demo: true } | Command::Demo { .. });
    let config = Config::read(|name| std::env::var(name).ok(), demo)?;
    config.make_folders()?;
    match command {
        Command::Serve { .. } => command::serve(config).await,
        Command::Demo { people } => fill_demo(&config, people).await,
        Command::Migrate => migrate(&config).await,
        Command::Import {
            what: Import::Organisations { file, dry_run },
        } => import_organisations(&config, &file, dry_run).await,
        Command::Import {
            what: Import::Managers { file, dry_run },
        } => import_managers(&config, &file, dry_run).await,
        Command::Import {
            what:
                Import::Medics {
                    file,
                    organisation,
                    dry_run,
                },
        } => import_medics(&config, &file, &organisation, dry_run).await,
        Command::Support {
            what: Support::Add(add),
        } => support_add(&config, add).await,
        Command::Letters { what: Letters::Bounce } => letters_bounce(&config).await,
    }
}

/// Lines for people at a terminal, JSON for everything else; both on stderr and in UTC.
fn write_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,lettre=warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        lines.with_target(false).compact().init();
    } else {
        lines
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .init();
    }
}
