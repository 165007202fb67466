//! What was done: a banner at the top of the page, and a line that screen readers read out.

use domain::Notice;
use leptos::prelude::*;

use super::{Saying, Sentence};
use crate::here::here;
use crate::i18n::{locale, say};

/// The banner; nothing where nothing was done, or where it happened in the middle of the page.
#[component]
pub(crate) fn NoticeBanner() -> impl IntoView {
    let (l, here) = (locale(), here());
    move || {
        here.said().filter(|said| !said.in_place).map(|said| {
            // What stands in a form again has not been done.
            let done = !matches!(*said.notice, Notice::StillHere { .. });
            let title = if done {
                say!(l, frame.success)
            } else {
                say!(l, frame.important)
            };
            view! {
                <section
                    class="nhsuk-notification-banner"
                    class=("nhsuk-notification-banner--success", done)
                    id="notice"
                    tabindex="-1"
                    aria-labelledby="notice-title"
                >
                    <div class="nhsuk-notification-banner__header">
                        <h2 class="nhsuk-notification-banner__title" id="notice-title">{title}</h2>
                    </div>
                    <div class="nhsuk-notification-banner__content">
                        <p class="nhsuk-notification-banner__heading"><Sentence of=Saying::Notice(said.notice)/></p>
                    </div>
                </section>
            }
        })
    }
}

/// The line that is read out politely. It is seen only for what happened in the middle of a page, at the lower edge of
/// the window, so that nothing moves under the pointer.
#[component]
pub(crate) fn StatusLine() -> impl IntoView {
    let here = here();
    let hidden = move || here.said().is_none_or(|said| !said.in_place);
    view! {
        <p class="porthor-status" class=("nhsuk-u-visually-hidden", hidden) role="status" aria-live="polite">
            {move || here.said().map(|said| view! { <Sentence of=Saying::Notice(said.notice)/> })}
        </p>
    }
}
