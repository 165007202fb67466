//! One line of a file of medics (eight columns, named by the file's first line) read into what it says. What lines say of
//! each other, and what becomes of them, is told in [`super`].

use chrono::{Datelike, NaiveDate};
use domain::form::Problem;
use domain::medics::{COLUMNS, GmcNumber, OnRoster};
use domain::rosters::{ROSTER_NAME_MOST, RosterName};
use domain::shared_mailbox::{self, Warning};
use domain::{EMAIL_MOST, EmailAddress, NAME_MOST, PersonName};
use storage::MedicLine;
use thiserror::Error;

/// Why a line was refused. Read by whoever looks after the file, so in English only.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Not text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// Not comma-separated values.
    #[error("its quotation marks do not match")]
    Quotes,
    /// Too many or too few cells.
    #[error("it has {0} cells, not {cells}", cells = COLUMNS.len())]
    Cells(usize),
    /// The file's first line once more.
    #[error("it names the columns again")]
    HeaderAgain,
    /// Control characters.
    #[error("{0} holds control characters")]
    Control(&'static str),
    /// What a spreadsheet takes for a formula.
    #[error("{column}, \"{text}\", begins like a formula (=, +, - or @)")]
    Formula {
        /// Which column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The GMC number.
    #[error("gmc_number, \"{0}\", is no GMC number (seven digits)")]
    Gmc(String),
    /// A cell that must hold something.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// More text than is kept.
    #[error("{column} is longer than {most} characters")]
    TooLong {
        /// Which column.
        column: &'static str,
        /// The longest that it may be.
        most: u16,
    },
    /// A name of a person, a roster or a roster group.
    #[error("{column}, \"{text}\", is no name")]
    Name {
        /// Which column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The e-mail address.
    #[error("email, \"{0}\", is no e-mail address")]
    Email(String),
    /// A shared mailbox (decision 7).
    #[error("name and address are those of a shared mailbox, not of a person")]
    SharedMailbox,
    /// A day.
    #[error("{column}, \"{text}\", is no day from 2000 to 2100 (YYYY-MM-DD)")]
    Day {
        /// Which column.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// The last day is before the first.
    #[error("it ends on {ends}, before it starts on {starts}")]
    EndsFirst {
        /// The first day.
        starts: NaiveDate,
        /// The last day.
        ends: NaiveDate,
    },
    /// Nothing would come of it.
    #[error("it ended on {0}, which has passed")]
    Over(NaiveDate),
    /// The very same line was there before.
    #[error("it already stands on line {0}")]
    Twice(u64),
    /// The medic stands there for the same roster, at other times.
    #[error("line {0} lists the same person for the same roster")]
    SameRoster(u64),
    /// The GMC number stands there with other names.
    #[error("line {0} has other names for the same GMC number")]
    OtherNames(u64),
    /// The GMC number stands there with another address.
    #[error("line {0} has another address for the same GMC number")]
    OtherAddress(u64),
    /// The address stands there with another GMC number.
    #[error("line {line} has the same address for the GMC number {gmc}")]
    OtherNumber {
        /// The line that counts.
        line: u64,
        /// Its GMC number.
        gmc: GmcNumber,
    },
}

/// The cells of a line, trimmed.
///
/// # Errors
/// It is no text, or its quotation marks do not match.
pub(super) fn cells(line: &[u8]) -> Result<Vec<String>, Reason> {
    let line = std::str::from_utf8(line).map_err(|_| Reason::NotText)?;
    // Each line on its own: a quotation mark that is never closed then spoils one line and not the rest of the file.
    if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(Reason::Quotes);
    }
    let mut record = csv::StringRecord::with_capacity(line.len(), COLUMNS.len());
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(512)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes())
        .read_record(&mut record)
        .map_err(|_| Reason::Quotes)?;
    Ok(record.iter().map(str::to_owned).collect())
}

/// Whether these are the names of the columns; case and blanks are forgiven.
pub(super) fn are_columns(cells: &[String]) -> bool {
    let plain = |name: &String| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    cells.iter().map(plain).eq(COLUMNS)
}

/// Reads one line; `today` is the day in London.
pub(super) fn read(number: u64, cells: &[String], today: NaiveDate) -> Result<MedicLine, Reason> {
    let Ok(cells) = <&[String; COLUMNS.len()]>::try_from(cells) else {
        return Err(Reason::Cells(cells.len()));
    };
    if are_columns(cells) {
        return Err(Reason::HeaderAgain);
    }
    for (column, text) in COLUMNS.into_iter().zip(cells) {
        if text.chars().any(char::is_control) {
            return Err(Reason::Control(column));
        }
        // Lists are taken away as files, where these begin a formula (OWASP: CSV injection).
        if text.starts_with(['=', '+', '-', '@']) {
            let text = cut(text);
            return Err(Reason::Formula { column, text });
        }
    }
    let [gmc, first_name, last_name, email, roster, group, starts, ends] = cells;
    let gmc = GmcNumber::parse(gmc).map_err(|_| Reason::Gmc(cut(gmc)))?;
    let first_name = person_name("first_name", first_name)?;
    let last_name = person_name("last_name", last_name)?;
    let email = EmailAddress::parse(email).map_err(|problem| match problem {
        Problem::Missing => Reason::Empty("email"),
        Problem::TooLong { .. } => Reason::TooLong {
            column: "email",
            most: EMAIL_MOST,
        },
        _ => Reason::Email(cut(email)),
    })?;
    if shared_mailbox::warning(&email, &first_name, &last_name) == Some(Warning::SharedMailbox) {
        return Err(Reason::SharedMailbox);
    }
    let roster = roster_name("roster", roster)?;
    let group = match group.as_str() {
        "" => None,
        text => Some(roster_name("roster_group", text)?),
    };
    let (starts, ends) = (day("starts", starts)?, day("ends", ends)?);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        return Err(Reason::EndsFirst { starts, ends });
    }
    if let Some(ends) = ends.filter(|ends| *ends < today) {
        return Err(Reason::Over(ends));
    }
    Ok(MedicLine {
        line: number,
        gmc,
        first_name,
        last_name,
        email,
        on: OnRoster {
            group,
            roster,
            starts,
            ends,
        },
    })
}

/// Whom a line that was refused may be about: the GMC number, else the address, as far as either can be read.
pub(super) fn about(cells: &[String]) -> Option<String> {
    let gmc = cells.first().and_then(|text| GmcNumber::parse(text).ok());
    let email = || cells.get(3).and_then(|text| EmailAddress::parse(text).ok());
    gmc.map(|gmc| gmc.as_str().to_owned())
        .or_else(|| email().map(|email| email.key().to_owned()))
}

fn person_name(column: &'static str, text: &str) -> Result<PersonName, Reason> {
    PersonName::parse(text).map_err(|problem| why_no_name(column, text, problem, NAME_MOST))
}

fn roster_name(column: &'static str, text: &str) -> Result<RosterName, Reason> {
    RosterName::parse(text).map_err(|problem| why_no_name(column, text, problem, ROSTER_NAME_MOST))
}

fn why_no_name(column: &'static str, text: &str, problem: Problem, most: u16) -> Reason {
    match problem {
        Problem::Missing => Reason::Empty(column),
        Problem::TooLong { .. } => Reason::TooLong { column, most },
        _ => Reason::Name {
            column,
            text: cut(text),
        },
    }
}

fn day(column: &'static str, text: &str) -> Result<Option<NaiveDate>, Reason> {
    if text.is_empty() {
        return Ok(None);
    }
    let shape = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    shape
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
        .filter(|day| (2000..=2100).contains(&day.year()))
        .map(Some)
        .ok_or_else(|| Reason::Day {
            column,
            text: cut(text),
        })
}

/// Enough of a bad value to find it, and no more: it goes to a terminal.
fn cut(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(30)
        .collect()
}
