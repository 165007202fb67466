//! Inviting somebody, the last steps: the letter as it will be sent, what stands in the way, *Send*; and that it was sent.

use domain::form::Field;
use domain::invitations::{Hindrance, InvitationDraftView, LetterView, Step};
use domain::{Language, Page};
use leptos::prelude::*;

use super::held;
use super::inviting_api::{ChooseInvitationLanguage, SendInvitation};
use super::step::{StepPage, caption};
use crate::controls::{Button, ButtonLook, Choice, Heading, Hidden, PostForm, Radios, SummaryList, SummaryRow, word};
use crate::here::to;
use crate::i18n::{language, locale, say};
use crate::new_users::SendNewUserLetterAgain;

/// Step 5.
#[component]
pub(crate) fn InviteCheckPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Check let:draft>
            <Heading text=say!(l, inviting.check) caption=caption(Step::Check)/>
            <Warned draft=draft.clone()/>
            <Answers draft=draft.clone()/>
            <Sending draft/>
        </StepPage>
    }
}

/// What is odd, and what stands in the way.
#[component]
fn Warned(draft: InvitationDraftView) -> impl IntoView {
    let l = locale();
    let odd = draft.warning.map(|warning| {
        view! { <p class="porthor-warning porthor-warning--line">{word::warning_to_reviewer(l, warning)}</p> }
    });
    let held = draft.hindrance.map(|why| view! { <Held draft=draft.clone() why/> });
    view! { {held} {odd} }
}

#[component]
fn Held(draft: InvitationDraftView, why: Hindrance) -> impl IntoView {
    let l = locale();
    let name = format!("{} {}", draft.first_name, draft.last_name);
    let place = draft.organisation;
    let organisation = place.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let code = place.map(|one| one.code);
    let text = held::text(l, why, &name, &organisation);
    let way = held::way(l, why, code).or_else(|| {
        let step = match why {
            Hindrance::NotYours | Hindrance::Closed => Step::Organisation,
            Hindrance::Role | Hindrance::Limit | Hindrance::Ended => Step::Role,
            _ => Step::Email,
        };
        Some((to(step.page(draft.id)), say!(l, inviting.held.change)))
    });
    let way = way.map(|(address, label)| view! { <p><a href=address>{label}</a></p> });
    let again = match why {
        Hindrance::Invited(invited) => Some(view! {
            <PostForm check=|_: &SendNewUserLetterAgain| Ok(())>
                <Hidden name="id" value=invited.to_string()/>
                <Button label=say!(l, inviting.held.again) look=ButtonLook::Secondary/>
            </PostForm>
        }),
        _ => None,
    };
    view! {
        <div class="porthor-warning">
            <p class="porthor-warning__title">{say!(l, inviting.held.title)}</p>
            <p>{text}</p>
            {way}
            {again}
        </div>
    }
    .into_any()
}

/// What was answered, each with the way to change it.
#[component]
fn Answers(draft: InvitationDraftView) -> impl IntoView {
    let l = locale();
    let id = draft.id;
    let change = move |step: Step| (to(step.page(id)), say!(l, inviting.change).to_owned());
    let name = format!("{} {}", draft.first_name, draft.last_name);
    let place = draft.organisation.map(|one| format!("{} ({})", one.name, one.code));
    let role = draft.role.map(|role| word::limited(l, role, draft.roster.as_ref()));
    let starts = draft
        .starts
        .map_or_else(|| say!(l, roles.at_once).to_owned(), |at| at.day(language()));
    let ends = draft
        .ends
        .map_or_else(|| say!(l, inviting.no_end).to_owned(), |at| at.day(language()));
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, inviting.email) change=change(Step::Email)>{draft.email}</SummaryRow>
            <SummaryRow key=say!(l, inviting.name) change=change(Step::Names)>{name}</SummaryRow>
            <SummaryRow key=say!(l, inviting.organisation) change=change(Step::Organisation)>{place}</SummaryRow>
            <SummaryRow key=say!(l, inviting.role_name) change=change(Step::Role)>{role}</SummaryRow>
            <SummaryRow key=say!(l, inviting.starts) change=change(Step::Role)>{starts}</SummaryRow>
            <SummaryRow key=say!(l, inviting.ends) change=change(Step::Role)>{ends}</SummaryRow>
        </SummaryList>
    }
}

/// The language of the letter, the letter itself, and *Send*.
#[component]
fn Sending(draft: InvitationDraftView) -> impl IntoView {
    let l = locale();
    let id = draft.id.to_string();
    let languages = Language::ALL.map(|one| Choice::new(one.tag(), word::language(l, one)));
    let held = draft.hindrance.is_some();
    let letter = draft
        .letter
        .map(|letter| view! { <Letter letter id=id.clone() email=draft.email held/> });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, inviting.language_title)}</h2>
        <PostForm check=|asked: &ChooseInvitationLanguage| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <Radios
                field=Field::Language
                legend=say!(l, inviting.language)
                value=draft.language.tag()
                choices=languages.to_vec()
            />
            <Button label=say!(l, inviting.show) look=ButtonLook::Secondary/>
        </PostForm>
        {letter}
    }
}

#[component]
fn Letter(letter: LetterView, id: String, email: String, held: bool) -> impl IntoView {
    let l = locale();
    let send = (!held).then(|| {
        view! {
            <PostForm check=|_: &SendInvitation| Ok(())>
                <Hidden name="id" value=id/>
                <Hidden name="seen" value=letter.seen/>
                <Button label=say!(l, inviting.send)/>
            </PostForm>
        }
    });
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, inviting.letter)}</h2>
        <p>{say!(l, inviting.letter_lead, email = email)}</p>
        <p><strong class="porthor-letter__subject">{letter.subject}</strong></p>
        <pre class="porthor-letter__text nhsuk-u-margin-bottom-5">{letter.text}</pre>
        {send}
    }
}

/// After sending.
#[component]
pub(crate) fn InviteSentPage() -> impl IntoView {
    let l = locale();
    view! {
        <StepPage step=Step::Sent let:draft>
            <Heading text=say!(l, inviting.sent)/>
            <WasSent draft=draft.clone()/>
            <p>{say!(l, inviting.then, email = draft.email.as_str())}</p>
            <p><a href=to(Page::Invite)>{say!(l, inviting.another)}</a></p>
            <p><a href=to(Page::Invitations)>{say!(l, invitations.list.link)}</a></p>
        </StepPage>
    }
}

#[component]
fn WasSent(draft: InvitationDraftView) -> impl IntoView {
    let l = locale();
    let name = format!("{} {}", draft.first_name, draft.last_name);
    let place = draft.organisation.map(|one| format!("{} ({})", one.name, one.code));
    let role = draft.role.map(|role| word::limited(l, role, draft.roster.as_ref()));
    let (reference, until) = draft.sent.unzip();
    let until = until.map(|until| until.day_time_and_zone(language()));
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, inviting.reference)>
                <strong class="porthor-reference">{reference}</strong>
            </SummaryRow>
            <SummaryRow key=say!(l, inviting.email)>{draft.email}</SummaryRow>
            <SummaryRow key=say!(l, inviting.name)>{name}</SummaryRow>
            <SummaryRow key=say!(l, inviting.organisation)>{place}</SummaryRow>
            <SummaryRow key=say!(l, inviting.role_name)>{role}</SummaryRow>
            <SummaryRow key=say!(l, inviting.until)>{until}</SummaryRow>
        </SummaryList>
    }
}
