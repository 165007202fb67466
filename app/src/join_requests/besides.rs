//! What else of an applicant concerns organisations that the reviewer may decide for: where they may act, where they could,
//! and what else they asked.

use domain::Page;
use domain::join_requests::{Besides, BesidesWhat};
use leptos::prelude::*;

use crate::controls::{StateTag, word};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The list, or a sentence where there is nothing else.
#[component]
pub(super) fn BesidesList(besides: Vec<Besides>) -> impl IntoView {
    let l = locale();
    let list = if besides.is_empty() {
        view! { <p>{say!(l, join_requests.besides_none)}</p> }.into_any()
    } else {
        let items = besides.into_iter().map(|one| view! { <li><Item one/></li> });
        view! { <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, join_requests.besides_title)}</h2>
        {list}
    }
}

#[component]
fn Item(one: Besides) -> impl IntoView {
    let (l, language) = (locale(), language());
    let organisation = format!("{} · {}", one.organisation, one.code);
    let organisation = organisation.as_str();
    match one.what {
        BesidesWhat::Member { roles, since } => {
            let (roles, when) = (word::held(l, &roles), since.day(language));
            say!(
                l,
                join_requests.besides_member,
                organisation = organisation,
                when = when,
                roles = roles
            )
            .into_any()
        }
        BesidesWhat::Revoked { at } => {
            let when = at.day(language);
            say!(
                l,
                join_requests.besides_revoked,
                organisation = organisation,
                when = when
            )
            .into_any()
        }
        BesidesWhat::Asked {
            id,
            role,
            state,
            made_at,
        } => {
            let (role, when) = (word::role(l, role), made_at.day(language));
            let asked = say!(
                l,
                join_requests.besides_asked,
                organisation = organisation,
                role = role,
                when = when
            );
            view! { <a href=to(Page::Review(one.code, id))>{asked}</a> " " <StateTag state/> }.into_any()
        }
    }
}
