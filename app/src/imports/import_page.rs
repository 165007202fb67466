//! One import: how far its file is read, then its difference with *Apply* and *Abandon*, then what came of it.

use domain::Page;
use domain::imports::{ImportState, ImportView, Trouble};
use leptos::prelude::*;

use super::api::{AbandonRegister, ApplyRegister, register_import};
use super::difference::Difference;
use super::latest::About;
use super::progress::{Applying, InFigures, NotApplied, Reading};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Hidden, Loaded, PostForm, Time};
use crate::here::here;
use crate::i18n::{locale, say};

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
        ImportState::Reading { staged, of } => view! {
            <Reading done=staged of page=Page::RegisterImport(row.id) asked/>
            <Abandon id=row.id.to_string()/>
        }
        .into_any(),
        ImportState::Ready { failed } => view! { <Ready import failed/> }.into_any(),
        ImportState::Applying { done, of } => {
            let page = Page::RegisterImport(row.id);
            view! { <Applying done of page asked/> }.into_any()
        }
        ImportState::Applied { at } => view! {
            <p>{say!(l, imports.applied_text)} " " <Time at=at/></p>
            <InFigures figures=import.figures/>
            <Difference import/>
        }
        .into_any(),
        ImportState::Abandoned { trouble } => {
            let text = match trouble {
                None => say!(l, imports.abandoned_text),
                Some(Trouble::NotARegister | Trouble::NotAList(_)) => say!(l, imports.not_a_register),
                Some(Trouble::OurFault) => say!(l, imports.our_fault),
                Some(Trouble::Stopped) => say!(l, imports.stopped),
            };
            view! { <p>{text}</p> <Difference import/> }.into_any()
        }
    };
    view! {
        <About row all=Page::ImportRegister/>
        {below}
    }
}

/// Everything is staged: somebody looks, and decides.
#[component]
fn Ready(import: ImportView, failed: bool) -> impl IntoView {
    let l = locale();
    let (id, same) = (import.row.id.to_string(), import.row.id.to_string());
    let nothing = import.figures.new == 0 && import.figures.changed == 0;
    let lead = if nothing {
        say!(l, imports.ready_nothing)
    } else {
        say!(l, imports.ready_text)
    };
    view! {
        <NotApplied failed/>
        <p>{lead}</p>
        <InFigures figures=import.figures/>
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
