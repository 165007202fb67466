//! What everything is measured on: a fresh `SQLite` database with one practice, and the whole service on it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use domain::accounts::{Account, AccountState, Position};
use domain::join_requests::{JoinRequest, State};
use domain::organisations::{Kind, Status};
use domain::password::Password;
use domain::permission::Role;
use domain::{Clock, EmailAddress, JoinRequestId, Language, OdsCode, OrganisationId, PersonId, PersonName, SessionId};
use server::clock::SystemClock;
use server::config::{Config, SecondFactorRule};
use server::mail::Mailer;
use server::passwords::Passwords;
use server::secrets::{self, SealingKey};
use storage::{Admission, Housekeeping, LetInBy, NewSession, Options, RegisterRow, Store};

use super::answered;

/// The password of everybody who has one.
pub(super) const PASSWORD: &str = "seven green kettles";

/// A database with a practice, somebody who may decide there, and the service on it.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) store: Store,
    passwords: Passwords,
    pub(super) router: Router,
    pub(super) practice: OrganisationId,
    pub(super) sian: PersonId,
    cookie: String,
    _folder: Arc<tempfile::TempDir>,
}

impl Ground {
    pub(super) async fn lay() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let database = format!("sqlite://{}", folder.path().join("bench.db").display());
        let lookup = |name: &str| (name == "DATABASE_URL").then(|| database.clone());
        let mut config = Config::read(lookup, false).expect("settings");
        config.posts_a_minute = u32::MAX;
        config.second_factor = SecondFactorRule::Optional;
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
            roster: None,
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
            passwords: Passwords::new(config.password_cost),
            store,
            router,
            practice,
            sian,
            cookie,
            _folder: Arc::new(folder),
        }
    }

    /// Requests that wait, of people of their own.
    pub(super) async fn requests(&self, how_many: usize) -> Vec<JoinRequest> {
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
    pub(super) async fn send(&self, request: Request<Body>) {
        let mut request = self.near(request);
        request
            .headers_mut()
            .insert("cookie", self.cookie.parse().expect("a cookie"));
        answered(self.router.clone(), request).await;
    }

    /// The request as a page of the service on this machine sends it.
    pub(super) fn near(&self, mut request: Request<Body>) -> Request<Body> {
        let _ = self;
        request
            .headers_mut()
            .insert("sec-fetch-site", "same-origin".parse().expect("a word"));
        let near = std::net::SocketAddr::from(([127, 0, 0, 1], 40_000));
        request.extensions_mut().insert(ConnectInfo(near));
        request
    }

    /// Checks a password and starts a session, and nothing around that.
    pub(super) async fn sign_in_barely(&self, email: &str) {
        let email = EmailAddress::parse(email).expect("an address");
        let known = self.store.read().people().credentials(&email).await.expect("an answer");
        let known = known.expect("somebody with a password");
        let password = Password::typed(PASSWORD).expect("a password");
        let checked = self.passwords.check(password, known.password_hash).await;
        assert!(matches!(checked.expect("a check"), server::passwords::Verdict::Right));
        session(&self.store, known.account.id).await;
    }

    /// People who can sign in with [`PASSWORD`]; their addresses.
    pub(super) async fn people_with_passwords(&self, how_many: usize) -> Vec<String> {
        let password = Password::typed(PASSWORD).expect("a password");
        let hash = self.passwords.hash(password).await.expect("a hash");
        let mut addresses = Vec::new();
        for _ in 0..how_many {
            let id = person_with(&self.store, 2, &hash).await;
            addresses.push(format!("person2-{id}@example.org"));
        }
        addresses
    }
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
    person_with(store, kind, "no password").await
}

async fn person_with(store: &Store, kind: u8, password_hash: &str) -> PersonId {
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
            .confirm(id, password_hash, now)
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
