//! A list of medics comes in: staged, compared, applied in one piece, and listed no longer.

use std::collections::HashSet;

use domain::accounts::AccountState;
use domain::audit::Event;
use domain::medics::{self, Difference, GmcNumber, Holder, MedicAspect, OnRoster, groups, missing_rosters, places};
use domain::members::Standing;
use domain::permission::Role;
use domain::rosters::{RosterName, RosterView};
use domain::{BatchId, OrganisationId, PersonId, PersonName};
use storage::{BatchOf, BatchState, Housekeeping, MedicLine, MedicsApplied, NewRoster, Store, fresh};

use crate::on_both;
use crate::town::{account, at, email, line, member, person, practice};

on_both!(
    a_list_makes_accounts_rosters_and_groups_once,
    a_confirmed_person_has_the_roles_at_once_and_loses_them_with_the_list,
    whoever_has_another_role_stays_a_member,
    an_account_that_waits_follows_the_list_and_a_confirmed_one_keeps_its_address,
    an_address_of_another_medic_is_refused,
    nobody_loses_anything_by_a_line_that_was_refused,
    an_account_that_lapsed_is_made_again,
    a_batch_of_medics_is_its_organisations_alone,
);

pub(crate) const ANN: [&str; 4] = ["7000001", "Ann", "Example", "ann@example.org"];
pub(crate) const BEN: [&str; 4] = ["7000002", "Ben", "Sample", "ben@example.org"];

fn lines(listed: &[([&str; 4], &str)]) -> Vec<MedicLine> {
    let name = |text: &str| RosterName::parse(text).unwrap();
    let one = |(number, ([gmc, first, last, address], place)): (u64, &([&str; 4], &str))| {
        let (roster, group) = place.split_once('/').unwrap_or((place, ""));
        MedicLine {
            line: number,
            gmc: GmcNumber::parse(gmc).unwrap(),
            first_name: PersonName::parse(first).unwrap(),
            last_name: PersonName::parse(last).unwrap(),
            email: email(address),
            on: OnRoster {
                group: (!group.is_empty()).then(|| name(group)),
                roster: name(roster),
                starts: None,
                ends: None,
            },
        }
    };
    (2..).zip(listed).map(one).collect()
}

async fn stage(store: &Store, organisation: OrganisationId, listed: &[([&str; 4], &str)], doubts: &[&str]) -> BatchId {
    let batch = BatchId::new(fresh(at(0)));
    let lines = lines(listed);
    let doubts: Vec<String> = doubts.iter().map(|who| (*who).to_owned()).collect();
    let mut change = store.change().await.unwrap();
    let of = BatchOf::Medics(organisation);
    change
        .imports()
        .begin(batch, of, "medics.csv", None, at(0))
        .await
        .unwrap();
    change.medics().stage(batch, &lines).await.unwrap();
    change.medics().doubt(batch, &doubts).await.unwrap();
    assert!(change.imports().ready(batch, at(0)).await.unwrap());
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    batch
}

async fn apply(store: &Store, organisation: OrganisationId, batch: BatchId) -> (Difference, MedicsApplied) {
    let mut change = store.change().await.unwrap();
    change.hold(organisation).await.unwrap();
    change.medics().hold_people(batch, organisation).await.unwrap();
    let difference = medics::difference(change.medics().matching(batch, organisation).await.unwrap());
    let there = change.rosters().of_organisation(organisation).await.unwrap();
    let mut made = groups(&there);
    for missing in missing_rosters(&difference, &there) {
        let new = NewRoster {
            organisation,
            is_group: missing.is_group,
            group: missing.group.map(|group| made[&group.key()]),
            name: missing.name,
        };
        let id = change.rosters().add(&new, at(1)).await.unwrap().unwrap();
        made.insert(new.name.key(), id);
    }
    let places = places(&change.rosters().of_organisation(organisation).await.unwrap());
    let applied = change
        .medics()
        .apply(batch, organisation, &difference, &places, None, at(1))
        .await
        .unwrap();
    change.commit(line(Event::MedicImported).in_batch(batch)).await.unwrap();
    (difference, applied)
}

pub(crate) async fn import(
    store: &Store,
    organisation: OrganisationId,
    listed: &[([&str; 4], &str)],
) -> (Difference, MedicsApplied) {
    let batch = stage(store, organisation, listed, &[]).await;
    apply(store, organisation, batch).await
}

/// The rosters for which somebody holds the role, and whether they are a member.
async fn held(store: &Store, person: PersonId, organisation: OrganisationId) -> (HashSet<String>, Option<Standing>) {
    let member = store.read().members().of(person, organisation).await.unwrap();
    let rosters = store.read().rosters().of_organisation(organisation).await.unwrap();
    let roles = member.iter().flat_map(|member| &member.roles);
    let limited = roles.filter(|span| span.role == Role::RosteredMedic);
    let names = limited
        .filter_map(|span| span.limit(&rosters))
        .map(|limit| limit.full_name());
    (names.collect(), member.as_ref().map(|member| member.state.clone()))
}

fn names(of: &[&str]) -> HashSet<String> {
    of.iter().map(|name| (*name).to_owned()).collect()
}

/// Somebody whose address is confirmed, as the list has them.
async fn confirmed(store: &Store, listed: [&str; 4]) -> PersonId {
    let mut account = account(listed[1], listed[2]);
    account.email = email(listed[3]);
    let mut change = store.change().await.unwrap();
    assert!(change.people().create(&account, at(0)).await.unwrap());
    assert!(
        change
            .people()
            .confirm(account.id, "$argon2id$invented", at(0))
            .await
            .unwrap()
    );
    change
        .commit(line(Event::AccountConfirmed).about(account.id))
        .await
        .unwrap();
    account.id
}

async fn a_list_makes_accounts_rosters_and_groups_once(store: Store) {
    let trust = practice(&store, "W91001").await;
    let listed = [(ANN, "Ward 1/Medicine"), (ANN, "Ward 2"), (BEN, "ward 1/MEDICINE")];
    let (difference, applied) = import(&store, trust, &listed).await;
    assert_eq!((difference.new.len(), applied.people.len()), (2, 2));
    let rosters = store.read().rosters().of_organisation(trust).await.unwrap();
    let rosters: Vec<String> = rosters.iter().map(RosterView::full_name).collect();
    assert_eq!(rosters, ["Medicine", "Ward 2", "Ward 1 (Medicine)"]);
    let ann = store
        .read()
        .people()
        .by_email(&email("ann@example.org"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ann.state, AccountState::Unconfirmed);
    assert_eq!(applied.people[&GmcNumber::parse("7000001").unwrap()], ann.id);
    assert_eq!(
        held(&store, ann.id, trust).await,
        (names(&[]), None),
        "nothing before it is confirmed"
    );
    assert_eq!(store.read().medics().listed(trust).await.unwrap(), 2);

    let (difference, applied) = import(&store, trust, &listed).await;
    assert_eq!(
        difference,
        Difference {
            unchanged: 2,
            ..Difference::default()
        },
        "the same again changes nothing"
    );
    assert_eq!(applied, MedicsApplied::default());
}

async fn a_confirmed_person_has_the_roles_at_once_and_loses_them_with_the_list(store: Store) {
    let trust = practice(&store, "W91001").await;
    let ann = confirmed(&store, ANN).await;
    import(&store, trust, &[(ANN, "Ward 1"), (ANN, "Ward 2")]).await;
    assert_eq!(
        held(&store, ann, trust).await,
        (names(&["Ward 1", "Ward 2"]), Some(Standing::Active))
    );
    let (difference, _) = import(&store, trust, &[(ANN, "Ward 2"), (ANN, "Ward 3")]).await;
    assert_eq!(difference.changed[0].aspects, [MedicAspect::Rosters]);
    assert_eq!(
        held(&store, ann, trust).await,
        (names(&["Ward 2", "Ward 3"]), Some(Standing::Active))
    );
    let (difference, applied) = import(&store, trust, &[(BEN, "Ward 2")]).await;
    assert_eq!(difference.unlisted.len(), 1);
    assert_eq!(applied.ended.members, HashSet::from([ann]));
    assert_eq!(applied.ended.revoked, HashSet::from([ann]));
    let (roles, state) = held(&store, ann, trust).await;
    assert!(roles.is_empty() && matches!(state, Some(Standing::Revoked { .. })));
    let (difference, _) = import(&store, trust, &[(ANN, "Ward 1"), (BEN, "Ward 2")]).await;
    assert_eq!((difference.new.len(), difference.unchanged), (1, 1));
    assert_eq!(
        held(&store, ann, trust).await,
        (names(&["Ward 1"]), Some(Standing::Active))
    );
}

async fn whoever_has_another_role_stays_a_member(store: Store) {
    let trust = practice(&store, "W91001").await;
    let ann = confirmed(&store, ANN).await;
    member(&store, ann, trust, Role::Approver).await;
    import(&store, trust, &[(ANN, "Ward 1"), (BEN, "Ward 1")]).await;
    let (_, applied) = import(&store, trust, &[(BEN, "Ward 1")]).await;
    assert_eq!(applied.ended.members, HashSet::from([ann]));
    assert!(applied.ended.revoked.is_empty());
    let kept = store.read().members().of(ann, trust).await.unwrap().unwrap();
    assert_eq!(kept.state, Standing::Active);
    assert_eq!(
        kept.roles.iter().map(|span| span.role).collect::<Vec<_>>(),
        [Role::Approver]
    );
}

async fn an_account_that_waits_follows_the_list_and_a_confirmed_one_keeps_its_address(store: Store) {
    let trust = practice(&store, "W91001").await;
    let ben = confirmed(&store, BEN).await;
    let (_, before) = import(&store, trust, &[(ANN, "Ward 1"), (BEN, "Ward 1")]).await;
    let moved = [
        ["7000001", "Anna", "Example", "anna@example.org"],
        ["7000002", "Benjamin", "Sample", "benjamin@example.org"],
    ];
    let (difference, after) = import(&store, trust, &[(moved[0], "Ward 1"), (moved[1], "Ward 1")]).await;
    assert_eq!(difference.changed[0].aspects, [MedicAspect::Name, MedicAspect::Address]);
    assert_eq!(after.people, before.people, "they are the same people");
    let ann = before.people[&GmcNumber::parse("7000001").unwrap()];
    assert_eq!(after.readdressed, [ann]);
    let account = store.read().people().account(ann).await.unwrap().unwrap();
    assert_eq!(
        (account.email.as_typed(), account.first_name.as_str()),
        ("anna@example.org", "Anna")
    );
    let account = store.read().people().account(ben).await.unwrap().unwrap();
    assert_eq!(
        (account.email.as_typed(), account.first_name.as_str()),
        ("ben@example.org", "Ben")
    );
    let (difference, _) = import(&store, trust, &[(moved[0], "Ward 1"), (moved[1], "Ward 1")]).await;
    assert_eq!(difference.unchanged, 2);
}

async fn an_address_of_another_medic_is_refused(store: Store) {
    let trust = practice(&store, "W91001").await;
    import(&store, trust, &[(ANN, "Ward 1")]).await;
    let other = ["7000009", "Ann", "Example", "ann@example.org"];
    let (difference, _) = import(&store, trust, &[(other, "Ward 1")]).await;
    assert_eq!((difference.clashing.len(), difference.new.len()), (1, 0));
}

async fn nobody_loses_anything_by_a_line_that_was_refused(store: Store) {
    let trust = practice(&store, "W91001").await;
    let (ann, ben) = (confirmed(&store, ANN).await, confirmed(&store, BEN).await);
    import(&store, trust, &[(ANN, "Ward 1"), (ANN, "Ward 2"), (BEN, "Ward 1")]).await;
    let batch = stage(&store, trust, &[(ANN, "Ward 3")], &["7000001", "ben@example.org"]).await;
    let (difference, _) = apply(&store, trust, batch).await;
    assert_eq!((difference.changed.len(), difference.unlisted.len()), (1, 0));
    assert_eq!(held(&store, ann, trust).await.0, names(&["Ward 1", "Ward 2", "Ward 3"]));
    assert_eq!(held(&store, ben, trust).await.0, names(&["Ward 1"]));
}

async fn an_account_that_lapsed_is_made_again(store: Store) {
    let trust = practice(&store, "W91001").await;
    let (_, applied) = import(&store, trust, &[(ANN, "Ward 1")]).await;
    let mut change = store.change().await.unwrap();
    let gone = change.people().sweep_unconfirmed(at(2)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(gone, applied.people.values().copied().collect::<Vec<_>>());
    let (difference, _) = import(&store, trust, &[(ANN, "Ward 1")]).await;
    assert_eq!(difference.changed[0].aspects, [MedicAspect::Account]);
    assert_eq!(difference.changed[0].medic.holder, Holder::Made);
    assert!(
        store
            .read()
            .people()
            .by_email(&email("ann@example.org"))
            .await
            .unwrap()
            .is_some()
    );
}

async fn a_batch_of_medics_is_its_organisations_alone(store: Store) {
    let (trust, other) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let sian = person(&store, "Siân", "Jones").await;
    let batch = stage(&store, trust, &[(ANN, "Ward 1")], &[]).await;
    let latest = async |of| store.read().imports().latest(of, 10, at(0)).await.unwrap();
    assert_eq!(latest(BatchOf::Medics(trust)).await[0].id, batch);
    assert_eq!(latest(BatchOf::Medics(other)).await, []);
    assert_eq!(latest(BatchOf::Register).await, []);
    let kept = store.read().imports().batch(batch, at(0)).await.unwrap().unwrap();
    assert_eq!((kept.of, kept.state), (BatchOf::Medics(trust), BatchState::Ready));
    let mut change = store.change().await.unwrap();
    change.imports().abandon(batch).await.unwrap();
    change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
    let matching = store.read().medics().matching(batch, trust).await.unwrap();
    assert_eq!(matching.listed, []);
    // Somebody who is a member by hand is no medic.
    member(&store, sian, trust, Role::Approver).await;
    import(&store, trust, &[(ANN, "Ward 1")]).await;
    let (_, state) = held(&store, sian, trust).await;
    assert_eq!(state, Some(Standing::Active));
}
