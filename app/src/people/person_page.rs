//! A person's page: details, access to each organisation, requests, letters, what happened, and what can be done about the
//! account (S53, S57, S62). Only what concerns organisations that the viewer may decide for.

use domain::Page;
use domain::accounts::AccountState;
use domain::live::Noun;
use domain::people::{AccountAction, PersonView};
use leptos::prelude::*;

use super::access_table::AccessTable;
use super::api::person;
use super::person_tables::{Letters, Lines, Requests};
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Heading, Loaded, MailAddress, SummaryList, SummaryRow, Tag, Time, word as common};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn PersonPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let view = Asked::new(move || (id.get(), here.acts()), |(id, _)| person(id)).live(&[
        Noun::People,
        Noun::Members,
        Noun::JoinRequests,
    ]);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: PersonView) -> impl IntoView {
    let l = locale();
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Users)>{say!(l, people.back)}</a>
        <Heading text=view.name.clone() caption=say!(l, people.title)/>
        <Details view=view.clone()/>
        <AccessTable rows=view.access person=view.id name=view.name.clone()/>
        <Requests rows=view.requests/>
        <Letters rows=view.letters/>
        <Lines rows=view.lines/>
        <Account id=view.id name=view.name action=view.action locked_out=view.may_unlock/>
    }
}

#[component]
fn Details(view: PersonView) -> impl IntoView {
    let l = locale();
    let mark = if view.medical_secretary {
        say!(l, people.yes)
    } else {
        say!(l, people.no)
    };
    let change = (to(Page::MedicalSecretary(view.id)), say!(l, people.change).to_owned());
    let marked = if view.may_mark && view.account == AccountState::Confirmed {
        view! { <SummaryRow key=say!(l, people.medical_secretary) change=change>{mark}</SummaryRow> }.into_any()
    } else {
        view! { <SummaryRow key=say!(l, people.medical_secretary)>{mark}</SummaryRow> }.into_any()
    };
    let signed_in = match view.last_signed_in {
        Some(at) => view! { <Time at/> }.into_any(),
        None => say!(l, people.never).into_any(),
    };
    let disabled = view.disabled.map(|at| {
        view! { <SummaryRow key=say!(l, people.disabled_on)><Time at/></SummaryRow> }
    });
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, people.state)>
                <Tag colour=word::colour(view.state) text=word::state(l, view.state)/>
            </SummaryRow>
            {disabled}
            <SummaryRow key=say!(l, people.email)><MailAddress address=view.email/></SummaryRow>
            <SummaryRow key=say!(l, people.position)>{common::position(l, view.position)}</SummaryRow>
            <SummaryRow key=say!(l, people.language)>{common::language(l, view.language)}</SummaryRow>
            {marked}
            <SummaryRow key=say!(l, people.created)><Time at=view.created/></SummaryRow>
            <SummaryRow key=say!(l, people.last_signed_in)>{signed_in}</SummaryRow>
        </SummaryList>
    }
}

/// What can be done about the account itself; nothing, where the viewer may do nothing.
#[component]
fn Account(id: domain::PersonId, name: String, action: AccountAction, locked_out: bool) -> impl IntoView {
    let l = locale();
    let name = name.as_str();
    let locked_out =
        locked_out.then(|| view! { <p><a href=to(Page::LockedOut(id))>{say!(l, cases.locked_out_link)}</a></p> });
    let (lead, address, link) = match action {
        AccountAction::Nothing => return ().into_any(),
        AccountAction::Disable => (
            say!(l, people.disable_lead, name = name),
            to(Page::DisableAccount(id)),
            say!(l, people.disable),
        ),
        AccountAction::Reopen => (
            say!(l, people.reopen_lead, name = name),
            to(Page::ReopenAccount(id)),
            say!(l, people.reopen),
        ),
    };
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, people.account)}</h2>
        <p>{lead}</p>
        <p><a href=address>{link}</a></p>
        {locked_out}
    }
    .into_any()
}
