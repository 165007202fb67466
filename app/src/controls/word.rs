//! The word for every role, position, state and status, in both languages.

use domain::accounts::Position;
use domain::join_requests::StateTag;
use domain::members::roles::HeldRole;
use domain::my_account::ClosingReason;
use domain::organisations::{OrganisationView, Status};
use domain::permission::Role;
use domain::rosters::RosterView;
use domain::shared_mailbox::Warning;
use domain::{Language, day};

use crate::i18n::{Locale, locale_of, say};

/// A role.
pub(crate) fn role(l: Locale, role: Role) -> &'static str {
    match role {
        Role::PracticeEnabledUser => say!(l, words.role.practice_enabled_user),
        Role::ProviderUser => say!(l, words.role.provider_user),
        Role::Approver => say!(l, words.role.approver),
        Role::RosterManager => say!(l, words.role.roster_manager),
        Role::Reporting => say!(l, words.role.reporting),
        Role::RosteredMedic => say!(l, words.role.rostered_medic),
        Role::CommissioningAdministrator => say!(l, words.role.commissioning_administrator),
        Role::Support => say!(l, words.role.support),
    }
}

/// What a role lets a person do.
pub(crate) fn role_text(l: Locale, role: Role) -> &'static str {
    match role {
        Role::PracticeEnabledUser => say!(l, words.role_text.practice_enabled_user),
        Role::ProviderUser => say!(l, words.role_text.provider_user),
        Role::Approver => say!(l, words.role_text.approver),
        Role::RosterManager => say!(l, words.role_text.roster_manager),
        Role::Reporting => say!(l, words.role_text.reporting),
        Role::RosteredMedic => say!(l, words.role_text.rostered_medic),
        Role::CommissioningAdministrator => say!(l, words.role_text.commissioning_administrator),
        Role::Support => say!(l, words.role_text.support),
    }
}

/// A role, and what it is limited to where it is.
pub(crate) fn limited(l: Locale, of: Role, roster: Option<&RosterView>) -> String {
    let of = role(l, of);
    match roster {
        Some(one) => say!(l, words.limit.only_for, role = of, roster = self::roster(l, one)),
        None => of.to_owned(),
    }
}

/// A roster with the group that it stands in, or a group.
pub(crate) fn roster(l: Locale, one: &RosterView) -> String {
    let name = if one.is_group {
        say!(l, words.limit.group, name = one.name.as_str())
    } else {
        one.full_name()
    };
    if one.closed {
        say!(l, words.limit.closed, name = name)
    } else {
        name
    }
}

/// Several roles that hold now, one after the other.
pub(crate) fn held(l: Locale, all: &[HeldRole]) -> String {
    let words: Vec<String> = all
        .iter()
        .map(|one| limited(l, one.role, one.roster.as_ref()))
        .collect();
    words.join("; ")
}

/// Several roles, one after the other.
pub(crate) fn roles(l: Locale, all: &[Role]) -> String {
    let words: Vec<&str> = all.iter().map(|one| role(l, *one)).collect();
    words.join(", ")
}

/// What a person is at work.
pub(crate) fn position(l: Locale, position: Option<Position>) -> &'static str {
    match position {
        Some(Position::PracticeManager) => say!(l, words.position.practice_manager),
        Some(Position::Deputy) => say!(l, words.position.deputy),
        Some(Position::Partner) => say!(l, words.position.partner),
        Some(Position::Administrator) => say!(l, words.position.administrator),
        Some(Position::StaffMember) => say!(l, words.position.staff_member),
        None => say!(l, words.position.none),
    }
}

/// Where a request stands.
pub(crate) fn state(l: Locale, state: StateTag) -> &'static str {
    match state {
        StateTag::AwaitingConfirmation => say!(l, words.state.awaiting_confirmation),
        StateTag::Pending => say!(l, words.state.pending),
        StateTag::Approved => say!(l, words.state.approved),
        StateTag::Rejected => say!(l, words.state.rejected),
        StateTag::Withdrawn => say!(l, words.state.withdrawn),
        StateTag::Expired => say!(l, words.state.expired),
    }
}

/// The register's status of an organisation, with the day it closed where it has.
pub(crate) fn status(language: Language, organisation: &OrganisationView) -> String {
    let l = locale_of(language);
    let status = match (organisation.status, organisation.closed_on) {
        (Status::Closed, Some(date)) => say!(l, words.status.closed_on, day = day(date, language)),
        (Status::Active, _) => say!(l, words.status.active).to_owned(),
        (Status::Closed, None) => say!(l, words.status.closed).to_owned(),
        (Status::Dormant, _) => say!(l, words.status.dormant).to_owned(),
        (Status::Proposed, _) => say!(l, words.status.proposed).to_owned(),
    };
    match &organisation.successor {
        None => status,
        Some(code) => say!(l, words.status.merged, status = status, code = code.to_string()),
    }
}

/// Why an account is closed.
pub(crate) fn closing_reason(l: Locale, reason: ClosingReason) -> &'static str {
    match reason {
        ClosingReason::NotNeeded => say!(l, words.closing_reason.not_needed),
        ClosingReason::ChangedJob => say!(l, words.closing_reason.changed_job),
        ClosingReason::StoppedWorking => say!(l, words.closing_reason.stopped_working),
        ClosingReason::AnotherAccount => say!(l, words.closing_reason.another_account),
        ClosingReason::Other => say!(l, words.closing_reason.other),
    }
}

/// What a reviewer is warned of.
pub(crate) fn warning_to_reviewer(l: Locale, warning: Warning) -> &'static str {
    match warning {
        Warning::GenericAddress => say!(l, words.warning_to_reviewer.generic_address),
        Warning::GenericName => say!(l, words.warning_to_reviewer.generic_name),
        Warning::SharedMailbox => say!(l, words.warning_to_reviewer.shared_mailbox),
    }
}

/// What an applicant is warned of.
pub(crate) fn warning(l: Locale, warning: Warning) -> &'static str {
    match warning {
        Warning::GenericAddress => say!(l, words.warning.generic_address),
        Warning::GenericName => say!(l, words.warning.generic_name),
        Warning::SharedMailbox => say!(l, words.warning.shared_mailbox),
    }
}

/// The language itself, for a choice.
pub(crate) fn language(l: Locale, language: Language) -> &'static str {
    match language {
        Language::English => say!(l, words.language.en),
        Language::Welsh => say!(l, words.language.cy),
    }
}
