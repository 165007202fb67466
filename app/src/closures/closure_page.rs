//! The people of an organisation that is no longer open: who is meant, and whether their access ends or they move to its
//! successor. Nothing happens here: the next page says what it means for each.

use domain::Page;
use domain::closures::{ClosureView, Fate};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{ChooseClosure, closure};
use super::people_table::TickTable;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Radios, Reveal, TextField};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn ClosurePage() -> impl IntoView {
    let (l, here, code) = (locale(), here(), piece("code"));
    let view = Asked::new(move || (code.get(), here.acts()), |(code, _)| closure(code));
    view! {
        <Loaded answer=view let:view>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Closures)>{say!(l, closures.back)}</a>
            <Heading
                text=say!(l, closures.title)
                caption=format!("{} · {}", view.organisation.name, view.organisation.code)
            />
            {if view.people.is_empty() {
                view! { <p class="porthor-empty">{say!(l, closures.nobody)}</p> }.into_any()
            } else {
                view! { <ChooseForm view/> }.into_any()
            }}
        </Loaded>
    }
}

#[component]
fn ChooseForm(view: ClosureView) -> impl IntoView {
    let l = locale();
    let successor = view.organisation.successor.as_ref().map(ToString::to_string);
    let choices = vec![
        Choice::new(Fate::END, say!(l, closures.fate_end)).with_hint(say!(l, closures.fate_end_hint)),
        Choice::new(Fate::MOVE, say!(l, closures.fate_move)).with_hint(say!(l, closures.fate_move_hint)),
    ];
    let chosen = RwSignal::new(String::new());
    let shown = Signal::derive(move || chosen.with(|chosen| chosen == Fate::MOVE));
    let search = format!("{}?status=active", to(Page::Organisations));
    view! {
        <p>{say!(l, closures.lead)}</p>
        <PostForm check=|asked: &ChooseClosure| asked.form.check()>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <div id=Field::Ticked.name() tabindex="-1"><TickTable people=view.people/></div>
            <Radios field=Field::Fate legend=say!(l, closures.fate) chosen choices/>
            <Reveal shown>
                <TextField
                    field=Field::Successor
                    label=say!(l, closures.successor)
                    hint=say!(l, closures.successor_hint)
                    value=successor.unwrap_or_default()
                />
                <p><a href=search target="_blank">{say!(l, closures.successor_search)}</a></p>
            </Reveal>
            <Button label=say!(l, closures.go_on)/>
        </PostForm>
    }
}
