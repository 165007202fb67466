//! Edit practice profile, tab *Profile*.

use domain::organisations::{Kind, ProfileView};
use leptos::prelude::*;

use super::api::practice_profile;
use super::heading::{OrganisationHeading, Tab};
use super::profile_form::ProfileForm;
use super::register_details::RegisterDetails;
use crate::asked::Asked;
use crate::controls::Loaded;
use crate::controls::parameter::piece;
use crate::here::here;
use crate::i18n::{locale, say};

/// The page with an organisation's profile.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let profile = Asked::new(move || (code.get(), here.acts()), |(code, _)| practice_profile(code));
    view! {
        <Loaded answer=profile let:profile>
            <Content profile/>
        </Loaded>
    }
}

#[component]
fn Content(profile: ProfileView) -> impl IntoView {
    let l = locale();
    let title = match profile.organisation.kind {
        Kind::Practice => say!(l, organisations.profile_title),
        Kind::Commissioner | Kind::Trust => say!(l, organisations.profile_title_elsewhere),
    };
    view! {
        <OrganisationHeading organisation=profile.organisation.clone() tab=Tab::Profile text=title/>
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <ProfileForm profile=profile.clone()/>
            </div>
            <div class="nhsuk-grid-column-one-third">
                <RegisterDetails profile/>
            </div>
        </div>
    }
}
