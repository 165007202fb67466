//! Who may act? The question, then the answer, or whom to choose from.

use domain::acting::{ActingForm, ActingView, Candidate, Found};
use domain::form::{Field, Problem};
use leptos::prelude::*;

use super::answer::Answer;
use super::api::who_may_act;
use super::ask_form::{AskForm, Wrong};
use super::candidates::Candidates;
use super::shown::{about, shown};
use crate::asked::Asked;
use crate::controls::Loaded;
use crate::i18n::{locale, say};
use crate::organisations::{OrganisationHeading, Tab};

/// The page; the question stands in the address.
#[component]
pub(crate) fn ActingPage() -> impl IntoView {
    let shown = shown();
    let view = Asked::new(move || shown.get(), who_may_act);
    view! {
        <Loaded answer=view let:view>
            <Content view form=shown.get_untracked()/>
        </Loaded>
    }
}

#[component]
fn Content(view: ActingView, form: ActingForm) -> impl IntoView {
    let l = locale();
    let organisation = view.organisation.clone();
    let errors: Vec<(Field, Problem)> = view.wrong.iter().collect();
    let answer = match view.found.clone() {
        Found::NotAsked => ().into_any(),
        Found::Nobody => view! { <p class="porthor-empty">{say!(l, acting.nobody)}</p> }.into_any(),
        Found::Several { people, more } => {
            let address = |one: &Candidate| about(&organisation.code, &form, Some(one.person));
            let people: Vec<(String, Candidate)> = people.into_iter().map(|one| (address(&one), one)).collect();
            view! { <Candidates people more/> }.into_any()
        }
        Found::One(answer) => view! { <Answer answer=*answer organisation=organisation.name.clone()/> }.into_any(),
    };
    view! {
        <Wrong errors/>
        <OrganisationHeading organisation tab=Tab::Acting text=say!(l, acting.title)/>
        <p>{say!(l, acting.lead)}</p>
        <AskForm view form/>
        <div role="status">{answer}</div>
    }
}
