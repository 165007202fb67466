//! The statement that is read on the telephone (S20 to S23, decision 10), in either language whatever the page's: who asks,
//! who may be let in, what that lets them do, and the question.

use domain::cases::{CaseView, MatterKind};
use domain::permission::Role;
use leptos::prelude::*;

use crate::i18n::{Locale, say};

/// The statement.
#[component]
pub(super) fn Statement(view: CaseView, l: Locale) -> impl IntoView {
    let CaseView {
        row, role, new_address, ..
    } = view;
    let (name, organisation) = (row.name.as_str(), row.organisation.as_str());
    let lang = if l == Locale::cy { "cy" } else { "en" };
    let body = match row.kind {
        MatterKind::Join => {
            let items = role.map(|role| lets(l, role)).unwrap_or_default();
            let items = items.split("; ").map(|item| view! { <li>{item.to_owned()}</li> });
            view! {
                <p>{say!(l, cases.statement.asks, name = name, organisation = organisation)}</p>
                <p>{say!(l, cases.statement.must_be, organisation = organisation)}</p>
                <p>{say!(l, cases.statement.lets, name = name)}</p>
                <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
                <p><strong>{say!(l, cases.statement.question, name = name, organisation = organisation)}</strong></p>
            }
            .into_any()
        }
        MatterKind::LostFactor => view! {
            <p>{say!(l, cases.statement.locked_out, name = name, organisation = organisation)}</p>
            <p>{say!(l, cases.statement.lost_factor)}</p>
            <p><strong>{say!(l, cases.statement.question_account, name = name)}</strong></p>
        }
        .into_any(),
        MatterKind::NewAddress => {
            let address = new_address.as_deref().unwrap_or_default();
            view! {
                <p>{say!(l, cases.statement.locked_out, name = name, organisation = organisation)}</p>
                <p>{say!(l, cases.statement.new_address, address = address)}</p>
                <p><strong>{say!(l, cases.statement.question_account, name = name)}</strong></p>
            }
            .into_any()
        }
    };
    view! {
        <div class="nhsuk-inset-text" id="statement" lang=lang>
            <p>{say!(l, cases.statement.opening, organisation = organisation)}</p>
            {body}
        </div>
    }
}

/// What a role lets a person do, item by item.
fn lets(l: Locale, role: Role) -> &'static str {
    match role {
        Role::PracticeEnabledUser => say!(l, cases.lets.practice_enabled_user),
        Role::ProviderUser => say!(l, cases.lets.provider_user),
        Role::Approver => say!(l, cases.lets.approver),
        Role::RosterManager => say!(l, cases.lets.roster_manager),
        Role::Reporting => say!(l, cases.lets.reporting),
        Role::RosteredMedic | Role::CommissioningAdministrator | Role::Support => {
            crate::controls::word::role_text(l, role)
        }
    }
}
