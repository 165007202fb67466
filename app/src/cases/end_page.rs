//! Send a case back that waits for a second support person, or end one: what was asked is not done. Both with a reason.

use domain::Page;
use domain::cases::{CaseView, MatterKind, StateTag};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{SendCaseBack, TurnDownCase, case};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn EndPage() -> impl IntoView {
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
    let title = match view.row.state {
        StateTag::Agreed => say!(l, cases.send_back_title),
        _ => say!(l, cases.turn_down_title),
    };
    let below = match view.row.state {
        StateTag::Agreed => view! { <SendBack id=id.to_string()/> }.into_any(),
        StateTag::Open => view! { <TurnDown id=id.to_string() kind=view.row.kind/> }.into_any(),
        _ => view! { <p>{say!(l, cases.not_now)}</p> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Case(id))>{say!(l, cases.back_to_case)}</a>
        <Heading text=title caption=view.row.name/>
        {below}
    }
}

#[component]
fn SendBack(id: String) -> impl IntoView {
    let l = locale();
    view! {
        <p>{say!(l, cases.send_back_lead)}</p>
        <PostForm check=|asked: &SendCaseBack| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <TextArea field=Field::Reason label=say!(l, cases.send_back_label) hint=say!(l, cases.team_reads)/>
            <Button label=say!(l, cases.send_back_button)/>
        </PostForm>
    }
}

#[component]
fn TurnDown(id: String, kind: MatterKind) -> impl IntoView {
    let l = locale();
    let lead = match kind {
        MatterKind::Join => say!(l, cases.turn_down_lead_join),
        MatterKind::LostFactor | MatterKind::NewAddress => say!(l, cases.turn_down_lead_account),
    };
    view! {
        <p>{lead}</p>
        <PostForm check=|asked: &TurnDownCase| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <TextArea field=Field::Reason label=say!(l, cases.turn_down_label) hint=say!(l, cases.person_reads)/>
            <Button label=say!(l, cases.turn_down_button) look=ButtonLook::Warning/>
        </PostForm>
    }
}
