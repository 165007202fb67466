//! The page that changes when a member's role holds; with `?remove=1` the step that removes it.

use domain::members::RoleKey;
use domain::members::roles::{RoleRow, RolesView};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::day_fields::DayFields;
use super::last_approver::LastApproverNote;
use super::role_api::{ChangeRole, RemoveRole};
use super::role_table::{LimitField, Was};
use super::roles_page::{asked, caption};
use crate::controls::focus::focus_on;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, Trouble, word};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};

/// The page of one role.
#[component]
pub(crate) fn ChangeRolePage() -> impl IntoView {
    let (view, role, remove) = (asked(), piece("role"), query("remove"));
    // The second step is the same path, so the focus is led to its heading here.
    Effect::new(move |before: Option<String>| {
        let now = remove.get();
        if before.is_some_and(|before| before != now) {
            focus_on("page-heading");
        }
        now
    });
    view! {
        <Loaded answer=view let:view>
            {move || {
                let key = RoleKey::parse(&role.get());
                let row = view.roles.iter().find(|row| Some(row.key()) == key && row.may_change).cloned();
                match (row, remove.get().as_str()) {
                    (None, _) => view! { <Trouble error=AppError::Refused(Refusal::NotFound)/> }.into_any(),
                    (Some(row), "1") => view! { <Remove view=view.clone() row/> }.into_any(),
                    (Some(row), _) => view! { <Change view=view.clone() row/> }.into_any(),
                }
            }}
        </Loaded>
    }
}

#[component]
fn Change(view: RolesView, row: RoleRow) -> impl IntoView {
    let l = locale();
    let (code, id) = (view.organisation.code.clone(), view.id);
    let role = word::limited(l, row.role, row.roster.as_ref());
    let remove = format!("{}?remove=1", to(Page::ChangeRole(code.clone(), id, row.key())));
    let back = to(Page::Roles(code.clone(), id));
    let note = note(&view, &row);
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, roles.back_to_roles)}</a>
        <Heading
            text=say!(l, roles.change_title, role = role, name = view.name.as_str())
            caption=caption(&view)
        />
        {note}
        <p>{say!(l, roles.effect, name = view.name.as_str())}</p>
        <PostForm check=|asked: &ChangeRole| asked.form.parse().map(drop)>
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="id" value=id.to_string()/>
            <Hidden name="role" value=row.role.tag()/>
            <Was limit=row.roster.clone()/>
            <LimitField rosters=view.rosters until_now=row.roster/>
            <DayFields starts=row.starts_day ends=row.ends_day/>
            <Button label=say!(l, roles.save)/>
        </PostForm>
        <p><a href=remove>{say!(l, roles.remove)}</a></p>
    }
}

#[component]
fn Remove(view: RolesView, row: RoleRow) -> impl IntoView {
    let l = locale();
    let (code, id) = (view.organisation.code.clone(), view.id);
    let role = word::limited(l, row.role, row.roster.as_ref());
    let back = to(Page::ChangeRole(code.clone(), id, row.key()));
    let lead = say!(
        l,
        roles.remove_lead,
        name = view.name.as_str(),
        organisation = view.organisation.name.as_str()
    );
    let note = note(&view, &row);
    let below = view.keeps(&row.key()).is_none().then(|| {
        view! {
            <p>{lead}</p>
            <ul class="nhsuk-list nhsuk-list--bullet"><li>{word::role_text(l, row.role)}</li></ul>
            <p>{say!(l, roles.remove_keeps, name = view.name.as_str())}</p>
            <PostForm check=|_: &RemoveRole| Ok(())>
                <Hidden name="code" value=code.to_string()/>
                <Hidden name="id" value=id.to_string()/>
                <Hidden name="role" value=row.role.tag()/>
                <Was limit=row.roster.clone()/>
                <Button label=say!(l, roles.remove_confirm) look=ButtonLook::Warning/>
            </PostForm>
        }
    });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, roles.back_to_role)}</a>
        <Heading
            text=say!(l, roles.remove_title, role = role, name = view.name.as_str())
            caption=caption(&view)
        />
        {note}
        {below}
    }
}

/// That the member is the last who decides there, where it is by this role; or that two support people have agreed.
fn note(view: &RolesView, row: &RoleRow) -> Option<AnyView> {
    let last = view.last_approver.as_ref();
    let last = last.filter(|last| last.is_overridden() || view.keeps(&row.key()).is_some())?;
    let (name, organisation) = (view.name.as_str(), view.organisation.name.as_str());
    let lead = say!(locale(), last_approver.role, name = name, organisation = organisation);
    Some(view! { <LastApproverNote lead last=last.clone()/> }.into_any())
}
