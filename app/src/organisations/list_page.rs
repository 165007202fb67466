//! Organisations: those that somebody may decide for, searched and filtered. What is shown stands in the address.

use domain::Page;
use domain::live::Noun;
use domain::organisations::{FEW_APPROVERS, Kind, OrganisationList, OrganisationsForm, Status};
use leptos::prelude::*;

use super::api::list_organisations;
use super::organisation_table::{OrganisationTable, columns};
use super::shown::{address, at_place, shown};
use super::word;
use crate::asked::Asked;
use crate::controls::{Filter, FilterSize, FilterText, GetForm, Heading, Hidden, Loaded, Paging};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page with the list.
#[component]
pub(crate) fn OrganisationsPage() -> impl IntoView {
    let (here, shown) = (here(), shown());
    let list = Asked::new(move || (shown.get(), here.acts()), |(form, _)| list_organisations(form))
        .live(&[Noun::Organisations, Noun::Members]);
    view! {
        <Loaded answer=list let:list>
            <Content list form=shown.get_untracked()/>
        </Loaded>
    }
}

#[component]
fn Content(list: OrganisationList, form: OrganisationsForm) -> impl IntoView {
    let l = locale();
    let support = list.support.then(|| {
        view! {
            <p class="porthor-actions porthor-no-print">
                <a href=to(Page::AddOrganisation)>{say!(l, organisations.add_link)}</a>
                <a href=to(Page::ImportRegister)>{say!(l, organisations.import_link)}</a>
                <a href=to(Page::Managers)>{say!(l, organisations.managers_link)}</a>
                <a href=to(Page::Closures)>{say!(l, closures.link)}</a>
            </p>
        }
    });
    let unfiltered = OrganisationsForm {
        sort: form.sort.clone(),
        size: form.size.clone(),
        place: form.place.clone(),
        ..OrganisationsForm::default()
    };
    let beneath = (!form.commissioner.is_empty()).then(|| {
        let all = OrganisationsForm {
            commissioner: String::new(),
            place: String::new(),
            ..form.clone()
        };
        view! {
            <p>
                {say!(l, organisations.beneath_only, code = form.commissioner.clone())} " "
                <a href=address(&all)>{say!(l, organisations.beneath_all)}</a>
            </p>
        }
    });
    let (previous, next) = (
        list.beside.previous.map(|place| at_place(&form, place)),
        list.beside.next.map(|place| at_place(&form, place)),
    );
    let table = if list.rows.is_empty() {
        let empty = if form == unfiltered {
            say!(l, organisations.list_empty)
        } else {
            say!(l, organisations.list_empty_filtered)
        };
        view! { <p class="porthor-empty">{empty}</p> }.into_any()
    } else {
        view! { <OrganisationTable rows=list.rows columns=columns(&form)/> }.into_any()
    };
    view! {
        <Heading text=say!(l, organisations.list_title)/>
        {support}
        <FilterForm form/>
        {beneath}
        {table}
        <Paging count=list.count previous next/>
    }
}

/// Chooses what to show; the order stays, the place is the first page.
#[component]
fn FilterForm(form: OrganisationsForm) -> impl IntoView {
    let l = locale();
    let any = move || ("", say!(l, organisations.any).to_owned());
    let kinds = Kind::ALL.map(|kind| (kind.tag(), word::kind(l, kind).to_owned()));
    let statuses = Status::ALL.map(|status| (status.tag(), word::status(l, status).to_owned()));
    let approvers = vec![any(), (FEW_APPROVERS, say!(l, organisations.few_approvers).to_owned())];
    let size = form.read().size;
    let kinds = std::iter::once(any()).chain(kinds).collect::<Vec<_>>();
    let statuses = std::iter::once(any()).chain(statuses).collect::<Vec<_>>();
    view! {
        <GetForm class="porthor-filters porthor-no-print" role="search">
            <FilterText name="q" label=say!(l, organisations.search_label) value=form.q/>
            <Filter
                name="kind"
                label=say!(l, organisations.kind_label)
                value=form.kind
                choices=kinds
            />
            <Filter
                name="status"
                label=say!(l, organisations.status_label)
                value=form.status
                choices=statuses
            />
            <Filter name="approvers" label=say!(l, organisations.approvers_label) value=form.approvers choices=approvers/>
            <FilterSize size=size/>
            <Hidden name="sort" value=form.sort/>
            <Hidden name="commissioner" value=form.commissioner/>
            <button class="nhsuk-button nhsuk-button--secondary">{say!(l, words.list.show)}</button>
        </GetForm>
    }
}
