//! Inviting several people at once, before it is looked at: to which organisation, then what is offered and to whom.

use domain::form::Field;
use domain::invitations::several::{LINES_MOST, SeveralDraftView};
use domain::new_users::WhereView;
use domain::organisations::OrganisationView;
use domain::{Language, Page};
use leptos::prelude::*;

use super::several_api::{ChoosePlaceForSeveral, WriteSeveralInvitations, several_invitations_draft};
use super::what_pages::found;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, Choice, Elsewhere, Heading, Hidden, Loaded, PostForm, Radios, TextArea, word};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::members::{DayFields, LimitField, RoleChoice};
use crate::new_users::api::places_for_new_user;
use crate::organisations::OrganisationSearchBox;

/// To which organisation, before anything is written: only for those who may invite somewhere.
#[component]
pub(crate) fn InviteSeveralPage() -> impl IntoView {
    let l = locale();
    view! {
        <Back address=to(Page::Invite) text=say!(l, inviting_several.one)/>
        <Heading text=say!(l, inviting_several.title) caption=step(1)/>
        <p>{say!(l, inviting_several.lead)}</p>
        <PlaceChoice id=String::new()/>
    }
}

/// The same, to choose another one.
#[component]
pub(crate) fn InviteSeveralPlacePage() -> impl IntoView {
    let l = locale();
    view! {
        <DraftPage let:draft>
            <Back address=to(Page::InviteSeveralPeople(draft.id)) text=say!(l, inviting.back)/>
            <Heading text=say!(l, inviting_several.place) caption=step(1)/>
            <PlaceChoice id=draft.id.to_string() chosen=draft.organisation/>
        </DraftPage>
    }
}

/// Finds and chooses the organisation.
#[component]
fn PlaceChoice(id: String, #[prop(optional)] chosen: Option<OrganisationView>) -> impl IntoView {
    let l = locale();
    let words = query("q");
    let code = query("organisation").get_untracked();
    let places = Asked::new(move || words.get(), places_for_new_user);
    view! {
        <OrganisationSearchBox label=say!(l, new_users.place.search) hint=say!(l, new_users.place.search_hint)/>
        <Loaded answer=places let:places>
            <PlaceForm places id=id.clone() chosen=chosen.clone() code=code.clone()/>
        </Loaded>
    }
}

/// What was found. Where there is no question, the answer is there already.
#[component]
fn PlaceForm(
    places: WhereView,
    id: String,
    #[prop(optional_no_strip)] chosen: Option<OrganisationView>,
    code: String,
) -> impl IntoView {
    let l = locale();
    let given = chosen.as_ref().map_or(code, |one| one.code.to_string());
    let (how_many, choices, _) = found(l, places, chosen);
    let value = match choices.as_slice() {
        [only] => only.value.clone(),
        _ => given,
    };
    let form = (!choices.is_empty()).then(|| {
        view! {
            <PostForm check=|asked: &ChoosePlaceForSeveral| asked.form.parse().map(drop)>
                <Hidden name="id" value=id/>
                <Radios field=Field::Organisation legend=say!(l, inviting.place_legend) value choices/>
                <Button label=say!(l, inviting.go_on)/>
            </PostForm>
        }
    });
    view! { <p role="status">{how_many}</p> {form} }
}

/// What is offered, in which language, and to whom.
#[component]
pub(crate) fn InviteSeveralPeoplePage() -> impl IntoView {
    let l = locale();
    view! {
        <DraftPage let:draft>
            <Back address=to(Page::InviteSeveralPlace(draft.id)) text=say!(l, inviting.back)/>
            <Heading text=say!(l, inviting_several.people_title) caption=draft.organisation.name.clone()/>
            <p>{step(2)}</p>
            <PeopleForm draft/>
        </DraftPage>
    }
}

#[component]
fn PeopleForm(draft: SeveralDraftView) -> impl IntoView {
    let l = locale();
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    let role = draft.role.map(|role| role.tag().to_owned()).unwrap_or_default();
    view! {
        <PostForm check=|asked: &WriteSeveralInvitations| asked.form.parse().map(drop)>
            <Hidden name="id" value=draft.id.to_string()/>
            <RoleChoice roles=draft.grantable value=role/>
            <LimitField rosters=draft.rosters until_now=draft.roster/>
            <DayFields starts=draft.starts_day ends=draft.ends_day/>
            <TextArea
                field=Field::People
                label=say!(l, inviting_several.people)
                hint=say!(l, inviting_several.people_hint, most = LINES_MOST)
                value=draft.people
                rows=10
            />
            <Radios
                field=Field::Language
                legend=say!(l, inviting_several.language)
                value=draft.language.tag()
                choices=languages.to_vec()
            />
            <Button label=say!(l, inviting_several.look)/>
        </PostForm>
    }
}

/// A page about what is written; once it was confirmed, the one that says what came of it.
#[component]
fn DraftPage<F, V>(children: F) -> impl IntoView
where
    F: Fn(SeveralDraftView) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (id, here) = (piece("id"), here());
    let draft = Asked::new(move || (id.get(), here.acts()), |(id, _)| several_invitations_draft(id));
    view! {
        <Loaded answer=draft let:draft>
            {if draft.began {
                view! { <Elsewhere page=Page::InviteSeveralCheck(draft.id)/> }.into_any()
            } else {
                children(draft).into_any()
            }}
        </Loaded>
    }
}

/// The words above the heading: which step this is.
pub(super) fn step(at: u8) -> String {
    say!(locale(), inviting_several.step, at = at)
}

/// The way back.
#[component]
pub(super) fn Back(address: String, text: &'static str) -> impl IntoView {
    view! { <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=address>{text}</a> }.into_any()
}
