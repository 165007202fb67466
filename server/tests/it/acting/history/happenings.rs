//! What happens in a history, as the services save it: each act a change with its lines of the audit, and the same in the
//! world beside it.

use chrono::TimeDelta;
use domain::audit::{Entry, Event};
use domain::members::enabling::Enabling;
use domain::members::roles::RoleSpan;
use domain::members::{Member, Revocation, Standing};
use domain::{MemberId, Moment};
use storage::{Admission, Closure, LetInBy};

use super::{History, Membership, PEOPLE, ROLES, ROSTERS};

impl History {
    /// Something happens to somebody, if it can.
    pub(super) async fn happens(&mut self, who: usize, home: usize) {
        match self.dice.roll(14) {
            0..3 => self.let_in(who, home).await,
            3..7 => self.place_role(who, home).await,
            7..9 => self.remove_role(who, home).await,
            9 => self.revoke(who, home).await,
            10..12 => self.enable(who, home).await,
            12 => self.close(who).await,
            _ => self.reopen(who).await,
        }
    }

    /// A limit, more often none.
    pub(super) fn limit(&mut self) -> Option<usize> {
        let at = self.dice.roll(2 * ROSTERS);
        (at < ROSTERS).then_some(at)
    }

    /// A moment of the days around now.
    fn soon(&mut self) -> Moment {
        let minutes: i64 = self.dice.roll(6 * 24 * 60).try_into().unwrap();
        self.app.now().plus(TimeDelta::minutes(minutes))
    }

    async fn member(&self, who: usize, home: usize) -> Option<Member> {
        let (who, home) = (self.people[who], self.homes[home].id);
        self.app.store.read().members().of(who, home).await.unwrap()
    }

    async fn active(&self, who: usize, home: usize) -> Option<MemberId> {
        let member = self.member(who, home).await;
        member
            .filter(|member| member.state == Standing::Active)
            .map(|member| member.id)
    }

    fn entry(&self, event: Event, who: usize, home: usize) -> Entry {
        self.app
            .entry(event)
            .for_organisation(self.homes[home].id)
            .about(self.people[who])
    }

    async fn let_in(&mut self, who: usize, home: usize) {
        if self.world.closed[who] {
            return;
        }
        let (role, limit) = (self.dice.one_of(&ROLES), self.limit());
        let ends_at = (self.dice.roll(3) == 0).then(|| self.soon());
        let now = self.app.now();
        let admission = Admission {
            person: self.people[who],
            organisation: self.homes[home].id,
            role,
            roster: limit.map(|at| self.homes[home].rosters[at]),
            ends_at,
            by: LetInBy::SetUp,
            at: now,
        };
        let mut change = self.app.store.change().await.unwrap();
        change.hold(admission.organisation).await.unwrap();
        change.members().let_in(&admission).await.unwrap();
        change.commit(self.entry(Event::LetIn, who, home)).await.unwrap();
        let member = self.world.members.entry((who, home)).or_default();
        if member.revoked {
            *member = Membership::default();
        }
        member.roles.insert((role, limit), (now, ends_at));
    }

    /// Gives a role, or changes when it holds.
    async fn place_role(&mut self, who: usize, home: usize) {
        let Some(member) = self.active(who, home).await else {
            return;
        };
        let (role, limit) = (self.dice.one_of(&ROLES), self.limit());
        let starts_at = (self.dice.roll(2) == 0).then(|| self.soon());
        let ends_at = (self.dice.roll(2) == 0).then(|| self.soon());
        let now = self.app.now();
        let span = RoleSpan {
            role,
            roster: limit.map(|at| self.homes[home].rosters[at]),
            starts_at,
            ends_at,
        };
        let by = LetInBy::Person(self.people[(who + 1) % PEOPLE]);
        let mut change = self.app.store.change().await.unwrap();
        change.hold(self.homes[home].id).await.unwrap();
        change.members().place_role(member, &span, by, now).await.unwrap();
        change.commit(self.entry(Event::RoleGranted, who, home)).await.unwrap();
        let member = self.world.members.entry((who, home)).or_default();
        member.roles.insert((role, limit), (starts_at.unwrap_or(now), ends_at));
    }

    async fn remove_role(&mut self, who: usize, home: usize) {
        let Some(member) = self.active(who, home).await else {
            return;
        };
        let held: Vec<_> = self.world.members[&(who, home)].roles.keys().copied().collect();
        if held.is_empty() {
            return;
        }
        let (role, limit) = self.dice.one_of(&held);
        let roster = limit.map(|at| self.homes[home].rosters[at]);
        let mut change = self.app.store.change().await.unwrap();
        change.hold(self.homes[home].id).await.unwrap();
        assert!(change.members().remove_role(member, role, roster).await.unwrap());
        change.commit(self.entry(Event::RoleRemoved, who, home)).await.unwrap();
        let member = self.world.members.entry((who, home)).or_default();
        member.roles.remove(&(role, limit));
    }

    async fn revoke(&mut self, who: usize, home: usize) {
        let Some(member) = self.member(who, home).await else {
            return;
        };
        if member.state != Standing::Active {
            return;
        }
        let now = self.app.now();
        let revocation = Revocation {
            member,
            by: self.people[(who + 1) % PEOPLE],
            at: now,
            reason: None,
        };
        let mut change = self.app.store.change().await.unwrap();
        change.hold(self.homes[home].id).await.unwrap();
        assert!(change.members().revoke(&revocation).await.unwrap());
        change
            .commit(self.entry(Event::MemberRevoked, who, home))
            .await
            .unwrap();
        self.world.members.entry((who, home)).or_default().revoked = true;
    }

    async fn enable(&mut self, who: usize, home: usize) {
        let Some(member) = self.member(who, home).await else {
            return;
        };
        if member.state == Standing::Active || self.world.closed[who] {
            return;
        }
        let now = self.app.now();
        let enabling = Enabling {
            member,
            by: self.people[(who + 1) % PEOPLE],
            at: now,
        };
        let mut change = self.app.store.change().await.unwrap();
        change.hold(self.homes[home].id).await.unwrap();
        assert!(change.members().enable(&enabling).await.unwrap());
        change
            .commit(self.entry(Event::MemberEnabled, who, home))
            .await
            .unwrap();
        let member = self.world.members.entry((who, home)).or_default();
        member.revoked = false;
        member.roles.retain(|_, (_, end)| end.is_none_or(|end| now < end));
    }

    /// Disables an account, and ends its access everywhere: several lines of one change.
    async fn close(&mut self, who: usize) {
        if self.world.closed[who] {
            return;
        }
        let (person, now) = (self.people[who], self.app.now());
        let by = self.people[(who + 1) % PEOPLE];
        let mut change = self.app.store.change().await.unwrap();
        let held = change.members().active_at(person).await.unwrap();
        change.hold_all(&held).await.unwrap();
        change.hold_person(person).await.unwrap();
        let ended = change.members().end_everywhere(person, by, now).await.unwrap();
        let closure = Closure {
            person,
            by,
            reason: "other",
            note: None,
            at: now,
        };
        assert!(change.people().disable(&closure).await.unwrap());
        let line = |event| self.app.entry(event).about(person);
        let rest = ended
            .iter()
            .map(|there| line(Event::MemberRevoked).for_organisation(*there));
        let rest = rest.collect();
        change.commit_all(line(Event::AccountDisabled), rest).await.unwrap();
        self.world.closed[who] = true;
        for ((one, _), member) in &mut self.world.members {
            member.revoked |= *one == who;
        }
    }

    async fn reopen(&mut self, who: usize) {
        if !self.world.closed[who] {
            return;
        }
        let person = self.people[who];
        let mut change = self.app.store.change().await.unwrap();
        change.hold_person(person).await.unwrap();
        assert!(change.people().reopen(person).await.unwrap());
        let entry = self.app.entry(Event::AccountReopened).about(person);
        change.commit(entry).await.unwrap();
        self.world.closed[who] = false;
    }
}
