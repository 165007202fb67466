//! Accessibility statement.

use leptos::prelude::*;

use super::contact::AskUs;
use crate::controls::Heading;
use crate::i18n::{locale, say};

/// The page *Accessibility statement*.
#[component]
pub(crate) fn AccessibilityPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, about.accessibility.title)/>
        <p>{say!(l, about.accessibility.intro)}</p>
        <h2 class="nhsuk-heading-m">{say!(l, about.accessibility.can_title)}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>{say!(l, about.accessibility.can_keyboard)}</li>
            <li>{say!(l, about.accessibility.can_zoom)}</li>
            <li>{say!(l, about.accessibility.can_scripts)}</li>
            <li>{say!(l, about.accessibility.can_time)}</li>
            <li>{say!(l, about.accessibility.can_language)}</li>
        </ul>
        <h2 class="nhsuk-heading-m">{say!(l, about.accessibility.tested_title)}</h2>
        <p>{say!(l, about.accessibility.tested)}</p>
        <h2 class="nhsuk-heading-m">{say!(l, about.accessibility.limits_title)}</h2>
        <p>{say!(l, about.accessibility.limits)}</p>
        <AskUs/>
        <h2 class="nhsuk-heading-m">{say!(l, about.accessibility.answer_title)}</h2>
        <p>{say!(l, about.accessibility.answer)}</p>
        <p>{say!(l, about.accessibility.date)}</p>
    }
}
