//! The footer: help, privacy, cookies, accessibility, and whom to ask (S27, S66), on every page.

use domain::Page;
use domain::sessions::Contact;
use leptos::prelude::*;

use crate::about::dialled;
use crate::controls::{Later, MailAddress, later};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The footer of every page.
#[component]
pub(super) fn Footer() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    let contact = later(move || async move {
        let contact = visitor.answer().await.unwrap_or_default().contact;
        view! { <Whom contact/> }
    });
    view! {
        <footer class="porthor-footer">
            <div class="nhsuk-width-container">
                <nav aria-label=say!(l, frame.footer_label)>
                    <ul class="porthor-footer__list">
                        <li><a href=to(Page::Help)>{say!(l, about.help.title)}</a></li>
                        <li><a href=to(Page::Privacy)>{say!(l, about.privacy.title)}</a></li>
                        <li><a href=to(Page::Cookies)>{say!(l, about.cookies.title)}</a></li>
                        <li><a href=to(Page::Accessibility)>{say!(l, about.accessibility.title)}</a></li>
                    </ul>
                </nav>
                <Later content=contact/>
                <p class="porthor-footer__note">{say!(l, frame.footer_about)}</p>
            </div>
        </footer>
    }
    .into_any()
}

/// Whom to ask; nothing where nobody is named.
#[component]
fn Whom(contact: Contact) -> impl IntoView {
    let l = locale();
    let Contact { email, telephone } = contact;
    if email.is_empty() && telephone.is_empty() {
        return ().into_any();
    }
    let email = (!email.is_empty()).then(|| {
        let address = format!("mailto:{email}");
        view! { " " <a href=address><MailAddress address=email/></a> }
    });
    let telephone = (!telephone.is_empty()).then(|| {
        let number = dialled(&telephone);
        view! { " " <a class="porthor-nowrap" href=number>{telephone}</a> }
    });
    view! { <p class="porthor-footer__note">{say!(l, frame.need_help)} {email} {telephone}</p> }.into_any()
}
