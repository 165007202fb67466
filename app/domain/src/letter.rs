//! Every letter (e-mail) the service can send. The words are in `server/src/mail/letters/<name>/`.

mod delivery;

use serde::{Deserialize, Serialize};

pub use self::delivery::Delivery;
use crate::cases::MatterKind;
use crate::permission::Role;
use crate::{
    CaseId, ExtensionId, Language, LondonTime, NewUserId, OdsCode, OrganisationId, Page, PersonId, ProposalId,
};

/// A letter, ready to be posted.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whom it is for.
    pub to: Recipient,
    /// The organisation it concerns.
    pub organisation: Option<OrganisationId>,
    /// What it says.
    pub text: LetterText,
    /// The token of its link, sealed with the service's key; blanked once the letter is sent or given up.
    pub sealed_token: Option<Vec<u8>>,
}

/// Whom a letter is for.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person.
    pub person: PersonId,
    /// The address, as typed.
    pub address: String,
    /// First name, for the greeting.
    pub first_name: String,
    /// The language of the letter and of its link.
    pub language: Language,
}

/// What a letter says; all that its text needs except the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum LetterText {
    /// Confirm your address and choose a password (S29, S75).
    ConfirmAddress {
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// Somebody tried to create an account with an address that has one.
    AlreadyRegistered,
    /// A request waits for you (S7).
    RequestMade {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who asks; confirmed by now.
        name: String,
        /// For which role.
        role: Role,
    },
    /// Your request was approved (S37).
    RequestApproved {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// The role granted.
        role: Role,
        /// The roster or roster group that it is limited to, by name; the whole organisation where absent.
        #[serde(default)]
        only_for: Option<String>,
        /// From when it holds; at once where absent.
        #[serde(default)]
        from: Option<LondonTime>,
        /// The last moment at which it holds; without end where absent.
        #[serde(default)]
        until: Option<LondonTime>,
    },
    /// Your request was rejected (S40).
    RequestRejected {
        /// The organisation's name.
        organisation: String,
        /// Why.
        reason: String,
    },
    /// Somebody pre-approved has been let in (S6).
    LetIn {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who.
        name: String,
        /// The role granted.
        role: Role,
        /// The roster or roster group that it is limited to, by name; the whole organisation where absent.
        #[serde(default)]
        only_for: Option<String>,
    },
    /// Your access was revoked (S52).
    AccessRevoked {
        /// The organisation's name.
        organisation: String,
        /// Why, where a reason was given.
        reason: Option<String>,
    },
    /// Somebody's access was revoked, for the other approvers.
    MemberRevoked {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Whose.
        name: String,
        /// By whom.
        by: String,
    },
    /// Somebody left, for those who may decide.
    MemberLeft {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who.
        name: String,
    },
    /// A request still waits for you; the requester asks again.
    RequestNudged {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who asks.
        name: String,
        /// For which role.
        role: Role,
        /// Since when.
        since: LondonTime,
    },
    /// Requests wait for you, and have for days.
    RequestsWaiting {
        /// Every request that waits where you may decide.
        waiting: Vec<Waiting>,
    },
    /// To support people: nobody has decided these requests.
    RequestsWithSupport {
        /// The requests.
        waiting: Vec<Waiting>,
    },
    /// To the requester: nobody has decided, and the request has lapsed.
    RequestLapsed {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
    },
    /// To the requester: the organisation is no longer open, and the request has ended with it.
    RequestClosed {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
    },
    /// To support and to those above: the register has closed organisations whose people wait for a decision.
    OrganisationsClosed {
        /// The organisations, the first [`crate::imports::SHOWN_MOST`].
        closed: Vec<Closed>,
        /// How many there are besides.
        more: u32,
    },
    /// Your access has ended with the organisation.
    AccessClosed {
        /// The organisation's name.
        organisation: String,
        /// Why, where a reason was given.
        reason: Option<String>,
    },
    /// You move from an organisation that is no longer open to its successor.
    AccessMoved {
        /// The organisation's name.
        organisation: String,
        /// The successor's code.
        code: OdsCode,
        /// The successor's name.
        successor: String,
        /// The roles that you have there now and had not before.
        roles: Vec<Role>,
        /// Whether roles have ended that did not go along.
        some_ended: bool,
    },
    /// To those who may decide for the successor: these people came.
    PeopleCame {
        /// The successor's code.
        code: OdsCode,
        /// The successor's name.
        organisation: String,
        /// The name of the organisation that they come from.
        from: String,
        /// Who.
        names: Vec<String>,
    },
    /// Your access ends soon.
    AccessEnding {
        /// What ends.
        ending: Vec<Ending>,
    },
    /// To those who may decide: the access of members ends soon.
    MembersEnding {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// What ends, and whose it is.
        ending: Vec<Ending>,
    },
    /// Choose a new password.
    ResetPassword {
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// A new password was asked for, but this address has no account.
    NoAccount,
    /// Your password was changed.
    PasswordChanged {
        /// Whether it was chosen with a letter's link; else somebody who knew the old one changed it.
        by_link: bool,
    },
    /// Confirm that this is your new address.
    ConfirmNewAddress {
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// To the present address: another one was asked for.
    AddressChangeAsked,
    /// To an address that has an account: somebody asked to have it for theirs.
    AddressWanted,
    /// To the address until now: it is no longer the account's.
    AddressChanged,
    /// Your account was closed.
    AccountClosed,
    /// Your account was disabled by somebody else (S62).
    AccountDisabled,
    /// Your account was opened again.
    AccountReopened,
    /// Your access was given back (S57).
    AccessEnabled {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
    },
    /// Your roles were changed.
    RolesChanged {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
    },
    /// To those who may decide, or to support where there is nobody: a member asks to keep a role that ends.
    ExtensionAsked {
        /// What is asked.
        id: ExtensionId,
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// What ends, and whose it is.
        ending: Ending,
        /// Whether it is for support, because nobody else there may decide.
        by_support: bool,
    },
    /// Your role was extended, as you asked.
    RoleExtended {
        /// The organisation's name.
        organisation: String,
        /// The role.
        role: Role,
        /// The roster or roster group that it is limited to, by name; the whole organisation where absent.
        only_for: Option<String>,
        /// The last moment at which it holds; without end where absent.
        until: Option<LondonTime>,
    },
    /// You asked to keep a role; that was turned down, and it ends as it was to.
    ExtensionTurnedDown {
        /// What ends.
        ending: Ending,
        /// Why.
        reason: String,
    },
    /// To somebody with an account: they were added to an organisation; accept or decline.
    AddedToOrganisation {
        /// What is to be accepted.
        id: NewUserId,
        /// The organisation's name.
        organisation: String,
        /// Who added them.
        by: String,
    },
    /// You are invited; the same whether or not the address has an account.
    Invitation {
        /// The organisation's name.
        organisation: String,
        /// The role that is offered.
        role: Role,
        /// The roster or roster group that it is limited to, by name; the whole organisation where absent.
        #[serde(default)]
        only_for: Option<String>,
        /// Who invites.
        by: String,
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// Nobody has answered your invitation yet.
    InvitationReminder {
        /// The organisation's name.
        organisation: String,
        /// Who invites.
        by: String,
        /// Until when the link can be used.
        until: LondonTime,
    },
    /// To whoever invited somebody: the time is over, and nobody answered.
    InvitationExpired {
        /// The organisation's name.
        organisation: String,
        /// Who was invited, as whoever invited them wrote it.
        name: String,
    },
    /// To whoever invited somebody: it was declined.
    InvitationDeclined {
        /// The organisation's name.
        organisation: String,
        /// Who was invited, as whoever invited them wrote it.
        name: String,
        /// A word of theirs.
        word: Option<String>,
    },
    /// To whoever can invite somebody again: they ask for a new invitation, because theirs is over.
    InvitationAsked {
        /// The organisation's name.
        organisation: String,
        /// Who was invited, as whoever invited them wrote it.
        name: String,
    },
    /// What waits for you, once a day.
    DailyDigest {
        /// How many requests wait at each organisation: its name and the number.
        waiting: Vec<(String, u32)>,
    },
    /// To support people: a proposal waits for a second person.
    ProposalMade {
        /// The proposal.
        id: ProposalId,
        /// Who proposed it.
        by: String,
        /// Whom it concerns.
        name: String,
    },
    /// What a support person kept about a case waits for a second one.
    CaseAwaitsSecond {
        /// The case.
        id: CaseId,
        /// Who was the first.
        by: String,
        /// Whom it concerns.
        name: String,
    },
    /// Somebody told support that you are locked out of your account.
    LockedOutAsked {
        /// What is asked for.
        matter: MatterKind,
    },
    /// Support does not do what was asked for your account.
    LockedOutDeclined {
        /// What was asked for.
        matter: MatterKind,
        /// Why not.
        reason: String,
    },
    /// Support moved your account to this address.
    AddressMoved,
    /// You are the primary contact of an organisation now.
    PrimaryContactYours {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who was it until now; nobody where there was none.
        before: Option<String>,
    },
    /// You are no longer the primary contact of an organisation.
    PrimaryContactPassed {
        /// The organisation's code.
        code: OdsCode,
        /// The organisation's name.
        organisation: String,
        /// Who is it now; nobody where nobody may act there.
        name: Option<String>,
    },
    /// You joined the support team.
    SupportAppointed,
    /// You left the support team.
    SupportEnded,
    /// Your second factors, or your recovery codes, were changed.
    FactorChanged {
        /// What was done.
        change: FactorChange,
        /// What the factor is called; empty for recovery codes.
        name: String,
    },
}

/// A role that ends, in a letter that lists several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The organisation's name.
    pub organisation: String,
    /// Whose it is.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is limited to, by name; the whole organisation where absent.
    pub only_for: Option<String>,
    /// The last moment at which it holds.
    pub until: LondonTime,
}

/// An organisation that is no longer open, in a letter that lists several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub organisation: String,
    /// How many people wait for a decision.
    pub people: u32,
}

/// A request that waits, in a letter that lists several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The organisation's name.
    pub organisation: String,
    /// Who asks.
    pub name: String,
    /// For which role.
    pub role: Role,
    /// Since when.
    pub since: LondonTime,
}

/// What was done to a person's second factors; every change is written to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// One was added.
    Added,
    /// One was given another name.
    Renamed,
    /// One was removed.
    Removed,
    /// Recovery codes were made, in place of those before.
    CodesMade,
    /// A recovery code was used to sign in.
    CodeUsed,
    /// Support removed all of them, because the person had lost them.
    AllRemoved,
}

impl LetterText {
    /// The letter's name: its folder, and how it is stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ConfirmAddress { .. } => "confirm_address",
            Self::AlreadyRegistered => "already_registered",
            Self::RequestMade { .. } => "request_made",
            Self::RequestApproved { .. } => "request_approved",
            Self::RequestRejected { .. } => "request_rejected",
            Self::LetIn { .. } => "let_in",
            Self::AccessRevoked { .. } => "access_revoked",
            Self::MemberRevoked { .. } => "member_revoked",
            Self::MemberLeft { .. } => "member_left",
            Self::RequestNudged { .. } => "request_nudged",
            Self::RequestsWaiting { .. } => "requests_waiting",
            Self::RequestsWithSupport { .. } => "requests_with_support",
            Self::RequestLapsed { .. } => "request_lapsed",
            Self::RequestClosed { .. } => "request_closed",
            Self::OrganisationsClosed { .. } => "organisations_closed",
            Self::AccessClosed { .. } => "access_closed",
            Self::AccessMoved { .. } => "access_moved",
            Self::PeopleCame { .. } => "people_came",
            Self::AccessEnding { .. } => "access_ending",
            Self::MembersEnding { .. } => "members_ending",
            Self::ResetPassword { .. } => "reset_password",
            Self::NoAccount => "no_account",
            Self::PasswordChanged { .. } => "password_changed",
            Self::ConfirmNewAddress { .. } => "confirm_new_address",
            Self::AddressChangeAsked => "address_change_asked",
            Self::AddressWanted => "address_wanted",
            Self::AddressChanged => "address_changed",
            Self::AccountClosed => "account_closed",
            Self::AccountDisabled => "account_disabled",
            Self::AccountReopened => "account_reopened",
            Self::AccessEnabled { .. } => "access_enabled",
            Self::RolesChanged { .. } => "roles_changed",
            Self::ExtensionAsked { .. } => "extension_asked",
            Self::RoleExtended { .. } => "role_extended",
            Self::ExtensionTurnedDown { .. } => "extension_turned_down",
            Self::AddedToOrganisation { .. } => "added_to_organisation",
            Self::Invitation { .. } => "invitation",
            Self::InvitationReminder { .. } => "invitation_reminder",
            Self::InvitationExpired { .. } => "invitation_expired",
            Self::InvitationDeclined { .. } => "invitation_declined",
            Self::InvitationAsked { .. } => "invitation_asked",
            Self::DailyDigest { .. } => "daily_digest",
            Self::ProposalMade { .. } => "proposal_made",
            Self::CaseAwaitsSecond { .. } => "case_awaits_second",
            Self::LockedOutAsked { .. } => "locked_out_asked",
            Self::LockedOutDeclined { .. } => "locked_out_declined",
            Self::AddressMoved => "address_moved",
            Self::PrimaryContactYours { .. } => "primary_contact_yours",
            Self::PrimaryContactPassed { .. } => "primary_contact_passed",
            Self::SupportAppointed => "support_appointed",
            Self::SupportEnded => "support_ended",
            Self::FactorChanged { .. } => "factor_changed",
        }
    }

    /// The page that the letter's one link leads to. It changes nothing by itself: where it needs no sign-in, the person
    /// supplies something there.
    pub fn page(&self, token: Option<&str>) -> Page {
        match self {
            Self::ConfirmAddress { .. } => token.map_or(Page::ConfirmAgain, |token| Page::Confirm(token.to_owned())),
            Self::ResetPassword { .. } => {
                token.map_or(Page::ForgottenPassword, |token| Page::ResetPassword(token.to_owned()))
            }
            Self::ConfirmNewAddress { .. } => {
                token.map_or(Page::ChangeEmail, |token| Page::NewAddress(token.to_owned()))
            }
            Self::Invitation { .. } | Self::InvitationReminder { .. } => {
                token.map_or(Page::SignIn, |token| Page::Invitation(token.to_owned()))
            }
            Self::AlreadyRegistered | Self::AddressWanted | Self::AccountReopened | Self::AddressMoved => Page::SignIn,
            Self::CaseAwaitsSecond { id, .. } => Page::Case(*id),
            Self::NoAccount => Page::CreateAccount,
            Self::PasswordChanged { .. } => Page::ForgottenPassword,
            Self::AddressChangeAsked => Page::ChangePassword,
            Self::AddressChanged
            | Self::AccountClosed
            | Self::AccountDisabled
            | Self::SupportEnded
            | Self::LockedOutAsked { .. }
            | Self::LockedOutDeclined { .. } => Page::Help,
            Self::AccessEnabled { .. }
            | Self::RolesChanged { .. }
            | Self::AccessEnding { .. }
            | Self::RoleExtended { .. }
            | Self::ExtensionTurnedDown { .. }
            | Self::PrimaryContactPassed { .. } => Page::MyOrganisations,
            Self::ExtensionAsked { code, id, .. } => Page::Extension(code.clone(), *id),
            Self::AddedToOrganisation { id, .. } => Page::Offer(*id),
            Self::InvitationExpired { .. } | Self::InvitationDeclined { .. } | Self::InvitationAsked { .. } => {
                Page::Registrations
            }
            Self::DailyDigest { .. } | Self::RequestsWaiting { .. } => Page::PendingRequests,
            Self::RequestsWithSupport { .. } => Page::Cases,
            Self::RequestLapsed { code, .. } => Page::AskOrganisation(code.clone()),
            Self::OrganisationsClosed { .. } => Page::Closures,
            Self::ProposalMade { id, .. } => Page::Proposal(*id),
            Self::SupportAppointed => Page::SupportTeam,
            Self::FactorChanged { .. } => Page::Factors,
            Self::RequestMade { code, .. }
            | Self::RequestNudged { code, .. }
            | Self::LetIn { code, .. }
            | Self::MembersEnding { code, .. }
            | Self::PeopleCame { code, .. }
            | Self::MemberLeft { code, .. }
            | Self::MemberRevoked { code, .. } => Page::Members(code.clone()),
            Self::RequestApproved { code, .. }
            | Self::AccessMoved { code, .. }
            | Self::PrimaryContactYours { code, .. } => Page::Profile(code.clone()),
            Self::RequestRejected { .. }
            | Self::AccessRevoked { .. }
            | Self::RequestClosed { .. }
            | Self::AccessClosed { .. } => Page::MyRequests,
        }
    }
}
