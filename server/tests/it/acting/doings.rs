//! What is really done, through the calls of the service and by its rules, is known afterwards: acts at random, each of
//! which may be refused, and what the checks said after each.

use app::error::AppError;
use chrono::TimeDelta;
use domain::acting::Place;
use domain::permission::Role;
use domain::rosters::ClosingView;
use domain::{Moment, Receipt, RosterId};

use super::history::{Dice, says_yes, sorted};
use super::{Trust, roster};
use crate::{Person, TestApp, on_both};

on_both!(what_is_done_through_the_service_is_known_afterwards);

const ROLES: [Role; 3] = [Role::Reporting, Role::RosterManager, Role::Approver];

/// What is done, and how often it was not refused.
const DOINGS: [&str; 10] = [
    "ask", "approve", "grant", "change", "remove", "revoke", "enable", "leave", "disable", "reopen",
];

/// How often each is tried: what gives access more often than what ends it.
const TRIED: [usize; DOINGS.len()] = [2, 4, 5, 4, 4, 2, 5, 2, 2, 5];

/// What the checks said of somebody.
struct Checked {
    who: usize,
    at: Moment,
    whole: Vec<Role>,
    limited: Vec<Role>,
    approver: bool,
}

struct Doings {
    trust: Trust,
    support: Person,
    /// Decides at the trust, and stays; support lets nobody in without a case.
    approver: Person,
    people: Vec<Person>,
    limits: Vec<RosterId>,
    dice: Dice,
    checked: Vec<Checked>,
    done: [usize; DOINGS.len()],
}

async fn what_is_done_through_the_service_is_known_afterwards(app: TestApp) {
    let support = app.support("Bethan Rees", "bethan@support.example").await;
    let mut people = Vec::new();
    for (name, email) in [
        ("Gwen Rees", "gwen@trust.example"),
        ("Rhys Owen", "rhys@trust.example"),
        ("Mair Ellis", "mair@trust.example"),
    ] {
        people.push(app.person(name, email).await);
    }
    let trust = Trust::on(app).await;
    for person in &people {
        trust.app.let_in(person.id, &trust.place, Role::Reporting).await;
    }
    let approver = trust.app.person("Eirlys Morgan", "eirlys@trust.example").await;
    trust.app.let_in(approver.id, &trust.place, Role::Approver).await;
    let theatre = roster(&trust.app, &trust.place, "Theatre", false, None).await;
    let mut doings = Doings {
        limits: vec![trust.medicine, trust.ward, theatre],
        trust,
        support,
        approver,
        people,
        dice: Dice(2025),
        checked: Vec::new(),
        done: [0; DOINGS.len()],
    };
    for step in 0..200 {
        if step == 150 {
            doings.closes(theatre).await;
        }
        doings.goes_on().await;
    }
    let kinds = doings.done.iter().filter(|done| **done > 0).count();
    assert!(kinds > 7, "of all that can be done little was: {:?}", doings.done);
    doings.are_known().await;
}

impl Doings {
    async fn goes_on(&mut self) {
        let who = self.dice.roll(self.people.len());
        let tries: Vec<usize> = (0..DOINGS.len()).flat_map(|what| vec![what; TRIED[what]]).collect();
        let what = self.dice.one_of(&tries);
        // Nobody's session outlasts the hours between two acts; whoever is disabled cannot sign in.
        self.support.signs_in().await;
        self.approver.signs_in().await;
        let _refused_where_disabled = self.people[who].tries_to_sign_in(crate::PASSWORD).await;
        let done = match DOINGS[what] {
            "ask" => Some(self.asks(who).await),
            "approve" => self.approves(who).await,
            "grant" | "change" | "remove" => self.changes_roles(DOINGS[what], who).await,
            "revoke" => self.on_member("revoke_member", who).await,
            "enable" => self.on_member("enable_member", who).await,
            "leave" => Some(self.people[who].leaves(&self.trust.place).await),
            "disable" => Some(self.disables(who).await),
            _ => Some(self.on_account("reopen_account", who, &[("reason", "Is back.")]).await),
        };
        self.done[what] += usize::from(matches!(done, Some(Ok(_))));
        self.looks().await;
        let minutes = 1 + self.dice.roll(30 * 60);
        self.trust
            .app
            .clock
            .advance(TimeDelta::minutes(minutes.try_into().unwrap()));
        self.looks().await;
    }

    async fn asks(&mut self, who: usize) -> Result<Receipt, AppError> {
        let role = self.dice.one_of(&ROLES);
        self.people[who].tries_to_ask(&self.trust.place, role).await
    }

    async fn approves(&mut self, who: usize) -> Option<Result<Receipt, AppError>> {
        let requests = self
            .trust
            .app
            .store
            .read()
            .join_requests()
            .of_person(self.people[who].id)
            .await;
        let id = requests.unwrap().first()?.request.id.to_string();
        let (limit, [_, ends]) = (self.limit(), self.days());
        let fields = [("code", "R9Z"), ("id", &id), ("roster", &limit), ("ends", &ends)];
        Some(self.approver.browser.call("approve_join_request", &fields).await)
    }

    /// Gives a role, or changes or removes one that is there.
    async fn changes_roles(&mut self, what: &str, who: usize) -> Option<Result<Receipt, AppError>> {
        let (person, place) = (self.people[who].id, self.trust.place.id);
        let mut read = self.trust.app.store.read();
        let member = read.members().of(person, place).await.unwrap()?;
        let held = read.members().spans(member.id, self.trust.app.now()).await.unwrap();
        let (mut role, mut was) = (self.dice.one_of(&ROLES), String::new());
        if what != "grant" && !held.is_empty() {
            let span = self.dice.one_of(&held);
            role = span.role;
            was = span.roster.map(|roster| roster.to_string()).unwrap_or_default();
        }
        let (limit, [starts, ends]) = (self.limit(), self.days());
        let id = member.id.to_string();
        let fields = [
            ("code", "R9Z"),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("roster", &limit),
            ("was", &was),
            ("starts", &starts),
            ("ends", &ends),
        ];
        Some(self.support.browser.call(&format!("{what}_role"), &fields).await)
    }

    async fn on_member(&self, call: &str, who: usize) -> Option<Result<Receipt, AppError>> {
        let (person, place) = (self.people[who].id, self.trust.place.id);
        let member = self.trust.app.store.read().members().of(person, place).await.unwrap()?;
        let id = member.id.to_string();
        let fields = [("code", "R9Z"), ("id", id.as_str()), ("reason", "")];
        Some(self.support.browser.call(call, &fields).await)
    }

    async fn on_account(&self, call: &str, who: usize, more: &[(&str, &str)]) -> Result<Receipt, AppError> {
        let id = self.people[who].id.to_string();
        let fields: Vec<(&str, &str)> = [("id", id.as_str())].into_iter().chain(more.iter().copied()).collect();
        self.support.browser.call(call, &fields).await
    }

    async fn disables(&mut self, who: usize) -> Result<Receipt, AppError> {
        self.on_account("choose_disabling_reason", who, &[("reason", "left"), ("other", "")])
            .await?;
        self.on_account("disable_account", who, &[]).await
    }

    /// Closes a roster; the roles limited to it end.
    async fn closes(&mut self, roster: RosterId) {
        self.support.signs_in().await;
        self.approver.signs_in().await;
        let id = roster.to_string();
        let fields = [("code", "R9Z"), ("id", id.as_str())];
        let view: ClosingView = self.support.browser.call("roster_to_close", &fields).await.unwrap();
        let (seen, fate) = (
            view.roles.len().to_string(),
            if view.roles.is_empty() { "" } else { "end" },
        );
        let more = [("seen", seen.as_str()), ("fate", fate), ("reason", "")];
        let fields: Vec<(&str, &str)> = fields.into_iter().chain(more).collect();
        self.support
            .browser
            .call::<Receipt>("close_roster", &fields)
            .await
            .unwrap();
        self.limits.retain(|one| *one != roster);
        self.looks().await;
    }

    /// A limit as a form has it, more often none.
    fn limit(&mut self) -> String {
        let at = self.dice.roll(2 * self.limits.len());
        self.limits.get(at).map(ToString::to_string).unwrap_or_default()
    }

    /// A first and a last day as a form has them, often none; some are refused.
    fn days(&mut self) -> [String; 2] {
        [(); 2].map(|()| {
            let days = i64::try_from(self.dice.roll(40)).unwrap();
            let day = self.trust.app.now().plus(TimeDelta::days(days)).in_london().date();
            if days > 9 { String::new() } else { day.to_string() }
        })
    }

    /// What the checks say now, remembered.
    async fn looks(&mut self) {
        let (at, place) = (self.trust.app.now(), self.trust.place.id);
        let mut read = self.trust.app.store.read();
        let approvers = read.members().approvers(place, at).await.unwrap();
        for (who, person) in self.people.iter().enumerate() {
            // Within one moment the last word counts.
            self.checked.retain(|one| one.at != at || one.who != who);
            let standing = read.members().standing(person.id, place, at).await.unwrap();
            let standing = standing.expect("the organisation is there");
            self.checked.push(Checked {
                who,
                at,
                whole: sorted(standing.roles),
                limited: sorted(standing.limited),
                approver: approvers.iter().any(|one| one.id == person.id),
            });
        }
    }

    /// What the checks said then is what is answered now.
    async fn are_known(&self) {
        self.trust.app.clock.advance(TimeDelta::days(2));
        let (now, place) = (self.trust.app.now(), self.trust.place.id);
        let mut read = self.trust.app.store.read();
        let mut acted = 0;
        for Checked {
            who,
            at,
            whole,
            limited,
            approver,
        } in &self.checked
        {
            let facts = read
                .acting()
                .facts(self.people[*who].id, place, *at, now)
                .await
                .unwrap();
            let yes = |role| says_yes(&facts, role, Place::Whole, *at);
            let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| yes(Some(*role))).collect();
            assert_eq!(&sorted(roles), whole, "{who} at {at:?}");
            assert_eq!(yes(None), !whole.is_empty(), "{who} at {at:?}");
            assert_eq!(yes(Some(Role::Approver)), *approver, "{who} at {at:?}");
            let only = facts.acting(*at).filter(|held| held.roster.is_some());
            assert_eq!(
                &sorted(only.map(|held| held.role).collect()),
                limited,
                "{who} at {at:?}"
            );
            acted += usize::from(!whole.is_empty() || !limited.is_empty());
        }
        assert!(acted > self.checked.len() / 10, "somebody acted at all: {acted}");
    }
}
