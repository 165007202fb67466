//! The page that takes a register's file, with the latest imports.

use domain::Page;
use domain::imports::ImportsView;
use leptos::prelude::*;

use super::api::register_imports;
use super::file_form::FileForm;
use super::latest::Latest;
use crate::asked::Asked;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};

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
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisations)>{say!(l, imports.back)}</a>
        <Heading text=say!(l, imports.title)/>
        <p>{say!(l, imports.lead)}</p>
        <FileForm page=Page::ImportRegister proven=imports.proven/>
        <h2 class="nhsuk-heading-m">{say!(l, imports.latest)}</h2>
        <Latest
            rows=imports.latest
            caption=say!(l, imports.latest_caption)
            empty=say!(l, imports.none)
            page=Box::new(Page::RegisterImport)
        />
    }
}
