//! The form that asks: role and reason.

use domain::form::Field;
use domain::join_requests::AskView;
use leptos::prelude::*;

use super::api::AskToJoin;
use crate::controls::{Button, Choice, Hidden, PostForm, Radios, TextArea, word};
use crate::i18n::{locale, say};

/// The form that asks an organisation.
#[component]
pub(super) fn AskForm(asked: AskView) -> impl IntoView {
    let l = locale();
    let roles = asked.roles.into_iter();
    let roles = roles.map(|role| Choice::new(role.tag(), word::role(l, role)).with_hint(word::role_text(l, role)));
    let choices: Vec<Choice> = roles.collect();
    let warning = asked
        .warning
        .map(|warning| view! { <p class="porthor-warning">{word::warning(l, warning)}</p> });
    view! {
        {warning}
        <PostForm check=|asked: &AskToJoin| asked.form.parse().map(drop)>
            <Hidden name="code" value=asked.organisation.code.to_string()/>
            <Radios field=Field::Role legend=say!(l, join_requests.role_legend) choices/>
            <TextArea
                field=Field::Reason
                label=say!(l, join_requests.reason_label)
                hint=say!(l, join_requests.reason_hint)
            />
            <Button label=say!(l, join_requests.send)/>
        </PostForm>
    }
}
