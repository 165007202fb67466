//! The form with a file: the browser's own, with scripts and without. It posts to the address of its page, where the server
//! takes the file and leads on.

use domain::Page;
use domain::form::Field;
use domain::imports::FILE_MOST_MEGABYTES;
use leptos::prelude::*;

use crate::controls::parameter::with_query;
use crate::controls::{Saying, Sentence};
use crate::error::AppError;
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The form of a page; before it, showing again that it is they, where a file would not be taken now.
#[component]
pub(crate) fn FileForm(page: Page, proven: bool) -> impl IntoView {
    let (l, address) = (locale(), to(page));
    if proven {
        return view! { <Form address/> }.into_any();
    }
    let prove = with_query(&to(Page::Prove), &[("next", &address)]);
    view! {
        <p>{say!(l, imports.prove_first)}</p>
        <p><a class="nhsuk-button" href=prove>{say!(l, imports.prove)}</a></p>
    }
    .into_any()
}

#[component]
fn Form(address: String) -> impl IntoView {
    let (l, here) = (locale(), here());
    let name = Field::File.name();
    let wrong = move || match here.failed()?.error {
        AppError::Invalid(errors) => errors.of(Field::File),
        _ => None,
    };
    let problem = move || {
        wrong().map(|wrong| {
            view! {
                <span class="nhsuk-error-message" id="file-error">
                    <span class="nhsuk-u-visually-hidden">{say!(l, problems.prefix)}</span>
                    <Sentence of=Saying::Problem(Field::File, wrong)/>
                </span>
            }
        })
    };
    let described_by = move || {
        if here.failed().is_some() {
            "file-hint file-error"
        } else {
            "file-hint"
        }
    };
    view! {
        <form method="post" action=address enctype="multipart/form-data">
            <div class="nhsuk-form-group" class=("nhsuk-form-group--error", move || here.failed().is_some())>
                <label class="nhsuk-label" for=name>{say!(l, imports.file)}</label>
                <div class="nhsuk-hint" id="file-hint">{say!(l, imports.file_hint, most = FILE_MOST_MEGABYTES)}</div>
                {problem}
                <input
                    class="nhsuk-input porthor-file"
                    type="file"
                    id=name
                    name=name
                    accept=".csv,text/csv"
                    aria-describedby=described_by
                />
            </div>
            <button class="nhsuk-button">{say!(l, imports.upload)}</button>
        </form>
    }
}
