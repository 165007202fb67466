use chrono::{TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::moment::{end_of, moment_in_london};

fn at(month: u32, day: u32, hour: u32) -> Moment {
    Moment::new(Utc.with_ymd_and_hms(2026, month, day, hour, 0, 0).unwrap())
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn a_week_and_a_day_before_the_last_day() {
    let end = end_of(day(11, 30));
    assert_eq!(last_day(end), day(11, 30));
    assert!(Told::Week.due_until(at(11, 22, 12)) < end && Told::Week.due_until(at(11, 23, 12)) >= end);
    assert!(Told::Day.due_until(at(11, 28, 12)) < end && Told::Day.due_until(at(11, 29, 12)) >= end);
}

#[test]
fn what_was_given_within_the_time_is_not_told_at_once() {
    let end = end_of(day(11, 30));
    assert!(Told::Week.is_worth_telling(at(11, 22, 23), end));
    assert!(!Told::Week.is_worth_telling(at(11, 23, 9), end));
    assert!(Told::Day.is_worth_telling(at(11, 28, 23), end));
    assert!(!Told::Day.is_worth_telling(at(11, 29, 0), end));
}

proptest! {
    /// Whatever the season, each step is due on its day and on no day before.
    #[test]
    fn each_step_is_due_on_its_day(days in 10_u64..700) {
        let last = day(1, 1).checked_add_days(Days::new(days)).unwrap();
        let end = end_of(last);
        for step in Told::ALL {
            let on = last.checked_sub_days(Days::new(step.days())).unwrap();
            let noon = moment_in_london(on.and_hms_opt(12, 0, 0).unwrap());
            prop_assert!(step.due_until(noon) >= end);
            let before = moment_in_london(on.pred_opt().unwrap().and_hms_opt(12, 0, 0).unwrap());
            prop_assert!(step.due_until(before) < end);
            let until = |moment: Moment| step.is_worth_telling(moment, end);
            prop_assert!(until(start_of(on).plus(-TimeDelta::microseconds(1))) && !until(start_of(on)));
        }
    }
}
