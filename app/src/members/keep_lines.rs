//! What a member asks to keep, in their row of the table: a part of its own, for most rows are shown without.

use domain::members::{MemberRow, Revocable};
use domain::{OdsCode, Page};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::controls::{Beneath, Later, later, word};
use crate::here::to;
use crate::i18n::{language, locale, say};
use crate::services::will_need;

/// The lines, each with the way to the page that answers; nobody answers their own.
#[component]
pub(super) fn KeepLines(row: MemberRow, code: OdsCode) -> impl IntoView {
    will_need("keep_lines");
    let content = later(move || {
        let (row, code) = (row.clone(), code.clone());
        async move { lines(row, code).await.ok() }
    });
    view! { <Later content/> }
}

#[wasm_split(keep_lines, wasm_split_path = ::leptos::wasm_split, preload(fetch_keep_lines), fallible)]
pub(crate) fn lines(row: MemberRow, code: OdsCode) -> Result<AnyView, SplitLoaderError> {
    Ok(row).map(|row| view! { <Lines row code/> }.into_any())
}

#[component]
fn Lines(row: MemberRow, code: OdsCode) -> impl IntoView {
    let l = locale();
    let lines = row.keep.into_iter().map(|keep| {
        let role = word::limited(l, keep.role.role, keep.role.roster.as_ref());
        let until = keep.role.until.map(|until| until.day(language())).unwrap_or_default();
        let review = (row.revocable != Revocable::Oneself).then(|| {
            let whose = say!(l, members.review_keep_whose, name = row.name.as_str());
            view! {
                <a class="porthor-no-print" href=to(Page::Extension(code.clone(), keep.id))>
                    {say!(l, members.review_keep)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
                </a>
            }
        });
        view! { <Beneath>{say!(l, members.asks_to_keep, role = role, until = until)} " " {review}</Beneath> }
    });
    lines.collect_view()
}
