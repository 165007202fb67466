//! Every kind of page, for whoever goes through all of them: the route table, the checks of headers.

use uuid::Uuid;

use super::Page;
use crate::members::RoleKey;
use crate::permission::Role;
use crate::{
    BatchId, FactorId, InvitationDraftId, JoinRequestId, LetterId, MemberId, NewUserId, OdsCode, PersonId,
    PreApprovalId, ProposalId, RosterId, SeveralId, SeveralInvitationsId,
};

impl Page {
    /// One page of each kind: about this organisation, with this id and this token. Each kind leads to the next, so that
    /// a new one does not compile until it stands here.
    #[expect(clippy::too_many_lines, reason = "it is a table: one line for each page")]
    pub fn one_of_each(code: &OdsCode, id: Uuid, token: &str) -> Vec<Self> {
        let (mut pages, mut page) = (Vec::new(), Self::Home);
        loop {
            let next = match &page {
                Self::Home => Self::SignIn,
                Self::SignIn => Self::CreateAccount,
                Self::CreateAccount => Self::CreateAccountPractice,
                Self::CreateAccountPractice => Self::CreateAccountRole,
                Self::CreateAccountRole => Self::CreateAccountCheck,
                Self::CreateAccountCheck => Self::CreateAccountSent,
                Self::CreateAccountSent => Self::Confirm(token.to_owned()),
                Self::Confirm(_) => Self::ConfirmAgain,
                Self::ConfirmAgain => Self::Ask,
                Self::Ask => Self::AskOrganisation(code.clone()),
                Self::AskOrganisation(_) => Self::MyRequests,
                Self::MyRequests => Self::MyRequest(JoinRequestId::new(id)),
                Self::MyRequest(_) => Self::PendingRequests,
                Self::PendingRequests => Self::Profile(code.clone()),
                Self::Profile(_) => Self::HandOver(code.clone()),
                Self::HandOver(_) => Self::Members(code.clone()),
                Self::Members(_) => Self::History(code.clone()),
                Self::History(_) => Self::Review(code.clone(), JoinRequestId::new(id)),
                Self::Review(..) => Self::Approve(code.clone(), JoinRequestId::new(id)),
                Self::Approve(..) => Self::Reject(code.clone(), JoinRequestId::new(id)),
                Self::Reject(..) => Self::Revoke(code.clone(), MemberId::new(id)),
                Self::Revoke(..) => Self::MyAccount,
                Self::MyAccount => Self::MyDetails,
                Self::MyDetails => Self::ChangeEmail,
                Self::ChangeEmail => Self::NewAddress(token.to_owned()),
                Self::NewAddress(_) => Self::ChangePassword,
                Self::ChangePassword => Self::MyOrganisations,
                Self::MyOrganisations => Self::Leave(code.clone()),
                Self::Leave(_) => Self::MySessions,
                Self::MySessions => Self::CloseAccount,
                Self::CloseAccount => Self::CloseAccountConfirm,
                Self::CloseAccountConfirm => Self::ForgottenPassword,
                Self::ForgottenPassword => Self::ForgottenSent,
                Self::ForgottenSent => Self::ResetPassword(token.to_owned()),
                Self::ResetPassword(_) => Self::Help,
                Self::Help => Self::Privacy,
                Self::Privacy => Self::Cookies,
                Self::Cookies => Self::Accessibility,
                Self::Accessibility => Self::SecondStep,
                Self::SecondStep => Self::Prove,
                Self::Prove => Self::Factors,
                Self::Factors => Self::Factor(FactorId::new(id)),
                Self::Factor(_) => Self::AddApp,
                Self::AddApp => Self::AddPasskey,
                Self::AddPasskey => Self::RecoveryCodes,
                Self::RecoveryCodes => Self::Registrations,
                Self::Registrations => Self::Several(SeveralId::new(id)),
                Self::Several(_) => Self::DeleteRegistration(PersonId::new(id)),
                Self::DeleteRegistration(_) => Self::Users,
                Self::Users => Self::Person(PersonId::new(id)),
                Self::Person(_) => Self::DisableAccount(PersonId::new(id)),
                Self::DisableAccount(_) => Self::DisableAccountConfirm(PersonId::new(id)),
                Self::DisableAccountConfirm(_) => Self::ReopenAccount(PersonId::new(id)),
                Self::ReopenAccount(_) => Self::MedicalSecretary(PersonId::new(id)),
                Self::MedicalSecretary(_) => Self::Enable(code.clone(), MemberId::new(id)),
                Self::Enable(..) => Self::Roles(code.clone(), MemberId::new(id)),
                Self::Roles(..) => Self::AddRole(code.clone(), MemberId::new(id)),
                Self::AddRole(..) => Self::ChangeRole(code.clone(), MemberId::new(id), key(id)),
                Self::ChangeRole(..) => Self::NewUser(code.clone()),
                Self::NewUser(_) => Self::NewUserWhere,
                Self::NewUserWhere => Self::NewUserRoles(NewUserId::new(id)),
                Self::NewUserRoles(_) => Self::NewUserAddRole(NewUserId::new(id)),
                Self::NewUserAddRole(_) => Self::NewUserChangeRole(NewUserId::new(id), key(id)),
                Self::NewUserChangeRole(..) => Self::NewUserCopy(NewUserId::new(id)),
                Self::NewUserCopy(_) => Self::NewUserWithdraw(NewUserId::new(id)),
                Self::NewUserWithdraw(_) => Self::Offer(NewUserId::new(id)),
                Self::Offer(_) => Self::Invitation(token.to_owned()),
                Self::Invitation(_) => Self::DeclineInvitation(token.to_owned()),
                Self::DeclineInvitation(_) => Self::Invitations,
                Self::Invitations => Self::CorrectInvitation(NewUserId::new(id)),
                Self::CorrectInvitation(_) => Self::Invite,
                Self::Invite => Self::InviteEmail(InvitationDraftId::new(id)),
                Self::InviteEmail(_) => Self::InviteNames(InvitationDraftId::new(id)),
                Self::InviteNames(_) => Self::InviteOrganisation(InvitationDraftId::new(id)),
                Self::InviteOrganisation(_) => Self::InviteRole(InvitationDraftId::new(id)),
                Self::InviteRole(_) => Self::InviteCheck(InvitationDraftId::new(id)),
                Self::InviteCheck(_) => Self::InviteSent(InvitationDraftId::new(id)),
                Self::InviteSent(_) => Self::InviteSeveral,
                Self::InviteSeveral => Self::InviteSeveralPlace(SeveralInvitationsId::new(id)),
                Self::InviteSeveralPlace(_) => Self::InviteSeveralPeople(SeveralInvitationsId::new(id)),
                Self::InviteSeveralPeople(_) => Self::InviteSeveralCheck(SeveralInvitationsId::new(id)),
                Self::InviteSeveralCheck(_) => Self::Organisations,
                Self::Organisations => Self::Organisation(code.clone()),
                Self::Organisation(_) => Self::Policy(code.clone()),
                Self::Policy(_) => Self::AddOrganisation,
                Self::AddOrganisation => Self::ImportRegister,
                Self::ImportRegister => Self::RegisterImport(BatchId::new(id)),
                Self::RegisterImport(_) => Self::Managers,
                Self::Managers => Self::ManagersImport(BatchId::new(id)),
                Self::ManagersImport(_) => Self::SupportTeam,
                Self::SupportTeam => Self::Propose,
                Self::Propose => Self::ProposeRemoval(PersonId::new(id)),
                Self::ProposeRemoval(_) => Self::ProposeOverride(PersonId::new(id)),
                Self::ProposeOverride(_) => Self::Proposal(ProposalId::new(id)),
                Self::Proposal(_) => Self::DailyLetter,
                Self::DailyLetter => Self::Shortcuts,
                Self::Shortcuts => Self::Rosters(code.clone()),
                Self::Rosters(_) => Self::AddRoster(code.clone()),
                Self::AddRoster(_) => Self::Roster(code.clone(), RosterId::new(id)),
                Self::Roster(..) => Self::CloseRoster(code.clone(), RosterId::new(id)),
                Self::CloseRoster(..) => Self::PreApprovals(code.clone()),
                Self::PreApprovals(_) => Self::PreApprove(code.clone()),
                Self::PreApprove(_) => Self::PreApproval(code.clone(), PreApprovalId::new(id)),
                Self::PreApproval(..) => Self::EndPreApproval(code.clone(), PreApprovalId::new(id)),
                Self::EndPreApproval(..) => Self::WhoMayAct(code.clone()),
                Self::WhoMayAct(_) => Self::Medics(code.clone()),
                Self::Medics(_) => Self::MedicsImport(code.clone(), BatchId::new(id)),
                Self::MedicsImport(..) => Self::DemoLetters,
                Self::DemoLetters => Self::DemoLetter(LetterId::new(id)),
                Self::DemoLetter(_) => break,
            };
            pages.push(std::mem::replace(&mut page, next));
        }
        pages.push(page);
        pages
    }
}

fn key(id: Uuid) -> RoleKey {
    RoleKey {
        role: Role::Reporting,
        roster: Some(RosterId::new(id)),
    }
}
