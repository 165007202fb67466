//! One line of a file of practice managers (seven columns, named by the file's first line) read into what it says. What lines
//! say of each other, and which practices they name, is told in [`super`]; how any list's cells are read, in
//! [`crate::lists`].

use chrono::NaiveDate;
use domain::managers::{At, COLUMNS, Listed, doubt, role};
use domain::permission::Role;
use domain::shared_mailbox::{self, Warning};
use domain::{EmailAddress, OdsCode, PersonName};
use storage::ManagerLine;
use thiserror::Error;

use crate::lists::cell::{self, cut, days, person_name, plain};

/// Why a line was refused. Read by whoever looks after the file, so in English only.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What is wrong with it whoever is listed.
    #[error(transparent)]
    Cell(#[from] cell::Reason),
    /// The code of the practice.
    #[error("ods_code, \"{0}\", is no ODS code")]
    Code(String),
    /// Nothing has this code.
    #[error("no practice has the code {0}")]
    NoSuchPractice(OdsCode),
    /// A trust or a commissioner.
    #[error("{0} is the code of no practice, but of another organisation")]
    NotAPractice(OdsCode),
    /// Nobody is let in there.
    #[error("the practice {0} is not open")]
    NotOpen(OdsCode),
    /// A shared mailbox (decision 7).
    #[error("name and address are those of a shared mailbox, not of a person")]
    SharedMailbox,
    /// A mailbox that several people read: nobody would know who came in by it.
    #[error("email, \"{0}\", is a mailbox that several people use")]
    GenericAddress(String),
    /// A name that is nobody's.
    #[error("the name, \"{0}\", does not identify a person")]
    GenericName(String),
    /// What they are at the practice.
    #[error(
        "role, \"{0}\", is neither Practice Manager nor a role that can be given at a practice; nobody else is pre-approved"
    )]
    Role(String),
    /// The address stands there for the same practice, and the line says otherwise.
    #[error("line {0} lists the same address for the same practice, and says otherwise")]
    SameAddress(u64),
}

/// A good line, before it is known whether there is such a practice.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) code: OdsCode,
    pub(super) email: EmailAddress,
    first_name: PersonName,
    last_name: PersonName,
    role: Role,
    starts: Option<NaiveDate>,
    ends: Option<NaiveDate>,
}

impl Row {
    /// Whether another line for the same practice and address says the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let said = |row: &Self| {
            (
                row.first_name.clone(),
                row.last_name.clone(),
                row.role,
                row.starts,
                row.ends,
            )
        };
        said(self) == said(other)
    }

    /// The line at its practice.
    pub(super) fn at(self, at: At) -> ManagerLine {
        ManagerLine {
            line: self.line,
            listed: Listed {
                at,
                first_name: self.first_name,
                last_name: self.last_name,
                email: self.email,
                role: self.role,
                starts: self.starts,
                ends: self.ends,
            },
        }
    }

    /// Whom it is about, where it is refused after all.
    pub(super) fn about(&self) -> Option<String> {
        doubt(Some(self.code.as_str()), Some(self.email.key()), "")
    }
}

/// Reads one line; `today` is the day in London.
pub(super) fn read(number: u64, cells: &[String], today: NaiveDate) -> Result<Row, Reason> {
    let [code, first_name, last_name, email, position, starts, ends] = plain(cells, &COLUMNS)?;
    if code.is_empty() {
        return Err(cell::Reason::Empty("ods_code").into());
    }
    let code = OdsCode::parse(code).map_err(|_| Reason::Code(cut(code)))?;
    let first_name = person_name("first_name", first_name)?;
    let last_name = person_name("last_name", last_name)?;
    let email = cell::email(email)?;
    match shared_mailbox::warning(&email, &first_name, &last_name) {
        Some(Warning::SharedMailbox) => return Err(Reason::SharedMailbox),
        Some(Warning::GenericAddress) => return Err(Reason::GenericAddress(cut(email.as_typed()))),
        Some(Warning::GenericName) => {
            let name = format!("{} {}", first_name.as_str(), last_name.as_str());
            return Err(Reason::GenericName(cut(&name)));
        }
        None => {}
    }
    if position.is_empty() {
        return Err(cell::Reason::Empty("role").into());
    }
    let role = role(position).ok_or_else(|| Reason::Role(cut(position)))?;
    let (starts, ends) = days([("valid_from", starts), ("valid_to", ends)], today)?;
    Ok(Row {
        line: number,
        code,
        email,
        first_name,
        last_name,
        role,
        starts,
        ends,
    })
}

/// Whom a line that was refused may be about, as far as can be read.
pub(super) fn about(cells: &[String]) -> Option<String> {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let code = OdsCode::parse(cell(0)).ok();
    let email = EmailAddress::parse(cell(3)).ok();
    let full_name = format!("{} {}", cell(1), cell(2));
    // A code alone says nothing of anybody.
    let code = code.filter(|_| email.is_some() || !full_name.trim().is_empty());
    doubt(
        code.as_ref().map(OdsCode::as_str),
        email.as_ref().map(EmailAddress::key),
        &full_name,
    )
}
