//! The page that takes a list of medics: what its file looks like, how many are listed now, and the latest imports.

use domain::Page;
use domain::medics::{COLUMNS, MedicsView};
use leptos::prelude::*;

use super::api::medics_imports;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Cell, Column, DataTable, Heading, Loaded, NameCell};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::imports::file_form::FileForm;
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
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisation(code.clone()))>
            {say!(l, medics.back)}
        </a>
        <Heading text=say!(l, medics.title) caption/>
        <p>{say!(l, medics.lead)}</p>
        <p id="listed">{say!(l, medics.listed, count = medics.listed)}</p>
        <h2 class="nhsuk-heading-m">{say!(l, medics.upload)}</h2>
        <FileForm page=Page::Medics(code.clone()) proven=medics.proven/>
        <Format/>
        <h2 class="nhsuk-heading-m">{say!(l, imports.latest)}</h2>
        <Latest
            rows=medics.latest
            caption=say!(l, medics.latest_caption)
            empty=say!(l, medics.none)
            page=Box::new(move |id| Page::MedicsImport(code.clone(), id))
        />
    }
}

/// What the file has to look like.
#[component]
fn Format() -> impl IntoView {
    let l = locale();
    let columns = vec![Column::new(say!(l, medics.column)), Column::new(say!(l, medics.holds))];
    let says = [
        say!(l, medics.gmc_number),
        say!(l, medics.names),
        say!(l, medics.names),
        say!(l, medics.email),
        say!(l, medics.roster),
        say!(l, medics.roster_group),
        say!(l, medics.starts),
        say!(l, medics.ends),
    ];
    let rows = COLUMNS.into_iter().zip(says).map(|(name, says)| {
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, medics.column)><code>{name}</code></NameCell>
                <Cell label=say!(l, medics.holds)>{says}</Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let example = format!("{}\n{EXAMPLE}", COLUMNS.join(","));
    view! {
        <details class="nhsuk-details">
            <summary class="nhsuk-details__summary">
                <span class="nhsuk-details__summary-text">{say!(l, medics.format)}</span>
            </summary>
            <div class="nhsuk-details__text">
                <p>{say!(l, medics.format_text)}</p>
                <DataTable caption=say!(l, medics.format_caption) id="columns" columns>{rows}</DataTable>
                <p>{say!(l, medics.example)}</p>
                <pre class="porthor-letter__text" tabindex="0">{example}</pre>
            </div>
        </details>
    }
}
