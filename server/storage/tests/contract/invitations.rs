//! Invitations that are being written: kept for their writer alone, sent once, and forgotten in time.

use domain::audit::Event;
use domain::invitations::{InvitationDraft, Offer, Step};
use domain::permission::Role;
use domain::{InvitationDraftId, Language, PersonId};
use storage::{Housekeeping, Store, fresh};

use crate::new_users::new_user;
use crate::on_both;
use crate::town::{account, at, email, line, person, practice, roster};

on_both!(
    a_draft_is_found_by_its_writer_alone_and_keeps_what_was_answered,
    a_draft_is_sent_once_and_not_changed_any_more,
    drafts_that_nobody_touches_are_swept,
);

fn draft(inviter: PersonId) -> InvitationDraft {
    InvitationDraft {
        id: InvitationDraftId::new(fresh(at(0))),
        inviter,
        email: email("Gwen@Bont.example"),
        names: None,
        organisation: None,
        offer: None,
        language: Language::Welsh,
        sent: None,
    }
}

async fn keep(store: &Store, draft: &InvitationDraft) -> bool {
    let mut change = store.change().await.unwrap();
    let kept = change.invitations().put_draft(draft, at(0)).await.unwrap();
    change.commit_housekeeping(Housekeeping::Draft).await.unwrap();
    kept
}

async fn a_draft_is_found_by_its_writer_alone_and_keeps_what_was_answered(store: Store) {
    let here = practice(&store, "W91001").await;
    let limit = roster(&store, here, "Theatre").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let began = draft(sian);
    assert!(keep(&store, &began).await);
    let gwen = account("Gwen", "Rees");
    let whole = InvitationDraft {
        names: Some((gwen.first_name, gwen.last_name)),
        organisation: Some(here),
        offer: Some(Offer {
            role: Role::ProviderUser,
            roster: Some(limit),
            ends: chrono::NaiveDate::from_ymd_opt(2026, 12, 24),
        }),
        ..began.clone()
    };
    assert!(keep(&store, &whole).await);
    let found = store.read().invitations().draft(began.id, sian).await.unwrap();
    assert_eq!(found, Some(whole.clone()));
    assert_eq!(store.read().invitations().draft(began.id, huw).await.unwrap(), None);
    let theirs = InvitationDraft { inviter: huw, ..whole };
    assert!(!keep(&store, &theirs).await, "nobody writes on somebody else's");
}

async fn a_draft_is_sent_once_and_not_changed_any_more(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let written = draft(sian);
    assert!(keep(&store, &written).await);
    let first = new_user(here, sian, "gwen@bont.example", at(0));
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&first).await.unwrap());
    assert!(
        change
            .invitations()
            .sent_draft(written.id, first.id, at(1))
            .await
            .unwrap()
    );
    assert!(
        !change
            .invitations()
            .sent_draft(written.id, first.id, at(2))
            .await
            .unwrap()
    );
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    assert!(!keep(&store, &written).await);
    let found = store
        .read()
        .invitations()
        .draft(written.id, sian)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.sent, found.next_step()), (Some(first.id), Step::Sent));
}

async fn drafts_that_nobody_touches_are_swept(store: Store) {
    let sian = person(&store, "Siân", "Prydderch").await;
    let written = draft(sian);
    assert!(keep(&store, &written).await);
    let mut change = store.change().await.unwrap();
    assert_eq!(change.invitations().sweep_drafts(at(0)).await.unwrap(), 0);
    assert_eq!(change.invitations().sweep_drafts(at(1)).await.unwrap(), 1);
    change.commit_housekeeping(Housekeeping::Sweep).await.unwrap();
    assert_eq!(store.read().invitations().draft(written.id, sian).await.unwrap(), None);
}
