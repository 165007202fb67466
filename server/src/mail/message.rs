//! A letter as a mail server takes it: multipart text and HTML, marked as automatic, with the outbox id as Message-ID
//! so that a letter sent twice is recognised as one.

use domain::letter::{Letter, LetterText};
use domain::sessions::Contact;
use domain::{Language, LetterId};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::letters::{Rendered, Unreadable, render};
use crate::config::BaseAddress;
use crate::secrets::{Sealed, SealingKey};

/// Why a letter cannot be written. Nothing that time will mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unwritable {
    #[error("the address is not one that mail can be sent to")]
    Address,
    #[error("its token was sealed with another key")]
    Sealed,
    #[error("its words cannot be put together")]
    Words,
}

impl From<Unreadable> for Unwritable {
    fn from(_: Unreadable) -> Self {
        Self::Words
    }
}

/// `Auto-Submitted: auto-generated` (RFC 3834), so that nobody's out-of-office answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// `Content-Language` (RFC 3282), for screen readers and translators.
#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// Writes a letter.
pub(super) fn write(
    id: LetterId,
    letter: &Letter,
    from: &Mailbox,
    base: &BaseAddress,
    contact: &Contact,
    sealing: &SealingKey,
    now: domain::Moment,
) -> Result<Message, Unwritable> {
    let words = words(letter, base, contact, sealing)?;
    let address: Address = letter.to.address.trim().parse().map_err(|_| Unwritable::Address)?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, address))
        .subject(words.subject)
        .date(now.utc().into())
        .message_id(Some(message_id(id, base)))
        .header(AutoSubmitted)
        .header(ContentLanguage(letter.to.language.tag().to_owned()))
        .multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(words.text))
                .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(words.html)),
        )
        .map_err(|_| Unwritable::Words)
}

fn words(letter: &Letter, base: &BaseAddress, contact: &Contact, sealing: &SealingKey) -> Result<Rendered, Unwritable> {
    let token = match &letter.sealed_token {
        Some(sealed) => Some(
            sealing
                .open_text(Sealed::LetterToken, sealed)
                .ok_or(Unwritable::Sealed)?,
        ),
        None => None,
    };
    let link = link(&letter.text, token.as_deref(), letter.to.language, base);
    let to = &letter.to;
    Ok(render(&letter.text, &to.first_name, to.language, &link, contact)?)
}

/// The letter's one link.
fn link(text: &LetterText, token: Option<&str>, language: Language, base: &BaseAddress) -> String {
    base.link(&text.page(token), language)
}

/// The same for every attempt.
fn message_id(id: LetterId, base: &BaseAddress) -> String {
    format!("<{id}@{}>", base.mail_host())
}
