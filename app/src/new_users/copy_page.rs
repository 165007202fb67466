//! New user: copy access from somebody of the same organisation. `?member=` is the second step, which shows what would be
//! copied.

use domain::new_users::{CopyFrom, CopyView, State};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::api::{CopyAccess, access_to_copy};
use super::roles_page::caption;
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::parameter::{piece, query};
use crate::controls::{
    ActionsCell, Button, Cell, Column, DataTable, Heading, Hidden, Loaded, MailAddress, NameCell, PostForm, Trouble,
    word,
};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::RoleTable;

/// The page that copies access.
#[component]
pub(crate) fn CopyAccessPage() -> impl IntoView {
    let (id, member) = (piece("id"), query("member"));
    let view = Asked::new(move || id.get(), access_to_copy);
    // The second step is the same path, so the focus is led to its heading here.
    Effect::new(move |before: Option<String>| {
        let now = member.get();
        if before.is_some_and(|before| before != now) {
            focus_on("page-heading");
        }
        now
    });
    view! {
        <Loaded answer=view let:view>
            {move || {
                let member = member.get();
                let from = view.people.iter().find(|one| one.member.to_string() == member).cloned();
                let view = view.clone();
                match from {
                    _ if view.new_user.state != State::Open => {
                        view! { <Trouble error=AppError::Refused(Refusal::NoLongerStands)/> }.into_any()
                    }
                    Some(from) => view! { <Confirm view from/> }.into_any(),
                    None => view! { <Choose view/> }.into_any(),
                }
            }}
        </Loaded>
    }
}

#[component]
fn Choose(view: CopyView) -> impl IntoView {
    let l = locale();
    let user = view.new_user;
    let id = user.id;
    let back = to(Page::NewUserRoles(id));
    let people = if view.people.is_empty() {
        view! { <p class="porthor-empty">{say!(l, new_users.copy.nobody)}</p> }.into_any()
    } else {
        let columns = vec![
            Column::new(say!(l, new_users.copy.name)),
            Column::new(say!(l, new_users.email)),
            Column::new(say!(l, roles.caption)),
            Column::actions(say!(l, roles.actions)),
        ];
        let page = to(Page::NewUserCopy(id));
        let rows = view.people.into_iter().map(|one| {
            let address = format!("{page}?member={}", one.member);
            view! { <Row one address/> }
        });
        let rows = rows.collect_view();
        view! { <DataTable caption=say!(l, new_users.copy.caption) id="people" columns>{rows}</DataTable> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.back_to_new_user)}</a>
        <Heading text=say!(l, new_users.copy.title, name = user.name.as_str()) caption=caption(&user)/>
        <p>{say!(l, new_users.copy.lead)}</p>
        {people}
    }
}

#[component]
fn Row(one: CopyFrom, address: String) -> impl IntoView {
    let l = locale();
    let roles = one.roles.iter();
    let roles: Vec<String> = roles
        .map(|row| word::limited(l, row.role, row.roster.as_ref()))
        .collect();
    let (name, email) = (one.name.clone(), one.email);
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, new_users.copy.name)>{name}</NameCell>
            <Cell label=say!(l, new_users.email)><MailAddress address=email/></Cell>
            <Cell label=say!(l, roles.caption)>{roles.join("; ")}</Cell>
            <ActionsCell>
                <a href=address>
                    {say!(l, new_users.copy.choose)}
                    <span class="nhsuk-u-visually-hidden">" " {say!(l, new_users.copy.choose_whom, name = one.name)}</span>
                </a>
            </ActionsCell>
        </tr>
    }
}

#[component]
fn Confirm(view: CopyView, from: CopyFrom) -> impl IntoView {
    let l = locale();
    let user = view.new_user;
    let back = to(Page::NewUserCopy(user.id));
    let replaces = (!user.roles.is_empty()).then(|| {
        view! { <p class="porthor-warning">{say!(l, new_users.copy.replaces)}</p> }
    });
    let title = say!(
        l,
        new_users.copy.confirm_title,
        from = from.name.as_str(),
        name = user.name.as_str()
    );
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.copy.back)}</a>
        <Heading text=title caption=caption(&user)/>
        {replaces}
        <RoleTable rows=from.roles caption=say!(l, new_users.copy.what) empty=say!(l, roles.empty)/>
        <PostForm check=|_: &CopyAccess| Ok(())>
            <Hidden name="id" value=user.id.to_string()/>
            <Hidden name="member" value=from.member.to_string()/>
            <Button label=say!(l, new_users.copy.confirm)/>
        </PostForm>
    }
}
