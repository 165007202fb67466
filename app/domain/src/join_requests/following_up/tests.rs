use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::Moment;

fn at(month: u32, day: u32, hour: u32, minute: u32) -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap())
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn days_rise_and_end_before_the_request_lapses() {
    assert_eq!(FollowUpDays::new([2, 5, 7]), Some(FollowUpDays::USUAL));
    assert_eq!(FollowUpDays::new([1, 2, 29]).map(|days| days.0), Some([1, 2, 29]));
    for wrong in [[0, 5, 7], [5, 5, 7], [2, 7, 5], [2, 5, 30]] {
        assert_eq!(FollowUpDays::new(wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_day_begins_at_midnight_in_london_whatever_the_season() {
    // Half past eleven in the evening by UTC on the day before the clocks go forward is that day in London; a day later
    // it is the next day there.
    let [due, ..] = FollowUpDays::USUAL.due_before(at(3, 31, 12, 0));
    assert_eq!(due, at(3, 29, 23, 0), "midnight of the 30th, in summer time");
    assert!(at(3, 29, 22, 59) < due && at(3, 29, 23, 0) >= due);
    // The 25th of October has 25 hours.
    let [due, ..] = FollowUpDays::USUAL.due_before(at(10, 27, 12, 0));
    assert_eq!(due, at(10, 26, 0, 0));
    let [due, ..] = FollowUpDays::USUAL.due_before(at(10, 26, 12, 0));
    assert_eq!(
        due,
        at(10, 24, 23, 0),
        "the 24th is two days ago, and ended by summer time"
    );
}

#[test]
fn it_is_time_from_eight_in_the_morning_in_london() {
    assert!(!is_time(at(3, 28, 7, 59)) && is_time(at(3, 28, 8, 0)));
    assert!(!is_time(at(3, 29, 6, 59)) && is_time(at(3, 29, 7, 0)));
    assert!(!is_time(at(10, 25, 7, 59)) && is_time(at(10, 25, 8, 0)));
}

#[test]
fn what_lies_ahead_is_what_has_not_been_done() {
    let days = FollowUpDays::USUAL;
    let came = at(11, 23, 17, 0);
    let dates = |ahead: Ahead| {
        (
            ahead.reminded_on.map(LondonTime::date),
            ahead.with_support_on.map(LondonTime::date),
            ahead.lapses_on.date(),
        )
    };
    let lapses = day(12, 23);
    assert_eq!(
        dates(days.ahead(came, None)),
        (Some(day(11, 25)), Some(day(11, 30)), lapses)
    );
    assert_eq!(
        dates(days.ahead(came, Some(FollowedUp::Once))),
        (Some(day(11, 28)), Some(day(11, 30)), lapses)
    );
    assert_eq!(
        dates(days.ahead(came, Some(FollowedUp::Twice))),
        (None, Some(day(11, 30)), lapses)
    );
    assert_eq!(
        dates(days.ahead(came, Some(FollowedUp::WithSupport))),
        (None, None, lapses)
    );
}

proptest! {
    /// What the page says is what is done: on the day that it names, and on no day before, whatever the season.
    #[test]
    fn what_is_due_on_a_day_is_what_was_said(minutes in 0_i64..2 * 366 * 24 * 60, step in 0_usize..3) {
        let came = at(1, 1, 0, 0).plus(chrono::TimeDelta::minutes(minutes));
        let done = [None, Some(FollowedUp::Once), Some(FollowedUp::Twice)][step];
        let ahead = FollowUpDays::USUAL.ahead(came, done);
        let said = ahead.reminded_on.or(ahead.with_support_on).unwrap().date();
        let noon = |day: NaiveDate| crate::moment::moment_in_london(day.and_hms_opt(12, 0, 0).unwrap());
        let is_due = |day: NaiveDate| came < FollowUpDays::USUAL.due_before(noon(day))[step];
        prop_assert!(is_due(said));
        prop_assert!(!is_due(said.pred_opt().unwrap()));
        let lapsed = |day: NaiveDate| came < lapsed_before(noon(day));
        prop_assert!(lapsed(ahead.lapses_on.date()));
        prop_assert!(!lapsed(ahead.lapses_on.date().pred_opt().unwrap()));
    }
}
