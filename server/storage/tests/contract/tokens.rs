//! Links that prove an address.

use domain::audit::Event;
use domain::new_users::{NewUser, State};
use domain::{DeadLink, PersonId};
use storage::{NewToken, Purpose, Store};

use crate::new_users::new_user;
use crate::on_both;
use crate::town::{at, line, person, practice};

on_both!(
    a_new_link_replaces_the_old_one,
    a_link_is_used_once,
    of_many_who_use_a_link_at_once_one_does,
    a_link_to_a_new_address_holds_that_address,
    links_of_one_purpose_end_together,
    the_link_of_an_invitation_opens_that_invitation_whatever_became_of_it,
);

fn token(person: PersonId, secret: u8) -> NewToken {
    NewToken {
        purpose: Purpose::ConfirmAddress,
        person,
        organisation: None,
        address: None,
        invitation: None,
        hash: vec![secret; 32],
        made_at: at(0),
        expires_at: at(24 * 60),
    }
}

async fn issue(store: &Store, token: &NewToken) {
    let mut change = store.change().await.unwrap();
    change.hold_person(token.person).await.unwrap();
    change.tokens().issue(token).await.unwrap();
    change
        .commit(line(Event::ConfirmationSent).about(token.person))
        .await
        .unwrap();
}

async fn a_new_link_replaces_the_old_one(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    issue(&store, &token(sian, 1)).await;
    issue(&store, &token(sian, 2)).await;
    let mut read = store.read();
    let old = read.tokens().by_hash(&[1; 32]).await.unwrap().unwrap();
    let new = read.tokens().by_hash(&[2; 32]).await.unwrap().unwrap();
    assert_eq!(old.dead(at(1)), Some(DeadLink::Replaced));
    assert_eq!(new.dead(at(1)), None);
    assert_eq!(new.dead(at(24 * 60)), Some(DeadLink::Expired));
    assert_eq!(
        (new.person, new.purpose, new.organisation),
        (sian, Purpose::ConfirmAddress, None)
    );
    let mut change = store.change().await.unwrap();
    assert!(!change.tokens().use_up(old.id, at(1)).await.unwrap());
    assert!(
        !change.tokens().use_up(new.id, at(24 * 60)).await.unwrap(),
        "its time has passed"
    );
    assert!(read.tokens().by_hash(&[3; 32]).await.unwrap().is_none());
}

async fn a_link_is_used_once(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    issue(&store, &token(sian, 1)).await;
    let id = store.read().tokens().by_hash(&[1; 32]).await.unwrap().unwrap().id;
    let mut change = store.change().await.unwrap();
    assert!(change.tokens().use_up(id, at(1)).await.unwrap());
    assert!(!change.tokens().use_up(id, at(1)).await.unwrap());
    change.commit(line(Event::AccountConfirmed)).await.unwrap();
    let used = store.read().tokens().by_hash(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(used.dead(at(2)), Some(DeadLink::Used));
}

async fn of_many_who_use_a_link_at_once_one_does(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    issue(&store, &token(sian, 1)).await;
    let id = store.read().tokens().by_hash(&[1; 32]).await.unwrap().unwrap().id;
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut change = store.change().await.unwrap();
                let used = change.tokens().use_up(id, at(1)).await.unwrap();
                if used {
                    change.commit(line(Event::AccountConfirmed)).await.unwrap();
                }
                used
            })
        })
        .collect();
    let mut used = 0;
    for one in tries {
        used += u32::from(one.await.unwrap());
    }
    assert_eq!(used, 1);
}

fn to_new_address(person: PersonId, secret: u8) -> NewToken {
    NewToken {
        purpose: Purpose::NewAddress,
        address: Some("Sian@Bont.example".into()),
        ..token(person, secret)
    }
}

async fn a_link_to_a_new_address_holds_that_address(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    issue(&store, &token(sian, 1)).await;
    issue(&store, &to_new_address(sian, 2)).await;
    let live = async |purpose, minutes| {
        let token = store.read().tokens().live(sian, purpose, at(minutes)).await.unwrap();
        token.map(|token| token.address)
    };
    let address = Some("Sian@Bont.example".to_owned());
    assert_eq!(live(Purpose::NewAddress, 1).await, Some(address));
    assert_eq!(live(Purpose::ConfirmAddress, 1).await, Some(None));
    assert_eq!(live(Purpose::ResetPassword, 1).await, None);
    assert_eq!(live(Purpose::NewAddress, 24 * 60).await, None, "its time has passed");
}

async fn links_of_one_purpose_end_together(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    issue(&store, &token(sian, 1)).await;
    issue(&store, &to_new_address(sian, 2)).await;
    issue(&store, &to_new_address(huw, 3)).await;
    let mut change = store.change().await.unwrap();
    let ended = change.tokens().end(sian, Purpose::NewAddress, at(1)).await.unwrap();
    assert_eq!(ended, 1);
    change.commit(line(Event::PasswordChanged)).await.unwrap();
    for (secret, dead) in [(1, None), (2, Some(DeadLink::Expired)), (3, None)] {
        let found = store.read().tokens().by_hash(&[secret; 32]).await.unwrap().unwrap();
        assert_eq!(found.dead(at(1)), dead, "{secret}");
        let mut change = store.change().await.unwrap();
        assert_eq!(change.tokens().use_up(found.id, at(1)).await.unwrap(), dead.is_none());
    }
    issue(&store, &to_new_address(sian, 4)).await;
}

async fn the_link_of_an_invitation_opens_that_invitation_whatever_became_of_it(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let gwen = person(&store, "Gwen", "Rees").await;
    let invited = NewUser {
        invited_until: Some(at(10)),
        ..new_user(here, sian, "gwen@practice.example", at(0))
    };
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&invited).await.unwrap());
    let link = NewToken {
        purpose: Purpose::Invitation,
        organisation: Some(here),
        invitation: Some(invited.id),
        ..token(gwen, 1)
    };
    change.tokens().issue(&link).await.unwrap();
    change
        .new_users()
        .sent(invited.id, sian, Some(at(20)), at(5))
        .await
        .unwrap();
    let ended = change.new_users();
    assert!(ended.end(invited.id, State::Withdrawn, None, at(6)).await.unwrap());
    change
        .commit(line(Event::NewUserWithdrawn).for_organisation(here))
        .await
        .unwrap();
    let mut read = store.read();
    let found = read.tokens().by_hash(&[1; 32]).await.unwrap().unwrap();
    assert_eq!((found.organisation, found.invitation), (Some(here), Some(invited.id)));
    let kept = read.new_users().by_id(invited.id).await.unwrap().unwrap();
    assert_eq!((kept.invited_until, kept.state), (Some(at(20)), State::Withdrawn));
}
