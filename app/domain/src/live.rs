//! Live tables: what an act of one person changes in the tables that others have open. A [`Happening`] says where and of
//! which [`Noun`], never what or by whom; the browser asks again by the call that it is permitted, and no form is ever
//! asked again under somebody's fingers. How happenings travel is the business of `storage` and of `server::http::live`.

use std::fmt;

use crate::OrganisationId;
use crate::audit::Event;
use crate::permission::{Action, Standing, may};

/// What a table shows. Closed, so that every table has its noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// Requests that wait.
    JoinRequests,
    /// Who may act, and who is being added.
    Members,
    /// Who is pre-approved.
    PreApprovals,
    /// What stands under *Manage registrations*.
    Registrations,
    /// Names, addresses and the state of accounts.
    People,
    /// Organisations, their profiles and policies.
    Organisations,
    /// Rosters and roster groups.
    Rosters,
    /// The support team and its proposals.
    Proposals,
    /// The cases in the hands of support.
    Cases,
    /// What stands only under *What happened*.
    History,
    /// Sessions that ended. No table shows them; whoever listens with one stops.
    Sessions,
}

impl Noun {
    /// Every noun.
    pub const ALL: [Self; 11] = [
        Self::JoinRequests,
        Self::Members,
        Self::PreApprovals,
        Self::Registrations,
        Self::People,
        Self::Organisations,
        Self::Rosters,
        Self::Proposals,
        Self::Cases,
        Self::History,
        Self::Sessions,
    ];

    /// How the noun travels.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::JoinRequests => "join_requests",
            Self::Members => "members",
            Self::PreApprovals => "pre_approvals",
            Self::Registrations => "registrations",
            Self::People => "people",
            Self::Organisations => "organisations",
            Self::Rosters => "rosters",
            Self::Proposals => "proposals",
            Self::Cases => "cases",
            Self::History => "history",
            Self::Sessions => "sessions",
        }
    }

    /// Reads a noun that has travelled.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.tag() == tag)
    }

    /// Whoever may do this at an organisation hears of the noun there; of the rest, only support does.
    const fn heard_by_whoever_may(self) -> Option<Action> {
        match self {
            Self::JoinRequests | Self::Members | Self::People | Self::Organisations => Some(Action::SeeMembers),
            Self::PreApprovals => Some(Action::GrantRoles),
            Self::Registrations => Some(Action::DecideRequest),
            Self::Rosters => Some(Action::ManageRosters),
            Self::History => Some(Action::SeeHistory),
            Self::Proposals | Self::Cases | Self::Sessions => None,
        }
    }
}

/// That something of a noun has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Happening {
    /// At which organisation; none where it belongs to none.
    pub organisation: Option<OrganisationId>,
    /// Of what.
    pub noun: Noun,
}

impl Happening {
    /// Whether somebody may hear of it: whoever may see the tables that show it. `standing` is how they stand to its
    /// organisation.
    pub fn may_be_heard(self, standing: Option<&Standing>, support: bool) -> bool {
        if self.noun == Noun::Sessions {
            return false;
        }
        let there = standing.filter(|standing| Some(standing.organisation) == self.organisation);
        let allowed = there.zip(self.noun.heard_by_whoever_may());
        support || allowed.is_some_and(|(standing, action)| may(standing, false, action))
    }

    /// Reads a happening that has travelled.
    pub fn parse(text: &str) -> Option<Self> {
        let (noun, organisation) = text.split_once(' ').unwrap_or((text, ""));
        Some(Self {
            noun: Noun::from_tag(noun)?,
            organisation: match organisation {
                "" => None,
                id => Some(OrganisationId::parse(id)?),
            },
        })
    }
}

/// How a happening travels: `members 0190163d-…`, or the noun alone.
impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.noun.tag())?;
        match self.organisation {
            Some(organisation) => write!(f, " {organisation}"),
            None => Ok(()),
        }
    }
}

impl Event {
    /// What of open tables it changes, at its organisation; where it has only a person, at each organisation of theirs.
    #[expect(clippy::too_many_lines, reason = "it is a table: one line for each kind of change")]
    pub const fn changes(self) -> &'static [Noun] {
        match self {
            Self::AccountCreated | Self::ConfirmationSent => &[Noun::Registrations],
            Self::AccountConfirmed => &[Noun::Registrations, Noun::JoinRequests, Noun::People],
            Self::RegistrationDeleted => &[Noun::Registrations, Noun::JoinRequests],
            Self::RequestMade
            | Self::RequestReady
            | Self::RequestRejected
            | Self::RequestWithdrawn
            | Self::RequestClosed
            | Self::RequestLapsed => &[Noun::JoinRequests, Noun::Registrations, Noun::Cases],
            Self::RequestNudged | Self::RequestReminded | Self::RequestWithSupport => &[Noun::JoinRequests],
            Self::CaseOpened
            | Self::CaseCalled
            | Self::CaseOverridden
            | Self::CaseConfirmed
            | Self::CaseSentBack
            | Self::CaseDeclined
            | Self::NumberGiven
            | Self::NumberConfirmed => &[Noun::Cases, Noun::JoinRequests],
            Self::AddressMoved => &[Noun::People, Noun::Sessions],
            Self::RequestApproved | Self::DecisionUndone | Self::NewUserIn | Self::MedicIn => {
                &[Noun::JoinRequests, Noun::Registrations, Noun::Members, Noun::Cases]
            }
            Self::LetIn => &[
                Noun::JoinRequests,
                Noun::Registrations,
                Noun::Members,
                Noun::PreApprovals,
            ],
            // What ends an access ends what is open beside it.
            Self::MemberRevoked | Self::MemberLeft | Self::MemberEnabled | Self::MemberMoved | Self::MemberCame => {
                &[Noun::Members, Noun::JoinRequests, Noun::Registrations]
            }
            Self::RoleGranted
            | Self::RoleChanged
            | Self::RoleRemoved
            | Self::ExtensionAsked
            | Self::RoleExtended
            | Self::ExtensionTurnedDown => &[Noun::Members],
            Self::NewUserAdded
            | Self::NewUserChanged
            | Self::NewUserWithdrawn
            | Self::NewUserDeclined
            | Self::InvitationAsked
            | Self::InvitationReminded
            | Self::InvitationExpired
            | Self::MedicImported
            | Self::MedicChanged
            | Self::MedicEnded => &[Noun::Registrations, Noun::Members],
            Self::DetailsChanged | Self::AddressChanged | Self::AccountReopened | Self::MedicalSecretaryChanged => {
                &[Noun::People]
            }
            Self::AccountClosed | Self::AccountDisabled => &[
                Noun::People,
                Noun::Members,
                Noun::JoinRequests,
                Noun::Registrations,
                Noun::Sessions,
            ],
            Self::SignedOut
            | Self::SessionEnded
            | Self::PasswordChanged
            | Self::PasswordReset
            | Self::FactorsRemoved => &[Noun::Sessions],
            Self::OrganisationAdded
            | Self::OrganisationChanged
            | Self::SuccessorChanged
            | Self::ProfileChanged
            | Self::PrimaryContactChanged => &[Noun::Organisations],
            Self::PolicyChanged | Self::KindChanged => &[Noun::Organisations, Noun::Members],
            Self::RosterAdded | Self::RosterRenamed => &[Noun::Rosters],
            Self::RosterClosed => &[Noun::Rosters, Noun::Members],
            Self::SupportAppointed
            | Self::SupportAppointedInEmergency
            | Self::SupportEnded
            | Self::ProposalMade
            | Self::ProposalConfirmed
            | Self::ProposalTurnedDown
            | Self::ProposalLapsed
            | Self::ProposalReopened
            | Self::LastApproverOverridden => &[Noun::Proposals],
            Self::PreApprovalGiven
            | Self::PreApprovalEnded
            | Self::PreApprovalChanged
            | Self::ManagerListed
            | Self::ManagerChanged
            | Self::ManagerUnlisted => &[Noun::PreApprovals],
            Self::ListExported => &[Noun::History],
            // Of a person's own, and in no table that another has open.
            Self::AccountCreatedAgain
            | Self::SignedIn
            | Self::AddressChangeAsked
            | Self::PasswordResetAsked
            | Self::DataDownloaded
            | Self::FactorAdded
            | Self::FactorRenamed
            | Self::FactorRemoved
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed
            | Self::ProvenAgain
            | Self::DigestSwitched
            | Self::ShortcutsSwitched
            | Self::RoleEndTold
            | Self::DemoSetUp => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::Policy;
    use crate::permission::Role;

    fn organisation() -> OrganisationId {
        OrganisationId::parse("0190163d-8694-739b-aea5-966c26f8ad91").expect("it is an id")
    }

    fn member() -> Standing {
        Standing {
            organisation: organisation(),
            policy: Policy::SupportOnly,
            roles: vec![Role::PracticeEnabledUser],
            limited: Vec::new(),
            commissioner_above: false,
        }
    }

    fn at(organisation: Option<OrganisationId>, noun: Noun) -> Happening {
        Happening { organisation, noun }
    }

    #[test]
    fn happenings_read_back_as_they_travelled() {
        for noun in Noun::ALL {
            for organisation in [None, Some(organisation())] {
                let happening = at(organisation, noun);
                assert_eq!(Happening::parse(&happening.to_string()), Some(happening));
            }
        }
        for nonsense in ["", "everything", "members nowhere"] {
            assert_eq!(Happening::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn members_hear_of_their_own_organisation_and_no_other() {
        let other = OrganisationId::parse("0190163d-8694-739b-aea5-966c26f8ad92").expect("it is an id");
        let heard = |organisation, noun| at(organisation, noun).may_be_heard(Some(&member()), false);
        assert!(heard(Some(organisation()), Noun::Members));
        assert!(!heard(Some(other), Noun::Members));
        assert!(!heard(None, Noun::Members));
        assert!(!at(Some(organisation()), Noun::Members).may_be_heard(None, false));
    }

    #[test]
    fn whoever_may_not_see_a_table_does_not_hear_of_it() {
        let heard = |noun| at(Some(organisation()), noun).may_be_heard(Some(&member()), false);
        assert!(heard(Noun::History));
        for noun in [
            Noun::PreApprovals,
            Noun::Registrations,
            Noun::Rosters,
            Noun::Proposals,
            Noun::Cases,
            Noun::Sessions,
        ] {
            assert!(!heard(noun), "{noun:?}");
        }
        let gone = Standing {
            roles: Vec::new(),
            ..member()
        };
        for noun in Noun::ALL {
            assert!(
                !at(Some(organisation()), noun).may_be_heard(Some(&gone), false),
                "{noun:?}"
            );
        }
    }

    #[test]
    fn support_hears_of_everything_that_a_table_shows() {
        for noun in Noun::ALL {
            assert_eq!(
                at(None, noun).may_be_heard(None, true),
                noun != Noun::Sessions,
                "{noun:?}"
            );
        }
    }
}
