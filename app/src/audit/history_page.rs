//! Edit practice profile, tab *What happened*.

use domain::audit::{History, HistoryRow};
use domain::live::Noun;
use domain::{AuditId, OdsCode, Page};
use leptos::prelude::*;

use super::api::what_happened;
use super::filter_form::FilterForm;
use super::sentence::sentence;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Loaded, Time};
use crate::here::here;
use crate::i18n::{language, locale, say};
use crate::organisations::{OrganisationHeading, Tab};

/// The page with what happened; filter and place stand in the address.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let (what, before) = (query("what"), query("before"));
    let history = Asked::new(
        move || (code.get(), what.get(), before.get(), here.acts()),
        |(code, what, before, _)| what_happened(code, what, before),
    )
    .live(&Noun::ALL);
    view! {
        <Loaded answer=history let:history>
            <Content history what=what.get_untracked() before=before.get_untracked()/>
        </Loaded>
    }
}

#[component]
fn Content(history: History, what: String, before: String) -> impl IntoView {
    let l = locale();
    let code = history.organisation.code.clone();
    let empty = if what.is_empty() {
        say!(l, audit.empty)
    } else {
        say!(l, audit.empty_filtered)
    };
    let lines = if history.rows.is_empty() {
        view! { <p class="porthor-empty">{empty}</p> }.into_any()
    } else {
        let lines = history.rows.into_iter().map(|row| view! { <Line row/> });
        view! { <ol class="porthor-audit">{lines.collect_view()}</ol> }.into_any()
    };
    view! {
        <OrganisationHeading organisation=history.organisation tab=Tab::History text=say!(l, audit.title)/>
        <p>{say!(l, audit.lead)}</p>
        <FilterForm what=what.clone()/>
        {lines}
        <Paging code what newest=before.is_empty() older=history.older/>
    }
}

#[component]
fn Line(row: HistoryRow) -> impl IntoView {
    let l = locale();
    let why = row.why.clone().map(|why| {
        view! { <p class="porthor-audit__reason">{say!(l, audit.because)} " " <q>{why}</q></p> }
    });
    view! {
        <li class="porthor-audit__entry">
            <p class="porthor-audit__sentence">{sentence(l, row.event, row.by.as_deref(), row.about.as_deref())}</p>
            <p class="porthor-audit__detail"><Time at=row.at/></p>
            {why}
        </li>
    }
}

/// The way to older lines, and back to the newest.
#[component]
fn Paging(code: OdsCode, what: String, newest: bool, older: Option<AuditId>) -> impl IntoView {
    let l = locale();
    let address = format!("{}?what={what}", Page::History(code).path(language()));
    let older = older.map(|id| {
        let older = format!("{address}&before={id}");
        view! { <a class="porthor-paging__link" rel="next" href=older>{say!(l, audit.older)}</a> }
    });
    let newest = (!newest).then(|| {
        view! { <a class="porthor-paging__link" rel="prev" href=address>{say!(l, audit.newest)}</a> }
    });
    (older.is_some() || newest.is_some()).then(|| {
        view! { <nav class="porthor-paging" aria-label=say!(l, audit.pages)>{newest} {older}</nav> }
    })
}
