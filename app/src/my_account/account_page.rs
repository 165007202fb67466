//! My account, tab *Details*: names and the rest, how the person signs in, what is held about them, and the way out.

use domain::accounts::Position;
use domain::my_account::{MyAccountView, MyDetailsForm};
use domain::{Language, LondonTime, Page};
use leptos::prelude::*;

use super::api::my_account;
use super::heading::{MyAccountHeading, Tab};
use crate::asked::Asked;
use crate::controls::{Beneath, Button, ButtonLook, Loaded, MailAddress, SummaryList, SummaryRow, word};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page *My account*.
#[component]
pub(crate) fn MyAccountPage() -> impl IntoView {
    let here = here();
    let account = Asked::new(move || here.acts(), |_| my_account());
    view! {
        <Loaded answer=account let:account>
            <Content account/>
        </Loaded>
    }
}

#[component]
fn Content(account: MyAccountView) -> impl IntoView {
    let l = locale();
    view! {
        <MyAccountHeading tab=Tab::Details text=say!(l, my_account.account.details)/>
        <Details details=account.details/>
        <h2 class="nhsuk-heading-m">{say!(l, my_account.account.sign_in_title)}</h2>
        <SigningIn email=account.email new_email=account.new_email password_chosen=account.password_chosen/>
        <h2 class="nhsuk-heading-m">{say!(l, my_account.daily_letter.title)}</h2>
        <p>{say!(l, my_account.daily_letter.lead)}</p>
        <p><a href=to(Page::DailyLetter)>{say!(l, my_account.daily_letter.change)}</a></p>
        <h2 class="nhsuk-heading-m">{say!(l, my_account.shortcuts.title)}</h2>
        <p>{say!(l, my_account.shortcuts.lead)}</p>
        <p><a href=to(Page::Shortcuts)>{say!(l, my_account.shortcuts.change)}</a></p>
        <h2 class="nhsuk-heading-m">{say!(l, my_account.account.download_title)}</h2>
        <p>{say!(l, my_account.account.download_lead)}</p>
        <Download/>
        <h2 class="nhsuk-heading-m">{say!(l, my_account.account.close_title)}</h2>
        <p>{say!(l, my_account.account.close_lead)}</p>
        <p><a href=to(Page::CloseAccount)>{say!(l, my_account.account.close)}</a></p>
    }
}

/// The way to where something is changed.
fn change(page: Page) -> (String, String) {
    (to(page), say!(locale(), my_account.change).to_owned())
}

#[component]
fn Details(details: MyDetailsForm) -> impl IntoView {
    let l = locale();
    let change = || change(Page::MyDetails);
    let name = format!("{} {}", details.first_name, details.last_name);
    let position = Position::from_tag(&details.position).map(|position| {
        view! {
            <SummaryRow key=say!(l, my_account.position) change=change()>{word::position(l, Some(position))}</SummaryRow>
        }
    });
    let telephone = if details.telephone.is_empty() {
        say!(l, my_account.account.no_telephone).to_owned()
    } else {
        details.telephone
    };
    let language = Language::from_tag(&details.language).map(|one| word::language(l, one));
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, my_account.name) change=change()>{name}</SummaryRow>
            {position}
            <SummaryRow key=say!(l, my_account.telephone) change=change()>{telephone}</SummaryRow>
            <SummaryRow key=say!(l, my_account.language) change=change()>{language}</SummaryRow>
        </SummaryList>
    }
}

/// Address, password and second factors.
#[component]
fn SigningIn(
    email: String,
    new_email: Option<(String, LondonTime)>,
    password_chosen: Option<LondonTime>,
) -> impl IntoView {
    let (l, language) = (locale(), language());
    let waiting = new_email.map(|(email, until)| {
        let until = until.day_time_and_zone(language);
        view! { <Beneath>{say!(l, my_account.account.email_waiting, email = email, until = until)}</Beneath> }
    });
    let chosen = match password_chosen {
        Some(at) => say!(l, my_account.account.password_chosen, when = at.day_and_time(language)),
        None => say!(l, my_account.account.password_kept).to_owned(),
    };
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, accounts.email) change=change(Page::ChangeEmail)>
                <MailAddress address=email/>
                {waiting}
            </SummaryRow>
            <SummaryRow key=say!(l, my_account.account.password) change=change(Page::ChangePassword)>{chosen}</SummaryRow>
            <SummaryRow key=say!(l, factors.title) change=change(Page::Factors)>{say!(l, factors.short)}</SummaryRow>
        </SummaryList>
    }
}

/// A plain form, with scripts too: the browser itself takes the file.
#[component]
fn Download() -> impl IntoView {
    let l = locale();
    let action = format!("{}/download", to(Page::MyAccount));
    view! {
        <form method="post" action=action>
            <Button label=say!(l, my_account.account.download) look=ButtonLook::Secondary/>
        </form>
    }
}
