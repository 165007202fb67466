//! Inviting somebody, the steps that ask who it is: the address and the names.

use domain::Page;
use domain::form::Field;
use domain::invitations::Step;
use leptos::prelude::*;

use super::inviting_api::{GiveInvitationEmail, GiveInvitationNames};
use super::step::{StepPage, back, caption};
use crate::asked::Asked;
use crate::controls::parameter::{query, with_query};
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::new_users::api::places_for_new_user;

/// Step 1 before there is a draft: only for those who may invite somewhere.
#[component]
pub(crate) fn InvitePage() -> impl IntoView {
    let l = locale();
    let organisation = query("organisation");
    let chosen = organisation.get_untracked();
    let several = with_query(&to(Page::InviteSeveral), &[("organisation", &chosen)]);
    // Who may invite nowhere is told so before typing anything.
    let places = Asked::new(|| (), |()| places_for_new_user(String::new()));
    view! {
        <Loaded answer=places let:_places>
            <Heading text=say!(l, inviting.title) caption=caption(Step::Email)/>
            <p>{say!(l, inviting.lead)}</p>
            <EmailForm id=String::new() organisation=chosen.clone() email=String::new()/>
            <p><a href=several.clone()>{say!(l, inviting_several.link)}</a></p>
            <p><a href=to(Page::Invitations)>{say!(l, invitations.list.link)}</a></p>
        </Loaded>
    }
}

/// Step 1 once there is a draft.
#[component]
pub(crate) fn InviteEmailPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Email let:draft>
            <Heading text=say!(l, inviting.title) caption=caption(Step::Email)/>
            <EmailForm id=draft.id.to_string() organisation=String::new() email=draft.email/>
        </StepPage>
    }
}

#[component]
fn EmailForm(id: String, organisation: String, email: String) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &GiveInvitationEmail| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Hidden name="organisation" value=organisation/>
            <TextField
                field=Field::Email
                kind="email"
                label=say!(l, inviting.email)
                hint=say!(l, inviting.email_hint)
                value=email
            />
            <Button label=say!(l, inviting.go_on)/>
        </PostForm>
    }
}

/// Step 2.
#[component]
pub(crate) fn InviteNamesPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Names let:draft>
            {back(Step::Email, &draft)}
            <Heading text=say!(l, inviting.names) caption=caption(Step::Names)/>
            <p>{say!(l, inviting.names_lead, email = draft.email.as_str())}</p>
            <PostForm check=|asked: &GiveInvitationNames| asked.form.parse().map(drop)>
                <Hidden name="id" value=draft.id.to_string()/>
                <TextField field=Field::FirstName label=say!(l, inviting.first_name) value=draft.first_name/>
                <TextField field=Field::LastName label=say!(l, inviting.last_name) value=draft.last_name/>
                <Button label=say!(l, inviting.go_on)/>
            </PostForm>
        </StepPage>
    }
}
