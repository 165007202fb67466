//! What would come of each line of what was pasted, or what came of it; and the letter, as one of all.

use std::collections::HashMap;

use domain::invitations::LetterView;
use domain::invitations::several::{
    Allowance, Invitee, LeftOut, Line, LineView, Named, Outcome, SeveralInvitations, SeveralInvitationsView, Wrong,
    invitees, read,
};
use domain::organisations::Organisation;
use domain::{Caller, Moment, Refusal, SeveralInvitationsId, shared_mailbox};

use crate::services::Doorkeeper;
use crate::services::invitations::draft::{as_invited, seen};
use crate::services::letters::last_moment;
use crate::services::stopped::{Act, Failure};

/// A line, and whom it invites.
pub(super) type Pasted = (Line, Result<Invitee, Wrong>);

impl Doorkeeper {
    pub(super) async fn show_several_invitations(
        &self,
        caller: &Caller,
        id: SeveralInvitationsId,
    ) -> Act<SeveralInvitationsView> {
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
        let (starts, ends) = (offer.and_then(|offer| offer.starts), offer.and_then(|offer| offer.ends));
        let view = self.read().organisations().view(&organisation.code).await?;
        Ok(SeveralInvitationsView {
            id,
            elsewhere: (!several.is_written()).then(|| several.next_page()),
            organisation: view.ok_or(Failure::Gone("an organisation"))?,
            role: offer.map(|offer| offer.role),
            roster: rosters.into_iter().find(|one| Some(one.id) == roster),
            starts: starts.map(|day| domain::start_of(day).in_london()),
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
    pub(super) async fn lines_of(&self, caller: &Caller, several: &SeveralInvitations) -> Act<Vec<Pasted>> {
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

    pub(super) async fn allowance(&self, caller: &Caller) -> Act<Allowance> {
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
    pub(super) async fn outcomes(
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
    ) -> Act<Option<(String, LetterView)>> {
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
}

/// The warning for which a line is left out.
pub(super) fn unticked_warning(several: &SeveralInvitations, line: &Line, invitee: &Invitee) -> Option<LeftOut> {
    let (first, last) = &invitee.names;
    let warning = shared_mailbox::warning(&invitee.email, first, last)?;
    (!several.is_ticked(line.number)).then_some(LeftOut::Warned(warning))
}

/// What tells what was written from anything else.
pub(super) fn written(several: &SeveralInvitations) -> String {
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
    let read = line.read.ok();
    let names = invitee.ok().map(|invitee| invitee.names);
    let names = names.or_else(|| read.as_ref().and_then(|read| read.names.clone()));
    LineView {
        number: line.number,
        email: read.map_or(line.text, |read| read.email.to_string()),
        name: names
            .map(|(first, last)| format!("{} {}", first.as_str(), last.as_str()))
            .unwrap_or_default(),
        outcome,
    }
}
