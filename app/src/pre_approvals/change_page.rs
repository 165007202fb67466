//! The page that changes what a pre-approval gives.

use domain::pre_approvals::{PreApprovals, WaitingRow};
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::api::ChangePreApproval;
use super::give_page::NameFields;
use super::{One, caption};
use crate::controls::{Button, Heading, Hidden, PostForm, Trouble};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::{DayFields, LimitField, RoleChoice};

/// The page.
#[component]
pub(crate) fn ChangePreApprovalPage() -> impl IntoView {
    view! { <One show/> }
}

fn show(list: PreApprovals, row: WaitingRow) -> AnyView {
    if row.may_change {
        view! { <Content list row/> }.into_any()
    } else {
        view! { <Trouble error=AppError::Refused(Refusal::NotAllowed)/> }.into_any()
    }
}

#[component]
fn Content(list: PreApprovals, row: WaitingRow) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let back = to(Page::PreApprovals(code.clone()));
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, pre_approvals.back)}</a>
        <Heading
            text=say!(l, pre_approvals.change_title, name = row.full_name())
            caption=caption(&list.organisation)
        />
        <p>{say!(l, pre_approvals.change_lead, email = row.email.as_str())}</p>
        <PostForm check=|asked: &ChangePreApproval| asked.form.parse().map(drop)>
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="id" value=row.id.to_string()/>
            <NameFields first=row.first_name last=row.last_name/>
            <RoleChoice roles=list.grantable value=row.role.role.tag()/>
            <LimitField rosters=list.rosters until_now=row.role.roster/>
            <p>{say!(l, pre_approvals.days)}</p>
            <DayFields starts=row.starts_day ends=row.ends_day/>
            <Button label=say!(l, pre_approvals.save)/>
        </PostForm>
    }
}
