//! Propose that the last approver of an organisation may go all the same: what that means, and why (decision 6).

use domain::Page;
use domain::form::Field;
use domain::proposals::{OVERRIDE_HOURS, OverrideView};
use leptos::prelude::*;

use super::api::{ProposeOverride, override_to_propose};
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::way_out;

/// The page that proposes an override.
#[component]
pub(crate) fn OverridePage() -> impl IntoView {
    let (id, organisation) = (piece("id"), query("organisation"));
    let view = Asked::new(
        move || (id.get(), organisation.get()),
        |(id, organisation)| override_to_propose(id, organisation),
    );
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: OverrideView) -> impl IntoView {
    let l = locale();
    let (code, organisation) = view.organisation.clone();
    let (caption, name) = (format!("{organisation} · {code}"), view.name.as_str());
    let lead = say!(l, last_approver.override_lead, name = name, organisation = organisation);
    let means = say!(l, last_approver.override_means, name = name, hours = OVERRIDE_HOURS);
    let title = say!(l, last_approver.override_title, name = name);
    let go = way_out(view.way_out, code);
    let back = to(Page::Person(view.id));
    let below = match (view.oneself, view.there) {
        (true, _) => view! { <p>{say!(l, proposals.oneself)}</p> }.into_any(),
        (false, Some(there)) => view! {
            <p>{say!(l, last_approver.override_there)} " " <a href=to(Page::Proposal(there))>{say!(l, last_approver.look)}</a></p>
        }
        .into_any(),
        (false, None) => view! { <p>{means}</p> <Form view=view.clone()/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, people.back_to, name = name)}</a>
        <Heading text=title caption/>
        <p>{lead}</p>
        <p><a href=go>{say!(l, last_approver.go)}</a></p>
        {below}
    }
}

#[component]
fn Form(view: OverrideView) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &ProposeOverride| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.id.to_string()/>
            <Hidden name="organisation" value=view.organisation.0.to_string()/>
            <TextArea field=Field::Reason label=say!(l, proposals.why) hint=say!(l, proposals.why_hint)/>
            <Button label=say!(l, last_approver.override_button) look=ButtonLook::Warning/>
        </PostForm>
    }
}
