//! One line of a file of medics (eight columns, named by the file's first line) read into what it says. What lines say of
//! each other, and what becomes of them, is told in [`super`]; how any list's cells are read, in [`crate::lists`].

use chrono::NaiveDate;
use domain::EmailAddress;
use domain::medics::{COLUMNS, GmcNumber, OnRoster};
use domain::rosters::{ROSTER_NAME_MOST, RosterName};
use domain::shared_mailbox::{self, Warning};
use storage::MedicLine;
use thiserror::Error;

use crate::lists::cell::{self, cut, days, person_name, plain, why_no_name};

/// Why a line was refused. Read by whoever looks after the file, so in English only.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// What is wrong with it whoever is listed.
    #[error(transparent)]
    Cell(#[from] cell::Reason),
    /// The GMC number.
    #[error("gmc_number, \"{0}\", is no GMC number (seven digits)")]
    Gmc(String),
    /// A shared mailbox (decision 7).
    #[error("name and address are those of a shared mailbox, not of a person")]
    SharedMailbox,
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

/// Reads one line; `today` is the day in London.
pub(super) fn read(number: u64, cells: &[String], today: NaiveDate) -> Result<MedicLine, Reason> {
    let [gmc, first_name, last_name, email, roster, group, starts, ends] = plain(cells, &COLUMNS)?;
    let gmc = GmcNumber::parse(gmc).map_err(|_| Reason::Gmc(cut(gmc)))?;
    let first_name = person_name("first_name", first_name)?;
    let last_name = person_name("last_name", last_name)?;
    let email = cell::email(email)?;
    if shared_mailbox::warning(&email, &first_name, &last_name) == Some(Warning::SharedMailbox) {
        return Err(Reason::SharedMailbox);
    }
    let roster = roster_name("roster", roster)?;
    let group = match group.as_str() {
        "" => None,
        text => Some(roster_name("roster_group", text)?),
    };
    let (starts, ends) = days([("starts", starts), ("ends", ends)], today)?;
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

fn roster_name(column: &'static str, text: &str) -> Result<RosterName, cell::Reason> {
    RosterName::parse(text).map_err(|problem| why_no_name(column, text, problem, ROSTER_NAME_MOST))
}
