//! Close the account, step 2: all that ends, the password, *Confirm* (S65). Where the person is the last who can decide,
//! nothing is closed (decision 6).

use domain::Page;
use domain::members::keeping::What;
use domain::my_account::{ClosingDraft, ClosingView};
use leptos::prelude::*;

use super::api::{CloseMyAccount, closing_my_account};
use super::hindrances::Hindrances;
use crate::asked::Asked;
use crate::controls::{
    Button, ButtonLook, Elsewhere, Heading, Loaded, PasswordField, PostForm, SummaryList, SummaryRow, word,
};
use crate::here::to;
use crate::i18n::{Locale, locale, say};
use crate::people::Ends;

/// The page that closes the account.
#[component]
pub(crate) fn CloseAccountConfirmPage() -> impl IntoView {
    let closing = Asked::new(|| (), |()| closing_my_account());
    view! {
        <Loaded answer=closing let:closing>
            {match closing.draft.clone() {
                Some(draft) => view! { <Content closing draft/> }.into_any(),
                None => view! { <Elsewhere page=Page::CloseAccount/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Content(closing: ClosingView, draft: ClosingDraft) -> impl IntoView {
    let l = locale();
    let can = closing.in_the_way.is_empty() && !closing.few_support_people;
    let confirm = can.then(|| view! { <Confirm closing=closing.clone()/> });
    let below = view! { <Hindrances closing/> {confirm} };
    let change = (to(Page::CloseAccount), say!(l, my_account.change).to_owned());
    let why = draft
        .other
        .unwrap_or_else(|| word::closing_reason(l, draft.reason).to_owned());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::CloseAccount)>
            {say!(l, my_account.close_confirm.back)}
        </a>
        <Heading text=say!(l, my_account.close_confirm.title) caption=say!(l, my_account.heading)/>
        <SummaryList>
            <SummaryRow key=say!(l, my_account.close_confirm.reason) change>
                <span class="porthor-join-request__reason">{why}</span>
            </SummaryRow>
        </SummaryList>
        {below}
    }
}

/// All that ends, the password, and the button.
#[component]
fn Confirm(closing: ClosingView) -> impl IntoView {
    let l = locale();
    view! {
        <Ends
            lead=say!(l, my_account.close_confirm.ends)
            endings=endings(l, closing)
            kept=say!(l, my_account.close_confirm.kept)
        />
        <PostForm check=|asked: &CloseMyAccount| asked.form.parse().map(drop)>
            <PasswordField
                label=say!(l, my_account.close_confirm.password)
                hint=say!(l, my_account.close_confirm.password_hint)
                autocomplete="current-password"
            />
            <Button label=say!(l, my_account.close_confirm.button) look=ButtonLook::Warning/>
        </PostForm>
    }
}

fn endings(l: Locale, closing: ClosingView) -> Vec<String> {
    let access = closing.organisations.into_iter().map(|mine| mine.organisation.name);
    let access = access.map(|name| say!(l, my_account.close_confirm.ends_access, organisation = name));
    let asked = closing.requests.into_iter().map(|one| one.name);
    let asked = asked.map(|name| say!(l, my_account.close_confirm.ends_request, organisation = name));
    let given = closing.given.into_iter();
    let given = given.map(|row| match row.what {
        What::PreApproval => say!(l, my_account.close_confirm.ends_pre_approval, whom = row.whom),
        What::NewUser => say!(l, my_account.close_confirm.ends_new_user, whom = row.whom),
    });
    let signed_out = say!(l, my_account.close_confirm.ends_sessions).to_owned();
    access.chain(asked).chain(given).chain([signed_out]).collect()
}
