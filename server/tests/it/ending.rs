//! Access that ends is told a week and a day before, to both sides; once, however many servers run.

use chrono::{TimeDelta, TimeZone, Utc};
use domain::audit::Event;
use domain::permission::Role;
use domain::{Clock, Moment, end_of};
use server::ending::tell;

use crate::{TestApp, on_both};

on_both!(
    both_sides_are_told_a_week_and_a_day_before,
    what_was_given_for_a_short_time_is_told_the_day_before_alone,
    one_letter_tells_each_of_all_that_ends,
    ends_are_those_of_the_calendar_in_london,
);

impl TestApp {
    /// How many letters two servers post at the same time.
    async fn tells(&self) -> usize {
        let (one, other) = (self.needed(), self.needed());
        let (one, other) = tokio::join!(tell(&one), tell(&other));
        one.unwrap() + other.unwrap()
    }

    /// The end of the day so many days from today.
    pub(crate) fn end_in(&self, days: i64) -> Moment {
        end_of(self.clock.now().plus(TimeDelta::days(days)).in_london().date())
    }

    async fn told(&self, email: &str, name: &str) -> Vec<String> {
        let letters = self.letters_to(email).await;
        let letters = letters.into_iter().filter(|letter| letter.name == name);
        letters.map(|letter| letter.text).collect()
    }
}

async fn both_sides_are_told_a_week_and_a_day_before(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    app.let_in_until(gwen.id, &practice, Role::ProviderUser, app.end_in(10))
        .await;
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(app.tells().await, 0);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.tells().await, 2, "to Gwen and to Siân");
    assert_eq!(app.tells().await, 0, "once");
    app.clock.advance(TimeDelta::days(5));
    assert_eq!(app.tells().await, 0);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.tells().await, 2);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.tells().await, 0);
    let hers = app.told("gwen@bont.example", "access_ending").await;
    assert_eq!(hers.len(), 2);
    assert!(
        hers[0].contains("Meddygfa'r Bont: Provider User until 3 December 2025, 23:59"),
        "{}",
        hers[0]
    );
    let to_sian = app.told("sian@bont.example", "members_ending").await;
    assert_eq!(to_sian.len(), 2);
    assert!(
        to_sian[0].contains("Gwen Rees: Provider User until 3 December 2025, 23:59"),
        "{}",
        to_sian[0]
    );
    assert_eq!(app.count_of(&practice, Event::RoleEndTold).await, 2);
}

async fn what_was_given_for_a_short_time_is_told_the_day_before_alone(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    app.let_in_until(gwen.id, &practice, Role::ProviderUser, app.end_in(4))
        .await;
    let nia = app.person("Nia Puw", "nia@bont.example").await;
    app.let_in_until(nia.id, &practice, Role::ProviderUser, app.end_in(1))
        .await;
    for day in 0..6 {
        assert_eq!(app.tells().await, usize::from(day == 3), "day {day}");
        app.clock.advance(TimeDelta::days(1));
    }
    assert_eq!(app.told("gwen@bont.example", "access_ending").await.len(), 1);
}

async fn one_letter_tells_each_of_all_that_ends(app: TestApp) {
    let bont = app.practice("W91001", "Meddygfa'r Bont").await;
    let castell = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    app.member("Siân Jones", "sian@bont.example", &bont).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let nia = app.person("Nia Puw", "nia@bont.example").await;
    let end = app.end_in(20);
    app.let_in_until(gwen.id, &bont, Role::ProviderUser, end).await;
    app.let_in_until(gwen.id, &castell, Role::ProviderUser, end).await;
    app.let_in_until(nia.id, &bont, Role::ProviderUser, end).await;
    app.clock.advance(TimeDelta::days(13));
    // Whoever may decide is told of the others; here every member may.
    assert_eq!(
        app.tells().await,
        2 + 3,
        "of their own, and to Gwen, Nia and Siân of the others'"
    );
    let hers = app.told("gwen@bont.example", "access_ending").await;
    assert!(hers[0].contains("Meddygfa'r Bont: ") && hers[0].contains("Canolfan Iechyd y Castell: "));
    let to_sian = app.told("sian@bont.example", "members_ending").await;
    assert!(to_sian[0].contains("Gwen Rees: ") && to_sian[0].contains("Nia Puw: "));
}

/// The last day is the one on which the clocks change.
async fn ends_are_those_of_the_calendar_in_london(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    for (who, month, day) in [("gwen", 3, 29), ("nia", 10, 25)] {
        let email = format!("{who}@bont.example");
        let person = app.person("Gwen Rees", &email).await;
        let noon = |day| Moment::new(Utc.with_ymd_and_hms(2026, month, day, 12, 0, 0).unwrap());
        app.clock.advance(noon(day - 20).utc() - app.clock.now().utc());
        let end = end_of(noon(day).in_london().date());
        app.let_in_until(person.id, &practice, Role::ProviderUser, end).await;
        for days_before in (0..20).rev() {
            app.clock.advance(noon(day - days_before).utc() - app.clock.now().utc());
            let expected = usize::from(days_before == 7 || days_before == 1);
            assert_eq!(app.tells().await, expected, "{days_before} days before");
        }
        assert_eq!(app.told(&email, "access_ending").await.len(), 2);
    }
}
