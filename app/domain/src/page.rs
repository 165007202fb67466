//! Every page of the service with its address, in both languages. `app`'s route table and every letter's link come from here.
//! How an address is read back into its page is in `reading.rs`.

mod destination;
mod each;
mod reading;

use serde::{Deserialize, Serialize};

pub use self::destination::Destination;
use crate::members::RoleKey;
use crate::{
    BatchId, CaseId, ExtensionId, FactorId, InvitationDraftId, JoinRequestId, Language, LetterId, MemberId, NewUserId,
    OdsCode, PersonId, PreApprovalId, ProposalId, RosterId, SeveralId, SeveralInvitationsId,
};

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
    /// Hand over who is its primary contact.
    HandOver(OdsCode),
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
    /// Decide several requests at once, and what came of each.
    Several(SeveralId),
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
    ChangeRole(OdsCode, MemberId, RoleKey),
    /// Ask to keep a role of one’s own that ends.
    AskToKeep(OdsCode, RoleKey),
    /// What a member asks to keep: extend it, or turn it down.
    Extension(OdsCode, ExtensionId),
    /// New user: details (S69).
    NewUser(OdsCode),
    /// New user: for which organisation?
    NewUserWhere,
    /// New user: roles (S72).
    NewUserRoles(NewUserId),
    /// New user: another role.
    NewUserAddRole(NewUserId),
    /// New user: change or remove a role.
    NewUserChangeRole(NewUserId, RoleKey),
    /// New user: copy access from another person.
    NewUserCopy(NewUserId),
    /// Take back adding somebody.
    NewUserWithdraw(NewUserId),
    /// Accept or decline what one was added to.
    Offer(NewUserId),
    /// What somebody was invited to, with the token of the letter.
    Invitation(String),
    /// The form that declines it.
    DeclineInvitation(String),
    /// The list of invitations.
    Invitations,
    /// Give an invitation another address.
    CorrectInvitation(NewUserId),
    /// Invite somebody: the address.
    Invite,
    /// The same, once there is a draft.
    InviteEmail(InvitationDraftId),
    /// Invite somebody: first and last name.
    InviteNames(InvitationDraftId),
    /// Invite somebody: to which organisation.
    InviteOrganisation(InvitationDraftId),
    /// Invite somebody: role, limit and end.
    InviteRole(InvitationDraftId),
    /// Invite somebody: the letter as it will be sent.
    InviteCheck(InvitationDraftId),
    /// The invitation was sent.
    InviteSent(InvitationDraftId),
    /// Invite several people at once: to which organisation.
    InviteSeveral,
    /// The same, to choose another organisation.
    InviteSeveralPlace(SeveralInvitationsId),
    /// Invite several people at once: what is offered, and to whom.
    InviteSeveralPeople(SeveralInvitationsId),
    /// What would come of each line; once sent, what came of it.
    InviteSeveralCheck(SeveralInvitationsId),
    /// Organisations: the register, searched.
    Organisations,
    /// An organisation as administrators see it.
    Organisation(OdsCode),
    /// Change who may decide at an organisation, and its kind.
    Policy(OdsCode),
    /// Organisations that are no longer open and whose people wait for a decision.
    Closures,
    /// What becomes of the people of one of them.
    Closure(OdsCode),
    /// The same: confirm.
    ClosureConfirm(OdsCode),
    /// Add a trust or a commissioner.
    AddOrganisation,
    /// Upload a register.
    ImportRegister,
    /// One import: progress, difference, apply.
    RegisterImport(BatchId),
    /// The register of practice managers: upload a file, who is to be looked at, and the latest imports.
    Managers,
    /// One import of practice managers: progress, difference, apply.
    ManagersImport(BatchId),
    /// Support people, commissioning administrators, and proposals that wait.
    SupportTeam,
    /// Propose a support person or a commissioning administrator.
    Propose,
    /// Propose that somebody leaves the support team.
    ProposeRemoval(PersonId),
    /// Propose that the last approver of an organisation may go.
    ProposeOverride(PersonId),
    /// One proposal: confirm it or turn it down.
    Proposal(ProposalId),
    /// The cases in the hands of support.
    Cases,
    /// One case: whom it concerns, the calls, what a second support person confirms.
    Case(CaseId),
    /// Call about a case: the statement to read, and what came of it.
    CaseCall(CaseId),
    /// Act without the organisation's agreement, with a reason.
    CaseOverride(CaseId),
    /// Send a case back, or end it, with a reason.
    CaseEnd(CaseId),
    /// Give the telephone number of the organisation of a case.
    CaseNumber(CaseId),
    /// Open a case about a locked-out account.
    LockedOut(PersonId),
    /// Switch the daily letter of what waits on or off.
    DailyLetter,
    /// Which keys act on tables, and switching them on or off.
    Shortcuts,
    /// Rosters and roster groups of an organisation.
    Rosters(OdsCode),
    /// Add a roster or roster group.
    AddRoster(OdsCode),
    /// Rename a roster or roster group.
    Roster(OdsCode, RosterId),
    /// Close a roster or roster group.
    CloseRoster(OdsCode, RosterId),
    /// Who is let in as soon as they ask.
    PreApprovals(OdsCode),
    /// Pre-approve somebody.
    PreApprove(OdsCode),
    /// Change a pre-approval.
    PreApproval(OdsCode, PreApprovalId),
    /// End a pre-approval.
    EndPreApproval(OdsCode, PreApprovalId),
    /// Who may act? For one organisation.
    WhoMayAct(OdsCode),
    /// Rostered medics: upload a file, and the latest imports.
    Medics(OdsCode),
    /// One import of rostered medics: progress, difference, apply.
    MedicsImport(OdsCode, BatchId),
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

    #[expect(clippy::too_many_lines, reason = "it is a table: one line for each page")]
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
            Self::HandOver(code) => format!("/organisations/{code}/primary-contact"),
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
            Self::Several(id) => format!("/registrations/several/{id}"),
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
            Self::ChangeRole(code, id, role) => format!("/organisations/{code}/members/{id}/roles/{role}"),
            Self::AskToKeep(code, role) => format!("/my-account/organisations/{code}/roles/{role}/keep"),
            Self::Extension(code, id) => format!("/organisations/{code}/extensions/{id}"),
            Self::NewUser(code) => format!("/organisations/{code}/new-user"),
            Self::NewUserWhere => "/new-user".to_owned(),
            Self::NewUserRoles(id) => format!("/new-users/{id}"),
            Self::NewUserAddRole(id) => format!("/new-users/{id}/roles/add"),
            Self::NewUserChangeRole(id, role) => format!("/new-users/{id}/roles/{role}"),
            Self::NewUserCopy(id) => format!("/new-users/{id}/copy"),
            Self::NewUserWithdraw(id) => format!("/new-users/{id}/withdraw"),
            Self::Offer(id) => format!("/offers/{id}"),
            Self::Invitation(token) => format!("/invitation/{token}"),
            Self::DeclineInvitation(token) => format!("/invitation/{token}/decline"),
            Self::Invitations => "/invitations".to_owned(),
            Self::CorrectInvitation(id) => format!("/invitations/{id}/address"),
            Self::Invite => "/invite".to_owned(),
            Self::InviteEmail(id) => format!("/invite/{id}/email"),
            Self::InviteNames(id) => format!("/invite/{id}/names"),
            Self::InviteOrganisation(id) => format!("/invite/{id}/organisation"),
            Self::InviteRole(id) => format!("/invite/{id}/role"),
            Self::InviteCheck(id) => format!("/invite/{id}/check"),
            Self::InviteSent(id) => format!("/invite/{id}/sent"),
            Self::InviteSeveral => "/invite/several".to_owned(),
            Self::InviteSeveralPlace(id) => format!("/invite/several/{id}/organisation"),
            Self::InviteSeveralPeople(id) => format!("/invite/several/{id}/people"),
            Self::InviteSeveralCheck(id) => format!("/invite/several/{id}/check"),
            Self::Organisations => "/organisations".to_owned(),
            Self::Organisation(code) => format!("/organisations/{code}"),
            Self::Policy(code) => format!("/organisations/{code}/policy"),
            Self::Closures => "/closed-organisations".to_owned(),
            Self::Closure(code) => format!("/organisations/{code}/closure"),
            Self::ClosureConfirm(code) => format!("/organisations/{code}/closure/confirm"),
            Self::AddOrganisation => "/new-organisation".to_owned(),
            Self::ImportRegister => "/register-import".to_owned(),
            Self::RegisterImport(id) => format!("/register-import/{id}"),
            Self::Managers => "/managers".to_owned(),
            Self::ManagersImport(id) => format!("/managers/{id}"),
            Self::SupportTeam => "/support-team".to_owned(),
            Self::Propose => "/support-team/propose".to_owned(),
            Self::ProposeRemoval(id) => format!("/support-team/{id}/remove"),
            Self::ProposeOverride(id) => format!("/support-team/{id}/last-approver"),
            Self::Proposal(id) => format!("/support-team/proposals/{id}"),
            Self::Cases => "/cases".to_owned(),
            Self::Case(id) => format!("/cases/{id}"),
            Self::CaseCall(id) => format!("/cases/{id}/call"),
            Self::CaseOverride(id) => format!("/cases/{id}/override"),
            Self::CaseEnd(id) => format!("/cases/{id}/end"),
            Self::CaseNumber(id) => format!("/cases/{id}/number"),
            Self::LockedOut(id) => format!("/users/{id}/locked-out"),
            Self::DailyLetter => "/my-account/daily-letter".to_owned(),
            Self::Shortcuts => "/my-account/shortcuts".to_owned(),
            Self::Rosters(code) => format!("/organisations/{code}/rosters"),
            Self::AddRoster(code) => format!("/organisations/{code}/rosters/add"),
            Self::Roster(code, id) => format!("/organisations/{code}/rosters/{id}"),
            Self::CloseRoster(code, id) => format!("/organisations/{code}/rosters/{id}/close"),
            Self::PreApprovals(code) => format!("/organisations/{code}/pre-approvals"),
            Self::PreApprove(code) => format!("/organisations/{code}/pre-approvals/add"),
            Self::PreApproval(code, id) => format!("/organisations/{code}/pre-approvals/{id}"),
            Self::EndPreApproval(code, id) => format!("/organisations/{code}/pre-approvals/{id}/end"),
            Self::WhoMayAct(code) => format!("/organisations/{code}/who-may-act"),
            Self::Medics(code) => format!("/organisations/{code}/medics"),
            Self::MedicsImport(code, id) => format!("/organisations/{code}/medics/{id}"),
            Self::DemoLetters => "/demo/letters".to_owned(),
            Self::DemoLetter(id) => format!("/demo/letters/{id}"),
        }
    }
}

/// The path of a page in a language, from its English one.
fn in_language(plain: &str, language: Language) -> String {
    match language {
        Language::English => plain.to_owned(),
        Language::Welsh => format!("/cy{}", plain.trim_end_matches('/')),
    }
}
