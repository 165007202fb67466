//! Propose that somebody becomes a support person, or the commissioning administrator of a commissioner.

use domain::Page;
use domain::form::Field;
use domain::permission::Role;
use domain::proposals::Kind;
use leptos::prelude::*;

use super::api::{Propose, support_team};
use crate::asked::Asked;
use crate::controls::{Button, Choice, Heading, Loaded, PostForm, Radios, TextArea, TextField, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that proposes.
#[component]
pub(crate) fn ProposePage() -> impl IntoView {
    let l = locale();
    // For others than support there is no such page, as there is no team.
    let team = Asked::new(|| (), |()| support_team());
    view! {
        <Loaded answer=team let:_team>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::SupportTeam)>{say!(l, proposals.back)}</a>
            <Heading text=say!(l, proposals.propose)/>
            <p>{say!(l, proposals.propose_lead)}</p>
            <ProposalForm/>
        </Loaded>
    }
}

#[component]
fn ProposalForm() -> impl IntoView {
    let l = locale();
    let choice =
        |kind: Kind, role: Role| Choice::new(kind.tag(), word::role(l, role)).with_hint(word::role_text(l, role));
    let choices = vec![
        choice(Kind::SupportJoins, Role::Support),
        choice(Kind::AdministratorJoins, Role::CommissioningAdministrator),
    ];
    view! {
        <PostForm check=|asked: &Propose| asked.form.parse().map(drop)>
            <Radios field=Field::Kind legend=say!(l, proposals.kind_legend) choices/>
            <TextField
                field=Field::Commissioner
                label=say!(l, proposals.commissioner_label)
                hint=say!(l, proposals.commissioner_hint)
            />
            <TextField
                field=Field::Email
                label=say!(l, proposals.email_label)
                hint=say!(l, proposals.email_hint)
                kind="email"
            />
            <TextArea field=Field::Reason label=say!(l, proposals.why) hint=say!(l, proposals.why_hint)/>
            <Button label=say!(l, proposals.propose_button)/>
        </PostForm>
    }
}
