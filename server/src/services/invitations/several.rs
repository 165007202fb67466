//! Several invitations at once: what was pasted is kept, looked at line by line, and sent by [`super::sending`], a change of
//! its own for each line, so that one that cannot be sent stops no other. What came of each is kept, so that a second
//! post, or one after the server stopped half-way, sends nothing twice. What is beyond the day's limit stays open.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::invitations::several::{
    Allowance, Invitee, InvitesSeveral, LeftOut, Line, LineView, Named, Outcome, SendSeveralWish, SeveralDraftView,
    SeveralInvitations, SeveralInvitationsForm, SeveralInvitationsView, Wrong, invitees, read,
};
use domain::members::roles::grantable;
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, Insider};
use domain::{
    Answer, Caller, Declined, Moment, Notice, OdsCode, Page, Receipt, Refusal, SeveralInvitationsId, shared_mailbox,
};
use storage::Housekeeping;

use super::draft::{as_invited, seen};
use super::sending::Held;
use crate::services::Doorkeeper;
use crate::services::letters::last_moment;
use crate::services::rosters::open_ones;
use crate::services::stopped::{Act, Failure, Stopped, answer};

#[async_trait]
impl InvitesSeveral for Doorkeeper {
    async fn choose_place(&self, caller: &Caller, id: Option<SeveralInvitationsId>, code: OdsCode) -> Answer<Receipt> {
        answer(
            caller.visit.request,
            self.choose_place_for_several(caller, id, &code).await,
        )
    }

    async fn draft(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralDraftView> {
        answer(caller.visit.request, self.show_several_draft(caller, id).await)
    }

    async fn write(&self, caller: &Caller, form: SeveralInvitationsForm) -> Answer<Receipt> {
        answer(caller.visit.request, self.write_several(caller, form).await)
    }

    async fn show(&self, caller: &Caller, id: SeveralInvitationsId) -> Answer<SeveralInvitationsView> {
        answer(caller.visit.request, self.show_several_invitations(caller, id).await)
    }

    async fn send(&self, caller: &Caller, wish: SendSeveralWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_several(caller, wish).await)
    }
}

/// A line, and whom it invites.
type Pasted = (Line, Result<Invitee, Wrong>);

impl Doorkeeper {
    /// What the caller wrote; nobody else's is there.
    async fn own_several(&self, caller: &Caller, id: SeveralInvitationsId) -> Act<SeveralInvitations> {
        let several = self.read().invitations().several(id, caller.person).await?;
        Ok(several.ok_or(Refusal::NotFound)?)
    }

    /// Keeps what was written, and goes on; to what came of it where it was confirmed meanwhile.
    async fn keep_several(&self, several: &SeveralInvitations) -> Act<Receipt> {
        let mut change = self.change().await?;
        let kept = change.invitations().put_several(several, self.now()).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(if kept {
            several.next_page()
        } else {
            Page::InviteSeveralCheck(several.id)
        }))
    }

    async fn choose_place_for_several(
        &self,
        caller: &Caller,
        id: Option<SeveralInvitationsId>,
        code: &OdsCode,
    ) -> Act<Receipt> {
        self.must_decide_somewhere(caller).await?;
        let before = match id {
            Some(id) => Some(self.own_several(caller, id).await?),
            None => None,
        };
        let (organisation, _) = self.place_to_invite_to(caller, code).await?;
        let several = match before {
            Some(before) => SeveralInvitations {
                // Roles and rosters are those of an organisation.
                offer: before.offer.filter(|_| before.organisation == organisation.id),
                organisation: organisation.id,
                ..before
            },
            None => SeveralInvitations {
                id: SeveralInvitationsId::new(storage::fresh(self.now())),
                inviter: caller.person,
                organisation: organisation.id,
                offer: None,
                language: caller.visit.language,
                people: String::new(),
                began: None,
            },
        };
        self.keep_several(&several).await
    }

    async fn show_several_draft(&self, caller: &Caller, id: SeveralInvitationsId) -> Act<SeveralDraftView> {
        self.note_use(caller, None).await?;
        let several = self.own_several(caller, id).await?;
        let organisation = self.of_draft(several.organisation).await?;
        let mut read = self.read();
        let standing = read
            .members()
            .standing(caller.person, organisation.id, self.now())
            .await?;
        let insider = standing.and_then(|standing| Insider::of(caller, &standing, Action::GrantRoles).ok());
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let offer = several.offer;
        let (roster, ends) = (offer.and_then(|offer| offer.roster), offer.and_then(|offer| offer.ends));
        let view = read.organisations().view(&organisation.code).await?;
        Ok(SeveralDraftView {
            id,
            began: several.began.is_some(),
            organisation: view.ok_or(Failure::Gone("an organisation"))?,
            role: offer.map(|offer| offer.role),
            roster: rosters.iter().find(|one| Some(one.id) == roster).cloned(),
            ends_day: ends.map(|day| day.to_string()).unwrap_or_default(),
            language: several.language,
            people: several.people,
            grantable: insider
                .map(|insider| grantable(organisation.kind, insider.capacity()))
                .unwrap_or_default(),
            rosters: open_ones(rosters),
        })
    }

    async fn write_several(&self, caller: &Caller, form: SeveralInvitationsForm) -> Act<Receipt> {
        let (id, people) = form.pasted()?;
        let several = SeveralInvitations {
            people,
            ..self.own_several(caller, id).await?
        };
        // What is too long to be shown again without scripts is in the draft.
        let kept = self.keep_several(&several).await?;
        if several.began.is_some() {
            return Ok(kept);
        }
        let wish = form.parse()?;
        let organisation = self.of_draft(several.organisation).await?;
        let (organisation, capacity) = self.place_to_invite_to(caller, &organisation.code).await?;
        self.must_be_offered(&organisation, capacity, wish.offer).await?;
        let several = SeveralInvitations {
            offer: Some(wish.offer),
            language: wish.language,
            people: wish.people,
            ..several
        };
        self.keep_several(&several).await
    }

    async fn show_several_invitations(&self, caller: &Caller, id: SeveralInvitationsId) -> Act<SeveralInvitationsView> {
        self.note_use(caller, None).await?;
        let several = self.own_several(caller, id).await?;
        let organisation = self.of_draft(several.organisation).await?;
        let lines = if several.is_written() {
            self.lines_of(caller, &several).await?
        } else {
            Vec::new()
        };
        let allowance = self.allowance(caller).await?;
        let outcomes = self
            .outcomes(caller, &several, &organisation, &lines, allowance)
            .await?;
        let letter = match outcomes.iter().position(|outcome| *outcome == Outcome::Waits) {
            Some(first) if several.began.is_none() => {
                self.sample(caller, &several, &organisation, &lines[first]).await?
            }
            _ => None,
        };
        let rosters = self.read().rosters().of_organisation(organisation.id).await?;
        let offer = several.offer;
        let roster = offer.and_then(|offer| offer.roster);
        let ends = offer.and_then(|offer| offer.ends);
        let view = self.read().organisations().view(&organisation.code).await?;
        Ok(SeveralInvitationsView {
            id,
            elsewhere: (!several.is_written()).then(|| several.next_page()),
            organisation: view.ok_or(Failure::Gone("an organisation"))?,
            role: offer.map(|offer| offer.role),
            roster: rosters.into_iter().find(|one| Some(one.id) == roster),
            ends: ends.map(|day| last_moment(domain::end_of(day))),
            language: several.language,
            began: several.began.as_ref().map(|began| began.at.in_london()),
            lines: lines.into_iter().zip(outcomes).map(shown).collect(),
            allowance,
            letter,
            seen: written(&several),
        })
    }

    /// Every line, with the names that the inviter sees anyway for an address that stands alone.
    async fn lines_of(&self, caller: &Caller, several: &SeveralInvitations) -> Act<Vec<Pasted>> {
        let lines = read(&several.people);
        let mut known = HashMap::new();
        for line in &lines {
            let Ok(Named { email, names: None }) = &line.read else {
                continue;
            };
            if let Some(account) = self.account_in_sight(caller, email).await? {
                known.insert(email.key().to_owned(), (account.first_name, account.last_name));
            }
        }
        let invitees = invitees(&lines, |email| known.get(email.key()).cloned());
        Ok(lines.into_iter().zip(invitees).collect())
    }

    async fn allowance(&self, caller: &Caller) -> Act<Allowance> {
        let limit = self.invitations_a_day();
        let (left, again) = limit
            .left_of_person(&mut self.read(), caller.person, self.now())
            .await?;
        Ok(Allowance {
            a_day: self.with.invitations_a_day,
            left,
            again: again.map(Moment::in_london),
        })
    }

    /// What came of each line, or would come of it now.
    async fn outcomes(
        &self,
        caller: &Caller,
        several: &SeveralInvitations,
        organisation: &Organisation,
        lines: &[Pasted],
        allowance: Allowance,
    ) -> Act<Vec<Outcome>> {
        let kept: HashMap<u32, String> = self
            .read()
            .invitations()
            .outcomes(several.id)
            .await?
            .into_iter()
            .collect();
        let (mut outcomes, mut left) = (Vec::new(), allowance.left);
        for line in lines {
            let outcome = match kept.get(&line.0.number) {
                Some(outcome) => serde_json::from_str(outcome)?,
                None => match self.foreseen(caller, several, organisation, line).await? {
                    Outcome::Waits if left == 0 => Outcome::LeftOut(LeftOut::Beyond),
                    Outcome::Waits => {
                        left -= 1;
                        Outcome::Waits
                    }
                    left_out => left_out,
                },
            };
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// What would come of a line now, were there no limit.
    async fn foreseen(
        &self,
        caller: &Caller,
        several: &SeveralInvitations,
        organisation: &Organisation,
        (line, invitee): &Pasted,
    ) -> Act<Outcome> {
        let invitee = match invitee {
            Ok(invitee) => invitee,
            Err(wrong) => return Ok(Outcome::LeftOut(LeftOut::Wrong(*wrong))),
        };
        let draft = several.of(invitee);
        let is = self.circumstances_of(caller, &draft, organisation).await?;
        Ok(match (draft.hindrance(&is), unticked_warning(several, line, invitee)) {
            (Some(why), _) => Outcome::LeftOut(LeftOut::Held(why)),
            (None, Some(warned)) => Outcome::LeftOut(warned),
            (None, None) => Outcome::Waits,
        })
    }

    /// The letter of a line, as one of all: to whom, and its words.
    async fn sample(
        &self,
        caller: &Caller,
        several: &SeveralInvitations,
        organisation: &Organisation,
        (_, invitee): &Pasted,
    ) -> Act<Option<(String, domain::invitations::LetterView)>> {
        let Ok(invitee) = invitee else { return Ok(None) };
        let draft = several.of(invitee);
        let Some(user) = as_invited(&draft, caller, self.now()) else {
            return Ok(None);
        };
        let mut read = self.read();
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let by = read.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        let letter = self.preview(&user, organisation, &rosters, by.full_name())?;
        Ok(Some((draft.full_name(), letter)))
    }

    async fn send_several(&self, caller: &Caller, wish: SendSeveralWish) -> Act<Receipt> {
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
            began: Some(domain::invitations::several::Began {
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

/// The warning for which a line is left out.
fn unticked_warning(several: &SeveralInvitations, line: &Line, invitee: &Invitee) -> Option<LeftOut> {
    let (first, last) = &invitee.names;
    let warning = shared_mailbox::warning(&invitee.email, first, last)?;
    (!several.is_ticked(line.number)).then_some(LeftOut::Warned(warning))
}

/// What tells what was written from anything else.
fn written(several: &SeveralInvitations) -> String {
    let offer = format!(
        "{} {:?} {}",
        several.organisation,
        several.offer,
        several.language.tag()
    );
    seen(&offer, &several.people)
}

/// A line as its page shows it.
fn shown(((line, invitee), outcome): (Pasted, Outcome)) -> LineView {
    let named = line.read.ok();
    let names = invitee.ok().map(|invitee| invitee.names);
    let names = names.or_else(|| named.as_ref().and_then(|named| named.names.clone()));
    LineView {
        number: line.number,
        email: named.map_or(line.text, |named| named.email.to_string()),
        name: names
            .map(|(first, last)| format!("{} {}", first.as_str(), last.as_str()))
            .unwrap_or_default(),
        outcome,
    }
}
