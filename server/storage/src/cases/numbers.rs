//! Telephone numbers that support gave, where the register has none.

use chrono::{DateTime, Utc};
use domain::cases::GivenNumber;
use domain::{Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::repositories::Cases;
use crate::{Change, Result};

/// A number with the names of whoever gave it and confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedNumber {
    /// The number.
    pub given: GivenNumber,
    /// First and last name of whoever gave it.
    pub giver: String,
    /// First and last name of whoever confirmed it.
    pub confirmer: Option<String>,
}

#[derive(FromRow)]
struct NumberRow {
    number: String,
    source: String,
    given_by: Uuid,
    given_at: DateTime<Utc>,
    confirmed_by: Option<Uuid>,
    confirmed_at: Option<DateTime<Utc>>,
    giver_first_name: String,
    giver_last_name: String,
    confirmer_first_name: Option<String>,
    confirmer_last_name: Option<String>,
}

impl<Way> Cases<'_, Way> {
    /// The number that support gave for an organisation.
    pub async fn number(self, organisation: OrganisationId) -> Result<Option<NamedNumber>> {
        let row: Option<NumberRow> = self
            .link
            .sql(
                "SELECT n.number, n.source, n.given_by, n.given_at, n.confirmed_by, n.confirmed_at,
                        g.first_name AS giver_first_name, g.last_name AS giver_last_name,
                        s.first_name AS confirmer_first_name, s.last_name AS confirmer_last_name
                 FROM organisation_numbers AS n
                 JOIN people AS g ON g.id = n.given_by
                 LEFT JOIN people AS s ON s.id = n.confirmed_by
                 WHERE n.organisation_id = $1",
            )
            .bind(organisation.uuid())
            .optional()
            .await?;
        Ok(row.map(|row| NamedNumber {
            given: GivenNumber {
                number: row.number,
                source: row.source,
                by: PersonId::new(row.given_by),
                at: Moment::new(row.given_at),
                confirmed: row
                    .confirmed_by
                    .zip(row.confirmed_at)
                    .map(|(by, at)| (PersonId::new(by), Moment::new(at))),
            },
            giver: format!("{} {}", row.giver_first_name, row.giver_last_name),
            confirmer: super::full_name(row.confirmer_first_name, row.confirmer_last_name),
        }))
    }
}

impl Cases<'_, Change> {
    /// Keeps a number that was given, or confirmed, in place of the one before.
    pub async fn keep_number(self, organisation: OrganisationId, given: &GivenNumber) -> Result<()> {
        self.link
            .sql(
                "INSERT INTO organisation_numbers (organisation_id, number, source, given_by, given_at, confirmed_by,
                     confirmed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (organisation_id) DO UPDATE
                 SET number = excluded.number, source = excluded.source, given_by = excluded.given_by,
                     given_at = excluded.given_at, confirmed_by = excluded.confirmed_by,
                     confirmed_at = excluded.confirmed_at",
            )
            .bind(organisation.uuid())
            .bind(given.number.as_str())
            .bind(given.source.as_str())
            .bind(given.by.uuid())
            .bind(given.at.utc())
            .bind(given.confirmed.map(|(by, _)| by.uuid()))
            .bind(given.confirmed.map(|(_, at)| at.utc()))
            .run()
            .await?;
        Ok(())
    }
}
