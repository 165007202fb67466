//! Every kind of page, for whoever goes through all of them: the route table, the checks of headers.

use uuid::Uuid;

use super::Page;
use crate::permission::Role;
use crate::{BatchId, FactorId, JoinRequestId, LetterId, MemberId, NewUserId, OdsCode, PersonId, ProposalId};

impl Page {
    /// One page of each kind: about this organisation, with this id and this token. Each kind leads to the next, so that
    /// a new one does not compile until it stands here.
    pub fn one_of_each(code: &OdsCode, id: Uuid, token: &str) -> Vec<Self> {
        let mut pages = Vec::new();
        let mut page = Self::Home;
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
                Self::Profile(_) => Self::Members(code.clone()),
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
                Self::Registrations => Self::DeleteRegistration(PersonId::new(id)),
                Self::DeleteRegistration(_) => Self::Users,
                Self::Users => Self::Person(PersonId::new(id)),
                Self::Person(_) => Self::DisableAccount(PersonId::new(id)),
                Self::DisableAccount(_) => Self::DisableAccountConfirm(PersonId::new(id)),
                Self::DisableAccountConfirm(_) => Self::ReopenAccount(PersonId::new(id)),
                Self::ReopenAccount(_) => Self::MedicalSecretary(PersonId::new(id)),
                Self::MedicalSecretary(_) => Self::Enable(code.clone(), MemberId::new(id)),
                Self::Enable(..) => Self::Roles(code.clone(), MemberId::new(id)),
                Self::Roles(..) => Self::AddRole(code.clone(), MemberId::new(id)),
                Self::AddRole(..) => Self::ChangeRole(code.clone(), MemberId::new(id), Role::Approver),
                Self::ChangeRole(..) => Self::NewUser(code.clone()),
                Self::NewUser(_) => Self::NewUserWhere,
                Self::NewUserWhere => Self::NewUserRoles(NewUserId::new(id)),
                Self::NewUserRoles(_) => Self::NewUserAddRole(NewUserId::new(id)),
                Self::NewUserAddRole(_) => Self::NewUserChangeRole(NewUserId::new(id), Role::Approver),
                Self::NewUserChangeRole(..) => Self::NewUserCopy(NewUserId::new(id)),
                Self::NewUserCopy(_) => Self::NewUserWithdraw(NewUserId::new(id)),
                Self::NewUserWithdraw(_) => Self::Offer(NewUserId::new(id)),
                Self::Offer(_) => Self::Organisations,
                Self::Organisations => Self::Organisation(code.clone()),
                Self::Organisation(_) => Self::Policy(code.clone()),
                Self::Policy(_) => Self::AddOrganisation,
                Self::AddOrganisation => Self::ImportRegister,
                Self::ImportRegister => Self::RegisterImport(BatchId::new(id)),
                Self::RegisterImport(_) => Self::SupportTeam,
                Self::SupportTeam => Self::Propose,
                Self::Propose => Self::ProposeRemoval(PersonId::new(id)),
                Self::ProposeRemoval(_) => Self::Proposal(ProposalId::new(id)),
                Self::Proposal(_) => Self::DailyLetter,
                Self::DailyLetter => Self::DemoLetters,
                Self::DemoLetters => Self::DemoLetter(LetterId::new(id)),
                Self::DemoLetter(_) => {
                    pages.push(page);
                    return pages;
                }
            };
            pages.push(std::mem::replace(&mut page, next));
        }
    }
}
