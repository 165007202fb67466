//! How it is kept: the only crate that knows the databases.
//!
//! [`Store`] is the open database. [`Store::read`] gives a [`Read`], [`Store::change`] a [`Change`]: a write
//! transaction that ends with its audit entries, as housekeeping, or not at all. Both lead to one repository for each
//! noun (`read.join_requests()`, `change.join_requests()`); what writes can only be called through a `Change`.
//! `sql.rs` is the only file that knows that there are two databases. What may be done, and by whom, is decided in
//! `domain` and in the services of `server`, never here.

mod acting;
mod audit;
mod cases;
mod ceremonies;
mod change;
mod closures;
pub mod country;
mod daily_letters;
mod drafts;
mod error;
mod extensions;
mod factors;
mod flashes;
mod happenings;
mod id;
mod imports;
mod invitations;
mod jobs;
mod join_requests;
mod managers;
mod medics;
mod members;
mod migrations;
mod new_users;
mod organisations;
mod outbox;
mod paging;
mod people;
pub mod plans;
mod pre_approvals;
mod primary_contacts;
mod profiles;
mod proposals;
mod registrations;
mod repositories;
mod rosters;
mod scope;
mod sessions;
mod settings;
mod shortcuts;
mod sql;
mod support;
mod throttles;
mod tokens;

pub use audit::{Concerning, Told};
pub use cases::{NamedNumber, OpenedCase, Tried};
pub use ceremonies::{CeremonyKind, NewCeremony};
pub use change::{Change, Housekeeping};
pub use error::{Error, Result};
pub use factors::{FactorKey, KeptFactor};
pub use happenings::{Heard, Hearing};
pub use id::fresh;
pub use imports::{Batch, BatchOf, BatchState, CameTo, Changed, Difference, Listed};
pub use invitations::{InvitedPage, ListedDraft};
pub use join_requests::{Applied, Elsewhere, ElsewhereAs, Several, Undoable};
pub use managers::ManagerLine;
pub use medics::{MedicLine, MedicsApplied, MedicsEnding, WaitingMedic};
pub use members::{Admission, EndingRole, Enrolled, LetInBy, Membership};
pub use organisations::{OrganisationPage, RegisterContact, RegisterRow};
pub use outbox::{Addressed, Posted, Waiting};
pub use people::{
    Access, AccountRecord, AskedFor, Closure, Credentials, LetterTo, LineAbout, Particulars, User, UserPage,
};
pub use pre_approvals::{Given, UsedPreApproval, WaitingPreApproval};
pub use primary_contacts::Passed;
pub use profiles::KeptProfile;
pub use proposals::Proposed;
pub use registrations::{Registered, RegisteredAs, RegisteredPage};
pub use repositories::{
    Acting, AuditTrail, Cases, Ceremonies, Closures, DailyLetters, Drafts, Extensions, Factors, Flashes, Imports,
    JoinRequests, Managers, Medics, Members, NewUsers, Organisations, Outbox, People, PreApprovals, PrimaryContacts,
    Profiles, Proposals, Rosters, Sessions, Settings, Support, Throttles, Tokens,
};
pub use rosters::{HeldThere, NewRoster, WaitingThere};
pub use sessions::{LiveSession, NewSession, SessionRow, StartedSession};
pub use support::Administrator;
pub use throttles::Tries;
pub use tokens::{NewToken, Purpose, Token};

use crate::happenings::Happenings;
use crate::sql::{Engine, Link};

/// How the database is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many connections may be open: for reading beside the one writer in an embedded database, for everything in
    /// a database server.
    pub connections: u32,
}

impl Default for Options {
    /// Eight: measured best for an embedded database on a small machine.
    fn default() -> Self {
        Self { connections: 8 }
    }
}

/// The open database. Cheap to clone; all clones share its connections.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    happenings: Happenings,
}

impl Store {
    /// Opens `sqlite://path` (the file is made where it is missing, its folder is not) or `postgres://user@host/name`.
    pub async fn open(url: &str, options: Options) -> Result<Self> {
        Ok(Self {
            engine: Engine::open(url, options).await?,
            happenings: Happenings::new(),
        })
    }

    /// Brings the database up to this program's schema, and fills what it is searched by. Several processes may try at
    /// once: one does it, the others wait.
    pub async fn migrate(&self) -> Result<()> {
        self.engine.migrate().await?;
        people::terms::fill(self).await
    }

    /// Whether the database answers and has exactly this program's schema.
    pub async fn ready(&self) -> Result<()> {
        migrations::check(&self.engine).await
    }

    /// For reading outside a transaction: each question sees what is committed at that moment.
    pub fn read(&self) -> Read {
        Read {
            link: self.engine.read(),
        }
    }

    /// Starts a write transaction. Dropped without a commit, it leaves nothing behind.
    pub async fn change(&self) -> Result<Change> {
        Ok(Change::new(self.engine.begin().await?, self.happenings.clone()))
    }

    /// Hears what happens from now on, in every server process on this database.
    pub fn happenings(&self) -> Hearing {
        self.happenings.hear(&self.engine)
    }

    /// Waits for what is running, then closes every connection.
    pub async fn close(&self) {
        self.engine.close().await;
    }
}

/// A way to read, outside any transaction.
pub struct Read {
    link: Link,
}
