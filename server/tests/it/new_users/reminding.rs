//! Invitations that nobody answers: two reminders, then a letter to whoever invited; each once, however many servers run.

use chrono::TimeDelta;
use domain::audit::Event;
use domain::new_users::{Answering, Over};
use server::reminders::post;

use super::invited::{accepts, answering};
use crate::{TestApp, on_both};

on_both!(
    whoever_does_not_answer_is_reminded_twice_and_then_whoever_invited_is_told,
    nobody_is_reminded_of_what_does_not_stand_any_more,
    sending_again_begins_afresh,
);

impl TestApp {
    /// What two servers post at the same time.
    async fn reminders(&self) -> u32 {
        let (one, other) = (self.needed(), self.needed());
        let (one, other) = tokio::join!(post(&one), post(&other));
        one.unwrap() + other.unwrap()
    }

    fn days_go_by(&self, days: i64) {
        self.clock.advance(TimeDelta::days(days) + TimeDelta::minutes(1));
    }
}

async fn whoever_does_not_answer_is_reminded_twice_and_then_whoever_invited_is_told(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.person("Huw Tomos", "huw@known.example").await;
    let gwen = app.invited(&sian, &practice, "Gwen Rees", "gwen@new.example").await;
    let huw = app.invited(&sian, &practice, "Huw Tomos", "huw@known.example").await;
    app.days_go_by(1);
    assert_eq!(app.reminders().await, 0);
    app.days_go_by(1);
    assert_eq!(app.reminders().await, 2, "known and unknown alike");
    assert_eq!(app.reminders().await, 0);
    let reminder = app.letters_to("gwen@new.example").await.remove(0);
    assert_eq!(reminder.name, "invitation_reminder");
    let browser = app.browser();
    assert_eq!(answering(&browser, &gwen.token).await, Answering::Over(Over::Replaced));
    assert!(matches!(
        answering(&browser, &reminder.token()).await,
        Answering::ChoosePassword { .. }
    ));
    assert_eq!(
        answering(&browser, &app.letters_to("huw@known.example").await[0].token()).await,
        Answering::SignIn
    );
    app.days_go_by(3);
    assert_eq!(app.reminders().await, 2);
    assert_eq!(app.reminders().await, 0);
    app.days_go_by(2);
    assert_eq!(app.reminders().await, 2, "two letters to Siân");
    assert_eq!(app.reminders().await, 0);
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "invitation_expired");
    let newest = app.letters_to("gwen@new.example").await.remove(0);
    assert_eq!(
        answering(&browser, &newest.token()).await,
        Answering::Over(Over::Expired),
        "no reminder holds longer"
    );
    assert_eq!(app.count_of(&practice, Event::InvitationReminded).await, 4);
    assert_eq!(app.count_of(&practice, Event::InvitationExpired).await, 2);
    assert_eq!(answering(&browser, &huw.token).await, Answering::Over(Over::Replaced));
}

async fn nobody_is_reminded_of_what_does_not_stand_any_more(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@known.example").await;
    let accepted = app.invited(&sian, &practice, "Huw Tomos", "huw@known.example").await;
    app.invited(&mair, &practice, "Gwen Rees", "gwen@new.example").await;
    accepts(&huw, accepted.id).await.expect("it is his");
    let users = sian.practice_users(&practice).await.unwrap().members;
    let member = users.iter().find(|row| row.name == "Mair Ellis").unwrap().id;
    sian.revokes(&practice, member).await.unwrap();
    app.days_go_by(2);
    assert_eq!(app.reminders().await, 0);
}

async fn sending_again_begins_afresh(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.invited(&sian, &practice, "Gwen Rees", "gwen@new.example").await;
    app.days_go_by(8);
    assert_eq!(app.reminders().await, 1, "Siân is told that the time is over");
    sian.signs_in().await;
    sian.does("send_new_user_letter_again", gwen.id)
        .await
        .expect("it is hers to send");
    assert_eq!(app.reminders().await, 0);
    app.days_go_by(2);
    assert_eq!(app.reminders().await, 1);
}
