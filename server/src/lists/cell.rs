//! The cells of a line, and what is read from those that every list of people has: names, an address, days.

use chrono::{Datelike, NaiveDate};
use domain::form::Problem;
use domain::{EMAIL_MOST, EmailAddress, NAME_MOST, PersonName};
use thiserror::Error;

/// Why a line was refused, whoever is listed. Read by whoever looks after the file, so in English only.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Not text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// Not comma-separated values.
    #[error("its quotation marks do not match")]
    Quotes,
    /// Too many or too few cells.
    #[error("it has {found} cells, not {wanted}")]
    Cells {
        /// How many it has.
        found: usize,
        /// How many there are columns.
        wanted: usize,
    },
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
    /// A name of a person or of something.
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
}

/// The cells of a line, trimmed.
///
/// # Errors
/// It is no text, or its quotation marks do not match.
pub(crate) fn cells(line: &[u8]) -> Result<Vec<String>, Reason> {
    let line = std::str::from_utf8(line).map_err(|_| Reason::NotText)?;
    // Each line on its own: a quotation mark that is never closed then spoils one line and not the rest of the file.
    if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(Reason::Quotes);
    }
    let mut record = csv::StringRecord::with_capacity(line.len(), 8);
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
pub(crate) fn are_columns(cells: &[String], columns: &[&str]) -> bool {
    let plain = |name: &String| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    cells.iter().map(plain).eq(columns.iter().copied())
}

/// The cells of a line with as many as there are columns, each of them plain text.
pub(crate) fn plain<'c, const N: usize>(
    cells: &'c [String],
    columns: &[&'static str; N],
) -> Result<&'c [String; N], Reason> {
    let Ok(cells) = <&[String; N]>::try_from(cells) else {
        return Err(Reason::Cells {
            found: cells.len(),
            wanted: N,
        });
    };
    if are_columns(cells, columns) {
        return Err(Reason::HeaderAgain);
    }
    for (column, text) in columns.iter().copied().zip(cells) {
        if text.chars().any(char::is_control) {
            return Err(Reason::Control(column));
        }
        // Lists are taken away as files, where these begin a formula (OWASP: CSV injection).
        if text.starts_with(['=', '+', '-', '@']) {
            let text = cut(text);
            return Err(Reason::Formula { column, text });
        }
    }
    Ok(cells)
}

pub(crate) fn person_name(column: &'static str, text: &str) -> Result<PersonName, Reason> {
    PersonName::parse(text).map_err(|problem| why_no_name(column, text, problem, NAME_MOST))
}

/// Why a name of something cannot be read; it may be so long.
pub(crate) fn why_no_name(column: &'static str, text: &str, problem: Problem, most: u16) -> Reason {
    match problem {
        Problem::Missing => Reason::Empty(column),
        Problem::TooLong { .. } => Reason::TooLong { column, most },
        _ => Reason::Name {
            column,
            text: cut(text),
        },
    }
}

pub(crate) fn email(text: &str) -> Result<EmailAddress, Reason> {
    EmailAddress::parse(text).map_err(|problem| match problem {
        Problem::Missing => Reason::Empty("email"),
        Problem::TooLong { .. } => Reason::TooLong {
            column: "email",
            most: EMAIL_MOST,
        },
        _ => Reason::Email(cut(text)),
    })
}

/// The first and the last day, in these columns; `today` is the day in London.
pub(crate) fn days(
    [first, last]: [(&'static str, &str); 2],
    today: NaiveDate,
) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Reason> {
    let (starts, ends) = (day(first.0, first.1)?, day(last.0, last.1)?);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        return Err(Reason::EndsFirst { starts, ends });
    }
    match ends.filter(|ends| *ends < today) {
        Some(ends) => Err(Reason::Over(ends)),
        None => Ok((starts, ends)),
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
pub(crate) fn cut(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(30)
        .collect()
}
