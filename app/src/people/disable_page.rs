//! Disable somebody's account, step 1: the reason (S63, S64). Nothing ends here.

use domain::Page;
use domain::form::Field;
use domain::my_account::OTHER_MOST;
use domain::people::{DisablingReason, DisablingView};
use leptos::prelude::*;

use super::api::{ChooseDisablingReason, disabling_account};
use super::ways::Ways;
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Choice, CountedTextArea, Heading, Hidden, Loaded, PostForm, Radios, Reveal};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that asks for the reason.
#[component]
pub(crate) fn DisablePage() -> impl IntoView {
    let (l, id) = (locale(), piece("id"));
    let disabling = Asked::new(move || id.get(), disabling_account);
    view! {
        <Loaded answer=disabling let:disabling>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Person(disabling.id))>
                {say!(l, people.back_to, name = disabling.name.as_str())}
            </a>
            <Heading
                text=say!(l, people.disable_title, name = disabling.name.as_str())
                caption=disabling.email.clone()
            />
            <p>{say!(l, people.disable_lead, name = disabling.name.as_str())}</p>
            <Ways disabling=disabling.clone()/>
            <ReasonForm disabling/>
        </Loaded>
    }
}

#[component]
fn ReasonForm(disabling: DisablingView) -> impl IntoView {
    let l = locale();
    let before = disabling.draft.as_ref();
    let value = before.map(|draft| draft.reason.tag()).unwrap_or_default();
    let other = before.and_then(|draft| draft.other.clone()).unwrap_or_default();
    let choices = DisablingReason::ALL.map(|one| Choice::new(one.tag(), word::reason(l, one)));
    let chosen = RwSignal::new(String::new());
    let shown = Signal::derive(move || chosen.with(|chosen| chosen == DisablingReason::Other.tag()));
    view! {
        <PostForm check=|asked: &ChooseDisablingReason| asked.form.parse().map(drop)>
            <Hidden name="id" value=disabling.id.to_string()/>
            <Radios
                field=Field::Reason
                legend=say!(l, people.disable_legend)
                value
                chosen
                choices=choices.to_vec()
            />
            <Reveal shown>
                <CountedTextArea
                    field=Field::Other
                    label=say!(l, people.disable_other)
                    hint=say!(l, people.disable_other_hint, most = OTHER_MOST)
                    value=other
                    most=OTHER_MOST
                />
            </Reveal>
            <Button label=say!(l, people.go_on)/>
        </PostForm>
    }
}
