//! The page on which somebody asks to keep a role of their own: what they have, who is asked, why, and *Confirm*.

use domain::Page;
use domain::extensions::ToKeepView;
use domain::form::Field;
use leptos::prelude::*;

use super::api::{AskToKeep, role_to_keep};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextArea, word};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page.
#[component]
pub(crate) fn AskToKeepPage() -> impl IntoView {
    let (code, role, here) = (piece("code"), piece("role"), here());
    let view = Asked::new(
        move || (code.get(), role.get(), here.acts()),
        |(code, role, _)| role_to_keep(code, role),
    );
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: ToKeepView) -> impl IntoView {
    let l = locale();
    let role = word::limited(l, view.role.role, view.role.roster.as_ref());
    let caption = format!("{} · {}", view.organisation.name, view.organisation.code);
    let lead = say!(
        l,
        extensions.ask_lead,
        role = role.as_str(),
        organisation = view.organisation.name.as_str(),
        until = view
            .role
            .until
            .map(|until| until.day_and_time(language()))
            .unwrap_or_default()
    );
    let title = say!(l, extensions.ask_title, role = role);
    let below = match view.asked {
        Some(at) => {
            let asked = say!(l, extensions.asked, when = at.day_and_time(language()));
            view! { <p>{asked}</p> }.into_any()
        }
        None => view! { <AskForm view/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyOrganisations)>
            {say!(l, extensions.back_to_mine)}
        </a>
        <Heading text=title caption/>
        <p>{lead}</p>
        {below}
    }
}

#[component]
fn AskForm(view: ToKeepView) -> impl IntoView {
    let l = locale();
    let who = if view.by_support {
        say!(l, extensions.support)
    } else {
        say!(l, extensions.who)
    };
    view! {
        <p>{who}</p>
        <PostForm check=|asked: &AskToKeep| asked.form.parse().map(drop)>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <Hidden name="role" value=view.role.key().to_string()/>
            <TextArea
                field=Field::Reason
                label=say!(l, extensions.reason)
                hint=say!(l, extensions.reason_hint)
            />
            <Button label=say!(l, extensions.ask_confirm)/>
        </PostForm>
    }
}
