//! The number to call, where it comes from, and what is missing before it may be called.

use domain::cases::NumberView;
use domain::{CaseId, Page};
use leptos::prelude::*;

use super::api::ConfirmNumber;
use crate::controls::{Beneath, Button, ButtonLook, Hidden, PostForm, SummaryRow};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The row of the summary.
#[component]
pub(super) fn NumberRow(id: CaseId, number: NumberView, open: bool) -> impl IntoView {
    let l = locale();
    let give = move |label: &'static str| open.then(|| view! { <a href=to(Page::CaseNumber(id))>{label}</a> });
    let inner = match number {
        NumberView::Register(number) => view! {
            <span class="porthor-number">{number}</span> <Beneath>{say!(l, cases.from_register)}</Beneath>
        }
        .into_any(),
        NumberView::Missing => view! {
            <p>{say!(l, cases.no_number)}</p>
            {give(say!(l, cases.give_number))}
        }
        .into_any(),
        NumberView::Given {
            number,
            source,
            by,
            at,
            confirmed_by,
            own,
        } => {
            let when = at.day_and_time(language());
            let given = say!(l, cases.number_given, by = by, when = when, source = source);
            let confirmed = confirmed_by.is_some();
            let next = match confirmed_by {
                Some(by) => say!(l, cases.number_confirmed, by = by),
                None if own => say!(l, cases.number_own).to_owned(),
                None => say!(l, cases.number_waits).to_owned(),
            };
            let confirm = (open && !confirmed && !own).then(|| {
                view! {
                    <PostForm check=|asked: &ConfirmNumber| asked.form.parse().map(drop)>
                        <Hidden name="id" value=id.to_string()/>
                        <Button label=say!(l, cases.confirm_number) look=ButtonLook::Small/>
                    </PostForm>
                }
            });
            view! {
                <span class="porthor-number">{number}</span>
                <Beneath>{given}</Beneath>
                <Beneath>{next}</Beneath>
                {confirm}
                {give(say!(l, cases.another_number))}
            }
            .into_any()
        }
    };
    view! { <SummaryRow key=say!(l, cases.number)>{inner}</SummaryRow> }
}
