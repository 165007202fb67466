//! One import: how far its file is read, then its difference with *Apply* and *Abandon*, then what came of it. While the
//! file is read the page asks again every second; without scripts by a link. Nothing depends on the page being open.

use std::time::Duration;

use domain::Page;
use domain::imports::{ImportState, ImportView, Trouble};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::api::{AbandonRegister, ApplyRegister, register_import};
use super::difference::Difference;
use super::upload_page::{State, by};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, SummaryList, SummaryRow, Time};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// How long after an answer the page asks again.
const AGAIN: Duration = Duration::from_secs(1);

/// The page of one import.
#[component]
pub(crate) fn ImportPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let asked = RwSignal::new(0_u32);
    let import = Asked::new(
        move || (id.get(), here.acts(), asked.get()),
        |(id, ..)| register_import(id),
    );
    view! {
        <Loaded answer=import let:import>
            <Content import asked/>
        </Loaded>
    }
}

#[component]
fn Content(import: ImportView, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let row = import.row.clone();
    let below = match row.state {
        ImportState::Reading { staged, of } => view! { <Reading import staged of asked/> }.into_any(),
        ImportState::Ready => view! { <Ready import/> }.into_any(),
        ImportState::Applied { at } => view! {
            <p>{say!(l, imports.applied_text)} " " <Time at=at/></p>
            <Figures import=import.clone()/>
            <Difference import/>
        }
        .into_any(),
        ImportState::Abandoned { trouble } => {
            let text = match trouble {
                None => say!(l, imports.abandoned_text),
                Some(Trouble::NotARegister) => say!(l, imports.not_a_register),
                Some(Trouble::OurFault) => say!(l, imports.our_fault),
                Some(Trouble::Stopped) => say!(l, imports.stopped),
            };
            view! { <p>{text}</p> <Difference import/> }.into_any()
        }
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::ImportRegister)>{say!(l, imports.back_to_all)}</a>
        <Heading text=say!(l, imports.one_title, file = row.file_name)/>
        <SummaryList>
            <SummaryRow key=say!(l, imports.state)><State state=row.state/></SummaryRow>
            <SummaryRow key=say!(l, imports.begun)><Time at=row.begun/></SummaryRow>
            <SummaryRow key=say!(l, imports.by)>{by(l, row.by)}</SummaryRow>
        </SummaryList>
        {below}
    }
}

/// The file is being read.
#[component]
fn Reading(import: ImportView, staged: u32, of: u32, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let again = move || {
            // The page may have been left.
            let _ = asked.try_update(|asked| *asked += 1);
        };
        waiting.set_value(set_timeout_with_handle(again, AGAIN).ok());
    });
    on_cleanup(move || {
        if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    });
    let text = if of == 0 {
        say!(l, imports.reading_text).to_owned()
    } else {
        say!(l, imports.progress, staged = staged, of = of)
    };
    let id = import.row.id;
    view! {
        <p id="import-progress" role="status">{text}</p>
        <progress class="porthor-progress" aria-labelledby="import-progress" max=of.max(1).to_string() value=staged.to_string()/>
        <p>{say!(l, imports.may_close)}</p>
        <p><a href=to(Page::RegisterImport(id))>{say!(l, imports.refresh)}</a></p>
        <Abandon id=id.to_string()/>
    }
}

/// Everything is staged: somebody looks, and decides.
#[component]
fn Ready(import: ImportView) -> impl IntoView {
    let l = locale();
    let (id, same) = (import.row.id.to_string(), import.row.id.to_string());
    let nothing = import.figures.new == 0 && import.figures.changed == 0;
    let lead = if nothing {
        say!(l, imports.ready_nothing)
    } else {
        say!(l, imports.ready_text)
    };
    view! {
        <p>{lead}</p>
        <Figures import=import.clone()/>
        <div class="porthor-actions nhsuk-u-margin-bottom-5">
            <PostForm check=|asked: &ApplyRegister| asked.form.parse().map(drop)>
                <Hidden name="id" value=id/>
                <Button label=say!(l, imports.apply)/>
            </PostForm>
            <Abandon id=same/>
        </div>
        <Difference import/>
    }
}

#[component]
fn Abandon(id: String) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &AbandonRegister| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Button label=say!(l, imports.abandon) look=ButtonLook::Secondary/>
        </PostForm>
    }
}

/// How many organisations it concerns, and how.
#[component]
fn Figures(import: ImportView) -> impl IntoView {
    let l = locale();
    let figures = import.figures;
    let rows = [
        (say!(l, imports.read), figures.read),
        (say!(l, imports.new), figures.new),
        (say!(l, imports.changed), figures.changed),
        (say!(l, imports.unchanged), figures.unchanged),
        (say!(l, imports.unlisted), figures.unlisted),
        (say!(l, imports.refused), figures.refused),
    ];
    let rows = rows.map(|(key, number)| view! { <SummaryRow key>{number.to_string()}</SummaryRow> });
    view! { <SummaryList>{rows.into_iter().collect_view()}</SummaryList> }
}
