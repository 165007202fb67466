//! One import of medics: how far its file is read, then its difference with *Apply* and *Abandon*, then what came of it.

use domain::imports::{ImportState, Trouble};
use domain::medics::MedicsImportView;
use domain::{BatchId, OdsCode, Page};
use leptos::prelude::*;

use super::api::{AbandonMedics, ApplyMedics, medics_import};
use super::difference::Difference;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Hidden, Loaded, PostForm, Time};
use crate::here::here;
use crate::i18n::{Locale, locale, say};
use crate::imports::latest::About;
use crate::imports::progress::{Applying, InFigures, NotApplied, Reading, unfit};

/// The page of one import.
#[component]
pub(crate) fn MedicsImportPage() -> impl IntoView {
    let (code, id, here) = (piece("code"), piece("id"), here());
    let asked = RwSignal::new(0_u32);
    let import = Asked::new(
        move || (code.get(), id.get(), here.acts(), asked.get()),
        |(code, id, ..)| medics_import(code, id),
    );
    view! {
        <Loaded answer=import let:import>
            <Content import asked/>
        </Loaded>
    }
}

#[component]
fn Content(import: MedicsImportView, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let (row, code) = (import.row.clone(), import.organisation.code.clone());
    let caption = format!("{} · {code}", import.organisation.name);
    let below = match row.state {
        ImportState::Reading { staged, of } => view! {
            <Reading done=staged of page=Page::MedicsImport(code.clone(), row.id) asked/>
            <Abandon code=code.clone() id=row.id/>
        }
        .into_any(),
        ImportState::Ready { failed } => view! { <Ready import failed/> }.into_any(),
        ImportState::Applying { done, of } => {
            let page = Page::MedicsImport(code.clone(), row.id);
            view! { <Applying done of page asked/> }.into_any()
        }
        ImportState::Applied { at } => view! {
            <p>{say!(l, imports.applied_text)} " " <Time at=at/></p>
            <InFigures figures=import.figures/>
            <Difference import/>
        }
        .into_any(),
        ImportState::Abandoned { trouble } => view! { <p>{nothing(l, trouble)}</p> <Difference import/> }.into_any(),
    };
    view! {
        <About row all=Page::Medics(code) caption/>
        {below}
    }
}

/// Why an import came to nothing.
fn nothing(l: Locale, trouble: Option<Trouble>) -> &'static str {
    match trouble {
        None => say!(l, imports.abandoned_text),
        Some(Trouble::OurFault) => say!(l, imports.our_fault),
        Some(Trouble::Stopped) => say!(l, imports.stopped),
        Some(Trouble::NotARegister) => say!(l, imports.unfit.columns),
        Some(Trouble::NotAList(why)) => unfit(l, why),
    }
}

/// Everything is staged: somebody looks, and decides.
#[component]
fn Ready(import: MedicsImportView, failed: bool) -> impl IntoView {
    let l = locale();
    let (code, id, figures) = (import.organisation.code.clone(), import.row.id, import.figures);
    let same = code.clone();
    let nothing = figures.new == 0 && figures.changed == 0 && figures.unlisted == 0;
    let lead = if nothing {
        say!(l, medics.ready_nothing)
    } else {
        say!(l, medics.ready_text)
    };
    view! {
        <NotApplied failed/>
        <p>{lead}</p>
        <InFigures figures/>
        <div class="porthor-actions nhsuk-u-margin-bottom-5">
            <PostForm check=|asked: &ApplyMedics| asked.form.parse().map(drop)>
                <Which code id/>
                <Button label=say!(l, imports.apply)/>
            </PostForm>
            <Abandon code=same id/>
        </div>
        <Difference import/>
    }
}

#[component]
fn Abandon(code: OdsCode, id: BatchId) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &AbandonMedics| asked.form.parse().map(drop)>
            <Which code id/>
            <Button label=say!(l, imports.abandon) look=ButtonLook::Secondary/>
        </PostForm>
    }
}

/// Which import of which organisation a form is about.
#[component]
fn Which(code: OdsCode, id: BatchId) -> impl IntoView {
    view! {
        <Hidden name="code" value=code.to_string()/>
        <Hidden name="id" value=id.to_string()/>
    }
}
