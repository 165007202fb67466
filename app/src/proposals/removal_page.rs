//! Propose that somebody leaves the support team, or is no longer the commissioning administrator of a commissioner: what
//! that will end, and why.

use domain::Page;
use domain::form::Field;
use domain::proposals::{Removable, RemovalView};
use leptos::prelude::*;

use super::api::{ProposeRemoval, removal_to_propose};
use super::commissioner;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextArea, word};
use crate::here::to;
use crate::i18n::{locale, say};
use crate::members::MakeAnother;

/// The page that proposes a removal.
#[component]
pub(crate) fn RemovalPage() -> impl IntoView {
    let (id, organisation) = (piece("id"), query("organisation"));
    let removal = Asked::new(
        move || (id.get(), organisation.get()),
        |(id, organisation)| removal_to_propose(id, organisation),
    );
    view! {
        <Loaded answer=removal let:removal>
            <Content removal/>
        </Loaded>
    }
}

#[component]
fn Content(removal: RemovalView) -> impl IntoView {
    let l = locale();
    let name = removal.name.as_str();
    let (title, caption) = match &removal.organisation {
        Some(organisation) => (
            say!(l, proposals.removal_administrator, name = name),
            commissioner(organisation),
        ),
        None => (say!(l, proposals.removal_support, name = name), removal.email.clone()),
    };
    let last = removal
        .last_approver
        .clone()
        .filter(|_| removal.removable == Removable::Yes);
    let below = match removal.removable {
        Removable::Yes if last.is_some() => {
            let organisation = last.as_ref().map_or("", |last| last.organisation.name.as_str());
            let lead = say!(l, last_approver.removal, name = name, organisation = organisation);
            let note = last
                .clone()
                .map(|last| view! { <p>{lead}</p> <p><MakeAnother last/></p> });
            view! { <div class="porthor-warning">{note}</div> }.into_any()
        }
        Removable::Yes => view! { <Ends removal=removal.clone()/> <RemovalForm removal/> }.into_any(),
        Removable::Oneself => view! { <p>{say!(l, proposals.oneself)}</p> }.into_any(),
        Removable::FewSupportPeople => view! { <p>{say!(l, refusals.few_support_people)}</p> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::SupportTeam)>{say!(l, proposals.back)}</a>
        <Heading text=title caption/>
        {below}
    }
}

/// All that ends, once it is confirmed.
#[component]
fn Ends(removal: RemovalView) -> impl IntoView {
    let l = locale();
    let name = removal.name.as_str();
    let mut items = Vec::new();
    let mut keeps = None;
    if let Some((_, organisation)) = &removal.organisation {
        let organisation = organisation.as_str();
        items.push(say!(
            l,
            proposals.ends_administrator,
            name = name,
            organisation = organisation
        ));
        if removal.keeps.is_empty() {
            items.push(say!(l, proposals.ends_access, name = name, organisation = organisation));
        } else {
            keeps = Some(say!(
                l,
                proposals.keeps_roles,
                name = name,
                roles = word::roles(l, &removal.keeps)
            ));
        }
    } else {
        items.push(say!(l, proposals.ends_support, name = name));
    }
    let items = items.into_iter().map(|text| view! { <li>{text}</li> });
    view! {
        <p>{say!(l, proposals.removal_ends)}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        {keeps.map(|text| view! { <p>{text}</p> })}
        <p>{say!(l, proposals.keeps_account, name = name)}</p>
    }
}

#[component]
fn RemovalForm(removal: RemovalView) -> impl IntoView {
    let l = locale();
    let organisation = removal.organisation.map(|(code, _)| code.to_string());
    view! {
        <PostForm check=|asked: &ProposeRemoval| asked.form.parse().map(drop)>
            <Hidden name="id" value=removal.id.to_string()/>
            <Hidden name="organisation" value=organisation.unwrap_or_default()/>
            <TextArea field=Field::Reason label=say!(l, proposals.why) hint=say!(l, proposals.why_hint)/>
            <Button label=say!(l, proposals.removal_button) look=ButtonLook::Warning/>
        </PostForm>
    }
}
