//! Help: how to get in, what to do when one cannot, who decides, whom to ask.

use domain::Page;
use leptos::prelude::*;

use super::contact::AskUs;
use crate::controls::Heading;
use crate::here::to;
use crate::i18n::{locale, say};

/// The page *Help*.
#[component]
pub(crate) fn HelpPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, about.help.title)/>
        <h2 class="nhsuk-heading-m">{say!(l, about.help.in_title)}</h2>
        <ol class="nhsuk-list nhsuk-list--number">
            <li>{say!(l, about.help.in_1)}</li>
            <li>{say!(l, about.help.in_2)}</li>
            <li>{say!(l, about.help.in_3)}</li>
        </ol>
        <p><a href=to(Page::CreateAccount)>{say!(l, about.help.in_link)}</a></p>
        <Answer title=say!(l, about.help.decide_title) text=say!(l, about.help.decide)/>
        <Answer title=say!(l, about.help.letter_title) text=say!(l, about.help.letter)/>
        <p><a href=to(Page::ConfirmAgain)>{say!(l, about.help.letter_link)}</a></p>
        <Answer title=say!(l, about.help.password_title) text=say!(l, about.help.password)/>
        <p><a href=to(Page::ForgottenPassword)>{say!(l, about.help.password_link)}</a></p>
        <Answer title=say!(l, about.help.factor_title) text=say!(l, about.help.factor)/>
        <Answer title=say!(l, about.help.lost_title) text=say!(l, about.help.lost)/>
        <Answer title=say!(l, about.help.disabled_title) text=say!(l, about.help.disabled)/>
        <Answer title=say!(l, about.help.support_title) text=say!(l, about.help.support)/>
        <Answer title=say!(l, about.help.feedback_title) text=say!(l, about.help.feedback)/>
        <AskUs/>
    }
}

/// A question and its answer.
#[component]
fn Answer(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <h2 class="nhsuk-heading-m">{title}</h2>
        <p>{text}</p>
    }
    .into_any()
}
