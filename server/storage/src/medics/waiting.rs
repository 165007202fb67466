//! Listed medics who have not come in yet: letters that are due, and the roles that wait until the address is confirmed; and
//! what their listing means for accounts and for those who add people by hand.

use domain::accounts::Account;
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{EmailAddress, Moment, OrganisationId, PersonId, RosterId, end_of, start_of};
use sqlx::FromRow;
use uuid::Uuid;

use crate::organisations::read_day;
use crate::people::{AccountRow, account_columns};
use crate::repositories::Medics;
use crate::{Change, Result};

/// Somebody whom an organisation lists, and who has not come in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMedic {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The roles that wait.
    pub roles: Vec<RoleSpan>,
}

#[derive(FromRow)]
struct WaitingRow {
    organisation_id: Uuid,
    roster_id: Uuid,
    starts_on: String,
    ends_on: String,
}

impl<Way> Medics<'_, Way> {
    /// Where a person is listed and has not come in, in the order of the organisations' ids.
    pub async fn waiting(self, person: PersonId) -> Result<Vec<WaitingMedic>> {
        let rows: Vec<WaitingRow> = self
            .link
            .sql(
                "SELECT d.organisation_id, mr.roster_id, mr.starts_on, mr.ends_on
                 FROM medics AS d
                 JOIN medic_roles AS mr ON mr.medic_id = d.id
                 WHERE d.person_id = $1 AND d.ended_at IS NULL AND d.in_at IS NULL
                 ORDER BY d.organisation_id, mr.roster_id",
            )
            .bind(person.uuid())
            .all()
            .await?;
        let role = |row: &WaitingRow| {
            Ok(RoleSpan {
                role: Role::RosteredMedic,
                roster: Some(RosterId::new(row.roster_id)),
                starts_at: read_day(&row.starts_on)?.map(start_of),
                ends_at: read_day(&row.ends_on)?.map(end_of),
            })
        };
        rows.chunk_by(|one, next| one.organisation_id == next.organisation_id)
            .filter_map(|own| own.first().map(|first| (first.organisation_id, own)))
            .map(|(organisation, own)| {
                Ok(WaitingMedic {
                    organisation: OrganisationId::new(organisation),
                    roles: own.iter().map(role).collect::<Result<_>>()?,
                })
            })
            .collect()
    }

    /// Where a person is listed, whether or not they have come in, in the order of the organisations' ids.
    pub async fn listings(self, person: PersonId) -> Result<Vec<OrganisationId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(
                "SELECT DISTINCT organisation_id FROM medics
                 WHERE person_id = $1 AND ended_at IS NULL
                 ORDER BY organisation_id",
            )
            .bind(person.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
    }

    /// Those whom an organisation lists and who may act there, while something that would let them in is open still: a
    /// request, or a pre-approval of their address.
    pub async fn with_something_open(self, organisation: OrganisationId) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM people AS p
                 WHERE p.state = 'confirmed'
                   AND p.id IN (
                       SELECT d.person_id
                       FROM medics AS d
                       JOIN members AS m ON m.person_id = d.person_id AND m.organisation_id = d.organisation_id
                       WHERE d.organisation_id = $1 AND d.ended_at IS NULL AND m.state = 'active')
                   AND (EXISTS (
                           SELECT 1 FROM join_requests AS r
                           WHERE r.person_id = p.id AND r.organisation_id = $1
                             AND r.state IN ('awaiting_confirmation', 'pending'))
                       OR EXISTS (
                           SELECT 1 FROM pre_approvals AS a
                           WHERE a.organisation_id = $1 AND a.email_key = p.email_key
                             AND a.used_at IS NULL AND a.ended_at IS NULL))
                 ORDER BY p.id"
            ))
            .bind(organisation.uuid())
            .all()
            .await?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// Whether a person's names come with an import: one made the account, and somebody still lists the person.
    pub async fn names(self, person: PersonId) -> Result<bool> {
        let (names,): (bool,) = self
            .link
            .sql("SELECT EXISTS (SELECT 1 FROM medics WHERE person_id = $1 AND made_account AND ended_at IS NULL)")
            .bind(person.uuid())
            .one()
            .await?;
        Ok(names)
    }

    /// Whether an organisation lists somebody with this address, by its list or by the account.
    pub async fn lists(self, organisation: OrganisationId, email: &EmailAddress) -> Result<bool> {
        let (lists,): (bool,) = self
            .link
            .sql(
                "SELECT EXISTS (
                     SELECT 1
                     FROM medics AS d
                     LEFT JOIN people AS p ON p.id = d.person_id
                     WHERE d.organisation_id = $1 AND d.ended_at IS NULL AND (d.email_key = $2 OR p.email_key = $2))",
            )
            .bind(organisation.uuid())
            .bind(email.key())
            .one()
            .await?;
        Ok(lists)
    }

    /// Whose letters are due, those who have waited longest first.
    pub async fn letters_due(self, now: Moment, most: i64) -> Result<Vec<PersonId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(
                "SELECT person_id FROM medics
                 WHERE letter_due IS NOT NULL AND letter_due <= $1 AND person_id IS NOT NULL
                 ORDER BY letter_due, id
                 LIMIT $2",
            )
            .bind(now.utc())
            .bind(most)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(person,)| PersonId::new(person)).collect())
    }
}

impl Medics<'_, Change> {
    /// Takes the letter of a person, who has one, however many list them; false where somebody else has taken it. Hold the
    /// person first.
    pub async fn take_letter(self, person: PersonId) -> Result<bool> {
        let taken = self
            .link
            .sql("UPDATE medics SET letter_due = NULL WHERE person_id = $1 AND letter_due IS NOT NULL")
            .bind(person.uuid())
            .run()
            .await?;
        Ok(taken > 0)
    }

    /// Keeps that a person has come in where they are listed. Hold the organisation first.
    pub async fn came_in(self, person: PersonId, organisation: OrganisationId, now: Moment) -> Result<()> {
        self.link
            .sql(
                "UPDATE medics SET in_at = $3, letter_due = NULL
                 WHERE person_id = $1 AND organisation_id = $2 AND ended_at IS NULL",
            )
            .bind(person.uuid())
            .bind(organisation.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }
}
