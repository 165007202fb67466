//! A sentence that is seldom needed at once: why something failed, what was done. They are many, in two languages, and most
//! pages are first shown without one; so the browser fetches them all with the first.

use std::sync::Arc;

use domain::form::{Field, Problem};
use domain::{DeadLink, Notice, Refusal};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::{Later, later, sentence};
use crate::error::AppError;
use crate::i18n::{Locale, locale, say};
use crate::services::will_need;

/// What is said.
#[derive(Clone)]
pub(crate) enum Saying {
    /// Why a call did not succeed.
    Error(AppError),
    /// What is wrong with a field.
    Problem(Field, Problem),
    /// Why something was refused.
    Refusal(Refusal),
    /// Why a link cannot be used.
    DeadLink(DeadLink),
    /// What was done.
    Notice(Arc<Notice>),
}

/// What is said, in words. Where they cannot be fetched, what that means: nothing else could be either.
#[component]
pub(crate) fn Sentence(of: Saying) -> impl IntoView {
    let l = locale();
    will_need("sentences");
    let content = later(move || {
        let of = of.clone();
        async move {
            match words(l, of).await {
                Ok(words) => words,
                Err(_) => say!(l, refusals.connection).to_owned(),
            }
        }
    });
    view! { <Later content/> }
}

#[wasm_split(sentences, wasm_split_path = ::leptos::wasm_split, preload(fetch_sentences), fallible)]
pub(crate) fn words(l: Locale, of: Saying) -> Result<String, SplitLoaderError> {
    Ok(of).map(|of| match of {
        Saying::Error(error) => sentence::error(l, &error),
        Saying::Problem(field, problem) => sentence::problem(l, field, problem),
        Saying::Refusal(refusal) => sentence::refusal(l, &refusal),
        Saying::DeadLink(dead) => sentence::dead_link(l, dead).to_owned(),
        Saying::Notice(notice) => sentence::notice(l, &notice),
    })
}
