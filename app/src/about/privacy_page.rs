//! Privacy notice: what is kept and why, how long (decision 15), who sees it, one's rights.

use domain::Page;
use leptos::prelude::*;

use super::contact::AskUs;
use crate::controls::{Heading, SummaryList, SummaryRow};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page *Privacy notice*.
#[component]
pub(crate) fn PrivacyPage() -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, about.privacy.title)/>
        <p>{say!(l, about.privacy.intro)}</p>
        <h2 class="nhsuk-heading-m">{say!(l, about.privacy.kept_title)}</h2>
        <Kept/>
        <h2 class="nhsuk-heading-m">{say!(l, about.privacy.long_title)}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>{say!(l, about.privacy.long_unconfirmed)}</li>
            <li>{say!(l, about.privacy.long_drafts)}</li>
            <li>{say!(l, about.privacy.long_letters)}</li>
            <li>{say!(l, about.privacy.long_sessions)}</li>
            <li>{say!(l, about.privacy.long_record)}</li>
        </ul>
        <h2 class="nhsuk-heading-m">{say!(l, about.privacy.see_title)}</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>{say!(l, about.privacy.see_deciders)}</li>
            <li>{say!(l, about.privacy.see_support)}</li>
            <li>{say!(l, about.privacy.see_nobody)}</li>
        </ul>
        <h2 class="nhsuk-heading-m">{say!(l, about.privacy.rights_title)}</h2>
        <p>
            {say!(l, about.privacy.rights_own)} " "
            <a href=to(Page::MyAccount)>{say!(l, about.privacy.rights_link)}</a>
        </p>
        <p>{say!(l, about.privacy.rights_more)}</p>
        <AskUs/>
    }
}

/// What is kept, and why.
#[component]
fn Kept() -> impl IntoView {
    let l = locale();
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, about.privacy.account)>{say!(l, about.privacy.account_text)}</SummaryRow>
            <SummaryRow key=say!(l, about.privacy.access)>{say!(l, about.privacy.access_text)}</SummaryRow>
            <SummaryRow key=say!(l, about.privacy.sign_ins)>{say!(l, about.privacy.sign_ins_text)}</SummaryRow>
            <SummaryRow key=say!(l, about.privacy.factors)>{say!(l, about.privacy.factors_text)}</SummaryRow>
            <SummaryRow key=say!(l, about.privacy.letters)>{say!(l, about.privacy.letters_text)}</SummaryRow>
            <SummaryRow key=say!(l, about.privacy.record)>{say!(l, about.privacy.record_text)}</SummaryRow>
        </SummaryList>
    }
}
