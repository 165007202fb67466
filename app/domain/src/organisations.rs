//! Organisations: practices, commissioners and trusts of the register, and what a practice says of itself (its profile).
//! How administrators see them is in [`console`] and [`search`], who may decide there and adding some in [`governing`].

mod console;
mod governing;
mod search;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::console::{
    FewApprovers, OrganisationDetails, OrganisationList, OrganisationRow, OwnWords, RegisterDetails, Staffing,
};
pub use self::governing::{AddOrganisationForm, Governed, NewOrganisation, PolicyForm, PolicyView, PolicyWish};
pub use self::search::{Column, FEW_APPROVERS, OrganisationSearch, OrganisationsForm, Sort};
use crate::form::{Field, FieldErrors, Problem, optional_text};
use crate::permission::Action;
use crate::{Answer, Caller, EmailAddress, OdsCode, OrganisationId, Receipt, Refusal};

/// The kind of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A GP practice or prescribing cost centre.
    Practice,
    /// A health board or other commissioning body.
    Commissioner,
    /// A trust.
    Trust,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Practice, Self::Commissioner, Self::Trust];

    /// How the kind is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Commissioner => "commissioner",
            Self::Trust => "trust",
        }
    }

    /// Reads a stored kind.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }

    /// The policy that an organisation of this kind starts with.
    pub const fn default_policy(self) -> Policy {
        match self {
            Self::Practice => Policy::AnyMember,
            Self::Commissioner | Self::Trust => Policy::ApproverRole,
        }
    }
}

/// Which members may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Every member.
    AnyMember,
    /// Holders of the role Approver.
    ApproverRole,
    /// Nobody there; support decides.
    SupportOnly,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::AnyMember, Self::ApproverRole, Self::SupportOnly];

    /// How the policy is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::AnyMember => "any_member",
            Self::ApproverRole => "approver_role",
            Self::SupportOnly => "support_only",
        }
    }

    /// Reads a stored policy.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.tag() == tag)
    }
}

/// The register's status of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// `A`, `ACTIVE`.
    Active,
    /// `C`, `CLOSED` (also the current report's `INACTIVE`).
    Closed,
    /// `D`, `DORMANT`.
    Dormant,
    /// `P`, `PROPOSED`.
    Proposed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Active, Self::Closed, Self::Dormant, Self::Proposed];

    /// How the status is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Dormant => "dormant",
            Self::Proposed => "proposed",
        }
    }

    /// Reads a stored status.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.tag() == tag)
    }

    /// Whether people may ask to act for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active)
    }
}

/// An organisation as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its ODS code.
    pub code: OdsCode,
    /// Its name in the register; not unique.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Its status in the register.
    pub status: Status,
    /// Who may decide there.
    pub policy: Policy,
}

impl Organisation {
    /// Refuses organisations that nobody can ask to join.
    ///
    /// # Errors
    /// [`Refusal::OrganisationNotOpen`].
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.status.is_open() {
            Ok(())
        } else {
            Err(Refusal::OrganisationNotOpen)
        }
    }
}

/// An organisation as a person recognises it: names are not unique, so always with code, town and postcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationView {
    /// ODS code.
    pub code: OdsCode,
    /// Name, as in the register.
    pub name: String,
    /// Town; empty where the register has none.
    pub town: String,
    /// Postcode; empty where the register has none.
    pub postcode: String,
    /// Kind.
    pub kind: Kind,
    /// Status.
    pub status: Status,
    /// The day it closed, where it has.
    #[serde(with = "crate::moment::days")]
    pub closed_on: Option<NaiveDate>,
    /// What it was merged into, where it is no longer open and somebody has said so.
    pub successor: Option<OdsCode>,
}

/// What a search of the register found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganisationsFound {
    /// The first ones, open before closed, then by name.
    pub organisations: Vec<OrganisationView>,
    /// Whether there are more than these.
    pub more: bool,
}

/// The most organisations that one search shows.
pub const SEARCH_MOST: u16 = 20;

/// The practice profile as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The register's address, one line each.
    pub register_address: Vec<String>,
    /// The register's own telephone; empty where it has none.
    pub register_telephone: String,
    /// What the practice says of itself, as the form shows it.
    pub form: ProfileForm,
    /// The primary contact, by name; nobody where nobody may act for it.
    pub primary_contact: Option<String>,
    /// Whether the viewer may hand that over.
    pub may_hand_over: bool,
    /// What the viewer may do here.
    pub may: Vec<Action>,
}

/// The practice profile as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProfileForm {
    /// ODS code.
    pub code: String,
    /// How often the organisation had been changed when the form was opened.
    pub version: String,
    /// Contact e-mail; may be shared (decision 7).
    pub email: String,
    /// Contact telephone.
    pub telephone: String,
    /// Address, one line each.
    pub address_lines: String,
    /// Opening hours, in the practice's words.
    pub opening_hours: String,
}

/// What a practice wants to say of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileWish {
    /// ODS code.
    pub code: OdsCode,
    /// The version that the form was opened at.
    pub version: i64,
    /// The profile.
    pub profile: Profile,
}

/// What a practice says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Contact e-mail.
    pub email: Option<EmailAddress>,
    /// Contact telephone, as typed.
    pub telephone: Option<String>,
    /// Address, lines divided by `\n`.
    pub address_lines: Option<String>,
    /// Opening hours, lines divided by `\n`.
    pub opening_hours: Option<String>,
}

impl ProfileForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<ProfileWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let version = errors.take(
            Field::Form,
            self.version.parse::<i64>().map_err(|_| Problem::NotAChoice),
        );
        let email = match self.email.trim() {
            "" => Some(None),
            text => errors.take(Field::Email, EmailAddress::parse(text)).map(Some),
        };
        let telephone = errors.take(Field::Telephone, telephone(&self.telephone));
        let address_lines = errors.take(Field::AddressLines, optional_text(&self.address_lines, 300, true));
        let opening_hours = errors.take(Field::OpeningHours, optional_text(&self.opening_hours, 500, true));
        match (code, version, email, telephone, address_lines, opening_hours) {
            (Some(code), Some(version), Some(email), Some(telephone), Some(address_lines), Some(opening_hours)) => {
                let profile = Profile {
                    email,
                    telephone,
                    address_lines,
                    opening_hours,
                };
                Ok(ProfileWish { code, version, profile })
            }
            _ => Err(errors),
        }
    }
}

/// A telephone number as people write it: 7 to 15 digits (E.164) with spaces, `+`, `-`, brackets, "ext" allowed.
pub(crate) fn telephone(text: &str) -> Result<Option<String>, Problem> {
    let Some(text) = optional_text(text, 40, false)? else {
        return Ok(None);
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let taken = text
        .to_ascii_lowercase()
        .replace("ext", "")
        .chars()
        .all(|character| character.is_ascii_digit() || " +-().".contains(character));
    if taken && (7..=20).contains(&digits) {
        Ok(Some(text))
    } else {
        Err(Problem::NotATelephoneNumber)
    }
}

/// What can be asked of organisations.
#[async_trait]
pub trait Organisations: Send + Sync {
    /// Searches the register by name, code, town or postcode; each word is a beginning, all must meet.
    async fn search(&self, words: &str) -> Answer<OrganisationsFound>;
    /// The practice profile; members only.
    async fn profile(&self, caller: &Caller, code: &OdsCode) -> Answer<ProfileView>;
    /// Changes the practice profile.
    async fn edit_profile(&self, caller: &Caller, wish: ProfileWish) -> Answer<Receipt>;
    /// The organisations that the caller may decide for.
    async fn list(&self, caller: &Caller, search: OrganisationSearch) -> Answer<OrganisationList>;
    /// An organisation as administrators see it.
    async fn details(&self, caller: &Caller, code: &OdsCode) -> Answer<OrganisationDetails>;
    /// Who may decide there, and what a change would mean.
    async fn policy(&self, caller: &Caller, code: &OdsCode) -> Answer<PolicyView>;
    /// Changes who may decide there, and its kind.
    async fn change_policy(&self, caller: &Caller, wish: PolicyWish) -> Answer<Receipt>;
    /// Whether the caller may add organisations; support only.
    async fn may_add(&self, caller: &Caller) -> Answer<()>;
    /// Adds a trust or a commissioner.
    async fn add(&self, caller: &Caller, wish: NewOrganisation) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_as_people_write_them() {
        for number in ["01492 123456", "+44 (0)1492-123456 ext 12", ""] {
            assert!(telephone(number).is_ok(), "{number}");
        }
        for number in ["call me", "123", "01492 123456; DROP"] {
            assert_eq!(telephone(number), Err(Problem::NotATelephoneNumber), "{number}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let form = ProfileForm {
            code: "W91001".into(),
            version: "1".into(),
            email: "x".into(),
            telephone: "y".into(),
            ..Default::default()
        };
        let errors = form.parse().unwrap_err();
        assert_eq!(errors.of(Field::Email), Some(Problem::NotAnEmailAddress));
        assert_eq!(errors.of(Field::Telephone), Some(Problem::NotATelephoneNumber));
    }
}
