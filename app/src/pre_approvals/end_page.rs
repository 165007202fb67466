//! The page that ends a pre-approval: what that changes, *Confirm*.

use domain::Page;
use domain::pre_approvals::{PreApprovals, WaitingRow};
use leptos::prelude::*;

use super::api::EndPreApproval;
use super::{One, caption};
use crate::controls::{Button, ButtonLook, Heading, Hidden, PostForm};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn EndPreApprovalPage() -> impl IntoView {
    view! { <One show/> }
}

fn show(list: PreApprovals, row: WaitingRow) -> AnyView {
    view! { <Content list row/> }.into_any()
}

#[component]
fn Content(list: PreApprovals, row: WaitingRow) -> impl IntoView {
    let l = locale();
    let code = list.organisation.code.clone();
    let back = to(Page::PreApprovals(code.clone()));
    let (organisation, email) = (list.organisation.name.as_str(), row.email.as_str());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, pre_approvals.back)}</a>
        <Heading
            text=say!(l, pre_approvals.end_title, name = row.full_name())
            caption=caption(&list.organisation)
        />
        <p>{say!(l, pre_approvals.end_lead, organisation = organisation, email = email)}</p>
        <p>{say!(l, pre_approvals.end_keeps)}</p>
        <PostForm check=|_: &EndPreApproval| Ok(())>
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="id" value=row.id.to_string()/>
            <Button label=say!(l, pre_approvals.end_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}
