//! What *Users* shows, as it stands in the address: words, state, order, size and place. An address is never wrong: what
//! cannot be read is as if it were not there.

use serde::{Deserialize, Serialize};

use super::UserState;
use crate::list::{self, PageSize, Place, Sortable};

/// The columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Column {
    /// First name.
    FirstName,
    /// Last name.
    #[default]
    LastName,
    /// E-mail address.
    Email,
    /// Whether a request waits.
    Pending,
    /// When the person last signed in.
    SignedIn,
    /// Where the person stands.
    State,
}

impl Sortable for Column {
    const ALL: &'static [Self] = &[
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Pending,
        Self::SignedIn,
        Self::State,
    ];

    fn tag(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Pending => "pending",
            Self::SignedIn => "signed_in",
            Self::State => "state",
        }
    }
}

/// How the list is sorted; by last name, unless somebody says otherwise.
pub type Sort = list::Sort<Column>;

/// Which people are shown: all, or those who stand so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shows(pub Option<UserState>);

impl Shows {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self(None),
        Self(Some(UserState::Active)),
        Self(Some(UserState::Dormant)),
        Self(Some(UserState::Revoked)),
        Self(Some(UserState::NoAccess)),
        Self(Some(UserState::Disabled)),
    ];

    /// How the choice stands in an address.
    pub fn tag(self) -> &'static str {
        self.0.map_or("", UserState::tag)
    }
}

/// What to show, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UsersForm {
    /// Beginnings of names, of an address, of an organisation's code or of words of its name.
    #[serde(default)]
    pub q: String,
    /// [`Shows::tag`].
    #[serde(default)]
    pub state: String,
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
    /// Beginnings that must all meet, in any order (S79).
    pub words: String,
    /// Which people.
    pub shows: Shows,
    /// In which order.
    pub sort: Sort,
    /// How many on a page.
    pub size: PageSize,
    /// Where the page stands.
    pub place: Place,
}

impl UsersForm {
    /// Reads the address.
    pub fn read(&self) -> Search {
        Search {
            words: self.q.clone(),
            shows: Shows(UserState::from_tag(&self.state)),
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
            let form = UsersForm {
                state: shows.tag().into(),
                ..UsersForm::default()
            };
            assert_eq!(form.read().shows, shows);
        }
    }

    #[test]
    fn an_address_is_never_wrong() {
        let form = UsersForm {
            state: "nonsense".into(),
            sort: "-password".into(),
            size: "1000000".into(),
            place: "after-nobody".into(),
            ..UsersForm::default()
        };
        assert_eq!(form.read(), Search::default());
    }
}
