//! Organisations: the register, and how it is searched. What practices say about themselves is in `profiles.rs`; how the
//! register comes in, in `imports.rs`; how administrators see organisations, in
//! `organisations/list.rs` and `organisations/numbers.rs`.

mod list;
mod numbers;
pub(crate) mod register_row;

use chrono::NaiveDate;
use domain::organisations::{Kind, Organisation, OrganisationView, OrganisationsFound, Policy, SEARCH_MOST, Status};
use domain::text::{prefix_end, words};
use domain::{Moment, OdsCode, OrganisationId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::list::OrganisationPage;
pub use self::register_row::RegisterRow;
use self::register_row::{REGISTER_COLUMNS, bind_register, insert_terms, register_columns};
use crate::error::readable;
use crate::repositories::Organisations;
use crate::{Change, Result};

/// How the register says an organisation can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterContact {
    /// Address, one line each.
    pub address: Vec<String>,
    /// Telephone; empty where the register has none.
    pub telephone: String,
}

/// The columns of a [`ViewRow`], from `organisations AS o`.
macro_rules! view_columns {
    () => {
        "o.code, o.name, o.town, o.postcode, o.kind, o.status, o.closed_on, o.successor_code"
    };
}
pub(crate) use view_columns;

#[derive(FromRow)]
pub(crate) struct ViewRow {
    code: String,
    name: String,
    town: String,
    postcode: String,
    kind: String,
    status: String,
    closed_on: String,
    successor_code: String,
}

impl ViewRow {
    pub(crate) fn read(self) -> Result<OrganisationView> {
        Ok(OrganisationView {
            code: read_code(&self.code)?,
            name: self.name,
            town: self.town,
            postcode: self.postcode,
            kind: read_kind(&self.kind)?,
            status: read_status(&self.status)?,
            closed_on: read_day(&self.closed_on)?,
            successor: match self.successor_code.as_str() {
                "" => None,
                code => Some(read_code(code)?),
            },
        })
    }
}

#[derive(FromRow)]
struct OrganisationRow {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    status: String,
    policy: String,
}

impl OrganisationRow {
    fn read(self) -> Result<Organisation> {
        Ok(Organisation {
            id: OrganisationId::new(self.id),
            code: read_code(&self.code)?,
            name: self.name,
            kind: read_kind(&self.kind)?,
            status: read_status(&self.status)?,
            policy: read_policy(&self.policy)?,
        })
    }
}

pub(crate) fn read_code(code: &str) -> Result<OdsCode> {
    readable(OdsCode::parse(code).ok(), "ODS code")
}

pub(crate) fn read_kind(tag: &str) -> Result<Kind> {
    readable(Kind::from_tag(tag), "kind of an organisation")
}

pub(crate) fn read_status(tag: &str) -> Result<Status> {
    readable(Status::from_tag(tag), "status of an organisation")
}

pub(crate) fn read_policy(tag: &str) -> Result<Policy> {
    readable(Policy::from_tag(tag), "policy")
}

/// Days are kept as `YYYY-MM-DD`, or empty.
pub(crate) fn read_day(text: &str) -> Result<Option<NaiveDate>> {
    if text.is_empty() {
        Ok(None)
    } else {
        readable(text.parse().ok(), "day").map(Some)
    }
}

/// The most words of a search that are looked at; what follows would hardly narrow it.
const WORDS_MOST: usize = 6;

impl<Way> Organisations<'_, Way> {
    /// The organisation with this code.
    pub async fn by_code(self, code: &OdsCode) -> Result<Option<Organisation>> {
        self.link
            .sql("SELECT id, code, name, kind, status, policy FROM organisations WHERE code = $1")
            .bind(code.as_str())
            .optional::<OrganisationRow>()
            .await?
            .map(OrganisationRow::read)
            .transpose()
    }

    /// The organisation with this id.
    pub async fn by_id(self, id: OrganisationId) -> Result<Option<Organisation>> {
        self.link
            .sql("SELECT id, code, name, kind, status, policy FROM organisations WHERE id = $1")
            .bind(id.uuid())
            .optional::<OrganisationRow>()
            .await?
            .map(OrganisationRow::read)
            .transpose()
    }

    /// The organisation with this code, as a person recognises it.
    pub async fn view(self, code: &OdsCode) -> Result<Option<OrganisationView>> {
        self.link
            .sql(concat!(
                "SELECT ",
                view_columns!(),
                " FROM organisations AS o WHERE o.code = $1"
            ))
            .bind(code.as_str())
            .optional::<ViewRow>()
            .await?
            .map(ViewRow::read)
            .transpose()
    }

    /// How the register says an organisation can be reached.
    pub async fn register_contact(self, id: OrganisationId) -> Result<Option<RegisterContact>> {
        let row: Option<(String, String)> = self
            .link
            .sql("SELECT address_lines, telephone FROM organisations WHERE id = $1")
            .bind(id.uuid())
            .optional()
            .await?;
        Ok(row.map(|(lines, telephone)| RegisterContact {
            address: read_lines(&lines),
            telephone,
        }))
    }

    /// How many organisations there are.
    pub async fn count(self) -> Result<i64> {
        let (count,): (i64,) = self.link.sql("SELECT COUNT(*) FROM organisations").one().await?;
        Ok(count)
    }

    /// Searches by name, code, town or postcode: each word is a beginning, all must meet. Open before closed, then by name.
    pub async fn search(self, text: &str) -> Result<OrganisationsFound> {
        let mut beginnings = words(text);
        beginnings.truncate(WORDS_MOST);
        if beginnings.is_empty() {
            return Ok(OrganisationsFound::default());
        }
        let found: Vec<String> = (0..beginnings.len())
            .map(|word| {
                format!(
                    "SELECT organisation_id FROM organisation_terms WHERE term >= ${} AND term < ${}",
                    2 * word + 1,
                    2 * word + 2
                )
            })
            .collect();
        // First what is found, then its order: otherwise PostgreSQL may walk the names to find the first twenty.
        let mut statement = self.link.sql(format!(
            "WITH found AS MATERIALIZED (SELECT DISTINCT organisation_id FROM ({}) AS met)
             SELECT {}
             FROM found
             JOIN organisations AS o ON o.id = found.organisation_id
             ORDER BY CASE WHEN o.status = 'active' THEN 0 ELSE 1 END, o.name_key, o.code
             LIMIT {}",
            found.join(" INTERSECT "),
            view_columns!(),
            SEARCH_MOST + 1
        ));
        for beginning in &beginnings {
            statement = statement.bind(beginning.as_str()).bind(prefix_end(beginning));
        }
        let rows: Vec<ViewRow> = statement.all().await?;
        let mut organisations = rows.into_iter().map(ViewRow::read).collect::<Result<Vec<_>>>()?;
        let more = organisations.len() > usize::from(SEARCH_MOST);
        organisations.truncate(usize::from(SEARCH_MOST));
        Ok(OrganisationsFound { organisations, more })
    }
}

impl Organisations<'_, Change> {
    /// Adds one organisation by hand, with the policy of its kind; false where the code is taken.
    pub async fn add(self, id: OrganisationId, row: &RegisterRow, now: Moment) -> Result<bool> {
        let added = self
            .link
            .sql(format!(
                "INSERT INTO organisations (id, code, kind, policy, {}, version, created_at, changed_at)
                 VALUES {}
                 ON CONFLICT (code) DO NOTHING",
                register_columns!(""),
                self.link.tuples(4 + REGISTER_COLUMNS + 3, 1)
            ))
            .bind(id.uuid())
            .bind(row.code.as_str())
            .bind(row.kind.tag())
            .bind(row.kind.default_policy().tag());
        let added = bind_register(added, row)
            .bind(0_i64)
            .bind(now.utc())
            .bind(now.utc())
            .run()
            .await?
            == 1;
        if added {
            let terms: Vec<(String, Uuid)> = row.terms().into_iter().map(|term| (term, id.uuid())).collect();
            insert_terms(self.link, &terms).await?;
        }
        Ok(added)
    }

    /// Sets who may decide at an organisation.
    pub async fn set_policy(self, id: OrganisationId, policy: Policy, now: Moment) -> Result<()> {
        self.link
            .sql("UPDATE organisations SET policy = $2, changed_at = $3 WHERE id = $1")
            .bind(id.uuid())
            .bind(policy.tag())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }
}

/// Lines are kept in one text, divided by line breaks.
pub(crate) fn read_lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
