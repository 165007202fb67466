//! What can be typed after `porthor`, and the short commands. Serving is in `command/serve.rs`.

mod serve;

use std::io::Read;
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
    /// Fill an empty database with the demo at the size of a country: 14,303 organisations, and so many people. Only
    /// `serve --demo` opens it.
    Demo {
        /// How many people, all of them invented.
        #[arg(long)]
        people: u32,
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
    /// Letters that went.
    Letters {
        #[command(subcommand)]
        what: Letters,
    },
}

/// What can be told of letters.
#[derive(Subcommand)]
pub(crate) enum Letters {
    /// Take a mail server's report that a letter could not be delivered, or not yet (RFC 3464), from the standard input
    ///
    /// For the mailbox that `MAIL_FROM` names: let its mail system pipe every message to this command. The letter is found by
    /// its Message-ID and shows the mail server's words wherever its delivery is shown. Any other message is refused with a
    /// sentence.
    Bounce,
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
    /// The register of practice managers: a CSV file whose first line is
    /// `ods_code,first_name,last_name,email,role,valid_from,valid_to`
    ///
    /// One line for each practice of a manager; role is Practice Manager; days as 2026-11-22, either may be empty. Whoever is
    /// listed is let in at that practice as soon as they ask; whoever is no longer listed is not, and whoever is in stays.
    /// At the end it counts lines read and refused, and entries new, changed and unchanged.
    Managers {
        /// The file.
        file: PathBuf,
        /// Say what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// The rostered medics of a practice or trust: a CSV file whose first line is
    /// `gmc_number,first_name,last_name,email,roster,roster_group,starts,ends`
    ///
    /// One line for each roster of a medic; days as 2026-11-22; `roster_group`, starts and ends may be empty. Whoever is no
    /// longer listed loses the roles that came with an import. At the end it counts lines read and refused, and people new,
    /// changed and unchanged.
    Medics {
        /// The file.
        file: PathBuf,
        /// The ODS code of the practice or trust.
        #[arg(long)]
        organisation: String,
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

pub(crate) async fn fill_demo(config: &Config, people: u32) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let store = open(config).await?;
    let mailer = mailer(config, &store).await?;
    let needed = server::needed(config, store.clone(), Arc::new(SystemClock), &mailer);
    server::demo::country::fill(&needed, people, &mut |line| println!("{line}")).await?;
    store.close().await;
    println!(
        "The demo is filled, in {:.1} s. `porthor serve --demo` opens it.",
        started.elapsed().as_secs_f64()
    );
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

pub(crate) async fn import_managers(config: &Config, file: &std::path::Path, dry_run: bool) -> Result<(), Failure> {
    let store = open(config).await?;
    let mut print = |line: &str| println!("{line}");
    let summary = server::managers::import(&store, &SystemClock, file, dry_run, &mut print).await?;
    println!("{summary}");
    store.close().await;
    Ok(())
}

pub(crate) async fn import_medics(
    config: &Config,
    file: &std::path::Path,
    organisation: &str,
    dry_run: bool,
) -> Result<(), Failure> {
    let store = open(config).await?;
    let mut print = |line: &str| println!("{line}");
    let summary = server::medics::import(&store, &SystemClock, file, organisation, dry_run, &mut print).await?;
    println!("{summary}");
    store.close().await;
    Ok(())
}

pub(crate) async fn letters_bounce(config: &Config) -> Result<(), Failure> {
    let mut message = Vec::new();
    let most = server::mail::bounces::MOST;
    std::io::stdin()
        .lock()
        .take(most + 1)
        .read_to_end(&mut message)
        .map_err(Failure::io("the message cannot be read"))?;
    let report = server::mail::bounces::read(&message)?;
    let store = open(config).await?;
    let said = server::mail::bounces::note(&store, &report).await?;
    store.close().await;
    println!("{said}");
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
