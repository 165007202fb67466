//! Invitations that are being written: kept for their writer alone, sent once, and forgotten in time.

use domain::audit::Event;
use domain::invitations::{InvitationDraft, InvitationSearch, InvitationsForm, Offer, Shows, Stands, Step};
use domain::new_users::{NewUser, State};
use domain::permission::{Role, Scope};
use domain::{InvitationDraftId, Language, LetterId, NewUserId, OrganisationId, PersonId};
use storage::{Housekeeping, Store, fresh};

use crate::new_users::new_user;
use crate::on_both;
use crate::town::{account, at, email, letter, line, member, person, practice, roster, whole};

on_both!(
    a_draft_is_found_by_its_writer_alone_and_keeps_what_was_answered,
    a_draft_is_sent_once_and_not_changed_any_more,
    drafts_that_nobody_touches_are_swept,
    the_list_says_where_each_invitation_stands,
    the_list_ends_where_the_viewers_decisions_do,
    own_drafts_stand_beside_the_list,
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
        replaces: None,
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
            starts: None,
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

/// Invites somebody, with a letter that waits.
async fn invite(store: &Store, to: OrganisationId, by: PersonId, address: &str, sent: i64) -> (NewUserId, LetterId) {
    let user = NewUser {
        invited_until: Some(at(sent + 60)),
        ..new_user(to, by, address, at(sent))
    };
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&user).await.unwrap());
    let role = whole(Role::ProviderUser);
    change.new_users().set_role(user.id, &role, at(sent)).await.unwrap();
    let posted = change.post(&letter(by), at(sent)).await.unwrap();
    change.new_users().letter_posted(user.id, posted).await.unwrap();
    change
        .commit(line(Event::NewUserAdded).for_organisation(to))
        .await
        .unwrap();
    (user.id, posted)
}

fn search(shows: Shows) -> InvitationSearch {
    InvitationSearch {
        shows,
        ..InvitationsForm::default().read()
    }
}

/// The addresses in the list.
async fn listed(store: &Store, scope: Scope, search: &InvitationSearch, now: i64) -> Vec<String> {
    let page = store.read().invitations().page(scope, search, at(now)).await.unwrap();
    assert_eq!(usize::try_from(page.count.rows).unwrap(), page.rows.len());
    page.rows.into_iter().map(|row| row.email).collect()
}

async fn the_list_says_where_each_invitation_stands(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let mut sent = Vec::new();
    for (number, stands) in Stands::ALL.into_iter().enumerate() {
        let address = format!("{}@bont.example", stands.tag());
        let minute = i64::try_from(number).unwrap() + if stands == Stands::Expired { -60 } else { 0 };
        sent.push((stands, invite(&store, here, sian, &address, minute).await));
    }
    let mut change = store.change().await.unwrap();
    for (stands, (user, letter)) in sent {
        let end = match stands {
            Stands::Accepted => Some(State::In),
            Stands::Declined => Some(State::Declined),
            Stands::Withdrawn => Some(State::Withdrawn),
            _ => None,
        };
        if let Some(end) = end {
            assert!(change.new_users().end(user, end, None, at(20)).await.unwrap());
        }
        match stands {
            Stands::Handed => change.outbox().sent(letter, at(20), "250 taken").await.unwrap(),
            Stands::Deferred => change.outbox().retry(letter, at(40), "451 later").await.unwrap(),
            Stands::Failed => change.outbox().give_up(letter, "550 no such user").await.unwrap(),
            _ => {}
        }
    }
    change.commit(line(Event::NewUserChanged)).await.unwrap();
    let everything = search(Shows::All);
    let page = store
        .read()
        .invitations()
        .page(Scope::Everything, &everything, at(30))
        .await;
    for row in page.unwrap().rows {
        assert_eq!(row.email, format!("{}@bont.example", row.stands.tag()));
        let words = match row.stands {
            Stands::Deferred => Some("451 later"),
            Stands::Failed => Some("550 no such user"),
            _ => None,
        };
        assert_eq!(row.answer.as_deref(), words);
        assert_eq!((row.roles.len(), row.sent_by.as_str()), (1, "Siân Prydderch"));
    }
    for stands in Stands::ALL {
        let found = listed(&store, Scope::Everything, &search(Shows::Only(stands)), 30).await;
        assert_eq!(found, [format!("{}@bont.example", stands.tag())]);
    }
}

async fn the_list_ends_where_the_viewers_decisions_do(store: Store) {
    let here = practice(&store, "W91001").await;
    let there = practice(&store, "W91002").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    member(&store, sian, here, Role::Approver).await;
    for number in 0..12_i64 {
        let address = format!("n{number:02}@bont.example");
        invite(
            &store,
            if number % 2 == 0 { here } else { there },
            sian,
            &address,
            number,
        )
        .await;
    }
    let mine = listed(&store, Scope::DecidedBy(sian), &search(Shows::All), 30).await;
    let expected: Vec<String> = (0..6)
        .rev()
        .map(|number| format!("n{:02}@bont.example", number * 2))
        .collect();
    assert_eq!(mine, expected, "the newest first");
    let nobody = PersonId::new(fresh(at(0)));
    assert!(
        listed(&store, Scope::DecidedBy(nobody), &search(Shows::All), 30)
            .await
            .is_empty()
    );
    let of_there = InvitationSearch {
        organisation: "w91002".to_owned(),
        ..search(Shows::All)
    };
    assert_eq!(listed(&store, Scope::Everything, &of_there, 30).await.len(), 6);
    // Forwards and backwards through everything, ten at a time.
    let read = async |search: &InvitationSearch| {
        let page = store.read().invitations().page(Scope::Everything, search, at(30)).await;
        page.unwrap()
    };
    let first = read(&search(Shows::All)).await;
    assert_eq!((first.rows.len(), first.count.rows), (10, 12));
    let next = first.beside.next.unwrap();
    let second = read(&InvitationSearch {
        place: next,
        ..search(Shows::All)
    })
    .await;
    assert_eq!((second.rows.len(), second.beside.next), (2, None));
    let back = second.beside.previous.unwrap();
    let again = read(&InvitationSearch {
        place: back,
        ..search(Shows::All)
    })
    .await;
    assert_eq!(again.rows, first.rows);
}

async fn own_drafts_stand_beside_the_list(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Tomos").await;
    let placed = InvitationDraft {
        organisation: Some(here),
        ..draft(sian)
    };
    assert!(keep(&store, &placed).await);
    assert!(keep(&store, &draft(huw)).await);
    let drafts = async |inviter, words: &str| store.read().invitations().drafts(inviter, words).await.unwrap();
    let found = drafts(sian, "").await;
    assert_eq!(found.iter().map(|one| one.draft.id).collect::<Vec<_>>(), [placed.id]);
    assert!(found[0].organisation.is_some());
    assert_eq!(drafts(sian, "w91001").await.len(), 1);
    assert!(drafts(sian, "w91002").await.is_empty());
    let first = new_user(here, sian, "gwen@bont.example", at(0));
    let mut change = store.change().await.unwrap();
    assert!(change.new_users().add(&first).await.unwrap());
    assert!(
        change
            .invitations()
            .sent_draft(placed.id, first.id, at(1))
            .await
            .unwrap()
    );
    change
        .commit(line(Event::NewUserAdded).for_organisation(here))
        .await
        .unwrap();
    assert!(drafts(sian, "").await.is_empty(), "what was sent is no draft any more");
}
