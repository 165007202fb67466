//! Give the telephone number of an organisation for which the register has none, with its source.

use domain::Page;
use domain::cases::{CaseView, NumberView};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{GiveNumber, case};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextField};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn NumberPage() -> impl IntoView {
    let id = piece("id");
    let view = Asked::new(move || id.get(), case);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: CaseView) -> impl IntoView {
    let l = locale();
    let id = view.row.id;
    let below = match view.number {
        NumberView::Register(_) => view! { <p>{say!(l, refusals.number_in_register)}</p> }.into_any(),
        NumberView::Given { .. } | NumberView::Missing => view! {
            <p>{say!(l, cases.number_lead)}</p>
            <PostForm check=|asked: &GiveNumber| asked.form.parse().map(drop)>
                <Hidden name="id" value=id.to_string()/>
                <TextField field=Field::Telephone kind="tel" label=say!(l, cases.number_label)/>
                <TextField field=Field::Source label=say!(l, cases.source_label) hint=say!(l, cases.source_hint)/>
                <Button label=say!(l, cases.give_number_button)/>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Case(id))>{say!(l, cases.back_to_case)}</a>
        <Heading text=say!(l, cases.number_title, organisation = view.row.organisation.as_str()) caption=view.row.code.to_string()/>
        {below}
    }
}
