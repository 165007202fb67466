//! What the register says of an organisation; nobody changes it here.

use domain::organisations::ProfileView;
use leptos::prelude::*;

use crate::controls::word;
use crate::i18n::{language, locale, say};

/// The register's own details.
#[component]
pub(super) fn RegisterDetails(profile: ProfileView) -> impl IntoView {
    let l = locale();
    let none = || say!(l, organisations.register_none).to_owned();
    let lines = match profile.register_address {
        lines if lines.is_empty() => vec![none()],
        lines => lines,
    };
    let lines = lines.into_iter().map(|line| view! { {line} <br/> });
    let telephone = Some(profile.register_telephone)
        .filter(|number| !number.is_empty())
        .unwrap_or_else(none);
    view! {
        <h2 class="nhsuk-heading-s">{say!(l, organisations.register_title)}</h2>
        <p class="nhsuk-body-s">{say!(l, organisations.register_lead)}</p>
        <dl class="nhsuk-body-s">
            <dt class="nhsuk-u-font-weight-bold">{say!(l, organisations.code)}</dt>
            <dd class="nhsuk-u-margin-left-0 nhsuk-u-margin-bottom-2">
                <span class="porthor-code">{profile.organisation.code.to_string()}</span>
                " · "
                {word::status(language(), &profile.organisation)}
            </dd>
            <dt class="nhsuk-u-font-weight-bold">{say!(l, organisations.register_address)}</dt>
            <dd class="nhsuk-u-margin-left-0 nhsuk-u-margin-bottom-2">{lines.collect_view()}</dd>
            <dt class="nhsuk-u-font-weight-bold">{say!(l, organisations.register_telephone)}</dt>
            <dd class="nhsuk-u-margin-left-0">{telephone}</dd>
        </dl>
    }
}
