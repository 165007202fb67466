//! Which page an address is: the check that every return address goes through. How a page's address is written is in
//! `page.rs`.

use super::Page;
use crate::members::RoleKey;
use crate::{
    BatchId, CaseId, ExtensionId, FactorId, InvitationDraftId, JoinRequestId, Language, LetterId, MemberId, NewUserId,
    OdsCode, PersonId, PreApprovalId, ProposalId, RosterId, SeveralId, SeveralInvitationsId,
};

impl Page {
    /// Reads a path back, with or without a query; `None` for anything that is not a page of ours.
    /// This is the check that every return address goes through.
    pub fn parse(address: &str) -> Option<(Self, Language)> {
        let path = address.split(['?', '#']).next()?;
        if !path.starts_with('/') || path.contains('\\') {
            return None;
        }
        let mut pieces: Vec<&str> = path.trim_end_matches('/').split('/').skip(1).collect();
        let language = if pieces.first() == Some(&"cy") {
            pieces.remove(0);
            Language::Welsh
        } else {
            Language::English
        };
        Self::at(&pieces).map(|page| (page, language))
    }

    /// The page whose address without language has these pieces.
    #[expect(clippy::too_many_lines, reason = "it is a table: one line for each page")]
    fn at(pieces: &[&str]) -> Option<Self> {
        let code = |text: &str| OdsCode::parse(text).ok();
        Some(match pieces {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn,
            ["create-account"] => Self::CreateAccount,
            ["create-account", "practice"] => Self::CreateAccountPractice,
            ["create-account", "role"] => Self::CreateAccountRole,
            ["create-account", "check"] => Self::CreateAccountCheck,
            ["create-account", "sent"] => Self::CreateAccountSent,
            ["confirm"] => Self::ConfirmAgain,
            ["confirm", token] if is_token(token) => Self::Confirm((*token).to_owned()),
            ["ask-to-join"] => Self::Ask,
            ["ask-to-join", org] => Self::AskOrganisation(code(org)?),
            ["my-requests"] => Self::MyRequests,
            ["my-requests", id] => Self::MyRequest(JoinRequestId::parse(id)?),
            ["pending-requests"] => Self::PendingRequests,
            ["organisations", org, "profile"] => Self::Profile(code(org)?),
            ["organisations", org, "primary-contact"] => Self::HandOver(code(org)?),
            ["organisations", org, "members"] => Self::Members(code(org)?),
            ["organisations", org, "history"] => Self::History(code(org)?),
            ["organisations", org, "requests", id] => Self::Review(code(org)?, JoinRequestId::parse(id)?),
            ["organisations", org, "requests", id, "approve"] => Self::Approve(code(org)?, JoinRequestId::parse(id)?),
            ["organisations", org, "requests", id, "reject"] => Self::Reject(code(org)?, JoinRequestId::parse(id)?),
            ["organisations", org, "members", id, "revoke"] => Self::Revoke(code(org)?, MemberId::parse(id)?),
            ["forgotten-password"] => Self::ForgottenPassword,
            ["forgotten-password", "sent"] => Self::ForgottenSent,
            ["my-account"] => Self::MyAccount,
            ["my-account", "details"] => Self::MyDetails,
            ["my-account", "email-address"] => Self::ChangeEmail,
            ["my-account", "password"] => Self::ChangePassword,
            ["my-account", "organisations"] => Self::MyOrganisations,
            ["my-account", "sessions"] => Self::MySessions,
            ["my-account", "close"] => Self::CloseAccount,
            ["my-account", "close", "confirm"] => Self::CloseAccountConfirm,
            ["help"] => Self::Help,
            ["privacy"] => Self::Privacy,
            ["cookies"] => Self::Cookies,
            ["accessibility"] => Self::Accessibility,
            ["reset-password", token] if is_token(token) => Self::ResetPassword((*token).to_owned()),
            ["new-address", token] if is_token(token) => Self::NewAddress((*token).to_owned()),
            ["my-account", "organisations", org, "leave"] => Self::Leave(code(org)?),
            ["sign-in", "second-step"] => Self::SecondStep,
            ["prove"] => Self::Prove,
            ["my-account", "second-factor"] => Self::Factors,
            ["my-account", "second-factor", "app"] => Self::AddApp,
            ["my-account", "second-factor", "passkey"] => Self::AddPasskey,
            ["my-account", "second-factor", "codes"] => Self::RecoveryCodes,
            ["my-account", "second-factor", id] => Self::Factor(FactorId::parse(id)?),
            ["registrations"] => Self::Registrations,
            ["users"] => Self::Users,
            ["new-user"] => Self::NewUserWhere,
            ["organisations"] => Self::Organisations,
            ["closed-organisations"] => Self::Closures,
            ["organisations", org, "closure"] => Self::Closure(code(org)?),
            ["organisations", org, "closure", "confirm"] => Self::ClosureConfirm(code(org)?),
            ["new-organisation"] => Self::AddOrganisation,
            ["register-import"] => Self::ImportRegister,
            ["managers"] => Self::Managers,
            ["support-team"] => Self::SupportTeam,
            ["support-team", "propose"] => Self::Propose,
            ["my-account", "daily-letter"] => Self::DailyLetter,
            ["my-account", "shortcuts"] => Self::Shortcuts,
            ["users", id] => Self::Person(PersonId::parse(id)?),
            ["new-users", id] => Self::NewUserRoles(NewUserId::parse(id)?),
            ["offers", id] => Self::Offer(NewUserId::parse(id)?),
            ["invitation", token] if is_token(token) => Self::Invitation((*token).to_owned()),
            ["invitations"] => Self::Invitations,
            ["invitations", id, "address"] => Self::CorrectInvitation(NewUserId::parse(id)?),
            ["invite"] => Self::Invite,
            ["invite", id, "email"] => Self::InviteEmail(InvitationDraftId::parse(id)?),
            ["invite", id, "names"] => Self::InviteNames(InvitationDraftId::parse(id)?),
            ["invite", id, "organisation"] => Self::InviteOrganisation(InvitationDraftId::parse(id)?),
            ["invite", id, "role"] => Self::InviteRole(InvitationDraftId::parse(id)?),
            ["invite", id, "check"] => Self::InviteCheck(InvitationDraftId::parse(id)?),
            ["invite", id, "sent"] => Self::InviteSent(InvitationDraftId::parse(id)?),
            ["invite", "several"] => Self::InviteSeveral,
            ["invite", "several", id, "organisation"] => Self::InviteSeveralPlace(SeveralInvitationsId::parse(id)?),
            ["invite", "several", id, "people"] => Self::InviteSeveralPeople(SeveralInvitationsId::parse(id)?),
            ["invite", "several", id, "check"] => Self::InviteSeveralCheck(SeveralInvitationsId::parse(id)?),
            ["invitation", token, "decline"] if is_token(token) => Self::DeclineInvitation((*token).to_owned()),
            ["organisations", org] => Self::Organisation(code(org)?),
            ["register-import", id] => Self::RegisterImport(BatchId::parse(id)?),
            ["managers", id] => Self::ManagersImport(BatchId::parse(id)?),
            ["support-team", "proposals", id] => Self::Proposal(ProposalId::parse(id)?),
            ["cases"] => Self::Cases,
            ["cases", id] => Self::Case(CaseId::parse(id)?),
            ["cases", id, "call"] => Self::CaseCall(CaseId::parse(id)?),
            ["cases", id, "override"] => Self::CaseOverride(CaseId::parse(id)?),
            ["cases", id, "end"] => Self::CaseEnd(CaseId::parse(id)?),
            ["cases", id, "number"] => Self::CaseNumber(CaseId::parse(id)?),
            ["users", id, "locked-out"] => Self::LockedOut(PersonId::parse(id)?),
            ["registrations", "several", id] => Self::Several(SeveralId::parse(id)?),
            ["registrations", id, "delete"] => Self::DeleteRegistration(PersonId::parse(id)?),
            ["users", id, "disable"] => Self::DisableAccount(PersonId::parse(id)?),
            ["users", id, "disable", "confirm"] => Self::DisableAccountConfirm(PersonId::parse(id)?),
            ["users", id, "reopen"] => Self::ReopenAccount(PersonId::parse(id)?),
            ["users", id, "medical-secretary"] => Self::MedicalSecretary(PersonId::parse(id)?),
            ["organisations", org, "new-user"] => Self::NewUser(code(org)?),
            ["new-users", id, "copy"] => Self::NewUserCopy(NewUserId::parse(id)?),
            ["new-users", id, "withdraw"] => Self::NewUserWithdraw(NewUserId::parse(id)?),
            ["organisations", org, "policy"] => Self::Policy(code(org)?),
            ["support-team", id, "remove"] => Self::ProposeRemoval(PersonId::parse(id)?),
            ["support-team", id, "last-approver"] => Self::ProposeOverride(PersonId::parse(id)?),
            ["new-users", id, "roles", "add"] => Self::NewUserAddRole(NewUserId::parse(id)?),
            ["new-users", id, "roles", role] => Self::NewUserChangeRole(NewUserId::parse(id)?, RoleKey::parse(role)?),
            ["organisations", org, "members", id, "enable"] => Self::Enable(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles"] => Self::Roles(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles", "add"] => Self::AddRole(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles", role] => {
                Self::ChangeRole(code(org)?, MemberId::parse(id)?, RoleKey::parse(role)?)
            }
            ["my-account", "organisations", org, "roles", role, "keep"] => {
                Self::AskToKeep(code(org)?, RoleKey::parse(role)?)
            }
            ["organisations", org, "extensions", id] => Self::Extension(code(org)?, ExtensionId::parse(id)?),
            ["organisations", org, "rosters"] => Self::Rosters(code(org)?),
            ["organisations", org, "rosters", "add"] => Self::AddRoster(code(org)?),
            ["organisations", org, "rosters", id] => Self::Roster(code(org)?, RosterId::parse(id)?),
            ["organisations", org, "rosters", id, "close"] => Self::CloseRoster(code(org)?, RosterId::parse(id)?),
            ["organisations", org, "pre-approvals"] => Self::PreApprovals(code(org)?),
            ["organisations", org, "pre-approvals", "add"] => Self::PreApprove(code(org)?),
            ["organisations", org, "pre-approvals", id] => Self::PreApproval(code(org)?, PreApprovalId::parse(id)?),
            ["organisations", org, "pre-approvals", id, "end"] => {
                Self::EndPreApproval(code(org)?, PreApprovalId::parse(id)?)
            }
            ["organisations", org, "who-may-act"] => Self::WhoMayAct(code(org)?),
            ["organisations", org, "medics"] => Self::Medics(code(org)?),
            ["organisations", org, "medics", id] => Self::MedicsImport(code(org)?, BatchId::parse(id)?),
            ["demo", "letters"] => Self::DemoLetters,
            ["demo", "letters", id] => Self::DemoLetter(LetterId::parse(id)?),
            _ => return None,
        })
    }
}

/// The characters of a token (base64 for addresses, RFC 4648 §5).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_reads_back_from_its_own_path() {
        let code = OdsCode::parse("W91001").unwrap();
        let id = MemberId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap();
        let pages = Page::one_of_each(&code, id.uuid(), "a-B_9");
        for page in pages {
            for language in Language::ALL {
                assert_eq!(Page::parse(&page.path(language)), Some((page.clone(), language)));
            }
        }
    }

    #[test]
    fn addresses_of_others_are_not_ours() {
        for address in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "evil",
            "",
            "/nowhere",
            "/confirm/a%20b",
        ] {
            assert_eq!(Page::parse(address), None, "{address}");
        }
    }
}
