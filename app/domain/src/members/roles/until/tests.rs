use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

#[test]
fn the_first_day_counts_itself() {
    let monday = day(2026, 11, 30);
    assert_eq!(Length::Day.last_day(monday), monday);
    assert_eq!(Length::Week.last_day(monday), day(2026, 12, 6));
    assert_eq!(Length::Month.last_day(monday), day(2026, 12, 29));
    assert_eq!(Length::ThreeMonths.last_day(day(2026, 12, 1)), day(2027, 2, 28));
}

#[test]
fn a_month_ends_with_the_month_where_that_has_no_such_day() {
    assert_eq!(Length::Month.last_day(day(2027, 1, 31)), day(2027, 2, 28));
    assert_eq!(Length::Month.last_day(day(2027, 1, 30)), day(2027, 2, 28));
    assert_eq!(Length::Month.last_day(day(2027, 1, 29)), day(2027, 2, 28));
    assert_eq!(Length::Month.last_day(day(2027, 1, 28)), day(2027, 2, 27));
    assert_eq!(Length::Month.last_day(day(2027, 1, 1)), day(2027, 1, 31));
    assert_eq!(Length::ThreeMonths.last_day(day(2026, 11, 30)), day(2027, 2, 28));
    assert_eq!(Length::Month.last_day(day(2026, 3, 31)), day(2026, 4, 30));
}

#[test]
fn a_leap_year_has_its_day() {
    assert_eq!(Length::Month.last_day(day(2028, 1, 31)), day(2028, 2, 29));
    assert_eq!(Length::Month.last_day(day(2028, 1, 29)), day(2028, 2, 28));
    assert_eq!(Length::Day.last_day(day(2028, 2, 29)), day(2028, 2, 29));
    assert_eq!(Length::Week.last_day(day(2028, 2, 26)), day(2028, 3, 3));
    assert_eq!(Length::ThreeMonths.last_day(day(2027, 11, 30)), day(2028, 2, 29));
    assert_eq!(Length::Month.last_day(day(2028, 2, 29)), day(2028, 3, 28));
}

#[test]
fn no_length_is_shorter_than_a_shorter_one_and_none_goes_back() {
    let mut first = day(2027, 1, 1);
    while first < day(2029, 1, 1) {
        let lasts = Length::ALL.map(|length| length.last_day(first));
        assert!(lasts.is_sorted() && lasts[0] == first, "{first}: {lasts:?}");
        let next = first.succ_opt().expect("a day");
        for length in Length::ALL {
            assert!(
                length.last_day(first) <= length.last_day(next),
                "{length:?} from {first}"
            );
        }
        first = next;
    }
}

fn read(until: &str, ends: &str) -> Result<Until, FieldErrors> {
    let mut errors = FieldErrors::default();
    Until::read(until, ends, &mut errors).ok_or(errors)
}

#[test]
fn the_day_counts_with_another_day_only() {
    let christmas = Until::Day(day(2026, 12, 25));
    assert_eq!(read("other", "2026-12-25"), Ok(christmas));
    assert_eq!(read("week", "2026-12-25"), Ok(Until::For(Length::Week)));
    assert_eq!(read("revoked", "soon"), Ok(Until::Revoked));
    assert_eq!(read("other", ""), Err(FieldErrors::one(Field::Ends, Problem::Missing)));
    assert_eq!(
        read("other", "soon"),
        Err(FieldErrors::one(Field::Ends, Problem::NotADay))
    );
    assert_eq!(
        read("fortnight", ""),
        Err(FieldErrors::one(Field::Until, Problem::NotAChoice))
    );
    for length in Length::ALL {
        assert_eq!(read(length.tag(), ""), Ok(Until::For(length)));
    }
}

#[test]
fn a_form_without_the_choice_says_the_day_alone() {
    assert_eq!(read("", "2026-12-25"), Ok(Until::Day(day(2026, 12, 25))));
    assert_eq!(read("", ""), Ok(Until::Revoked));
    assert_eq!(read("", "soon"), Err(FieldErrors::one(Field::Ends, Problem::NotADay)));
    let mut errors = FieldErrors::default();
    assert_eq!(Until::chosen("", "2026-12-25", &mut errors), None);
    assert_eq!(errors, FieldErrors::one(Field::Until, Problem::Missing));
}
