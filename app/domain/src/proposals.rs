//! Proposals: what one support person proposes and a second must confirm. Somebody joins or leaves the support team, or
//! becomes or ceases to be the commissioning administrator of a commissioner (S28, S29); or the last approver of an
//! organisation may go ([`overriding`]). What somebody may then do stands in [`crate::permission`].

mod forms;
pub mod overriding;
#[cfg(test)]
mod tests;
mod views;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::forms::{Candidate, ProposalForm, ProposeForm, ProposeWish, RemovalForm, RemovalWish};
pub use self::overriding::{OVERRIDE_HOURS, Override, OverrideForm, OverrideView, OverrideWish, Usable};
pub use self::views::{
    AdministratorRow, Confirmable, ProposalRow, ProposalView, Removable, RemovalView, SupportRow, SupportTeamView,
};
#[cfg(not(target_arch = "wasm32"))]
use crate::permission::SupportPerson;
use crate::{Answer, Caller, JoinRequestId, Moment, OdsCode, OrganisationId, PersonId, ProposalId, Receipt, Refusal};

/// The fewest support people that there may be: one who proposes and one who confirms.
pub const FEWEST_SUPPORT_PEOPLE: i64 = 2;

/// What is to happen to somebody, in a word; how it is stored, posted and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Joins the support team.
    SupportJoins,
    /// Leaves the support team.
    SupportLeaves,
    /// Becomes a commissioning administrator.
    AdministratorJoins,
    /// Is no longer a commissioning administrator.
    AdministratorLeaves,
    /// The last approver of an organisation may go.
    LastApproverMayGo,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::SupportJoins,
        Self::SupportLeaves,
        Self::AdministratorJoins,
        Self::AdministratorLeaves,
        Self::LastApproverMayGo,
    ];

    /// How the kind is stored and posted.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::SupportJoins => "support_joins",
            Self::SupportLeaves => "support_leaves",
            Self::AdministratorJoins => "administrator_joins",
            Self::AdministratorLeaves => "administrator_leaves",
            Self::LastApproverMayGo => "last_approver_may_go",
        }
    }

    /// Reads a stored or posted kind.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }
}

/// What is to happen to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Joins the support team.
    SupportJoins,
    /// Leaves the support team.
    SupportLeaves,
    /// Becomes the commissioning administrator of a commissioner.
    AdministratorJoins {
        /// The commissioner.
        organisation: OrganisationId,
        /// The request that it answers, where the person asked (S28).
        request: Option<JoinRequestId>,
        /// When it ends; without end where absent.
        ends_at: Option<Moment>,
    },
    /// Is no longer the commissioning administrator of a commissioner.
    AdministratorLeaves {
        /// The commissioner.
        organisation: OrganisationId,
    },
    /// May go, although nobody is left who decides there without an end date.
    LastApproverMayGo {
        /// Where.
        organisation: OrganisationId,
    },
}

impl What {
    /// In a word.
    pub const fn kind(self) -> Kind {
        match self {
            Self::SupportJoins => Kind::SupportJoins,
            Self::SupportLeaves => Kind::SupportLeaves,
            Self::AdministratorJoins { .. } => Kind::AdministratorJoins,
            Self::AdministratorLeaves { .. } => Kind::AdministratorLeaves,
            Self::LastApproverMayGo { .. } => Kind::LastApproverMayGo,
        }
    }

    /// The organisation that it concerns.
    pub const fn organisation(self) -> Option<OrganisationId> {
        match self {
            Self::AdministratorJoins { organisation, .. }
            | Self::AdministratorLeaves { organisation }
            | Self::LastApproverMayGo { organisation } => Some(organisation),
            Self::SupportJoins | Self::SupportLeaves => None,
        }
    }

    /// When what is to happen ends again.
    pub const fn ends_at(self) -> Option<Moment> {
        match self {
            Self::AdministratorJoins { ends_at, .. } => ends_at,
            _ => None,
        }
    }

    /// The request that it answers.
    pub const fn request(self) -> Option<JoinRequestId> {
        match self {
            Self::AdministratorJoins { request, .. } => request,
            _ => None,
        }
    }
}

/// A proposal as the rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// What is to happen.
    pub what: What,
    /// To whom.
    pub person: PersonId,
    /// Why, in the words of whoever proposed it.
    pub why: String,
    /// Who proposed it.
    pub by: PersonId,
    /// When.
    pub made_at: Moment,
    /// Where it stands.
    pub state: State,
    /// When what an override allows was done, or could be done no more; for no other kind.
    pub used_at: Option<Moment>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for a second support person.
    Open,
    /// A second support person confirmed it, and it happened.
    Confirmed(Settled),
    /// Turned down, or taken back by whoever proposed it.
    TurnedDown(Settled),
    /// Ended by itself, because what it rests on ended: the request that it answers, the access or the account.
    Lapsed {
        /// When.
        at: Moment,
    },
}

/// What has ended, and takes with it the proposals that rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// A request to join, however it ended.
    Request(JoinRequestId),
    /// Somebody's access to an organisation.
    Access(OrganisationId),
    /// Somebody's account.
    Account,
}

/// Who settled a proposal or a [case](crate::cases), and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// The state alone, as screens show and stores keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateTag {
    /// [`State::Open`].
    Open,
    /// [`State::Confirmed`].
    Confirmed,
    /// [`State::TurnedDown`].
    TurnedDown,
    /// [`State::Lapsed`].
    Lapsed,
}

impl StateTag {
    /// How the state is stored.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::TurnedDown => "turned_down",
            Self::Lapsed => "lapsed",
        }
    }

    /// Reads a stored state.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Open, Self::Confirmed, Self::TurnedDown, Self::Lapsed]
            .into_iter()
            .find(|state| state.tag() == tag)
    }
}

impl State {
    /// The state alone.
    pub const fn tag(self) -> StateTag {
        match self {
            Self::Open => StateTag::Open,
            Self::Confirmed(_) => StateTag::Confirmed,
            Self::TurnedDown(_) => StateTag::TurnedDown,
            Self::Lapsed { .. } => StateTag::Lapsed,
        }
    }

    /// Who settled it, and when; nobody did what waits or has lapsed.
    pub const fn settled(self) -> Option<Settled> {
        match self {
            Self::Open | Self::Lapsed { .. } => None,
            Self::Confirmed(settled) | Self::TurnedDown(settled) => Some(settled),
        }
    }

    /// When it ended.
    pub const fn ended_at(self) -> Option<Moment> {
        match self {
            Self::Open => None,
            Self::Confirmed(settled) | Self::TurnedDown(settled) => Some(settled.at),
            Self::Lapsed { at } => Some(at),
        }
    }
}

/// Proposals are made and settled on the server only; the browser has no time zone.
#[cfg(not(target_arch = "wasm32"))]
impl Proposal {
    /// Proposes.
    ///
    /// # Errors
    /// [`Refusal::NotOnOneself`].
    pub fn make(
        id: ProposalId,
        by: SupportPerson,
        what: What,
        person: PersonId,
        why: String,
        now: Moment,
    ) -> Result<Self, Refusal> {
        by.about(person)?;
        Ok(Self {
            id,
            what,
            person,
            why,
            by: by.person(),
            made_at: now,
            state: State::Open,
            used_at: None,
        })
    }

    /// Confirms. `proposer_supports` says whether whoever proposed it is of the support team still.
    ///
    /// # Errors
    /// Not on oneself; [`Refusal::SecondPersonNeeded`] for whoever proposed it; settled already; no longer stands.
    pub fn confirm(self, by: SupportPerson, proposer_supports: bool, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        self.must_be_open()?;
        if by.person() == self.by {
            return Err(Refusal::SecondPersonNeeded);
        }
        if !proposer_supports {
            return Err(Refusal::NoLongerStands);
        }
        let settled = Settled {
            by: by.person(),
            at: now,
        };
        Ok(Self {
            state: State::Confirmed(settled),
            ..self
        })
    }

    /// Turns it down, or takes it back.
    ///
    /// # Errors
    /// Not on oneself; settled already.
    pub fn turn_down(self, by: SupportPerson, now: Moment) -> Result<Self, Refusal> {
        by.about(self.person)?;
        self.must_be_open()?;
        let settled = Settled {
            by: by.person(),
            at: now,
        };
        Ok(Self {
            state: State::TurnedDown(settled),
            ..self
        })
    }

    /// Whether it has no purpose any more once something of the person's has ended. Whoever is of the support team can be
    /// removed from it even when the account is closed.
    pub fn rests_on(&self, ended: Ended) -> bool {
        match ended {
            Ended::Request(request) => self.what.request() == Some(request),
            Ended::Access(organisation) => {
                self.what == What::AdministratorLeaves { organisation }
                    || self.what == What::LastApproverMayGo { organisation }
            }
            Ended::Account => self.what != What::SupportLeaves,
        }
    }

    /// Ends it, because what it rests on has ended; `None` where it no longer waits. An override that was confirmed can be
    /// used no more.
    #[must_use]
    pub fn lapse(self, now: Moment) -> Option<Self> {
        let state = State::Lapsed { at: now };
        if self.usable_until().is_some() {
            return Some(self.used(now));
        }
        (self.state == State::Open).then_some(Self { state, ..self })
    }

    /// Uses up an override.
    #[must_use]
    pub fn used(self, now: Moment) -> Self {
        Self {
            used_at: Some(now),
            ..self
        }
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        match self.state {
            State::Open => Ok(()),
            State::Lapsed { .. } => Err(Refusal::NoLongerStands),
            State::Confirmed(settled) | State::TurnedDown(settled) => Err(Refusal::AlreadyDecided {
                approved: self.state.tag() == StateTag::Confirmed,
                by: None,
                at: settled.at.in_london(),
            }),
        }
    }
}

/// Whether enough support people would be left after one of so many has gone.
///
/// # Errors
/// [`Refusal::FewSupportPeople`].
pub const fn enough_without_one(of: i64) -> Result<(), Refusal> {
    if of > FEWEST_SUPPORT_PEOPLE {
        Ok(())
    } else {
        Err(Refusal::FewSupportPeople)
    }
}

/// What can be asked about the support team and its proposals. For others than support none of it exists.
#[async_trait]
pub trait Proposals: Send + Sync {
    /// The support team, the commissioning administrators, and what waits for a second support person.
    async fn support_team(&self, caller: &Caller) -> Answer<SupportTeamView>;
    /// One proposal.
    async fn proposal(&self, caller: &Caller, id: ProposalId) -> Answer<ProposalView>;
    /// Somebody who is to leave: the support team, or the commissioner with this code.
    async fn removal(&self, caller: &Caller, person: PersonId, organisation: Option<OdsCode>) -> Answer<RemovalView>;
    /// Proposes that somebody joins.
    async fn propose(&self, caller: &Caller, wish: ProposeWish) -> Answer<Receipt>;
    /// The last approver of an organisation, of whom an override can be proposed.
    async fn last_approver(&self, caller: &Caller, person: PersonId, code: &OdsCode) -> Answer<OverrideView>;
    /// Proposes that the last approver of an organisation may go.
    async fn propose_override(&self, caller: &Caller, wish: OverrideWish) -> Answer<Receipt>;
    /// Proposes that somebody leaves.
    async fn propose_removal(&self, caller: &Caller, wish: RemovalWish) -> Answer<Receipt>;
    /// Confirms: a second support person.
    async fn confirm(&self, caller: &Caller, id: ProposalId) -> Answer<Receipt>;
    /// Turns a proposal down, or takes it back.
    async fn turn_down(&self, caller: &Caller, id: ProposalId) -> Answer<Receipt>;
}
