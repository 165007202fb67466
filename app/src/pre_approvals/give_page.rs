//! The page that pre-approves somebody, and the fields that it shares with changing.

use domain::Page;
use domain::form::Field;
use domain::pre_approvals::PreApprovals;
use leptos::prelude::*;

use super::api::{PreApprove, pre_approvals};
use super::caption;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::{DayFields, LimitField, RoleChoice};

/// The page.
#[component]
pub(crate) fn PreApprovePage() -> impl IntoView {
    let code = piece("code");
    let list = Asked::new(move || code.get(), pre_approvals);
    view! {
        <Loaded answer=list let:list>
            <Content list/>
        </Loaded>
    }
}

#[component]
fn Content(list: PreApprovals) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let back = to(Page::PreApprovals(code.clone()));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, pre_approvals.back)}</a>
        <Heading text=say!(l, pre_approvals.add) caption=caption(&list.organisation)/>
        <p>{say!(l, pre_approvals.add_lead)}</p>
        <PostForm check=|asked: &PreApprove| asked.form.parse().map(drop)>
            <Hidden name="code" value=code.to_string()/>
            <NameFields/>
            <TextField
                field=Field::Email
                kind="email"
                label=say!(l, pre_approvals.email)
                hint=say!(l, pre_approvals.email_hint)
            />
            <RoleChoice roles=list.grantable/>
            <LimitField rosters=list.rosters/>
            <p>{say!(l, pre_approvals.days)}</p>
            <DayFields/>
            <Button label=say!(l, pre_approvals.save)/>
        </PostForm>
    }
}

/// First and last name.
#[component]
pub(super) fn NameFields(#[prop(optional, into)] first: String, #[prop(optional, into)] last: String) -> impl IntoView {
    let l = locale();
    view! {
        <TextField field=Field::FirstName label=say!(l, pre_approvals.first_name) value=first/>
        <TextField field=Field::LastName label=say!(l, pre_approvals.last_name) value=last/>
    }
}
