//! One line of *What happened* as a sentence. Exhaustive: an event without a sentence does not compile.

use domain::audit::{Event, HistoryRow};

use crate::i18n::{Locale, say};

/// The sentence. Where nobody is named as its author, the service did it; where nobody is named as the person concerned,
/// it is its author, else "somebody".
pub(super) fn sentence(l: Locale, row: &HistoryRow) -> String {
    let by = row.by.as_deref().unwrap_or_else(|| say!(l, audit.service));
    let about = row
        .about
        .as_deref()
        .or(row.by.as_deref())
        .unwrap_or_else(|| say!(l, audit.somebody));
    match row.event {
        Event::AccountCreated => say!(l, audit.account_created, about = about),
        Event::AccountCreatedAgain => say!(l, audit.account_created_again, about = about),
        Event::ConfirmationSent => say!(l, audit.confirmation_sent, about = about),
        Event::AccountConfirmed => say!(l, audit.account_confirmed, about = about),
        Event::SignedIn => say!(l, audit.signed_in, about = about),
        Event::SignedOut => say!(l, audit.signed_out, about = about),
        Event::RequestMade => say!(l, audit.request_made, about = about),
        Event::RequestReady => say!(l, audit.request_ready, about = about),
        Event::RequestApproved => say!(l, audit.request_approved, by = by, about = about),
        Event::RequestRejected => say!(l, audit.request_rejected, by = by, about = about),
        Event::RequestWithdrawn => say!(l, audit.request_withdrawn, about = about),
        Event::LetIn => say!(l, audit.let_in, about = about),
        Event::PreApprovalGiven => say!(l, audit.pre_approval_given, by = by),
        Event::PreApprovalEnded => say!(l, audit.pre_approval_ended).to_owned(),
        Event::MemberRevoked => say!(l, audit.member_revoked, by = by, about = about),
        Event::ProfileChanged => say!(l, audit.profile_changed, by = by),
        Event::OrganisationAdded => say!(l, audit.organisation_added).to_owned(),
        Event::OrganisationChanged => say!(l, audit.organisation_changed).to_owned(),
        Event::SupportAppointed => say!(l, audit.support_appointed, about = about),
        Event::SupportAppointedInEmergency => say!(l, audit.support_appointed_in_emergency, about = about),
        Event::DemoSetUp => say!(l, audit.demo_set_up).to_owned(),
    }
}
