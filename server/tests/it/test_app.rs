//! The service as a test has it: the real router on a fresh database, a stopped clock, cheap password hashes.
//!
//! ```ignore
//! let app = TestApp::new().await;
//! let practice = app.practice("W91001", "Meddygfa Bryn Gwyn").await;
//! let sian = app.member("Siân Jones", "sian@example.org", &practice).await;   // signed in, may decide
//! let gwen = app.person("Gwen Rees", "gwen@example.org").await;               // signed in, no practice
//! let request = gwen.asks(&practice).await;
//! sian.approves(&practice, request).await.unwrap();
//! ```

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use chrono::{TimeDelta, TimeZone, Utc};
use domain::accounts::{Account, AccountState, Position};
use domain::audit::{Actor, Entry, Event};
use domain::organisations::{Kind, Policy, Status};
use domain::password::Password;
use domain::permission::Role;
use domain::rosters::RosterName;
use domain::{
    BatchId, Clock, EmailAddress, Language, Moment, OdsCode, OrganisationId, PersonId, PersonName, RequestId, RosterId,
};
use server::config::{Config, SecondFactorRule};
use server::mail::{Mailer, Worker};
use server::passwords::{Cost, Passwords};
use server::secrets::SealingKey;
use server::services::Needed;
use storage::{Admission, BatchOf, Housekeeping, LetInBy, NewRoster, Options, RegisterRow, Store};
use tokio::sync::OnceCell;

use crate::{Browser, Database, Person};

/// Everybody's password in tests.
pub(crate) const PASSWORD: &str = "cwpwrdd gwag heddiw";

/// A clock that moves only when told to.
pub(crate) struct StoppedClock(Mutex<Moment>);

impl StoppedClock {
    /// Stopped on a Sunday afternoon in November.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Moment::new(
            Utc.with_ymd_and_hms(2025, 11, 23, 14, 5, 0).unwrap(),
        )))
    }

    /// Moves on.
    pub(crate) fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(by);
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

/// An organisation that a test made.
#[derive(Clone)]
pub(crate) struct Practice {
    pub(crate) id: OrganisationId,
    pub(crate) code: OdsCode,
    pub(crate) name: String,
}

/// The service.
pub(crate) struct TestApp {
    pub(crate) store: Store,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) config: Config,
    pub(crate) mailer: Mailer,
    pub(crate) router: Router,
    /// Kept as long as the app, then removed.
    pub(crate) database: Arc<Database>,
}

/// The settings of tests: nothing outside this process, cheap hashes, no throttle of posts.
pub(crate) fn settings(database: &str) -> Config {
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| database.to_owned());
    let mut config = Config::read(lookup, false).unwrap();
    config.password_cost = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };
    config.posts_a_minute = u32::MAX;
    // Most tests are about something else; those of `factors` ask for one.
    config.second_factor = SecondFactorRule::Optional;
    // The same of undoing, for which letters wait.
    config.undo = TimeDelta::zero();
    config.smtp_patience = Duration::from_millis(400);
    config
}

impl TestApp {
    /// On a fresh file.
    pub(crate) async fn new() -> Self {
        Self::on(Database::sqlite()).await
    }

    /// On a database.
    pub(crate) async fn on(database: Database) -> Self {
        Self::with(database, |_| {}).await
    }

    /// On a database, with settings of its own.
    pub(crate) async fn with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = settings(&database.url);
        change(&mut config);
        let store = Store::open(&config.database, Options::default()).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(StoppedClock::new());
        let mailer = Mailer::new(&config, SealingKey::passing()).unwrap();
        let router = server::build(&config, store.clone(), clock.clone(), &mailer);
        Self {
            store,
            clock,
            config,
            mailer,
            router,
            database: Arc::new(database),
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A moment from now.
    pub(crate) fn now_plus(&self, by: TimeDelta) -> Moment {
        self.now().plus(by)
    }

    /// Who may decide at an organisation is changed.
    pub(crate) async fn decides(&self, practice: &Practice, policy: Policy) {
        let mut change = self.store.change().await.unwrap();
        let organisations = change.organisations();
        organisations.set_policy(practice.id, policy, self.now()).await.unwrap();
        let changed = self.entry(Event::PolicyChanged).for_organisation(practice.id);
        change.commit(changed).await.unwrap();
    }

    /// What the services need, for commands.
    pub(crate) fn needed(&self) -> Needed {
        server::needed(&self.config, self.store.clone(), self.clock.clone(), &self.mailer)
    }

    /// A worker for the outbox.
    pub(crate) fn worker(&self) -> Worker {
        Worker::new(self.store.clone(), self.clock.clone(), self.mailer.clone())
    }

    /// A browser that nobody has signed in with.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), self.config.base.as_str())
    }

    /// An open practice where any member may decide.
    pub(crate) async fn practice(&self, code: &str, name: &str) -> Practice {
        self.organisation(code, name, Kind::Practice, Status::Active).await
    }

    /// An organisation of the register.
    pub(crate) async fn organisation(&self, code: &str, name: &str, kind: Kind, status: Status) -> Practice {
        let practice = Practice {
            id: OrganisationId::new(storage::fresh(self.now())),
            code: OdsCode::parse(code).unwrap(),
            name: name.to_owned(),
        };
        self.keep(&practice, &register_row(&practice, kind, status)).await;
        practice
    }

    /// An open practice for which the register has no telephone number.
    pub(crate) async fn practice_without_telephone(&self, code: &str, name: &str) -> Practice {
        let practice = Practice {
            id: OrganisationId::new(storage::fresh(self.now())),
            code: OdsCode::parse(code).unwrap(),
            name: name.to_owned(),
        };
        let row = RegisterRow {
            telephone: String::new(),
            ..register_row(&practice, Kind::Practice, Status::Active)
        };
        self.keep(&practice, &row).await;
        practice
    }

    /// An open practice beneath a commissioner.
    pub(crate) async fn practice_beneath(&self, code: &str, name: &str, commissioner: &str) -> Practice {
        let practice = Practice {
            id: OrganisationId::new(storage::fresh(self.now())),
            code: OdsCode::parse(code).unwrap(),
            name: name.to_owned(),
        };
        let row = RegisterRow {
            commissioner: Some(OdsCode::parse(commissioner).unwrap()),
            ..register_row(&practice, Kind::Practice, Status::Active)
        };
        self.keep(&practice, &row).await;
        practice
    }

    async fn keep(&self, practice: &Practice, row: &RegisterRow) {
        let mut change = self.store.change().await.unwrap();
        assert!(change.organisations().add(practice.id, row, self.now()).await.unwrap());
        change
            .commit(self.entry(Event::OrganisationAdded).for_organisation(practice.id))
            .await
            .unwrap();
    }

    /// A commissioner, and a person, signed in, who administers it.
    pub(crate) async fn administrator(&self, name: &str, email: &str, code: &str) -> Person {
        let board = self.organisation(code, "Health Board", Kind::Commissioner, Status::Active);
        let board = board.await;
        let person = self.person(name, email).await;
        self.let_in(person.id, &board, Role::CommissioningAdministrator).await;
        person
    }

    /// A register import that waits to be applied, and brings this practice.
    pub(crate) async fn staged(&self, code: &str) -> BatchId {
        let practice = Practice {
            id: OrganisationId::new(storage::fresh(self.now())),
            code: OdsCode::parse(code).unwrap(),
            name: "Meddygfa Newydd".to_owned(),
        };
        let rows = [register_row(&practice, Kind::Practice, Status::Active)];
        let batch = BatchId::new(storage::fresh(self.now()));
        let mut change = self.store.change().await.unwrap();
        change
            .imports()
            .begin(batch, BatchOf::Register, "register.csv", None, self.now())
            .await
            .unwrap();
        change.imports().has_read(batch, 1, 1, &[]).await.unwrap();
        change.imports().stage(batch, &rows, self.now()).await.unwrap();
        assert!(change.imports().ready(batch, self.now()).await.unwrap());
        change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
        batch
    }

    /// The register says that a practice has closed.
    pub(crate) async fn closes(&self, practice: &Practice) {
        let rows = [register_row(practice, Kind::Practice, Status::Closed)];
        let (batch, now) = (BatchId::new(storage::fresh(self.now())), self.now());
        let mut change = self.store.change().await.unwrap();
        let begun = change.imports();
        begun
            .begin(batch, BatchOf::Register, "register.csv", None, now)
            .await
            .unwrap();
        change.imports().has_read(batch, 1, 1, &[]).await.unwrap();
        change.imports().stage(batch, &rows, now).await.unwrap();
        assert!(change.imports().ready(batch, now).await.unwrap());
        change.imports().apply(batch, now).await.unwrap();
        let closed = self.entry(Event::OrganisationChanged).for_organisation(practice.id);
        change.commit(closed).await.unwrap();
    }

    /// A person with a confirmed account, signed in.
    pub(crate) async fn person(&self, name: &str, email: &str) -> Person {
        let id = self.account(name, email).await;
        let person = Person::new(self, id, name, email);
        person.signs_in().await;
        person
    }

    /// A person with a confirmed account, signed in, who may act for an organisation: let in by the set-up, as a
    /// Practice Enabled User.
    pub(crate) async fn member(&self, name: &str, email: &str, practice: &Practice) -> Person {
        let person = self.person(name, email).await;
        self.let_in(person.id, practice, Role::PracticeEnabledUser).await;
        person
    }

    /// A person of the support team, signed in.
    pub(crate) async fn support(&self, name: &str, email: &str) -> Person {
        let person = self.person(name, email).await;
        let mut change = self.store.change().await.unwrap();
        assert!(change.support().appoint(person.id, self.now()).await.unwrap());
        change
            .commit(self.entry(Event::SupportAppointed).about(person.id))
            .await
            .unwrap();
        person
    }

    /// Lets a person in, without anyone's decision.
    pub(crate) async fn let_in(&self, person: PersonId, practice: &Practice, role: Role) {
        self.let_in_for(person, practice, role, None).await;
    }

    /// The same, only for a roster or roster group.
    pub(crate) async fn let_in_for(
        &self,
        person: PersonId,
        practice: &Practice,
        role: Role,
        roster: impl Into<Option<RosterId>>,
    ) {
        self.admit(person, practice, role, roster.into(), None).await;
    }

    /// The same, until a moment.
    pub(crate) async fn let_in_until(&self, person: PersonId, practice: &Practice, role: Role, ends_at: Moment) {
        self.admit(person, practice, role, None, Some(ends_at)).await;
    }

    async fn admit(
        &self,
        person: PersonId,
        practice: &Practice,
        role: Role,
        roster: Option<RosterId>,
        ends_at: Option<Moment>,
    ) {
        let admission = Admission {
            person,
            organisation: practice.id,
            role,
            roster,
            ends_at,
            by: LetInBy::SetUp,
            at: self.now(),
        };
        let mut change = self.store.change().await.unwrap();
        change.members().let_in(&admission).await.unwrap();
        let entry = self.entry(Event::LetIn).for_organisation(practice.id).about(person);
        change.commit(entry).await.unwrap();
    }

    /// A roster of an organisation, beside its groups or in one.
    pub(crate) async fn roster(&self, practice: &Practice, name: &str, group: impl Into<Option<RosterId>>) -> RosterId {
        self.keep_roster(practice, name, false, group.into()).await
    }

    /// A roster group of an organisation.
    pub(crate) async fn roster_group(&self, practice: &Practice, name: &str) -> RosterId {
        self.keep_roster(practice, name, true, None).await
    }

    async fn keep_roster(&self, practice: &Practice, name: &str, is_group: bool, group: Option<RosterId>) -> RosterId {
        let new = NewRoster {
            organisation: practice.id,
            is_group,
            name: RosterName::parse(name).unwrap(),
            group,
        };
        let mut change = self.store.change().await.unwrap();
        let id = change.rosters().add(&new, self.now()).await.unwrap();
        let entry = self.entry(Event::RosterAdded).for_organisation(practice.id);
        change.commit(entry).await.unwrap();
        id.expect("no open one has this name")
    }

    async fn account(&self, name: &str, email: &str) -> PersonId {
        let (first_name, last_name) = name.split_once(' ').unwrap();
        let account = Account {
            id: PersonId::new(storage::fresh(self.now())),
            email: EmailAddress::parse(email).unwrap(),
            first_name: PersonName::parse(first_name).unwrap(),
            last_name: PersonName::parse(last_name).unwrap(),
            language: Language::English,
            position: Some(Position::PracticeManager),
            state: AccountState::Unconfirmed,
        };
        let hash = hash_of_password(self.config.password_cost).await;
        let mut change = self.store.change().await.unwrap();
        assert!(
            change.people().create(&account, self.now()).await.unwrap(),
            "{email} has an account"
        );
        assert!(change.people().confirm(account.id, &hash, self.now()).await.unwrap());
        change
            .commit(self.entry(Event::AccountConfirmed).about(account.id))
            .await
            .unwrap();
        account.id
    }

    /// A line of the audit for what the set-up of a test does.
    pub(crate) fn entry(&self, event: Event) -> Entry {
        let request = RequestId::new(storage::fresh(self.now()));
        Entry::new(event, Actor::Command, self.now(), request)
    }
}

/// Hashed once, for it is everybody's.
async fn hash_of_password(cost: Cost) -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    let hash = HASH.get_or_init(|| async move {
        Passwords::new(cost)
            .hash(Password::typed(PASSWORD).unwrap())
            .await
            .unwrap()
    });
    hash.await.clone()
}

pub(crate) fn register_row(practice: &Practice, kind: Kind, status: Status) -> RegisterRow {
    RegisterRow {
        code: practice.code.clone(),
        name: practice.name.clone(),
        kind,
        status,
        national_grouping: String::new(),
        geography: String::new(),
        address: vec!["1 High Street".to_owned(), "Llanfair-y-bont".to_owned()],
        town: "Llanfair-y-bont".to_owned(),
        postcode: "ZZ99 1AA".to_owned(),
        opened_on: None,
        closed_on: None,
        sub_type: String::new(),
        commissioner: None,
        joined_on: None,
        left_on: None,
        telephone: "01632 960100".to_owned(),
        amended: String::new(),
        provider: String::new(),
        setting: String::new(),
    }
}
