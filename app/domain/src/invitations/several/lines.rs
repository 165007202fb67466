//! Reading what was pasted: one person a line, as a table writes it (`email,first_name,last_name`, divided by commas,
//! semicolons or tabs, with a heading or without) or as a mail program does (`Gwen Rees <gwen@bont.example>`). What lines
//! say of each other is here too; what is known of their addresses is for `server`.

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Address, first and last name of a line that stands alone.
    fn of(line: &str) -> Result<(String, Option<(String, String)>), Wrong> {
        let lines = read(line);
        assert_eq!(lines.len(), 1, "{line}");
        let named = lines[0].read.clone()?;
        let names = named
            .names
            .map(|(first, last)| (first.as_str().to_owned(), last.as_str().to_owned()));
        Ok((named.email.to_string(), names))
    }

    fn gwen() -> Result<(String, Option<(String, String)>), Wrong> {
        Ok((
            "gwen@bont.example".to_owned(),
            Some(("Gwen".to_owned(), "Rees".to_owned())),
        ))
    }

    #[test]
    fn a_line_is_read_however_it_is_divided() {
        for line in [
            "gwen@bont.example,Gwen,Rees",
            "gwen@bont.example; Gwen; Rees",
            "gwen@bont.example\tGwen\tRees",
            "Gwen,Rees,gwen@bont.example",
            "gwen@bont.example, Gwen Rees",
            "Gwen Rees gwen@bont.example",
            "Gwen Rees <gwen@bont.example>",
            "Gwen Rees <gwen@bont.example>;",
            "\"Rees, Gwen\" <gwen@bont.example>",
            "Rees, Gwen <gwen@bont.example>",
            "\"gwen@bont.example\",\"Gwen\",\"Rees\",,",
            "mailto:gwen@bont.example,Gwen,Rees",
        ] {
            assert_eq!(of(line), gwen(), "{line}");
        }
        assert_eq!(of("gwen@bont.example"), Ok(("gwen@bont.example".to_owned(), None)));
        assert_eq!(of("<gwen@bont.example>"), Ok(("gwen@bont.example".to_owned(), None)));
        let dafydd = of("Dafydd ap Rhys <dafydd@bont.example>").unwrap().1.unwrap();
        assert_eq!(dafydd, ("Dafydd".to_owned(), "ap Rhys".to_owned()));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        for (line, why) in [
            ("Gwen Rees", Wrong::NoAddress),
            (",Gwen,Rees", Wrong::NoAddress),
            ("gwen@bont,Gwen,Rees", Wrong::NotAnAddress),
            ("gwen@bont.example,huw@bont.example", Wrong::SeveralAddresses),
            (
                "Gwen <gwen@bont.example>; Huw <huw@bont.example>",
                Wrong::SeveralAddresses,
            ),
            ("reception@bont.example,Gwen,Rees", Wrong::GenericAddress),
            ("gwen@bont.example,,Rees", Wrong::NoNames),
            ("Gwen <gwen@bont.example>", Wrong::NoNames),
            ("gwen@bont.example,G3en,Rees", Wrong::FirstName),
            ("gwen@bont.example,Gwen,www.evil.example", Wrong::LastName),
            ("gwen@bont.example,Gwen,Rees,Clerk", Wrong::TooMuch),
            ("\"gwen@bont.example,Gwen,Rees", Wrong::Quotes),
        ] {
            assert_eq!(of(line), Err(why), "{line}");
        }
    }

    #[test]
    fn a_heading_says_what_the_columns_are() {
        let text = "Surname;Team;First name;E-mail\n\nRees;Desk;Gwen;gwen@bont.example\nTomos;Desk;;huw@bont.example\n";
        let lines = read(text);
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4]);
        let (first, last) = lines[0].read.clone().unwrap().names.unwrap();
        assert_eq!((first.as_str(), last.as_str()), ("Gwen", "Rees"));
        assert_eq!(lines[1].read, Err(Wrong::NoNames));
        let nobody = read("email,first_name,last_name\nNobody,Gwen,Rees");
        assert_eq!(nobody[0].read, Err(Wrong::NoAddress));
        assert_eq!(count(text), 2);
        assert_eq!(read("email,first_name,last_name").len(), 0);
        assert_eq!(count("Gwen Rees\nHuw Tomos"), 2, "no heading names no address");
    }

    #[test]
    fn each_address_is_invited_once_and_a_line_without_names_is_none() {
        let lines =
            read("gwen@bont.example\ngwen@bont.example,Gwen,Rees\nGWEN@bont.example,Gwen,Rees\nhuw@bont.example");
        let names = |_: &EmailAddress| None;
        let each = invitees(&lines, names);
        assert_eq!(each[0], Err(Wrong::NoNames));
        assert!(each[1].is_ok());
        assert_eq!(each[2], Err(Wrong::Twice { line: 2 }));
        let huw = |email: &EmailAddress| {
            let names = (PersonName::parse("Huw").unwrap(), PersonName::parse("Tomos").unwrap());
            (email.local_part() == "huw").then_some(names)
        };
        assert!(invitees(&lines, huw)[3].is_ok(), "whom the inviter sees needs no names");
    }

    #[test]
    fn what_cannot_be_seen_is_no_reason_to_refuse_a_line() {
        let text = cleaned("\r\n\u{FEFF}gwen@bont.example\u{200B},Gwen,Rees\r\rhuw@bont.example\0,Huw,Tomos\u{7}");
        assert_eq!(text, "gwen@bont.example,Gwen,Rees\n\nhuw@bont.example ,Huw,Tomos");
        assert!(read(&text).iter().all(|line| line.read.is_ok()));
    }

    /// Pieces of lines as they are pasted, good and bad.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("gwen@bont.example".to_owned()),
            Just("GWEN@bont.example".to_owned()),
            Just("Gwen".to_owned()),
            Just("email".to_owned()),
            Just("\"".to_owned()),
            Just(",".to_owned()),
            Just(";".to_owned()),
            Just("\t".to_owned()),
            Just("<".to_owned()),
            Just(">".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            ".{0,6}",
        ]
    }

    proptest! {
        #[test]
        fn every_line_has_one_result_in_the_order_pasted(pieces in prop::collection::vec(piece(), 0..40)) {
            let text = cleaned(&pieces.concat());
            prop_assert_eq!(&cleaned(&text), &text, "what is kept is read as it is");
            let lines = read(&text);
            let blank = |line: &&str| line.trim().is_empty();
            let pasted: Vec<&str> = text.lines().filter(|line| !blank(line)).collect();
            prop_assert!(pasted.len() - lines.len() <= 1, "but for the heading");
            prop_assert_eq!(lines.len(), count(&text));
            prop_assert!(lines.windows(2).all(|two| two[0].number < two[1].number));
            for line in &lines {
                let at = usize::try_from(line.number).unwrap() - 1;
                prop_assert_eq!(text.lines().nth(at).unwrap().trim(), &line.text);
            }
            let each = invitees(&lines, |_| None);
            prop_assert_eq!(each.len(), lines.len());
            let mut keys: Vec<String> = each.iter().flatten().map(|one| one.email.key().to_owned()).collect();
            let all = keys.len();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), all, "nobody is invited twice");
        }
    }
}
