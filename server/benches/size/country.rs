//! A filled database, the whole service on it, and three who are signed in: support, the administrator of a commissioner,
//! and somebody who decides for a practice.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::HOST;
use axum::http::{HeaderValue, Request, StatusCode};
use domain::{Clock, EmailAddress, PersonId, SessionId};
use http_body_util::BodyExt;
use server::clock::SystemClock;
use server::config::{Config, SecondFactorRule};
use server::mail::Mailer;
use server::secrets::{self, SealingKey};
use storage::{Housekeeping, NewSession, Options, Store};
use tower::ServiceExt;

/// Who asks for a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Viewer {
    Support,
    Commissioner,
    Practice,
}

pub(super) struct Country {
    /// How long it took to fill, and to become ready on what was filled, in seconds.
    pub(super) filled: f64,
    pub(super) ready: f64,
    pub(super) store: Store,
    router: Router,
    cookies: [String; 3],
    _folder: tempfile::TempDir,
}

impl Country {
    pub(super) async fn fill(people: u32, database: Option<&String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let file = format!("sqlite://{}", folder.path().join("size.db").display());
        let database = database.cloned().unwrap_or(file);
        let lookup = |name: &str| (name == "DATABASE_URL").then(|| database.clone());
        let mut config = Config::read(lookup, true).expect("settings");
        config.second_factor = SecondFactorRule::Optional;
        let started = Instant::now();
        let (store, mailer) = open(&config).await;
        let needed = server::needed(&config, store.clone(), Arc::new(SystemClock), &mailer);
        server::demo::country::fill(&needed, people, &mut |_| {})
            .await
            .expect("an empty database that can be filled");
        store.close().await;
        let filled = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let (store, mailer) = open(&config).await;
        let router = server::build(&config, store.clone(), Arc::new(SystemClock), &mailer);
        let ready = Request::get("/ready").body(Body::empty()).expect("a request");
        answered(&router, ready).await;
        let ready = started.elapsed().as_secs_f64();
        let cookies = [
            session(&store, "olwen.rees@support.example").await,
            session(&store, "gwen.harries@gwladygan.example").await,
            session(&store, "sian.prydderch@meddygfarbont.example").await,
        ];
        Self {
            filled,
            ready,
            store,
            router,
            cookies,
            _folder: folder,
        }
    }

    /// Asks for a page as somebody's browser does, and reads it to its end.
    pub(super) async fn ask(&self, viewer: Viewer, address: &str) -> String {
        let cookie = match viewer {
            Viewer::Support => &self.cookies[0],
            Viewer::Commissioner => &self.cookies[1],
            Viewer::Practice => &self.cookies[2],
        };
        let page = Request::get(address)
            .header("accept", "text/html")
            .header("cookie", cookie)
            .body(Body::empty());
        answered(&self.router, page.expect("a request")).await
    }

    pub(super) async fn leave(self) {
        self.store.close().await;
    }
}

async fn open(config: &Config) -> (Store, Mailer) {
    let store = Store::open(&config.database, Options::default())
        .await
        .expect("a database");
    store.migrate().await.expect("its tables");
    (store, Mailer::new(config, SealingKey::passing()).expect("a mailer"))
}

async fn answered(router: &Router, mut request: Request<Body>) -> String {
    let near = std::net::SocketAddr::from(([127, 0, 0, 1], 40_000));
    request.extensions_mut().insert(ConnectInfo(near));
    // The demo answers those who are near alone.
    request
        .headers_mut()
        .insert(HOST, HeaderValue::from_static("localhost:3000"));
    let address = request.uri().to_string();
    let response = router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    let body = response.into_body().collect().await.expect("its whole body");
    String::from_utf8_lossy(&body.to_bytes()).into_owned()
}

async fn session(store: &Store, email: &str) -> String {
    let email = EmailAddress::parse(email).expect("an address");
    let account = store.read().people().by_email(&email).await.expect("an answer");
    let person: PersonId = account.expect("one of the cast").id;
    let (secret, now) = (secrets::token(), SystemClock.now());
    let session = NewSession {
        id: SessionId::new(storage::fresh(now)),
        hash: secrets::hash(&secret),
        person,
        made_at: now,
        device: String::new(),
        address: String::new(),
    };
    let mut change = store.change().await.expect("a change");
    change.sessions().start(&session).await.expect("a session");
    let commit = change.commit_housekeeping(Housekeeping::SessionSeen);
    commit.await.expect("a commit");
    format!("porthor-session={secret}")
}
