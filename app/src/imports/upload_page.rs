//! The page that takes a register's file, with the latest imports. The form is the browser's own, with scripts and
//! without: it posts to this page's address, where the server takes the file and leads on.

use domain::Page;
use domain::form::Field;
use domain::imports::{FILE_MOST_MEGABYTES, ImportRow, ImportState, ImportsView};
use leptos::prelude::*;

use super::api::register_imports;
use crate::asked::Asked;
use crate::controls::parameter::with_query;
use crate::controls::{Cell, Column, DataTable, Heading, Loaded, NameCell, Tag, TagColour, Time, sentence};
use crate::error::AppError;
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};

/// The page that uploads.
#[component]
pub(crate) fn UploadPage() -> impl IntoView {
    let here = here();
    let imports = Asked::new(move || here.acts(), |_| register_imports());
    view! {
        <Loaded answer=imports let:imports>
            <Content imports/>
        </Loaded>
    }
}

#[component]
fn Content(imports: ImportsView) -> impl IntoView {
    let l = locale();
    let form = if imports.proven {
        view! { <Form/> }.into_any()
    } else {
        let here = to(Page::ImportRegister);
        let prove = with_query(&to(Page::Prove), &[("next", &here)]);
        view! {
            <p>{say!(l, imports.prove_first)}</p>
            <p><a class="nhsuk-button" href=prove>{say!(l, imports.prove)}</a></p>
        }
        .into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisations)>{say!(l, imports.back)}</a>
        <Heading text=say!(l, imports.title)/>
        <p>{say!(l, imports.lead)}</p>
        {form}
        <h2 class="nhsuk-heading-m">{say!(l, imports.latest)}</h2>
        <Latest rows=imports.latest/>
    }
}

/// The form with the file.
#[component]
fn Form() -> impl IntoView {
    let (l, here) = (locale(), here());
    let name = Field::File.name();
    let wrong = move || match here.failed()?.error {
        AppError::Invalid(errors) => errors
            .of(Field::File)
            .map(|problem| sentence::problem(l, Field::File, problem)),
        _ => None,
    };
    let problem = move || {
        wrong().map(|text| {
            view! {
                <span class="nhsuk-error-message" id="file-error">
                    <span class="nhsuk-u-visually-hidden">{say!(l, problems.prefix)}</span>
                    {text}
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
        <form method="post" action=to(Page::ImportRegister) enctype="multipart/form-data">
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

/// The latest imports.
#[component]
fn Latest(rows: Vec<ImportRow>) -> impl IntoView {
    let l = locale();
    if rows.is_empty() {
        return view! { <p class="porthor-empty">{say!(l, imports.none)}</p> }.into_any();
    }
    let columns = vec![
        Column::new(say!(l, imports.file)),
        Column::new(say!(l, imports.begun)),
        Column::new(say!(l, imports.by)),
        Column::new(say!(l, imports.state)),
    ];
    let rows = rows.into_iter().map(move |row| {
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, imports.file)>
                    <a href=to(Page::RegisterImport(row.id))>{row.file_name}</a>
                </NameCell>
                <Cell label=say!(l, imports.begun)><Time at=row.begun/></Cell>
                <Cell label=say!(l, imports.by)>{by(l, row.by)}</Cell>
                <Cell label=say!(l, imports.state)><State state=row.state/></Cell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, imports.latest_caption) id="imports" columns>{rows.collect_view()}</DataTable>
    }
    .into_any()
}

/// Who began an import.
pub(super) fn by(l: Locale, name: Option<String>) -> String {
    name.unwrap_or_else(|| say!(l, imports.command_line).to_owned())
}

/// Where an import stands.
#[component]
pub(super) fn State(state: ImportState) -> impl IntoView {
    let l = locale();
    let (colour, text) = match state {
        ImportState::Reading { .. } => (TagColour::Blue, say!(l, imports.reading)),
        ImportState::Ready => (TagColour::Orange, say!(l, imports.ready)),
        ImportState::Applied { .. } => (TagColour::Green, say!(l, imports.applied)),
        ImportState::Abandoned { .. } => (TagColour::Grey, say!(l, imports.abandoned)),
    };
    view! { <Tag colour text/> }
}
