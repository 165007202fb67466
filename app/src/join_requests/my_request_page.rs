//! One of the person's own requests: where it stands, reminding those who may decide, and taking it back.

use domain::cases::WithSupport;
use domain::join_requests::{Ahead, MyRequest, StateTag as State};
use domain::{LondonTime, Page};
use leptos::prelude::*;

use super::api::{NudgeJoinRequest, WithdrawJoinRequest, my_request};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{
    Button, ButtonLook, Heading, Hidden, Loaded, PostForm, StateTag, SummaryList, SummaryRow, Time, word,
};
use crate::here::{here, to};
use crate::i18n::{Locale, language, locale, say};
use crate::organisations::AskSuccessor;

/// The page of one request.
#[component]
pub(crate) fn MyRequestPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let request = Asked::new(move || (id.get(), here.acts()), |(id, _)| my_request(id));
    view! {
        <Loaded answer=request let:request>
            <Content request/>
        </Loaded>
    }
}

#[component]
fn Content(request: MyRequest) -> impl IntoView {
    let l = locale();
    let sentence = sentence(l, &request);
    let (nudged_at, may_nudge) = (request.nudged_at, request.may_nudge);
    let (organisation, id) = (request.organisation, request.id);
    let written = request.decision_reason.map(|reason| {
        view! {
            <SummaryRow key=say!(l, join_requests.decision_reason)>
                <span class="porthor-join-request__reason">{reason}</span>
            </SummaryRow>
        }
    });
    let by_support = request.deciders == 0;
    let ahead = request.ahead.map(|ahead| view! { <WhatIsAhead ahead by_support/> });
    let with_support = request.with_support.map(|with_support| view! { <SoFar with_support/> });
    let next = match request.state {
        State::Pending => view! {
            {with_support}
            {ahead}
            <Nudge id=id.to_string() nudged_at may_nudge/>
            <Withdraw id=id.to_string()/>
        }
        .into_any(),
        State::AwaitingConfirmation => view! { <Withdraw id=id.to_string()/> }.into_any(),
        State::Approved => ().into_any(),
        State::Rejected | State::Withdrawn | State::Expired if !organisation.status.is_open() => {
            view! { <AskSuccessor successor=organisation.successor.clone()/> }.into_any()
        }
        State::Rejected | State::Withdrawn | State::Expired => {
            let again = to(Page::AskOrganisation(organisation.code.clone()));
            view! { <p><a href=again>{say!(l, join_requests.ask_again)}</a></p> }.into_any()
        }
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyRequests)>{say!(l, join_requests.all_mine)}</a>
        <Heading text=say!(l, join_requests.my_title, organisation = organisation.name.as_str())/>
        <p class="porthor-join-request__state"><StateTag state=request.state/> <span>{sentence}</span></p>
        <SummaryList>
            <SummaryRow key=say!(l, join_requests.organisation)>
                {organisation.name} " · " <span class="porthor-code">{organisation.code.to_string()}</span>
            </SummaryRow>
            <SummaryRow key=say!(l, join_requests.role)>{word::role(l, request.role)}</SummaryRow>
            <SummaryRow key=say!(l, join_requests.reason)>
                <span class="porthor-join-request__reason">{request.reason}</span>
            </SummaryRow>
            <SummaryRow key=say!(l, join_requests.asked_on)><Time at=request.made_at/></SummaryRow>
            {written}
            <SummaryRow key=say!(l, join_requests.reference)>{id.to_string()}</SummaryRow>
        </SummaryList>
        {next}
        <p><a href=to(Page::Ask)>{say!(l, join_requests.ask_another)}</a></p>
    }
}

fn sentence(l: Locale, request: &MyRequest) -> String {
    let when = request
        .ended_at
        .map(|at| at.day_and_time(language()))
        .unwrap_or_default();
    match (request.state, request.deciders) {
        (State::AwaitingConfirmation, _) => say!(l, join_requests.my_awaiting_confirmation).to_owned(),
        (State::Pending, 0) => say!(l, join_requests.my_pending_none).to_owned(),
        (State::Pending, 1) => say!(l, join_requests.my_pending_one).to_owned(),
        (State::Pending, count) => say!(l, join_requests.my_pending_several, count = count),
        (State::Approved, _) => say!(l, join_requests.my_approved, when = when),
        (State::Rejected, _) => say!(l, join_requests.my_rejected, when = when),
        (State::Withdrawn, _) => say!(l, join_requests.my_withdrawn, when = when),
        (State::Expired, _) if !request.organisation.status.is_open() => {
            say!(l, closures.request_ended, when = when)
        }
        (State::Expired, _) => say!(l, join_requests.my_expired, when = when),
    }
}

/// What support has done about the request so far.
#[component]
fn SoFar(with_support: WithSupport) -> impl IntoView {
    let l = locale();
    let when = |at: LondonTime| at.day_and_time(language());
    let since = say!(l, join_requests.with_support, when = when(with_support.since));
    let tried = with_support.tried.into_iter();
    let tried = tried.map(|at| say!(l, join_requests.with_support_tried, when = when(at)));
    let agreed = with_support
        .agreed
        .then(|| say!(l, join_requests.with_support_agreed).to_owned());
    let rows = std::iter::once(since).chain(tried).chain(agreed);
    let rows: Vec<_> = rows.map(|row| view! { <li>{row}</li> }).collect();
    view! { <ul class="nhsuk-list nhsuk-list--bullet" id="with-support">{rows}</ul> }
}

/// What becomes of the request if nobody decides.
#[component]
fn WhatIsAhead(ahead: Ahead, by_support: bool) -> impl IntoView {
    let l = locale();
    let day = |at: LondonTime| at.day(language());
    // Where support decides anyway, there is nobody else to remind.
    let reminded = ahead.reminded_on.filter(|_| !by_support);
    let reminded = reminded.map(|on| say!(l, join_requests.ahead_reminded, when = day(on)));
    let support = match ahead.with_support_on {
        _ if by_support => None,
        Some(on) => Some(say!(l, join_requests.ahead_support, when = day(on))),
        None => Some(say!(l, join_requests.ahead_with_support).to_owned()),
    };
    let lapses = say!(l, join_requests.ahead_lapses, when = day(ahead.lapses_on));
    let rows = [reminded, support, Some(lapses)].into_iter().flatten();
    let rows: Vec<_> = rows.map(|row| view! { <li>{row}</li> }).collect();
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, join_requests.ahead_title)}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet" id="ahead">{rows}</ul>
    }
}

/// Reminds those who may decide: once a day, so that a reminder stays one.
#[component]
fn Nudge(id: String, nudged_at: Option<LondonTime>, may_nudge: bool) -> impl IntoView {
    let l = locale();
    let last = nudged_at.map(|at| {
        view! { <p>{say!(l, join_requests.nudged_at, when = at.day_and_time(language()))}</p> }
    });
    let form = may_nudge.then(|| {
        view! {
            <PostForm check=|_: &NudgeJoinRequest| Ok(())>
                <Hidden name="id" value=id/>
                <Button label=say!(l, join_requests.nudge) look=ButtonLook::Secondary/>
            </PostForm>
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, join_requests.nudge_title)}</h2>
        <p>{say!(l, join_requests.nudge_lead)}</p>
        {last}
        {form}
    }
}

/// Takes the request back.
#[component]
fn Withdraw(id: String) -> impl IntoView {
    let l = locale();
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, join_requests.withdraw_title)}</h2>
        <p>{say!(l, join_requests.withdraw_lead)}</p>
        <PostForm check=|asked: &WithdrawJoinRequest| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Button label=say!(l, join_requests.withdraw) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
