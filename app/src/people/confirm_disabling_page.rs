//! Disable somebody's account, step 2: all that ends, *Confirm* (S65). Where the person is the last who can decide
//! somewhere, nothing is disabled (decision 6).

use domain::Page;
use domain::people::{DisablingDraft, DisablingView};
use leptos::prelude::*;

use super::api::{DisableAccount, disabling_account};
use super::ending::Ends;
use super::ways::{Ways, can_be_disabled};
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Elsewhere, Heading, Hidden, Loaded, PostForm, SummaryList, SummaryRow};
use crate::here::to;
use crate::i18n::{Locale, locale, say};
use crate::members::keeping;

/// The page that disables.
#[component]
pub(crate) fn ConfirmDisablingPage() -> impl IntoView {
    let id = piece("id");
    let disabling = Asked::new(move || id.get(), disabling_account);
    view! {
        <Loaded answer=disabling let:disabling>
            {match disabling.draft.clone() {
                Some(draft) => view! { <Content disabling draft/> }.into_any(),
                None => view! { <Elsewhere page=Page::DisableAccount(disabling.id)/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Content(disabling: DisablingView, draft: DisablingDraft) -> impl IntoView {
    let l = locale();
    let change = (
        to(Page::DisableAccount(disabling.id)),
        say!(l, people.change).to_owned(),
    );
    let why = draft.other.unwrap_or_else(|| word::reason(l, draft.reason).to_owned());
    let (back, title) = (
        to(Page::DisableAccount(disabling.id)),
        say!(l, people.disable_title, name = disabling.name.as_str()),
    );
    let caption = disabling.email.clone();
    let below = {
        let confirm = can_be_disabled(&disabling).then(|| view! { <Confirm disabling=disabling.clone()/> });
        view! { <Ways disabling/> {confirm} }
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, people.back_to_reason)}</a>
        <Heading text=title caption/>
        <SummaryList>
            <SummaryRow key=say!(l, people.disable_why) change>
                <span class="porthor-join-request__reason">{why}</span>
            </SummaryRow>
        </SummaryList>
        {below}
    }
}

/// All that ends, and the button.
#[component]
fn Confirm(disabling: DisablingView) -> impl IntoView {
    let l = locale();
    let id = disabling.id;
    let kept = say!(l, people.disable_keeps, name = disabling.name.as_str());
    let (name, given) = (disabling.name.clone(), disabling.given.clone());
    view! {
        <Ends lead=say!(l, people.disable_ends) endings=endings(l, disabling) kept/>
        <PostForm check=|asked: &DisableAccount| asked.form.parse().map(drop)>
            <Hidden name="id" value=id.to_string()/>
            <keeping::Keep name given/>
            <Button label=say!(l, people.disable_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}

fn endings(l: Locale, disabling: DisablingView) -> Vec<String> {
    let name = disabling.name.as_str();
    let access = disabling.organisations.into_iter().map(|one| one.name);
    let access = access.map(|there| say!(l, people.ends_access, name = name, organisation = there));
    let asked = disabling.requests.into_iter().map(|one| one.name);
    let asked = asked.map(|there| say!(l, people.ends_request, name = name, organisation = there));
    let given = keeping::ends(l, name, &disabling.given);
    let signed_out = say!(l, people.ends_sessions, name = name);
    access.chain(asked).chain(given).chain([signed_out]).collect()
}
