//! The support team: what waits for a second support person, who is of the team, and the commissioning administrators.

use domain::Page;
use domain::live::Noun;
use leptos::prelude::*;

use super::api::support_team;
use super::team_tables::{AdministratorTable, ProposalTable, TeamTable};
use crate::asked::Asked;
use crate::controls::{Heading, Loaded};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page *Support team*.
#[component]
pub(crate) fn SupportTeamPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let team = Asked::new(move || here.acts(), |_| support_team()).live(&[Noun::Proposals, Noun::People]);
    view! {
        <Loaded answer=team let:view>
            <Heading text=say!(l, proposals.title)/>
            <p>{say!(l, proposals.lead)}</p>
            <p><a class="nhsuk-button" href=to(Page::Propose)>{say!(l, proposals.propose)}</a></p>
            <ProposalTable rows=view.proposals/>
            <TeamTable rows=view.team/>
            <AdministratorTable rows=view.administrators/>
        </Loaded>
    }
}
