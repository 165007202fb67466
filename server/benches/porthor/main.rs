//! How fast is the house against the bare ground it stands on? Both sides of each ratio are measured in the same run, on
//! the same database, turn by turn. What is measured, and against what, stands at the head of each module.

mod approval;
mod ground;
mod lists;
mod memory;
mod pending;
mod sign_in;

use std::future::Future;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use self::ground::Ground;

/// How long each side of a ratio is measured.
const LONG: Duration = Duration::from_secs(3);
/// Turns that the two sides take, so that a slow moment of the machine hits both.
const TURNS: u32 = 3;

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let ground = Ground::lay().await;
    pending::pages(&ground).await;
    approval::approvals(&ground).await;
    sign_in::against_bare(&ground).await;
    sign_in::alike(&ground).await;
    sign_in::under_load(&ground).await;
    // Last, for there are many more people then.
    lists::pages(&ground).await;
    memory::of_the_server().await;
}

fn report(what: &str, against: &str, ours: f64, theirs: f64) {
    let (ours, theirs) = (ours / f64::from(TURNS), theirs / f64::from(TURNS));
    println!(
        "{what}: {ours:.0}/s · {against}: {theirs:.0}/s · ratio {:.2}",
        ours / theirs
    );
}

/// Does something over and over from four browsers at once; how often in a second.
async fn a_second<F: Future<Output = ()>>(act: impl Fn() -> F) -> f64 {
    let started = Instant::now();
    let browser = async || {
        let mut times = 0_usize;
        while started.elapsed() < LONG {
            act().await;
            times += 1;
        }
        times
    };
    let (one, two, three, four) = tokio::join!(browser(), browser(), browser(), browser());
    per_second(one + two + three + four, started.elapsed())
}

fn per_second(times: usize, taken: Duration) -> f64 {
    f64::from(u32::try_from(times).unwrap_or(u32::MAX)) / taken.as_secs_f64()
}

async fn answered(router: Router, request: Request<Body>) {
    let response = router.oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body().collect().await.expect("its whole body");
}
