//! Switching one's own keyboard shortcuts on or off.

use async_trait::async_trait;
use domain::audit::Event;
use domain::shortcuts::Shortcuts;
use domain::{Answer, Caller, Notice, Page, Receipt};

use super::Doorkeeper;
use super::my_account::{open, own_line};
use super::stopped::{Act, answer};

#[async_trait]
impl Shortcuts for Doorkeeper {
    async fn switch_shortcuts(&self, caller: &Caller, on: bool) -> Answer<Receipt> {
        answer(caller.visit.request, self.switch_keys(caller, on).await)
    }
}

impl Doorkeeper {
    async fn switch_keys(&self, caller: &Caller, on: bool) -> Act<Receipt> {
        let now = self.now();
        let switched = Receipt::saying(Notice::ShortcutsSwitched { on }, Page::Shortcuts);
        let mut change = self.change().await?;
        change.hold_person(caller.person).await?;
        // permit: one's own only
        open(change.people().account(caller.person).await?)?;
        // save
        if !change.shortcuts().switch(caller.person, on).await? {
            return Ok(switched);
        }
        // record
        let word = |on: bool| if on { "on" } else { "off" }.to_owned();
        let line = own_line(Event::ShortcutsSwitched, caller.person, now, &caller.visit);
        change.commit(line.changing(word(!on), word(on))).await?;
        Ok(switched)
    }
}
