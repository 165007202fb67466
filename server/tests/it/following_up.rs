//! Requests that nobody decides: two reminders, then support, then the end; each once, however many servers run.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::audit::Event;
use domain::join_requests::StateTag;
use domain::permission::Role;
use domain::{Clock, Moment};
use server::following_up::follow_up;

use crate::postbox::Received;
use crate::{TestApp, on_both};

on_both!(
    those_who_may_decide_are_reminded_twice_then_support_is_told_and_then_it_lapses,
    one_letter_lists_all_that_waits,
    where_nobody_can_decide_support_is_told_at_once,
    what_is_decided_or_withdrawn_is_left_in_peace,
    days_are_counted_by_the_calendar_in_london,
);

impl TestApp {
    /// How many letters two servers post at the same time.
    async fn follows_up(&self) -> usize {
        let (one, other) = (self.needed(), self.needed());
        let (one, other) = tokio::join!(follow_up(&one), follow_up(&other));
        one.unwrap() + other.unwrap()
    }

    async fn reminders_to(&self, email: &str) -> Vec<Received> {
        let mut letters = self.letters_to(email).await;
        letters.retain(|letter| letter.name.starts_with("requests_"));
        letters
    }

    fn moves_to(&self, moment: Moment) {
        self.clock.advance(moment.utc() - self.clock.now().utc());
    }
}

async fn those_who_may_decide_are_reminded_twice_then_support_is_told_and_then_it_lapses(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.support("Olwen Rees", "olwen@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let ahead = gwen.request_at(&practice).await.ahead.unwrap();
    assert_eq!(ahead.reminded_on.unwrap().date().to_string(), "2025-11-25");
    assert_eq!(ahead.with_support_on.unwrap().date().to_string(), "2025-11-30");
    assert_eq!(ahead.lapses_on.date().to_string(), "2025-12-23");

    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.follows_up().await, 0);
    for reminders in 1..=2 {
        app.clock.advance(TimeDelta::days(if reminders == 1 { 1 } else { 3 }));
        assert_eq!(app.follows_up().await, 1);
        assert_eq!(app.follows_up().await, 0, "once");
        let letters = app.reminders_to("sian@bont.example").await;
        assert_eq!(letters.len(), reminders);
        assert_eq!(letters[0].name, "requests_waiting");
        assert!(letters[0].text.contains("Gwen Rees asks to act for Meddygfa'r Bont"));
        assert!(letters[0].text.contains("since 23 November 2025"));
        assert_eq!(letters[0].link, "/pending-requests");
    }
    assert!(app.reminders_to("olwen@support.example").await.is_empty());
    gwen.signs_in().await;
    let ahead = gwen.request_at(&practice).await.ahead.unwrap();
    assert!(ahead.reminded_on.is_none() && ahead.with_support_on.is_some());

    app.clock.advance(TimeDelta::days(2));
    assert_eq!(app.follows_up().await, 1);
    assert_eq!(app.follows_up().await, 0);
    let told = app.reminders_to("olwen@support.example").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].name, "requests_with_support");
    assert!(told[0].text.contains("Gwen Rees asks to act for Meddygfa'r Bont"));
    gwen.signs_in().await;
    let ahead = gwen.request_at(&practice).await.ahead.unwrap();
    assert!(ahead.reminded_on.is_none() && ahead.with_support_on.is_none());

    app.clock.advance(TimeDelta::days(22));
    assert_eq!(app.follows_up().await, 0, "on the 29th day");
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.follows_up().await, 1);
    assert_eq!(app.follows_up().await, 0);
    let last = app.letters_to("gwen@bont.example").await.remove(0);
    assert_eq!(last.name, "request_lapsed");
    assert_eq!(last.link, "/ask-to-join/W91001");
    gwen.signs_in().await;
    let own = gwen.request_at(&practice).await;
    assert_eq!((own.state, own.ahead), (StateTag::Expired, None));
    sian.signs_in().await;
    sian.approves(&practice, request).await.unwrap_err();
    for (event, count) in [
        (Event::RequestReminded, 2),
        (Event::CaseOpened, 1),
        (Event::RequestLapsed, 1),
    ] {
        assert_eq!(app.count_of(&practice, event).await, count, "{event:?}");
    }
    // It can be asked again, and is followed up from the beginning.
    gwen.asks(&practice).await;
    let ahead = gwen.request_at(&practice).await.ahead;
    assert!(ahead.unwrap().reminded_on.is_some());
}

async fn one_letter_lists_all_that_waits(app: TestApp) {
    let bont = app.practice("W91001", "Meddygfa'r Bont").await;
    let castell = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &bont).await;
    app.let_in(sian.id, &castell, Role::PracticeEnabledUser).await;
    app.member("Huw Tomos", "huw@castell.example", &castell).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&bont).await;
    app.clock.advance(TimeDelta::minutes(10));
    gwen.asks(&castell).await;
    app.clock.advance(TimeDelta::days(1));
    let nia = app.person("Nia Puw", "nia@bont.example").await;
    nia.asks(&bont).await;
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.follows_up().await, 2, "one to each");
    let hers = app.reminders_to("sian@bont.example").await;
    assert_eq!(hers.len(), 1);
    for row in [
        "Gwen Rees asks to act for Meddygfa'r Bont",
        "Gwen Rees asks to act for Canolfan Iechyd y Castell",
        "Nia Puw asks to act for Meddygfa'r Bont",
    ] {
        assert_eq!(hers[0].text.matches(row).count(), 1, "{row}: {}", hers[0].text);
    }
    let his = app.reminders_to("huw@castell.example").await;
    assert!(!his[0].text.contains("Bont") && his[0].text.contains("Castell"));
}

async fn where_nobody_can_decide_support_is_told_at_once(app: TestApp) {
    let lonely = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.support("Olwen Rees", "olwen@support.example").await;
    app.support("Non Parry", "non@support.example").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&lonely).await;
    let told = app.reminders_to("non@support.example").await;
    assert_eq!((told.len(), told[0].name), (1, "requests_with_support"));
    for days in [2, 3] {
        app.clock.advance(TimeDelta::days(days));
        assert_eq!(app.follows_up().await, 0, "they know");
    }
    assert_eq!(app.count_of(&lonely, Event::CaseOpened).await, 1);
}

async fn what_is_decided_or_withdrawn_is_left_in_peace(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let nia = app.person("Nia Puw", "nia@bont.example").await;
    let request = gwen.asks(&practice).await;
    sian.approves(&practice, request).await.unwrap();
    let request = nia.asks(&practice).await;
    nia.withdraws(request).await.unwrap();
    for _ in 0..40 {
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.follows_up().await, 0);
    }
    assert_eq!(app.count_of(&practice, Event::RequestLapsed).await, 0);
}

/// Over both changes of the clocks, a reminder goes on its day from eight in the morning, and only once.
async fn days_are_counted_by_the_calendar_in_london(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let utc = |month, day, hour, minute| Moment::new(Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap());
    let spring = app.person("Gwen Rees", "gwen@bont.example").await;
    app.moves_to(utc(3, 27, 23, 50));
    spring.signs_in().await;
    let request = spring.asks(&practice).await;
    app.moves_to(utc(3, 29, 6, 59));
    assert_eq!(app.follows_up().await, 0, "a minute before eight, by summer time");
    app.moves_to(utc(3, 29, 7, 0));
    assert_eq!(app.follows_up().await, 1);
    app.moves_to(utc(3, 29, 8, 0));
    assert_eq!(app.follows_up().await, 0);
    spring.signs_in().await;
    spring.withdraws(request).await.unwrap();

    let autumn = app.person("Nia Puw", "nia@bont.example").await;
    app.moves_to(utc(10, 22, 23, 30));
    autumn.signs_in().await;
    autumn.asks(&practice).await;
    app.moves_to(utc(10, 24, 12, 0));
    assert_eq!(app.follows_up().await, 0, "it came on the 23rd, by summer time");
    app.moves_to(utc(10, 25, 7, 59));
    assert_eq!(app.follows_up().await, 0, "a minute before eight, by winter time");
    app.moves_to(utc(10, 25, 8, 0));
    assert_eq!(app.follows_up().await, 1);
    assert_eq!(app.reminders_to("sian@bont.example").await.len(), 2);
}
