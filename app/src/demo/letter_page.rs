//! One letter, with a link that can be followed.

use domain::Page;
use domain::demo::DemoLetterText;
use leptos::prelude::*;

use super::api::demo_letter;
use super::delivery;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded, SummaryList, SummaryRow, Tag, Time};
use crate::here::to;
use crate::i18n::{locale, say};

/// A letter of the demo.
#[component]
pub(crate) fn LetterPage() -> impl IntoView {
    let id = piece("id");
    let letter = Asked::new(move || id.get(), demo_letter);
    view! {
        <a class="nhsuk-back-link" href=to(Page::DemoLetters)>{say!(locale(), demo.title)}</a>
        <Loaded answer=letter let:text>
            <Letter text/>
        </Loaded>
    }
}

#[component]
fn Letter(text: DemoLetterText) -> impl IntoView {
    let l = locale();
    let (colour, word) = delivery(l, text.letter.delivery);
    let link = text
        .link
        .map(|link| view! { <p><a href=link>{say!(l, demo.link)}</a></p> });
    view! {
        <Heading text=text.letter.subject/>
        <SummaryList>
            <SummaryRow key=say!(l, demo.to)>{text.letter.to}</SummaryRow>
            <SummaryRow key=say!(l, demo.at)><Time at=text.letter.at/></SummaryRow>
            <SummaryRow key=say!(l, demo.delivery)><Tag colour text=word/></SummaryRow>
        </SummaryList>
        <pre class="porthor-letter__text">{text.before_link}</pre>
        {link}
        <pre class="porthor-letter__text">{text.after_link}</pre>
    }
}
