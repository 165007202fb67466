//! New user: another role, and changing or removing one that waits (S74).

use domain::members::RoleKey;
use domain::members::roles::RoleRow;
use domain::new_users::{NewUserView, State};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::api::{ChangeNewUserRole, GiveNewUserRole, RemoveNewUserRole};
use super::roles_page::{asked, caption};
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, Trouble, word};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::{DayFields, LimitField, RoleChoice, Was};

/// The page that gives one more role.
#[component]
pub(crate) fn AddWaitingRolePage() -> impl IntoView {
    let view = asked();
    view! {
        <Loaded answer=view let:view>
            <Add view/>
        </Loaded>
    }
}

#[component]
fn Back(view: NewUserView) -> impl IntoView {
    let back = to(Page::NewUserRoles(view.id));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(locale(), new_users.back_to_new_user)}</a>
    }
}

#[component]
fn Add(view: NewUserView) -> impl IntoView {
    let l = locale();
    if view.state != State::Open {
        return view! { <Trouble error=AppError::Refused(Refusal::NoLongerStands)/> }.into_any();
    }
    let (id, grantable, rosters) = (view.id, view.grantable.clone(), view.rosters.clone());
    let below = if grantable.is_empty() {
        view! { <p>{say!(l, roles.nothing_to_add)}</p> }.into_any()
    } else {
        view! {
            <PostForm check=|asked: &GiveNewUserRole| asked.form.parse().map(drop)>
                <Hidden name="id" value=id.to_string()/>
                <RoleChoice roles=grantable/>
                <LimitField rosters/>
                <DayFields/>
                <Button label=say!(l, roles.save)/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <Back view=view.clone()/>
        <Heading text=say!(l, roles.add_title, name = view.name.as_str()) caption=caption(&view)/>
        {below}
    }
    .into_any()
}

/// The page that changes or removes one.
#[component]
pub(crate) fn ChangeWaitingRolePage() -> impl IntoView {
    let (view, role) = (asked(), piece("role"));
    view! {
        <Loaded answer=view let:view>
            {move || {
                let key = RoleKey::parse(&role.get());
                let row = view.roles.iter().find(|row| Some(row.key()) == key && row.may_change).cloned();
                match row {
                    Some(row) if view.state == State::Open => view! { <Change view=view.clone() row/> }.into_any(),
                    _ => view! { <Trouble error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                }
            }}
        </Loaded>
    }
}

#[component]
fn Change(view: NewUserView, row: RoleRow) -> impl IntoView {
    let l = locale();
    let (role, was) = (word::limited(l, row.role, row.roster.as_ref()), row.roster.clone());
    let title = say!(l, roles.change_title, role = role.as_str(), name = view.name.as_str());
    view! {
        <Back view=view.clone()/>
        <Heading text=title caption=caption(&view)/>
        <PostForm check=|asked: &ChangeNewUserRole| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.id.to_string()/>
            <Hidden name="role" value=row.role.tag()/>
            <Was limit=row.roster.clone()/>
            <LimitField rosters=view.rosters until_now=row.roster/>
            <DayFields starts=row.starts_day ends=row.ends_day/>
            <Button label=say!(l, roles.save)/>
        </PostForm>
        <h2 class="nhsuk-heading-m">{say!(l, new_users.remove.title)}</h2>
        <p>{say!(l, new_users.remove.lead, role = role, name = view.name.as_str())}</p>
        <PostForm check=|_: &RemoveNewUserRole| Ok(())>
            <Hidden name="id" value=view.id.to_string()/>
            <Hidden name="role" value=row.role.tag()/>
            <Was limit=was/>
            <Button label=say!(l, roles.remove) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
