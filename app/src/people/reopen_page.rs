//! The page that opens a disabled account again; support only.

use domain::Page;
use domain::form::Field;
use domain::people::ReopenView;
use leptos::prelude::*;

use super::api::{ReopenAccount, account_to_reopen};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The page that reopens.
#[component]
pub(crate) fn ReopenPage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), account_to_reopen);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: ReopenView) -> impl IntoView {
    let l = locale();
    let name = view.name.as_str();
    let disabled = view.disabled.map(|at| {
        let when = at.day_and_time(language());
        let by = view.by.clone().filter(|_| !view.by_themselves);
        let text = if let Some(by) = by {
            say!(l, people.was_disabled_by, name = name, when = when, by = by)
        } else {
            say!(l, people.was_closed, name = name, when = when)
        };
        view! { <p>{text}</p> }
    });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Person(view.id))>
            {say!(l, people.back_to, name = name)}
        </a>
        <Heading text=say!(l, people.reopen_title, name = name) caption=view.email.clone()/>
        {disabled}
        <p>{say!(l, people.reopen_lead, name = name)}</p>
        <p>{say!(l, people.reopen_keeps, name = name)}</p>
        <PostForm check=|asked: &ReopenAccount| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.id.to_string()/>
            <TextArea field=Field::Reason label=say!(l, people.reopen_reason) hint=say!(l, people.reopen_reason_hint)/>
            <Button label=say!(l, people.reopen_confirm)/>
        </PostForm>
    }
}
