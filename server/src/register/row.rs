//! One line of the register's file (`epraccur.csv`, 27 columns, no header) read into a row; both dialects, column by
//! column. What becomes of the rows is told in [`super`].

use chrono::NaiveDate;
use domain::OdsCode;
use domain::organisations::{Kind, Status};
use storage::RegisterRow;
use thiserror::Error;

use super::town::town;

/// How many columns a line has.
const COLUMNS: usize = 27;

/// The longest text that a column may hold, in characters; the register's own limit is 100.
const TEXT_MOST: usize = 200;

/// Why a line was refused. Read by whoever runs the import, so in English only.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Not text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// Not comma-separated values.
    #[error("its quotation marks do not match")]
    Quotes,
    /// Too many or too few columns.
    #[error("it has {0} columns, not {COLUMNS}")]
    Columns(usize),
    /// Column 1.
    #[error("column 1, \"{0}\", is no ODS code (3 to 12 of A to Z and 0 to 9)")]
    Code(String),
    /// The code was there before.
    #[error("the code {code} already stands on line {first}")]
    Twice {
        /// The code.
        code: OdsCode,
        /// The line that counts.
        first: u64,
    },
    /// Column 2.
    #[error("column 2, the name, is empty")]
    NoName,
    /// A date.
    #[error("column {column}, \"{text}\", is no date (YYYYMMDD)")]
    Date {
        /// Which column, from 1.
        column: usize,
        /// What stands there.
        text: String,
    },
    /// Column 13.
    #[error("column 13, \"{0}\", is no status (A, C, D, P or ACTIVE, INACTIVE, CLOSED, DORMANT, PROPOSED)")]
    Status(String),
    /// Column 15.
    #[error("column 15, \"{0}\", is no ODS code of a commissioner")]
    Commissioner(String),
    /// Control characters or far too much text.
    #[error("column {0} holds control characters or more than {TEXT_MOST} characters")]
    Text(usize),
}

/// Reads one line.
pub(super) fn read(line: &[u8]) -> Result<RegisterRow, Reason> {
    let line = std::str::from_utf8(line).map_err(|_| Reason::NotText)?;
    let columns = Columns::of(line)?;
    let code = columns.text(1);
    let code = OdsCode::parse(code).map_err(|_| Reason::Code(cut(code)))?;
    if columns.text(2).is_empty() {
        return Err(Reason::NoName);
    }
    let address: Vec<String> = (5..=9).map(|column| columns.text(column).to_owned()).collect();
    let commissioner = match columns.text(15) {
        "" => None,
        text => Some(OdsCode::parse(text).map_err(|_| Reason::Commissioner(cut(text)))?),
    };
    Ok(RegisterRow {
        code,
        name: columns.owned(2),
        kind: Kind::Practice,
        status: status(columns.text(13))?,
        national_grouping: columns.owned(3),
        geography: columns.owned(4),
        town: town(&address),
        address,
        postcode: columns.owned(10),
        opened_on: columns.date(11)?,
        closed_on: columns.date(12)?,
        sub_type: columns.owned(14),
        commissioner,
        joined_on: columns.date(16)?,
        left_on: columns.date(17)?,
        telephone: columns.owned(18),
        amended: columns.owned(22),
        provider: columns.owned(24),
        setting: columns.owned(26),
    })
}

/// The columns of one line, numbered from 1 as the register's documentation does.
struct Columns(csv::StringRecord);

impl Columns {
    fn of(line: &str) -> Result<Self, Reason> {
        // Each line on its own: a quotation mark that is never closed then spoils one line and not the rest of the file.
        if line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(Reason::Quotes);
        }
        let mut record = csv::StringRecord::with_capacity(line.len(), COLUMNS);
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(512)
            .trim(csv::Trim::All)
            .from_reader(line.as_bytes())
            .read_record(&mut record)
            .map_err(|_| Reason::Quotes)?;
        if record.len() != COLUMNS {
            return Err(Reason::Columns(record.len()));
        }
        let unfit = |text: &str| text.chars().any(char::is_control) || text.chars().count() > TEXT_MOST;
        match record.iter().position(unfit) {
            Some(at) => Err(Reason::Text(at + 1)),
            None => Ok(Self(record)),
        }
    }

    fn text(&self, column: usize) -> &str {
        self.0.get(column - 1).unwrap_or_default()
    }

    fn owned(&self, column: usize) -> String {
        self.text(column).to_owned()
    }

    fn date(&self, column: usize) -> Result<Option<NaiveDate>, Reason> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits
            .then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
            .flatten()
            .map(Some)
            .ok_or_else(|| Reason::Date {
                column,
                text: cut(text),
            })
    }
}

/// Column 13: a letter in the legacy dialect, a word in the current one.
fn status(text: &str) -> Result<Status, Reason> {
    match text.to_ascii_uppercase().as_str() {
        "A" | "ACTIVE" => Ok(Status::Active),
        "C" | "CLOSED" | "INACTIVE" => Ok(Status::Closed),
        "D" | "DORMANT" => Ok(Status::Dormant),
        "P" | "PROPOSED" => Ok(Status::Proposed),
        _ => Err(Reason::Status(cut(text))),
    }
}

/// Enough of a bad value to find it, and no more: it goes to a terminal.
fn cut(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(30)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEGACY: &str = r#""W91001","MEDDYGFA'R BONT","W00","Q99","Y BONT","STRYD FAWR","DINAS BACH","GWYNEDD","","LL55 1AA","19740401","","A","B","7A1","20091001","","01286 000000","","","","0","","7A1","","0","""#;

    fn changed(column: usize, text: &str) -> String {
        let mut columns: Vec<String> = LEGACY.split(',').map(str::to_owned).collect();
        columns[column - 1] = format!("\"{text}\"");
        columns.join(",")
    }

    #[test]
    fn a_line_of_the_legacy_dialect_is_read_whole() {
        let row = read(LEGACY.as_bytes()).unwrap();
        assert_eq!(row.code.as_str(), "W91001");
        assert_eq!(row.town, "DINAS BACH");
        assert_eq!(row.status, Status::Active);
        assert_eq!(row.setting, "0");
        assert_eq!(row.commissioner.unwrap().as_str(), "7A1");
        assert_eq!(row.opened_on, NaiveDate::from_ymd_opt(1974, 4, 1));
    }

    #[test]
    fn the_current_dialect_writes_words() {
        for (word, status) in [
            ("ACTIVE", Status::Active),
            ("INACTIVE", Status::Closed),
            ("DORMANT", Status::Dormant),
            ("PROPOSED", Status::Proposed),
        ] {
            assert_eq!(read(changed(13, word).as_bytes()).unwrap().status, status);
        }
        assert_eq!(
            read(changed(26, "RO76|RO177").as_bytes()).unwrap().setting,
            "RO76|RO177"
        );
    }

    #[test]
    fn blanks_are_taken_where_the_register_leaves_them() {
        for column in [10, 12, 15, 16, 17, 18] {
            assert!(read(changed(column, "").as_bytes()).is_ok(), "column {column}");
        }
    }

    #[test]
    fn a_bad_line_says_why() {
        let why = |line: &str| read(line.as_bytes()).unwrap_err().to_string();
        assert_eq!(why("a,b,c"), "it has 3 columns, not 27");
        assert_eq!(why(&changed(2, "")), "column 2, the name, is empty");
        assert_eq!(
            why(&changed(12, "20190231")),
            "column 12, \"20190231\", is no date (YYYYMMDD)"
        );
        assert_eq!(
            why(&changed(11, "1974-4-1")),
            "column 11, \"1974-4-1\", is no date (YYYYMMDD)"
        );
        assert!(why(&changed(1, "W9?")).starts_with("column 1, \"W9?\""));
        assert!(why(&changed(13, "X")).starts_with("column 13, \"X\""));
        assert!(why(&changed(15, "!")).starts_with("column 15"));
        assert_eq!(why(&LEGACY.replacen('"', "", 1)), "its quotation marks do not match");
        assert_eq!(
            why(&changed(6, "a\u{1b}[31m")),
            "column 6 holds control characters or more than 200 characters"
        );
        assert_eq!(read(b"\xff\xfe").unwrap_err(), Reason::NotText);
    }
}
