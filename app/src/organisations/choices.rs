//! What a search found, as choices of a form.

use domain::form::Field;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use super::found::{HowMany, NotOpen, detail, sought};
use crate::controls::{Choice, Later, Radios, later};
use crate::i18n::{locale, say};

/// The organisations found, to choose one, and below them what else can be chosen. Those that nobody can ask are named
/// without a button. Stands inside a form; the search box stands before it.
#[component]
pub(crate) fn OrganisationChoices(
    #[prop(optional)] also: Vec<Choice>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let (l, sought) = (locale(), sought());
    let content = later(move || {
        let (also, value) = (also.clone(), value.clone());
        async move {
            let sought = sought.answer().await;
            let all = sought
                .as_ref()
                .map(|sought| sought.found.organisations.clone())
                .unwrap_or_default();
            let (open, shut): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.status.is_open());
            let choices: Vec<Choice> = open.iter().map(choice).chain(also).collect();
            view! {
                <HowMany sought/>
                <Radios
                    field=Field::Organisation
                    legend=say!(l, organisations.found_legend)
                    value=value
                    choices=choices
                />
                {(!shut.is_empty()).then(|| view! { <Shut organisations=shut/> })}
            }
        }
    });
    view! { <Later content/> }
}

fn choice(organisation: &OrganisationView) -> Choice {
    Choice::new(organisation.code.as_str(), organisation.name.as_str()).with_hint(detail(organisation))
}

#[component]
fn Shut(organisations: Vec<OrganisationView>) -> impl IntoView {
    let items = organisations.into_iter().map(|organisation| {
        view! { <li class="porthor-organisation"><NotOpen organisation/></li> }
    });
    view! { <ul class="porthor-organisations">{items.collect_view()}</ul> }
}
