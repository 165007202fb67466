//! Where a person is signed in, and how that is ended from elsewhere, by somebody who has shown lately that it is they
//! (ASVS 5.0, 7.5.2).

use domain::audit::Event;
use domain::my_account::MySession;
use domain::{Caller, Moment, Notice, Page, Receipt, Refusal, SessionId};
use storage::SessionRow;

use super::device::device;
use super::own_line;
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn live_sessions(&self, caller: &Caller) -> Act<Vec<MySession>> {
        let (seen_after, made_after) = self.limits();
        let rows = self
            .read()
            .sessions()
            .live_of(caller.person, seen_after, made_after)
            .await?;
        let (this, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.id == caller.session);
        Ok(this
            .into_iter()
            .chain(others)
            .map(|row| as_own(row, caller.session))
            .collect())
    }

    /// When a session that still lives was last seen at the earliest, and made at the earliest.
    fn limits(&self) -> (Moment, Moment) {
        let now = self.now();
        (now.plus(-self.with.session_idle), now.plus(-self.with.session_lasting))
    }

    pub(super) async fn end_own_session(&self, caller: &Caller, id: SessionId) -> Act<Receipt> {
        let now = self.now();
        let (seen_after, made_after) = self.limits();
        let mut change = self.change().await?;
        // permit: one's own only, and one answer for all others
        let own = change.sessions().live_of(caller.person, seen_after, made_after).await?;
        if !own.iter().any(|row| row.id == id) {
            return Err(Refusal::NotFound.into());
        }
        caller.must_be_proven()?;
        // save
        if !change.sessions().end(id, now).await? {
            return Err(Refusal::NotFound.into());
        }
        // record
        change
            .commit(own_line(Event::SessionEnded, caller.person, now, &caller.visit))
            .await?;
        Ok(Receipt::saying(Notice::SessionEnded, Page::MySessions))
    }

    pub(super) async fn end_own_others(&self, caller: &Caller) -> Act<Receipt> {
        caller.must_be_proven()?;
        let now = self.now();
        let mut change = self.change().await?;
        let ended = change
            .sessions()
            .end_all_but(caller.person, caller.session, now)
            .await?;
        if ended > 0 {
            let line =
                own_line(Event::SessionEnded, caller.person, now, &caller.visit).changing(ended.to_string(), None);
            change.commit(line).await?;
        }
        Ok(Receipt::saying(Notice::OtherSessionsEnded, Page::MySessions))
    }
}

/// A session as its owner sees it.
pub(super) fn as_own(row: SessionRow, this: SessionId) -> MySession {
    MySession {
        id: row.id,
        device: device(&row.device),
        address: row.address,
        signed_in: row.made_at.in_london(),
        seen: row.seen_at.in_london(),
        this: row.id == this,
    }
}
