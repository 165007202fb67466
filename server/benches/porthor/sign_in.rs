//! Signing in: what it costs against the bare hash and session, what a known address costs against an unknown one (the same, or an outsider could tell them apart), and
//! what fifty people signing in at once cost somebody who is already signed in.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::ground::{Ground, PASSWORD};

/// Tries of each kind.
const TRIES: usize = 40;
/// People who sign in at once.
const AT_ONCE: usize = 50;
/// Pages that the one who is signed in looks at, quietly and under load.
const PAGES: usize = 200;

/// Sign-ins a second, one after another, against checking the password and starting a session and nothing around them.
pub(super) async fn against_bare(ground: &Ground) {
    let people = ground.people_with_passwords(TRIES).await;
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for email in &people {
        ours += try_to_sign_in(ground, email, PASSWORD).await;
        let started = Instant::now();
        ground.sign_in_barely(email).await;
        theirs += started.elapsed();
    }
    println!(
        "sign-in: {:.1} ms · bare hash and session: {:.1} ms · ratio {:.2}",
        milliseconds(ours) / f64::from(u32::try_from(TRIES).unwrap_or(1)),
        milliseconds(theirs) / f64::from(u32::try_from(TRIES).unwrap_or(1)),
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
}

/// A wrong password for an address that has an account, against the same for one that has none.
pub(super) async fn alike(ground: &Ground) {
    let known = ground.people_with_passwords(TRIES).await;
    let (mut of_known, mut of_unknown) = (Duration::ZERO, Duration::ZERO);
    for (turn, known) in known.iter().enumerate() {
        of_known += try_to_sign_in(ground, known, "eight yellow kettles").await;
        let unknown = format!("nobody{turn}@example.org");
        of_unknown += try_to_sign_in(ground, &unknown, "eight yellow kettles").await;
    }
    println!(
        "sign-in refused: known address {:.1} ms · unknown {:.1} ms · ratio {:.2}",
        milliseconds(of_known) / f64::from(u32::try_from(TRIES).unwrap_or(1)),
        milliseconds(of_unknown) / f64::from(u32::try_from(TRIES).unwrap_or(1)),
        of_known.as_secs_f64() / of_unknown.as_secs_f64()
    );
}

/// The 99th percentile of a signed-in page while fifty people sign in, against its quiet value.
pub(super) async fn under_load(ground: &Ground) {
    let people = ground.people_with_passwords(AT_ONCE).await;
    let quiet = percentile(ground, None).await;
    let busy = percentile(ground, Some(people)).await;
    println!(
        "signed-in page, 99th percentile: quiet {:.1} ms · {AT_ONCE} signing in at once {:.1} ms · ratio {:.2} (aim: under 5)",
        milliseconds(quiet),
        milliseconds(busy),
        busy.as_secs_f64() / quiet.as_secs_f64()
    );
}

/// Looks at a page over and over; with `signing_in`, only for as long as these people are doing that.
async fn percentile(ground: &Ground, signing_in: Option<Vec<String>>) -> Duration {
    let mut crowd = tokio::task::JoinSet::new();
    for email in signing_in.into_iter().flatten() {
        let ground = ground.clone();
        crowd.spawn(async move {
            try_to_sign_in(&ground, &email, PASSWORD).await;
        });
    }
    let loaded = !crowd.is_empty();
    let mut taken = Vec::with_capacity(PAGES);
    while taken.len() < PAGES && (!loaded || !crowd.is_empty()) {
        while crowd.try_join_next().is_some() {}
        let started = Instant::now();
        let page = Request::get("/my-requests").header("accept", "text/html");
        ground.send(page.body(Body::empty()).expect("a request")).await;
        taken.push(started.elapsed());
    }
    while crowd.join_next().await.is_some() {}
    taken.sort_unstable();
    taken[(taken.len() * 99 / 100).min(taken.len() - 1)]
}

async fn try_to_sign_in(ground: &Ground, email: &str, password: &str) -> Duration {
    let body = format!(
        "email={}&password={}&next=",
        email.replace('@', "%40"),
        password.replace(' ', "+")
    );
    let post = Request::post("/api/sign_in")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    let started = Instant::now();
    let answer = ground
        .router
        .clone()
        .oneshot(ground.near(post))
        .await
        .expect("an answer");
    let status = answer.status();
    answer.into_body().collect().await.expect("its whole body");
    let expected = if password == PASSWORD {
        StatusCode::OK
    } else {
        StatusCode::FORBIDDEN
    };
    assert_eq!(status, expected, "{email}");
    started.elapsed()
}

fn milliseconds(taken: Duration) -> f64 {
    taken.as_secs_f64() * 1000.0
}
