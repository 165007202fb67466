//! A form whose button asks a passkey before anything is sent. It needs scripts; without them the page offers a code.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::Receipt;
use domain::factors::PasskeyForm as Typed;
use leptos::prelude::*;

use super::passkey::{Ceremony, ask};
use crate::controls::{PlainForm, Running};
use crate::error::AppError;
use crate::wire::Filled;

/// An answer that is on its way.
pub(super) type Coming<T> = Pin<Box<dyn Future<Output = Result<T, AppError>>>>;

/// Asks the server for its question (`question` is given the form, for the password of a first factor), a passkey for its
/// answer, and sends that (`answer`). Failures are shown as those of any other form.
#[component]
pub(super) fn PasskeyForm(
    url: &'static str,
    ceremony: Ceremony,
    question: fn(&leptos::ev::SubmitEvent) -> Result<Coming<String>, AppError>,
    answer: fn(Typed) -> Coming<Receipt>,
    children: Children,
) -> impl IntoView {
    let start = Arc::new(move |event: &leptos::ev::SubmitEvent| {
        let typed: Typed = Filled::of(event)?.read()?;
        if ceremony == Ceremony::Create {
            typed.parse_new()?;
        }
        let question = question(event)?;
        Ok(Box::pin(async move {
            let credential = ask(ceremony, &question.await?).await?;
            answer(Typed { credential, ..typed }).await
        }) as Running)
    });
    view! {
        <div class="porthor-script-only">
            <PlainForm url start subject=String::new() class=String::new() done=None>{children()}</PlainForm>
        </div>
    }
}
