//! The page that gives a roster or roster group another name.

use domain::form::Field;
use domain::organisations::OrganisationView;
use domain::rosters::RosterView;
use domain::{Page, Refusal, RosterId};
use leptos::prelude::*;

use super::api::{RenameRoster, rosters};
use super::caption;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextField, Trouble};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that renames one.
#[component]
pub(crate) fn RenameRosterPage() -> impl IntoView {
    let (code, id) = (piece("code"), piece("id"));
    let list = Asked::new(move || code.get(), rosters);
    view! {
        <Loaded answer=list let:list>
            {move || {
                let id = RosterId::parse(&id.get());
                let roster = list.rows.iter().map(|row| &row.roster).find(|one| Some(one.id) == id && !one.closed);
                match roster.cloned() {
                    Some(roster) => view! { <Content organisation=list.organisation.clone() roster/> }.into_any(),
                    None => view! { <Trouble error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                }
            }}
        </Loaded>
    }
}

#[component]
fn Content(organisation: OrganisationView, roster: RosterView) -> impl IntoView {
    let l = locale();
    let code = organisation.code.clone();
    let back = to(Page::Rosters(code.clone()));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, rosters.back_to_rosters)}</a>
        <Heading
            text=say!(l, rosters.rename_title, name = roster.full_name())
            caption=caption(&organisation)
        />
        <p>{say!(l, rosters.rename_lead)}</p>
        <PostForm check=|asked: &RenameRoster| asked.form.parse().map(drop)>
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="id" value=roster.id.to_string()/>
            <TextField
                field=Field::Name
                label=say!(l, rosters.name)
                hint=say!(l, rosters.name_hint)
                value=roster.name
            />
            <Button label=say!(l, rosters.save)/>
        </PostForm>
    }
}
