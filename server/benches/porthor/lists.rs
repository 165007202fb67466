//! The list of people and a search in it, against bare axum handlers that ask the same questions and answer JSON.

use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use axum::{Json, Router};
use domain::Clock;
use domain::people::Search;
use domain::permission::Scope;
use server::clock::SystemClock;

use super::ground::Ground;
use super::{TURNS, a_second, answered, report};

/// People of the practice, beside its approver.
const PEOPLE: usize = 500;

/// Pages a second against JSON answers a second: the whole list, then a search.
pub(super) async fn pages(ground: &Ground) {
    ground.requests(PEOPLE).await;
    for (what, words) in [("list of people", ""), ("search in it", "gwen rees")] {
        let bare = bare_router(ground, words);
        let address = format!("/users?q={}", words.replace(' ', "+"));
        let (mut ours, mut theirs) = (0.0, 0.0);
        for _ in 0..TURNS {
            ours += a_second(|| {
                let page = Request::get(&address).header("accept", "text/html");
                ground.send(page.body(Body::empty()).expect("a request"))
            })
            .await;
            theirs += a_second(|| {
                let question = Request::get("/").body(Body::empty()).expect("a request");
                answered(bare.clone(), question)
            })
            .await;
        }
        report(what, "bare handler, same queries, JSON", ours, theirs);
    }
}

fn bare_router(ground: &Ground, words: &str) -> Router {
    let (store, scope) = (ground.store.clone(), Scope::DecidedBy(ground.sian));
    let search = Search {
        words: words.to_owned(),
        ..Search::default()
    };
    let list = move || {
        let (store, search) = (store.clone(), search.clone());
        async move {
            let now = SystemClock.now();
            let count = store.read().people().count_users(scope, &search, now).await;
            let page = store
                .read()
                .people()
                .users(scope, &search, search.size.rows(), now)
                .await;
            let rows = page.expect("the same query").rows.into_iter();
            let rows: Vec<_> = rows
                .map(|user| {
                    (
                        user.id,
                        user.first_name.as_str().to_owned(),
                        user.email.as_typed().to_owned(),
                    )
                })
                .collect();
            Json((count.expect("the same query").rows, rows))
        }
    };
    Router::new().route("/", get(list))
}
