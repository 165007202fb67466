//! The worker against a real mail server that answers, refuses, hangs and drops the line.

use std::time::Duration;

use chrono::TimeDelta;
use domain::letter::{Delivery, Letter, LetterText, Recipient};
use domain::people::PersonView;
use domain::{Language, LetterId, PersonId};
use server::mail::{Found, bounces};
use server::secrets::{Sealed, SealingKey};
use storage::{Housekeeping, Posted};
use tokio::sync::watch;

use crate::sink::{Mood, Sink};
use crate::{Database, Person, TestApp, both};

/// An app whose letters go to a sink, on either database.
macro_rules! on_both_with_a_sink {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::run(crate::Database::sqlite(), super::$name);
            }

            #[test]
            fn on_postgresql() {
                if let Some(database) = crate::Database::postgresql() {
                    super::run(database, super::$name);
                }
            }
        }
    )+};
}

fn run<F: Future<Output = ()>>(database: Database, test: impl FnOnce(Office) -> F) {
    both::block_on(async {
        let office = Office::open(database).await;
        let (store, database) = (office.app.store.clone(), office.app.database.clone());
        test(office).await;
        store.close().await;
        drop(database);
    });
}

/// An app, its mail server, and somebody to write to.
struct Office {
    app: TestApp,
    sink: Sink,
    gwen: Person,
}

impl Office {
    async fn open(database: Database) -> Self {
        let sink = Sink::start().await;
        let url = sink.url();
        let app = TestApp::with(database, |config| config.smtp = Some(url)).await;
        let gwen = app.person("Gwen Rees", "gwen@example.org").await;
        Self { app, sink, gwen }
    }

    /// Posts a letter with a sealed token.
    async fn post(&self) -> LetterId {
        let sealed = self.app.mailer.sealing().seal(Sealed::LetterToken, b"the-token");
        let letter = letter_to(
            self.gwen.id,
            &self.gwen.email,
            Some(sealed),
            self.app.now().plus(TimeDelta::hours(24)),
        );
        let mut change = self.app.store.change().await.unwrap();
        let id = change.post(&letter, self.app.now()).await.unwrap();
        change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
        id
    }

    async fn one_letter(&self) -> Found {
        self.app.worker().one_letter().await.unwrap()
    }

    async fn posted(&self, id: LetterId) -> Posted {
        self.app.store.read().outbox().by_id(id).await.unwrap().unwrap()
    }

    /// Moves on until a letter that was refused for now is due again.
    fn wait(&self) {
        self.app.clock.advance(TimeDelta::hours(7));
    }
}

fn letter_to(person: PersonId, address: &str, sealed_token: Option<Vec<u8>>, until: domain::Moment) -> Letter {
    Letter {
        to: Recipient {
            person,
            address: address.to_owned(),
            first_name: "Gwen".to_owned(),
            language: Language::Welsh,
        },
        organisation: None,
        text: LetterText::ConfirmAddress {
            until: until.in_london(),
        },
        sealed_token,
    }
}

on_both_with_a_sink!(
    a_letter_is_sent_once_and_its_token_forgotten,
    a_letter_refused_for_now_is_tried_again_and_nothing_is_lost,
    a_letter_refused_for_good_is_given_up_with_the_answer_kept,
    a_letter_sent_twice_after_a_crash_has_the_same_message_id,
    a_letter_that_nobody_takes_for_days_is_given_up,
    two_workers_never_send_the_same_letter,
    a_letter_that_comes_back_shows_the_servers_words_on_the_persons_page,
);

/// A mail server's report about a letter as the sink kept it.
fn report(kept: &str, action: &str, words: &str) -> String {
    let headers: Vec<&str> = kept.lines().take_while(|line| !line.is_empty()).collect();
    format!(
        "Subject: Undelivered Mail\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"edge\"\r\n\r\n\
         --edge\r\n\r\nSorry.\r\n--edge\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; gwen@example.org\r\n\
         Action: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; {words}\r\n\r\n\
         --edge\r\nContent-Type: text/rfc822-headers\r\n\r\n{}\r\n\r\n--edge--\r\n",
        headers.join("\r\n")
    )
}

async fn a_letter_that_comes_back_shows_the_servers_words_on_the_persons_page(office: Office) {
    let id = office.post().await;
    assert_eq!(office.one_letter().await, Found::Sent);
    let kept = office.sink.kept().remove(0);
    let olwen = office.app.support("Olwen Rees", "olwen@help.example").await;
    let told = async |action: &str, words: &str| {
        let report = bounces::read(report(&kept, action, words).as_bytes()).unwrap();
        bounces::note(&office.app.store, &report).await.unwrap()
    };
    let shown = async || {
        let view: PersonView = olwen
            .browser
            .call("person", &[("id", &office.gwen.id.to_string())])
            .await
            .unwrap();
        let letter = view.letters.into_iter().next().unwrap();
        (letter.delivery, letter.answer)
    };
    assert_eq!(
        shown().await,
        (Delivery::Sent, None),
        "what a server says when it takes one is of no interest"
    );

    assert_eq!(
        told("delivered", "250 OK").await,
        format!("letter {id} was delivered, which changes nothing")
    );
    assert_eq!(shown().await, (Delivery::Sent, None));
    told("delayed", "450 the mailbox is full").await;
    assert_eq!(
        shown().await,
        (Delivery::Deferred, Some("450 the mailbox is full".to_owned()))
    );
    assert_eq!(
        told("failed", "550 no such user").await,
        format!("letter {id} could not be delivered")
    );
    assert_eq!(shown().await, (Delivery::GaveUp, Some("550 no such user".to_owned())));
    assert_eq!(
        told("delayed", "450 once more").await,
        format!("letter {id} stands as gave_up already; nothing is changed")
    );
    assert_eq!(office.one_letter().await, Found::Empty, "and it is not sent again");

    let unknown = bounces::Report {
        letter: LetterId::new(storage::fresh(office.app.now())),
        outcome: bounces::Outcome::Failed("550 no such user".to_owned()),
    };
    assert!(bounces::note(&office.app.store, &unknown).await.is_err());
}

async fn a_letter_is_sent_once_and_its_token_forgotten(office: Office) {
    let id = office.post().await;
    assert_eq!(office.one_letter().await, Found::Sent);
    assert_eq!(office.one_letter().await, Found::Empty);
    let kept = office.sink.kept();
    assert_eq!(kept.len(), 1);
    let letter = &kept[0];
    assert!(letter.contains("Auto-Submitted: auto-generated"), "{letter}");
    assert!(letter.contains(&format!("Message-ID: <{id}@localhost>")), "{letter}");
    assert!(letter.contains("multipart/alternative"), "{letter}");
    assert!(letter.contains("Content-Language: cy"), "{letter}");
    assert!(letter.contains("/cy/confirm/the-token"), "{letter}");
    let posted = office.posted(id).await;
    assert_eq!(posted.delivery, Delivery::Sent);
    assert_eq!(posted.letter.unwrap().sealed_token, None);
}

async fn a_letter_refused_for_now_is_tried_again_and_nothing_is_lost(office: Office) {
    let id = office.post().await;
    let moods = [
        Mood::Greets(421),
        Mood::RefusesRecipient(450),
        Mood::RefusesLetter(451),
        Mood::Hangs,
        Mood::KeepsItAndDropsTheLine,
    ];
    for (tried, mood) in (1..).zip(moods) {
        office.sink.next(&[mood]);
        assert_eq!(office.one_letter().await, Found::WillRetry, "{mood:?}");
        let posted = office.posted(id).await;
        assert_eq!(
            (posted.delivery, posted.attempts),
            (Delivery::Deferred, tried),
            "{mood:?}"
        );
        assert!(posted.last_answer.is_some(), "{mood:?}");
        assert!(posted.letter.unwrap().sealed_token.is_some(), "{mood:?}");
        assert_eq!(office.one_letter().await, Found::Empty, "it is not due yet");
        office.wait();
    }
    assert_eq!(office.one_letter().await, Found::Sent);
}

async fn a_letter_refused_for_good_is_given_up_with_the_answer_kept(office: Office) {
    for mood in [Mood::RefusesRecipient(550), Mood::RefusesLetter(554)] {
        let id = office.post().await;
        office.sink.next(&[mood]);
        assert_eq!(office.one_letter().await, Found::GaveUp, "{mood:?}");
        let posted = office.posted(id).await;
        assert_eq!(posted.delivery, Delivery::GaveUp);
        assert!(
            posted.last_answer.is_some_and(|answer| answer.contains("55")),
            "{mood:?}"
        );
        assert_eq!(posted.letter.unwrap().sealed_token, None);
    }
    office.wait();
    assert_eq!(office.one_letter().await, Found::Empty);
}

async fn a_letter_sent_twice_after_a_crash_has_the_same_message_id(office: Office) {
    let id = office.post().await;
    // The mail server kept it, but we never heard: as good as a crash between its yes and our commit.
    office.sink.next(&[Mood::KeepsItAndDropsTheLine]);
    assert_eq!(office.one_letter().await, Found::WillRetry);
    office.wait();
    assert_eq!(office.one_letter().await, Found::Sent);
    let kept = office.sink.kept();
    assert_eq!(kept.len(), 2);
    let message_id = format!("Message-ID: <{id}@localhost>");
    assert!(kept.iter().all(|letter| letter.contains(&message_id)));
}

async fn a_letter_that_nobody_takes_for_days_is_given_up(office: Office) {
    let id = office.post().await;
    office.app.clock.advance(TimeDelta::days(6));
    office.sink.next(&[Mood::RefusesLetter(451)]);
    assert_eq!(office.one_letter().await, Found::GaveUp);
    assert!(office.posted(id).await.last_answer.is_some());
}

async fn two_workers_never_send_the_same_letter(office: Office) {
    for _ in 0..6 {
        office.post().await;
    }
    let workers: Vec<_> = (0..3)
        .map(|_| {
            let worker = office.app.worker();
            tokio::spawn(async move { while worker.one_letter().await.unwrap() != Found::Empty {} })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let kept = office.sink.kept();
    let ids: std::collections::BTreeSet<_> = kept
        .iter()
        .filter_map(|letter| letter.lines().find(|line| line.starts_with("Message-ID")))
        .collect();
    assert_eq!((kept.len(), ids.len()), (6, 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_stopped_gives_the_letter_in_hand_back() {
    let office = Office::open(Database::sqlite()).await;
    let id = office.post().await;
    office.sink.next(&[Mood::Hangs]);
    let (stop, stopped) = watch::channel(false);
    let worker = office.app.worker();
    let running = tokio::spawn(async move { worker.run(stopped, Duration::from_millis(50)).await });
    // The worker counts its attempt when it leases the letter.
    while office.posted(id).await.attempts == 0 {
        tokio::task::yield_now().await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    let posted = office.posted(id).await;
    assert_eq!((posted.delivery, posted.attempts), (Delivery::Waiting, 0));
    assert_eq!(office.one_letter().await, Found::Sent, "at once, for no lease is left");
}

#[tokio::test]
async fn a_running_worker_is_woken_by_the_bell() {
    let office = Office::open(Database::sqlite()).await;
    let (stop, stopped) = watch::channel(false);
    let worker = office.app.worker();
    let running = tokio::spawn(async move { worker.run(stopped, Duration::from_secs(1)).await });
    let id = office.post().await;
    office.app.mailer.bell().ring();
    while office.posted(id).await.delivery == Delivery::Waiting {
        tokio::task::yield_now().await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(office.sink.kept().len(), 1);
}

#[tokio::test]
async fn nothing_that_was_typed_reaches_a_header() {
    let office = Office::open(Database::sqlite()).await;
    let until = office.app.now();
    let mut letter = letter_to(office.gwen.id, &office.gwen.email, None, until);
    letter.text = LetterText::RequestRejected {
        organisation: "Practis\r\nBcc: everyone@example.org".to_owned(),
        reason: "<script>alert(1)</script>\r\n.\r\nQUIT".to_owned(),
    };
    let mut change = office.app.store.change().await.unwrap();
    change.post(&letter, office.app.now()).await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(office.one_letter().await, Found::Sent);
    let kept = office.sink.kept();
    let (headers, parts) = kept[0].split_once("\n\n").unwrap();
    assert!(!headers.lines().any(|line| line.starts_with("Bcc")), "{headers}");
    let html = parts.split("text/html").nth(1).unwrap();
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn a_letter_sealed_with_another_key_is_given_up_and_not_sent_without_its_link() {
    let office = Office::open(Database::sqlite()).await;
    let sealed = SealingKey::passing().seal(Sealed::LetterToken, b"the-token");
    let letter = letter_to(office.gwen.id, &office.gwen.email, Some(sealed), office.app.now());
    let mut change = office.app.store.change().await.unwrap();
    change.post(&letter, office.app.now()).await.unwrap();
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(office.one_letter().await, Found::GaveUp);
    assert!(office.sink.kept().is_empty());
}
