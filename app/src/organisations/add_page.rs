//! Support adds a trust or a commissioner; practices come with the register.

use domain::Page;
use domain::form::Field;
use domain::organisations::Kind;
use leptos::prelude::*;

use super::api::{AddOrganisation, organisation_to_add};
use super::word;
use crate::asked::Asked;
use crate::controls::{Button, Choice, Heading, Loaded, PostForm, Radios, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that adds an organisation.
#[component]
pub(crate) fn AddOrganisationPage() -> impl IntoView {
    let may = Asked::new(|| (), |()| organisation_to_add());
    view! {
        <Loaded answer=may let:_may>
            <Content/>
        </Loaded>
    }
}

#[component]
fn Content() -> impl IntoView {
    let l = locale();
    let kinds = [Kind::Trust, Kind::Commissioner].map(|kind| Choice::new(kind.tag(), word::kind(l, kind)));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Organisations)>
            {say!(l, organisations.back_to_list)}
        </a>
        <Heading text=say!(l, organisations.add_title)/>
        <p>{say!(l, organisations.add_lead)}</p>
        <PostForm check=|asked: &AddOrganisation| asked.form.parse().map(drop)>
            <TextField
                field=Field::Organisation
                label=say!(l, organisations.code)
                hint=say!(l, organisations.code_hint)
            />
            <TextField field=Field::Name label=say!(l, organisations.name)/>
            <Radios field=Field::Kind legend=say!(l, organisations.kind_label) choices=kinds.to_vec()/>
            <TextField field=Field::Town label=say!(l, organisations.town)/>
            <TextField field=Field::Postcode label=say!(l, organisations.postcode)/>
            <TextField
                field=Field::Commissioner
                label=say!(l, organisations.commissioner_code)
                hint=say!(l, organisations.commissioner_hint)
            />
            <Button label=say!(l, organisations.add_button)/>
        </PostForm>
    }
}
