//! A row of the register, how it is bound to the columns of `organisations` and of `staged_organisations`, and what it is
//! found by.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::OdsCode;
use domain::organisations::{Kind, Status};
use domain::text::{folded, words};
use uuid::Uuid;

use crate::Result;
use crate::sql::{Link, Statement};

/// A row of the register: empty texts where the register has nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// ODS code.
    pub code: OdsCode,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Status.
    pub status: Status,
    /// National grouping.
    pub national_grouping: String,
    /// High-level geography.
    pub geography: String,
    /// Address, one line each, none empty.
    pub address: Vec<String>,
    /// The line of the address that names the town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
    /// The day it opened.
    pub opened_on: Option<NaiveDate>,
    /// The day it closed.
    pub closed_on: Option<NaiveDate>,
    /// Organisation sub-type.
    pub sub_type: String,
    /// The commissioner above it.
    pub commissioner: Option<OdsCode>,
    /// The day it joined that commissioner.
    pub joined_on: Option<NaiveDate>,
    /// The day it left that commissioner.
    pub left_on: Option<NaiveDate>,
    /// Telephone: the number that support calls.
    pub telephone: String,
    /// The mark of an amended record.
    pub amended: String,
    /// Provider or purchaser.
    pub provider: String,
    /// Prescribing setting: a number, or the role ids of the current report.
    pub setting: String,
}

impl RegisterRow {
    /// What it is found by: the words of its name (also without apostrophes), town and postcode, the postcode in one
    /// word, and its code.
    pub(crate) fn terms(&self) -> BTreeSet<String> {
        let mut terms: BTreeSet<String> = words(&self.name).into_iter().collect();
        terms.extend(words(&self.name.replace(['\'', '’'], "")));
        terms.extend(words(&self.town));
        terms.extend(words(&self.postcode));
        terms.insert(folded(&self.postcode.replace(' ', "")));
        terms.insert(folded(self.code.as_str()));
        terms.remove("");
        terms
    }

    /// A commissioner, of which the register has nothing but a code.
    pub fn commissioner_row(code: OdsCode, name: String) -> Self {
        Self {
            code,
            name,
            kind: Kind::Commissioner,
            status: Status::Active,
            national_grouping: String::new(),
            geography: String::new(),
            address: Vec::new(),
            town: String::new(),
            postcode: String::new(),
            opened_on: None,
            closed_on: None,
            sub_type: String::new(),
            commissioner: None,
            joined_on: None,
            left_on: None,
            telephone: String::new(),
            amended: String::new(),
            provider: String::new(),
            setting: String::new(),
        }
    }
}

/// The columns that come from the register, in the order of [`bind_register`], each with a prefix.
macro_rules! register_columns {
    ($prefix:literal) => {
        register_columns!(
            @each $prefix name name_key status national_grouping geography address_lines town postcode opened_on
            closed_on sub_type commissioner_code joined_on left_on telephone amended provider setting
        )
    };
    (@each $prefix:literal $first:ident $($column:ident)+) => {
        concat!($prefix, stringify!($first) $(, ", ", $prefix, stringify!($column))+)
    };
}
pub(crate) use register_columns;

/// How many columns come from the register.
pub(crate) const REGISTER_COLUMNS: usize = 18;

/// Binds the columns that come from the register.
pub(crate) fn bind_register<'l>(statement: Statement<'l>, row: &RegisterRow) -> Statement<'l> {
    statement
        .bind(row.name.as_str())
        .bind(folded(&row.name))
        .bind(row.status.tag())
        .bind(row.national_grouping.as_str())
        .bind(row.geography.as_str())
        .bind(row.address.join("\n"))
        .bind(row.town.as_str())
        .bind(row.postcode.as_str())
        .bind(kept_day(row.opened_on))
        .bind(kept_day(row.closed_on))
        .bind(row.sub_type.as_str())
        .bind(row.commissioner.as_ref().map_or("", OdsCode::as_str))
        .bind(kept_day(row.joined_on))
        .bind(kept_day(row.left_on))
        .bind(row.telephone.as_str())
        .bind(row.amended.as_str())
        .bind(row.provider.as_str())
        .bind(row.setting.as_str())
}

/// Adds search terms, many at once. Sorted, so that the index grows at its end.
pub(crate) async fn insert_terms(link: &mut Link, terms: &[(String, Uuid)]) -> Result<()> {
    for lot in terms.chunks(2_000) {
        let mut statement = link.sql(format!(
            "INSERT INTO organisation_terms (term, organisation_id) VALUES {}",
            link.tuples(2, lot.len())
        ));
        for (term, organisation) in lot {
            statement = statement.bind(term.as_str()).bind(*organisation);
        }
        statement.run().await?;
    }
    Ok(())
}

pub(crate) fn kept_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
