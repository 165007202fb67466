//! What *Who may act?* is asked with: a form that stands in the address.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, optional_day, optional_text, optional_time};
use crate::permission::Role;
use crate::{PersonId, RosterId, rosters};

/// The question as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActingForm {
    /// The organisation, as in the path.
    #[serde(default)]
    pub code: String,
    /// Beginnings of names, or of an e-mail address.
    #[serde(default)]
    pub who: String,
    /// The person ([`PersonId`]), once one has been chosen.
    #[serde(default)]
    pub person: String,
    /// [`Role::tag`]; empty for any.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group ([`RosterId`]); empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The day in London, `2026-11-22`; empty for today.
    #[serde(default)]
    pub day: String,
    /// The time on a clock in London, `14:05`; empty for now, or for noon of a day.
    #[serde(default)]
    pub time: String,
}

/// About whom somebody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Nobody yet.
    Nobody,
    /// Whoever these words find.
    Words(String),
    /// This person.
    Person(PersonId),
}

/// The question, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// About whom.
    pub whom: Whom,
    /// In which role; any where absent.
    pub role: Option<Role>,
    /// For which roster or roster group; for the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// On which day.
    pub day: Option<NaiveDate>,
    /// At which time.
    pub time: Option<NaiveTime>,
}

/// The most characters that are looked for.
const WORDS_MOST: u16 = 200;

impl ActingForm {
    /// Reads the question.
    ///
    /// # Errors
    /// Every field that is to be put right: a wrong moment must not be answered as if it were another.
    pub fn parse(&self) -> Result<Question, FieldErrors> {
        let mut errors = FieldErrors::default();
        let whom = errors.take(Field::Who, self.whom());
        let role = errors.take(Field::Role, any_or(&self.role, Role::from_tag));
        let roster = errors.take(Field::Roster, rosters::limit(&self.roster));
        let day = errors.take(Field::Day, optional_day(&self.day));
        let time = errors.take(Field::Time, optional_time(&self.time));
        match (whom, role, roster, day, time) {
            (Some(whom), Some(role), Some(roster), Some(day), Some(time)) => Ok(Question {
                whom,
                role,
                roster,
                day,
                time,
            }),
            _ => Err(errors),
        }
    }

    fn whom(&self) -> Result<Whom, Problem> {
        if self.person.is_empty() {
            let words = optional_text(&self.who, WORDS_MOST, false)?;
            return Ok(words.map_or(Whom::Nobody, Whom::Words));
        }
        PersonId::parse(&self.person)
            .map(Whom::Person)
            .ok_or(Problem::NotAChoice)
    }
}

impl Question {
    /// The moment that is asked about: now where neither day nor time says otherwise, a time alone is of today, a day
    /// alone means its noon.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn moment(&self, now: crate::Moment) -> crate::Moment {
        let noon = || NaiveTime::MIN + chrono::TimeDelta::hours(12);
        match (self.day, self.time) {
            (None, None) => now,
            (Some(day), time) => crate::moment_in_london(day.and_time(time.unwrap_or_else(noon))),
            (None, Some(time)) => crate::moment_in_london(now.in_london().date().and_time(time)),
        }
    }
}

/// Reads one of several choices, or any.
fn any_or<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(Problem::NotAChoice),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;
    use crate::Moment;

    fn asking(day: &str, time: &str) -> ActingForm {
        ActingForm {
            day: day.into(),
            time: time.into(),
            ..ActingForm::default()
        }
    }

    fn utc(month: u32, day: u32, hour: u32, minute: u32) -> Moment {
        Moment::new(Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap())
    }

    #[test]
    fn a_day_and_a_time_are_those_of_a_clock_in_london() {
        let now = utc(7, 1, 9, 30);
        let moment = |day, time| asking(day, time).parse().unwrap().moment(now);
        assert_eq!(moment("", ""), now);
        assert_eq!(moment("2026-03-03", ""), utc(3, 3, 12, 0));
        assert_eq!(moment("2026-07-03", "12:00"), utc(7, 3, 11, 0));
        assert_eq!(moment("", "08:15"), utc(7, 1, 7, 15));
        let half = utc(7, 1, 7, 15).plus(chrono::TimeDelta::seconds(30));
        assert_eq!(moment("", "08:15:30"), half);
        // The clocks went forward from one to two, so there was no half past one.
        assert_eq!(moment("2026-03-29", "01:30"), utc(3, 29, 1, 30));
        // They went back from two to one, so half past one came twice; the first counts.
        assert_eq!(moment("2026-10-25", "01:30"), utc(10, 25, 0, 30));
    }

    #[test]
    fn a_question_that_cannot_be_read_is_not_answered_as_another() {
        for time in [
            "25:00",
            "12:60",
            "12",
            "1:30",
            "12:00:61",
            "noon",
            "12:00:00:00",
            "-1:00",
        ] {
            let errors = asking("", time).parse().unwrap_err();
            assert_eq!(errors.of(Field::Time), Some(Problem::NotATime), "{time}");
        }
        assert!(asking("3 March", "").parse().is_err());
        let wrong = ActingForm {
            person: "Siân".into(),
            role: "king".into(),
            roster: "ward".into(),
            ..ActingForm::default()
        };
        let errors = wrong.parse().unwrap_err();
        let fields: Vec<Field> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Who, Field::Role, Field::Roster]);
    }

    #[test]
    fn a_chosen_person_counts_more_than_words() {
        let id = PersonId::parse("0190163d-8694-739b-aea5-966c26f8ad91").unwrap();
        let form = ActingForm {
            who: "huw".into(),
            person: id.to_string(),
            ..ActingForm::default()
        };
        assert_eq!(form.parse().unwrap().whom, Whom::Person(id));
    }
}
