//! One case: whom it concerns, the number to call, what was kept of each call, and what can be done next. A second support
//! person confirms here what a first one kept.

use domain::Page;
use domain::cases::{CaseView, Confirmable, MatterKind, StateTag, WhatWasAgreed};
use domain::live::Noun;
use leptos::prelude::*;

use super::api::{ConfirmCase, case};
use super::calls::CallTable;
use super::number::NumberRow;
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{
    Button, Heading, Hidden, Loaded, MailAddress, PostForm, SummaryList, SummaryRow, Tag, Time, word as common,
};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page of one case.
#[component]
pub(crate) fn CasePage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let view = Asked::new(move || (id.get(), here.acts()), |(id, _)| case(id)).live(&[Noun::Cases, Noun::JoinRequests]);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: CaseView) -> impl IntoView {
    let l = locale();
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Cases)>{say!(l, cases.back)}</a>
        <Heading text=view.row.name.clone() caption=word::matter(l, view.row.kind)/>
        <Details view=view.clone()/>
        <Next view=view.clone()/>
        <CallTable rows=view.calls/>
    }
}

#[component]
fn Details(view: CaseView) -> impl IntoView {
    let l = locale();
    let row = view.row.clone();
    let warning = view.warning.map(|_| {
        view! { " " <Tag colour=crate::controls::TagColour::Orange text=say!(l, join_requests.warned)/> }
    });
    let role = view
        .role
        .map(|role| view! { <SummaryRow key=say!(l, cases.role)>{common::role(l, role)}</SummaryRow> });
    let request = view.request.map(|id| {
        let address = to(Page::Review(row.code.clone(), id));
        view! { <SummaryRow key=say!(l, cases.request)><a href=address>{say!(l, cases.request_link)}</a></SummaryRow> }
    });
    let new_address = view.new_address.clone().map(|address| {
        view! { <SummaryRow key=say!(l, cases.new_address)><MailAddress address/></SummaryRow> }
    });
    let organisation = view.organisation.clone();
    let place = format!("{}, {} {}", organisation.code, organisation.town, organisation.postcode);
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, cases.stands)>
                <Tag colour=word::colour(row.state) text=word::state(l, row.state)/>
            </SummaryRow>
            <SummaryRow key=say!(l, cases.why)>{word::because(l, row.because)}</SummaryRow>
            <SummaryRow key=say!(l, cases.person)>
                <a href=to(Page::Person(view.person))>{row.name.clone()}</a> {warning}
            </SummaryRow>
            <SummaryRow key=say!(l, cases.email)><MailAddress address=view.email/></SummaryRow>
            <SummaryRow key=say!(l, cases.position)>{common::position(l, view.position)}</SummaryRow>
            {role}
            {new_address}
            <SummaryRow key=say!(l, cases.said)>
                <span class="porthor-join-request__reason">{view.reason}</span>
            </SummaryRow>
            {request}
            <SummaryRow key=say!(l, cases.organisation)>{organisation.name} <br/> {place}</SummaryRow>
            <NumberRow id=row.id number=view.number open=row.state == StateTag::Open/>
            <SummaryRow key=say!(l, cases.since)><Time at=row.opened_at/></SummaryRow>
        </SummaryList>
    }
}

/// What can be done about it now, or what was.
#[component]
fn Next(view: CaseView) -> impl IntoView {
    let l = locale();
    let when = view.ended_at.map(|at| at.day_and_time(language())).unwrap_or_default();
    let who = view.settled_by.clone().unwrap_or_default();
    match view.row.state {
        StateTag::Open => view! { <Open view/> }.into_any(),
        StateTag::Agreed => view! { <AwaitsSecond view/> }.into_any(),
        StateTag::Confirmed => view! {
            <p>{say!(l, cases.was_confirmed, who = who, when = when)}</p>
            <Agreed agreed=view.agreed/>
        }
        .into_any(),
        StateTag::Declined => view! {
            <p>{say!(l, cases.was_declined, who = who, when = when)}</p>
            <p class="porthor-join-request__reason">{view.declined_because}</p>
        }
        .into_any(),
        StateTag::Ended => view! { <p>{say!(l, cases.has_ended, when = when)}</p> }.into_any(),
    }
}

#[component]
fn Open(view: CaseView) -> impl IntoView {
    let l = locale();
    if view.confirmable == Confirmable::Oneself {
        return view! { <p>{say!(l, cases.about_you)}</p> }.into_any();
    }
    let id = view.row.id;
    let due = view.row.due_at.map(|at| {
        view! { <p>{say!(l, cases.call_again, when = at.day_time_and_zone(language()))}</p> }
    });
    let call = view.number.callable().is_some().then(|| {
        view! { <a class="nhsuk-button" href=to(Page::CaseCall(id))>{say!(l, cases.call)}</a> }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, cases.next)}</h2>
        {due}
        <div class="nhsuk-button-group">
            {call}
            <a class="nhsuk-button nhsuk-button--secondary" href=to(Page::CaseOverride(id))>{say!(l, cases.override_link)}</a>
            <a class="nhsuk-button nhsuk-button--secondary" href=to(Page::CaseEnd(id))>{say!(l, cases.turn_down_link)}</a>
        </div>
    }
    .into_any()
}

/// What the first support person kept.
#[component]
fn Agreed(agreed: Option<WhatWasAgreed>) -> impl IntoView {
    let l = locale();
    agreed.map(|agreed| {
        let when = agreed.at.day_and_time(language());
        match agreed.override_reason {
            Some(reason) => view! {
                <p>{say!(l, cases.overridden, by = agreed.by, when = when)}</p>
                <p class="porthor-join-request__reason">{reason}</p>
            }
            .into_any(),
            None => view! { <p>{say!(l, cases.agreed, by = agreed.by, when = when)}</p> }.into_any(),
        }
    })
}

#[component]
fn AwaitsSecond(view: CaseView) -> impl IntoView {
    let l = locale();
    let id = view.row.id;
    let name = view.row.name.as_str();
    let happens = match view.row.kind {
        MatterKind::Join => say!(
            l,
            cases.happens.join,
            name = name,
            organisation = view.row.organisation.as_str()
        ),
        MatterKind::LostFactor => say!(l, cases.happens.lost_factor, name = name),
        MatterKind::NewAddress => say!(
            l,
            cases.happens.new_address,
            name = name,
            address = view.new_address.as_deref().unwrap_or_default()
        ),
    };
    let (lead, confirm, back) = match view.confirmable {
        Confirmable::Oneself => (say!(l, cases.about_you).to_owned(), None, None),
        Confirmable::First => (
            say!(l, cases.waits_for_second).to_owned(),
            None,
            Some(say!(l, cases.take_back)),
        ),
        Confirmable::Yes => (
            happens,
            Some(view! { <Confirm id=id.to_string()/> }),
            Some(say!(l, cases.send_back)),
        ),
    };
    let back = back.map(|label| {
        view! { <a class="nhsuk-button nhsuk-button--secondary" href=to(Page::CaseEnd(id))>{label}</a> }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, cases.second_title)}</h2>
        <Agreed agreed=view.agreed/>
        <p>{lead}</p>
        {confirm}
        {back}
    }
}

#[component]
fn Confirm(id: String) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &ConfirmCase| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Button label=say!(l, cases.confirm)/>
        </PostForm>
    }
}
