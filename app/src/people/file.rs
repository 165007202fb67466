//! The words of the list as a file: its headings and its rows, in the language of the page that it is taken from. How a
//! file is written is the server's business.

use domain::people::UserRow;
use domain::{Language, LondonTime};

use super::word;
use crate::i18n::{locale_of, say};

/// What stands above the columns.
pub fn headings(language: Language) -> [&'static str; 6] {
    let l = locale_of(language);
    [
        say!(l, people.first_name),
        say!(l, people.last_name),
        say!(l, people.email),
        say!(l, people.pending),
        say!(l, people.last_signed_in),
        say!(l, people.state),
    ]
}

/// A row.
pub fn row(language: Language, row: UserRow) -> [String; 6] {
    let l = locale_of(language);
    let pending = if row.pending.is_some() {
        say!(l, people.yes)
    } else {
        say!(l, people.no)
    };
    [
        row.first_name,
        row.last_name,
        row.email,
        pending.to_owned(),
        row.last_signed_in.map(LondonTime::machine).unwrap_or_default(),
        word::state(l, row.state).to_owned(),
    ]
}
