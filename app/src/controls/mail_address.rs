//! E-mail addresses in narrow columns.

use leptos::prelude::*;

/// An address that is broken after its `@`, if anywhere.
#[component]
pub(crate) fn MailAddress(address: String) -> impl IntoView {
    let end = address.find('@').map_or(0, |at| at + 1);
    let mut name = address;
    let place = name.split_off(end);
    view! { {name} <wbr/> {place} }
}
