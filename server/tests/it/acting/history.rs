//! *Who may act?* agrees with what the service does, whatever happened: histories at random, remembered step by step as
//! the checks and lists saw them, and then asked about. 100,000 questions on each database. What happens in a history is in
//! `history/happenings.rs`.

mod happenings;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::acting::{Asked, Facts, Place, Verdict, verdict};
use domain::organisations::{Kind, Policy, Status};
use domain::permission::Role;
use domain::{Moment, OrganisationId, PersonId, RosterId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::roster;
use crate::both::block_on;
use crate::{Database, TestApp};

/// How many histories there are, and how many questions about each.
const HISTORIES: u32 = 4;
const QUESTIONS: usize = 25_000;
/// How many questions about one person at one organisation at one moment; what is known is read once for them.
const AT_ONCE: usize = 25;
/// How much happens in a history.
const STEPS: usize = 90;

const PEOPLE: usize = 4;
const PLACES: usize = 3;
/// In each organisation: a group, two rosters in it, and one beside it.
const ROSTERS: usize = 4;
const ROLES: [Role; 4] = [
    Role::PracticeEnabledUser,
    Role::Approver,
    Role::Reporting,
    Role::RosterManager,
];

#[test]
fn who_may_act_agrees_with_every_check_on_sqlite() {
    agrees(|| Some(Database::sqlite()));
}

#[test]
fn who_may_act_agrees_with_every_check_on_postgresql() {
    agrees(Database::postgresql);
}

fn agrees(database: impl Fn() -> Option<Database>) {
    let mut runner = TestRunner::new(Config {
        cases: HISTORIES,
        failure_persistence: None,
        // Another seed is another history, not a simpler one.
        max_shrink_iters: 0,
        ..Config::default()
    });
    let played = runner.run(&any::<u64>(), |seed| {
        if let Some(database) = database() {
            block_on(async {
                let mut history = History::begin(database, seed).await;
                for _ in 0..STEPS {
                    history.goes_on().await;
                }
                history.is_asked_about().await;
                history.app.store.close().await;
            });
        }
        Ok(())
    });
    played.unwrap();
}

/// Numbers that look random and come again with the same seed (splitmix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub(super) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }
}

/// An organisation with its rosters.
struct Home {
    id: OrganisationId,
    policy: Policy,
    rosters: [RosterId; ROSTERS],
}

impl Home {
    /// A limit as a role has it, and as a question has it.
    fn place(&self, limit: Option<usize>) -> Place {
        limit.map_or(Place::Whole, |at| Place::Roster {
            id: self.rosters[at],
            group: group_of(at).map(|group| self.rosters[group]),
        })
    }
}

/// The group in which a roster stands.
fn group_of(roster: usize) -> Option<usize> {
    matches!(roster, 1 | 2).then_some(0)
}

/// How it really is, kept apart from everything that is tested.
#[derive(Clone, Default)]
struct World {
    closed: [bool; PEOPLE],
    members: BTreeMap<(usize, usize), Membership>,
}

#[derive(Clone, Default)]
struct Membership {
    revoked: bool,
    roles: BTreeMap<(Role, Option<usize>), (Moment, Option<Moment>)>,
}

impl World {
    /// The roles with their limits that somebody may act by.
    fn acting(&self, who: usize, home: usize, at: Moment) -> Vec<(Role, Option<usize>)> {
        match self.members.get(&(who, home)) {
            Some(member) if !member.revoked && !self.closed[who] => {
                let holds =
                    |(_, (start, end)): &(_, &(Moment, Option<Moment>))| *start <= at && end.is_none_or(|end| at < end);
                member.roles.iter().filter(holds).map(|(key, _)| *key).collect()
            }
            _ => Vec::new(),
        }
    }

    fn may(&self, who: usize, home: usize, role: Option<Role>, place: Option<usize>, at: Moment) -> bool {
        self.acting(who, home, at).into_iter().any(|(held, limit)| {
            let covers = match (limit, place) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(limit), Some(place)) => limit == place || Some(limit) == group_of(place),
            };
            covers && role.is_none_or(|role| role == held)
        })
    }
}

/// What the checks said of somebody at an organisation.
struct Checked {
    whole: Vec<Role>,
    limited: Vec<Role>,
    approver: bool,
}

struct History {
    app: TestApp,
    dice: Dice,
    people: Vec<PersonId>,
    homes: Vec<Home>,
    world: World,
    /// The world from each moment on; the last of one moment counts.
    worlds: BTreeMap<Moment, World>,
    checked: BTreeMap<(Moment, usize, usize), Checked>,
}

impl History {
    async fn begin(database: Database, seed: u64) -> Self {
        let app = TestApp::on(database).await;
        let begun = app.now();
        let mut homes = Vec::new();
        for (code, kind) in [
            ("W91001", Kind::Practice),
            ("R9Z", Kind::Trust),
            ("W91002", Kind::Practice),
        ] {
            let home = app.organisation(code, "Meddygfa'r Bont", kind, Status::Active).await;
            let group = roster(&app, &home, "Medicine", true, None).await;
            let kept = app.store.read().organisations().by_id(home.id).await.unwrap();
            homes.push(Home {
                id: home.id,
                policy: kept.expect("it was just made").policy,
                rosters: [
                    group,
                    roster(&app, &home, "Ward 3", false, Some(group)).await,
                    roster(&app, &home, "Ward 4", false, Some(group)).await,
                    roster(&app, &home, "Theatre", false, None).await,
                ],
            });
        }
        assert_eq!(homes.len(), PLACES);
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(app.person("Siân Jones", &format!("sian{number}@bont.example")).await.id);
        }
        Self {
            app,
            dice: Dice(seed),
            people,
            homes,
            world: World::default(),
            worlds: BTreeMap::from([(begun, World::default())]),
            checked: BTreeMap::new(),
        }
    }

    /// Some time passes, seldom none, and something happens to somebody.
    async fn goes_on(&mut self) {
        if self.dice.roll(8) > 0 {
            let minutes = 1 + self.dice.roll(3 * 24 * 60);
            self.app.clock.advance(TimeDelta::minutes(minutes.try_into().unwrap()));
            self.look().await;
        }
        let (who, home) = (self.dice.roll(PEOPLE), self.dice.roll(PLACES));
        self.happens(who, home).await;
        self.worlds.insert(self.app.now(), self.world.clone());
        self.look().await;
    }

    /// What every check and list says now, remembered; and that it is right.
    async fn look(&mut self) {
        let now = self.app.now();
        let mut read = self.app.store.read();
        for home in 0..PLACES {
            let Home { id, policy, .. } = self.homes[home];
            let approvers = read.members().approvers(id, now).await.unwrap();
            for who in 0..PEOPLE {
                let standing = read.members().standing(self.people[who], id, now).await.unwrap();
                let standing = standing.expect("the organisation is there");
                let acting = self.world.acting(who, home, now);
                let roles = |limited: bool| -> Vec<Role> {
                    let those = acting.iter().filter(|(_, limit)| limit.is_some() == limited);
                    sorted(those.map(|(role, _)| *role).collect())
                };
                let whole = sorted(standing.roles.clone());
                let limited = sorted(standing.limited.clone());
                assert_eq!((&whole, &limited), (&roles(false), &roles(true)), "{who} at {home}");
                let approver = approvers.iter().any(|one| one.id == self.people[who]);
                assert_eq!(
                    approver,
                    standing.is_approver(),
                    "the list of approvers, {who} at {home}"
                );
                assert_eq!(approver, domain::permission::approves(policy, &whole));
                let checked = Checked {
                    whole,
                    limited,
                    approver,
                };
                self.checked.insert((now, who, home), checked);
            }
        }
    }

    async fn facts(&self, who: usize, home: usize, at: Moment) -> Facts {
        let (person, place) = (self.people[who], self.homes[home].id);
        let mut read = self.app.store.read();
        read.acting().facts(person, place, at, self.app.now()).await.unwrap()
    }

    /// What the checks said then is what is answered now; and so it is for any other moment.
    async fn is_asked_about(&mut self) {
        // From here on it is all past.
        self.app.clock.advance(TimeDelta::days(2));
        let checked = std::mem::take(&mut self.checked);
        assert!(checked.len() > STEPS);
        for ((at, who, home), checked) in &checked {
            let facts = self.facts(*who, *home, *at).await;
            let whole = |role| says_yes(&facts, role, Place::Whole, *at);
            let roles: Vec<Role> = Role::ALL.into_iter().filter(|role| whole(Some(*role))).collect();
            assert_eq!(sorted(roles), checked.whole, "{who} at {home}, {at:?}");
            assert_eq!(whole(None), !checked.whole.is_empty());
            let approver = match self.homes[*home].policy {
                Policy::AnyMember => whole(None),
                Policy::ApproverRole => whole(Some(Role::Approver)),
                Policy::SupportOnly => false,
            };
            assert_eq!(approver, checked.approver, "{who} at {home}, {at:?}");
            let somewhere = (0..ROSTERS).any(|at_roster| {
                let place = self.homes[*home].place(Some(at_roster));
                checked
                    .limited
                    .iter()
                    .any(|role| says_yes(&facts, Some(*role), place, *at))
            });
            assert!(somewhere || checked.limited.is_empty(), "{who} at {home}, {at:?}");
        }
        let begun = *self.worlds.keys().next().expect("it began");
        let minutes = (self.app.now().utc() - begun.utc()).num_minutes();
        for _ in 0..QUESTIONS / AT_ONCE {
            self.asks_at_random(begun, minutes).await;
        }
    }

    async fn asks_at_random(&mut self, begun: Moment, minutes: i64) {
        let (who, home) = (self.dice.roll(PEOPLE), self.dice.roll(PLACES));
        // From a day before the beginning until some days to come; half of them when something happened.
        let at = if self.dice.roll(2) == 0 {
            let all: Vec<Moment> = self.worlds.keys().copied().collect();
            self.dice.one_of(&all)
        } else {
            let span = usize::try_from(minutes + 6 * 24 * 60).unwrap();
            begun.plus(TimeDelta::minutes(
                i64::try_from(self.dice.roll(span)).unwrap() - 24 * 60,
            ))
        };
        let nothing = World::default();
        let then = self.worlds.range(..=at).next_back();
        let world = then.map_or(&nothing, |(_, world)| world).clone();
        let facts = self.facts(who, home, at).await;
        for _ in 0..AT_ONCE {
            let role = (self.dice.roll(5) > 0).then(|| self.dice.one_of(&Role::ALL));
            let limit = self.limit();
            assert_eq!(
                says_yes(&facts, role, self.homes[home].place(limit), at),
                world.may(who, home, role, limit, at),
                "{who} at {home} as {role:?} for {limit:?}, {at:?}: {facts:?}"
            );
        }
    }
}

pub(super) fn says_yes(facts: &Facts, role: Option<Role>, place: Place, at: Moment) -> bool {
    matches!(verdict(facts, Asked { role, place }, at), Verdict::Yes(_))
}

pub(super) fn sorted(mut roles: Vec<Role>) -> Vec<Role> {
    roles.sort_unstable();
    roles
}
