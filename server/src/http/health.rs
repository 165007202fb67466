//! Signs of life, for whatever watches over the server: `/health` (the process answers), `/ready` (so does its database),
//! and the metrics on a listener of their own.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use metrics_exporter_prometheus::PrometheusHandle;
use storage::Store;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers, and has this program's schema.
pub(super) async fn ready(Extension(store): Extension<Store>) -> (StatusCode, String) {
    match store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n".to_owned())
        }
    }
}

/// The metrics, in Prometheus' text format.
pub fn metrics(recorded: PrometheusHandle, store: Store) -> Router {
    let read = move || {
        let (recorded, store) = (recorded.clone(), store.clone());
        async move {
            if let Ok(waiting) = store.read().outbox().waiting().await {
                metrics::gauge!("porthor_letters_waiting")
                    .set(f64::from(u32::try_from(waiting.count).unwrap_or(u32::MAX)));
            }
            let text = recorded.render();
            ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
        }
    };
    Router::new().route("/metrics", get(read))
}
