//! What can be typed after `porthor`, and the short commands. Serving is in `command/serve.rs`.

mod serve;

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use server::Failure;
use server::clock::SystemClock;
use server::config::Config;
use server::mail::Mailer;
use server::secrets::SealingKey;
use storage::{Options, Store};

pub(crate) use self::serve::serve;

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the site.
    Serve {
        /// With invented practices and people who can sign in with known passwords; on this machine only.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database up to date, as `serve` does when it starts.
    Migrate,
    /// Read a register into the database.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// The service's own support team.
    Support {
        #[command(subcommand)]
        what: Support,
    },
}

/// The registers.
#[derive(Subcommand)]
pub(crate) enum Import {
    /// The register of practices: epraccur.csv, in the legacy or the current dialect.
    Organisations {
        /// The file.
        file: PathBuf,
        /// Say what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// The support team.
#[derive(Subcommand)]
pub(crate) enum Support {
    /// Add a person; a letter asks them to confirm their address and choose a password.
    Add(SupportAdd),
}

/// A person for the support team.
#[derive(Args)]
pub(crate) struct SupportAdd {
    /// Their e-mail address.
    #[arg(long)]
    email: String,
    /// Their first name.
    #[arg(long)]
    first_name: String,
    /// Their last name.
    #[arg(long)]
    last_name: String,
    /// Although there are two already; the audit shows it.
    #[arg(long)]
    emergency: bool,
}

/// Opens the database and brings it up to date.
pub(crate) async fn open(config: &Config) -> Result<Store, Failure> {
    let store = Store::open(&config.database, Options::default()).await?;
    store.migrate().await?;
    Ok(store)
}

/// The mailer, with the key that seals.
pub(crate) async fn mailer(config: &Config, store: &Store) -> Result<Mailer, Failure> {
    let sealed = store.read().outbox().any_sealed().await? || store.read().factors().any_sealed().await?;
    let key = SealingKey::from_file(&config.secret_key_file, sealed)?;
    Ok(Mailer::new(config, key)?)
}

pub(crate) async fn migrate(config: &Config) -> Result<(), Failure> {
    let store = open(config).await?;
    store.close().await;
    println!("The database is up to date.");
    Ok(())
}

pub(crate) async fn import_organisations(
    config: &Config,
    file: &std::path::Path,
    dry_run: bool,
) -> Result<(), Failure> {
    let store = open(config).await?;
    let mut print = |line: &str| println!("{line}");
    let summary = server::register::import(&store, &SystemClock, file, dry_run, &mut print).await?;
    println!("{summary}");
    store.close().await;
    Ok(())
}

pub(crate) async fn support_add(config: &Config, add: SupportAdd) -> Result<(), Failure> {
    let store = open(config).await?;
    let mailer = mailer(config, &store).await?;
    let needed = server::needed(config, store.clone(), Arc::new(SystemClock), &mailer);
    let add = server::support::Add {
        email: add.email,
        first_name: add.first_name,
        last_name: add.last_name,
        emergency: add.emergency,
    };
    let said = server::support::add(&needed, add).await?;
    store.close().await;
    println!("{said}");
    Ok(())
}
