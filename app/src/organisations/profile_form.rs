//! The form of the profile; for those who may only look, the same as a list.

use domain::form::Field;
use domain::organisations::ProfileView;
use domain::permission::Action;
use leptos::prelude::*;

use super::api::EditPracticeProfile;
use crate::controls::{Button, Hidden, PostForm, SummaryList, SummaryRow, TextArea, TextField};
use crate::i18n::{locale, say};

/// What the organisation says of itself.
#[component]
pub(super) fn ProfileForm(profile: ProfileView) -> impl IntoView {
    if !profile.may.contains(&Action::EditProfile) {
        return view! { <Read profile/> }.into_any();
    }
    let (l, form) = (locale(), profile.form);
    view! {
        <p>{say!(l, organisations.profile_lead)}</p>
        <PostForm check=|asked: &EditPracticeProfile| asked.form.parse().map(drop)>
            <Hidden name="code" value=form.code/>
            <Hidden name="version" value=form.version/>
            <TextField
                field=Field::Email
                label=say!(l, organisations.email)
                hint=say!(l, organisations.email_hint)
                value=form.email
                kind="email"
            />
            <TextField field=Field::Telephone label=say!(l, organisations.telephone) value=form.telephone kind="tel"/>
            <TextArea
                field=Field::AddressLines
                label=say!(l, organisations.address)
                hint=say!(l, organisations.address_hint)
                value=form.address_lines
            />
            <TextArea
                field=Field::OpeningHours
                label=say!(l, organisations.opening_hours)
                hint=say!(l, organisations.opening_hours_hint)
                value=form.opening_hours
            />
            <Button label=say!(l, organisations.save)/>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Read(profile: ProfileView) -> impl IntoView {
    let (l, form) = (locale(), profile.form);
    let rows = [
        (say!(l, organisations.email), form.email),
        (say!(l, organisations.telephone), form.telephone),
        (say!(l, organisations.address), form.address_lines),
        (say!(l, organisations.opening_hours), form.opening_hours),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            view! { <SummaryRow key>{value}</SummaryRow> }
        });
    view! { <SummaryList>{rows.collect_view()}</SummaryList> }
}
