//! Second factors, recovery codes, and what waits between a question and its answer.

use domain::audit::Event;
use domain::factors::FactorKind;
use domain::{FactorId, PersonId};
use storage::{CeremonyKind, FactorKey, Housekeeping, KeptFactor, NewCeremony, Store, fresh};

use crate::on_both;
use crate::town::{at, line, person};

on_both!(
    a_factor_is_added_renamed_and_removed_by_its_owner_only,
    a_passkey_is_one_persons,
    a_step_is_accepted_once_and_never_an_older_one,
    of_many_who_give_the_same_code_at_once_one_gets_in,
    a_recovery_code_is_used_once_by_its_owner,
    a_ceremony_is_taken_once_and_in_time,
    ceremonies_are_swept_and_forgotten,
);

fn app(person: PersonId) -> KeptFactor {
    KeptFactor {
        id: FactorId::new(fresh(at(0))),
        person,
        name: "Phone".into(),
        key: FactorKey::App {
            sealed: vec![1, 2, 3],
            last_step: 10,
        },
        added_at: at(0),
        last_used_at: Some(at(0)),
    }
}

fn passkey(person: PersonId, id: u8) -> KeptFactor {
    KeptFactor {
        id: FactorId::new(fresh(at(1))),
        person,
        name: "Laptop".into(),
        key: FactorKey::Passkey {
            credential_id: vec![id; 16],
            credential: "{\"counter\":0}".into(),
        },
        added_at: at(1),
        last_used_at: None,
    }
}

async fn add(store: &Store, factor: &KeptFactor) -> bool {
    let mut change = store.change().await.unwrap();
    let added = change.factors().add(factor).await.unwrap();
    change
        .commit(line(Event::FactorAdded).about(factor.person))
        .await
        .unwrap();
    added
}

async fn a_factor_is_added_renamed_and_removed_by_its_owner_only(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let (app, passkey) = (app(sian), passkey(sian, 7));
    assert!(!store.read().factors().has(sian).await.unwrap());
    assert!(!store.read().factors().any_sealed().await.unwrap());
    assert!(add(&store, &app).await);
    assert!(add(&store, &passkey).await);
    assert!(store.read().factors().has(sian).await.unwrap());
    assert!(!store.read().factors().has(huw).await.unwrap());
    assert!(store.read().factors().any_sealed().await.unwrap());

    let mut change = store.change().await.unwrap();
    assert!(!change.factors().rename(huw, app.id, "Mine").await.unwrap());
    assert!(change.factors().rename(sian, app.id, "Old phone").await.unwrap());
    change
        .factors()
        .passkey_used(passkey.id, "{\"counter\":1}", at(5))
        .await
        .unwrap();
    change.commit(line(Event::FactorRenamed)).await.unwrap();
    let kept = store.read().factors().of_person(sian).await.unwrap();
    assert_eq!(
        kept.iter().map(KeptFactor::kind).collect::<Vec<_>>(),
        [FactorKind::App, FactorKind::Passkey]
    );
    assert_eq!((kept[0].name.as_str(), kept[0].added_at), ("Old phone", at(0)));
    assert_eq!(kept[1].last_used_at, Some(at(5)));
    let found = store.read().factors().by_credential(&[7; 16]).await.unwrap().unwrap();
    assert!(matches!(found.key, FactorKey::Passkey { credential, .. } if credential == "{\"counter\":1}"));

    let mut change = store.change().await.unwrap();
    assert!(!change.factors().remove(huw, app.id).await.unwrap());
    assert!(change.factors().remove(sian, app.id).await.unwrap());
    assert!(!change.factors().remove(sian, app.id).await.unwrap());
    change.commit(line(Event::FactorRemoved)).await.unwrap();
    assert_eq!(store.read().factors().of_person(sian).await.unwrap().len(), 1);
}

async fn a_passkey_is_one_persons(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    assert!(add(&store, &passkey(sian, 7)).await);
    assert!(!add(&store, &passkey(huw, 7)).await);
    let found = store.read().factors().by_credential(&[7; 16]).await.unwrap().unwrap();
    assert_eq!(found.person, sian);
    assert!(store.read().factors().by_credential(&[8; 16]).await.unwrap().is_none());
}

async fn a_step_is_accepted_once_and_never_an_older_one(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let app = app(sian);
    add(&store, &app).await;
    let mut change = store.change().await.unwrap();
    for (step, accepted) in [
        (10, false),
        (9, false),
        (12, true),
        (12, false),
        (11, false),
        (13, true),
    ] {
        assert_eq!(
            change.factors().accept_step(app.id, step, at(1)).await.unwrap(),
            accepted,
            "{step}"
        );
    }
}

async fn of_many_who_give_the_same_code_at_once_one_gets_in(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let app = app(sian);
    add(&store, &app).await;
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let (store, id) = (store.clone(), app.id);
            tokio::spawn(async move {
                let mut change = store.change().await.unwrap();
                let accepted = change.factors().accept_step(id, 11, at(1)).await.unwrap();
                change.commit(line(Event::SignedIn)).await.unwrap();
                accepted
            })
        })
        .collect();
    let mut accepted = 0;
    for one in tries {
        accepted += u32::from(one.await.unwrap());
    }
    assert_eq!(accepted, 1);
}

async fn a_recovery_code_is_used_once_by_its_owner(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Ellis").await;
    let mut change = store.change().await.unwrap();
    change
        .factors()
        .replace_codes(sian, &[vec![1; 32], vec![2; 32]])
        .await
        .unwrap();
    assert_eq!(change.factors().codes_left(sian).await.unwrap(), 2);
    assert!(!change.factors().use_code(huw, &[1; 32], at(1)).await.unwrap());
    assert!(change.factors().use_code(sian, &[1; 32], at(1)).await.unwrap());
    assert!(!change.factors().use_code(sian, &[1; 32], at(1)).await.unwrap());
    assert_eq!(change.factors().codes_left(sian).await.unwrap(), 1);
    change.factors().replace_codes(sian, &[vec![3; 32]]).await.unwrap();
    assert!(!change.factors().use_code(sian, &[2; 32], at(1)).await.unwrap());
    change.factors().replace_codes(sian, &[]).await.unwrap();
    assert_eq!(change.factors().codes_left(sian).await.unwrap(), 0);
}

fn question(key: &[u8], person: Option<PersonId>) -> NewCeremony<'_> {
    NewCeremony {
        key,
        kind: CeremonyKind::PasskeyProof,
        person,
        sealed: vec![9],
        expires_at: at(5),
    }
}

async fn a_ceremony_is_taken_once_and_in_time(store: Store) {
    let mut change = store.change().await.unwrap();
    change.ceremonies().put(&question(&[1], None), at(0)).await.unwrap();
    let newer = NewCeremony {
        sealed: vec![8],
        ..question(&[1], None)
    };
    change.ceremonies().put(&newer, at(0)).await.unwrap();
    change.ceremonies().put(&question(&[2], None), at(0)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Ceremony).await.unwrap();

    let kind = CeremonyKind::PasskeyProof;
    assert_eq!(
        store.read().ceremonies().of(&[1], kind, at(4)).await.unwrap(),
        Some(vec![8])
    );
    assert_eq!(store.read().ceremonies().of(&[1], kind, at(5)).await.unwrap(), None);
    let mut change = store.change().await.unwrap();
    let another = CeremonyKind::NewPasskey;
    assert_eq!(change.ceremonies().take(&[1], another, at(4)).await.unwrap(), None);
    assert_eq!(
        change.ceremonies().take(&[1], kind, at(4)).await.unwrap(),
        Some(vec![8])
    );
    assert_eq!(change.ceremonies().take(&[1], kind, at(4)).await.unwrap(), None);
    assert_eq!(change.ceremonies().take(&[2], kind, at(5)).await.unwrap(), None, "late");
}

async fn ceremonies_are_swept_and_forgotten(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let mut change = store.change().await.unwrap();
    change
        .ceremonies()
        .put(&question(&[1], Some(sian)), at(0))
        .await
        .unwrap();
    change.ceremonies().put(&question(&[2], None), at(0)).await.unwrap();
    change.ceremonies().forget_person(sian).await.unwrap();
    assert_eq!(change.ceremonies().sweep(at(5)).await.unwrap(), 0);
    assert_eq!(change.ceremonies().sweep(at(6)).await.unwrap(), 1);
}
