//! Giving an invitation another address: it goes on to the check, where the wrong one ends with *Send*.

use domain::form::Field;
use domain::new_users::{NewUserView, State};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::inviting_api::CorrectInvitation;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextField, Trouble};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};
use crate::new_users::api::new_user;

/// The page.
#[component]
pub(crate) fn CorrectInvitationPage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), new_user);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: NewUserView) -> impl IntoView {
    let l = locale();
    if view.state != State::Open || view.invitation.is_none() {
        return view! { <Trouble error=AppError::Refused(Refusal::NoLongerStands)/> }.into_any();
    }
    let caption = format!("{} · {}", view.organisation.name, view.organisation.code);
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Invitations)>
            {say!(l, invitations.list.back)}
        </a>
        <Heading text=say!(l, invitations.list.correct_title, name = view.name.as_str()) caption/>
        <p>{say!(l, invitations.list.correct_lead, email = view.email.as_str())}</p>
        <PostForm check=|asked: &CorrectInvitation| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.id.to_string()/>
            <TextField
                field=Field::Email
                kind="email"
                label=say!(l, inviting.email)
                hint=say!(l, inviting.email_hint)
                value=view.email
            />
            <Button label=say!(l, inviting.go_on)/>
        </PostForm>
    }
    .into_any()
}
