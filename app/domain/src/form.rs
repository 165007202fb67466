//! What is wrong with a form: field → what to put right. The sentences are in `app/locales`.

use serde::{Deserialize, Serialize};

/// A field of a form; its name is the name of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail address.
    Email,
    /// Password.
    Password,
    /// The password until now.
    OldPassword,
    /// A code: of an authenticator app, or a recovery code.
    Code,
    /// What a second factor is called.
    FactorName,
    /// A reason in the person's own words, where *Other* was chosen.
    Other,
    /// Language of pages and letters.
    Language,
    /// What the person is at work.
    Position,
    /// ODS code of the organisation.
    Organisation,
    /// Role asked for or granted.
    Role,
    /// Reason, in the person's own words.
    Reason,
    /// Contact telephone.
    Telephone,
    /// First to fourth address line.
    AddressLines,
    /// Opening hours.
    OpeningHours,
    /// Primary contact.
    PrimaryContact,
    /// The roster or roster group that a role is limited to.
    Roster,
    /// The roster group that a roster stands in.
    RosterGroup,
    /// What happens to the roles that are limited to a roster or roster group that is closed.
    Fate,
    /// The code of the organisation that takes the people of one that has closed.
    Successor,
    /// The day from which a role holds.
    Starts,
    /// Until when a role holds.
    Until,
    /// The last day on which a role holds.
    Ends,
    /// Who may decide at an organisation.
    Policy,
    /// The kind of an organisation.
    Kind,
    /// The name of an organisation.
    Name,
    /// Town.
    Town,
    /// Postcode.
    Postcode,
    /// The code of the commissioner above an organisation.
    Commissioner,
    /// A file that is uploaded.
    File,
    /// A person chosen from a list.
    Person,
    /// Whom a question is about.
    Who,
    /// The day that a question is about.
    Day,
    /// The time of day that a question is about.
    Time,
    /// The rows ticked in a table.
    Ticked,
    /// Several people, one a line.
    People,
    /// Whether to approve or to reject.
    Verdict,
    /// Who answered the telephone, by name.
    AnsweredBy,
    /// How a call went.
    Outcome,
    /// Notes on a call.
    Notes,
    /// Where a telephone number was found.
    Source,
    /// What somebody is locked out by.
    Matter,
    /// The whole form.
    Form,
}

impl Field {
    /// The name of the input that a browser posts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Password => "password",
            Self::OldPassword => "old_password",
            Self::Code => "code",
            Self::FactorName => "factor_name",
            Self::Other => "other",
            Self::Language => "language",
            Self::Position => "position",
            Self::Organisation => "organisation",
            Self::Role => "role",
            Self::Reason => "reason",
            Self::Telephone => "telephone",
            Self::AddressLines => "address_lines",
            Self::OpeningHours => "opening_hours",
            Self::PrimaryContact => "primary_contact",
            Self::Roster => "roster",
            Self::RosterGroup => "roster_group",
            Self::Fate => "fate",
            Self::Successor => "successor",
            Self::Starts => "starts",
            Self::Until => "until",
            Self::Ends => "ends",
            Self::Policy => "policy",
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Town => "town",
            Self::Postcode => "postcode",
            Self::Commissioner => "commissioner",
            Self::File => "file",
            Self::Person => "person",
            Self::Who => "who",
            Self::Day => "day",
            Self::Time => "time",
            Self::Ticked => "ticked",
            Self::People => "people",
            Self::Verdict => "verdict",
            Self::AnsweredBy => "answered_by",
            Self::Outcome => "outcome",
            Self::Notes => "notes",
            Self::Source => "source",
            Self::Matter => "matter",
            Self::Form => "form",
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was entered.
    Missing,
    /// More characters than the field takes.
    TooLong {
        /// The most characters that it takes.
        most: u16,
    },
    /// Fewer characters than the field needs.
    TooShort {
        /// The fewest characters that it needs.
        fewest: u16,
    },
    /// Control characters, or characters that the field does not take.
    Characters,
    /// Not of the form `name@place`.
    NotAnEmailAddress,
    /// An address in a name.
    LooksLikeALink,
    /// Not one of the choices offered.
    NotAChoice,
    /// Not an ODS code.
    NotAnOdsCode,
    /// Not a telephone number.
    NotATelephoneNumber,
    /// The password is on the list of common passwords.
    CommonPassword,
    /// The password is made of the person's, the organisation's or the product's name.
    PasswordFromName,
    /// The password is one character or a short run, over and over.
    PasswordRepeats,
    /// No organisation of the register has this code.
    NoSuchOrganisation,
    /// The organisation has closed, or has not opened.
    OrganisationNotOpen,
    /// It is the organisation that has closed.
    SameOrganisation,
    /// The person may not decide for that organisation.
    NotYoursToDecide,
    /// The organisation does not grant this role.
    RoleNotHere,
    /// A generic mailbox with a name that identifies nobody (decision 7).
    SharedMailbox,
    /// An address that names nobody, such as that of a reception (decision 7).
    GenericAddress,
    /// Somebody with this address is pre-approved there already.
    PreApprovedAlready,
    /// The same password as before.
    SameAsBefore,
    /// The same address as now.
    SameAddress,
    /// The address at which the person was invited already.
    AddressUnchanged,
    /// Not the account's password.
    WrongPassword,
    /// Not a code that is accepted now.
    WrongCode,
    /// Not a day of the calendar.
    NotADay,
    /// Not a time of day.
    NotATime,
    /// A day that has passed.
    InThePast,
    /// The end lies before the start.
    EndsBeforeItStarts,
    /// The day is not later than the present end.
    NotLater,
    /// Another organisation has this code.
    CodeTaken,
    /// The role is there already.
    RoleHeld,
    /// No open roster or roster group of the organisation.
    NoSuchRoster,
    /// Another open roster or roster group there has this name.
    RosterNameTaken,
    /// Rostered medics come with an import only, so that role cannot be given by hand (S68).
    MedicsAreImported,
    /// The person comes with the import of rostered medics, so they cannot be added by hand (S68).
    ImportedMedic,
    /// Nobody with a confirmed account has this address.
    NoSuchPerson,
    /// The organisation with this code is no commissioner.
    NotACommissioner,
    /// The person has access to the organisation already.
    MemberThere,
    /// The person has been added to the organisation already, and has not confirmed yet.
    AddedAlready,
    /// A reason is needed, because the request carries a warning (decision 7).
    ReasonForWarning,
    /// Only a practice manager, a deputy or a partner can agree for a practice (S19).
    CannotAgree,
    /// The applicant themself answered; their own word does not count (S19).
    OwnWord,
    /// Later than a call can be put off.
    TooFarAhead,
    /// More rows are ticked than are decided at once.
    TooManyTicked {
        /// The most that are.
        most: u16,
    },
    /// More lines than can be taken at once.
    TooManyLines {
        /// The most that are.
        most: u16,
    },
    /// The file is larger than what is taken.
    FileTooLarge {
        /// The most megabytes that are taken.
        most: u16,
    },
}

/// Every field that is to be put right, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldErrors(Vec<(Field, Problem)>);

impl FieldErrors {
    /// One field that is to be put right.
    pub fn one(field: Field, problem: Problem) -> Self {
        Self(vec![(field, problem)])
    }

    /// Whether nothing is to be put right.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields and problems in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, Problem)> + '_ {
        self.0.iter().copied()
    }

    /// The first problem of a field.
    pub fn of(&self, field: Field) -> Option<Problem> {
        self.iter().find(|(at, _)| *at == field).map(|(_, problem)| problem)
    }

    /// Keeps the value, or notes the problem and goes on, so that a person sees all that is to be put right at once.
    pub fn take<T>(&mut self, field: Field, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.0.push((field, problem))).ok()
    }

    /// Notes a problem.
    pub fn add(&mut self, field: Field, problem: Problem) {
        self.0.push((field, problem));
    }
}

/// A text that may be left out: `None` when nothing but spaces was entered, else cut to one line or several.
///
/// # Errors
/// [`Problem::TooLong`] beyond `most` characters, [`Problem::Characters`] for control characters (line breaks only
/// where `lines` allows them).
pub fn optional_text(text: &str, most: u16, lines: bool) -> Result<Option<String>, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if text
        .chars()
        .any(|character| character.is_control() && !(lines && character == '\n'))
    {
        return Err(Problem::Characters);
    }
    if text.chars().count() > usize::from(most) {
        return Err(Problem::TooLong { most });
    }
    Ok((!text.is_empty()).then_some(text))
}

/// A day as a browser posts it, `2026-11-22` (RFC 3339), or nothing. Read by hand: chrono's own reader is for every
/// notation there is, and heavy in the browser's bundle.
///
/// # Errors
/// [`Problem::NotADay`].
pub fn optional_day(text: &str) -> Result<Option<chrono::NaiveDate>, Problem> {
    match text.trim() {
        "" => Ok(None),
        day => read_day(day).map(Some).ok_or(Problem::NotADay),
    }
}

fn read_day(text: &str) -> Option<chrono::NaiveDate> {
    let mut pieces = text.split('-');
    let mut next = |digits: usize| {
        let piece = pieces.next()?;
        let plain = piece.len() == digits && piece.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| piece.parse::<u16>().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if pieces.next().is_some() {
        return None;
    }
    chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
}

/// A time as a browser posts it, `14:05` or `14:05:30` (RFC 3339), or nothing.
///
/// # Errors
/// [`Problem::NotATime`].
pub fn optional_time(text: &str) -> Result<Option<chrono::NaiveTime>, Problem> {
    match text.trim() {
        "" => Ok(None),
        time => read_time(time).map(Some).ok_or(Problem::NotATime),
    }
}

fn read_time(text: &str) -> Option<chrono::NaiveTime> {
    let numbers = text.split(':').map(|piece| {
        let plain = piece.len() == 2 && piece.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| piece.parse().ok())?
    });
    let numbers: Option<Vec<u32>> = numbers.collect();
    match numbers?.as_slice() {
        [hour, minute] => chrono::NaiveTime::from_hms_opt(*hour, *minute, 0),
        [hour, minute, second] => chrono::NaiveTime::from_hms_opt(*hour, *minute, *second),
        _ => None,
    }
}

/// A text that must be there; otherwise as [`optional_text`].
///
/// # Errors
/// [`Problem::Missing`] for an empty text, else as [`optional_text`].
pub fn required_text(text: &str, most: u16, lines: bool) -> Result<String, Problem> {
    optional_text(text, most, lines)?.ok_or(Problem::Missing)
}

/// Reads one of several choices.
///
/// # Errors
/// [`Problem::Missing`] for nothing, [`Problem::NotAChoice`] for what is not offered.
pub fn choice<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
    match text.trim() {
        "" => Err(Problem::Missing),
        text => read(text).ok_or(Problem::NotAChoice),
    }
}

/// For forms that hold a password or a code: printed they show nothing, for server functions want to be printable.
macro_rules! never_printed {
    ($($Form:ident),+) => {$(
        impl std::fmt::Debug for $Form {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($Form), "(…)"))
            }
        }
    )+};
}
pub(crate) use never_printed;

/// The longest reason that a person may give, in characters.
pub const REASON_MOST: u16 = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        let leap = chrono::NaiveDate::from_ymd_opt(2028, 2, 29);
        assert_eq!(optional_day(" 2028-02-29 "), Ok(leap));
        assert_eq!(optional_day(""), Ok(None));
        for text in [
            "2027-02-29",
            "2026-13-01",
            "22/11/2026",
            "2026-1-1",
            "2026-11-22-1",
            "+026-11-22",
            "2026",
            "-",
        ] {
            assert_eq!(optional_day(text), Err(Problem::NotADay), "{text}");
        }
    }
}
