//! The list of letters sent.

use domain::Page;
use domain::demo::DemoLetter;
use leptos::prelude::*;

use super::api::demo_letters;
use super::delivery;
use crate::asked::Asked;
use crate::controls::{Cell, Column, DataTable, Heading, Loaded, NameCell, Tag, Time};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The letters of the demo.
#[component]
pub(crate) fn LettersPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let letters = Asked::new(move || here.acts(), |_| demo_letters());
    view! {
        <Loaded answer=letters let:letters>
            <Heading text=say!(l, demo.title)/>
            <p>{say!(l, demo.intro)}</p>
            <Letters letters/>
        </Loaded>
    }
}

#[component]
fn Letters(letters: Vec<DemoLetter>) -> impl IntoView {
    let l = locale();
    if letters.is_empty() {
        return view! { <p class="porthor-empty">{say!(l, demo.none)}</p> }.into_any();
    }
    let columns = [
        say!(l, demo.subject),
        say!(l, demo.to),
        say!(l, demo.at),
        say!(l, demo.delivery),
    ];
    let rows = letters.into_iter().map(move |letter| {
        let (colour, text) = delivery(l, letter.delivery);
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, demo.subject)>
                    <a href=to(Page::DemoLetter(letter.id))>{letter.subject}</a>
                </NameCell>
                <Cell label=say!(l, demo.to)>{letter.to}</Cell>
                <Cell label=say!(l, demo.at)><Time at=letter.at/></Cell>
                <Cell label=say!(l, demo.delivery)><Tag colour text/></Cell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, demo.letters) id="letters" columns=columns.map(Column::new).to_vec()>
            {rows.collect_view()}
        </DataTable>
    }
    .into_any()
}
