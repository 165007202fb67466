//! Rosters and roster groups of an organisation, to which roles can be limited (S73). A roster may stand in a group, and
//! stands there for good; both may be closed, and what a role was limited to is then still known. What becomes of roles
//! when that to which they are limited is closed stands in [`closing`], how adding and renaming are typed in [`forms`].

mod closing;
mod forms;
mod name;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::closing::{Closing, ClosingView, Fate, Holder, LimitedRole, after};
pub use self::forms::{AddRosterForm, CloseRosterForm, CloseWish, NewRoster, RenameRosterForm, RenameWish};
pub use self::name::{ROSTER_NAME_MOST, RosterName};
use crate::form::Problem;
use crate::organisations::{Kind, OrganisationView};
use crate::{Answer, Caller, LondonTime, OdsCode, Receipt, RosterId};

/// Whether organisations of this kind have rosters: commissioners, who run no shifts, have none.
pub const fn has_rosters(kind: Kind) -> bool {
    matches!(kind, Kind::Practice | Kind::Trust)
}

/// A roster or roster group, as a list or a choice shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// Its id.
    pub id: RosterId,
    /// Its name.
    pub name: String,
    /// Whether it is a group.
    pub is_group: bool,
    /// The name of the group that it stands in.
    pub group: Option<String>,
    /// Whether it is closed.
    pub closed: bool,
}

impl RosterView {
    /// Its name, with that of the group that it stands in.
    pub fn full_name(&self) -> String {
        match &self.group {
            Some(group) => format!("{} ({group})", self.name),
            None => self.name.clone(),
        }
    }
}

/// Reads the limit of a role from a form: the whole organisation where nothing is chosen.
///
/// # Errors
/// It is no id.
pub fn limit(text: &str) -> Result<Option<RosterId>, Problem> {
    match text {
        "" => Ok(None),
        text => RosterId::parse(text).map(Some).ok_or(Problem::NotAChoice),
    }
}

/// A row of the page *Rosters*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The roster or roster group.
    pub roster: RosterView,
    /// The group that it stands in.
    pub group: Option<RosterId>,
    /// When it was closed.
    pub closed: Option<LondonTime>,
    /// How many roles of members are limited to it, those that have yet to begin included.
    pub held: u32,
    /// How many roles that wait for new users are.
    pub waiting: u32,
}

/// The page *Rosters*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterList {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Every group with its rosters beneath, then the rosters that stand in none; closed ones among them.
    pub rows: Vec<RosterRow>,
}

/// What can be asked about rosters.
#[async_trait]
pub trait Rosters: Send + Sync {
    /// Every roster and roster group of an organisation.
    async fn list(&self, caller: &Caller, code: &OdsCode) -> Answer<RosterList>;
    /// Adds one.
    async fn add(&self, caller: &Caller, wish: NewRoster) -> Answer<Receipt>;
    /// Gives one another name.
    async fn rename(&self, caller: &Caller, wish: RenameWish) -> Answer<Receipt>;
    /// The page that closes one.
    async fn to_close(&self, caller: &Caller, code: &OdsCode, id: RosterId) -> Answer<ClosingView>;
    /// Closes one; where it is a group, its rosters with it.
    async fn close(&self, caller: &Caller, wish: CloseWish) -> Answer<Receipt>;
}
