//! The mark *medical secretary*, set or removed later: by support only, with a reason (S71).

use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::new_users::{MarkView, MarkWish};
use domain::permission::SupportPerson;
use domain::{Caller, Notice, Page, PersonId, Receipt, Refusal};

use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn show_mark(&self, caller: &Caller, person: PersonId) -> Act<MarkView> {
        SupportPerson::looking(caller)?;
        let mut read = self.read();
        let account = read.people().account(person).await?;
        let account = account
            .filter(|account| account.state != AccountState::Unconfirmed)
            .ok_or(Refusal::NotFound)?;
        Ok(MarkView {
            person,
            name: account.full_name(),
            marked: read.new_users().is_marked(person).await?,
        })
    }

    pub(super) async fn mark_person(&self, caller: &Caller, wish: MarkWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let support = SupportPerson::of(caller)?;
        support.about(wish.person)?;
        let mut change = self.change().await?;
        change.hold_person(wish.person).await?;
        // decide
        let account = change.people().account(wish.person).await?;
        let account = account
            .filter(|account| account.state != AccountState::Unconfirmed)
            .ok_or(Refusal::NotFound)?;
        // save
        if !change.new_users().mark(account.id, wish.marked).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // record; the mark gives no right, so nobody is written to
        let word = |marked: bool| {
            if marked {
                "medical secretary"
            } else {
                "no medical secretary"
            }
            .to_owned()
        };
        let entry = Entry::new(
            Event::MedicalSecretaryChanged,
            Actor::Person(support.person()),
            now,
            caller.visit.request,
        )
        .about(account.id)
        .changing(word(!wish.marked), word(wish.marked))
        .because(Some(wish.reason));
        change.commit(entry).await?;
        let name = account.full_name();
        Ok(Receipt::saying(Notice::MarkSaved { name }, Page::Person(account.id)))
    }
}
