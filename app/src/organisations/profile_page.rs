//! Edit practice profile, tab *Profile*.

use domain::Page;
use domain::organisations::{Kind, ProfileView};
use leptos::prelude::*;

use super::api::practice_profile;
use super::heading::{OrganisationHeading, Tab};
use super::profile_form::ProfileForm;
use super::register_details::RegisterDetails;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Loaded, SummaryList, SummaryRow};
use crate::here::{here, to};
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
                <PrimaryContact profile=profile.clone()/>
                <ProfileForm profile=profile.clone()/>
            </div>
            <div class="nhsuk-grid-column-one-third">
                <RegisterDetails profile/>
            </div>
        </div>
    }
}

/// Who is the primary contact, and the way to hand that over.
#[component]
fn PrimaryContact(profile: ProfileView) -> impl IntoView {
    let l = locale();
    let name = profile.primary_contact;
    let name = name.unwrap_or_else(|| say!(l, organisations.primary_contact_none).to_owned());
    let key = say!(l, organisations.primary_contact);
    if profile.may_hand_over {
        let change = (
            to(Page::HandOver(profile.organisation.code)),
            say!(l, primary_contacts.link).to_owned(),
        );
        view! { <SummaryList><SummaryRow key change>{name}</SummaryRow></SummaryList> }.into_any()
    } else {
        view! { <SummaryList><SummaryRow key>{name}</SummaryRow></SummaryList> }.into_any()
    }
}
