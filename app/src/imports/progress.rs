//! How far a file is read or applied, and what came of it in figures; meanwhile the page asks again every second, without
//! scripts by a link. Nothing depends on the page being open.

use std::time::Duration;

use domain::Page;
use domain::imports::{Figures, RefusedLine, Unfit};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::controls::{SummaryList, SummaryRow};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// How long after an answer the page asks again.
const AGAIN: Duration = Duration::from_secs(1);

/// How far a file is read; `page` is the page at hand.
#[component]
pub(crate) fn Reading(done: u32, of: u32, page: Page, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let text = if of == 0 {
        say!(l, imports.reading_text).to_owned()
    } else {
        say!(l, imports.progress, staged = done, of = of)
    };
    view! { <UnderWay done of text may_close=say!(l, imports.may_close) page asked/> }
}

/// How far it is applied; `page` is the page at hand.
#[component]
pub(crate) fn Applying(done: u32, of: u32, page: Page, asked: RwSignal<u32>) -> impl IntoView {
    let l = locale();
    let text = say!(l, imports.applying_text, step = done + 1, of = of);
    view! { <UnderWay done of text may_close=say!(l, imports.may_close_applying) page asked/> }
}

/// That applying it did not work, where somebody has tried.
#[component]
pub(crate) fn NotApplied(failed: bool) -> impl IntoView {
    let l = locale();
    failed.then(|| {
        view! {
            <div class="nhsuk-warning-callout">
                <h2 class="nhsuk-warning-callout__label">{say!(l, imports.not_applied)}</h2>
                <p>{say!(l, imports.not_applied_text)}</p>
            </div>
        }
    })
}

/// Work that goes on: how far it is, and asking again.
#[component]
fn UnderWay(
    done: u32,
    of: u32,
    text: String,
    may_close: &'static str,
    page: Page,
    asked: RwSignal<u32>,
) -> impl IntoView {
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
    view! {
        <p id="import-progress" role="status">{text}</p>
        <progress class="porthor-progress" aria-labelledby="import-progress" max=of.max(1).to_string() value=done.to_string()/>
        <p>{may_close}</p>
        <p><a href=to(page)>{say!(l, imports.refresh)}</a></p>
    }
}

/// How many it concerns, and how.
#[component]
pub(crate) fn InFigures(figures: Figures) -> impl IntoView {
    let l = locale();
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

/// "Changed", or "Changed: the first 50 of 213".
pub(crate) fn first_of(l: Locale, title: &str, shown: usize, of: u32) -> String {
    let shown = u32::try_from(shown).unwrap_or(u32::MAX);
    if shown < of {
        say!(l, imports.first_of, title = title, shown = shown, of = of)
    } else {
        title.to_owned()
    }
}

/// Why a file is no list of people.
pub(crate) fn unfit(l: Locale, why: Unfit) -> &'static str {
    match why {
        Unfit::Empty => say!(l, imports.unfit.empty),
        Unfit::NotText => say!(l, imports.unfit.not_text),
        Unfit::LineEnds => say!(l, imports.unfit.line_ends),
        Unfit::Semicolons => say!(l, imports.unfit.semicolons),
        Unfit::Columns => say!(l, imports.unfit.columns),
        Unfit::NoLines => say!(l, imports.unfit.no_lines),
        Unfit::MostlyRefused => say!(l, imports.unfit.mostly_refused),
    }
}

/// Lines that were refused; why stands there in English, for whoever looks after the file.
#[component]
pub(crate) fn Refused(lines: Vec<RefusedLine>, of: u32) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let l = locale();
    let title = first_of(l, say!(l, imports.refused), lines.len(), of);
    let lines = lines.into_iter().map(move |line| {
        view! {
            <li>
                {say!(l, imports.line, number = line.line)} ": " <span lang="en">{line.reason}</span>
            </li>
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">{title}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">{lines.collect_view()}</ul>
    }
    .into_any()
}
