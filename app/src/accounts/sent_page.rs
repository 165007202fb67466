//! Check your e-mail: always the same page, whether the address was new or not.

use domain::Page;
use leptos::prelude::*;

use crate::controls::{Heading, Later, later};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// What to do now.
#[component]
pub(crate) fn SentPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.sent.title)/>
        <p>{say!(l, accounts.sent.intro)}</p>
        <DemoLettersLink/>
        <p>{say!(l, accounts.sent.not_there)}</p>
        <p><a href=to(Page::ConfirmAgain)>{say!(l, accounts.sent.again)}</a></p>
    }
}

/// In the demo: where the letter is.
#[component]
pub(super) fn DemoLettersLink() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    let content = later(move || async move {
        let demo = visitor.answer().await.is_ok_and(|visitor| visitor.demo);
        demo.then(|| {
            view! {
                <p><a href=to(Page::DemoLetters)>{say!(l, accounts.sent.demo)}</a></p>
            }
        })
    });
    view! { <Later content/> }
}
