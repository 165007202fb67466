//! Organisations as administrators see them: the list, and one of them with its numbers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{OrganisationView, Policy};
use crate::OdsCode;
use crate::list::{Beside, Counted};
use crate::permission::Action;

/// How many people there are at an organisation now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Staffing {
    /// Who may act for it.
    pub people: u32,
    /// Who of them may decide.
    pub approvers: u32,
    /// Who of those may without an end date.
    pub lasting: u32,
    /// Who waits for a decision.
    pub waiting: u32,
}

/// That too few may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FewApprovers {
    /// One without an end date: when that person is away, nobody decides.
    One,
    /// Only some whose right to decide ends: an orphan from then on (decision 6).
    Ending,
    /// Nobody: an orphan, for which only those above decide.
    None,
}

impl FewApprovers {
    /// Whether it is an orphan (decision 6): nobody decides there without an end date.
    pub const fn is_orphan(self) -> bool {
        matches!(self, Self::Ending | Self::None)
    }
}

impl Staffing {
    /// Whether too few may decide without an end date: at an open organisation that has people or requests and is not for
    /// support alone (decision 6), one or nobody. The store says the same as a condition.
    pub const fn few(self, organisation: &OrganisationView, policy: Policy) -> Option<FewApprovers> {
        let needed = organisation.status.is_open()
            && !matches!(policy, Policy::SupportOnly)
            && (self.people > 0 || self.waiting > 0);
        match self.lasting {
            0 if needed && self.approvers > 0 => Some(FewApprovers::Ending),
            0 if needed => Some(FewApprovers::None),
            1 if needed => Some(FewApprovers::One),
            _ => None,
        }
    }
}

/// A row of *Organisations*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationRow {
    /// Its place in the list.
    pub id: Uuid,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there.
    pub policy: Policy,
    /// How many people.
    pub staffing: Staffing,
}

/// A page of *Organisations*.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganisationList {
    /// Its rows.
    pub rows: Vec<OrganisationRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
    /// Whether the viewer may add organisations and import the register.
    pub support: bool,
}

/// What the register says of an organisation besides what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegisterDetails {
    /// The address, one line each.
    pub address: Vec<String>,
    /// Telephone; empty where the register has none.
    pub telephone: String,
    /// The day it opened.
    #[serde(with = "crate::moment::days")]
    pub opened_on: Option<NaiveDate>,
    /// The commissioner above it: its code, and its name where it is there.
    pub commissioner: Option<(OdsCode, Option<String>)>,
}

/// What an organisation says of itself, as others read it; texts are empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnWords {
    /// Contact e-mail.
    pub email: String,
    /// Contact telephone.
    pub telephone: String,
    /// Opening hours, one line each.
    pub opening_hours: Vec<String>,
    /// The primary contact's name.
    pub primary_contact: Option<String>,
}

/// An organisation as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationDetails {
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there.
    pub policy: Policy,
    /// What the register says.
    pub register: RegisterDetails,
    /// What it says of itself.
    pub own_words: OwnWords,
    /// How many people.
    pub staffing: Staffing,
    /// How many organisations are beneath it; none but for a commissioner.
    pub beneath: u32,
    /// What the viewer may do here.
    pub may: Vec<Action>,
    /// Whether the viewer may decide somewhere, and so has a list of organisations.
    pub has_list: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::{Kind, Status};

    #[test]
    fn too_few_are_those_where_somebody_needs_an_approver() {
        let organisation = |status| OrganisationView {
            code: OdsCode::parse("W91001").unwrap(),
            name: "Meddygfa'r Bont".into(),
            town: String::new(),
            postcode: String::new(),
            kind: Kind::Practice,
            status,
            closed_on: None,
            successor: None,
        };
        let staffing = |people, approvers, waiting| Staffing {
            people,
            approvers,
            lasting: approvers,
            waiting,
        };
        let open = organisation(Status::Active);
        let few = |staffing: Staffing, policy| staffing.few(&open, policy);
        assert_eq!(few(staffing(0, 0, 0), Policy::AnyMember), None, "nobody needs one");
        assert_eq!(few(staffing(0, 0, 1), Policy::AnyMember), Some(FewApprovers::None));
        assert_eq!(few(staffing(4, 1, 0), Policy::ApproverRole), Some(FewApprovers::One));
        assert_eq!(few(staffing(4, 2, 0), Policy::ApproverRole), None);
        let ending = Staffing {
            lasting: 0,
            ..staffing(4, 2, 0)
        };
        assert_eq!(few(ending, Policy::ApproverRole), Some(FewApprovers::Ending));
        assert_eq!(few(staffing(4, 0, 3), Policy::SupportOnly), None);
        let closed = organisation(Status::Closed);
        assert_eq!(staffing(4, 0, 0).few(&closed, Policy::ApproverRole), None);
    }
}
