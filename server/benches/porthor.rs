//! How fast is the house against the bare ground it stands on? Both sides of each ratio are measured in the same run, on
//! the same database, turn by turn: a page of pending requests against a bare axum handler that asks the same question
//! and answers JSON; an approval against a bare transaction that writes the same rows.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use domain::accounts::{Account, AccountState, Position};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{Decided, DecidedBy, Decision, JoinRequest, State};
use domain::letter::{Letter, LetterText, Recipient};
use domain::organisations::{Kind, Status};
use domain::permission::{Capacity, Role};
use domain::{
    Clock, EmailAddress, JoinRequestId, Language, OdsCode, OrganisationId, PersonId, PersonName, RequestId, SessionId,
};
use http_body_util::BodyExt;
use serde::Serialize;
use server::clock::SystemClock;
use server::config::Config;
use server::mail::Mailer;
use server::secrets::{self, SealingKey};
use storage::{Admission, Housekeeping, LetInBy, NewSession, Options, RegisterRow, Store};
use tower::ServiceExt;

/// How long each side of a ratio is measured.
const LONG: Duration = Duration::from_secs(3);
/// Turns that the two sides take, so that a slow moment of the machine hits both.
const TURNS: u32 = 3;
/// Requests on the page.
const ON_THE_PAGE: usize = 25;
/// Requests to approve in each turn.
const TO_APPROVE: usize = 300;

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let ground = Ground::lay().await;
    pages(&ground).await;
    approvals(&ground).await;
}

/// A database with a practice, somebody who may decide there, and the service on it.
struct Ground {
    store: Store,
    router: Router,
    practice: OrganisationId,
    sian: PersonId,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl Ground {
    async fn lay() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let database = format!("sqlite://{}", folder.path().join("bench.db").display());
        let lookup = |name: &str| (name == "DATABASE_URL").then(|| database.clone());
        let mut config = Config::read(lookup, false).expect("settings");
        config.posts_a_minute = u32::MAX;
        let store = Store::open(&database, Options::default()).await.expect("a database");
        store.migrate().await.expect("its tables");
        let mailer = Mailer::new(&config, SealingKey::passing()).expect("a mailer");
        let router = server::build(&config, store.clone(), Arc::new(SystemClock), &mailer);
        let practice = practice(&store).await;
        let sian = person(&store, 0).await;
        let admission = Admission {
            person: sian,
            organisation: practice,
            role: Role::PracticeEnabledUser,
            ends_at: None,
            by: LetInBy::SetUp,
            at: SystemClock.now(),
        };
        let mut change = store.change().await.expect("a change");
        change.members().let_in(&admission).await.expect("a member");
        change
            .commit_housekeeping(Housekeeping::Setting)
            .await
            .expect("a commit");
        let cookie = session(&store, sian).await;
        Self {
            store,
            router,
            practice,
            sian,
            cookie,
            _folder: folder,
        }
    }

    /// Requests that wait, of people of their own.
    async fn requests(&self, how_many: usize) -> Vec<JoinRequest> {
        let mut made = Vec::new();
        for _ in 0..how_many {
            let person = person(&self.store, 1).await;
            let now = SystemClock.now();
            let request = JoinRequest {
                id: JoinRequestId::new(storage::fresh(now)),
                person,
                organisation: self.practice,
                role: Role::PracticeEnabledUser,
                reason: "I do the rotas on Mondays.".to_owned(),
                made_at: now,
                state: State::Pending,
            };
            let mut change = self.store.change().await.expect("a change");
            assert!(change.join_requests().make(&request).await.expect("a request"));
            change
                .commit_housekeeping(Housekeeping::Setting)
                .await
                .expect("a commit");
            made.push(request);
        }
        made
    }

    /// Sends a request as Siân's browser does, and reads the answer to its end.
    async fn send(&self, mut request: Request<Body>) {
        let headers = request.headers_mut();
        headers.insert("cookie", self.cookie.parse().expect("a cookie"));
        headers.insert("sec-fetch-site", "same-origin".parse().expect("a word"));
        let near = std::net::SocketAddr::from(([127, 0, 0, 1], 40_000));
        request.extensions_mut().insert(ConnectInfo(near));
        answered(self.router.clone(), request).await;
    }

    /// The same rows as an approval writes, and nothing around them.
    async fn approve_barely(&self, request: JoinRequest) {
        let now = SystemClock.now();
        let person = request.person;
        let decided = Decided {
            by: DecidedBy::Person(self.sian, Capacity::Approver),
            at: now,
            reason: None,
        };
        let state = State::Approved(decided);
        let decision = Decision {
            request: JoinRequest { state, ..request },
            granted: Some(Role::PracticeEnabledUser),
        };
        let admission = Admission {
            person,
            organisation: self.practice,
            role: Role::PracticeEnabledUser,
            ends_at: None,
            by: LetInBy::Person(self.sian),
            at: now,
        };
        let entry = Entry::new(
            Event::RequestApproved,
            Actor::Person(self.sian),
            now,
            RequestId::new(storage::fresh(now)),
        )
        .for_organisation(self.practice)
        .about(person);
        let mut change = self.store.change().await.expect("a change");
        change.hold(self.practice).await.expect("held");
        assert!(change.join_requests().decide(&decision).await.expect("decided"));
        change.members().let_in(&admission).await.expect("let in");
        change.post(&letter(person, self.practice), now).await.expect("posted");
        change.commit(entry).await.expect("committed");
    }
}

/// Pages a second against JSON answers a second.
async fn pages(ground: &Ground) {
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

/// Approvals a second against bare transactions a second.
async fn approvals(ground: &Ground) {
    let (mut ours, mut theirs) = (0.0, 0.0);
    for _ in 0..TURNS {
        let requests = ground.requests(TO_APPROVE).await;
        let started = Instant::now();
        for request in &requests {
            let body = format!("code=W91001&id={}&reason=", request.id);
            let post = Request::post("/api/approve_join_request")
                .header("accept", "application/json")
                .header("content-type", "application/x-www-form-urlencoded");
            ground.send(post.body(Body::from(body)).expect("a request")).await;
        }
        ours += per_second(requests.len(), started.elapsed());
        let requests = ground.requests(TO_APPROVE).await;
        let many = requests.len();
        let started = Instant::now();
        for request in requests {
            ground.approve_barely(request).await;
        }
        theirs += per_second(many, started.elapsed());
    }
    report("approval", "bare transaction, same rows", ours, theirs);
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

async fn practice(store: &Store) -> OrganisationId {
    let now = SystemClock.now();
    let id = OrganisationId::new(storage::fresh(now));
    let row = RegisterRow {
        code: OdsCode::parse("W91001").expect("a code"),
        name: "Meddygfa Bryn Gwyn".to_owned(),
        kind: Kind::Practice,
        status: Status::Active,
        national_grouping: String::new(),
        geography: String::new(),
        address: Vec::new(),
        town: String::new(),
        postcode: String::new(),
        opened_on: None,
        closed_on: None,
        sub_type: String::new(),
        commissioner: None,
        joined_on: None,
        left_on: None,
        telephone: String::new(),
        amended: String::new(),
        provider: String::new(),
        setting: String::new(),
    };
    let mut change = store.change().await.expect("a change");
    assert!(
        change
            .organisations()
            .add(id, &row, now)
            .await
            .expect("an organisation")
    );
    change
        .commit_housekeeping(Housekeeping::Setting)
        .await
        .expect("a commit");
    id
}

async fn person(store: &Store, kind: u8) -> PersonId {
    let now = SystemClock.now();
    let id = PersonId::new(storage::fresh(now));
    let account = Account {
        id,
        email: EmailAddress::parse(&format!("person{kind}-{id}@example.org")).expect("an address"),
        first_name: PersonName::parse("Gwen").expect("a name"),
        last_name: PersonName::parse("Rees").expect("a name"),
        language: Language::English,
        position: Some(Position::Administrator),
        state: AccountState::Unconfirmed,
    };
    let mut change = store.change().await.expect("a change");
    assert!(change.people().create(&account, now).await.expect("a person"));
    assert!(
        change
            .people()
            .confirm(id, "no password", now)
            .await
            .expect("confirmed")
    );
    change
        .commit_housekeeping(Housekeeping::Setting)
        .await
        .expect("a commit");
    id
}

async fn session(store: &Store, person: PersonId) -> String {
    let secret = secrets::token();
    let now = SystemClock.now();
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
    change
        .commit_housekeeping(Housekeeping::SessionSeen)
        .await
        .expect("a commit");
    format!("porthor-session={secret}")
}

fn letter(person: PersonId, organisation: OrganisationId) -> Letter {
    Letter {
        to: Recipient {
            person,
            address: "gwen@example.org".to_owned(),
            first_name: "Gwen".to_owned(),
            language: Language::English,
        },
        organisation: Some(organisation),
        text: LetterText::RequestApproved {
            code: OdsCode::parse("W91001").expect("a code"),
            organisation: "Meddygfa Bryn Gwyn".to_owned(),
            role: Role::PracticeEnabledUser,
        },
        sealed_token: None,
    }
}
