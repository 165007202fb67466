//! Reading what was pasted: one person a line, as a table writes it (`email,first_name,last_name`, divided by commas,
//! semicolons or tabs, with a heading or without) or as a mail program does (`Gwen Rees <gwen@bont.example>`). What lines
//! say of each other is here too; what is known of their addresses is for `server`.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::shared_mailbox::is_generic_address;
use crate::{EmailAddress, PersonName};

/// First and last name.
pub type Names = (PersonName, PersonName);

/// A line that is neither blank nor the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line of what was pasted, from 1 on.
    pub number: u32,
    /// What stands there.
    pub text: String,
    /// Whom it names.
    pub read: Result<Named, Wrong>,
}

/// Whom a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The address.
    pub email: EmailAddress,
    /// First and last name, where they stand there.
    pub names: Option<Names>,
}

/// Whom a line invites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The address.
    pub email: EmailAddress,
    /// First and last name.
    pub names: Names,
}

/// Why a line invites nobody, whoever it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    /// Its quotation marks do not match.
    Quotes,
    /// No e-mail address stands there.
    NoAddress,
    /// More than one stands there.
    SeveralAddresses,
    /// It is not of the form `name@place`.
    NotAnAddress,
    /// The address names nobody, as that of a reception (decision 7).
    GenericAddress,
    /// First and last name are needed.
    NoNames,
    /// The first name is none.
    FirstName,
    /// The last name is none.
    LastName,
    /// More stands there than an address and two names.
    TooMuch,
    /// An earlier line has the same address.
    Twice {
        /// Which.
        line: u32,
    },
}

/// What a column holds, by its heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    FirstName,
    LastName,
    FullName,
    Other,
}

impl Column {
    /// Reads a heading, in English or Welsh, however it is written.
    fn of(heading: &str) -> Self {
        let letters: String = heading
            .chars()
            .filter(|character| character.is_alphanumeric())
            .collect();
        match letters.to_lowercase().as_str() {
            "email" | "emailaddress" | "mail" | "ebost" | "cyfeiriadebost" => Self::Email,
            "firstname" | "first" | "forename" | "givenname" | "enwcyntaf" => Self::FirstName,
            "lastname" | "last" | "surname" | "familyname" | "cyfenw" | "enwolaf" => Self::LastName,
            "name" | "fullname" | "displayname" | "enw" | "enwllawn" => Self::FullName,
            _ => Self::Other,
        }
    }
}

/// What was pasted, as it is kept and read: lines end in one way, and what cannot be seen is left out.
pub(super) fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let unseen = |character: char| matches!(character, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}');
    let seen = text.chars().filter(|character| !unseen(*character));
    let plain = seen.map(|character| match character {
        '\n' | '\t' => character,
        control if control.is_control() => ' ',
        other => other,
    });
    let plain: String = plain.collect();
    // A browser takes the first empty line of a text area away.
    plain.trim_start_matches('\n').trim_end().to_owned()
}

/// How many lines name people, or should.
pub(super) fn count(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    lines - usize::from(heading(text).is_some())
}

/// Reads every line that is neither blank nor the heading, each by itself.
pub fn read(text: &str) -> Vec<Line> {
    let heading = heading(text);
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let lines = lines.skip(usize::from(heading.is_some()));
    let lines = lines.map(|(number, line)| Line {
        number,
        text: line.trim().to_owned(),
        read: named(line.trim(), heading.as_deref()),
    });
    lines.collect()
}

/// Whom each line invites: with the names that `known` has for an address that stands alone, and each address once.
pub fn invitees(lines: &[Line], known: impl Fn(&EmailAddress) -> Option<Names>) -> Vec<Result<Invitee, Wrong>> {
    let mut before: HashMap<String, u32> = HashMap::new();
    let each = lines.iter().map(|line| {
        let Named { email, names } = line.read.clone()?;
        let names = names.or_else(|| known(&email)).ok_or(Wrong::NoNames)?;
        if let Some(earlier) = before.get(email.key()) {
            return Err(Wrong::Twice { line: *earlier });
        }
        before.insert(email.key().to_owned(), line.number);
        Ok(Invitee { email, names })
    });
    each.collect()
}

/// The columns, where the first line that is not blank says which they are.
fn heading(text: &str) -> Option<Vec<Column>> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    if first.contains('@') {
        return None;
    }
    let columns: Vec<Column> = cells(first)?.iter().map(|cell| Column::of(cell)).collect();
    columns.contains(&Column::Email).then_some(columns)
}

fn named(line: &str, heading: Option<&[Column]>) -> Result<Named, Wrong> {
    if let Some(named) = as_a_mail_program_writes(line) {
        return named;
    }
    let cells = cells(line).ok_or(Wrong::Quotes)?;
    if let Some(heading) = heading {
        return by_columns(&cells, heading);
    }
    let (addresses, others): (Vec<String>, Vec<String>) = match cells.as_slice() {
        // Divided by spaces only.
        [only] => {
            let (address, words): (Vec<&str>, Vec<&str>) = only.split_whitespace().partition(|word| word.contains('@'));
            (address.into_iter().map(str::to_owned).collect(), vec![words.join(" ")])
        }
        cells => cells.iter().cloned().partition(|cell| cell.contains('@')),
    };
    let email = match addresses.as_slice() {
        [] => return Err(Wrong::NoAddress),
        [one] => address(one)?,
        _ => return Err(Wrong::SeveralAddresses),
    };
    let others: Vec<&str> = others
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    let names = match others.as_slice() {
        [] => None,
        [name] => Some(full_name(name)?),
        [first, last] => Some(two_names(first, last)?),
        _ => return Err(Wrong::TooMuch),
    };
    Ok(Named { email, names })
}

/// `Gwen Rees <gwen@bont.example>`, also with `Rees, Gwen`; nothing where the line is not of that form.
fn as_a_mail_program_writes(line: &str) -> Option<Result<Named, Wrong>> {
    let line = line.trim_end_matches([',', ';', ' ', '\t']);
    let (before, email) = line.strip_suffix('>')?.rsplit_once('<')?;
    if before.contains('@') {
        return Some(Err(Wrong::SeveralAddresses));
    }
    let name = before.replace('"', "");
    let names = match name.trim() {
        "" => Ok(None),
        name => match name.split_once(',') {
            Some((last, first)) => two_names(first, last),
            None => full_name(name),
        }
        .map(Some),
    };
    Some(address(email).and_then(|email| Ok(Named { email, names: names? })))
}

fn by_columns(cells: &[String], heading: &[Column]) -> Result<Named, Wrong> {
    let cell = |wanted: Column| {
        let column = heading.iter().position(|column| *column == wanted)?;
        cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    let email = cell(Column::Email).filter(|cell| cell.contains('@'));
    let email = address(email.ok_or(Wrong::NoAddress)?)?;
    let names = match (cell(Column::FirstName), cell(Column::LastName), cell(Column::FullName)) {
        (Some(first), Some(last), _) => Some(two_names(first, last)?),
        (None, None, Some(name)) => Some(full_name(name)?),
        (None, None, None) => None,
        _ => return Err(Wrong::NoNames),
    };
    Ok(Named { email, names })
}

/// The address in a cell. A generic one cannot be invited (decision 7): nobody would know who came in by it.
fn address(cell: &str) -> Result<EmailAddress, Wrong> {
    let cell = cell.trim().trim_start_matches('<').trim_end_matches('>');
    let cell = cell.strip_prefix("mailto:").unwrap_or(cell);
    let email = EmailAddress::parse(cell).map_err(|_| Wrong::NotAnAddress)?;
    if is_generic_address(&email) {
        return Err(Wrong::GenericAddress);
    }
    Ok(email)
}

/// A name in one piece: the first word is the first name, so that *ap Rhys* stays together.
fn full_name(name: &str) -> Result<Names, Wrong> {
    let (first, last) = name.trim().split_once(char::is_whitespace).ok_or(Wrong::NoNames)?;
    two_names(first, last)
}

fn two_names(first: &str, last: &str) -> Result<Names, Wrong> {
    if first.trim().is_empty() || last.trim().is_empty() {
        return Err(Wrong::NoNames);
    }
    let first = PersonName::parse(first).map_err(|_| Wrong::FirstName)?;
    let last = PersonName::parse(last).map_err(|_| Wrong::LastName)?;
    Ok((first, last))
}

/// The cells of a line, trimmed; nothing where its quotation marks do not match. What divides them is the first of tab,
/// semicolon and comma that stands outside quotation marks.
fn cells(line: &str) -> Option<Vec<String>> {
    let dividers = ['\t', ';', ','];
    let mut cells = Vec::new();
    for divider in dividers {
        cells = divided(line, divider)?;
        if cells.len() > 1 {
            break;
        }
    }
    Some(cells)
}

fn divided(line: &str, divider: char) -> Option<Vec<String>> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for character in line.chars() {
        if character == '"' {
            quoted = !quoted;
        } else if character == divider && !quoted {
            cells.push(std::mem::take(&mut cell));
        } else {
            cell.push(character);
        }
    }
    cells.push(cell);
    let trimmed = cells.iter().map(|cell| cell.trim().to_owned()).collect();
    (!quoted).then_some(trimmed)
}
