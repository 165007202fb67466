//! Close the account, step 1: the reason (S63, S64). Nothing ends here.

use domain::Page;
use domain::form::Field;
use domain::my_account::{ClosingReason, ClosingView, OTHER_MOST};
use leptos::prelude::*;

use super::api::{ChooseClosingReason, closing_my_account};
use super::hindrances::Hindrances;
use crate::asked::Asked;
use crate::controls::{Button, Choice, CountedTextArea, Heading, Loaded, PostForm, Radios, Reveal, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that asks for the reason.
#[component]
pub(crate) fn CloseAccountPage() -> impl IntoView {
    let l = locale();
    let closing = Asked::new(|| (), |()| closing_my_account());
    view! {
        <Loaded answer=closing let:closing>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
            <Heading text=say!(l, my_account.close.title) caption=say!(l, my_account.heading)/>
            <p>{say!(l, my_account.close.lead)}</p>
            <Hindrances closing=closing.clone()/>
            <ReasonForm closing/>
        </Loaded>
    }
}

#[component]
fn ReasonForm(closing: ClosingView) -> impl IntoView {
    let l = locale();
    let before = closing.draft.as_ref();
    let value = before.map(|draft| draft.reason.tag()).unwrap_or_default();
    let other = before.and_then(|draft| draft.other.clone()).unwrap_or_default();
    let choices = ClosingReason::ALL.map(|one| Choice::new(one.tag(), word::closing_reason(l, one)));
    let chosen = RwSignal::new(String::new());
    let shown = Signal::derive(move || chosen.with(|chosen| chosen == ClosingReason::Other.tag()));
    view! {
        <PostForm check=|asked: &ChooseClosingReason| asked.form.parse().map(drop)>
            <Radios
                field=Field::Reason
                legend=say!(l, my_account.close.legend)
                value
                chosen
                choices=choices.to_vec()
            />
            <Reveal shown>
                <CountedTextArea
                    field=Field::Other
                    label=say!(l, my_account.close.other)
                    hint=say!(l, my_account.close.other_hint, most = OTHER_MOST)
                    value=other
                    most=OTHER_MOST
                />
            </Reveal>
            <Button label=say!(l, my_account.close.go_on)/>
        </PostForm>
    }
}
