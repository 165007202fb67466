//! What the page *Who may act?* shows.

use serde::{Deserialize, Serialize};

use super::How;
use crate::organisations::OrganisationView;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{FieldErrors, LondonTime, PersonId};

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The roles that can be asked about.
    pub roles: Vec<Role>,
    /// The rosters and roster groups that can be asked about, closed ones too: groups first, then by name.
    pub rosters: Vec<RosterView>,
    /// The person who has been chosen, or whom alone the words found.
    pub about: Option<Candidate>,
    /// What of the question is to be put right; then there is no answer.
    pub wrong: FieldErrors,
    /// Whom the question is about.
    pub found: Found,
}

/// Whom a question is about, and the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// Nobody was asked about.
    NotAsked,
    /// Nobody who is or was there; whether such a person exists elsewhere is not said.
    Nobody,
    /// Several are or were there.
    Several {
        /// The first of them, by name.
        people: Vec<Candidate>,
        /// Whether there are more.
        more: bool,
    },
    /// One, and the answer.
    One(Box<AnswerView>),
}

/// Somebody who is or was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// Whether the moment that is asked about has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tense {
    /// It has.
    Past,
    /// It is now.
    Present,
    /// It is to come: the answer is as things stand now.
    Future,
}

/// The answer about one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// Who.
    pub who: Candidate,
    /// In which role; any where absent.
    pub role: Option<Role>,
    /// For which roster or roster group; for the whole organisation where absent.
    pub roster: Option<RosterView>,
    /// At which moment.
    pub at: LondonTime,
    /// Whether it has passed.
    pub tense: Tense,
    /// The roles by which the person may act; none where the answer is no.
    pub by: Vec<RoleView>,
    /// What is missing; nothing where the answer is yes.
    pub missing: Vec<MissingView>,
}

/// Through what a role counts for what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Through {
    /// It is for the whole organisation.
    Whole,
    /// It is limited to this roster or roster group.
    Limit(RosterView),
}

/// A role, when it holds and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// The role.
    pub role: Role,
    /// What it is limited to.
    pub through: Through,
    /// From when.
    pub starts: LondonTime,
    /// The last day; without end where absent.
    pub ends: Option<LondonTime>,
    /// Where it came from.
    pub given: GivenView,
}

/// Where a role came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenView {
    /// How.
    pub how: How,
    /// By whom, by name, where it was a person.
    pub by: Option<String>,
    /// When.
    pub at: LondonTime,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissingView {
    /// The records do not go back that far.
    Records,
    /// There was no account.
    Account,
    /// The address had not been confirmed.
    Confirmation,
    /// The account was closed.
    OpenAccount,
    /// The person had not been let in.
    Membership,
    /// The access was revoked.
    Revoked {
        /// When.
        at: LondonTime,
        /// By whom, by name; absent where the person left.
        by: Option<String>,
    },
    /// The person had no such role.
    Role,
    /// A role had not begun.
    Start(RoleView),
    /// A role had ended.
    TimeLeft(RoleView),
    /// A role was for other rosters only.
    Wider(RoleView),
}
