//! Every page of the service with its address, in both languages. `app`'s route table and every letter's link come from here.

mod destination;
mod each;

use serde::{Deserialize, Serialize};

pub use self::destination::Destination;
use crate::permission::Role;
use crate::{BatchId, FactorId, JoinRequestId, Language, LetterId, MemberId, NewUserId, OdsCode, PersonId, ProposalId};

/// A page of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// The front page; for signed-in people, what they can do.
    Home,
    /// Sign in.
    SignIn,
    /// Create an account, step 1: details.
    CreateAccount,
    /// Create an account, step 2: which practice?
    CreateAccountPractice,
    /// Create an account, step 3: role and reason.
    CreateAccountRole,
    /// Create an account, step 4: check answers.
    CreateAccountCheck,
    /// Create an account: check your e-mail.
    CreateAccountSent,
    /// Confirm an address with the token of a letter.
    Confirm(String),
    /// Ask for a new confirmation link.
    ConfirmAgain,
    /// Which practice? for signed-in people.
    Ask,
    /// Role and reason of a request to join this organisation.
    AskOrganisation(OdsCode),
    /// The person's own requests.
    MyRequests,
    /// One of the person's own requests.
    MyRequest(JoinRequestId),
    /// Requests that wait, of every organisation that the person may decide for.
    PendingRequests,
    /// Edit practice profile, tab *Profile*.
    Profile(OdsCode),
    /// Edit practice profile, tab *Practice enabled users*.
    Members(OdsCode),
    /// Edit practice profile, tab *What happened*.
    History(OdsCode),
    /// Review a request.
    Review(OdsCode, JoinRequestId),
    /// Approve a request: role, end, Confirm.
    Approve(OdsCode, JoinRequestId),
    /// Reject a request, with a reason.
    Reject(OdsCode, JoinRequestId),
    /// Revoke a member's access.
    Revoke(OdsCode, MemberId),
    /// Ask for a link to a new password.
    ForgottenPassword,
    /// The same: check your e-mail.
    ForgottenSent,
    /// My account: details, address, password.
    MyAccount,
    /// Change names, position, telephone, language.
    MyDetails,
    /// Ask for another address.
    ChangeEmail,
    /// Change the password.
    ChangePassword,
    /// The organisations that the person may act for; the way from one to another.
    MyOrganisations,
    /// Where the person is signed in.
    MySessions,
    /// Close the account: the reason.
    CloseAccount,
    /// Close the account: what ends, the password, Confirm.
    CloseAccountConfirm,
    /// Help, and whom to ask (S27, S66).
    Help,
    /// Privacy notice.
    Privacy,
    /// The cookies, all of them necessary.
    Cookies,
    /// Accessibility statement.
    Accessibility,
    /// Choose a new password with the token of a letter.
    ResetPassword(String),
    /// Confirm a new address with the token of a letter.
    NewAddress(String),
    /// Leave an organisation.
    Leave(OdsCode),
    /// The second step of signing in.
    SecondStep,
    /// Show again that it is they (step-up).
    Prove,
    /// My account: second factors.
    Factors,
    /// One of them: give it another name, or remove it.
    Factor(FactorId),
    /// Add an authenticator app.
    AddApp,
    /// Add a passkey.
    AddPasskey,
    /// The recovery codes that were just made.
    RecoveryCodes,
    /// Manage registrations (S31 to S34).
    Registrations,
    /// Delete an unconfirmed registration.
    DeleteRegistration(PersonId),
    /// Users (S43, S44).
    Users,
    /// A person’s page.
    Person(PersonId),
    /// Disable an account: the reason.
    DisableAccount(PersonId),
    /// Disable an account: what ends, Confirm.
    DisableAccountConfirm(PersonId),
    /// Reopen a disabled account.
    ReopenAccount(PersonId),
    /// Change the mark *medical secretary*; support only (S71).
    MedicalSecretary(PersonId),
    /// Give a revoked access back (S57).
    Enable(OdsCode, MemberId),
    /// A member’s roles.
    Roles(OdsCode, MemberId),
    /// Give a member a role.
    AddRole(OdsCode, MemberId),
    /// Change the start and end of a member’s role, or remove it.
    ChangeRole(OdsCode, MemberId, Role),
    /// New user: details (S69).
    NewUser(OdsCode),
    /// New user: for which organisation?
    NewUserWhere,
    /// New user: roles (S72).
    NewUserRoles(NewUserId),
    /// New user: another role.
    NewUserAddRole(NewUserId),
    /// New user: change or remove a role.
    NewUserChangeRole(NewUserId, Role),
    /// New user: copy access from another person.
    NewUserCopy(NewUserId),
    /// Take back adding somebody.
    NewUserWithdraw(NewUserId),
    /// Accept or decline what one was added to.
    Offer(NewUserId),
    /// Organisations: the register, searched.
    Organisations,
    /// An organisation as administrators see it.
    Organisation(OdsCode),
    /// Change who may decide at an organisation, and its kind.
    Policy(OdsCode),
    /// Add a trust or a commissioner.
    AddOrganisation,
    /// Upload a register.
    ImportRegister,
    /// One import: progress, difference, apply.
    RegisterImport(BatchId),
    /// Support people, commissioning administrators, and proposals that wait.
    SupportTeam,
    /// Propose a support person or a commissioning administrator.
    Propose,
    /// Propose that somebody leaves the support team.
    ProposeRemoval(PersonId),
    /// One proposal: confirm it or turn it down.
    Proposal(ProposalId),
    /// Switch the daily letter of what waits on or off.
    DailyLetter,
    /// The demo's letters.
    DemoLetters,
    /// One of the demo's letters.
    DemoLetter(LetterId),
}

impl Page {
    /// The path of the page in a language, without query.
    pub fn path(&self, language: Language) -> String {
        in_language(&self.plain_path(), language)
    }

    fn plain_path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::SignIn => "/sign-in".to_owned(),
            Self::CreateAccount => "/create-account".to_owned(),
            Self::CreateAccountPractice => "/create-account/practice".to_owned(),
            Self::CreateAccountRole => "/create-account/role".to_owned(),
            Self::CreateAccountCheck => "/create-account/check".to_owned(),
            Self::CreateAccountSent => "/create-account/sent".to_owned(),
            Self::Confirm(token) => format!("/confirm/{token}"),
            Self::ConfirmAgain => "/confirm".to_owned(),
            Self::Ask => "/ask-to-join".to_owned(),
            Self::AskOrganisation(code) => format!("/ask-to-join/{code}"),
            Self::MyRequests => "/my-requests".to_owned(),
            Self::MyRequest(id) => format!("/my-requests/{id}"),
            Self::PendingRequests => "/pending-requests".to_owned(),
            Self::Profile(code) => format!("/organisations/{code}/profile"),
            Self::Members(code) => format!("/organisations/{code}/members"),
            Self::History(code) => format!("/organisations/{code}/history"),
            Self::Review(code, id) => format!("/organisations/{code}/requests/{id}"),
            Self::Approve(code, id) => format!("/organisations/{code}/requests/{id}/approve"),
            Self::Reject(code, id) => format!("/organisations/{code}/requests/{id}/reject"),
            Self::Revoke(code, id) => format!("/organisations/{code}/members/{id}/revoke"),
            Self::ForgottenPassword => "/forgotten-password".to_owned(),
            Self::ForgottenSent => "/forgotten-password/sent".to_owned(),
            Self::MyAccount => "/my-account".to_owned(),
            Self::MyDetails => "/my-account/details".to_owned(),
            Self::ChangeEmail => "/my-account/email-address".to_owned(),
            Self::ChangePassword => "/my-account/password".to_owned(),
            Self::MyOrganisations => "/my-account/organisations".to_owned(),
            Self::MySessions => "/my-account/sessions".to_owned(),
            Self::CloseAccount => "/my-account/close".to_owned(),
            Self::CloseAccountConfirm => "/my-account/close/confirm".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::Privacy => "/privacy".to_owned(),
            Self::Cookies => "/cookies".to_owned(),
            Self::Accessibility => "/accessibility".to_owned(),
            Self::ResetPassword(token) => format!("/reset-password/{token}"),
            Self::NewAddress(token) => format!("/new-address/{token}"),
            Self::Leave(code) => format!("/my-account/organisations/{code}/leave"),
            Self::SecondStep => "/sign-in/second-step".to_owned(),
            Self::Prove => "/prove".to_owned(),
            Self::Factors => "/my-account/second-factor".to_owned(),
            Self::Factor(id) => format!("/my-account/second-factor/{id}"),
            Self::AddApp => "/my-account/second-factor/app".to_owned(),
            Self::AddPasskey => "/my-account/second-factor/passkey".to_owned(),
            Self::RecoveryCodes => "/my-account/second-factor/codes".to_owned(),
            Self::Registrations => "/registrations".to_owned(),
            Self::DeleteRegistration(id) => format!("/registrations/{id}/delete"),
            Self::Users => "/users".to_owned(),
            Self::Person(id) => format!("/users/{id}"),
            Self::DisableAccount(id) => format!("/users/{id}/disable"),
            Self::DisableAccountConfirm(id) => format!("/users/{id}/disable/confirm"),
            Self::ReopenAccount(id) => format!("/users/{id}/reopen"),
            Self::MedicalSecretary(id) => format!("/users/{id}/medical-secretary"),
            Self::Enable(code, id) => format!("/organisations/{code}/members/{id}/enable"),
            Self::Roles(code, id) => format!("/organisations/{code}/members/{id}/roles"),
            Self::AddRole(code, id) => format!("/organisations/{code}/members/{id}/roles/add"),
            Self::ChangeRole(code, id, role) => format!("/organisations/{code}/members/{id}/roles/{}", role.tag()),
            Self::NewUser(code) => format!("/organisations/{code}/new-user"),
            Self::NewUserWhere => "/new-user".to_owned(),
            Self::NewUserRoles(id) => format!("/new-users/{id}"),
            Self::NewUserAddRole(id) => format!("/new-users/{id}/roles/add"),
            Self::NewUserChangeRole(id, role) => format!("/new-users/{id}/roles/{}", role.tag()),
            Self::NewUserCopy(id) => format!("/new-users/{id}/copy"),
            Self::NewUserWithdraw(id) => format!("/new-users/{id}/withdraw"),
            Self::Offer(id) => format!("/offers/{id}"),
            Self::Organisations => "/organisations".to_owned(),
            Self::Organisation(code) => format!("/organisations/{code}"),
            Self::Policy(code) => format!("/organisations/{code}/policy"),
            Self::AddOrganisation => "/new-organisation".to_owned(),
            Self::ImportRegister => "/register-import".to_owned(),
            Self::RegisterImport(id) => format!("/register-import/{id}"),
            Self::SupportTeam => "/support-team".to_owned(),
            Self::Propose => "/support-team/propose".to_owned(),
            Self::ProposeRemoval(id) => format!("/support-team/{id}/remove"),
            Self::Proposal(id) => format!("/support-team/proposals/{id}"),
            Self::DailyLetter => "/my-account/daily-letter".to_owned(),
            Self::DemoLetters => "/demo/letters".to_owned(),
            Self::DemoLetter(id) => format!("/demo/letters/{id}"),
        }
    }

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
        let code = |text: &str| OdsCode::parse(text).ok();
        let page = match pieces.as_slice() {
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
            ["new-organisation"] => Self::AddOrganisation,
            ["register-import"] => Self::ImportRegister,
            ["support-team"] => Self::SupportTeam,
            ["support-team", "propose"] => Self::Propose,
            ["my-account", "daily-letter"] => Self::DailyLetter,
            ["users", id] => Self::Person(PersonId::parse(id)?),
            ["new-users", id] => Self::NewUserRoles(NewUserId::parse(id)?),
            ["offers", id] => Self::Offer(NewUserId::parse(id)?),
            ["organisations", org] => Self::Organisation(code(org)?),
            ["register-import", id] => Self::RegisterImport(BatchId::parse(id)?),
            ["support-team", "proposals", id] => Self::Proposal(ProposalId::parse(id)?),
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
            ["new-users", id, "roles", "add"] => Self::NewUserAddRole(NewUserId::parse(id)?),
            ["new-users", id, "roles", role] => Self::NewUserChangeRole(NewUserId::parse(id)?, Role::from_tag(role)?),
            ["organisations", org, "members", id, "enable"] => Self::Enable(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles"] => Self::Roles(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles", "add"] => Self::AddRole(code(org)?, MemberId::parse(id)?),
            ["organisations", org, "members", id, "roles", role] => {
                Self::ChangeRole(code(org)?, MemberId::parse(id)?, Role::from_tag(role)?)
            }
            ["demo", "letters"] => Self::DemoLetters,
            ["demo", "letters", id] => Self::DemoLetter(LetterId::parse(id)?),
            _ => return None,
        };
        Some((page, language))
    }
}

/// The path of a page in a language, from its English one.
fn in_language(plain: &str, language: Language) -> String {
    match language {
        Language::English => plain.to_owned(),
        Language::Welsh => format!("/cy{}", plain.trim_end_matches('/')),
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
