//! The page that takes a list of medics: what its file looks like, how many are listed now, and the latest imports.

use domain::Page;
use domain::medics::{COLUMNS, MedicsView};
use leptos::prelude::*;

use super::api::medics_imports;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::imports::file_form::FileForm;
use crate::imports::format::Format;
use crate::imports::latest::Latest;

/// Two lines of a file, of nobody.
const EXAMPLE: &str =
    "1234567,Gwenllian,Prydderch,gwenllian.prydderch@example.wales,Ward 7,Medicine,2026-12-01,2027-05-31
1234567,Gwenllian,Prydderch,gwenllian.prydderch@example.wales,Out of hours,,,";

/// The page that uploads.
#[component]
pub(crate) fn MedicsPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let medics = Asked::new(move || (code.get(), here.acts()), |(code, _)| medics_imports(code));
    view! {
        <Loaded answer=medics let:medics>
            <Content medics/>
        </Loaded>
    }
}

#[component]
fn Content(medics: MedicsView) -> impl IntoView {
    let l = locale();
    let code = medics.organisation.code.clone();
    let caption = format!("{} · {code}", medics.organisation.name);
    let holds = vec![
        say!(l, medics.gmc_number),
        say!(l, medics.names),
        say!(l, medics.names),
        say!(l, medics.email),
        say!(l, medics.roster),
        say!(l, medics.roster_group),
        say!(l, medics.starts),
        say!(l, medics.ends),
    ];
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisation(code.clone()))>
            {say!(l, medics.back)}
        </a>
        <Heading text=say!(l, medics.title) caption/>
        <p>{say!(l, medics.lead)}</p>
        <p id="listed">{say!(l, medics.listed, count = medics.listed)}</p>
        <h2 class="nhsuk-heading-m">{say!(l, medics.upload)}</h2>
        <FileForm page=Page::Medics(code.clone()) proven=medics.proven/>
        <Format text=say!(l, medics.format_text) columns=&COLUMNS holds example=EXAMPLE/>
        <h2 class="nhsuk-heading-m">{say!(l, imports.latest)}</h2>
        <Latest
            rows=medics.latest
            caption=say!(l, medics.latest_caption)
            empty=say!(l, medics.none)
            page=Box::new(move |id| Page::MedicsImport(code.clone(), id))
        />
    }
}
