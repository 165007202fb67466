//! Who may act for an organisation, in which roles, and who of them may decide.

use domain::audit::Event;
use domain::members::roles::RoleSpan;
use domain::members::{OtherApprovers, Sort, Standing as Access};
use domain::organisations::Policy;
use domain::permission::Role;
use domain::{Moment, OrganisationId, PersonId};
use storage::{Admission, Closure, LetInBy, RegisterRow, Store};

use crate::on_both;
use crate::town::{approver, at, code, line, member, member_until, organisation, pending, person, practice};

on_both!(
    a_member_stands_as_their_roles_say,
    a_commissioning_administrator_stands_above,
    a_revoked_member_stands_nowhere_and_keeps_the_roles,
    whoever_comes_back_has_the_new_role_only,
    only_confirmed_deciders_without_an_end_count_as_other_approvers,
    a_list_of_members_shows_who_let_them_in,
    two_approvers_revoking_each_other_leave_one,
    a_person_sees_their_own_memberships_and_who_let_them_in,
    whoever_is_alone_with_the_right_to_decide_is_told_so,
    members_of_closed_accounts_count_nowhere,
);

/// Each role with its end.
fn ends(roles: &[RoleSpan]) -> Vec<(Role, Option<Moment>)> {
    roles.iter().map(|span| (span.role, span.ends_at)).collect()
}

async fn a_member_stands_as_their_roles_say(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member_until(&store, sian, here, Role::Reporting, Some(at(10))).await;
    let roles = async |minutes| {
        store
            .read()
            .members()
            .standing(sian, here, at(minutes))
            .await
            .unwrap()
            .unwrap()
            .roles
    };
    assert_eq!(roles(-1).await, [], "not yet");
    assert_eq!(roles(0).await, [Role::PracticeEnabledUser, Role::Reporting]);
    assert_eq!(roles(10).await, [Role::PracticeEnabledUser], "the end has passed");
    let standings = store.read().members().standings_of(sian, at(1)).await.unwrap();
    assert_eq!(standings.len(), 1);
    assert_eq!(standings[0].0.code, code("W91001"));
    assert_eq!(standings[0].1.roles, [Role::PracticeEnabledUser, Role::Reporting]);
    let unknown = OrganisationId::new(storage::fresh(at(0)));
    assert_eq!(
        store.read().members().standing(sian, unknown, at(1)).await.unwrap(),
        None
    );
}

async fn a_commissioning_administrator_stands_above(store: Store) {
    let beneath = practice(&store, "W91001").await;
    let board = organisation(
        &store,
        &RegisterRow::commissioner_row(code("7A1"), "Invented Board".into()),
    )
    .await;
    let mair = person(&store, "Mair", "Bowen").await;
    member(&store, mair, board, Role::CommissioningAdministrator).await;
    let standing = store
        .read()
        .members()
        .standing(mair, beneath, at(1))
        .await
        .unwrap()
        .unwrap();
    assert!(standing.commissioner_above);
    assert!(standing.roles.is_empty());
    let standing = store
        .read()
        .members()
        .standing(mair, board, at(1))
        .await
        .unwrap()
        .unwrap();
    assert!(!standing.commissioner_above);
}

async fn revoke(store: &Store, by: PersonId, whose: PersonId, here: OrganisationId) -> bool {
    let mut change = store.change().await.unwrap();
    change.hold(here).await.unwrap();
    let standing = change.members().standing(by, here, at(5)).await.unwrap().unwrap();
    if !standing.is_approver() {
        return false;
    }
    let member = change.members().of(whose, here).await.unwrap().unwrap();
    let others = change.members().other_approvers(here, whose, at(5)).await.unwrap();
    let decides = change.members().decides_without_end(&member, at(5)).await.unwrap();
    let by = approver(store, by, here).await;
    let Ok(revocation) = member.revoke(&by, decides, others, Some("Left".into()), at(5)) else {
        return false;
    };
    assert!(change.members().revoke(&revocation).await.unwrap());
    assert!(!change.members().revoke(&revocation).await.unwrap());
    change
        .commit(line(Event::MemberRevoked).for_organisation(here).about(whose))
        .await
        .unwrap();
    true
}

async fn a_revoked_member_stands_nowhere_and_keeps_the_roles(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    let id = member(&store, huw, here, Role::ProviderUser).await;
    assert!(revoke(&store, sian, huw, here).await);
    let mut read = store.read();
    assert!(
        read.members()
            .standing(huw, here, at(6))
            .await
            .unwrap()
            .unwrap()
            .roles
            .is_empty()
    );
    assert!(read.members().standings_of(huw, at(6)).await.unwrap().is_empty());
    let member = read.members().by_id(id).await.unwrap().unwrap();
    assert_eq!(member.state, Access::Revoked { at: at(5) });
    assert_eq!(ends(&member.roles), [(Role::ProviderUser, None)]);
    assert_eq!(read.join_requests().last_no(huw, here).await.unwrap(), Some(at(5)));
}

async fn whoever_comes_back_has_the_new_role_only(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    let id = member(&store, huw, here, Role::ProviderUser).await;
    assert!(revoke(&store, sian, huw, here).await);
    let mut change = store.change().await.unwrap();
    let admission = Admission {
        person: huw,
        organisation: here,
        role: Role::Reporting,
        roster: None,
        ends_at: Some(at(60)),
        by: LetInBy::Person(sian),
        at: at(7),
    };
    assert_eq!(change.members().let_in(&admission).await.unwrap(), id);
    change.commit(line(Event::RequestApproved)).await.unwrap();
    let back = store.read().members().enrolled(id).await.unwrap().unwrap();
    assert_eq!(back.member.state, Access::Active);
    assert_eq!(ends(&back.member.roles), [(Role::Reporting, Some(at(60)))]);
    assert_eq!((back.since, back.let_in_by.as_deref()), (at(7), Some("Siân Prydderch")));
}

async fn only_confirmed_deciders_without_an_end_count_as_other_approvers(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mair = person(&store, "Mair", "Bowen").await;
    member(&store, sian, here, Role::Approver).await;
    member(&store, huw, here, Role::ProviderUser).await;
    member_until(&store, mair, here, Role::Approver, Some(at(60))).await;
    let others = async |except| {
        store
            .read()
            .members()
            .other_approvers(here, except, at(1))
            .await
            .unwrap()
    };
    let deciders = async || {
        let accounts = store.read().members().approvers(here, at(1)).await.unwrap();
        accounts.into_iter().map(|account| account.id).collect::<Vec<_>>()
    };
    assert_eq!(
        others(sian).await,
        OtherApprovers(1),
        "any member decides, but for the one with an end"
    );
    assert_eq!(deciders().await, [mair, huw, sian], "by name");
    let set = async |policy| {
        let mut change = store.change().await.unwrap();
        change.organisations().set_policy(here, policy, at(1)).await.unwrap();
        change.commit(line(Event::OrganisationChanged)).await.unwrap();
    };
    set(Policy::ApproverRole).await;
    assert_eq!(others(huw).await, OtherApprovers(1));
    assert_eq!(others(sian).await, OtherApprovers(0));
    assert_eq!(deciders().await, [mair, sian]);
    set(Policy::SupportOnly).await;
    assert_eq!(others(huw).await, OtherApprovers(0));
    assert_eq!(deciders().await, []);
}

async fn a_list_of_members_shows_who_let_them_in(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    let mut change = store.change().await.unwrap();
    let admission = Admission {
        person: huw,
        organisation: here,
        role: Role::ProviderUser,
        roster: None,
        ends_at: None,
        by: LetInBy::Person(sian),
        at: at(3),
    };
    change.members().let_in(&admission).await.unwrap();
    change.commit(line(Event::RequestApproved)).await.unwrap();
    for text in ["name", "email", "role", "date"] {
        for sign in ["", "-"] {
            let sort = Sort::parse(&format!("{sign}{text}"));
            let rows = store.read().members().active(here, sort, at(4)).await.unwrap();
            let mut names: Vec<_> = rows.iter().map(|row| row.account.first_name.as_str()).collect();
            if sign == "-" {
                names.reverse();
            }
            let huw_first = matches!(text, "name" | "email");
            assert_eq!(
                names,
                if huw_first { ["Huw", "Siân"] } else { ["Siân", "Huw"] },
                "{text}"
            );
        }
    }
    let rows = store
        .read()
        .members()
        .active(here, Sort::default(), at(4))
        .await
        .unwrap();
    assert_eq!(rows[0].let_in_by.as_deref(), Some("Siân Prydderch"));
    assert_eq!(ends(&rows[0].member.roles), [(Role::ProviderUser, None)]);
    assert_eq!(rows[1].let_in_by, None);
}

async fn two_approvers_revoking_each_other_leave_one(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, sian, here, Role::PracticeEnabledUser).await;
    member(&store, huw, here, Role::PracticeEnabledUser).await;
    let (one, other) = (store.clone(), store.clone());
    let one = tokio::spawn(async move { revoke(&one, sian, huw, here).await });
    let other = tokio::spawn(async move { revoke(&other, huw, sian, here).await });
    let done = u32::from(one.await.unwrap()) + u32::from(other.await.unwrap());
    assert_eq!(done, 1);
    assert_eq!(store.read().members().approvers(here, at(6)).await.unwrap().len(), 1);
}

async fn a_person_sees_their_own_memberships_and_who_let_them_in(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    member(&store, huw, there, Role::Reporting).await;
    let mut change = store.change().await.unwrap();
    for (role, ends_at) in [(Role::ProviderUser, Some(at(60))), (Role::Approver, None)] {
        let admission = Admission {
            person: huw,
            organisation: here,
            role,
            roster: None,
            ends_at,
            by: LetInBy::Person(sian),
            at: at(3),
        };
        change.members().let_in(&admission).await.unwrap();
    }
    change.commit(line(Event::RequestApproved)).await.unwrap();
    let memberships = async |minutes| store.read().members().memberships_of(huw, at(minutes)).await.unwrap();
    let now = memberships(4).await;
    assert_eq!(now.len(), 2);
    assert_eq!((now[0].organisation, now[0].view.code.clone()), (here, code("W91001")));
    assert_eq!(
        ends(&now[0].roles),
        [(Role::Approver, None), (Role::ProviderUser, Some(at(60)))]
    );
    assert_eq!(
        (now[0].since, now[0].let_in_by.as_deref()),
        (at(3), Some("Siân Prydderch"))
    );
    assert_eq!((now[1].organisation, now[1].let_in_by.as_deref()), (there, None));
    assert_eq!(
        ends(&memberships(60).await[0].roles),
        [(Role::Approver, None)],
        "the end has passed"
    );
    assert_eq!(store.read().members().memberships_of(sian, at(4)).await.unwrap(), []);
}

async fn whoever_is_alone_with_the_right_to_decide_is_told_so(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mair = person(&store, "Mair", "Bowen").await;
    for (who, place) in [(sian, here), (sian, there), (huw, there)] {
        member(&store, who, place, Role::PracticeEnabledUser).await;
    }
    member_until(&store, mair, here, Role::PracticeEnabledUser, Some(at(60))).await;
    let alone = async |who| store.read().members().lone_approver_at(who, at(1)).await.unwrap();
    assert_eq!(alone(sian).await, [here], "who has an end does not count");
    assert_eq!(alone(mair).await, []);
    assert_eq!(alone(huw).await, []);
    let gwen = person(&store, "Gwen", "Rees").await;
    pending(&store, gwen, here).await;
    pending(&store, gwen, there).await;
    pending(&store, huw, here).await;
    let deciders = store.read().members().deciders_for(gwen, at(2)).await.unwrap();
    let mut expected = [(here, 2), (there, 2)];
    expected.sort_unstable_by_key(|(organisation, _)| *organisation);
    assert_eq!(deciders, expected);
}

async fn members_of_closed_accounts_count_nowhere(store: Store) {
    let here = practice(&store, "W91001").await;
    let board = organisation(
        &store,
        &RegisterRow::commissioner_row(code("7A1"), "Invented Board".into()),
    )
    .await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    member(&store, sian, here, Role::Approver).await;
    let id = member(&store, huw, here, Role::Approver).await;
    member(&store, huw, board, Role::CommissioningAdministrator).await;
    pending(&store, gwen, here).await;
    let closure = Closure {
        person: huw,
        by: huw,
        reason: "not_needed",
        note: None,
        at: at(2),
    };
    let mut change = store.change().await.unwrap();
    assert!(change.people().disable(&closure).await.unwrap());
    change.commit(line(Event::AccountClosed).about(huw)).await.unwrap();

    let mut read = store.read();
    let standing = read.members().standing(huw, here, at(3)).await.unwrap().unwrap();
    assert!(standing.roles.is_empty());
    assert!(!standing.commissioner_above);
    assert!(read.members().standings_of(huw, at(3)).await.unwrap().is_empty());
    assert_eq!(read.members().memberships_of(huw, at(3)).await.unwrap(), []);
    let active = read.members().active(here, Sort::default(), at(3)).await.unwrap();
    assert_eq!(active.iter().map(|one| one.account.id).collect::<Vec<_>>(), [sian]);
    let approvers = read.members().approvers(here, at(3)).await.unwrap();
    assert_eq!(approvers.iter().map(|one| one.id).collect::<Vec<_>>(), [sian]);
    let others = read.members().other_approvers(here, sian, at(3)).await.unwrap();
    assert_eq!(others, OtherApprovers(0));
    assert_eq!(read.members().lone_approver_at(sian, at(3)).await.unwrap(), [here]);
    assert_eq!(read.members().deciders_for(gwen, at(3)).await.unwrap(), [(here, 1)]);
    let waiting = read.join_requests().pending_for(huw, false, at(3), 100).await.unwrap();
    assert!(waiting.is_empty());
    let kept = read.members().by_id(id).await.unwrap().unwrap();
    assert_eq!(
        ends(&kept.roles),
        [(Role::Approver, None)],
        "kept, for whoever reopens the account"
    );
}
