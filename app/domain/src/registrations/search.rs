//! What *Manage registrations* shows, as it stands in the address: state, organisation, age, order, size and place.
//! An address is never wrong: what cannot be read is as if it were not there.

use serde::{Deserialize, Serialize};

use crate::join_requests::StateTag;
use crate::list::{self, PageSize, Place, Sortable};

/// The columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Column {
    /// When it was made.
    #[default]
    Created,
    /// Why.
    Reason,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// The organisation's name.
    Organisation,
    /// The role.
    Role,
    /// E-mail address.
    Email,
    /// Whether it is approved.
    Approved,
}

impl Sortable for Column {
    const ALL: &'static [Self] = &[
        Self::Created,
        Self::Reason,
        Self::FirstName,
        Self::LastName,
        Self::Organisation,
        Self::Role,
        Self::Email,
        Self::Approved,
    ];

    fn tag(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Reason => "reason",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Organisation => "organisation",
            Self::Role => "role",
            Self::Email => "email",
            Self::Approved => "approved",
        }
    }
}

/// How the list is sorted; whoever has waited longest first, unless somebody says otherwise.
pub type Sort = list::Sort<Column>;

/// Which rows are shown, by where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Shows {
    /// Those that wait for anything.
    #[default]
    Waiting,
    /// Those that wait for the person to confirm the address.
    AwaitingConfirmation,
    /// Those that wait for a decision.
    AwaitingDecision,
    /// Approved ones.
    Approved,
    /// Rejected ones.
    Rejected,
    /// Those that ended in another way.
    Ended,
    /// All.
    All,
}

impl Shows {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::AwaitingConfirmation,
        Self::AwaitingDecision,
        Self::Approved,
        Self::Rejected,
        Self::Ended,
        Self::All,
    ];

    /// How the choice stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Waiting => "",
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::AwaitingDecision => "awaiting_decision",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Ended => "ended",
            Self::All => "all",
        }
    }

    /// The states of requests that are shown.
    pub const fn states(self) -> &'static [StateTag] {
        match self {
            Self::Waiting => &[StateTag::AwaitingConfirmation, StateTag::Pending],
            Self::AwaitingConfirmation => &[StateTag::AwaitingConfirmation],
            Self::AwaitingDecision => &[StateTag::Pending],
            Self::Approved => &[StateTag::Approved],
            Self::Rejected => &[StateTag::Rejected],
            Self::Ended => &[StateTag::Withdrawn, StateTag::Expired],
            Self::All => &StateTag::ALL,
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.tag() == text).unwrap_or_default()
    }
}

/// How old a row must be to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Age {
    /// Any age.
    #[default]
    Any,
    /// Older than two days.
    TwoDays,
    /// Older than five days.
    FiveDays,
    /// Older than thirty days.
    ThirtyDays,
}

impl Age {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Any, Self::TwoDays, Self::FiveDays, Self::ThirtyDays];

    /// How many days.
    pub const fn days(self) -> u8 {
        match self {
            Self::Any => 0,
            Self::TwoDays => 2,
            Self::FiveDays => 5,
            Self::ThirtyDays => 30,
        }
    }

    /// How the choice stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::TwoDays => "2",
            Self::FiveDays => "5",
            Self::ThirtyDays => "30",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.tag() == text).unwrap_or_default()
    }
}

/// What to show, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegistrationsForm {
    /// [`Shows::tag`].
    #[serde(default)]
    pub state: String,
    /// Beginnings of an organisation's code or of words of its name.
    #[serde(default)]
    pub organisation: String,
    /// [`Age::tag`].
    #[serde(default)]
    pub older: String,
    /// [`Sort::tag`].
    #[serde(default)]
    pub sort: String,
    /// [`PageSize::tag`].
    #[serde(default)]
    pub size: String,
    /// [`Place`].
    #[serde(default)]
    pub place: String,
}

/// What to show, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// Which rows.
    pub shows: Shows,
    /// Beginnings of an organisation's code or of words of its name; all must meet.
    pub organisation: String,
    /// How old they must be.
    pub age: Age,
    /// In which order.
    pub sort: Sort,
    /// How many on a page.
    pub size: PageSize,
    /// Where the page stands.
    pub place: Place,
}

impl RegistrationsForm {
    /// Reads the address.
    pub fn read(&self) -> Search {
        Search {
            shows: Shows::parse(&self.state),
            organisation: self.organisation.clone(),
            age: Age::parse(&self.older),
            sort: Sort::parse(&self.sort),
            size: PageSize::parse(&self.size),
            place: Place::parse(&self.place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_reads_back_from_the_address() {
        for shows in Shows::ALL {
            assert_eq!(Shows::parse(shows.tag()), shows);
        }
        for age in Age::ALL {
            assert_eq!(Age::parse(age.tag()), age);
        }
    }

    #[test]
    fn an_address_is_never_wrong() {
        let form = RegistrationsForm {
            state: "nonsense".into(),
            older: "7".into(),
            sort: "-password".into(),
            size: "1000000".into(),
            place: "after-nobody".into(),
            ..RegistrationsForm::default()
        };
        assert_eq!(form.read(), Search::default());
    }
}
