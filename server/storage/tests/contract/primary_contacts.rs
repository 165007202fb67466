//! Who is the primary contact of an organisation: always one where people act, whatever happens to them.

use domain::audit::Event;
use domain::members::OtherApprovers;
use domain::permission::Role;
use domain::{Moment, OrganisationId, PersonId};
use storage::Store;

use crate::on_both;
use crate::town::{at, line, member, member_until, person, practice};

on_both!(
    whoever_comes_first_is_it_until_they_go,
    it_passes_to_those_who_decide_before_all_others,
    a_role_that_ends_by_a_date_is_found_at_the_next_look,
    it_is_handed_over_and_never_two,
);

async fn of(store: &Store, here: OrganisationId, now: Moment) -> Option<PersonId> {
    let contact = store.read().primary_contacts().of(here, now).await.unwrap();
    contact.map(|account| account.id)
}

/// Ends somebody's access, and says so as an act does.
async fn revoke(store: &Store, whose: PersonId, here: OrganisationId, minutes: i64) {
    let mut change = store.change().await.unwrap();
    change.hold(here).await.unwrap();
    let member = change.members().of(whose, here).await.unwrap().unwrap();
    let others = OtherApprovers(1);
    let revocation = member.leave(false, others, at(minutes)).unwrap();
    assert!(change.members().revoke(&revocation).await.unwrap());
    let mut entry = line(Event::MemberLeft).for_organisation(here).about(whose);
    entry.at = at(minutes);
    change.commit(entry).await.unwrap();
}

async fn lines(store: &Store, here: OrganisationId) -> usize {
    let only = [Event::PrimaryContactChanged];
    let told = store.read().audit().of_organisation(here, Some(&only), None, 50).await;
    told.unwrap().len()
}

async fn whoever_comes_first_is_it_until_they_go(store: Store) {
    let here = practice(&store, "W91001").await;
    assert_eq!(of(&store, here, at(1)).await, None);
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, sian, here, Role::ProviderUser).await;
    member(&store, huw, here, Role::ProviderUser).await;
    assert_eq!(of(&store, here, at(1)).await, Some(sian));
    assert_eq!(lines(&store, here).await, 0, "she is it by the line that lets her in");
    revoke(&store, sian, here, 2).await;
    assert_eq!(of(&store, here, at(3)).await, Some(huw));
    assert_eq!(lines(&store, here).await, 1);
    let letters = store.read().outbox().latest(10).await.unwrap();
    assert_eq!(letters.len(), 2, "to both");
    revoke(&store, huw, here, 4).await;
    assert_eq!(of(&store, here, at(5)).await, None, "nobody is left");
    assert_eq!(lines(&store, here).await, 2);
}

async fn it_passes_to_those_who_decide_before_all_others(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let mair = person(&store, "Mair", "Bowen").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let mut change = store.change().await.unwrap();
    let policy = domain::organisations::Policy::ApproverRole;
    change.organisations().set_policy(here, policy, at(0)).await.unwrap();
    let changed = line(Event::PolicyChanged).for_organisation(here);
    change.commit(changed).await.unwrap();
    member(&store, sian, here, Role::Approver).await;
    member(&store, mair, here, Role::ProviderUser).await;
    member(&store, huw, here, Role::Approver).await;
    revoke(&store, sian, here, 2).await;
    assert_eq!(
        of(&store, here, at(3)).await,
        Some(huw),
        "Mair came before him, and does not decide"
    );
    revoke(&store, huw, here, 4).await;
    assert_eq!(of(&store, here, at(5)).await, Some(mair));
}

async fn a_role_that_ends_by_a_date_is_found_at_the_next_look(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member_until(&store, sian, here, Role::ProviderUser, Some(at(10))).await;
    member(&store, huw, here, Role::ProviderUser).await;
    let due = async |minutes| store.read().primary_contacts().out_of_date(at(minutes)).await.unwrap();
    assert_eq!(of(&store, here, at(9)).await, Some(sian));
    assert_eq!(due(9).await, []);
    assert_eq!(of(&store, here, at(10)).await, Some(huw), "at once, for whoever looks");
    assert_eq!(due(10).await, [here]);
    let mut change = store.change().await.unwrap();
    change.hold(here).await.unwrap();
    let passed = change.primary_contacts().pass_on(here, at(10)).await.unwrap().unwrap();
    let id = |account: &Option<domain::accounts::Account>| account.as_ref().map(|account| account.id);
    assert_eq!((id(&passed.before), id(&passed.after)), (Some(sian), Some(huw)));
    assert_eq!(passed.letters(None).len(), 2);
    assert_eq!(passed.letters(Some(huw)).len(), 1, "nobody is told what they did");
    assert_eq!(change.primary_contacts().pass_on(here, at(10)).await.unwrap(), None);
    change
        .commit(line(Event::PrimaryContactChanged).for_organisation(here))
        .await
        .unwrap();
    assert_eq!(due(10).await, []);
}

async fn it_is_handed_over_and_never_two(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    member(&store, sian, here, Role::ProviderUser).await;
    member(&store, huw, here, Role::ProviderUser).await;
    let account = store.read().people().account(huw).await.unwrap().unwrap();
    for changed in [true, false] {
        let mut change = store.change().await.unwrap();
        change.hold(here).await.unwrap();
        let passed = change
            .primary_contacts()
            .hand_over(here, account.clone())
            .await
            .unwrap();
        assert_eq!(passed.is_some(), changed);
        change
            .commit(line(Event::PrimaryContactChanged).for_organisation(here))
            .await
            .unwrap();
    }
    assert_eq!(of(&store, here, at(1)).await, Some(huw));
    // Letting somebody else in does not move it.
    let mair = person(&store, "Mair", "Bowen").await;
    member(&store, mair, here, Role::PracticeEnabledUser).await;
    assert_eq!(of(&store, here, at(1)).await, Some(huw));
}
