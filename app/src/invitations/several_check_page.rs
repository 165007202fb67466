//! The page that says, line by line, what would come of inviting several people, with the letter that they get, and
//! *Send*. Once sent, the same address says what came of each line.

use domain::Page;
use domain::invitations::several::{Allowance, SeveralInvitationsView};
use domain::invitations::{Hindrance, LetterView};
use leptos::prelude::*;

use super::held;
use super::several_api::{SendSeveralInvitations, several_invitations};
use super::several_pages::{Back, step};
use super::several_table::LineTable;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{
    Button, Elsewhere, Heading, Hidden, Loaded, PostForm, SEVERAL, SummaryList, SummaryRow, Ticks, word,
};
use crate::here::{here, to};
use crate::i18n::{Locale, language, locale, say};

/// The page.
#[component]
pub(crate) fn InviteSeveralCheckPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let ticks = Ticks::new("send_several_invitations");
    let several = Asked::new(move || (id.get(), here.acts()), |(id, _)| several_invitations(id));
    view! {
        <Loaded answer=several let:several>
            {match several.elsewhere.clone() {
                Some(page) => view! { <Elsewhere page/> }.into_any(),
                None if several.began.is_some() => view! { <Results several/> }.into_any(),
                None => view! { <Check several ticks/> }.into_any(),
            }}
        </Loaded>
    }
}

/// Before: what would come of each line.
#[component]
fn Check(several: SeveralInvitationsView, ticks: Ticks) -> impl IntoView {
    let l = locale();
    let (waiting, _, left_out) = several.counts();
    let people = to(Page::InviteSeveralPeople(several.id));
    let held = several
        .held()
        .map(|why| view! { <HeldAll several=several.clone() why/> });
    let ticking = several
        .has_warned()
        .then(|| view! { <p>{say!(l, inviting_several.tick_lead)}</p> });
    // A line with a warning is sent only where it is ticked, so there may be nothing else to send.
    let can_send = waiting > 0;
    let letter = several
        .letter
        .clone()
        .map(|(name, letter)| view! { <Sample name letter/> });
    let (id, seen) = (several.id.to_string(), several.seen.clone());
    let send = (can_send || several.has_warned()).then(|| {
        view! {
            <PostForm check=|_: &SendSeveralInvitations| Ok(()) id=SEVERAL>
                <Hidden name="id" value=id/>
                <Hidden name="seen" value=seen/>
                <Button label=say!(l, inviting_several.send)/>
            </PostForm>
        }
    });
    view! {
        <Back address=people text=say!(l, inviting_several.change_people)/>
        <Heading text=say!(l, inviting_several.check) caption=step(3)/>
        {held}
        <p><strong>{say!(l, inviting_several.counted, count = waiting, left = left_out)}</strong></p>
        <p>{allowed(l, several.allowance)}</p>
        <Answers several=several.clone()/>
        {ticking}
        <LineTable several caption=say!(l, inviting_several.lines) ticks/>
        {letter}
        {send}
    }
}

/// What stands in the way of all of them.
#[component]
fn HeldAll(several: SeveralInvitationsView, why: Hindrance) -> impl IntoView {
    let l = locale();
    let page = match why {
        Hindrance::NotYours | Hindrance::Closed => Page::InviteSeveralPlace(several.id),
        _ => Page::InviteSeveralPeople(several.id),
    };
    view! {
        <div class="porthor-warning">
            <p class="porthor-warning__title">{say!(l, inviting_several.held)}</p>
            <p>{held::text(l, why, "", &several.organisation.name)}</p>
            <p><a href=to(page)>{say!(l, inviting.held.change)}</a></p>
        </div>
    }
    .into_any()
}

/// How many more can be invited today.
fn allowed(l: Locale, allowance: Allowance) -> String {
    let (most, left) = (allowance.a_day, allowance.left);
    if let Some(again) = allowance.again {
        let again = again.day_time_and_zone(language());
        say!(
            l,
            inviting_several.allowed_until,
            left = left,
            most = most,
            again = again
        )
    } else {
        say!(l, inviting_several.allowed, most = most)
    }
}

/// What each of them is offered, with the way to change it.
#[component]
fn Answers(several: SeveralInvitationsView) -> impl IntoView {
    let l = locale();
    let id = several.id;
    let can_change = several.began.is_none();
    let change = move |page: Page| (to(page), say!(l, inviting.change).to_owned());
    let place = format!("{} ({})", several.organisation.name, several.organisation.code);
    let role = several.role.map(|role| word::limited(l, role, several.roster.as_ref()));
    let starts = several
        .starts
        .map_or_else(|| say!(l, roles.at_once).to_owned(), |at| at.day(language()));
    let ends = several
        .ends
        .map_or_else(|| say!(l, inviting.no_end).to_owned(), |at| at.day(language()));
    let letters = word::language(l, several.language);
    if !can_change {
        return view! {
            <SummaryList>
                <SummaryRow key=say!(l, inviting.organisation)>{place}</SummaryRow>
                <SummaryRow key=say!(l, inviting.role_name)>{role}</SummaryRow>
                <SummaryRow key=say!(l, inviting.starts)>{starts}</SummaryRow>
                <SummaryRow key=say!(l, inviting.ends)>{ends}</SummaryRow>
                <SummaryRow key=say!(l, inviting_several.letters)>{letters}</SummaryRow>
            </SummaryList>
        }
        .into_any();
    }
    let people = move || change(Page::InviteSeveralPeople(id));
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, inviting.organisation) change=change(Page::InviteSeveralPlace(id))>{place}</SummaryRow>
            <SummaryRow key=say!(l, inviting.role_name) change=people()>{role}</SummaryRow>
            <SummaryRow key=say!(l, inviting.starts) change=people()>{starts}</SummaryRow>
            <SummaryRow key=say!(l, inviting.ends) change=people()>{ends}</SummaryRow>
            <SummaryRow key=say!(l, inviting_several.letters) change=people()>{letters}</SummaryRow>
        </SummaryList>
    }
    .into_any()
}

/// The letter of the first, as one of all.
#[component]
fn Sample(name: String, letter: LetterView) -> impl IntoView {
    let l = locale();
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, inviting.letter)}</h2>
        <p>{say!(l, inviting_several.letter_lead, name = name)}</p>
        <p><strong class="porthor-letter__subject">{letter.subject}</strong></p>
        <pre class="porthor-letter__text nhsuk-u-margin-bottom-5">{letter.text}</pre>
    }
    .into_any()
}

/// After: what came of each line.
#[component]
fn Results(several: SeveralInvitationsView) -> impl IntoView {
    let l = locale();
    let (waiting, invited, left_out) = several.counts();
    let id = several.id.to_string();
    let beyond = several
        .has_beyond()
        .then(|| view! { <p>{allowed(l, several.allowance)}</p> });
    let go_on = (waiting > 0).then(|| {
        view! {
            <p>{say!(l, inviting_several.not_finished, count = waiting)}</p>
            <PostForm check=|_: &SendSeveralInvitations| Ok(())>
                <Hidden name="id" value=id/>
                <Hidden name="seen" value=String::new()/>
                <Button label=say!(l, inviting_several.go_on)/>
            </PostForm>
        }
    });
    view! {
        <Heading text=say!(l, inviting_several.done)/>
        <p><strong>{say!(l, inviting_several.sent_counted, count = invited, left = left_out)}</strong></p>
        <p>{say!(l, inviting_several.then)}</p>
        {beyond}
        {go_on}
        <Answers several=several.clone()/>
        <LineTable several caption=say!(l, inviting_several.results)/>
        <p><a href=to(Page::InviteSeveral)>{say!(l, inviting_several.more)}</a></p>
    }
}
