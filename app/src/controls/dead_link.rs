//! What a page shows where the link of a letter cannot be used (any more).

use domain::DeadLink;
use leptos::prelude::*;

use super::heading::Heading;
use super::saying::{Saying, Sentence};

/// Says what became of a link, and offers another: in `lead` and in `children`.
#[component]
pub(crate) fn LinkIsDead(dead: DeadLink, title: &'static str, lead: &'static str, children: Children) -> impl IntoView {
    view! {
        <Heading text=title/>
        <p><Sentence of=Saying::DeadLink(dead)/></p>
        <p>{lead}</p>
        {children()}
    }
}
