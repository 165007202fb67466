//! The answer: yes or no in a sentence, then by which roles, or what is missing.

use domain::acting::{AnswerView, GivenView, How, MissingView, RoleView, Tense, Through};
use domain::permission::Role;
use leptos::prelude::*;

use crate::controls::{Cell, Column, DataTable, NameCell, word};
use crate::i18n::{Locale, language, locale, say};

/// The answer about one person.
#[component]
pub(super) fn Answer(answer: AnswerView, organisation: String) -> impl IntoView {
    let l = locale();
    let sentence = sentence(l, &answer, organisation);
    let why = if answer.by.is_empty() {
        let role = answer.role;
        let lines = answer
            .missing
            .into_iter()
            .map(|one| view! { <li>{missing(l, &one, role)}</li> });
        view! {
            <p>{say!(l, acting.missing)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{lines.collect_view()}</ul>
        }
        .into_any()
    } else {
        view! { <Roles rows=answer.by/> }.into_any()
    };
    view! {
        <div class="nhsuk-inset-text" id="answer">
            <h2 class="nhsuk-heading-m">{sentence}</h2>
            {why}
        </div>
    }
}

/// Yes or no, as a sentence that reads alone.
fn sentence(l: Locale, answer: &AnswerView, organisation: String) -> String {
    let name = answer.who.name.as_str();
    let place = answer.roster.as_ref().map(|one| word::roster(l, one));
    let place = place.unwrap_or(organisation);
    let place = place.as_str();
    let at = answer.at.day_time_and_zone(language());
    let yes = !answer.by.is_empty();
    let Some(role) = answer.role.map(|role| word::role(l, role)) else {
        return match (answer.tense, yes) {
            (Tense::Past, true) => say!(l, acting.yes.past_any, name = name, place = place, at = at),
            (Tense::Present, true) => say!(l, acting.yes.present_any, name = name, place = place, at = at),
            (Tense::Future, true) => say!(l, acting.yes.future_any, name = name, place = place, at = at),
            (Tense::Past, false) => say!(l, acting.no.past_any, name = name, place = place, at = at),
            (Tense::Present, false) => say!(l, acting.no.present_any, name = name, place = place, at = at),
            (Tense::Future, false) => say!(l, acting.no.future_any, name = name, place = place, at = at),
        };
    };
    match (answer.tense, yes) {
        (Tense::Past, true) => say!(l, acting.yes.past, name = name, role = role, place = place, at = at),
        (Tense::Present, true) => say!(l, acting.yes.present, name = name, role = role, place = place, at = at),
        (Tense::Future, true) => say!(l, acting.yes.future, name = name, role = role, place = place, at = at),
        (Tense::Past, false) => say!(l, acting.no.past, name = name, role = role, place = place, at = at),
        (Tense::Present, false) => say!(l, acting.no.present, name = name, role = role, place = place, at = at),
        (Tense::Future, false) => say!(l, acting.no.future, name = name, role = role, place = place, at = at),
    }
}

/// The roles by which somebody may act.
#[component]
fn Roles(rows: Vec<RoleView>) -> impl IntoView {
    let l = locale();
    let columns = [
        say!(l, acting.role),
        say!(l, acting.place),
        say!(l, acting.given),
        say!(l, acting.holds),
    ];
    let lines = rows.into_iter().map(|row| {
        let place = match &row.through {
            Through::Whole => say!(l, acting.everywhere).to_owned(),
            Through::Limit(limit) => word::roster(l, limit),
        };
        let (given, holds) = (given(l, &row.given), holds(l, &row));
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, acting.role)>{word::role(l, row.role)}</NameCell>
                <Cell label=say!(l, acting.place)>{place}</Cell>
                <Cell label=say!(l, acting.given)>{given}</Cell>
                <Cell label=say!(l, acting.holds)>{holds}</Cell>
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <DataTable caption=say!(l, acting.why) id="by" columns=columns.map(Column::new).to_vec()>{lines}</DataTable>
    }
}

/// By whom a role was given, and when.
fn given(l: Locale, given: &GivenView) -> String {
    let at = given.at.day_and_time(language());
    match (given.how, &given.by) {
        (How::Person, Some(by)) => say!(l, acting.given_by, by = by.as_str(), at = at),
        (How::Person, None) => say!(l, acting.given_by_somebody, at = at),
        (How::PreApproval, _) => say!(l, acting.given_before, at = at),
        (How::SetUp, _) => say!(l, acting.given_at_set_up, at = at),
        (How::Import, _) => say!(l, acting.given_by_import, at = at),
    }
}

/// From when until when a role holds.
fn holds(l: Locale, row: &RoleView) -> String {
    let starts = row.starts.day_and_time(language());
    let until = |ends| say!(l, acting.holds_until, starts = starts.as_str(), ends = ends);
    let ends = row.ends.map(|ends| until(ends.day_and_time(language())));
    ends.unwrap_or_else(|| say!(l, acting.holds_on, starts = starts.as_str()))
}

/// Something that is missing.
fn missing(l: Locale, missing: &MissingView, asked: Option<Role>) -> String {
    let limited = |row: &RoleView| match &row.through {
        Through::Whole => word::role(l, row.role).to_owned(),
        Through::Limit(limit) => word::limited(l, row.role, Some(limit)),
    };
    let plain = match missing {
        MissingView::Records => say!(l, acting.without.records),
        MissingView::Account => say!(l, acting.without.account),
        MissingView::Confirmation => say!(l, acting.without.confirmation),
        MissingView::OpenAccount => say!(l, acting.without.open_account),
        MissingView::Membership => say!(l, acting.without.membership),
        MissingView::Revoked { at, by } => {
            let at = at.day_and_time(language());
            let revoked = by
                .as_deref()
                .map(|by| say!(l, acting.without.revoked, by = by, at = at.as_str()));
            return revoked.unwrap_or_else(|| say!(l, acting.without.ended, at = at.as_str()));
        }
        MissingView::Role => match asked {
            Some(role) => return say!(l, acting.without.role, role = word::role(l, role)),
            None => say!(l, acting.without.any_role),
        },
        MissingView::Start(row) => {
            let starts = row.starts.day_and_time(language());
            return say!(l, acting.without.start, role = limited(row), starts = starts);
        }
        MissingView::TimeLeft(row) => {
            let ends = row.ends.map(|ends| ends.day_and_time(language())).unwrap_or_default();
            return say!(l, acting.without.time_left, role = limited(row), ends = ends);
        }
        MissingView::Wider(row) => return say!(l, acting.without.wider, role = limited(row)),
    };
    plain.to_owned()
}
