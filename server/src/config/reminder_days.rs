//! `REMINDER_DAYS`: on which days an undecided request is followed up.

use domain::join_requests::FollowUpDays;
use domain::join_requests::following_up::LAPSES_AFTER_DAYS;

use super::{Wrong, wrong};

/// Three days, divided by commas.
pub(super) fn read(value: Option<String>) -> Result<FollowUpDays, Wrong> {
    let Some(value) = value else {
        return Ok(FollowUpDays::USUAL);
    };
    let days: Option<Vec<u32>> = value.split(',').map(|day| day.trim().parse().ok()).collect();
    days.and_then(|days| FollowUpDays::new(days.try_into().ok()?))
        .ok_or_else(|| {
            let why = format!(
                "`{value}` is not three rising days from 1 to {}, as in `2,5,7`",
                LAPSES_AFTER_DAYS - 1
            );
            wrong("REMINDER_DAYS", why)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_days_that_rise() {
        let read = |value: &str| read(Some(value.to_owned()));
        assert_eq!(super::read(None), Ok(FollowUpDays::USUAL));
        assert_eq!(read("2, 5,7"), Ok(FollowUpDays::USUAL));
        for wrong in ["2,5", "2,5,7,9", "5,2,7", "0,5,7", "2,5,30", "soon", "2,5,", "-1,5,7"] {
            let why = read(wrong).unwrap_err().to_string();
            assert!(why.starts_with("REMINDER_DAYS: ") && why.contains(wrong), "{why}");
        }
    }
}
