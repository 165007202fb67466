//! What stands in the way of an invitation, in words, and where one goes instead: for one, and for a line of several.

use domain::invitations::Hindrance;
use domain::{OdsCode, Page};

use crate::here::to;
use crate::i18n::{Locale, say};

/// What stands in the way.
pub(super) fn text(l: Locale, why: Hindrance, name: &str, organisation: &str) -> String {
    match why {
        Hindrance::NotYours => say!(l, inviting.held.not_yours, organisation = organisation),
        Hindrance::Closed => say!(l, inviting.held.closed, organisation = organisation),
        Hindrance::Oneself => say!(l, inviting.held.oneself).to_owned(),
        Hindrance::ImportedMedic => say!(l, inviting.held.medic, organisation = organisation),
        Hindrance::MemberThere => say!(l, inviting.held.member, name = name, organisation = organisation),
        Hindrance::Asked(_) => say!(l, inviting.held.asked, name = name, organisation = organisation),
        Hindrance::Invited(_) => say!(l, inviting.held.invited, organisation = organisation),
        Hindrance::Role => say!(l, inviting.held.role, organisation = organisation),
        Hindrance::Limit => say!(l, inviting.held.limit).to_owned(),
        Hindrance::Ended => say!(l, inviting.held.ended).to_owned(),
    }
}

/// Where one goes instead, and what the link says; nothing where the invitation itself is to be changed.
pub(super) fn way(l: Locale, why: Hindrance, code: Option<OdsCode>) -> Option<(String, &'static str)> {
    let (page, label) = match why {
        Hindrance::MemberThere => (Page::Members(code?), say!(l, inviting.held.see_members)),
        Hindrance::Asked(request) => (Page::Review(code?, request), say!(l, inviting.held.review)),
        Hindrance::Invited(invited) => (Page::NewUserRoles(invited), say!(l, inviting.held.see_invited)),
        _ => return None,
    };
    Some((to(page), label))
}
