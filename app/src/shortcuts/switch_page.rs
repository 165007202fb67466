//! My account: which keys there are, and the button that switches them.

use domain::Page;
use domain::sessions::Visitor;
use leptos::prelude::*;

use super::api::SwitchShortcuts;
use super::dialog::KeyList;
use crate::asked::Asked;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::sessions::api::visitor;

/// The page that switches the shortcuts.
#[component]
pub(crate) fn ShortcutsPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let visitor = Asked::new(move || here.acts(), |_| visitor());
    view! {
        <Loaded answer=visitor let:visitor>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
            <Heading text=say!(l, my_account.shortcuts.title) caption=say!(l, my_account.heading)/>
            <p>{say!(l, my_account.shortcuts.lead)}</p>
            <KeyList/>
            <Switch visitor/>
        </Loaded>
    }
}

#[component]
fn Switch(visitor: Visitor) -> impl IntoView {
    let l = locale();
    let on = visitor.person.is_some_and(|person| person.shortcuts);
    let (now, next, label) = if on {
        (
            say!(l, my_account.shortcuts.are_on),
            "off",
            say!(l, my_account.shortcuts.switch_off),
        )
    } else {
        (
            say!(l, my_account.shortcuts.are_off),
            "on",
            say!(l, my_account.shortcuts.switch_on),
        )
    };
    view! {
        <p><strong>{now}</strong></p>
        <PostForm check=|asked: &SwitchShortcuts| asked.form.parse().map(drop)>
            <Hidden name="shortcuts" value=next/>
            <Button label/>
        </PostForm>
    }
}
