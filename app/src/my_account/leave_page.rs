//! The page on which one leaves an organisation: what it ends, and *Confirm* (decision 6).

use domain::Page;
use domain::members::keeping::What;
use domain::my_account::LeaveView;
use leptos::prelude::*;

use super::api::{LeaveOrganisation, organisation_to_leave};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, word};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::LastApproverNote;

/// The page that leaves.
#[component]
pub(crate) fn LeavePage() -> impl IntoView {
    let code = piece("code");
    let view = Asked::new(move || code.get(), organisation_to_leave);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: LeaveView) -> impl IntoView {
    let l = locale();
    let organisation = &view.membership.organisation;
    let title = say!(l, my_account.leave.title, organisation = organisation.name.as_str());
    let caption = organisation.code.to_string();
    let below = if let Some(last) = view.last_approver.clone() {
        let lead = say!(
            l,
            my_account.leave.last_approver,
            organisation = organisation.name.as_str()
        );
        view! { <LastApproverNote lead last/> }.into_any()
    } else {
        let code = organisation.code.to_string();
        view! {
            <Ends view/>
            <PostForm check=|_: &LeaveOrganisation| Ok(())>
                <Hidden name="code" value=code/>
                <Button label=say!(l, my_account.leave.button) look=ButtonLook::Warning/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyOrganisations)>
            {say!(l, my_account.leave.back)}
        </a>
        <Heading text=title caption/>
        {below}
    }
}

/// All that ends.
#[component]
fn Ends(view: LeaveView) -> impl IntoView {
    let l = locale();
    let acting = say!(
        l,
        my_account.leave.ends_acting,
        organisation = view.membership.organisation.name
    );
    let roles = view.membership.roles.into_iter();
    let roles = roles.map(|held| word::limited(l, held.role, held.roster.as_ref()));
    let roles = roles.map(|role| say!(l, my_account.leave.ends_role, role = role));
    let given = view.given.into_iter();
    let given = given.map(|row| match row.what {
        What::PreApproval => say!(l, my_account.leave.ends_pre_approval, whom = row.whom),
        What::NewUser => say!(l, my_account.leave.ends_new_user, whom = row.whom),
    });
    let items = std::iter::once(acting)
        .chain(roles)
        .chain(given)
        .map(|text| view! { <li>{text}</li> });
    view! {
        <p>{say!(l, my_account.leave.ends)}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        <p>{say!(l, my_account.leave.keeps)}</p>
    }
}
