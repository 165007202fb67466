//! The page that deletes an unconfirmed registration: what changes, what ends with it, *Confirm* (S34).

use domain::Page;
use domain::registrations::RegistrationToDelete;
use leptos::prelude::*;

use super::api::{DeleteRegistration, registration_to_delete};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that deletes.
#[component]
pub(crate) fn DeleteRegistrationPage() -> impl IntoView {
    let id = piece("id");
    let registration = Asked::new(move || id.get(), registration_to_delete);
    view! {
        <Loaded answer=registration let:registration>
            <Content registration/>
        </Loaded>
    }
}

#[component]
fn Content(registration: RegistrationToDelete) -> impl IntoView {
    let l = locale();
    let name = registration.name.as_str();
    let request = registration.asked.as_ref().map(|(organisation, role)| {
        let ends = say!(
            l,
            registrations.delete_ends_request,
            organisation = organisation.name.as_str(),
            role = word::role(l, *role)
        );
        view! { <li>{ends}</li> }
    });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Registrations)>{say!(l, registrations.back)}</a>
        <Heading text=say!(l, registrations.delete_title, name = name)/>
        <p>{say!(l, registrations.delete_lead, name = name, email = registration.email.as_str())}</p>
        <p>{say!(l, registrations.delete_ends)}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>{say!(l, registrations.delete_ends_link)}</li>
            {request}
        </ul>
        <p>{say!(l, registrations.delete_keeps)}</p>
        <PostForm check=|asked: &DeleteRegistration| asked.form.parse().map(drop)>
            <Hidden name="id" value=registration.id.to_string()/>
            <Button label=say!(l, registrations.delete_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}
