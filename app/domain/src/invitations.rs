//! Inviting somebody (S45 to S51): the draft that keeps the answers, which step comes next, and what stands in the way of
//! sending. What is sent is a [new user](crate::new_users) whose letter has a link of its own.

mod forms;
mod list;
pub mod several;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::forms::{
    CorrectForm, EmailForm, EmailWish, InvitationForm, LanguageForm, NamesForm, NamesWish, OfferForm, OfferWish,
    PlaceForm, SendForm,
};
pub use self::list::{
    DraftRow, InvitationColumn, InvitationList, InvitationRow, InvitationSearch, InvitationSort, InvitationsForm,
    Shows, Stands,
};
pub use self::views::{InvitationDraftView, LetterView};
#[cfg(not(target_arch = "wasm32"))]
use crate::members::roles::{Days, RoleSpan, can_be_given};
use crate::organisations::Kind;
#[cfg(not(target_arch = "wasm32"))]
use crate::permission::may_grant;
use crate::permission::{Capacity, Role};
use crate::rosters::RosterView;
use crate::{
    Answer, Caller, EmailAddress, InvitationDraftId, JoinRequestId, Language, Moment, NewUserId, OdsCode,
    OrganisationId, Page, PersonId, PersonName, Receipt, RosterId,
};

/// A step of inviting somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// The address.
    Email,
    /// First and last name.
    Names,
    /// To which organisation.
    Organisation,
    /// Role, limit and end.
    Role,
    /// The letter as it will be sent.
    Check,
    /// It was sent.
    Sent,
}

impl Step {
    /// The page of the step.
    pub const fn page(self, id: InvitationDraftId) -> Page {
        match self {
            Self::Email => Page::InviteEmail(id),
            Self::Names => Page::InviteNames(id),
            Self::Organisation => Page::InviteOrganisation(id),
            Self::Role => Page::InviteRole(id),
            Self::Check => Page::InviteCheck(id),
            Self::Sent => Page::InviteSent(id),
        }
    }
}

/// The answers given so far; a row in the store, which only its writer finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationDraft {
    /// Its id.
    pub id: InvitationDraftId,
    /// Who writes it.
    pub inviter: PersonId,
    /// To which address.
    pub email: EmailAddress,
    /// First and last name.
    pub names: Option<(PersonName, PersonName)>,
    /// To which organisation.
    pub organisation: Option<OrganisationId>,
    /// What is offered there.
    pub offer: Option<Offer>,
    /// Language of the letter.
    pub language: Language,
    /// The invitation that it takes the place of, because its address is wrong.
    pub replaces: Option<NewUserId>,
    /// What came of it, once it was sent.
    pub sent: Option<NewUserId>,
}

/// The role that is offered, what it is limited to, and its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The role.
    pub role: Role,
    /// What it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// Its first day; at once where absent.
    pub starts: Option<chrono::NaiveDate>,
    /// Its last day; without end where absent.
    pub ends: Option<chrono::NaiveDate>,
}

impl Offer {
    /// The role as it would be given now; nothing where its last day has passed. Its first day may have.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn span(self, now: Moment) -> Option<RoleSpan> {
        let today = now.in_london().date();
        let days = Days {
            starts: self.starts.filter(|day| *day > today),
            until: self.ends.into(),
        };
        days.span(self.role, self.roster, None, now).ok()
    }
}

impl InvitationDraft {
    /// The first step that has not been answered; [`Step::Sent`] once it was sent.
    pub const fn next_step(&self) -> Step {
        if self.sent.is_some() {
            Step::Sent
        } else if self.names.is_none() {
            Step::Names
        } else if self.organisation.is_none() {
            Step::Organisation
        } else if self.offer.is_none() {
            Step::Role
        } else {
            Step::Check
        }
    }

    /// First and last name, once they are given.
    pub fn full_name(&self) -> String {
        let names = self.names.as_ref();
        let names = names.map(|(first, last)| format!("{} {}", first.as_str(), last.as_str()));
        names.unwrap_or_default()
    }

    /// What stands in the way of sending it now, the weightiest first. Nothing is said of an account but what whoever
    /// decides for the organisation sees anyway.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn hindrance(&self, is: &Circumstances) -> Option<Hindrance> {
        let offer = self.offer?;
        let Some(capacity) = is.inviter else {
            return Some(Hindrance::NotYours);
        };
        if !is.open {
            return Some(Hindrance::Closed);
        }
        if is.known_as.is_some() {
            return is.known_as;
        }
        if !can_be_given(offer.role, is.kind) || !may_grant(capacity, offer.role) {
            return Some(Hindrance::Role);
        }
        let Some(span) = offer.span(is.now) else {
            return Some(Hindrance::Ended);
        };
        (!span.can_be_given_now(&is.rosters, is.now)).then_some(Hindrance::Limit)
    }
}

/// Whether a step can be shown to somebody who has got to `next`: it, or all before it, have been answered; nothing but
/// the end once it was sent.
pub fn shows(next: Step, step: Step) -> bool {
    if next == Step::Sent {
        step == Step::Sent
    } else {
        step <= next
    }
}

/// What must be known of the organisation and the address at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// The capacity in which the inviter may invite there; nothing where they may not.
    pub inviter: Option<Capacity>,
    /// The kind of the organisation.
    pub kind: Kind,
    /// Whether the organisation is open.
    pub open: bool,
    /// Its rosters and roster groups.
    pub rosters: Vec<RosterView>,
    /// What the inviter sees there of the address already: their own, a member's, that of somebody who waits.
    pub known_as: Option<Hindrance>,
    /// Now.
    pub now: Moment,
}

/// Why an invitation cannot be sent as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hindrance {
    /// The inviter may no longer invite to the organisation.
    NotYours,
    /// The organisation is not open.
    Closed,
    /// Nobody invites themselves.
    Oneself,
    /// The person comes with the import of rostered medics.
    ImportedMedic,
    /// The person has access there.
    MemberThere,
    /// The person's request waits there: approve it instead.
    Asked(JoinRequestId),
    /// The person has been invited, or added, there: send that letter again instead.
    Invited(NewUserId),
    /// The inviter cannot give the role there.
    Role,
    /// What the role is limited to is closed.
    Limit,
    /// The last day of the role has passed.
    Ended,
}

impl Hindrance {
    /// Whether it stands in the way whoever is invited.
    pub const fn is_of_all(self) -> bool {
        matches!(
            self,
            Self::NotYours | Self::Closed | Self::Role | Self::Limit | Self::Ended
        )
    }
}

/// What people quote when they ask about an invitation: the last eight digits of its id.
pub fn reference(id: NewUserId) -> String {
    let id = id.to_string();
    id.chars()
        .skip(id.len().saturating_sub(8))
        .collect::<String>()
        .to_uppercase()
}

/// What can be asked about writing invitations. A draft is its writer's own; for everybody else it is not there.
#[async_trait]
pub trait Inviting: Send + Sync {
    /// A draft, as far as it has got.
    async fn draft(&self, caller: &Caller, id: InvitationDraftId) -> Answer<InvitationDraftView>;
    /// Begins a draft, or changes its address.
    async fn give_email(&self, caller: &Caller, wish: EmailWish) -> Answer<Receipt>;
    /// Keeps the names.
    async fn give_names(&self, caller: &Caller, id: InvitationDraftId, wish: NamesWish) -> Answer<Receipt>;
    /// Keeps the organisation.
    async fn choose_place(&self, caller: &Caller, id: InvitationDraftId, code: OdsCode) -> Answer<Receipt>;
    /// Keeps the role, its limit and its end.
    async fn choose_offer(&self, caller: &Caller, id: InvitationDraftId, wish: OfferWish) -> Answer<Receipt>;
    /// Keeps the language of the letter.
    async fn choose_language(&self, caller: &Caller, id: InvitationDraftId, language: Language) -> Answer<Receipt>;
    /// Sends the invitation, unless it was sent; `seen` is the letter that was checked ([`LetterView::seen`]), or nothing.
    async fn send(&self, caller: &Caller, id: InvitationDraftId, seen: &str) -> Answer<Receipt>;
    /// The invitations of all organisations that the caller may invite to, and the caller's drafts.
    async fn list(&self, caller: &Caller, search: InvitationSearch) -> Answer<InvitationList>;
    /// Begins a draft that takes the place of an invitation whose address is wrong: with what that one says, and another
    /// address. The wrong one ends when the draft is sent.
    async fn correct(&self, caller: &Caller, id: NewUserId, email: EmailAddress) -> Answer<Receipt>;
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn draft() -> InvitationDraft {
        let name = |text| PersonName::parse(text).expect("a name");
        InvitationDraft {
            id: InvitationDraftId::new(Uuid::nil()),
            inviter: PersonId::new(Uuid::nil()),
            email: EmailAddress::parse("gwen@bont.example").expect("an address"),
            names: Some((name("Gwen"), name("Rees"))),
            organisation: Some(OrganisationId::new(Uuid::nil())),
            offer: Some(Offer {
                role: Role::ProviderUser,
                roster: None,
                starts: None,
                ends: None,
            }),
            language: Language::Welsh,
            replaces: None,
            sent: None,
        }
    }

    fn now() -> Moment {
        Moment::new(chrono::DateTime::from_timestamp(1_795_442_700, 0).expect("a moment"))
    }

    fn circumstances() -> Circumstances {
        Circumstances {
            inviter: Some(Capacity::Approver),
            kind: Kind::Practice,
            open: true,
            rosters: Vec::new(),
            known_as: None,
            now: now(),
        }
    }

    #[test]
    fn a_draft_leads_through_the_steps_in_order_and_stays_sent() {
        let mut draft = draft();
        assert_eq!(draft.next_step(), Step::Check);
        draft.offer = None;
        assert_eq!(draft.next_step(), Step::Role);
        draft.organisation = None;
        assert_eq!(draft.next_step(), Step::Organisation);
        draft.names = None;
        assert_eq!(draft.next_step(), Step::Names);
        assert!(shows(Step::Names, Step::Email) && !shows(Step::Names, Step::Role));
        draft.sent = Some(NewUserId::new(Uuid::nil()));
        assert_eq!(draft.next_step(), Step::Sent);
        assert!(shows(Step::Sent, Step::Sent) && !shows(Step::Sent, Step::Check));
    }

    #[test]
    fn nothing_stands_in_the_way_of_an_invitation_that_could_be_given() {
        assert_eq!(draft().hindrance(&circumstances()), None);
    }

    #[test]
    fn what_could_not_be_given_is_named() {
        let with = |is: Circumstances| draft().hindrance(&is);
        let nobody = Circumstances {
            inviter: None,
            ..circumstances()
        };
        assert_eq!(with(nobody), Some(Hindrance::NotYours));
        let closed = Circumstances {
            open: false,
            ..circumstances()
        };
        assert_eq!(with(closed), Some(Hindrance::Closed));
        let there = Circumstances {
            known_as: Some(Hindrance::MemberThere),
            ..circumstances()
        };
        assert_eq!(with(there), Some(Hindrance::MemberThere));
        let commissioner = Circumstances {
            kind: Kind::Commissioner,
            ..circumstances()
        };
        assert_eq!(with(commissioner), Some(Hindrance::Role));
        let mut ended = draft();
        ended.offer = ended.offer.map(|offer| Offer {
            ends: chrono::NaiveDate::from_ymd_opt(2026, 11, 1),
            ..offer
        });
        assert_eq!(ended.hindrance(&circumstances()), Some(Hindrance::Ended));
    }
}
