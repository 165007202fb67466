//! Closing a roster or roster group, and with it the rosters in a group. The roles that are limited to any of them end, or
//! are limited to something else that is open, as whoever closes it says; a member left without a role is revoked.

use std::collections::BTreeSet;

use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::members::OtherApprovers;
use domain::members::keeping::Keeping;
use domain::members::roles::RoleSpan;
use domain::organisations::Organisation;
use domain::permission::Approver;
use domain::rosters::{CloseWish, Closing, ClosingView, Fate, Holder, LimitedRole, RosterView, after};
use domain::{Caller, MemberId, Moment, NewUserId, Notice, OdsCode, Page, Receipt, Refusal, RosterId};
use storage::{Change, HeldThere, LetInBy, WaitingThere};

use super::{described, line, open_one};
use crate::services::members::end_what_hangs_on;
use crate::services::stopped::{Act, Failure, Stopped};
use crate::services::{Doorkeeper, letter, standing_in};

/// A closing under way.
struct UnderWay<'a> {
    caller: &'a Caller,
    approver: Approver,
    organisation: &'a Organisation,
    /// What is closed.
    closed: Vec<RosterId>,
    fate: Fate,
    reason: Option<String>,
    /// Every roster of the organisation, for the audit's words.
    rosters: Vec<RosterView>,
    now: Moment,
}

impl Doorkeeper {
    pub(super) async fn show_roster_closing(&self, caller: &Caller, code: &OdsCode, id: RosterId) -> Act<ClosingView> {
        let now = self.now();
        let (_, organisation) = self.looking_at_rosters(caller, code).await?;
        let mut read = self.read();
        let roster = read.rosters().one(id, organisation.id).await?;
        let roster = roster.filter(|one| !one.closed).ok_or(Refusal::NotFound)?;
        let rosters = read.rosters().open_in(id).await?;
        let all = read.rosters().of_organisation(organisation.id).await?;
        let held = read.rosters().held(id, now).await?;
        let waiting = read.rosters().waiting(id, now).await?;
        let closed = with_rosters(id, &rosters);
        let roles = held
            .into_iter()
            .map(|one| limited(one, caller, &all))
            .chain(waiting.into_iter().map(|one| waits(one, &all)))
            .collect();
        Ok(ClosingView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            roles,
            medics: read.rosters().medics(id, now).await?,
            targets: targets(&all, &closed),
            roster,
            rosters,
        })
    }

    pub(super) async fn close_roster(&self, caller: &Caller, wish: CloseWish) -> Act<Receipt> {
        let now = self.now();
        // permit; ending access takes the right to revoke, too
        let (mut change, organisation, insider) = self.changing_rosters(caller, &wish.code, now).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let approver = Approver::of(caller, &standing)?;
        // decide
        let roster = open_one(&mut change, wish.id, &organisation).await?;
        let within = change.rosters().open_in(roster.id).await?;
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let closed = with_rosters(roster.id, &within);
        let held = change.rosters().held(roster.id, now).await?;
        let waiting = change.rosters().waiting(roster.id, now).await?;
        let closing = Closing {
            roles: held.len() + waiting.len(),
            medics: change.rosters().medics(roster.id, now).await?,
            holders: held.iter().map(|one| one.person).collect(),
            targets: targets(&rosters, &closed).iter().map(|one| one.id).collect(),
        };
        let fate = closing.decide(&approver, wish.seen, wish.fate);
        let under_way = UnderWay {
            caller,
            approver,
            organisation: &organisation,
            closed,
            fate: fate.map_err(Stopped::Declined)?,
            reason: wish.reason,
            rosters,
            now,
        };
        // save, and tell each member
        change.rosters().close(roster.id, now).await?;
        let mut entries = Vec::new();
        for member in held.iter().map(|one| one.member).collect::<BTreeSet<_>>() {
            entries.extend(self.change_member(&mut change, &under_way, member).await?);
        }
        for user in waiting.iter().map(|one| one.user).collect::<BTreeSet<_>>() {
            entries.push(change_new_user(&mut change, &under_way, user).await?);
        }
        // record
        let becomes = match under_way.fate {
            _ if closing.roles == 0 => None,
            Fate::End => Some("the roles limited to it end".to_owned()),
            Fate::LimitTo(to) => {
                let to = under_way.rosters.iter().find(|one| one.id == to);
                to.map(|to| format!("the roles limited to it are limited to {}", described(to)))
            }
        };
        for one in &within {
            entries.push(line(Event::RosterClosed, &insider, caller, now).changing(described(one), becomes.clone()));
        }
        let first = line(Event::RosterClosed, &insider, caller, now)
            .changing(described(&roster), becomes)
            .because(under_way.reason.clone());
        change.commit_all(first, entries).await?;
        self.with.bell.ring();
        let name = roster.full_name();
        Ok(Receipt::saying(
            Notice::RosterClosed { name },
            Page::Rosters(organisation.code),
        ))
    }

    /// Ends or moves the roles of a member, and tells them; the lines of the audit.
    async fn change_member(&self, change: &mut Change, is: &UnderWay<'_>, id: MemberId) -> Act<Vec<Entry>> {
        let held = change.members().spans(id, is.now).await?;
        let kept = after(&held, &is.closed, is.fate);
        if kept.is_empty() {
            return self.end_access(change, is, id).await;
        }
        let gone: Vec<RoleSpan> = held.iter().filter(|span| !kept.contains(span)).copied().collect();
        let new: Vec<RoleSpan> = kept.iter().filter(|span| !held.contains(span)).copied().collect();
        for span in &gone {
            change.members().remove_role(id, span.role, span.roster).await?;
        }
        for span in &new {
            let by = LetInBy::Person(is.approver.person());
            change.members().place_role(id, span, by, is.now).await?;
        }
        let member = change.members().by_id(id).await?.ok_or(Failure::Gone("a member"))?;
        let account = change.people().account(member.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let text = LetterText::RolesChanged {
            code: is.organisation.code.clone(),
            organisation: is.organisation.name.clone(),
        };
        change
            .post(&letter(&account, Some(is.organisation.id), text), is.now)
            .await?;
        let event = match is.fate {
            Fate::End => Event::RoleRemoved,
            Fate::LimitTo(_) => Event::RoleChanged,
        };
        Ok(vec![
            is.line(event)
                .about(member.person)
                .changing(is.all(&gone), is.all(&new)),
        ])
    }

    /// Revokes a member whose every role ends. The roles stay, as after any revocation; what is limited to something closed
    /// is not given back with them.
    async fn end_access(&self, change: &mut Change, is: &UnderWay<'_>, id: MemberId) -> Act<Vec<Entry>> {
        let member = change.members().by_id(id).await?.ok_or(Failure::Gone("a member"))?;
        let (person, organisation) = (member.person, is.organisation.id);
        let held = is.all(&change.members().spans(id, is.now).await?);
        let reason = is.reason.clone();
        // Limited roles let nobody decide, so that no last approver is among them.
        let revocation = member.revoke(&is.approver, false, OtherApprovers(1), reason.clone(), is.now)?;
        if !change.members().revoke(&revocation).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let line = |event| is.line(event).about(person);
        let mut lines = end_what_hangs_on(change, person, organisation, &Keeping::default(), is.now, line).await?;
        let told = self.tell_of_revocation(change, &is.approver, is.organisation, person, reason.as_deref(), is.now);
        told.await?;
        lines.push(line(Event::MemberRevoked).changing(held, None).because(reason));
        Ok(lines)
    }
}

impl UnderWay<'_> {
    fn line(&self, event: Event) -> Entry {
        let actor = Actor::Person(self.approver.person());
        Entry::new(event, actor, self.now, self.caller.visit.request).for_organisation(self.organisation.id)
    }

    /// What the audit keeps of several roles; nothing of none.
    fn all(&self, roles: &[RoleSpan]) -> Option<String> {
        let roles: Vec<String> = roles.iter().map(|span| span.described(&self.rosters)).collect();
        (!roles.is_empty()).then(|| roles.join(", "))
    }
}

/// Ends or moves the roles that wait for a new user; the line of the audit. They are told when they come in.
async fn change_new_user(change: &mut Change, is: &UnderWay<'_>, id: NewUserId) -> Act<Entry> {
    let user = change.new_users().by_id(id).await?;
    let user = user.ok_or(Failure::Gone("a new user"))?;
    let kept = after(&user.roles, &is.closed, is.fate);
    let gone: Vec<RoleSpan> = user.roles.iter().filter(|span| !kept.contains(span)).copied().collect();
    let new: Vec<RoleSpan> = kept.iter().filter(|span| !user.roles.contains(span)).copied().collect();
    for span in &gone {
        change.new_users().remove_role(id, span.role, span.roster).await?;
    }
    for span in &new {
        change.new_users().set_role(id, span, is.now).await?;
    }
    Ok(is.line(Event::NewUserChanged).changing(is.all(&gone), is.all(&new)))
}

fn with_rosters(id: RosterId, within: &[RosterView]) -> Vec<RosterId> {
    std::iter::once(id).chain(within.iter().map(|one| one.id)).collect()
}

/// What is open and stays so.
fn targets(rosters: &[RosterView], closed: &[RosterId]) -> Vec<RosterView> {
    let stays = |one: &&RosterView| !one.closed && !closed.contains(&one.id);
    rosters.iter().filter(stays).cloned().collect()
}

/// A role of a member, as the page shows it.
fn limited(one: HeldThere, caller: &Caller, rosters: &[RosterView]) -> LimitedRole {
    let holder = if one.person == caller.person {
        Holder::Oneself
    } else if one.has_others {
        Holder::Member
    } else {
        Holder::OnlyThis
    };
    LimitedRole {
        name: one.name,
        email: one.email,
        row: one.span.row(rosters, false),
        holder,
    }
}

/// A role that waits, as the page shows it.
fn waits(one: WaitingThere, rosters: &[RosterView]) -> LimitedRole {
    LimitedRole {
        name: one.name,
        email: one.email,
        row: one.span.row(rosters, false),
        holder: Holder::NewUser,
    }
}
