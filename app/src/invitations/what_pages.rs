//! Inviting somebody, the steps that ask to what: the organisation, and the role with its limits.

use domain::form::Field;
use domain::invitations::{InvitationDraftView, Step};
use domain::new_users::WhereView;
use domain::organisations::OrganisationView;
use leptos::prelude::*;

use super::inviting_api::{ChooseInvitationPlace, ChooseInvitationRole};
use super::step::{StepPage, back, caption};
use crate::asked::Asked;
use crate::controls::parameter::query;
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Radios};
use crate::i18n::{Locale, locale, say};
use crate::members::{DayFields, LimitField, RoleChoice};
use crate::new_users::api::places_for_new_user;
use crate::organisations::{OrganisationSearchBox, detail};

/// Step 3.
#[component]
pub(crate) fn InviteOrganisationPage() -> impl IntoView {
    let l = locale();
    let words = query("q");
    let places = Asked::new(move || words.get(), places_for_new_user);
    view! {
        <StepPage step=Step::Organisation let:draft>
            {back(Step::Names, &draft)}
            <Heading text=say!(l, inviting.place) caption=caption(Step::Organisation)/>
            <OrganisationSearchBox label=say!(l, new_users.place.search) hint=say!(l, new_users.place.search_hint)/>
            <Loaded answer=places let:places>
                <Places places draft=draft.clone()/>
            </Loaded>
        </StepPage>
    }
}

/// How many were found, in words, the choices, and the one that was chosen before.
pub(super) fn found(l: Locale, places: WhereView, chosen: Option<OrganisationView>) -> (String, Vec<Choice>, String) {
    let count = places.found.len();
    let how_many = match (count, places.more) {
        (0, _) => say!(l, new_users.place.none).to_owned(),
        (_, true) => say!(l, new_users.place.more, count = count),
        (1, false) => say!(l, new_users.place.one).to_owned(),
        (_, false) => say!(l, new_users.place.several, count = count),
    };
    // What was chosen stays in reach, whatever is sought.
    let chosen = chosen.filter(|one| places.found.iter().all(|found| found.code != one.code));
    let value = chosen.as_ref().map(|one| one.code.to_string()).unwrap_or_default();
    let all = chosen.into_iter().chain(places.found);
    let choices = all.map(|one| Choice::new(one.code.as_str(), one.name.as_str()).with_hint(detail(&one)));
    (how_many, choices.collect(), value)
}

#[component]
fn Places(places: WhereView, draft: InvitationDraftView) -> impl IntoView {
    let l = locale();
    let (how_many, choices, value) = found(l, places, draft.organisation);
    let form = (!choices.is_empty()).then(|| {
        view! {
            <PostForm check=|asked: &ChooseInvitationPlace| asked.form.parse().map(drop)>
                <Hidden name="id" value=draft.id.to_string()/>
                <Radios field=Field::Organisation legend=say!(l, inviting.place_legend) value choices/>
                <Button label=say!(l, inviting.go_on)/>
            </PostForm>
        }
    });
    view! { <p role="status">{how_many}</p> {form} }
}

/// Step 4.
#[component]
pub(crate) fn InviteRolePage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Role let:draft>
            {back(Step::Organisation, &draft)}
            <Heading
                text=say!(l, inviting.role)
                caption=draft.organisation.as_ref().map(|one| one.name.clone()).unwrap_or_default()
            />
            <p>{caption(Step::Role)}</p>
            <PostForm check=|asked: &ChooseInvitationRole| asked.form.parse().map(drop)>
                <Hidden name="id" value=draft.id.to_string()/>
                <RoleChoice
                    roles=draft.grantable.clone()
                    value=draft.role.map(|role| role.tag().to_owned()).unwrap_or_default()
                />
                <LimitField rosters=draft.rosters.clone() until_now=draft.roster.clone()/>
                <DayFields starts=draft.starts_day.clone() ends=draft.ends_day.clone()/>
                <Button label=say!(l, inviting.go_on)/>
            </PostForm>
        </StepPage>
    }
}
