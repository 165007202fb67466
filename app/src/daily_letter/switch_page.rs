//! My account: the daily letter, with the button that switches it.

use domain::Page;
use domain::daily_letter::DailyLetterView;
use leptos::prelude::*;

use super::api::{SwitchDailyLetter, daily_letter};
use crate::asked::Asked;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that switches the daily letter.
#[component]
pub(crate) fn SwitchPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let letter = Asked::new(move || here.acts(), |_| daily_letter());
    view! {
        <Loaded answer=letter let:letter>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
            <Heading text=say!(l, my_account.daily_letter.title) caption=say!(l, my_account.heading)/>
            <p>{say!(l, my_account.daily_letter.lead)}</p>
            <Switch letter/>
        </Loaded>
    }
}

#[component]
fn Switch(letter: DailyLetterView) -> impl IntoView {
    let l = locale();
    let (now, next, label) = if letter.on {
        (
            say!(l, my_account.daily_letter.is_on),
            "off",
            say!(l, my_account.daily_letter.switch_off),
        )
    } else {
        (
            say!(l, my_account.daily_letter.is_off),
            "on",
            say!(l, my_account.daily_letter.switch_on),
        )
    };
    view! {
        <p><strong>{now}</strong></p>
        <PostForm check=|asked: &SwitchDailyLetter| asked.form.parse().map(drop)>
            <Hidden name="daily_letter" value=next/>
            <Button label/>
        </PostForm>
    }
}
