//! The demo's letters. Outside the demo this answers as if it did not exist. The demo's people and practices are made
//! in [`crate::demo`].

use async_trait::async_trait;
use domain::demo::{Demo, DemoLetter, DemoLetterText};
use domain::letter::Letter;
use domain::sessions::Contact;
use domain::{Answer, LetterId, Refusal};
use storage::Posted;

use super::Doorkeeper;
use super::stopped::{Act, answer};
use crate::mail::letters::{Rendered, render};

/// How many letters the demo lists.
const MOST: u16 = 50;

/// The setting under which the demo keeps the token of a letter's link.
pub(super) fn link_setting(id: LetterId) -> String {
    format!("demo letter {id}")
}

#[async_trait]
impl Demo for Doorkeeper {
    async fn letters(&self) -> Answer<Vec<DemoLetter>> {
        answer(self.reference(), self.demo_letters().await)
    }

    async fn letter(&self, id: LetterId) -> Answer<DemoLetterText> {
        answer(self.reference(), self.demo_letter(id).await)
    }
}

impl Doorkeeper {
    async fn demo_letters(&self) -> Act<Vec<DemoLetter>> {
        self.only_in_the_demo()?;
        let mut letters = Vec::new();
        for posted in self.read().outbox().latest(MOST).await? {
            if let Some((shown, _)) = shown(&posted, "", &self.with.contact) {
                letters.push(shown);
            }
        }
        Ok(letters)
    }

    async fn demo_letter(&self, id: LetterId) -> Act<DemoLetterText> {
        self.only_in_the_demo()?;
        let posted = self.read().outbox().by_id(id).await?.ok_or(Refusal::NotFound)?;
        let token = self.read().settings().get(&link_setting(id)).await?;
        let letter = posted.letter.as_ref().ok_or(Refusal::NotFound)?;
        let page = letter.text.page(token.as_deref());
        let link = self.with.base.link(&page, letter.to.language);
        let (shown, rendered) = shown(&posted, &link, &self.with.contact).ok_or(Refusal::NotFound)?;
        let (before, after) = rendered.text.split_once(link.as_str()).unwrap_or((&rendered.text, ""));
        Ok(DemoLetterText {
            letter: shown,
            before_link: before.trim_end().to_owned(),
            link: Some(page.path(letter.to.language)),
            after_link: after.trim_start().to_owned(),
        })
    }

    fn only_in_the_demo(&self) -> Result<(), Refusal> {
        if self.with.demo { Ok(()) } else { Err(Refusal::NotFound) }
    }
}

/// A letter as the list shows it, and its words; nothing once its words have been forgotten.
fn shown(posted: &Posted, link: &str, contact: &Contact) -> Option<(DemoLetter, Rendered)> {
    let Letter { to, text, .. } = posted.letter.as_ref()?;
    let rendered = render(text, &to.first_name, to.language, link, contact)
        .inspect_err(|error| tracing::error!(event = "sys_failure", %error, "a letter cannot be rendered"))
        .ok()?;
    let shown = DemoLetter {
        id: posted.id,
        to: posted.address.clone(),
        subject: rendered.subject.clone(),
        at: posted.made_at.in_london(),
        delivery: posted.delivery,
    };
    Some((shown, rendered))
}
