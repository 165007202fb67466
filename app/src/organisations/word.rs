//! The word for every kind, status and policy of organisations, in both languages.

use domain::organisations::{Kind, Policy, Status};

use crate::i18n::{Locale, say};

/// A kind.
pub(crate) fn kind(l: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Practice => say!(l, organisations.kind.practice),
        Kind::Commissioner => say!(l, organisations.kind.commissioner),
        Kind::Trust => say!(l, organisations.kind.trust),
    }
}

/// A status, without a day.
pub(super) fn status(l: Locale, status: Status) -> &'static str {
    match status {
        Status::Active => say!(l, words.status.active),
        Status::Closed => say!(l, words.status.closed),
        Status::Dormant => say!(l, words.status.dormant),
        Status::Proposed => say!(l, words.status.proposed),
    }
}

/// Who may decide.
pub(super) fn policy(l: Locale, policy: Policy) -> &'static str {
    match policy {
        Policy::AnyMember => say!(l, organisations.policy.any_member),
        Policy::ApproverRole => say!(l, organisations.policy.approver_role),
        Policy::SupportOnly => say!(l, organisations.policy.support_only),
    }
}

/// What that means.
pub(super) fn policy_means(l: Locale, policy: Policy) -> &'static str {
    match policy {
        Policy::AnyMember => say!(l, organisations.policy_means.any_member),
        Policy::ApproverRole => say!(l, organisations.policy_means.approver_role),
        Policy::SupportOnly => say!(l, organisations.policy_means.support_only),
    }
}
