//! New user: *Details* and Save (S69, S70); the roles come after.

use domain::accounts::Position;
use domain::form::Field;
use domain::new_users::NewUserForm;
use domain::organisations::OrganisationView;
use domain::{Language, Page};
use leptos::prelude::*;

use super::api::{AddNewUser, place_for_new_user};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Checkbox, Choice, Heading, Hidden, Loaded, PostForm, Radios, Select, TextField, word};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The page with the details.
#[component]
pub(crate) fn NewUserDetailsPage() -> impl IntoView {
    let code = piece("code");
    let place = Asked::new(move || code.get(), place_for_new_user);
    view! {
        <Loaded answer=place let:place>
            <Details place/>
        </Loaded>
    }
}

#[component]
fn Details(place: OrganisationView) -> impl IntoView {
    let l = locale();
    let caption = format!("{} · {}", place.name, place.code);
    let unknown = Choice::new("", word::position(l, None));
    let positions = Position::ALL.map(|one| Choice::new(one.tag(), word::position(l, Some(one))));
    let positions = std::iter::once(unknown).chain(positions).collect();
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    let back = to(Page::Members(place.code.clone()));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.back_to_members)}</a>
        <Heading text=say!(l, new_users.details.title) caption/>
        <p>{say!(l, new_users.details.lead, organisation = place.name.as_str())}</p>
        <PostForm check=|asked: &AddNewUser| asked.form.parse().map(drop)>
            <Hidden name="code" value=place.code.to_string()/>
            <TextField field=Field::FirstName label=say!(l, new_users.first_name)/>
            <TextField field=Field::LastName label=say!(l, new_users.last_name)/>
            <TextField
                field=Field::Email
                kind="email"
                label=say!(l, new_users.email)
                hint=say!(l, new_users.details.email_hint)
            />
            <Select field=Field::Position label=say!(l, new_users.position) choices=positions/>
            <Radios
                field=Field::Language
                legend=say!(l, new_users.details.language)
                value=language().tag()
                choices=languages.to_vec()
            />
            <Checkbox
                name="medical_secretary"
                value=NewUserForm::TICKED
                label=say!(l, new_users.medical_secretary)
                hint=say!(l, new_users.details.medical_secretary_hint)
            />
            <Button label=say!(l, new_users.details.save)/>
        </PostForm>
    }
}
