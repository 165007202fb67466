//! Call about a case: the number, the statement to read in English or Welsh, and the form that keeps what came of it.

use domain::Page;
use domain::accounts::Position;
use domain::cases::{CaseView, OutcomeTag, StateTag};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{KeepCall, case};
use super::statement::Statement;
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query, with_query};
use crate::controls::{
    Button, Choice, Heading, Hidden, Loaded, PostForm, Radios, Select, TextArea, TextField, word as common,
};
use crate::here::to;
use crate::i18n::{Locale, locale, say};

/// The page.
#[component]
pub(crate) fn CallPage() -> impl IntoView {
    let (id, read_in) = (piece("id"), query("statement"));
    // Asked again for the statement in the other language, so that nothing on the page is older than the address.
    let view = Asked::new(move || (id.get(), read_in.get()), |(id, _)| case(id));
    view! {
        <Loaded answer=view let:view>
            <Content view read_in=read_in.get_untracked()/>
        </Loaded>
    }
}

#[component]
fn Content(view: CaseView, read_in: String) -> impl IntoView {
    let l = locale();
    let id = view.row.id;
    let callable = (view.row.state == StateTag::Open)
        .then(|| view.number.callable().map(str::to_owned))
        .flatten();
    let below = match callable {
        Some(number) => view! { <Call view=view.clone() number read_in/> }.into_any(),
        None => view! { <p>{say!(l, cases.not_now)}</p> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Case(id))>{say!(l, cases.back_to_case)}</a>
        <Heading text=say!(l, cases.call_title, organisation = view.row.organisation.as_str()) caption=view.row.name/>
        {below}
    }
}

#[component]
fn Call(view: CaseView, number: String, read_in: String) -> impl IntoView {
    let l = locale();
    let id = view.row.id;
    let in_welsh = match read_in.as_str() {
        "cy" => true,
        "en" => false,
        _ => l == Locale::cy,
    };
    let (read, other, label) = if in_welsh {
        (Locale::cy, "en", say!(l, cases.read_in_english))
    } else {
        (Locale::en, "cy", say!(l, cases.read_in_welsh))
    };
    let address = with_query(&to(Page::CaseCall(id)), &[("statement", other)]);
    let telephone = format!("tel:{}", number.replace(' ', ""));
    view! {
        <p class="nhsuk-body-l"><a class="porthor-number" href=telephone>{number}</a></p>
        <h2 class="nhsuk-heading-m">{say!(l, cases.read_this)}</h2>
        <p><a href=address>{label}</a></p>
        <Statement view l=read/>
        <h2 class="nhsuk-heading-m">{say!(l, cases.keep_title)}</h2>
        <CallForm id=id.to_string()/>
    }
}

#[component]
fn CallForm(id: String) -> impl IntoView {
    let l = locale();
    let choices = OutcomeTag::ALL.map(|one| Choice::new(one.tag(), word::outcome(l, one)));
    let positions = Position::ALL.map(|one| Choice::new(one.tag(), common::position(l, Some(one))));
    let positions = std::iter::once(Choice::new("", say!(l, cases.nobody))).chain(positions);
    view! {
        <PostForm check=|asked: &KeepCall| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Radios
                field=Field::Outcome
                legend=say!(l, cases.outcome_legend)
                hint=say!(l, cases.outcome_hint)
                choices=choices.to_vec()
            />
            <TextField field=Field::AnsweredBy label=say!(l, cases.answered_by_label) hint=say!(l, cases.answered_by_hint)/>
            <Select field=Field::Position label=say!(l, cases.position_label) hint=say!(l, cases.position_hint) choices=positions.collect()/>
            <TextArea field=Field::Reason label=say!(l, cases.declined_label) hint=say!(l, cases.declined_hint) rows=3/>
            <TextField field=Field::Day kind="date" label=say!(l, cases.day_label) hint=say!(l, cases.day_hint)/>
            <TextField field=Field::Time kind="time" label=say!(l, cases.time_label)/>
            <TextArea field=Field::Notes label=say!(l, cases.notes_label) hint=say!(l, cases.notes_hint) rows=3/>
            <Button label=say!(l, cases.keep_call)/>
        </PostForm>
    }
}
