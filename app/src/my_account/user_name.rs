//! Whose password a form asks for, said to password managers; nobody sees it, and it is not posted.

use leptos::prelude::*;

/// The account's address, for password managers.
#[component]
pub(super) fn UserName(email: String) -> impl IntoView {
    view! { <input type="text" autocomplete="username" value=email hidden readonly/> }
}
