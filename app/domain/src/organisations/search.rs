//! What *Organisations* shows, as it stands in the address: words, kind, status, who decides, order, size and place.
//! An address is never wrong: what cannot be read is as if it were not there.

use serde::{Deserialize, Serialize};

use super::{Kind, Status};
use crate::OdsCode;
use crate::list::{self, PageSize, Place, Sortable};

/// The columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Column {
    /// Its name.
    #[default]
    Name,
    /// Its ODS code.
    Code,
    /// Its kind.
    Kind,
    /// Its status in the register.
    Status,
    /// Who may decide there.
    Policy,
}

impl Sortable for Column {
    const ALL: &'static [Self] = &[Self::Name, Self::Code, Self::Kind, Self::Status, Self::Policy];

    fn tag(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Code => "code",
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Policy => "policy",
        }
    }
}

/// How the list is sorted; by name, unless somebody says otherwise.
pub type Sort = list::Sort<Column>;

/// What stands in an address for "one or no approver".
pub const FEW_APPROVERS: &str = "few";

/// What to show, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganisationsForm {
    /// Beginnings of words of name or town, of the code or the postcode.
    #[serde(default)]
    pub q: String,
    /// [`Kind::tag`].
    #[serde(default)]
    pub kind: String,
    /// [`Status::tag`].
    #[serde(default)]
    pub status: String,
    /// [`FEW_APPROVERS`], or nothing.
    #[serde(default)]
    pub approvers: String,
    /// The code of the commissioner that they are beneath.
    #[serde(default)]
    pub commissioner: String,
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

impl OrganisationsForm {
    /// Reads it.
    pub fn read(&self) -> OrganisationSearch {
        OrganisationSearch {
            words: self.q.chars().take(WORDS_MOST).collect(),
            kind: Kind::from_tag(&self.kind),
            status: Status::from_tag(&self.status),
            few_approvers: self.approvers == FEW_APPROVERS,
            commissioner: OdsCode::parse(&self.commissioner).ok(),
            sort: Sort::parse(&self.sort),
            size: PageSize::parse(&self.size),
            place: Place::parse(&self.place),
        }
    }
}

/// More than anyone types into a search box, in characters.
const WORDS_MOST: usize = 100;

/// What to show, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationSearch {
    /// Beginnings of words; all must meet.
    pub words: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only with this status.
    pub status: Option<Status>,
    /// Only those with one or no approver although somebody needs one ([`super::Staffing::few`]).
    pub few_approvers: bool,
    /// Only those beneath this commissioner.
    pub commissioner: Option<OdsCode>,
    /// In which order.
    pub sort: Sort,
    /// How many on a page.
    pub size: PageSize,
    /// Where the page stands.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_never_wrong() {
        let form = OrganisationsForm {
            q: "bont".into(),
            kind: "castle".into(),
            status: "closed".into(),
            approvers: "many".into(),
            commissioner: "?".into(),
            sort: "-size".into(),
            size: "7".into(),
            place: "somewhere".into(),
        };
        let search = form.read();
        assert_eq!(
            search,
            OrganisationSearch {
                words: "bont".into(),
                status: Some(Status::Closed),
                ..OrganisationSearch::default()
            }
        );
    }
}
