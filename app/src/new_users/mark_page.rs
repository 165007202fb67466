//! The page of the mark *medical secretary*: support sets or removes it, with a reason (S71).

use domain::Page;
use domain::form::Field;
use domain::new_users::{MarkView, NewUserForm};
use leptos::prelude::*;

use super::api::{MarkMedicalSecretary, medical_secretary};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that sets or removes the mark.
#[component]
pub(crate) fn MedicalSecretaryPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let view = Asked::new(move || (id.get(), here.acts()), |(id, _)| medical_secretary(id));
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: MarkView) -> impl IntoView {
    let l = locale();
    let name = view.name.as_str();
    let (lead, value, label) = if view.marked {
        let lead = say!(l, new_users.mark.remove_lead, name = name);
        (lead, "", say!(l, new_users.mark.remove))
    } else {
        let lead = say!(l, new_users.mark.set_lead, name = name);
        (lead, NewUserForm::TICKED, say!(l, new_users.mark.set))
    };
    let title = say!(l, new_users.mark.title, name = name);
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Person(view.person))>
            {say!(l, new_users.mark.back)}
        </a>
        <Heading text=title/>
        <p>{lead}</p>
        <PostForm check=|asked: &MarkMedicalSecretary| asked.form.parse().map(drop)>
            <Hidden name="id" value=view.person.to_string()/>
            <Hidden name="marked" value/>
            <TextArea field=Field::Reason label=say!(l, new_users.mark.reason) hint=say!(l, new_users.mark.reason_hint)/>
            <Button label/>
        </PostForm>
    }
}
