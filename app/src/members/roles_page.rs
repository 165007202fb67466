//! The roles of a member: what they are, and the ways to give, change and remove one (S72, S74).

use domain::Page;
use domain::members::roles::RolesView;
use leptos::prelude::*;

use super::day_fields::DayFields;
use super::last_approver::LastApproverNote;
use super::role_api::{GrantRole, roles_of_member};
use super::role_table::{LimitField, RoleChoice, RoleTable};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// What the address asks for; asked again after every act.
pub(super) fn asked() -> Asked<RolesView> {
    let (code, id, here) = (piece("code"), piece("id"), here());
    Asked::new(
        move || (code.get(), id.get(), here.acts()),
        |(code, id, _)| roles_of_member(code, id),
    )
}

/// The organisation, above a heading.
pub(super) fn caption(view: &RolesView) -> String {
    format!("{} · {}", view.organisation.name, view.organisation.code)
}

/// The page with all roles.
#[component]
pub(crate) fn RolesPage() -> impl IntoView {
    let view = asked();
    view! {
        <Loaded answer=view let:view>
            <Roles view/>
        </Loaded>
    }
}

#[component]
fn Roles(view: RolesView) -> impl IntoView {
    let l = locale();
    let (code, id) = (view.organisation.code.clone(), view.id);
    let back = to(Page::Members(code.clone()));
    let note = view.last_approver.clone().filter(|_| !view.oneself).map(|last| {
        let (name, organisation) = (view.name.as_str(), view.organisation.name.as_str());
        let lead = say!(l, last_approver.roles, name = name, organisation = organisation);
        view! { <LastApproverNote lead last/> }
    });
    let below = if view.oneself {
        view! { <p>{say!(l, roles.oneself)}</p> }.into_any()
    } else if view.grantable.is_empty() {
        view! { <p>{say!(l, roles.nothing_to_add)}</p> }.into_any()
    } else {
        let add = to(Page::AddRole(code.clone(), id));
        view! { <p><a class="nhsuk-button nhsuk-button--secondary" href=add>{say!(l, roles.add)}</a></p> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, roles.back_to_members)}</a>
        <Heading text=say!(l, roles.title, name = view.name.as_str()) caption=caption(&view)/>
        {note}
        <RoleTable
            rows=view.roles
            caption=say!(l, roles.caption)
            empty=say!(l, roles.empty)
            change=Box::new(move |role| to(Page::ChangeRole(code.clone(), id, role)))
        />
        {below}
    }
}

/// The page that gives one more.
#[component]
pub(crate) fn AddRolePage() -> impl IntoView {
    let view = asked();
    view! {
        <Loaded answer=view let:view>
            <AddRole view/>
        </Loaded>
    }
}

#[component]
fn AddRole(view: RolesView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Roles(view.organisation.code.clone(), view.id));
    let caption = caption(&view);
    let name = view.name.clone();
    let below = if view.oneself || view.grantable.is_empty() {
        let why = if view.oneself {
            say!(l, roles.oneself)
        } else {
            say!(l, roles.nothing_to_add)
        };
        view! { <p>{why}</p> }.into_any()
    } else {
        view! {
            <p>{say!(l, roles.effect, name = name.as_str())}</p>
            <PostForm check=|asked: &GrantRole| asked.form.parse().map(drop)>
                <Hidden name="code" value=view.organisation.code.to_string()/>
                <Hidden name="id" value=view.id.to_string()/>
                <RoleChoice roles=view.grantable/>
                <LimitField rosters=view.rosters/>
                <DayFields/>
                <Button label=say!(l, roles.save)/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, roles.back_to_roles)}</a>
        <Heading text=say!(l, roles.add_title, name = name.as_str()) caption/>
        {below}
    }
}
