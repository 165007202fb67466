//! Lists of people as files: CSV in UTF-8 whose first line names the columns. What is the same whoever is listed stands here,
//! and how a cell is read in [`cell`]; what the lines say is told by [`crate::medics`] and [`crate::managers`].

pub mod cell;

use domain::imports::{FILE_MOST_MEGABYTES, Unfit};

use crate::Failure;

/// The lines of a file after the one that names the columns, each with its number from 1. Blank lines are no lines.
///
/// # Errors
/// It is no list with these columns.
pub(crate) fn lines<'f>(
    bytes: &'f [u8],
    columns: &[&str],
) -> Result<impl Iterator<Item = (u64, &'f [u8])> + use<'f>, Unfit> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(Unfit::Empty);
    }
    // Where every other byte is none, it is UTF-16, whatever mark it begins with.
    if bytes.contains(&0) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Unfit::NotText);
    }
    if !bytes.contains(&b'\n') && bytes.trim_ascii().contains(&b'\r') {
        return Err(Unfit::LineEnds);
    }
    let lines = (1u64..).zip(bytes.split(|byte| *byte == b'\n'));
    let mut lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    let (_, first) = lines.next().ok_or(Unfit::Empty)?;
    must_name(first.trim_ascii_end(), columns)?;
    Ok(lines.map(|(number, line)| (number, line.trim_ascii_end())))
}

/// The first line names the columns.
fn must_name(line: &[u8], columns: &[&str]) -> Result<(), Unfit> {
    match cell::cells(line) {
        Ok(cells) if cell::are_columns(&cells, columns) => Ok(()),
        Ok(cells) if cells.len() < 2 && line.contains(&b';') => Err(Unfit::Semicolons),
        Err(cell::Reason::NotText) => Err(Unfit::NotText),
        _ => Err(Unfit::Columns),
    }
}

/// The cells of a line that cannot be read, as well as can be: to know whom it may be about.
pub(crate) fn broken(line: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(line);
    text.split(',')
        .map(|cell| cell.trim_matches(['"', ' ', '\r']).to_owned())
        .collect()
}

/// Whether so few lines are good that it is hardly such a list; then nothing of it goes in.
pub(crate) const fn is_mostly_refused(read: usize, good: usize) -> bool {
    good == 0 || read - good > good
}

/// Refuses a file that is too large, at the command line.
pub(crate) fn must_not_be_too_large(bytes: &[u8]) -> Result<(), Failure> {
    if bytes.len() > usize::from(FILE_MOST_MEGABYTES) * 1_000_000 {
        let most = FILE_MOST_MEGABYTES;
        return Err(Failure::Said(format!(
            "the file has more than {most} megabytes; nothing has changed"
        )));
    }
    Ok(())
}

/// Why a file is no such list, for the command line; `of` is "medics" or the like.
pub(crate) fn said(unfit: Unfit, of: &str, columns: &[&str]) -> String {
    let why = match unfit {
        Unfit::Empty => "the file is empty".to_owned(),
        Unfit::NotText => "the file is no UTF-8 text; save it as CSV (UTF-8)".to_owned(),
        Unfit::LineEnds => "the lines of the file end with carriage returns only; save it as CSV (UTF-8)".to_owned(),
        Unfit::Semicolons => "the columns of the file are divided by semicolons, not by commas".to_owned(),
        Unfit::Columns => format!(
            "the first line of the file does not name the columns {}",
            columns.join(",")
        ),
        Unfit::NoLines => "the file names its columns and lists nobody".to_owned(),
        Unfit::MostlyRefused => format!("the file is no list of {of}: most of its lines were refused"),
    };
    format!("{why}; nothing has changed")
}
