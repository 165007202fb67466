//! Sending several invitations: each line by itself, by the rules of a single one ([`put_invitation`]), and once.
//!
//! [`put_invitation`]: Doorkeeper::put_invitation

use domain::invitations::several::{Began, Invitee, LeftOut, Line, Outcome, SendSeveralWish, SeveralInvitations};
use domain::permission::Approver;
use domain::{Caller, Declined, Notice, OdsCode, Page, Receipt, Refusal};
use storage::Housekeeping;

use super::looking::{unticked_warning, written};
use crate::services::Doorkeeper;
use crate::services::invitations::sending::Held;
use crate::services::stopped::{Act, Stopped};

impl Doorkeeper {
    pub(super) async fn send_several(&self, caller: &Caller, wish: SendSeveralWish) -> Act<Receipt> {
        let id = wish.id;
        let several = self.own_several(caller, id).await?;
        if !several.is_written() {
            return Ok(Receipt::go_to(several.next_page()));
        }
        let code = self.of_draft(several.organisation).await?.code;
        if several.began.is_none() && !self.begin_several(caller, several, &code, wish).await? {
            return Ok(Receipt::saying(Notice::InvitationHeld, Page::InviteSeveralCheck(id)));
        }
        // What was confirmed first holds, whatever this post says.
        let several = self.own_several(caller, id).await?;
        let mut count = 0;
        let settled = self.read().invitations().outcomes(id).await?;
        for (line, invitee) in self.lines_of(caller, &several).await? {
            let Ok(invitee) = invitee else { continue };
            let is_settled = settled.iter().any(|(number, _)| *number == line.number);
            if is_settled || unticked_warning(&several, &line, &invitee).is_some() {
                continue;
            }
            match self.send_line(caller, &several, &code, &line, &invitee).await {
                Ok(sent) => count += u32::from(sent),
                // What is beyond the day's limit can be sent tomorrow.
                Err(Stopped::Declined(Declined::Refused(Refusal::TooManyTries { .. }))) => break,
                Err(stopped) => return Err(stopped),
            }
        }
        Ok(Receipt::saying(
            Notice::SeveralInvited { count },
            Page::InviteSeveralCheck(id),
        ))
    }

    /// Notes that several invitations are confirmed. Not where nothing could be sent, or something else was written
    /// meanwhile than what was checked.
    async fn begin_several(
        &self,
        caller: &Caller,
        several: SeveralInvitations,
        code: &OdsCode,
        wish: SendSeveralWish,
    ) -> Act<bool> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        let ticked = wish.ticked;
        let as_ticked = SeveralInvitations {
            began: Some(Began {
                at: now,
                ticked: ticked.clone(),
            }),
            ..several
        };
        let lines = self.lines_of(caller, &as_ticked).await?;
        let allowance = self.allowance(caller).await?;
        let outcomes = self
            .outcomes(caller, &as_ticked, &organisation, &lines, allowance)
            .await?;
        if !outcomes.contains(&Outcome::Waits) {
            return Ok(false);
        }
        // Asks for the proof that each will ask for, before the first of them.
        let standing = self
            .read()
            .members()
            .standing(caller.person, organisation.id, now)
            .await?;
        Approver::of(caller, &standing.ok_or(Refusal::NotFound)?)?;
        let mut change = self.change().await?;
        let began = change.invitations().begin_several(wish.id, &ticked, now).await?;
        let several = change.invitations().several(wish.id, caller.person).await?;
        let several = several.ok_or(Refusal::NotFound)?;
        if began && !wish.seen.is_empty() && wish.seen != written(&several) {
            return Ok(false);
        }
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(true)
    }

    /// Sends the invitation of one line, or notes what stands in its way; whether it was sent.
    async fn send_line(
        &self,
        caller: &Caller,
        several: &SeveralInvitations,
        code: &OdsCode,
        line: &Line,
        invitee: &Invitee,
    ) -> Act<bool> {
        let now = self.now();
        let (mut change, organisation) = self.holding(code).await?;
        // Whoever sends the same at the same time waits for the organisation.
        let settled = change.invitations().outcomes(several.id).await?;
        if settled.iter().any(|(number, _)| *number == line.number) {
            return Ok(false);
        }
        let draft = several.of(invitee);
        let put = self.put_invitation(&mut change, &draft, &organisation, caller, "", now);
        let (sent, outcome) = match put.await? {
            Ok(ready) => {
                let outcome = Outcome::Invited(ready.user.id);
                (Some(ready), outcome)
            }
            Err(Held::By(why)) => (None, Outcome::LeftOut(LeftOut::Held(why))),
            // Somebody was faster: what stands in the way then is said when it is looked at.
            Err(Held::Changed) => return Ok(false),
        };
        let outcome = serde_json::to_string(&outcome)?;
        let kept = change.invitations().keep_outcome(several.id, line.number, &outcome);
        if !kept.await? {
            return Ok(false);
        }
        match sent {
            Some(ready) => self.commit_invitation(change, ready).await.map(|()| true),
            None => Ok(change.commit_housekeeping(Housekeeping::Draft).await.map(|()| false)?),
        }
    }
}
