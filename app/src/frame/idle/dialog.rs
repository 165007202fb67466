//! How the warning before a session ends looks and is heard: a modal dialog, whose countdown is read out at each full
//! minute and at 20 seconds only. When to warn is decided in [`super::watch`].

use leptos::html;
use leptos::prelude::*;

use super::watch::{Standing, Watch};
use crate::controls::focus::focus_on;
use crate::i18n::{Locale, locale, say};
use crate::sessions::SignOutButton;

/// The dialog. Escape, which closes it, means to stay.
#[component]
pub(super) fn IdleDialog(watch: Watch) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let shown = watch.shown.get();
        let Some(dialog) = dialog.get() else { return };
        if shown {
            // Once its content is there, so that the first button takes the focus.
            request_animation_frame(move || {
                if watch.shown.try_get_untracked() == Some(true) && !dialog.open() {
                    // A dialog that cannot be shown leaves the page as it is; the next request tells.
                    let _ = dialog.show_modal();
                }
            });
        } else {
            dialog.close();
        }
    });
    let closed = move |_| {
        if watch.shown.get_untracked() {
            watch.stay();
        }
    };
    let standing = Memo::new(move |_| watch.standing.get());
    view! {
        <dialog
            class="porthor-dialog"
            node_ref=dialog
            role="alertdialog"
            aria-labelledby="idle-title"
            aria-describedby="idle-text"
            on:close=closed
        >
            {move || match standing.get() {
                Standing::Lasting | Standing::Left => ().into_any(),
                Standing::Ended => view! { <Ended watch/> }.into_any(),
                Standing::Resting => view! { <Ending watch absolute=false/> }.into_any(),
                Standing::Closing => view! { <Ending watch absolute=true/> }.into_any(),
            }}
        </dialog>
    }
    .into_any()
}

/// It ends soon.
#[component]
fn Ending(watch: Watch, absolute: bool) -> impl IntoView {
    let l = locale();
    let soon = Memo::new(move |_| soon(l, watch.left.get()));
    // What it begins with is read out as the name of the dialog.
    let first = soon.get_untracked();
    let announced = move || Some(soon.get()).filter(|now| *now != first);
    let (why, stay) = if absolute {
        (say!(l, sessions.idle.why_absolute), say!(l, sessions.idle.close))
    } else {
        (say!(l, sessions.idle.why), say!(l, sessions.idle.stay))
    };
    view! {
        <h2 class="nhsuk-heading-m" id="idle-title">{move || soon.get()}</h2>
        <p id="idle-text">{why}</p>
        <p class="porthor-dialog__clock" aria-hidden="true">{move || clock(l, watch.left.get())}</p>
        <p class="nhsuk-u-visually-hidden" role="status" aria-live="polite">{announced}</p>
        <div class="porthor-dialog__buttons">
            <button class="nhsuk-button" type="button" on:click=move |_| watch.stay()>{stay}</button>
            <SignOutButton/>
        </div>
    }
}

/// It has ended, and something typed stands on the page.
#[component]
fn Ended(watch: Watch) -> impl IntoView {
    let l = locale();
    // Where the countdown stood, its buttons are gone, and with them the focus.
    Effect::new(|_| focus_on("idle-back"));
    view! {
        <div role="alert">
            <h2 class="nhsuk-heading-m" id="idle-title">{say!(l, sessions.idle.over)}</h2>
            <p id="idle-text">{say!(l, sessions.idle.over_why)}</p>
        </div>
        <div class="porthor-dialog__buttons">
            <button class="nhsuk-button" type="button" id="idle-back" on:click=move |_| watch.stay()>
                {say!(l, sessions.idle.back)}
            </button>
        </div>
    }
}

/// When it ends, in steps: whole minutes, then 20 seconds.
fn soon(l: Locale, seconds: u64) -> String {
    match seconds {
        0..=20 => say!(l, sessions.idle.seconds, count = 20),
        21..=60 => say!(l, sessions.idle.minute).to_owned(),
        _ => say!(l, sessions.idle.minutes, count = seconds.div_ceil(60)),
    }
}

/// The time left, as a clock shows it.
fn clock(l: Locale, seconds: u64) -> String {
    let (minutes, seconds) = (seconds / 60, format!("{:02}", seconds % 60));
    say!(l, sessions.idle.clock, minutes = minutes, seconds = seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_countdown_changes_its_words_each_full_minute_and_at_twenty_seconds() {
        let mut said: Vec<String> = (1..=120).rev().map(|left| soon(Locale::en, left)).collect();
        said.dedup();
        assert_eq!(
            said,
            [
                "You will be signed out in 2 minutes",
                "You will be signed out in 1 minute",
                "You will be signed out in 20 seconds",
            ]
        );
        assert_eq!(clock(Locale::en, 65), "Time left: 1:05");
    }
}
