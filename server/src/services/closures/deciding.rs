//! Deciding what becomes of the people of an organisation that is no longer open: their access ends, or they move to its
//! successor. One change for all that are ticked, with a letter to each of them.

use std::collections::BTreeSet;

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::closures::{ClosureWish, Fate, Moving, There, moving};
use domain::letter::LetterText;
use domain::members::keeping::Keeping;
use domain::members::roles::RoleSpan;
use domain::members::{Member, Standing};
use domain::organisations::Organisation;
use domain::permission::{Action, Insider};
use domain::rosters::RosterView;
use domain::{Caller, MemberId, Moment, Notice, Page, PersonId, Receipt, Refusal};
use storage::{Admission, Change, LetInBy};

use super::DRAFT;
use crate::services::members::end_what_hangs_on;
use crate::services::pre_approvals::approvers_but;
use crate::services::roles::named_roles;
use crate::services::stopped::{Act, Failure};
use crate::services::{Doorkeeper, letter, standing_in};

/// A decision under way.
struct UnderWay<'a> {
    caller: &'a Caller,
    insider: Insider,
    organisation: Organisation,
    /// Where the people move; their access ends where absent.
    successor: Option<Organisation>,
    reason: Option<String>,
    /// The rosters of the organisation, for the audit's words.
    rosters: Vec<RosterView>,
    now: Moment,
}

/// Somebody about whom is decided.
struct Leaver {
    member: Member,
    account: Account,
    /// The roles that have not ended.
    held: Vec<RoleSpan>,
}

impl Doorkeeper {
    pub(super) async fn decide_closure(&self, caller: &Caller, wish: ClosureWish) -> Act<Receipt> {
        let now = self.now();
        let organisation = self.organisation(&wish.code).await?;
        let successor = match &wish.fate {
            Fate::End => None,
            Fate::Move(code) => Some(self.organisation(code).await?),
        };
        let mut change = self.change().await?;
        let places = successor.iter().chain([&organisation]).map(|one| one.id);
        change.hold_all(&places.collect::<Vec<_>>()).await?;
        // permit: here, and where they move
        let organisation = change.organisations().by_id(organisation.id).await?;
        let organisation = organisation.ok_or(Refusal::NotFound)?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let insider = Insider::acting(caller, &standing, Action::DecideClosure)?;
        let successor = match successor {
            None => None,
            Some(there) => Some(may_move_to(&mut change, caller, &there, now).await?),
        };
        // decide
        organisation.must_have_closed()?;
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let is = UnderWay {
            caller,
            insider,
            organisation,
            successor,
            reason: wish.reason,
            rosters,
            now,
        };
        let leavers = leavers(&mut change, &is, &wish.members).await?;
        if leavers.is_empty() {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // save, and write to each
        let mut lines = Vec::new();
        let mut came = Vec::new();
        let count = u32::try_from(leavers.len()).unwrap_or(u32::MAX);
        for leaver in leavers {
            let (id, name) = (leaver.account.id, leaver.account.full_name());
            let (more, moved) = decide_about(&mut change, &is, leaver).await?;
            lines.extend(more);
            if moved {
                came.push((id, name));
            }
        }
        lines.extend(name_successor(&mut change, &is).await?);
        // post
        self.tell_of_those_who_came(&mut change, &is, &came).await?;
        if let Some(key) = caller.visit.key.as_deref() {
            change.drafts().remove(key, DRAFT).await?;
        }
        // record
        let left = change.closures().people(is.organisation.id, now).await?;
        let last = lines.pop().ok_or(Refusal::ChangedMeanwhile)?;
        change.commit_all(last, lines).await?;
        self.with.bell.ring();
        let next = if left > 0 {
            Page::Closure(is.organisation.code)
        } else {
            Page::Closures
        };
        Ok(Receipt::saying(Notice::ClosureDecided { count }, next))
    }

    /// Writes to those who may decide for the successor, but not to whoever decided or came.
    async fn tell_of_those_who_came(
        &self,
        change: &mut Change,
        is: &UnderWay<'_>,
        came: &[(PersonId, String)],
    ) -> Act<()> {
        let Some(successor) = is.successor.as_ref().filter(|_| !came.is_empty()) else {
            return Ok(());
        };
        let mut but: Vec<PersonId> = came.iter().map(|(person, _)| *person).collect();
        but.push(is.insider.person());
        let text = LetterText::PeopleCame {
            code: successor.code.clone(),
            organisation: successor.name.clone(),
            from: is.organisation.name.clone(),
            names: came.iter().map(|(_, name)| name.clone()).collect(),
        };
        let approvers = approvers_but(change, successor, &but, is.now).await?;
        self.post_to_all(change, &approvers, successor.id, &text, is.now).await
    }
}

impl UnderWay<'_> {
    /// The beginning of a line of the audit at an organisation.
    fn line(&self, event: Event, at: &Organisation) -> Entry {
        let actor = Actor::Person(self.insider.person());
        Entry::new(event, actor, self.now, self.caller.visit.request).for_organisation(at.id)
    }
}

/// The successor as it is inside the change; whoever moves people there must be able to give roles there.
async fn may_move_to(change: &mut Change, caller: &Caller, there: &Organisation, now: Moment) -> Act<Organisation> {
    let successor = change.organisations().by_id(there.id).await?;
    let successor = successor.ok_or(Refusal::NotFound)?;
    let standing = standing_in(change, caller, &successor, now).await?;
    Insider::acting(caller, &standing, Action::GrantRoles)?;
    successor.must_be_open()?;
    Ok(successor)
}

/// Those who are ticked and still wait, held in the order of their ids.
async fn leavers(change: &mut Change, is: &UnderWay<'_>, ticked: &BTreeSet<MemberId>) -> Act<Vec<Leaver>> {
    let mut members = Vec::new();
    for id in ticked {
        let member = change.members().by_id(*id).await?;
        let member = member.filter(|member| member.organisation == is.organisation.id);
        members.push(member.ok_or(Refusal::NotFound)?);
    }
    members.sort_by_key(|member| member.person);
    let mut leavers = Vec::new();
    for member in members {
        change.hold_person(member.person).await?;
        let account = change.people().account(member.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let held = change.members().spans(member.id, is.now).await?;
        // Whoever left meanwhile, or whose last role ended, needs no decision.
        let waits = member.state == Standing::Active && account.state == AccountState::Confirmed && !held.is_empty();
        if waits {
            leavers.push(Leaver { member, account, held });
        }
    }
    Ok(leavers)
}

/// Ends somebody's access, gives what goes along at the successor, and writes to them; the lines of the audit, and whether
/// they have come to the successor by it.
async fn decide_about(change: &mut Change, is: &UnderWay<'_>, leaver: Leaver) -> Act<(Vec<Entry>, bool)> {
    let Leaver { member, account, held } = leaver;
    let person = account.id;
    let revocation = member.end_with_organisation(&is.insider, is.reason.clone(), is.now)?;
    if !change.members().revoke(&revocation).await? {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let here = |event| is.line(event, &is.organisation).about(person);
    let nothing_kept = Keeping::default();
    let mut lines = end_what_hangs_on(change, person, is.organisation.id, &nothing_kept, is.now, here).await?;
    let moved = match &is.successor {
        None => None,
        Some(successor) => Some((
            successor,
            move_to(change, is, &account, &held, successor, &mut lines).await?,
        )),
    };
    let roles = named_roles(&held, &is.rosters);
    let organisation = is.organisation.name.clone();
    let (line, text, came) = match moved {
        Some((successor, (moving, there))) if !moving.goes.is_empty() || matches!(there, There::Member(_)) => {
            let line = here(Event::MemberMoved).changing(roles, described(successor));
            let text = LetterText::AccessMoved {
                organisation,
                code: successor.code.clone(),
                successor: successor.name.clone(),
                roles: moving.goes.iter().map(|span| span.role).collect(),
                some_ended: moving.stays.iter().any(|(_, why)| !why.is_held()),
            };
            (line, text, !moving.goes.is_empty())
        }
        _ => {
            let text = LetterText::AccessClosed {
                organisation,
                reason: is.reason.clone(),
            };
            (here(Event::MemberRevoked).changing(roles, None), text, false)
        }
    };
    lines.push(line.because(is.reason.clone()));
    change
        .post(&letter(&account, Some(is.organisation.id), text), is.now)
        .await?;
    Ok((lines, came))
}

/// Gives somebody at the successor what goes along, as it stands; what goes, and how they stood there.
async fn move_to(
    change: &mut Change,
    is: &UnderWay<'_>,
    account: &Account,
    held: &[RoleSpan],
    successor: &Organisation,
    lines: &mut Vec<Entry>,
) -> Act<(Moving, There)> {
    let member = change.members().of(account.id, successor.id).await?;
    let roles = match &member {
        None => Vec::new(),
        Some(member) => change.members().spans(member.id, is.now).await?,
    };
    let there = There::of(member.as_ref(), roles);
    let moving = moving(held, successor.kind, &there);
    let Some(first) = moving.goes.first() else {
        return Ok((moving, there));
    };
    let by = LetInBy::Person(is.insider.person());
    let line = |event| is.line(event, successor).about(account.id);
    let id = if let Some(member) = &member {
        member.id
    } else {
        // The request that the person may have open there has its answer.
        let nothing_kept = Keeping::default();
        lines.extend(end_what_hangs_on(change, account.id, successor.id, &nothing_kept, is.now, line).await?);
        let admission = Admission {
            person: account.id,
            organisation: successor.id,
            role: first.role,
            roster: None,
            ends_at: first.ends_at,
            by,
            at: is.now,
        };
        change.members().let_in(&admission).await?
    };
    for span in &moving.goes {
        // What has begun here goes on there; what has yet to begin does so then.
        let starts_at = span.starts_at.filter(|start| *start > is.now);
        let placed = RoleSpan { starts_at, ..*span };
        change.members().place_role(id, &placed, by, is.now).await?;
    }
    lines.push(line(Event::MemberCame).changing(described(&is.organisation), named_roles(&moving.goes, &[])));
    Ok((moving, there))
}

/// Keeps what the organisation was merged into, where people move; the line of the audit.
async fn name_successor(change: &mut Change, is: &UnderWay<'_>) -> Act<Option<Entry>> {
    let Some(successor) = &is.successor else {
        return Ok(None);
    };
    let before = change.closures().successor(is.organisation.id).await?;
    if before.as_ref() == Some(&successor.code) {
        return Ok(None);
    }
    let named = change
        .closures()
        .name_successor(is.organisation.id, Some(&successor.code), is.now);
    named.await?;
    let before = before.map(|code| code.to_string());
    let line = is.line(Event::SuccessorChanged, &is.organisation);
    Ok(Some(line.changing(before, described(successor))))
}

/// An organisation as the audit names it.
fn described(organisation: &Organisation) -> String {
    format!("{} {}", organisation.code, organisation.name)
}
