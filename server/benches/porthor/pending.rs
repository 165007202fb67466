//! A page of pending requests, against a bare axum handler that asks the same question and answers JSON.

use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use axum::{Json, Router};
use domain::{Clock, JoinRequestId};
use serde::Serialize;
use server::clock::SystemClock;

use super::ground::Ground;
use super::{TURNS, a_second, answered, report};

/// Requests on the page.
const ON_THE_PAGE: usize = 25;

/// Pages a second against JSON answers a second.
pub(super) async fn pages(ground: &Ground) {
    ground.requests(ON_THE_PAGE).await;
    let bare = bare_router(ground);
    let (mut ours, mut theirs) = (0.0, 0.0);
    for _ in 0..TURNS {
        ours += a_second(|| {
            let page = Request::get("/pending-requests").header("accept", "text/html");
            ground.send(page.body(Body::empty()).expect("a request"))
        })
        .await;
        theirs += a_second(|| {
            let question = Request::get("/").body(Body::empty()).expect("a request");
            answered(bare.clone(), question)
        })
        .await;
    }
    report(
        "page of pending requests",
        "bare handler, same query, JSON",
        ours,
        theirs,
    );
}

/// A row as a bare handler would send it.
#[derive(Serialize)]
struct Row {
    id: JoinRequestId,
    organisation: String,
    name: String,
    email: String,
    reason: String,
}

fn bare_router(ground: &Ground) -> Router {
    let (store, sian) = (ground.store.clone(), ground.sian);
    let list = move || {
        let store = store.clone();
        async move {
            let waiting = store
                .read()
                .join_requests()
                .pending_for(sian, false, SystemClock.now(), 100)
                .await;
            let rows = waiting.expect("the same query").into_iter().map(|applied| Row {
                id: applied.request.id,
                organisation: applied.organisation.name,
                name: applied.applicant.full_name(),
                email: applied.applicant.email.as_typed().to_owned(),
                reason: applied.request.reason,
            });
            Json(rows.collect::<Vec<_>>())
        }
    };
    Router::new().route("/", get(list))
}
