//! The list of invitations: where each stands, how that is asked for in an address, and what the page shows. Drafts stand
//! beside it: a draft is its writer's own.

use serde::{Deserialize, Serialize};

use super::Step;
use crate::letter::Delivery;
use crate::list::{self, Beside, Counted, PageSize, Place, Sortable};
use crate::new_users::State;
use crate::permission::Role;
use crate::rosters::RosterView;
use crate::{InvitationDraftId, LondonTime, NewUserId, OdsCode};

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stands {
    /// Its letter waits to be sent.
    Waiting,
    /// The mail server took its letter.
    Handed,
    /// The mail server did not take its letter yet, or reports that it is late.
    Deferred,
    /// Its letter could not be delivered.
    Failed,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// Its time is over, and nobody answered.
    Expired,
    /// It was taken back.
    Withdrawn,
}

impl Stands {
    /// Every way to stand, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Handed,
        Self::Deferred,
        Self::Failed,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Withdrawn,
    ];

    /// Where it stands, by what became of it, whether its time is over, and what became of its last letter.
    pub const fn of(state: State, is_over: bool, letter: Option<Delivery>) -> Self {
        match (state, is_over, letter) {
            (State::In, ..) => Self::Accepted,
            (State::Declined, ..) => Self::Declined,
            (State::Withdrawn, ..) => Self::Withdrawn,
            (State::Open, true, _) => Self::Expired,
            (State::Open, false, Some(Delivery::Sent)) => Self::Handed,
            (State::Open, false, Some(Delivery::Deferred)) => Self::Deferred,
            (State::Open, false, Some(Delivery::GaveUp)) => Self::Failed,
            (State::Open, false, Some(Delivery::Waiting) | None) => Self::Waiting,
        }
    }

    /// How it stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Handed => "handed",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nobody has answered yet: its letter can be sent again, it can be withdrawn, its address corrected.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Handed | Self::Deferred | Self::Failed | Self::Expired
        )
    }
}

/// Which invitations are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shows {
    /// All, one's own drafts too.
    #[default]
    All,
    /// One's own drafts.
    Drafts,
    /// Those that stand so.
    Only(Stands),
}

impl Shows {
    /// Every choice, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::All, Self::Drafts].into_iter().chain(Stands::ALL.map(Self::Only))
    }

    /// How the choice stands in an address.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Drafts => "draft",
            Self::Only(stands) => stands.tag(),
        }
    }

    fn parse(text: &str) -> Self {
        Self::all().find(|one| one.tag() == text).unwrap_or_default()
    }
}

/// The columns that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum InvitationColumn {
    /// When its letter was last sent on purpose.
    #[default]
    Sent,
    /// Last and first name.
    Name,
}

impl Sortable for InvitationColumn {
    const ALL: &'static [Self] = &[Self::Sent, Self::Name];

    fn tag(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Name => "name",
        }
    }
}

/// How the list is sorted.
pub type InvitationSort = list::Sort<InvitationColumn>;

/// What to show, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvitationsForm {
    /// [`Shows::tag`].
    #[serde(default)]
    pub state: String,
    /// Beginnings of an organisation's code or of words of its name.
    #[serde(default)]
    pub organisation: String,
    /// [`InvitationSort::tag`]; empty for the newest first.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationSearch {
    /// Which invitations.
    pub shows: Shows,
    /// Beginnings of an organisation's code or of words of its name; all must meet.
    pub organisation: String,
    /// In which order.
    pub sort: InvitationSort,
    /// How many on a page.
    pub size: PageSize,
    /// Where the page stands.
    pub place: Place,
}

impl InvitationsForm {
    /// The order unless somebody says otherwise: what was sent last comes first.
    pub const NEWEST_FIRST: InvitationSort = InvitationSort {
        column: InvitationColumn::Sent,
        descending: true,
    };

    /// How the list is sorted.
    pub fn order(&self) -> InvitationSort {
        match self.sort.as_str() {
            "" => Self::NEWEST_FIRST,
            text => InvitationSort::parse(text),
        }
    }

    /// Reads the address; what cannot be read is as if it were not there.
    pub fn read(&self) -> InvitationSearch {
        InvitationSearch {
            shows: Shows::parse(&self.state),
            organisation: self.organisation.clone(),
            sort: self.order(),
            size: PageSize::parse(&self.size),
            place: Place::parse(&self.place),
        }
    }
}

/// An invitation in the list, as whoever decides at its organisation sees it: what was typed, never what an account says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Its id.
    pub id: NewUserId,
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The organisation, with its code.
    pub organisation: (OdsCode, String),
    /// The roles that are offered, each with the roster or roster group that it is limited to.
    pub roles: Vec<(Role, Option<RosterView>)>,
    /// Where it stands.
    pub stands: Stands,
    /// What the mail server said of its last letter, where that is late or could not be delivered.
    pub answer: Option<String>,
    /// Who sent it.
    pub sent_by: String,
    /// When it was sent.
    pub sent_at: LondonTime,
    /// When its last letter was posted, a reminder too; nothing where none is known.
    pub last_letter: Option<LondonTime>,
    /// Until when it holds.
    pub until: LondonTime,
}

/// One's own draft in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRow {
    /// Its id.
    pub id: InvitationDraftId,
    /// The first step that has not been answered.
    pub next_step: Step,
    /// E-mail address.
    pub email: String,
    /// First and last name; empty while they are not given.
    pub name: String,
    /// The organisation's name; nothing while none is chosen.
    pub organisation: Option<String>,
    /// When it was last touched.
    pub changed_at: LondonTime,
}

/// A page of the list of invitations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvitationList {
    /// One's own drafts, the newest first.
    pub drafts: Vec<DraftRow>,
    /// Its rows.
    pub rows: Vec<InvitationRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_reads_back_from_the_address() {
        for shows in Shows::all() {
            assert_eq!(Shows::parse(shows.tag()), shows);
        }
        assert_eq!(Shows::parse("nonsense"), Shows::All);
    }

    #[test]
    fn the_newest_come_first_unless_somebody_says_otherwise() {
        let sorted = |sort: &str| InvitationsForm {
            sort: sort.into(),
            ..InvitationsForm::default()
        };
        assert_eq!(sorted("").order(), InvitationsForm::NEWEST_FIRST);
        assert_eq!(sorted("sent").order().tag(), "sent");
        assert_eq!(sorted("-name").order().tag(), "-name");
    }

    #[test]
    fn an_answer_counts_more_than_time_and_time_more_than_the_letter() {
        let bounced = Some(Delivery::GaveUp);
        assert_eq!(Stands::of(State::In, true, bounced), Stands::Accepted);
        assert_eq!(Stands::of(State::Open, true, bounced), Stands::Expired);
        assert_eq!(Stands::of(State::Open, false, bounced), Stands::Failed);
        assert_eq!(Stands::of(State::Open, false, None), Stands::Waiting);
        assert!(Stands::Expired.is_open() && !Stands::Declined.is_open());
    }
}
