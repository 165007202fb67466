//! Several invitations that somebody writes at once: kept for their writer alone, confirmed once, one outcome a line.

use domain::invitations::Offer;
use domain::invitations::several::{Began, SeveralInvitations};
use domain::permission::Role;
use domain::{Language, OrganisationId, PersonId, SeveralInvitationsId};
use storage::{Housekeeping, Store, fresh};

use crate::on_both;
use crate::town::{at, person, practice, roster};

on_both!(
    what_was_pasted_comes_back_to_whoever_pasted_it,
    what_was_confirmed_first_stays_and_each_line_has_one_outcome,
    what_nobody_touches_is_swept_with_its_outcomes,
);

fn several(inviter: PersonId, organisation: OrganisationId) -> SeveralInvitations {
    SeveralInvitations {
        id: SeveralInvitationsId::new(fresh(at(0))),
        inviter,
        organisation,
        offer: None,
        language: Language::English,
        people: String::new(),
        began: None,
    }
}

async fn keep(store: &Store, several: &SeveralInvitations) -> bool {
    let mut change = store.change().await.unwrap();
    let kept = change.invitations().put_several(several, at(0)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    kept
}

async fn what_was_pasted_comes_back_to_whoever_pasted_it(store: Store) {
    let (here, there) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let limit = roster(&store, there, "Theatre").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let began = several(sian, here);
    assert!(keep(&store, &began).await);
    let whole = SeveralInvitations {
        organisation: there,
        offer: Some(Offer {
            starts: None,
            role: Role::ProviderUser,
            roster: Some(limit),
            ends: chrono::NaiveDate::from_ymd_opt(2026, 12, 24),
        }),
        language: Language::Welsh,
        people: "gwen@bont.example\tGwen\tRees\n\n\"Tomos, Huw\" <huw@bont.example>".to_owned(),
        ..began.clone()
    };
    assert!(keep(&store, &whole).await);
    let found = store.read().invitations().several(began.id, sian).await.unwrap();
    assert_eq!(found, Some(whole.clone()));
    assert_eq!(store.read().invitations().several(began.id, huw).await.unwrap(), None);
    let theirs = SeveralInvitations { inviter: huw, ..whole };
    assert!(!keep(&store, &theirs).await, "nobody writes on somebody else's");
}

async fn what_was_confirmed_first_stays_and_each_line_has_one_outcome(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let written = several(sian, here);
    assert!(keep(&store, &written).await);
    let mut change = store.change().await.unwrap();
    let first = change.invitations().begin_several(written.id, &[3, 17], at(1));
    assert!(first.await.unwrap());
    assert!(
        !change
            .invitations()
            .begin_several(written.id, &[], at(2))
            .await
            .unwrap()
    );
    for (line, outcome, is_first) in [(2, "\"Waits\"", true), (1, "1", true), (2, "2", false)] {
        let kept = change.invitations().keep_outcome(written.id, line, outcome);
        assert_eq!(kept.await.unwrap(), is_first);
    }
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    assert!(!keep(&store, &written).await, "nothing is changed any more");
    let found = store.read().invitations().several(written.id, sian).await.unwrap();
    let ticked = vec![3, 17];
    assert_eq!(found.unwrap().began, Some(Began { at: at(1), ticked }));
    let outcomes = store.read().invitations().outcomes(written.id).await.unwrap();
    assert_eq!(outcomes, [(1, "1".to_owned()), (2, "\"Waits\"".to_owned())]);
}

async fn what_nobody_touches_is_swept_with_its_outcomes(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let written = several(sian, here);
    assert!(keep(&store, &written).await);
    let mut change = store.change().await.unwrap();
    assert!(change.invitations().keep_outcome(written.id, 1, "1").await.unwrap());
    assert_eq!(change.invitations().sweep_several(at(0)).await.unwrap(), 0);
    assert_eq!(change.invitations().sweep_several(at(1)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(
        store.read().invitations().several(written.id, sian).await.unwrap(),
        None
    );
    assert!(
        store
            .read()
            .invitations()
            .outcomes(written.id)
            .await
            .unwrap()
            .is_empty()
    );
}
