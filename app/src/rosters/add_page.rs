//! The page that adds a roster, or with `?kind=group` a roster group.

use domain::Page;
use domain::form::Field;
use domain::rosters::RosterList;
use leptos::prelude::*;

use super::api::{AddRoster, rosters};
use super::caption;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Select, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that adds one.
#[component]
pub(crate) fn AddRosterPage() -> impl IntoView {
    let (code, kind) = (piece("code"), query("kind"));
    let list = Asked::new(move || code.get(), rosters);
    view! {
        <Loaded answer=list let:list>
            {move || view! { <Content list=list.clone() is_group=kind.get() == "group"/> }}
        </Loaded>
    }
}

#[component]
fn Content(list: RosterList, is_group: bool) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let caption = caption(&list.organisation);
    let (title, lead, kind) = if is_group {
        (say!(l, rosters.add_group), say!(l, rosters.add_group_lead), "group")
    } else {
        (say!(l, rosters.add), say!(l, rosters.add_lead), "roster")
    };
    let groups = list
        .rows
        .into_iter()
        .filter(|row| !is_group && row.roster.is_group && !row.roster.closed)
        .map(|row| Choice::new(row.roster.id.to_string(), row.roster.name));
    let groups: Vec<Choice> = groups.collect();
    let back = to(Page::Rosters(code.clone()));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, rosters.back_to_rosters)}</a>
        <Heading text=title caption/>
        <p>{lead}</p>
        <PostForm check=|asked: &AddRoster| asked.form.parse().map(drop)>
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="kind" value=kind/>
            <TextField field=Field::Name label=say!(l, rosters.name) hint=say!(l, rosters.name_hint)/>
            <GroupField groups/>
            <Button label=say!(l, rosters.save)/>
        </PostForm>
    }
}

/// The group that a roster is to stand in; nothing where there is none to choose.
#[component]
fn GroupField(groups: Vec<Choice>) -> impl IntoView {
    let l = locale();
    (!groups.is_empty()).then(|| {
        let none = Choice::new("", say!(l, rosters.no_group));
        let choices = std::iter::once(none).chain(groups).collect();
        view! {
            <Select
                field=Field::RosterGroup
                label=say!(l, rosters.group)
                hint=say!(l, rosters.group_hint)
                choices
            />
        }
    })
}
