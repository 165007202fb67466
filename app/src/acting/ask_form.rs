//! The form that asks. Its answer stands in the address, so it posts nothing; what is wrong with it comes with the page.

use domain::FieldErrors;
use domain::acting::{ActingForm, ActingView};
use domain::form::{Field, Problem};
use leptos::prelude::*;

use super::shown::about;
use crate::controls::{GetForm, Hidden, Saying, Sentence, word};
use crate::i18n::{locale, say};

/// What of the question is to be put right, at the top of the page, with a link to each field.
#[component]
pub(super) fn Wrong(errors: Vec<(Field, Problem)>) -> impl IntoView {
    let (l, any) = (locale(), !errors.is_empty());
    let links = errors.into_iter().map(|(field, problem)| {
        let href = format!("#{}", field.name());
        view! { <li><a href=href><Sentence of=Saying::Problem(field, problem)/></a></li> }
    });
    let links = links.collect_view();
    any.then(|| {
        view! {
            <div class="nhsuk-error-summary" id="wrong" aria-labelledby="wrong-title">
                <div role="alert">
                    <h2 class="nhsuk-error-summary__heading" id="wrong-title">{say!(l, frame.something_wrong)}</h2>
                    <div class="nhsuk-error-summary__body">
                        <ul class="nhsuk-list nhsuk-error-summary__list">{links}</ul>
                    </div>
                </div>
            </div>
        }
    })
}

/// The form, as the address at hand fills it.
#[component]
pub(super) fn AskForm(view: ActingView, form: ActingForm) -> impl IntoView {
    let l = locale();
    let wrong = view.wrong;
    let roles = view
        .roles
        .into_iter()
        .map(|one| (one.tag().to_owned(), word::role(l, one).to_owned()));
    let roles: Vec<(String, String)> = std::iter::once((String::new(), say!(l, acting.any_role).to_owned()))
        .chain(roles)
        .collect();
    let rosters = view
        .rosters
        .iter()
        .map(|one| (one.id.to_string(), word::roster(l, one)));
    let rosters: Vec<(String, String)> = std::iter::once((String::new(), say!(l, acting.everywhere).to_owned()))
        .chain(rosters)
        .collect();
    let limits = (rosters.len() > 1).then(|| {
        view! { <Choices field=Field::Roster label=say!(l, acting.place) value=form.roster.clone() choices=rosters wrong=wrong.clone()/> }
    });
    let whom = match view.about {
        Some(one) => {
            let address = about(&view.organisation.code, &form, None);
            view! { <Chosen name=one.name email=one.email person=one.person.to_string() other=address/> }.into_any()
        }
        None => view! {
            <Line field=Field::Who kind="search" label=say!(l, acting.who) hint=say!(l, acting.who_hint)
                value=form.who.clone() wrong=wrong.clone()/>
        }
        .into_any(),
    };
    view! {
        <GetForm class="porthor-no-print" role="search">
            {whom}
            <Choices field=Field::Role label=say!(l, acting.role) value=form.role.clone() choices=roles wrong=wrong.clone()/>
            {limits}
            <Line field=Field::Day kind="date" label=say!(l, acting.day) hint=say!(l, acting.day_hint)
                value=form.day wrong=wrong.clone()/>
            <Line field=Field::Time kind="time" label=say!(l, acting.time) hint=say!(l, acting.time_hint)
                value=form.time wrong/>
            <button class="nhsuk-button">{say!(l, acting.ask)}</button>
        </GetForm>
    }
}

/// The person who has been chosen, and the way to asking about somebody else.
#[component]
fn Chosen(name: String, email: String, person: String, other: String) -> impl IntoView {
    let l = locale();
    view! {
        <Hidden name="person" value=person/>
        <p>{say!(l, acting.about)} " " <strong>{name}</strong> " (" {email} ")"</p>
        <p><a href=other>{say!(l, acting.somebody_else)}</a></p>
    }
}

/// What is wrong with a field, beside it, and the class of the group around it.
fn problem(field: Field, wrong: &FieldErrors) -> (Option<AnyView>, &'static str) {
    let l = locale();
    let Some(problem) = wrong.of(field) else {
        return (None, "nhsuk-form-group");
    };
    let text = view! {
        <span class="nhsuk-error-message" id=format!("{}-error", field.name())>
            <span class="nhsuk-u-visually-hidden">{say!(l, problems.prefix)}</span>
            <Sentence of=Saying::Problem(field, problem)/>
        </span>
    };
    (Some(text.into_any()), "nhsuk-form-group nhsuk-form-group--error")
}

#[component]
fn Line(
    field: Field,
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    wrong: FieldErrors,
) -> impl IntoView {
    let name = field.name();
    let (problem, group) = problem(field, &wrong);
    let described_by = if problem.is_some() {
        format!("{name}-hint {name}-error")
    } else {
        format!("{name}-hint")
    };
    // A browser shows nothing of a day or time that is none; then the words themselves are what is to be put right.
    let kind = if problem.is_some() { "text" } else { kind };
    view! {
        <div class=group>
            <label class="nhsuk-label" for=name>{label}</label>
            <div class="nhsuk-hint" id=format!("{name}-hint")>{hint}</div>
            {problem}
            <input class="nhsuk-input" type=kind id=name name=name value=value spellcheck="false" aria-describedby=described_by/>
        </div>
    }
    .into_any()
}

#[component]
fn Choices(
    field: Field,
    label: &'static str,
    value: String,
    choices: Vec<(String, String)>,
    wrong: FieldErrors,
) -> impl IntoView {
    let name = field.name();
    let (problem, group) = problem(field, &wrong);
    let described_by = problem.is_some().then(|| format!("{name}-error"));
    let options = choices.into_iter().map(move |(choice, label)| {
        let selected = choice == value;
        view! { <option value=choice selected=selected>{label}</option> }
    });
    view! {
        <div class=group>
            <label class="nhsuk-label" for=name>{label}</label>
            {problem}
            <select class="nhsuk-select" id=name name=name aria-describedby=described_by>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}
