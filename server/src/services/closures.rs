//! Organisations that are no longer open: those whose people wait for a decision, and what is to become of them. Deciding
//! is in [`deciding`]; what an import that closes one does at once, in [`crate::register::closing`].

mod deciding;

use async_trait::async_trait;
use domain::closures::{
    Chosen, ChosenView, ClosureList, ClosureView, ClosureWish, Closures, Fate, Moving, PersonFate, RoleFate, There,
    WaitingPerson, moving,
};
use domain::form::{Field, Problem};
use domain::list::Place;
use domain::members::Sort;
use domain::members::roles::RoleSpan;
use domain::organisations::{Organisation, OrganisationView};
use domain::permission::{Action, Insider, Scope, may};
use domain::rosters::RosterView;
use domain::{Answer, Caller, FieldErrors, MemberId, OdsCode, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::{Enrolled, Housekeeping};

use super::Doorkeeper;
use super::stopped::{Act, Stopped, answer};

/// The name of this wizard's drafts.
const DRAFT: &str = "closure";

#[async_trait]
impl Closures for Doorkeeper {
    async fn list(&self, caller: &Caller, place: Place) -> Answer<ClosureList> {
        answer(caller.visit.request, self.list_closures(caller, place).await)
    }

    async fn one(&self, caller: &Caller, code: &OdsCode) -> Answer<ClosureView> {
        answer(caller.visit.request, self.show_closure(caller, code).await)
    }

    async fn choose(&self, caller: &Caller, wish: ClosureWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.choose_closure(caller, wish).await)
    }

    async fn chosen(&self, caller: &Caller, code: &OdsCode) -> Answer<ChosenView> {
        answer(caller.visit.request, self.show_chosen(caller, code).await)
    }

    async fn decide(&self, caller: &Caller, wish: ClosureWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.decide_closure(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn list_closures(&self, caller: &Caller, place: Place) -> Act<ClosureList> {
        if !self.decides_anywhere(caller).await? {
            return Err(Refusal::NotAllowed.into());
        }
        let (scope, now) = (Scope::of(caller), self.now());
        Ok(self.read().closures().list(scope, place, now).await?)
    }

    async fn show_closure(&self, caller: &Caller, code: &OdsCode) -> Act<ClosureView> {
        let organisation = self.looking_at_closure(caller, code).await?;
        let rosters = self.read().rosters().of_organisation(organisation.id).await?;
        let people = self.waiting_there(organisation.id).await?;
        let person = |(one, held): (Enrolled, Vec<RoleSpan>)| WaitingPerson {
            id: one.member.id,
            name: one.account.full_name(),
            email: one.account.email.to_string(),
            roles: held.iter().map(|span| span.row(&rosters, false)).collect(),
            oneself: one.account.id == caller.person,
        };
        Ok(ClosureView {
            organisation: self.view_of(code).await?,
            people: people.into_iter().map(person).collect(),
        })
    }

    async fn choose_closure(&self, caller: &Caller, wish: ClosureWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let organisation = self.organisation(&wish.code).await?;
        let standing = self.standing(caller, &organisation).await?;
        Insider::acting(caller, &standing, Action::DecideClosure)?;
        // decide
        organisation.must_have_closed()?;
        if let Fate::Move(code) = &wish.fate {
            self.successor(caller, code).await?;
        }
        // save
        let key = caller.visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let body = serde_json::to_string(&wish)?;
        let mut change = self.change().await?;
        change.drafts().put(key, DRAFT, &body, Some(caller.person), now).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(Page::ClosureConfirm(wish.code)))
    }

    async fn show_chosen(&self, caller: &Caller, code: &OdsCode) -> Act<ChosenView> {
        let organisation = self.looking_at_closure(caller, code).await?;
        let view = self.view_of(code).await?;
        let nothing = ChosenView {
            organisation: view.clone(),
            chosen: None,
        };
        let Some(wish) = self.closure_draft(caller, code).await? else {
            return Ok(nothing);
        };
        let successor = match &wish.fate {
            Fate::End => None,
            Fate::Move(code) => match self.successor(caller, code).await {
                Ok(successor) => Some(successor),
                // It has closed itself meanwhile: another is chosen.
                Err(Stopped::Declined(_)) => return Ok(nothing),
                Err(failed) => return Err(failed),
            },
        };
        let rosters = self.read().rosters().of_organisation(organisation.id).await?;
        let mut people = Vec::new();
        for (one, held) in self.waiting_there(organisation.id).await? {
            if !wish.members.contains(&one.member.id) || one.account.id == caller.person {
                continue;
            }
            let fate = match &successor {
                None => None,
                Some(successor) => Some(self.fate_at(one.account.id, &held, successor).await?),
            };
            people.push(as_fate(&one, &held, fate, &rosters));
        }
        if people.is_empty() {
            return Ok(nothing);
        }
        let successor = match successor {
            None => None,
            Some(successor) => Some(self.view_of(&successor.code).await?),
        };
        Ok(ChosenView {
            organisation: view,
            chosen: Some(Chosen { successor, people }),
        })
    }

    /// An organisation that is no longer open, for somebody who may decide about its people; looking asks for no recent
    /// proof.
    async fn looking_at_closure(&self, caller: &Caller, code: &OdsCode) -> Act<Organisation> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        Insider::of(caller, &standing, Action::DecideClosure)?;
        organisation.must_have_closed()?;
        Ok(organisation)
    }

    /// Where people can move: an open organisation for which the caller may give roles. What is wrong stands at its field.
    async fn successor(&self, caller: &Caller, code: &OdsCode) -> Act<Organisation> {
        let wrong = |problem| FieldErrors::one(Field::Successor, problem);
        let found = self.read().organisations().by_code(code).await?;
        let successor = found.ok_or_else(|| wrong(Problem::NoSuchOrganisation))?;
        let closed = |_| wrong(Problem::OrganisationNotOpen);
        successor.must_be_open().map_err(closed)?;
        let standing = self.standing(caller, &successor).await?;
        if !may(&standing, caller.support, Action::GrantRoles) {
            return Err(wrong(Problem::NotYoursToDecide).into());
        }
        Ok(successor)
    }

    /// Whose access waits at an organisation, by name, each with the roles that have not ended.
    async fn waiting_there(&self, organisation: OrganisationId) -> Act<Vec<(Enrolled, Vec<RoleSpan>)>> {
        let now = self.now();
        let mut read = self.read();
        let mut waiting = Vec::new();
        for one in read.members().active(organisation, Sort::default(), now).await? {
            let held = read.members().spans(one.member.id, now).await?;
            if !held.is_empty() {
                waiting.push((one, held));
            }
        }
        Ok(waiting)
    }

    /// What would become of somebody's roles at a successor, and how they stand to it.
    async fn fate_at(&self, person: PersonId, held: &[RoleSpan], successor: &Organisation) -> Act<(Moving, There)> {
        let mut read = self.read();
        let member = read.members().of(person, successor.id).await?;
        let roles = match &member {
            None => Vec::new(),
            Some(member) => read.members().spans(member.id, self.now()).await?,
        };
        let there = There::of(member.as_ref(), roles);
        Ok((moving(held, successor.kind, &there), there))
    }

    /// What the caller chose last, where it was for this organisation.
    async fn closure_draft(&self, caller: &Caller, code: &OdsCode) -> Act<Option<ClosureWish>> {
        let Some(key) = caller.visit.key.as_deref() else {
            return Ok(None);
        };
        let body = self.read().drafts().of_person(key, DRAFT, caller.person).await?;
        // One that can no longer be read is asked for again.
        let wish: Option<ClosureWish> = body.and_then(|body| serde_json::from_str(&body).ok());
        Ok(wish.filter(|wish| wish.code == *code))
    }

    async fn view_of(&self, code: &OdsCode) -> Act<OrganisationView> {
        let view = self.read().organisations().view(code).await?;
        Ok(view.ok_or(Refusal::NotFound)?)
    }
}

/// What becomes of somebody, as the page that confirms shows it: everything ends where they do not move.
fn as_fate(one: &Enrolled, held: &[RoleSpan], fate: Option<(Moving, There)>, rosters: &[RosterView]) -> PersonFate {
    let role = |span: &RoleSpan, stays| RoleFate {
        row: span.row(rosters, false),
        stays,
    };
    let (roles, moves) = match fate {
        None => (held.iter().map(|span| role(span, None)).collect(), false),
        Some((moving, there)) => {
            let moves = !moving.goes.is_empty() || matches!(there, There::Member(_));
            let goes = moving.goes.iter().map(|span| role(span, None));
            let stays = moving.stays.iter().map(|(span, why)| role(span, Some(*why)));
            (goes.chain(stays).collect(), moves)
        }
    };
    let id: MemberId = one.member.id;
    PersonFate {
        id,
        name: one.account.full_name(),
        email: one.account.email.to_string(),
        roles,
        moves,
    }
}
