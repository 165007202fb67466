//! Around a long list: what is shown of it, how many rows there are, and the pages beside this one. All of it stands in
//! the address, so that it works by links and without scripts.

use domain::list::{Counted, PageSize};
use leptos::prelude::*;

use crate::i18n::{locale, say};

/// How many rows there are, and the way to the pages beside this one.
#[component]
pub(crate) fn Paging(count: Counted, previous: Option<String>, next: Option<String>) -> impl IntoView {
    let l = locale();
    let counted = match count {
        Counted { more: true, rows } => say!(l, words.list.found_many, count = thousands(rows)),
        Counted { rows: 0, .. } => say!(l, words.list.found_none).to_owned(),
        Counted { rows: 1, .. } => say!(l, words.list.found_one).to_owned(),
        Counted { rows, .. } => say!(l, words.list.found_several, count = thousands(rows)),
    };
    let previous = previous.map(|address| {
        view! { <a class="porthor-paging__link" rel="prev" href=address>{say!(l, words.list.previous)}</a> }
    });
    let next = next.map(|address| {
        view! { <a class="porthor-paging__link" rel="next" href=address>{say!(l, words.list.next)}</a> }
    });
    view! {
        <nav class="porthor-paging" aria-label=say!(l, words.list.pages)>
            {previous} {next} <span class="porthor-paging__count">{counted}</span>
        </nav>
    }
    .into_any()
}

/// "1,000".
fn thousands(number: u32) -> String {
    if number < 1_000 {
        number.to_string()
    } else {
        format!("{},{:03}", number / 1_000, number % 1_000)
    }
}

/// A choice of a form that only looks: one of several, each as it stands in the address and as it is read.
#[component]
pub(crate) fn Filter(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    choices: Vec<(&'static str, String)>,
) -> impl IntoView {
    let options = choices.into_iter().map(move |(choice, label)| {
        let selected = choice == value;
        view! { <option value=choice selected=selected>{label}</option> }
    });
    view! {
        <div class="nhsuk-form-group">
            <label class="nhsuk-label" for=name>{label}</label>
            <select class="nhsuk-select" id=name name=name>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

/// A word to look for, in a form that only looks.
#[component]
pub(crate) fn FilterText(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
) -> impl IntoView {
    view! {
        <div class="nhsuk-form-group">
            <label class="nhsuk-label" for=name>{label}</label>
            <input class="nhsuk-input" type="search" id=name name=name value=value spellcheck="false"/>
        </div>
    }
    .into_any()
}

/// How many rows a page of the list has (S43).
#[component]
pub(crate) fn FilterSize(size: PageSize) -> impl IntoView {
    let choices = PageSize::ALL.map(|size| (size.tag(), size.tag().to_owned()));
    view! { <Filter name="size" label=say!(locale(), words.list.size) value=size.tag() choices=choices.to_vec()/> }
}
