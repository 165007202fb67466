//! Serving: accepts connections until told to stop, then lets the requests in flight finish.

use std::net::SocketAddr;
use std::time::Duration;

use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::live::Stopping;

/// Serves until `stop` says so; then accepts no more, ends live streams, and waits at most `grace` for what is in flight.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: watch::Receiver<bool>,
    grace: Duration,
) -> std::io::Result<()> {
    let stopped = |mut stop: watch::Receiver<bool>| async move {
        // An error means that nobody can tell us to stop any more, which says the same.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let service = router
        .layer(Extension(Stopping(stop.clone())))
        .into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(stopped(stop.clone()))
        .into_future();
    let too_long = async {
        stopped(stop).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = serving => served,
        () = too_long => {
            tracing::warn!("requests in flight took too long and were left behind");
            Ok(())
        }
    }
}
