//! Undoing and the letter worker at the same moment, a hundred times: either undone and no letter, or sent and not undone.

use app::error::AppError;
use chrono::TimeDelta;
use domain::Refusal;
use domain::join_requests::StateTag;
use domain::permission::Role;
use server::mail::{Found, Mailer, Worker};
use server::secrets::SealingKey;

use super::{SECONDS, Scene, refused, undoes};
use crate::sink::Sink;
use crate::{TestApp, on_both};

on_both!(of_undoing_and_the_letter_one_comes_to_pass);

const ROUNDS: usize = 100;

async fn everything_that_is_due(worker: &Worker) {
    while worker.one_letter().await.expect("the outbox can be read") != Found::Empty {}
}

async fn of_undoing_and_the_letter_one_comes_to_pass(app: TestApp) {
    let scene = Scene::on(app).await;
    let sink = Sink::start().await;
    let mut config = scene.app.config.clone();
    config.smtp = Some(sink.url());
    let mailer = Mailer::new(&config, SealingKey::passing()).expect("the sink is there");
    let worker = Worker::new(scene.app.store.clone(), scene.app.clock.clone(), mailer);
    let (mut undone, mut sent) = (0, 0);
    for round in 0..ROUNDS {
        if round % 20 == 0 {
            // She shows again that it is she.
            scene.sian.signs_in().await;
        }
        let person = scene
            .app
            .person("Elin Morgan", &format!("elin{round}@bont.example"))
            .await;
        // For a role that decides nothing: else each round would write to one more who decides than the last.
        let asked = person.tries_to_ask(&scene.practice, Role::ProviderUser).await;
        asked.expect("nobody keeps her from it");
        let request = person.request_at(&scene.practice).await.id;
        let approved = round % 2 == 0;
        if approved {
            scene.sian.approves(&scene.practice, request).await.expect("it waits");
        } else {
            scene
                .sian
                .rejects(&scene.practice, request, "Not yet.")
                .await
                .expect("it waits");
        }
        everything_that_is_due(&worker).await;
        let before = sink.kept().len();
        // The last moment of the one is the first of the other.
        scene.app.clock.advance(TimeDelta::seconds(SECONDS));
        if round < 5 {
            // So that both come to pass at least once, whatever the machine.
            worker.one_letter().await.expect("the outbox can be read");
        }
        let posting = async {
            if round < ROUNDS - 5 {
                for _ in 0..round * 20 {
                    tokio::task::yield_now().await;
                }
                worker.one_letter().await.expect("the outbox can be read");
            }
        };
        let (answer, ()) = tokio::join!(undoes(&scene.sian, &scene.practice, request), posting);
        everything_that_is_due(&worker).await;
        let letters = sink.kept().len() - before;
        let state = person.request_at(&scene.practice).await.state;
        if answer.is_ok() {
            undone += 1;
            assert_eq!((letters, state), (0, StateTag::Pending), "undone, and no letter");
        } else {
            sent += 1;
            let decided = if approved {
                StateTag::Approved
            } else {
                StateTag::Rejected
            };
            assert_eq!(refused(answer), Refusal::LetterHasLeft);
            assert_eq!((letters, state), (1, decided), "sent, and not undone");
        }
    }
    assert!(undone >= 5 && sent >= 5, "{undone} undone, {sent} sent");
}

#[tokio::test]
async fn of_two_who_undo_at_once_one_does() {
    let scene = Scene::on(TestApp::new().await).await;
    scene.approve().await;
    let (one, other) = tokio::join!(scene.undo(), scene.undo());
    let (done, refusal) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(done.is_ok());
    assert_eq!(refusal.unwrap_err(), AppError::Refused(Refusal::ChangedSince));
}
