//! Points in time (UTC, whole microseconds), how they read in London, and the clock that services are given.
//! The browser never converts: it receives [`LondonTime`], so that both sides print the same.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::Language;

/// A point in time: UTC, whole microseconds (what both databases keep).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// Cuts a time to whole microseconds.
    pub fn new(time: DateTime<Utc>) -> Self {
        Self(DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// The time as the store keeps it.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// This much later (or earlier, with a negative duration); stays put at the end of the calendar.
    #[must_use]
    pub fn plus(self, duration: chrono::TimeDelta) -> Self {
        self.0.checked_add_signed(duration).map_or(self, Self)
    }

    /// How it reads on a clock in London, summer time included.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn in_london(self) -> LondonTime {
        use chrono_tz::OffsetName;
        let local = self.0.with_timezone(&chrono_tz::Europe::London);
        LondonTime {
            at: local.naive_local(),
            summer: local.offset().abbreviation() == Some("BST"),
        }
    }
}

/// The first moment of a day in London; for a role that starts on it.
#[cfg(not(target_arch = "wasm32"))]
pub fn start_of(day: NaiveDate) -> Moment {
    at_midnight(day)
}

/// The end of a day in London, 23:59 over: from this moment on what ended on that day no longer holds.
#[cfg(not(target_arch = "wasm32"))]
pub fn end_of(day: NaiveDate) -> Moment {
    at_midnight(day.succ_opt().unwrap_or(day))
}

/// The moment at which a clock in London shows this: the first, where the clocks are put back over it; as long after the
/// change, where they are put forward over it.
#[cfg(not(target_arch = "wasm32"))]
pub fn moment_in_london(shown: NaiveDateTime) -> Moment {
    use chrono::TimeZone;
    let local = chrono_tz::Europe::London.from_local_datetime(&shown).earliest();
    // Before the clocks are put forward, London keeps UTC.
    Moment::new(local.map_or(shown.and_utc(), |local| local.with_timezone(&Utc)))
}

/// Clocks in London are never put forward or back at midnight.
#[cfg(not(target_arch = "wasm32"))]
fn at_midnight(day: NaiveDate) -> Moment {
    use chrono::TimeZone;
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = chrono_tz::Europe::London.from_local_datetime(&midnight).earliest();
    Moment::new(local.map_or(midnight.and_utc(), |local| local.with_timezone(&Utc)))
}

/// A time as a clock in London shows it, ready to print on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LondonTime {
    #[serde(with = "micros")]
    at: NaiveDateTime,
    summer: bool,
}

impl LondonTime {
    /// The day alone, "22 November 2026".
    pub fn day(self, language: Language) -> String {
        day(self.at.date(), language)
    }

    /// Day and time, "22 November 2026, 14:05".
    pub fn day_and_time(self, language: Language) -> String {
        format!("{}, {:02}:{:02}", self.day(language), self.at.hour(), self.at.minute())
    }

    /// Day, time and zone, "22 November 2026, 14:05 (GMT)"; for deadlines.
    pub fn day_time_and_zone(self, language: Language) -> String {
        format!(
            "{} ({})",
            self.day_and_time(language),
            if self.summer { "BST" } else { "GMT" }
        )
    }

    /// The time with its seconds, "14:05:33"; for what is over within a minute.
    pub fn to_the_second(self) -> String {
        format!("{:02}:{:02}:{:02}", self.at.hour(), self.at.minute(), self.at.second())
    }

    /// The hour on the clock, 0 to 23.
    pub fn hour(self) -> u32 {
        self.at.hour()
    }

    /// The calendar day, as a form shows it: `2026-11-22` (RFC 3339).
    pub fn date(self) -> NaiveDate {
        self.at.date()
    }

    /// For the `datetime` attribute of `<time>`: local date and time with offset (RFC 3339).
    pub fn machine(self) -> String {
        let (date, time) = (self.at.date(), self.at.time());
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let zone = if self.summer { "+01:00" } else { "Z" };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

/// A time travels as a number: as text it would bring chrono's readers and printers, 25 kB of them, into the browser.
mod micros {
    use chrono::{DateTime, NaiveDateTime};
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(time: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(time.and_utc().timestamp_micros())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDateTime, D::Error> {
        let time = DateTime::from_timestamp_micros(i64::deserialize(from)?);
        time.map(|time| time.naive_utc())
            .ok_or_else(|| de::Error::custom("beyond the calendar"))
    }
}

/// A day travels as a number, for the same reason: `#[serde(with = "days")]`.
pub(crate) mod days {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Days since 1970.
    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over a reference to the field"
    )]
    pub(crate) fn serialize<S: Serializer>(day: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_epoch_days()).serialize(to)
    }

    /// Days since 1970; a day beyond the calendar is none.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<i32>::deserialize(from)?.and_then(NaiveDate::from_epoch_days))
    }
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// A calendar day in words, "1 March 2026" or "1 Mawrth 2026".
pub fn day(date: NaiveDate, language: Language) -> String {
    let months = match language {
        Language::English => &ENGLISH_MONTHS,
        Language::Welsh => &WELSH_MONTHS,
    };
    let month = months.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// Where services get the time from; tests hand in a stopped one.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn summer_time_is_shown_as_such() {
        let summer = Moment::new(Utc.with_ymd_and_hms(2026, 7, 1, 11, 30, 0).unwrap()).in_london();
        assert_eq!(summer.day_time_and_zone(Language::English), "1 July 2026, 12:30 (BST)");
        assert_eq!(summer.machine(), "2026-07-01T12:30:00+01:00");
        let winter = Moment::new(Utc.with_ymd_and_hms(2026, 11, 22, 14, 5, 0).unwrap()).in_london();
        assert_eq!(
            winter.day_time_and_zone(Language::Welsh),
            "22 Tachwedd 2026, 14:05 (GMT)"
        );
    }

    #[test]
    fn a_time_in_london_travels_whole() {
        for micros in [0, 1, -1, 1_763_820_305_123_456] {
            let time = Moment::new(DateTime::from_timestamp_micros(micros).unwrap()).in_london();
            let sent = serde_json::to_string(&time).unwrap();
            assert_eq!(serde_json::from_str::<LondonTime>(&sent).unwrap(), time, "{sent}");
        }
    }
}
