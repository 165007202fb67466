//! What practices say about themselves.

use domain::audit::Event;
use domain::organisations::Profile;
use storage::{KeptProfile, Store};

use crate::on_both;
use crate::town::{at, email, line, person, practice};

on_both!(a_profile_is_kept_only_over_what_its_writer_saw);

async fn a_profile_is_kept_only_over_what_its_writer_saw(store: Store) {
    let practice = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    assert_eq!(
        store.read().profiles().of(practice).await.unwrap(),
        KeptProfile::default()
    );
    let mut profile = Profile {
        telephone: Some("01492 654321".into()),
        ..Profile::default()
    };
    for (version, kept) in [(1, false), (0, true), (0, false), (1, true), (1, false)] {
        let mut change = store.change().await.unwrap();
        profile.email = Some(email(&format!("desk{version}@practice.example")));
        let saved = change
            .profiles()
            .save(practice, &profile, version, sian, at(1))
            .await
            .unwrap();
        assert_eq!(saved, kept, "at version {version}");
        change
            .commit(line(Event::ProfileChanged).for_organisation(practice))
            .await
            .unwrap();
    }
    let kept = store.read().profiles().of(practice).await.unwrap();
    assert_eq!(kept, KeptProfile { profile, version: 2 });
}
