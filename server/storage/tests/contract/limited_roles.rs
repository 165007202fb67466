//! Roles that are limited to rosters: who holds one is a member, and decides nothing.

use domain::audit::Event;
use domain::join_requests::StateTag;
use domain::members::OtherApprovers;
use domain::members::roles::RoleSpan;
use domain::organisations::Policy;
use domain::permission::{Role, Scope};
use domain::{OrganisationId, PersonId, RosterId};
use storage::{ElsewhereAs, LetInBy, Store};

use crate::on_both;
use crate::town::{approver, at, code, limited, line, member, pending, person, practice, roster};

on_both!(
    whoever_holds_only_limited_roles_is_a_member_and_decides_nothing,
    a_limited_approver_is_none,
    a_role_is_held_for_the_whole_organisation_and_for_each_roster,
    what_is_limited_to_a_closed_roster_does_not_come_back,
);

async fn set_policy(store: &Store, here: OrganisationId, policy: Policy) {
    let mut change = store.change().await.unwrap();
    change.organisations().set_policy(here, policy, at(1)).await.unwrap();
    change.commit(line(Event::OrganisationChanged)).await.unwrap();
}

async fn approvers(store: &Store, here: OrganisationId) -> Vec<PersonId> {
    let found = store.read().members().approvers(here, at(2)).await.unwrap();
    found.into_iter().map(|account| account.id).collect()
}

async fn whoever_holds_only_limited_roles_is_a_member_and_decides_nothing(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    let ward = roster(&store, here, "Ward 3").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    let his = limited(&store, huw, here, Role::Reporting, ward).await;
    pending(&store, gwen, here).await;
    let mut read = store.read();
    let standing = read.members().standing(huw, here, at(2)).await.unwrap().unwrap();
    assert_eq!(
        (standing.roles.as_slice(), standing.limited.as_slice()),
        (&[][..], &[Role::Reporting][..])
    );
    assert!(standing.is_member() && !standing.is_approver());
    let standings = read.members().standings_of(huw, at(2)).await.unwrap();
    assert_eq!(standings.len(), 1);
    assert!(standings[0].1.is_member() && !standings[0].1.is_approver());
    assert_eq!(approvers(&store, here).await, [sian]);
    let others = async |except| {
        store
            .read()
            .members()
            .other_approvers(here, except, at(2))
            .await
            .unwrap()
    };
    assert_eq!(others(sian).await, OtherApprovers(0));
    assert_eq!(others(huw).await, OtherApprovers(1));
    assert_eq!(read.members().lone_approver_at(sian, at(2)).await.unwrap(), [here]);
    assert_eq!(read.members().lone_approver_at(huw, at(2)).await.unwrap(), []);
    assert_eq!(read.members().deciders_for(gwen, at(2)).await.unwrap(), [(here, 1)]);
    let kept = read.members().by_id(his).await.unwrap().unwrap();
    assert!(!read.members().decides_without_end(&kept, at(2)).await.unwrap());
    for (who, sees) in [(sian, true), (huw, false)] {
        let (places, _) = read
            .new_users()
            .places(Scope::DecidedBy(who), "", at(2), 10)
            .await
            .unwrap();
        assert_eq!(places.len(), usize::from(sees), "where somebody can be added");
        let waiting = read.join_requests().pending_for(who, false, at(2), 10).await.unwrap();
        assert_eq!(waiting.len(), usize::from(sees), "what waits");
    }
    let own = read.members().memberships_of(huw, at(2)).await.unwrap();
    assert_eq!(own[0].view.code, code("W91001"));
    assert_eq!(
        (own[0].roles[0].role, own[0].roles[0].roster),
        (Role::Reporting, Some(ward))
    );
    let asked = pending(&store, huw, here).await;
    let besides = read
        .join_requests()
        .elsewhere(huw, asked.id, Scope::DecidedBy(sian), at(2))
        .await
        .unwrap();
    let ElsewhereAs::Member(roles, _) = &besides[0].what else {
        panic!("a member: {besides:?}");
    };
    assert_eq!(roles[0].roster, Some(ward));
    assert_eq!(asked.state.tag(), StateTag::Pending);
}

async fn a_limited_approver_is_none(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let ward = roster(&store, here, "Ward 3").await;
    set_policy(&store, here, Policy::ApproverRole).await;
    member(&store, sian, here, Role::Approver).await;
    limited(&store, huw, here, Role::Approver, ward).await;
    member(&store, huw, here, Role::Reporting).await;
    let standing = store
        .read()
        .members()
        .standing(huw, here, at(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (standing.roles.as_slice(), standing.limited.as_slice()),
        (&[Role::Reporting][..], &[Role::Approver][..])
    );
    assert!(!standing.is_approver());
    assert_eq!(approvers(&store, here).await, [sian]);
    member(&store, huw, here, Role::Approver).await;
    assert_eq!(
        approvers(&store, here).await,
        [huw, sian],
        "for the whole organisation as well"
    );
}

async fn a_role_is_held_for_the_whole_organisation_and_for_each_roster(store: Store) {
    let here = practice(&store, "W91001").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let (ward, clinic) = (
        roster(&store, here, "Ward 3").await,
        roster(&store, here, "Clinic").await,
    );
    let id = member(&store, huw, here, Role::Reporting).await;
    for place in [ward, clinic, ward] {
        assert_eq!(limited(&store, huw, here, Role::Reporting, place).await, id);
    }
    let limits = async || {
        let spans = store.read().members().spans(id, at(2)).await.unwrap();
        spans.into_iter().map(|span| span.roster).collect::<Vec<_>>()
    };
    let mut each = [ward, clinic];
    each.sort_unstable();
    assert_eq!(limits().await, [None, Some(each[0]), Some(each[1])], "each once");
    let mut change = store.change().await.unwrap();
    assert!(
        change
            .members()
            .remove_role(id, Role::Reporting, Some(ward))
            .await
            .unwrap()
    );
    assert!(
        !change
            .members()
            .remove_role(id, Role::Reporting, Some(ward))
            .await
            .unwrap()
    );
    assert!(change.members().remove_role(id, Role::Reporting, None).await.unwrap());
    let later = RoleSpan {
        role: Role::Reporting,
        roster: Some(clinic),
        starts_at: None,
        ends_at: Some(at(60)),
    };
    let by = LetInBy::Person(huw);
    change.members().place_role(id, &later, by, at(1)).await.unwrap();
    change.commit(line(Event::RoleRemoved)).await.unwrap();
    let kept = store.read().members().by_id(id).await.unwrap().unwrap();
    assert_eq!(kept.roles.len(), 1);
    assert_eq!(
        (kept.roles[0].roster, kept.roles[0].ends_at),
        (Some(clinic), Some(at(60)))
    );
}

async fn what_is_limited_to_a_closed_roster_does_not_come_back(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let (ward, clinic) = (
        roster(&store, here, "Ward 3").await,
        roster(&store, here, "Clinic").await,
    );
    member(&store, sian, here, Role::Approver).await;
    let id = limited(&store, huw, here, Role::Reporting, ward).await;
    limited(&store, huw, here, Role::Reporting, clinic).await;
    let by = approver(&store, sian, here).await;
    let mut change = store.change().await.unwrap();
    let member = change.members().by_id(id).await.unwrap().unwrap();
    let revocation = member.revoke(&by, false, OtherApprovers(1), None, at(3)).unwrap();
    assert!(change.members().revoke(&revocation).await.unwrap());
    change.rosters().close(ward, at(4)).await.unwrap();
    let rosters = change.rosters().of_organisation(here).await.unwrap();
    let member = change.members().by_id(id).await.unwrap().unwrap();
    let enabling = member.enable(&by, &rosters, at(5)).unwrap();
    assert!(change.members().enable(&enabling).await.unwrap());
    change.commit(line(Event::MemberEnabled)).await.unwrap();
    let kept = store.read().members().by_id(id).await.unwrap().unwrap();
    assert_eq!(kept.roles, enabling.member.roles);
    assert_eq!(limits(&kept.roles), [Some(clinic)]);
}

fn limits(roles: &[RoleSpan]) -> Vec<Option<RosterId>> {
    roles.iter().map(|span| span.roster).collect()
}
