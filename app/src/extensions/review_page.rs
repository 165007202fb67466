//! The page for those who may answer what a member asks to keep: extend the role; with `?turn-down=1` the step that turns it
//! down.

use domain::Page;
use domain::extensions::{ExtensionOutcome, ExtensionView};
use domain::form::Field;
use leptos::prelude::*;

use super::api::{ExtendRole, TurnDownExtension, extension};
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, SummaryList, SummaryRow, TextArea, word};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::members::UntilFields;

/// The page.
#[component]
pub(crate) fn ExtensionPage() -> impl IntoView {
    let (code, id, here) = (piece("code"), piece("id"), here());
    let turn_down = query("turn-down");
    let view = Asked::new(
        move || (code.get(), id.get(), here.acts()),
        |(code, id, _)| extension(code, id),
    );
    // The second step is the same path, so the focus is led to its heading here.
    Effect::new(move |before: Option<String>| {
        let now = turn_down.get();
        if before.is_some_and(|before| before != now) {
            focus_on("page-heading");
        }
        now
    });
    view! {
        <Loaded answer=view let:view>
            {move || {
                let view = view.clone();
                if turn_down.get() == "1" && view.outcome.is_none() && !view.oneself {
                    view! { <TurnDown view/> }.into_any()
                } else {
                    view! { <Review view/> }.into_any()
                }
            }}
        </Loaded>
    }
}

fn role(view: &ExtensionView) -> String {
    word::limited(locale(), view.role.role, view.role.roster.as_ref())
}

fn caption(view: &ExtensionView) -> String {
    format!("{} · {}", view.organisation.name, view.organisation.code)
}

fn until(view: &ExtensionView) -> String {
    let until = view.role.until.map(|until| until.day_and_time(language()));
    until.unwrap_or_default()
}

#[component]
fn Review(view: ExtensionView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Members(view.organisation.code.clone()));
    let title = say!(l, extensions.title, name = view.name.as_str(), role = role(&view));
    let (caption, until) = (caption(&view), until(&view));
    let asked_on = view.asked_at.day_and_time(language());
    let reason = view
        .reason
        .clone()
        .unwrap_or_else(|| say!(l, extensions.no_reason).to_owned());
    let role = role(&view);
    let below = match &view.outcome {
        Some(outcome) => view! { <p>{came_to(outcome)}</p> }.into_any(),
        None if view.oneself => view! { <p>{say!(l, extensions.oneself)}</p> }.into_any(),
        None => view! { <Extend view/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, extensions.back_to_members)}</a>
        <Heading text=title caption/>
        <SummaryList>
            <SummaryRow key=say!(l, extensions.role)>{role}</SummaryRow>
            <SummaryRow key=say!(l, extensions.until)>{until}</SummaryRow>
            <SummaryRow key=say!(l, extensions.asked_on)>{asked_on}</SummaryRow>
            <SummaryRow key=say!(l, extensions.why)>{reason}</SummaryRow>
        </SummaryList>
        {below}
    }
}

#[component]
fn Extend(view: ExtensionView) -> impl IntoView {
    let l = locale();
    let page = to(Page::Extension(view.organisation.code.clone(), view.id));
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, extensions.extend)}</h2>
        <p>{say!(l, extensions.told, name = view.name)}</p>
        <PostForm check=|asked: &ExtendRole| asked.form.parse().map(drop)>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <Hidden name="id" value=view.id.to_string()/>
            <UntilFields legend=say!(l, extensions.legend) hint=say!(l, extensions.hint)/>
            <Button label=say!(l, extensions.extend_confirm)/>
        </PostForm>
        <p><a href=format!("{page}?turn-down=1")>{say!(l, extensions.turn_down)}</a></p>
    }
}

#[component]
fn TurnDown(view: ExtensionView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Extension(view.organisation.code.clone(), view.id));
    let title = say!(
        l,
        extensions.turn_down_title,
        name = view.name.as_str(),
        role = role(&view)
    );
    let lead = say!(l, extensions.turn_down_lead, until = until(&view));
    let hint = say!(l, extensions.turn_down_hint, name = view.name.as_str());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, extensions.back)}</a>
        <Heading text=title caption=caption(&view)/>
        <p>{lead}</p>
        <PostForm check=|asked: &TurnDownExtension| asked.form.parse().map(drop)>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <Hidden name="id" value=view.id.to_string()/>
            <TextArea field=Field::Reason label=say!(l, extensions.turn_down_reason) hint/>
            <Button label=say!(l, extensions.turn_down_confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}

/// What came of it.
fn came_to(outcome: &ExtensionOutcome) -> String {
    let l = locale();
    match outcome {
        ExtensionOutcome::Over => say!(l, extensions.over).to_owned(),
        ExtensionOutcome::Extended { by, at, until } => {
            let (by, at) = (by.as_str(), at.day_and_time(language()));
            if let Some(until) = until {
                let until = until.day_and_time(language());
                say!(l, extensions.extended_until, by = by, at = at, until = until)
            } else {
                say!(l, extensions.extended_for_good, by = by, at = at)
            }
        }
        ExtensionOutcome::TurnedDown { by, at, why } => {
            let at = at.day_and_time(language());
            say!(l, extensions.turned_down, by = by.as_str(), at = at, why = why.as_str())
        }
    }
}
