//! The letters that the service has posted, read as their recipients would read them, without sending any.

use domain::Page;
use server::mail::letters::render;

use crate::TestApp;

/// A letter in somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// The address, as typed.
    pub(crate) to: String,
    /// Which letter it is (`LetterText::name`).
    pub(crate) name: &'static str,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// The path that its one link leads to.
    pub(crate) link: String,
}

impl Received {
    /// The token of its link.
    pub(crate) fn token(&self) -> String {
        match Page::parse(&self.link) {
            Some((
                Page::Confirm(token) | Page::ResetPassword(token) | Page::NewAddress(token) | Page::Invitation(token),
                _,
            )) => token,
            _ => panic!("{} has no token", self.link),
        }
    }
}

impl TestApp {
    /// All letters, newest first.
    pub(crate) async fn letters(&self) -> Vec<Received> {
        let posted = self.store.read().outbox().latest(1_000).await.unwrap();
        posted
            .into_iter()
            .filter_map(|posted| posted.letter)
            .map(|letter| {
                let token = letter.sealed_token.as_deref().and_then(|sealed| {
                    self.mailer
                        .sealing()
                        .open_text(server::secrets::Sealed::LetterToken, sealed)
                });
                let language = letter.to.language;
                let link = letter.text.page(token.as_deref()).path(language);
                let base = self.config.base.as_str();
                let link_in_full = format!("{base}{link}");
                let contact = &self.config.contact;
                let words = render(&letter.text, &letter.to.first_name, language, &link_in_full, contact).unwrap();
                Received {
                    to: letter.to.address,
                    name: letter.text.name(),
                    subject: words.subject,
                    text: words.text,
                    link,
                }
            })
            .collect()
    }

    /// The letters to one address, newest first.
    pub(crate) async fn letters_to(&self, email: &str) -> Vec<Received> {
        self.letters()
            .await
            .into_iter()
            .filter(|letter| letter.to == email)
            .collect()
    }
}
