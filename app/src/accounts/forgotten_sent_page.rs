//! Check your e-mail, after asking for a link to a new password: always the same page, whether the address has an account
//! or not.

use domain::Page;
use leptos::prelude::*;

use super::sent_page::DemoLettersLink;
use crate::controls::Heading;
use crate::here::to;
use crate::i18n::{locale, say};

/// What to do now.
#[component]
pub(crate) fn ForgottenSentPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.forgotten.sent_title)/>
        <p>{say!(l, accounts.forgotten.sent_intro)}</p>
        <DemoLettersLink/>
        <p>{say!(l, accounts.forgotten.sent_not_there)}</p>
        <p><a href=to(Page::ForgottenPassword)>{say!(l, accounts.forgotten.sent_again)}</a></p>
    }
}
