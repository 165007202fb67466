//! Act without the organisation's agreement: with a reason, and only once a second support person confirms it.

use domain::Page;
use domain::cases::{CaseView, StateTag};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{OverrideCase, case};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn OverridePage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), case);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: CaseView) -> impl IntoView {
    let l = locale();
    let id = view.row.id;
    let below = if view.row.state == StateTag::Open {
        view! {
            <p>{say!(l, cases.override_lead)}</p>
            <PostForm check=|asked: &OverrideCase| asked.form.parse().map(drop)>
                <Hidden name="id" value=id.to_string()/>
                <TextArea field=Field::Reason label=say!(l, cases.override_label) hint=say!(l, cases.override_hint)/>
                <Button label=say!(l, cases.override_button) look=ButtonLook::Warning/>
            </PostForm>
        }
        .into_any()
    } else {
        view! { <p>{say!(l, cases.not_now)}</p> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Case(id))>{say!(l, cases.back_to_case)}</a>
        <Heading text=say!(l, cases.override_title) caption=view.row.name/>
        {below}
    }
}
