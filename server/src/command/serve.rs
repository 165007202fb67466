//! `porthor serve`: starts everything, says where to look, and stops in good order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use server::Failure;
use server::clock::SystemClock;
use server::config::{Config, Metrics, Wrong};
use server::demo::{self, DemoAccount};
use server::http::{self, health, site};
use server::mail::{Mailer, Worker};
use server::scheduler::Scheduler;
use storage::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{mailer, open};

/// How long requests in flight and the letter in hand may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often the metrics are put in order.
const UPKEEP: Duration = Duration::from_secs(5);

pub(crate) async fn serve(config: Config) -> Result<(), Failure> {
    let store = open(&config).await?;
    refuse_a_demo_database(&config, &store).await?;
    let mailer = mailer(&config, &store).await?;
    let clock = Arc::new(SystemClock);
    let accounts = if config.demo {
        demo::set_up(&server::needed(&config, store.clone(), clock.clone(), &mailer)).await?
    } else {
        Vec::new()
    };
    let (stop, stopped) = watch::channel(false);
    let listening = format!("LISTEN: cannot listen on {}", config.listen);
    let listener = TcpListener::bind(config.listen).await.map_err(Failure::io(listening))?;
    let metrics = serve_metrics(&config, &store, stopped.clone()).await?;
    let router = server::build(&config, store.clone(), clock.clone(), &mailer);
    let worker = send_letters(&store, &mailer, stopped.clone());
    let needed = server::needed(&config, store.clone(), clock.clone(), &mailer);
    let medics = server::medics::letters::run(needed, config.letters_a_minute, stopped.clone());
    let medics = tokio::spawn(medics);
    let needed = server::needed(&config, store.clone(), clock, &mailer);
    let scheduler = tokio::spawn(Scheduler::new(needed).run(stopped.clone()));
    greet(&config, &accounts);
    stop_on_signal(stop)?;
    let served = http::serve(listener, router, stopped, GRACE).await;
    for task in [Some(worker), Some(medics), Some(scheduler), metrics]
        .into_iter()
        .flatten()
    {
        if task.await.is_err() {
            tracing::error!("a task of the server panicked");
        }
    }
    store.close().await;
    tracing::info!("stopped");
    served.map_err(Failure::io("the server stopped"))
}

/// A demo database holds people with known passwords.
async fn refuse_a_demo_database(config: &Config, store: &Store) -> Result<(), Failure> {
    let marked = store.read().settings().get(demo::MARK).await?.is_some();
    if marked && !config.demo {
        let why = "leads to a demo database, with known passwords; use another, or `porthor serve --demo`";
        return Err(Wrong {
            name: "DATABASE_URL",
            why: why.to_owned(),
        }
        .into());
    }
    Ok(())
}

type Task = tokio::task::JoinHandle<()>;

fn send_letters(store: &Store, mailer: &Mailer, stopped: watch::Receiver<bool>) -> Task {
    let worker = Worker::new(store.clone(), Arc::new(SystemClock), mailer.clone());
    tokio::spawn(async move { worker.run(stopped, GRACE).await })
}

/// Serves the metrics where they are wanted. The usual place may be taken, as by a second process on one machine.
async fn serve_metrics(
    config: &Config,
    store: &Store,
    stopped: watch::Receiver<bool>,
) -> Result<Option<Task>, Failure> {
    let listener = match config.metrics {
        Metrics::Off => return Ok(None),
        Metrics::Here(address) => {
            let listening = format!("METRICS_LISTEN: cannot listen on {address}");
            TcpListener::bind(address).await.map_err(Failure::io(listening))?
        }
        Metrics::Usual(address) => match TcpListener::bind(address).await {
            Ok(listener) => listener,
            Err(error) => {
                tracing::warn!(%address, %error, "no metrics: set METRICS_LISTEN");
                return Ok(None);
            }
        },
    };
    let recorded = metrics_exporter_prometheus::PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| Failure::Said(format!("METRICS_LISTEN: {error}")))?;
    let router: Router = health::metrics(recorded.clone(), store.clone());
    Ok(Some(tokio::spawn(async move {
        // Without it the times of requests would pile up until somebody asks for them.
        let upkeep = async {
            loop {
                tokio::time::sleep(UPKEEP).await;
                recorded.run_upkeep();
            }
        };
        tokio::select! {
            served = http::serve(listener, router, stopped, Duration::ZERO) => {
                if let Err(error) = served {
                    tracing::error!(%error, "the metrics are no longer served");
                }
            }
            () = upkeep => {}
        }
    })))
}

/// SIGTERM from whatever runs the service, SIGINT from a terminal.
fn stop_on_signal(stop: watch::Sender<bool>) -> Result<(), Failure> {
    let cannot = || Failure::io("cannot wait for signals");
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        // Nobody listening means that everything has stopped already.
        let _ = stop.send(true);
    });
    Ok(())
}

fn greet(config: &Config, accounts: &[DemoAccount]) {
    let base = config.base.as_str();
    let listen: SocketAddr = config.listen;
    println!("Porthor is at {base} (listening on {listen}).");
    if site::is_empty() {
        println!("{}", site::MISSING);
    }
    if config.smtp.is_none() {
        println!(
            "There is no SMTP_URL: letters become files in {}.",
            config.letters_folder().display()
        );
    }
    if accounts.is_empty() {
        return;
    }
    println!("\nThis is the demo. Everyone in it is invented; anyone on this machine can sign in:");
    for account in accounts {
        println!("  {}  {}  {}", account.email, account.password, account.what);
    }
    println!("The letters it sends are at {base}/demo/letters.\n");
}
