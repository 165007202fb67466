//! What a page says of the last approver before the act, and the ways out: somebody else becomes an approver first; for
//! support, to propose it all the same (decision 6).

use domain::members::last_approver::{LastApprover, Overriding, WayOut};
use domain::{OdsCode, Page};
use leptos::prelude::*;

use crate::here::to;
use crate::i18n::{language, locale, say};

/// The warning with the ways out; `lead` says what cannot be done yet. Where two support people have agreed, it says that
/// instead, for the viewer can act.
#[component]
pub(crate) fn LastApproverNote(#[prop(into)] lead: String, last: LastApprover) -> impl IntoView {
    let not_yet = (!last.is_overridden()).then(|| {
        view! { <p>{lead}</p> <p><MakeAnother last=last.clone()/></p> }
    });
    view! { <div class="porthor-warning">{not_yet} <AllTheSame last/></div> }.into_any()
}

/// The way to make somebody else an approver.
#[component]
pub(crate) fn MakeAnother(last: LastApprover) -> impl IntoView {
    let address = way_out(last.way_out, last.organisation.code);
    view! { <a href=address>{say!(locale(), last_approver.go)}</a> }.into_any()
}

/// Where somebody else is made an approver.
pub(crate) fn way_out(way: WayOut, code: OdsCode) -> String {
    match way {
        WayOut::Members => to(Page::Members(code)),
        WayOut::Invite => format!("{}?organisation={code}", to(Page::Invite)),
    }
}

/// What support can do, or two of them have agreed on.
#[component]
pub(crate) fn AllTheSame(last: LastApprover) -> impl IntoView {
    let l = locale();
    match last.support {
        Overriding::No => None,
        Overriding::MayPropose => {
            let code = last.organisation.code;
            let address = format!("{}?organisation={code}", to(Page::ProposeOverride(last.person)));
            Some(view! { <p><a href=address>{say!(l, last_approver.propose)}</a></p> }.into_any())
        }
        Overriding::Proposed(id) => {
            let address = to(Page::Proposal(id));
            Some(
                view! { <p>{say!(l, last_approver.waits)} " " <a href=address>{say!(l, last_approver.look)}</a></p> }
                    .into_any(),
            )
        }
        Overriding::Agreed(usable) => {
            let until = usable.until.day_and_time(language());
            let agreed = say!(l, last_approver.agreed, until = until, why = usable.why);
            let afterwards = say!(l, last_approver.afterwards, organisation = last.organisation.name);
            Some(view! { <p>{agreed}</p> <p>{afterwards}</p> }.into_any())
        }
    }
}
