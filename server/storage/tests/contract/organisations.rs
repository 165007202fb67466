//! The register, and how it is searched.

use domain::organisations::{Kind, Policy, Status};
use storage::{RegisterRow, Store};

use crate::on_both;
use crate::town::{at, code, organisation, practice, row};

on_both!(
    an_organisation_comes_back_as_the_register_has_it,
    a_search_meets_the_beginning_of_every_word,
    a_search_shows_open_ones_first_and_says_when_there_are_more,
    a_search_for_nothing_finds_nothing,
);

async fn an_organisation_comes_back_as_the_register_has_it(store: Store) {
    let id = practice(&store, "W91001").await;
    let mut read = store.read();
    let kept = read.organisations().by_code(&code("w91001")).await.unwrap().unwrap();
    assert_eq!(
        (kept.id, kept.kind, kept.status, kept.policy),
        (id, Kind::Practice, Status::Active, Policy::AnyMember)
    );
    assert_eq!(read.organisations().by_id(id).await.unwrap(), Some(kept));
    let view = read.organisations().view(&code("W91001")).await.unwrap().unwrap();
    assert_eq!(
        (view.town.as_str(), view.postcode.as_str(), view.closed_on),
        ("CONWY", "LL32 8AB", None)
    );
    let contact = read.organisations().register_contact(id).await.unwrap().unwrap();
    assert_eq!(contact.address, ["1 Stryd Fawr", "CONWY"]);
    assert_eq!(contact.telephone, "01492 123456");
    assert_eq!(read.organisations().by_code(&code("W91002")).await.unwrap(), None);

    let mut change = store.change().await.unwrap();
    let taken = RegisterRow::commissioner_row(code("W91001"), "Another".into());
    assert!(!change.organisations().add(id, &taken, at(1)).await.unwrap());
    change
        .organisations()
        .set_policy(id, Policy::SupportOnly, at(1))
        .await
        .unwrap();
    let changed = change.organisations().by_id(id).await.unwrap().unwrap();
    assert_eq!(changed.policy, Policy::SupportOnly);
}

async fn a_search_meets_the_beginning_of_every_word(store: Store) {
    organisation(&store, &row("W91001", "MEDDYGFA'R BONT", "CONWY", "LL32 8AB")).await;
    organisation(&store, &row("W91002", "THE TŶ GWYN SURGERY", "BETHESDA", "LL57 3YA")).await;
    for (text, expected) in [
        ("bont", vec!["W91001"]),
        ("meddygfar", vec!["W91001"]),
        ("BON con", vec!["W91001"]),
        ("ty gwyn", vec!["W91002"]),
        ("Tŷ", vec!["W91002"]),
        ("ll57", vec!["W91002"]),
        ("LL57 3YA", vec!["W91002"]),
        ("ll573y", vec!["W91002"]),
        ("w9100", vec!["W91001", "W91002"]),
        ("ll", vec!["W91001", "W91002"]),
        ("bont bethesda", vec![]),
        ("ont", vec![]),
        ("%", vec![]),
        ("' OR 1 = 1 --", vec![]),
        ("a b c d e f g h", vec![]),
    ] {
        let found = store.read().organisations().search(text).await.unwrap();
        let codes: Vec<&str> = found.organisations.iter().map(|view| view.code.as_str()).collect();
        assert_eq!(codes, expected, "{text}");
    }
}

async fn a_search_shows_open_ones_first_and_says_when_there_are_more(store: Store) {
    for number in 0..25 {
        let mut row = row(&format!("W91{number:03}"), &format!("SURGERY {number:02}"), "CONWY", "");
        if number == 0 {
            row.status = Status::Closed;
            row.closed_on = Some("2019-03-31".parse().unwrap());
        }
        organisation(&store, &row).await;
    }
    let found = store.read().organisations().search("surgery").await.unwrap();
    assert_eq!(found.organisations.len(), 20);
    assert!(found.more);
    assert_eq!(found.organisations[0].code.as_str(), "W91001");
    let found = store.read().organisations().search("surgery 00").await.unwrap();
    assert!(!found.more);
    assert_eq!(found.organisations[0].status, Status::Closed);
    assert_eq!(found.organisations[0].closed_on, Some("2019-03-31".parse().unwrap()));
    assert_eq!(store.read().organisations().count().await.unwrap(), 25);
}

async fn a_search_for_nothing_finds_nothing(store: Store) {
    practice(&store, "W91001").await;
    for text in ["", "   ", "'-"] {
        assert!(
            store
                .read()
                .organisations()
                .search(text)
                .await
                .unwrap()
                .organisations
                .is_empty()
        );
    }
}
