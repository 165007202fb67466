//! Times, as a clock in London shows them.

use domain::LondonTime;
use leptos::prelude::*;

use crate::i18n::language;

/// A time: day, hour and minute.
#[component]
pub(crate) fn Time(at: LondonTime) -> impl IntoView {
    view! { <time class="porthor-time" datetime=at.machine()>{at.day_and_time(language())}</time> }
}
