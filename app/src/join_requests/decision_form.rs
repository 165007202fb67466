//! The two forms that decide, each the second step of a decision: role and end, the reason, and *Confirm* (S36, S39).

use domain::form::Field;
use domain::join_requests::ReviewView;
use domain::members::roles::Until;
use domain::permission::Role;
use domain::shared_mailbox::Warning;
use leptos::prelude::*;

use super::api::{ApproveJoinRequest, RejectJoinRequest};
use crate::controls::{Button, ButtonLook, Choice, Hidden, PostForm, Radios, TextArea, word};
use crate::i18n::{locale, say};
use crate::members::{DayFields, LimitField, UntilFields};

/// Confirms an approval: the role to give, its end, and a reason where the request carries a warning.
#[component]
pub(super) fn ApprovalForm(review: ReviewView) -> impl IntoView {
    let l = locale();
    let row = review.row;
    // Whom a second support person must confirm begins then.
    let appoints = row.role == Role::CommissioningAdministrator;
    let label = match row.warning {
        None => say!(l, join_requests.approve_reason),
        Some(_) => say!(l, join_requests.approve_reason_needed),
    };
    let lead = say!(
        l,
        join_requests.approve_lead,
        name = row.name.as_str(),
        organisation = review.organisation.name.as_str(),
        role = word::role(l, row.role)
    );
    view! {
        <p>{lead}</p>
        <PostForm
            check=|asked: &ApproveJoinRequest| asked.form.parse_approval().map(drop)
            subject=row.id.to_string()
        >
            <Hidden name="code" value=row.code.to_string()/>
            <Hidden name="id" value=row.id.to_string()/>
            <RoleToGive roles=review.roles asked=row.role/>
            <LimitField rosters=review.rosters/>
            {if appoints {
                view! {
                    <UntilFields
                        legend=say!(l, roles.until_when)
                        hint=say!(l, roles.until_hint)
                        value=Until::REVOKED
                    />
                }
                    .into_any()
            } else {
                view! { <DayFields/> }.into_any()
            }}
            <TextArea field=Field::Reason label hint=say!(l, join_requests.approve_reason_hint)/>
            <Button label=say!(l, join_requests.approve_confirm)/>
        </PostForm>
    }
}

/// Which role to give; where there is but one, there is nothing to choose.
#[component]
fn RoleToGive(roles: Vec<Role>, asked: Role) -> impl IntoView {
    let l = locale();
    (roles.len() > 1).then(|| {
        let choices = roles.iter();
        let choices =
            choices.map(|role| Choice::new(role.tag(), word::role(l, *role)).with_hint(word::role_text(l, *role)));
        view! {
            <Radios
                field=Field::Role
                legend=say!(l, join_requests.your_role)
                hint=say!(l, join_requests.your_role_hint)
                value=asked.tag()
                choices=choices.collect()
            />
        }
    })
}

/// Confirms a rejection. For a shared mailbox the reason is filled in (decision 7).
#[component]
pub(super) fn RejectionForm(review: ReviewView) -> impl IntoView {
    let l = locale();
    let row = review.row;
    let reason = match row.warning {
        Some(Warning::SharedMailbox) => say!(l, join_requests.reject_reason_shared),
        _ => "",
    };
    let lead = say!(l, join_requests.reject_lead, name = row.name.as_str());
    let hint = say!(l, join_requests.reject_reason_hint, name = row.name.as_str());
    view! {
        <p>{lead}</p>
        <PostForm
            check=|asked: &RejectJoinRequest| asked.form.parse_rejection().map(drop)
            subject=row.id.to_string()
        >
            <Hidden name="code" value=row.code.to_string()/>
            <Hidden name="id" value=row.id.to_string()/>
            <TextArea
                field=Field::Reason
                label=say!(l, join_requests.reject_reason)
                hint=hint
                value=reason
            />
            <Button label=say!(l, join_requests.reject_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}
