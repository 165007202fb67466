//! Who may act? Asked by whoever may see an organisation, about those who are or were its members; the answer is
//! `domain::acting`'s, from what is kept now or from the audit.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::accounts::Account;
use domain::acting::{
    Acting, ActingForm, ActingView, AnswerView, Asked, Candidate, Found, GivenView, Held, Missing, MissingView, Place,
    Question, RoleView, Tense, Through, Verdict, Whom, roles, verdict,
};
use domain::form::{Field, Problem};
use domain::organisations::Organisation;
use domain::permission::{Action, Insider};
use domain::rosters::RosterView;
use domain::{Answer, Caller, EmailAddress, FieldErrors, Moment, OdsCode, PersonId, Refusal};

use super::Doorkeeper;
use super::stopped::{Act, answer};

/// How many people there are to choose from at most.
const CANDIDATES: u16 = 20;

#[async_trait]
impl Acting for Doorkeeper {
    async fn who_may_act(&self, caller: &Caller, form: ActingForm) -> Answer<ActingView> {
        answer(caller.visit.request, self.answer_who_may_act(caller, &form).await)
    }
}

impl Doorkeeper {
    async fn answer_who_may_act(&self, caller: &Caller, form: &ActingForm) -> Act<ActingView> {
        let code = OdsCode::parse(&form.code).map_err(|_| Refusal::NotFound)?;
        let organisation = self.organisation(&code).await?;
        Insider::of(
            caller,
            &self.standing(caller, &organisation).await?,
            Action::AskWhoMayAct,
        )?;
        let mut read = self.read();
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let view = read.organisations().view(&code).await?.ok_or(Refusal::NotFound)?;
        let (found, wrong) = match form.parse() {
            Ok(question) => self.answer_question(&organisation, &rosters, &question).await?,
            Err(wrong) => (Found::NotAsked, wrong),
        };
        let about = match (&found, PersonId::parse(&form.person)) {
            (Found::One(one), _) => Some(one.who.clone()),
            // Chosen before, while something else of the question is to be put right.
            (Found::NotAsked, Some(person)) => {
                let one = read.acting().one_there(organisation.id, person).await?;
                one.as_ref().map(candidate)
            }
            _ => None,
        };
        Ok(ActingView {
            organisation: view,
            roles: roles(organisation.kind),
            rosters,
            about,
            wrong,
            found,
        })
    }

    async fn answer_question(
        &self,
        organisation: &Organisation,
        rosters: &[RosterView],
        question: &Question,
    ) -> Act<(Found, FieldErrors)> {
        let mut read = self.read();
        let place = match question.roster {
            None => Some(Place::Whole),
            Some(roster) => read.acting().place(roster, organisation.id).await?,
        };
        let Some(place) = place else {
            let wrong = FieldErrors::one(Field::Roster, Problem::NotAChoice);
            return Ok((Found::NotAsked, wrong));
        };
        let mut people = match &question.whom {
            Whom::Nobody => return Ok((Found::NotAsked, FieldErrors::default())),
            Whom::Person(person) => {
                let one = read.acting().one_there(organisation.id, *person).await?;
                one.into_iter().collect()
            }
            Whom::Words(words) => {
                let found = read.acting().found_there(organisation.id, words, CANDIDATES + 1);
                narrowed(found.await?, words)
            }
        };
        let found = match people.as_slice() {
            [] => Found::Nobody,
            [one] => {
                let answer = self.answer_about(organisation, rosters, question, place, one).await?;
                Found::One(Box::new(answer))
            }
            _ => {
                let more = people.len() > usize::from(CANDIDATES);
                people.truncate(CANDIDATES.into());
                let people = people.iter().map(candidate).collect();
                Found::Several { people, more }
            }
        };
        Ok((found, FieldErrors::default()))
    }

    async fn answer_about(
        &self,
        organisation: &Organisation,
        rosters: &[RosterView],
        question: &Question,
        place: Place,
        account: &Account,
    ) -> Act<AnswerView> {
        let now = self.now();
        let at = question.moment(now);
        let mut read = self.read();
        let facts = read.acting().facts(account.id, organisation.id, at, now).await?;
        let role = question.role;
        let verdict = verdict(&facts, Asked { role, place }, at);
        let names = read.acting().names(&named(&verdict)).await?;
        let words = Words {
            who: account.id,
            rosters,
            names: names.into_iter().collect(),
        };
        let (by, missing) = match &verdict {
            Verdict::Yes(by) => (by.iter().map(|held| words.role(held)).collect(), Vec::new()),
            Verdict::No(missing) => (Vec::new(), missing.iter().map(|one| words.missing(one)).collect()),
        };
        Ok(AnswerView {
            who: candidate(account),
            role,
            roster: question.roster.and_then(|id| words.roster(id)),
            at: at.in_london(),
            tense: tense(question, at, now),
            by,
            missing,
        })
    }
}

/// Whoever has exactly the address that was typed, among those whom its pieces find.
fn narrowed(found: Vec<Account>, words: &str) -> Vec<Account> {
    let typed = EmailAddress::parse(words).ok();
    let exactly = typed.and_then(|typed| found.iter().find(|one| one.email.key() == typed.key()).cloned());
    exactly.map_or(found, |one| vec![one])
}

fn candidate(account: &Account) -> Candidate {
    Candidate {
        person: account.id,
        name: account.full_name(),
        email: account.email.as_typed().to_owned(),
    }
}

fn tense(question: &Question, at: Moment, now: Moment) -> Tense {
    if question.day.is_none() && question.time.is_none() || at == now {
        Tense::Present
    } else if at < now {
        Tense::Past
    } else {
        Tense::Future
    }
}

/// Everybody whom an answer names.
fn named(verdict: &Verdict) -> Vec<PersonId> {
    let mut all = BTreeSet::new();
    match verdict {
        Verdict::Yes(by) => all.extend(by.iter().filter_map(|held| held.given_by)),
        Verdict::No(missing) => all.extend(missing.iter().filter_map(|one| match one {
            Missing::Access(ended) => ended.by,
            Missing::Start(held) | Missing::TimeLeft(held) | Missing::Wider(held) => held.given_by,
            _ => None,
        })),
    }
    all.into_iter().collect()
}

/// What an answer is put into words with.
struct Words<'w> {
    who: PersonId,
    rosters: &'w [RosterView],
    names: BTreeMap<PersonId, String>,
}

impl Words<'_> {
    fn roster(&self, id: domain::RosterId) -> Option<RosterView> {
        self.rosters.iter().find(|one| one.id == id).cloned()
    }

    fn name(&self, person: Option<PersonId>) -> Option<String> {
        self.names.get(&person?).cloned()
    }

    fn role(&self, held: &Held) -> RoleView {
        let limit = held.roster.and_then(|id| self.roster(id));
        RoleView {
            role: held.role,
            through: limit.map_or(Through::Whole, Through::Limit),
            starts: held.starts_at.in_london(),
            // It ends with the end of its last day.
            ends: held
                .ends_at
                .map(|end| end.plus(TimeDelta::microseconds(-1)).in_london()),
            given: GivenView {
                how: held.given_how,
                by: self.name(held.given_by),
                at: held.given_at.in_london(),
            },
        }
    }

    fn missing(&self, missing: &Missing) -> MissingView {
        match missing {
            Missing::Records => MissingView::Records,
            Missing::Account => MissingView::Account,
            Missing::Confirmation => MissingView::Confirmation,
            Missing::OpenAccount => MissingView::OpenAccount,
            Missing::Membership => MissingView::Membership,
            Missing::Access(ended) => MissingView::Revoked {
                at: ended.at.in_london(),
                by: self.name(ended.by.filter(|by| *by != self.who)),
            },
            Missing::Role => MissingView::Role,
            Missing::Start(held) => MissingView::Start(self.role(held)),
            Missing::TimeLeft(held) => MissingView::TimeLeft(self.role(held)),
            Missing::Wider(held) => MissingView::Wider(self.role(held)),
        }
    }
}
