//! One import of practice managers: how far its file is read, then its difference with *Apply* and *Abandon*, then what came of
//! it.

use domain::imports::{ImportState, Trouble};
use domain::managers::ManagersImportView;
use domain::{BatchId, Page};
use leptos::prelude::*;

use super::api::{AbandonManagers, ApplyManagers, managers_import};
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
pub(crate) fn ManagersImportPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let asked = RwSignal::new(0_u32);
    let import = Asked::new(
        move || (id.get(), here.acts(), asked.get()),
        |(id, ..)| managers_import(id),
    );
    view! {
        <Loaded answer=import let:import>
            <Content import asked/>
        </Loaded>
    }
}

#[component]
fn Content(import: ManagersImportView, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let row = import.row.clone();
    let page = Page::ManagersImport(row.id);
    let below = match row.state {
        ImportState::Reading { staged, of } => view! {
            <Reading done=staged of page asked/>
            <Abandon id=row.id/>
        }
        .into_any(),
        ImportState::Ready { failed } => view! { <Ready import failed/> }.into_any(),
        ImportState::Applying { done, of } => view! { <Applying done of page asked/> }.into_any(),
        ImportState::Applied { at } => view! {
            <p>{say!(l, imports.applied_text)} " " <Time at=at/></p>
            <InFigures figures=import.figures/>
            <Difference import/>
        }
        .into_any(),
        ImportState::Abandoned { trouble } => view! { <p>{nothing(l, trouble)}</p> <Difference import/> }.into_any(),
    };
    view! {
        <About row all=Page::Managers/>
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
fn Ready(import: ManagersImportView, failed: bool) -> impl IntoView {
    let l = locale();
    let (id, figures) = (import.row.id, import.figures);
    let nothing = figures.new == 0 && figures.changed == 0 && figures.unlisted == 0;
    let lead = if nothing {
        say!(l, managers.ready_nothing)
    } else {
        say!(l, managers.ready_text)
    };
    view! {
        <NotApplied failed/>
        <p>{lead}</p>
        <InFigures figures/>
        <div class="porthor-actions nhsuk-u-margin-bottom-5">
            <PostForm check=|asked: &ApplyManagers| asked.form.parse().map(drop)>
                <Hidden name="id" value=id.to_string()/>
                <Button label=say!(l, imports.apply)/>
            </PostForm>
            <Abandon id/>
        </div>
        <Difference import/>
    }
}

#[component]
fn Abandon(id: BatchId) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &AbandonManagers| asked.form.parse().map(drop)>
            <Hidden name="id" value=id.to_string()/>
            <Button label=say!(l, imports.abandon) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
