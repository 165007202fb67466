//! Whom to ask (S27, S66): a setting of the deployment.

use domain::sessions::Contact;
use leptos::prelude::*;

use crate::controls::{Later, MailAddress, later};
use crate::here::here;
use crate::i18n::{locale, say};

/// Whom to ask, with a heading.
#[component]
pub(super) fn AskUs() -> impl IntoView {
    let l = locale();
    let visitor = here().visitor;
    let content = later(move || async move {
        let contact = visitor.answer().await.unwrap_or_default().contact;
        view! { <Ways contact/> }
    });
    view! {
        <h2 class="nhsuk-heading-m" id="contact">{say!(l, about.contact.title)}</h2>
        <Later content/>
    }
    .into_any()
}

/// The ways there are.
#[component]
fn Ways(contact: Contact) -> impl IntoView {
    let l = locale();
    let Contact { email, telephone } = contact;
    if email.is_empty() && telephone.is_empty() {
        return view! { <p>{say!(l, about.contact.nobody)}</p> }.into_any();
    }
    let email = (!email.is_empty()).then(|| {
        let address = format!("mailto:{email}");
        view! {
            <li>{say!(l, about.contact.email)} ": " <a href=address><MailAddress address=email/></a></li>
        }
    });
    let telephone = (!telephone.is_empty()).then(|| {
        let number = dialled(&telephone);
        view! { <li>{say!(l, about.contact.telephone)} ": " <a href=number>{telephone}</a></li> }
    });
    view! { <ul class="nhsuk-list">{email} {telephone}</ul> }.into_any()
}

/// The address of a telephone number (RFC 3966): digits, and the plus of a foreign one.
pub(crate) fn dialled(telephone: &str) -> String {
    let number: String = telephone
        .chars()
        .filter(|one| one.is_ascii_digit() || *one == '+')
        .collect();
    format!("tel:{number}")
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn a_number_is_dialled_without_its_spaces() {
        assert_eq!(dialled("01999 555 100"), "tel:01999555100");
        assert_eq!(dialled("+44 (1999) 555-100"), "tel:+441999555100");
    }
}
