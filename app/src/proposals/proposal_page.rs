//! One proposal: what will happen to whom, and why; a second support person confirms it, anybody of the team turns it down.

use domain::proposals::{Confirmable, Kind, OVERRIDE_HOURS, ProposalView, StateTag};
use domain::{Page, ProposalId};
use leptos::prelude::*;

use super::api::{ConfirmProposal, TurnDownProposal, proposal};
use super::{commissioner, kind};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{
    Button, ButtonLook, Heading, Hidden, Loaded, MailAddress, PostForm, SummaryList, SummaryRow, Time,
};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page of one proposal.
#[component]
pub(crate) fn ProposalPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let proposal = Asked::new(move || (id.get(), here.acts()), |(id, _)| proposal(id));
    view! {
        <Loaded answer=proposal let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: ProposalView) -> impl IntoView {
    let l = locale();
    let row = view.row.clone();
    let organisation = row.organisation.as_ref().map(|organisation| {
        let name = commissioner(organisation);
        let key = match row.kind {
            Kind::LastApproverMayGo => say!(l, proposals.organisation),
            _ => say!(l, proposals.commissioner),
        };
        view! { <SummaryRow key>{name}</SummaryRow> }
    });
    let until = view
        .until
        .map(|until| view! { <SummaryRow key=say!(l, proposals.until)><Time at=until/></SummaryRow> });
    let request = view.request.zip(row.organisation.clone()).map(|(id, (code, _))| {
        let address = to(Page::Review(code, id));
        view! {
            <SummaryRow key=say!(l, proposals.request)><a href=address>{say!(l, proposals.request_link)}</a></SummaryRow>
        }
    });
    let (why, email) = (view.why.clone(), view.email.clone());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::SupportTeam)>{say!(l, proposals.back)}</a>
        <Heading text=say!(l, proposals.proposal_title, name = row.name.as_str()) caption=kind(l, row.kind)/>
        <SummaryList>
            <SummaryRow key=say!(l, proposals.name)>{row.name.clone()}</SummaryRow>
            <SummaryRow key=say!(l, proposals.email)><MailAddress address=email/></SummaryRow>
            {organisation}
            {until}
            <SummaryRow key=say!(l, proposals.why)>
                <span class="porthor-join-request__reason">{why}</span>
            </SummaryRow>
            <SummaryRow key=say!(l, proposals.by)>{row.by.clone()}</SummaryRow>
            <SummaryRow key=say!(l, proposals.when)><Time at=row.at/></SummaryRow>
            {request}
        </SummaryList>
        <Outcome view/>
    }
}

/// What can be done about it, or what was.
#[component]
fn Outcome(view: ProposalView) -> impl IntoView {
    let l = locale();
    let when = view
        .settled_at
        .map(|at| at.day_and_time(language()))
        .unwrap_or_default();
    let who = view.settled_by.clone().unwrap_or_default();
    match (view.state, view.confirmable) {
        (StateTag::Confirmed, _) => view! {
            <p>{say!(l, proposals.was_confirmed, who = who, when = when)}</p>
            <Use view/>
        }
        .into_any(),
        (StateTag::TurnedDown, _) => {
            view! { <p>{say!(l, proposals.was_turned_down, who = who, when = when)}</p> }.into_any()
        }
        (StateTag::Lapsed, _) => view! { <p>{say!(l, proposals.has_lapsed, when = when)}</p> }.into_any(),
        (StateTag::Open, Confirmable::Oneself) => view! { <p>{say!(l, proposals.about_you)}</p> }.into_any(),
        (StateTag::Open, Confirmable::Proposer) => view! {
            <p>{say!(l, proposals.waits)}</p>
            <TurnDown id=view.row.id label=say!(l, proposals.take_back)/>
        }
        .into_any(),
        (StateTag::Open, Confirmable::Yes) => view! {
            <p>{what_happens(&view)}</p>
            <Confirm id=view.row.id/>
            <TurnDown id=view.row.id label=say!(l, proposals.turn_down)/>
        }
        .into_any(),
    }
}

/// What a confirmed override allows, or that it allows nothing any more.
#[component]
fn Use(view: ProposalView) -> impl IntoView {
    let l = locale();
    let (code, organisation) = view
        .row
        .organisation
        .filter(|_| view.row.kind == Kind::LastApproverMayGo)?;
    let name = view.row.name.as_str();
    if let Some(used) = view.used_at {
        let when = used.day_and_time(language());
        return Some(view! { <p>{say!(l, proposals.override_used, when = when)}</p> }.into_any());
    }
    let until = view.until.map(|until| until.day_and_time(language()));
    let can = say!(
        l,
        proposals.override_can,
        name = name,
        organisation = organisation.as_str(),
        until = until.unwrap_or_default()
    );
    let (person, members) = (to(Page::Person(view.person)), to(Page::Members(code)));
    let use_it = say!(l, proposals.override_person, name = name);
    Some(
        view! {
            <p>{can}</p>
            <ul class="nhsuk-list">
                <li><a href=person>{use_it}</a></li>
                <li><a href=members>{say!(l, proposals.override_members, organisation = organisation)}</a></li>
            </ul>
        }
        .into_any(),
    )
}

/// What confirming will change, in a sentence.
fn what_happens(view: &ProposalView) -> String {
    let l = locale();
    let name = view.row.name.as_str();
    let organisation = view.row.organisation.as_ref().map_or("", |(_, name)| name.as_str());
    match view.row.kind {
        Kind::SupportJoins => say!(l, proposals.happens.support_joins, name = name),
        Kind::SupportLeaves => say!(l, proposals.happens.support_leaves, name = name),
        Kind::AdministratorJoins => {
            say!(
                l,
                proposals.happens.administrator_joins,
                name = name,
                organisation = organisation
            )
        }
        Kind::AdministratorLeaves => {
            say!(
                l,
                proposals.happens.administrator_leaves,
                name = name,
                organisation = organisation
            )
        }
        Kind::LastApproverMayGo => {
            say!(
                l,
                proposals.happens.last_approver_may_go,
                name = name,
                organisation = organisation,
                hours = OVERRIDE_HOURS
            )
        }
    }
}

#[component]
fn Confirm(id: ProposalId) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &ConfirmProposal| asked.form.parse().map(drop)>
            <Hidden name="id" value=id.to_string()/>
            <Button label=say!(l, proposals.confirm)/>
        </PostForm>
    }
}

#[component]
fn TurnDown(id: ProposalId, label: &'static str) -> impl IntoView {
    view! {
        <PostForm check=|asked: &TurnDownProposal| asked.form.parse().map(drop)>
            <Hidden name="id" value=id.to_string()/>
            <Button label look=ButtonLook::Secondary/>
        </PostForm>
    }
}
