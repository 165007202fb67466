//! The page that hands over the primary contact: who it is, to whom, *Confirm*, in one step.

use domain::Page;
use domain::form::Field;
use domain::primary_contacts::HandOverView;
use leptos::prelude::*;

use super::api::{HandOver, primary_contact};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Choice, Heading, Hidden, Loaded, PostForm, Select};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn HandOverPage() -> impl IntoView {
    let code = piece("code");
    let view = Asked::new(move || code.get(), primary_contact);
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: HandOverView) -> impl IntoView {
    let l = locale();
    let organisation = view.organisation.name.as_str();
    let caption = format!("{organisation} · {}", view.organisation.code);
    let now = match &view.contact {
        _ if view.oneself => say!(l, primary_contacts.now_you, organisation = organisation),
        Some(name) => say!(
            l,
            primary_contacts.now,
            organisation = organisation,
            name = name.as_str()
        ),
        None => say!(l, primary_contacts.now_nobody, organisation = organisation),
    };
    let back = to(Page::Profile(view.organisation.code.clone()));
    let below = if view.members.is_empty() {
        view! { <p>{say!(l, primary_contacts.nobody_else)}</p> }.into_any()
    } else {
        view! { <Form view/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, primary_contacts.back)}</a>
        <Heading text=say!(l, primary_contacts.title) caption/>
        <p>{now}</p>
        <p>{say!(l, primary_contacts.means)}</p>
        {below}
    }
}

#[component]
fn Form(view: HandOverView) -> impl IntoView {
    let l = locale();
    let members = view.members.into_iter();
    let members = members.map(|(id, name)| Choice::new(id.to_string(), name));
    let nobody = Choice::new("", say!(l, primary_contacts.choose));
    let choices: Vec<Choice> = std::iter::once(nobody).chain(members).collect();
    view! {
        <PostForm check=|asked: &HandOver| asked.form.parse().map(drop)>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <Select
                field=Field::PrimaryContact
                label=say!(l, primary_contacts.to)
                hint=say!(l, primary_contacts.to_hint)
                choices
            />
            <Button label=say!(l, primary_contacts.button)/>
        </PostForm>
    }
}
