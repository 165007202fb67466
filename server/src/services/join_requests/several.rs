//! Several requests at once: each is decided by [`super::deciding`], in a change of its own, so that one that cannot be
//! decided stops no other. What came of each is kept, so that a second post, or one after the server stopped half-way,
//! decides nothing twice and says the same. The letters are those of the single decisions: one to each applicant, none to
//! others who may decide.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::join_requests::several::{
    DecidesSeveral, LeftOut, Outcome, SeveralRow, SeveralView, SeveralWish, TickedWish, Verdict as Wanted, Whom,
};
use domain::join_requests::{Grant, StateTag};
use domain::members::roles::Days;
use domain::permission::{Approver, Scope};
use domain::{Answer, Caller, Declined, JoinRequestId, Moment, Notice, Page, Receipt, Refusal, SeveralId};
use storage::{Applied, Housekeeping, Several};

use super::deciding::{Among, Verdict};
use super::ended;
use crate::services::Doorkeeper;
use crate::services::sessions::decides_somewhere;
use crate::services::stopped::{Act, Stopped, answer};

/// After how many requests what came of them is kept.
const LOT: usize = 25;

#[async_trait]
impl DecidesSeveral for Doorkeeper {
    async fn choose(&self, caller: &Caller, wish: TickedWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.choose_several(caller, wish).await)
    }

    async fn show(&self, caller: &Caller, id: SeveralId) -> Answer<SeveralView> {
        answer(caller.visit.request, self.show_several(caller, id).await)
    }

    async fn decide(&self, caller: &Caller, wish: SeveralWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.decide_several(caller, wish).await)
    }
}

/// What somebody chose, as it stands now.
struct Chosen {
    kept: Several,
    /// Those of the requests that are there, and theirs to decide.
    there: HashMap<JoinRequestId, Applied>,
}

impl Doorkeeper {
    async fn choose_several(&self, caller: &Caller, wish: TickedWish) -> Act<Receipt> {
        let now = self.now();
        self.must_decide_somewhere(caller).await?;
        let id = SeveralId::new(storage::fresh(now));
        let mut change = self.change().await?;
        change.join_requests().choose(id, caller.person, &wish, now).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(Page::Several(id)))
    }

    async fn show_several(&self, caller: &Caller, id: SeveralId) -> Act<SeveralView> {
        let chosen = self.chosen(caller, id).await?;
        let rows = chosen.kept.rows.iter().map(|(request, outcome)| {
            let outcome = match outcome {
                Some(outcome) => serde_json::from_str(outcome)?,
                None => chosen.foreseen(*request, caller),
            };
            Ok(SeveralRow {
                id: *request,
                whom: chosen.there.get(request).map(whom),
                outcome,
            })
        });
        let rows = rows.collect::<Act<_>>()?;
        Ok(SeveralView {
            id,
            verdict: chosen.kept.verdict,
            reason: chosen.kept.reason,
            began: chosen.kept.began.map(Moment::in_london),
            rows,
        })
    }

    async fn decide_several(&self, caller: &Caller, wish: SeveralWish) -> Act<Receipt> {
        let id = wish.id;
        let before = self.chosen(caller, id).await?;
        if before.kept.began.is_none() {
            self.must_be_proven_for(caller, &before).await?;
            let mut change = self.change().await?;
            let (verdict, reason) = (wish.verdict, wish.reason.as_deref());
            change
                .join_requests()
                .begin_several(id, verdict, reason, self.now())
                .await?;
            change.commit_housekeeping(Housekeeping::Draft).await?;
        }
        // What was confirmed first holds, whatever this post says.
        let chosen = self.chosen(caller, id).await?;
        let (mut outcomes, mut count) = (Vec::new(), 0);
        let open = chosen.kept.rows.iter().filter(|(_, outcome)| outcome.is_none());
        for (request, _) in open {
            let came = match chosen.foreseen(*request, caller) {
                Outcome::Waits => self.decide_one(caller, &chosen, *request).await,
                settled => Ok(settled),
            };
            match came {
                Ok(outcome) => {
                    count += u32::from(matches!(outcome, Outcome::Approved | Outcome::Rejected));
                    outcomes.push((*request, serde_json::to_string(&outcome)?));
                }
                Err(stopped) => {
                    self.keep_outcomes(id, &outcomes).await?;
                    return Err(stopped);
                }
            }
            if outcomes.len() == LOT {
                self.keep_outcomes(id, &outcomes).await?;
                outcomes.clear();
            }
        }
        self.keep_outcomes(id, &outcomes).await?;
        Ok(Receipt::saying(Notice::SeveralDecided { count }, Page::Several(id)))
    }

    /// Decides one of them, as it would be decided alone. Stops where the others would stop as well.
    async fn decide_one(&self, caller: &Caller, chosen: &Chosen, id: JoinRequestId) -> Act<Outcome> {
        let Some(applied) = chosen.there.get(&id) else {
            return Ok(Outcome::LeftOut(LeftOut::NotThere));
        };
        let (verdict, done) = match (chosen.kept.verdict, &chosen.kept.reason) {
            (Wanted::Approve, reason) => (
                Verdict::Approve(Grant::default(), Days::default(), reason.clone()),
                Outcome::Approved,
            ),
            (Wanted::Reject, reason) => (Verdict::Reject(reason.clone().unwrap_or_default()), Outcome::Rejected),
        };
        let code = &applied.organisation.code;
        let why = match self.decide(caller, code, id, verdict, Among::Several).await {
            Ok(_) => return Ok(done),
            Err(Stopped::Declined(Declined::Refused(why))) => why,
            Err(Stopped::Declined(Declined::Invalid(_))) => Refusal::ReviewByItself,
            Err(stopped) => return Err(stopped),
        };
        match why {
            Refusal::ProveItIsYou | Refusal::SecondFactorFirst => return Err(why.into()),
            Refusal::NotFound => return Ok(Outcome::LeftOut(LeftOut::NotThere)),
            _ => {}
        }
        // Perhaps the same post came twice, and the other was first.
        let now = self.read().join_requests().by_id(id).await?;
        let made = now
            .zip(chosen.kept.began)
            .and_then(|(request, began)| Outcome::made(&request, chosen.kept.verdict, caller.person, began));
        Ok(made.unwrap_or(Outcome::LeftOut(LeftOut::Refused(why))))
    }

    async fn keep_outcomes(&self, id: SeveralId, outcomes: &[(JoinRequestId, String)]) -> Act<()> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let mut change = self.change().await?;
        change.join_requests().keep_outcomes(id, outcomes).await?;
        Ok(change.commit_housekeeping(Housekeeping::Draft).await?)
    }

    /// What this person chose, as far as they may decide it.
    async fn chosen(&self, caller: &Caller, id: SeveralId) -> Act<Chosen> {
        self.must_decide_somewhere(caller).await?;
        let kept = self.read().join_requests().several(id, caller.person).await?;
        let kept = kept.ok_or(Refusal::NotFound)?;
        let there = self
            .read()
            .join_requests()
            .chosen(id, Scope::of(caller), self.now())
            .await?;
        // Decision 2: those who decide see only confirmed people.
        let confirmed = there
            .into_iter()
            .filter(|applied| applied.request.state.tag() != StateTag::AwaitingConfirmation);
        Ok(Chosen {
            kept,
            there: confirmed.map(|applied| (applied.request.id, applied)).collect(),
        })
    }

    /// Refuses whoever may decide for no organisation.
    pub(in crate::services) async fn must_decide_somewhere(&self, caller: &Caller) -> Act<()> {
        let standings = self.standings(caller).await?;
        if caller.support || decides_somewhere(&standings) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }

    /// Asks for the proof that each decision will ask for, before the first of them.
    async fn must_be_proven_for(&self, caller: &Caller, chosen: &Chosen) -> Act<()> {
        let first = chosen.kept.rows.iter().map(|(request, _)| *request);
        let mut waiting = first.filter(|request| chosen.foreseen(*request, caller) == Outcome::Waits);
        let Some(applied) = waiting.next().and_then(|request| chosen.there.get(&request)) else {
            return Ok(());
        };
        let organisation = applied.request.organisation;
        let standing = self
            .read()
            .members()
            .standing(caller.person, organisation, self.now())
            .await?;
        match standing.map(|standing| Approver::of(caller, &standing)) {
            Some(Err(why @ (Refusal::ProveItIsYou | Refusal::SecondFactorFirst))) => Err(why.into()),
            // Each decision finds out for itself.
            _ => Ok(()),
        }
    }
}

impl Chosen {
    /// What is to be said of a request of which nothing is kept yet.
    fn foreseen(&self, id: JoinRequestId, caller: &Caller) -> Outcome {
        let Some(applied) = self.there.get(&id) else {
            return Outcome::LeftOut(LeftOut::NotThere);
        };
        let request = &applied.request;
        if request.state.tag() == StateTag::Pending {
            return LeftOut::of(request, applied.applicant.warning(), caller.person)
                .map_or(Outcome::Waits, Outcome::LeftOut);
        }
        let began = self.kept.began;
        let made = began.and_then(|began| Outcome::made(request, self.kept.verdict, caller.person, began));
        made.unwrap_or_else(|| Outcome::LeftOut(LeftOut::Refused(ended(applied))))
    }
}

fn whom(applied: &Applied) -> Whom {
    Whom {
        name: applied.applicant.full_name(),
        code: applied.organisation.code.clone(),
        organisation: applied.organisation.name.clone(),
        role: applied.request.role,
    }
}
