//! Asks to keep a role: one that is open for each role, over with whatever happens to the role, answered once.

use domain::audit::Event;
use domain::extensions::{Extension, State};
use domain::members::Revocation;
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{ExtensionId, MemberId, OrganisationId, PersonId};
use storage::{LetInBy, Store, fresh};

use crate::on_both;
use crate::town::{at, line, member_until, person, practice, whole};

on_both!(
    what_is_asked_waits_until_it_is_answered_once,
    what_happens_to_the_role_ends_what_was_asked,
    asking_anew_takes_the_place_of_what_is_over,
);

/// Somebody with a role that ends at 1000, and somebody who answers.
struct Town {
    store: Store,
    practice: OrganisationId,
    gwen: PersonId,
    member: MemberId,
    sian: PersonId,
}

fn span(ends: i64) -> RoleSpan {
    RoleSpan {
        ends_at: Some(at(ends)),
        ..whole(Role::ProviderUser)
    }
}

impl Town {
    async fn on(store: Store) -> Self {
        let practice = practice(&store, "W91001").await;
        let gwen = person(&store, "Gwen", "Rees").await;
        let sian = person(&store, "Siân", "Jones").await;
        let member = member_until(&store, gwen, practice, Role::ProviderUser, Some(at(1000))).await;
        Self {
            store,
            practice,
            gwen,
            member,
            sian,
        }
    }

    async fn asks(&self, minute: i64, ends: i64) -> ExtensionId {
        let asked = Extension {
            id: ExtensionId::new(fresh(at(minute))),
            member: self.member,
            person: self.gwen,
            organisation: self.practice,
            span: span(ends),
            reason: Some("The audit goes on.".into()),
            asked_at: at(minute),
            state: State::Open,
        };
        let mut change = self.store.change().await.unwrap();
        change.extensions().ask(&asked).await.unwrap();
        change.commit(line(Event::ExtensionAsked)).await.unwrap();
        let (kept, by) = self
            .store
            .read()
            .extensions()
            .by_id(asked.id, at(minute))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((kept, by), (asked.clone(), None));
        asked.id
    }

    async fn place(&self, ends: i64, now: i64) {
        let mut change = self.store.change().await.unwrap();
        let by = LetInBy::Person(self.sian);
        let given = span(ends);
        let placed = change.members().place_role(self.member, &given, by, at(now));
        placed.await.unwrap();
        change.commit(line(Event::RoleChanged)).await.unwrap();
    }

    async fn state(&self, id: ExtensionId, now: i64) -> State {
        let found = self.store.read().extensions().by_id(id, at(now)).await.unwrap();
        found.unwrap().0.state
    }

    /// How many wait, at the practice and of Gwen.
    async fn open(&self, now: i64) -> (usize, usize) {
        let mut read = self.store.read();
        (
            read.extensions().open_at(self.practice, at(now)).await.unwrap().len(),
            read.extensions().open_of(self.gwen, at(now)).await.unwrap().len(),
        )
    }
}

async fn what_is_asked_waits_until_it_is_answered_once(store: Store) {
    let town = Town::on(store).await;
    let asked = town.asks(10, 1000).await;
    assert_eq!(town.open(20).await, (1, 1));
    let mut change = town.store.change().await.unwrap();
    assert!(
        change
            .extensions()
            .extended(asked, town.sian, Some(at(2000)), at(30))
            .await
            .unwrap()
    );
    assert!(
        !change
            .extensions()
            .turned_down(asked, town.sian, "No.", at(30))
            .await
            .unwrap()
    );
    change.commit(line(Event::RoleExtended)).await.unwrap();
    let (kept, by) = town
        .store
        .read()
        .extensions()
        .by_id(asked, at(40))
        .await
        .unwrap()
        .unwrap();
    let extended = State::Extended {
        at: at(30),
        to: Some(at(2000)),
    };
    assert_eq!((kept.state, by.as_deref()), (extended, Some("Siân Jones")));
    assert_eq!(town.open(40).await, (0, 0));
    let other = town.asks(50, 1000).await;
    let mut change = town.store.change().await.unwrap();
    assert!(
        change
            .extensions()
            .turned_down(other, town.sian, "No.", at(60))
            .await
            .unwrap()
    );
    assert!(
        !change
            .extensions()
            .extended(other, town.sian, None, at(60))
            .await
            .unwrap()
    );
    change.commit(line(Event::ExtensionTurnedDown)).await.unwrap();
    let turned_down = State::TurnedDown {
        at: at(60),
        why: "No.".into(),
    };
    assert_eq!(town.state(other, 70).await, turned_down);
}

async fn what_happens_to_the_role_ends_what_was_asked(store: Store) {
    let town = Town::on(store).await;
    let asked = town.asks(10, 1000).await;
    assert_eq!(town.state(asked, 999).await, State::Open);
    assert_eq!(town.state(asked, 1000).await, State::Over, "the role has ended");
    assert_eq!(town.open(1000).await, (0, 0));
    town.place(1000, 20).await;
    assert_eq!(
        town.state(asked, 30).await,
        State::Over,
        "it was given anew, with the same end"
    );
    let asked = town.asks(40, 1000).await;
    let mut change = town.store.change().await.unwrap();
    change.hold(town.practice).await.unwrap();
    let member = change.members().by_id(town.member).await.unwrap().unwrap();
    let revocation = Revocation {
        member,
        by: town.sian,
        at: at(50),
        reason: None,
    };
    assert!(change.members().revoke(&revocation).await.unwrap());
    change.commit(line(Event::MemberRevoked)).await.unwrap();
    assert_eq!(town.state(asked, 60).await, State::Over, "the access was revoked");
    assert_eq!(town.open(60).await, (0, 0));
}

async fn asking_anew_takes_the_place_of_what_is_over(store: Store) {
    let town = Town::on(store).await;
    let asked = town.asks(10, 1000).await;
    town.place(2000, 20).await;
    let anew = town.asks(30, 2000).await;
    assert_eq!(town.state(asked, 40).await, State::Over);
    assert_eq!(town.state(anew, 40).await, State::Open);
    assert_eq!(town.open(40).await, (1, 1));
    let mut change = town.store.change().await.unwrap();
    assert!(
        !change
            .extensions()
            .extended(asked, town.sian, None, at(50))
            .await
            .unwrap()
    );
}
