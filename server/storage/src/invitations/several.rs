//! Several invitations that somebody writes at once: what was pasted, what was confirmed, what came of each line. The
//! invitations themselves are kept one by one, like any other.

use chrono::{DateTime, Utc};
use domain::invitations::several::{Began, SeveralInvitations};
use domain::{Language, Moment, OrganisationId, PersonId, RosterId, SeveralInvitationsId};
use sqlx::FromRow;
use uuid::Uuid;

use super::offer;
use crate::error::readable;
use crate::repositories::Invitations;
use crate::{Change, Result};

#[derive(FromRow)]
struct SeveralRow {
    id: Uuid,
    inviter_id: Uuid,
    organisation_id: Uuid,
    role: Option<String>,
    roster_id: Option<Uuid>,
    starts: Option<String>,
    ends: Option<String>,
    language: String,
    people: String,
    began_at: Option<DateTime<Utc>>,
    ticked: Option<String>,
}

impl SeveralRow {
    fn read(self) -> Result<SeveralInvitations> {
        let ticked = self.ticked.unwrap_or_default();
        let ticked: Option<Vec<u32>> = ticked.split_whitespace().map(|line| line.parse().ok()).collect();
        let ticked = readable(ticked, "ticked lines")?;
        Ok(SeveralInvitations {
            id: SeveralInvitationsId::new(self.id),
            inviter: PersonId::new(self.inviter_id),
            organisation: OrganisationId::new(self.organisation_id),
            offer: offer(
                self.role.as_deref(),
                self.roster_id,
                [self.starts.as_deref(), self.ends.as_deref()],
            )?,
            language: readable(Language::from_tag(&self.language), "language")?,
            people: self.people,
            began: self.began_at.map(|at| Began {
                at: Moment::new(at),
                ticked,
            }),
        })
    }
}

impl<Way> Invitations<'_, Way> {
    /// What this person wrote; nobody else finds it.
    pub async fn several(self, id: SeveralInvitationsId, inviter: PersonId) -> Result<Option<SeveralInvitations>> {
        self.link
            .sql(
                "SELECT id, inviter_id, organisation_id, role, roster_id, starts, ends, language, people, began_at,
                     ticked
                 FROM several_invitations
                 WHERE id = $1 AND inviter_id = $2",
            )
            .bind(id.uuid())
            .bind(inviter.uuid())
            .optional::<SeveralRow>()
            .await?
            .map(SeveralRow::read)
            .transpose()
    }

    /// What came of the lines that something came of (JSON), in their order.
    pub async fn outcomes(self, id: SeveralInvitationsId) -> Result<Vec<(u32, String)>> {
        let rows: Vec<(i64, String)> = self
            .link
            .sql("SELECT line, outcome FROM several_invitation_lines WHERE several_id = $1 ORDER BY line")
            .bind(id.uuid())
            .all()
            .await?;
        let rows = rows
            .into_iter()
            .map(|(line, outcome)| Ok((readable(u32::try_from(line).ok(), "line of an invitation")?, outcome)));
        rows.collect()
    }
}

impl Invitations<'_, Change> {
    /// Keeps what somebody wrote in place of what they wrote before; false where it was confirmed meanwhile.
    pub async fn put_several(self, several: &SeveralInvitations, now: Moment) -> Result<bool> {
        let offer = several.offer;
        let kept = self
            .link
            .sql(
                "INSERT INTO several_invitations (id, inviter_id, organisation_id, role, roster_id, ends, language,
                     people, made_at, changed_at, starts)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
                 ON CONFLICT (id) DO UPDATE SET
                     organisation_id = excluded.organisation_id, role = excluded.role, roster_id = excluded.roster_id,
                     starts = excluded.starts, ends = excluded.ends, language = excluded.language,
                     people = excluded.people, changed_at = excluded.changed_at
                 WHERE several_invitations.inviter_id = excluded.inviter_id AND several_invitations.began_at IS NULL",
            )
            .bind(several.id.uuid())
            .bind(several.inviter.uuid())
            .bind(several.organisation.uuid())
            .bind(offer.map(|offer| offer.role.tag()))
            .bind(offer.and_then(|offer| offer.roster).map(RosterId::uuid))
            .bind(offer.and_then(|offer| offer.ends).map(|day| day.to_string()))
            .bind(several.language.tag())
            .bind(several.people.as_str())
            .bind(now.utc())
            .bind(offer.and_then(|offer| offer.starts).map(|day| day.to_string()))
            .run()
            .await?;
        Ok(kept == 1)
    }

    /// Notes that they were confirmed, and with which lines ticked; false where that was done before, which stays.
    pub async fn begin_several(self, id: SeveralInvitationsId, ticked: &[u32], now: Moment) -> Result<bool> {
        let ticked: Vec<String> = ticked.iter().map(ToString::to_string).collect();
        let began = self
            .link
            .sql(
                "UPDATE several_invitations SET began_at = $2, changed_at = $2, ticked = $3
                 WHERE id = $1 AND began_at IS NULL",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .bind(ticked.join(" "))
            .run()
            .await?;
        Ok(began == 1)
    }

    /// Keeps what came of a line (JSON); false where something is kept already, which stays.
    pub async fn keep_outcome(self, id: SeveralInvitationsId, line: u32, outcome: &str) -> Result<bool> {
        let kept = self
            .link
            .sql(
                "INSERT INTO several_invitation_lines (several_id, line, outcome) VALUES ($1, $2, $3)
                 ON CONFLICT (several_id, line) DO NOTHING",
            )
            .bind(id.uuid())
            .bind(i64::from(line))
            .bind(outcome)
            .run()
            .await?;
        Ok(kept == 1)
    }

    /// Takes away what was not touched since a moment; how many.
    pub async fn sweep_several(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM several_invitations WHERE changed_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
