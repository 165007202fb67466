//! Recovery codes: made with the first factor or anew, shown in the session that made them until they are noted.

use chrono::TimeDelta;
use domain::audit::Event;
use domain::factors::RecoveryCodes;
use domain::letter::FactorChange;
use domain::{Caller, Moment, Notice, Page, Receipt, Refusal};
use storage::{CeremonyKind, Change, Housekeeping, NewCeremony};

use super::{hold_open, key_of, post_change};
use crate::factors::recovery_codes;
use crate::secrets::Sealed;
use crate::services::Doorkeeper;
use crate::services::my_account::own_line;
use crate::services::stopped::{Act, Failure};

/// How long codes are shown that nobody says are noted.
const CODES_WAIT: TimeDelta = TimeDelta::hours(1);

impl Doorkeeper {
    /// Makes codes in place of those before, and keeps them to be shown. Hold the person first.
    pub(super) async fn make_codes(&self, change: &mut Change, caller: &Caller, now: Moment) -> Act<()> {
        let codes = recovery_codes::fresh();
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| recovery_codes::hash(code)).collect();
        change.factors().replace_codes(caller.person, &hashes).await?;
        // Those still shown in another session count no longer.
        change.ceremonies().forget_person(caller.person).await?;
        let waiting = NewCeremony {
            key: &key_of(caller.session),
            kind: CeremonyKind::RecoveryCodes,
            person: Some(caller.person),
            sealed: self
                .with
                .sealing
                .seal(Sealed::RecoveryCodes, codes.join(" ").as_bytes()),
            expires_at: now.plus(CODES_WAIT),
        };
        change.ceremonies().put(&waiting, now).await?;
        Ok(())
    }

    pub(super) async fn replace_codes(&self, caller: &Caller) -> Act<Receipt> {
        let now = self.now();
        // permit
        caller.must_be_proven()?;
        let mut change = self.change().await?;
        let account = hold_open(&mut change, caller.person).await?;
        // decide: codes stand in for a factor, so there has to be one
        if !change.factors().has(caller.person).await? {
            return Err(Refusal::NotFound.into());
        }
        // save, post, record
        self.make_codes(&mut change, caller, now).await?;
        post_change(&mut change, &account, FactorChange::CodesMade, "", now).await?;
        let line = own_line(Event::RecoveryCodesMade, account.id, now, &caller.visit);
        change.commit(line).await?;
        self.with.bell.ring();
        Ok(Receipt::go_to(Page::RecoveryCodes))
    }

    pub(super) async fn show_codes(&self, caller: &Caller) -> Act<RecoveryCodes> {
        let waiting = self
            .read()
            .ceremonies()
            .of(&key_of(caller.session), CeremonyKind::RecoveryCodes, self.now())
            .await?;
        let Some(sealed) = waiting else {
            return Ok(RecoveryCodes { codes: Vec::new() });
        };
        let text = self.with.sealing.open_text(Sealed::RecoveryCodes, &sealed);
        let text = text.ok_or(Failure::Sealed("recovery codes"))?;
        Ok(RecoveryCodes {
            codes: text.split(' ').map(str::to_owned).collect(),
        })
    }

    pub(super) async fn forget_codes(&self, caller: &Caller) -> Act<Receipt> {
        let mut change = self.change().await?;
        change
            .ceremonies()
            .take(&key_of(caller.session), CeremonyKind::RecoveryCodes, self.now())
            .await?;
        change.commit_housekeeping(Housekeeping::Ceremony).await?;
        Ok(Receipt::saying(Notice::CodesNoted, Page::Factors))
    }
}
