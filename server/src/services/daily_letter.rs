//! Switching one's own daily letter on or off. When it is written, and what it says, is in [`crate::daily_letter`].

use async_trait::async_trait;
use domain::audit::Event;
use domain::daily_letter::{DailyLetter, DailyLetterView};
use domain::{Answer, Caller, Notice, Page, Receipt};

use super::Doorkeeper;
use super::my_account::{open, own_line};
use super::stopped::{Act, answer};

#[async_trait]
impl DailyLetter for Doorkeeper {
    async fn daily_letter(&self, caller: &Caller) -> Answer<DailyLetterView> {
        answer(caller.visit.request, self.show_daily_letter(caller).await)
    }

    async fn switch_daily_letter(&self, caller: &Caller, on: bool) -> Answer<Receipt> {
        answer(caller.visit.request, self.switch_letter(caller, on).await)
    }
}

impl Doorkeeper {
    async fn show_daily_letter(&self, caller: &Caller) -> Act<DailyLetterView> {
        let on = self.read().daily_letters().is_on(caller.person).await?;
        Ok(DailyLetterView { on })
    }

    async fn switch_letter(&self, caller: &Caller, on: bool) -> Act<Receipt> {
        let now = self.now();
        let switched = Receipt::saying(Notice::DailyLetterSwitched { on }, Page::DailyLetter);
        let mut change = self.change().await?;
        change.hold_person(caller.person).await?;
        // permit: one's own only
        open(change.people().account(caller.person).await?)?;
        // save
        if !change.daily_letters().switch(caller.person, on).await? {
            return Ok(switched);
        }
        // record
        let word = |on: bool| if on { "on" } else { "off" }.to_owned();
        let line = own_line(Event::DigestSwitched, caller.person, now, &caller.visit);
        change.commit(line.changing(word(!on), word(on))).await?;
        Ok(switched)
    }
}
