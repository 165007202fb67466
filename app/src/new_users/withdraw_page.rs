//! The page that takes the adding of somebody back: what it ends, and *Confirm*.

use domain::new_users::{NewUserView, State};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::api::{WithdrawNewUser, new_user};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, Trouble, word};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that withdraws.
#[component]
pub(crate) fn WithdrawNewUserPage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), new_user);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: NewUserView) -> impl IntoView {
    let l = locale();
    if view.state != State::Open {
        return view! { <Trouble error=AppError::Refused(Refusal::NoLongerStands)/> }.into_any();
    }
    let back = to(Page::NewUserRoles(view.id));
    let caption = format!("{} · {}", view.organisation.name, view.organisation.code);
    let link = say!(l, new_users.withdraw.ends_link, email = view.email.as_str());
    let roles = view.roles.iter();
    let roles = roles.map(|row| word::limited(l, row.role, row.roster.as_ref()));
    let roles = roles.map(|role| say!(l, new_users.withdraw.ends_role, role = role));
    let items = std::iter::once(link).chain(roles).map(|text| view! { <li>{text}</li> });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.back_to_new_user)}</a>
        <Heading text=say!(l, new_users.withdraw.title, name = view.name.as_str()) caption/>
        <p>{say!(l, new_users.withdraw.ends)}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        <p>{say!(l, new_users.withdraw.again, name = view.name.as_str())}</p>
        <PostForm check=|_: &WithdrawNewUser| Ok(())>
            <Hidden name="id" value=view.id.to_string()/>
            <Button label=say!(l, new_users.withdraw.confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
    .into_any()
}
