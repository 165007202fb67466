//! A form that acts. Without scripts the browser posts it and the server redirects (the flash keeps what went wrong and
//! what was typed). With scripts the same server function is called in place: the form is first read by the same code as
//! on the server, errors go to their fields, success says so and goes on without a reload.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::form::{Field, Problem};
use domain::{FieldErrors, Receipt, Refusal};
use leptos::context::Provider;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlFormElement;
use serde::de::DeserializeOwned;

use super::field::{Hidden, says_true};
use super::focus::focus_on;
use crate::error::AppError;
use crate::here::{Here, Typed, address, go, here, load, sign_in_for};
use crate::i18n::language;
use crate::wire::Filled;

/// An act that is under way.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<Receipt, AppError>>>>;
type Start = Arc<dyn Fn(&SubmitEvent) -> Result<Running, AppError> + Send + Sync>;

/// What the fields of a form know of it.
#[derive(Clone)]
pub(crate) struct FormContext {
    here: Here,
    form: &'static str,
    subject: Arc<str>,
    /// Whether an answer is awaited.
    pub(crate) waiting: RwSignal<bool>,
}

impl FormContext {
    /// What is wrong with a field now.
    pub(crate) fn problem(&self, field: Field) -> Option<Problem> {
        match self.here.failed().filter(|failed| self.is_of(&failed.typed))?.error {
            AppError::Invalid(errors) => errors.of(field),
            _ => None,
        }
    }

    /// What was typed into an input before a plain post failed, or had to wait.
    pub(crate) fn typed(&self, input: &str) -> Option<String> {
        let failed = untrack(|| self.here.failed()).map(|failed| failed.typed);
        let typed = failed.or_else(|| untrack(|| self.here.kept()));
        typed.filter(|typed| self.is_of(typed))?.of(input)
    }

    /// All that was typed or ticked under one name before that.
    pub(crate) fn all_typed(&self, input: &str) -> Vec<String> {
        let failed = untrack(|| self.here.failed()).map(|failed| failed.typed);
        let typed = failed.or_else(|| untrack(|| self.here.kept()));
        typed
            .filter(|typed| self.is_of(typed))
            .map(|typed| typed.all(input))
            .unwrap_or_default()
    }

    fn is_of(&self, typed: &Typed) -> bool {
        typed.is_of(self.form, &self.subject)
    }
}

/// A form around a server function that answers with a [`Receipt`]. `check` reads the form in the browser.
/// Where a page has several forms of one kind, `subject` tells them apart: the value of their input `id`. With an `id` of
/// its own, fields elsewhere in the page can belong to it.
/// With `done` the page stays after success and is asked again; `done` moves the focus. The receipt that it gets has no
/// notice: that has been said.
#[component]
pub(crate) fn PostForm<F>(
    check: fn(&F) -> Result<(), FieldErrors>,
    #[prop(optional, into)] subject: String,
    #[prop(optional, into)] class: String,
    #[prop(optional)] id: &'static str,
    #[prop(optional, into)] done: Option<Callback<Receipt>>,
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Output = Receipt, Error = AppError> + DeserializeOwned + 'static,
{
    let start: Start = Arc::new(move |event| {
        let form = Filled::of(event)?;
        check(&form.read()?)?;
        Ok(Box::pin(form.send(F::url())) as Running)
    });
    view! { <PlainForm url=F::url() start subject class id done>{children()}</PlainForm> }
}

/// The same without a type parameter, so that the bundle holds it once.
#[component]
pub(crate) fn PlainForm(
    url: &'static str,
    start: Start,
    subject: String,
    class: String,
    #[prop(optional)] id: &'static str,
    done: Option<Callback<Receipt>>,
    children: Children,
) -> impl IntoView {
    let context = FormContext {
        here: here(),
        form: url.rsplit('/').next().unwrap_or(url),
        subject: subject.into(),
        waiting: RwSignal::new(false),
    };
    let submit = submission(context.clone(), start, done);
    let waiting = context.waiting;
    view! {
        <Provider value=context>
            <form
                method="post"
                action=url
                class=class
                id=(!id.is_empty()).then_some(id)
                novalidate
                aria-busy=says_true(move || waiting.get())
                on:submit=submit
            >
                <Hidden name="back" value=address()/>
                {children()}
            </form>
        </Provider>
    }
    .into_any()
}

/// What happens on submit, with scripts.
fn submission(context: FormContext, start: Start, done: Option<Callback<Receipt>>) -> impl Fn(SubmitEvent) {
    let language = language();
    let go = go();
    let here = context.here;
    let path = leptos_router::hooks::use_location().pathname;
    // A page that leads back to another, where the server may have kept what was typed there.
    let wanted = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("next"));
    move |event: SubmitEvent| {
        event.prevent_default();
        let form = event_target::<HtmlFormElement>(&event);
        if context.waiting.get_untracked() {
            return;
        }
        let page = path.get_untracked();
        let running = match start(&event) {
            Ok(running) => running,
            Err(error) => {
                here.fail(page, context.form, &context.subject, error);
                focus_on("error-summary");
                return;
            }
        };
        here.begin();
        context.waiting.set(true);
        let (context, go, wanted) = (context.clone(), go.clone(), wanted.clone());
        spawn_local(async move {
            let answer = running.await;
            let _ = context.waiting.try_set(false);
            match answer {
                Ok(mut receipt) => {
                    if let Some(done) = done {
                        here.succeed(page, receipt.notice.take(), true);
                        here.ask_again();
                        // The form may be gone: its table can hear of the act before its answer comes.
                        let _ = done.try_run(receipt);
                    } else {
                        let target = receipt.go_to.path(language);
                        here.succeed(target.clone(), receipt.notice.take(), false);
                        if let Some(wanted) = wanted {
                            // With its query, where it is that very page.
                            let path = wanted.split(['?', '#']).next();
                            load(if path == Some(&target) { &wanted } else { &target });
                        } else if target == page {
                            here.ask_again();
                            focus_on("notice");
                        } else {
                            go(&target);
                        }
                    }
                }
                // Something comes first. The browser posts the form itself, so that the server keeps what was typed,
                // leads there, and shows it again afterwards.
                Err(AppError::SignInFirst | AppError::Refused(Refusal::ProveItIsYou | Refusal::SecondFactorFirst)) => {
                    if form.submit().is_err() {
                        go(&sign_in_for(&page));
                    }
                }
                Err(error) => {
                    here.fail(page, context.form, &context.subject, error);
                    // A table that stays shows how things stand now: somebody else may have been first.
                    if done.is_some() {
                        here.ask_again();
                    }
                    focus_on("error-summary");
                }
            }
        });
    }
}
