//! Proposals: what waits for a second support person, and how that ended. The rules stand in `domain::proposals`; settling
//! is a conditional update, so that of two who settle one proposal one is told of the other.

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::proposals::{Kind, Proposal, Settled, State, StateTag, What};
use domain::{JoinRequestId, Moment, OdsCode, OrganisationId, PersonId, ProposalId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::people::{AccountRow, account_columns};
use crate::repositories::Proposals;
use crate::{Change, Result};

/// A proposal with all that a page about it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The proposal.
    pub proposal: Proposal,
    /// The person whom it concerns.
    pub account: Account,
    /// The organisation's code and name.
    pub organisation: Option<(OdsCode, String)>,
    /// First and last name of whoever proposed it.
    pub proposer: String,
    /// First and last name of whoever settled it.
    pub settler: Option<String>,
}

/// The columns of a [`Row`], from `proposals AS q`.
macro_rules! proposal_columns {
    () => {
        "q.id AS proposal_id, q.kind AS proposal_kind, q.person_id AS subject_id, q.organisation_id, q.join_request_id,
         q.ends_at, q.why, q.proposed_by, q.proposed_at, q.state AS proposal_state, q.decided_by, q.decided_at, q.used_at"
    };
}

/// Everything of a [`ProposedRow`] but its conditions.
macro_rules! proposed {
    () => {
        concat!(
            "SELECT ",
            proposal_columns!(),
            ", ",
            account_columns!(),
            ", o.code AS organisation_code, o.name AS organisation_name,
             b.first_name AS proposer_first_name, b.last_name AS proposer_last_name,
             d.first_name AS settler_first_name, d.last_name AS settler_last_name
             FROM proposals AS q
             JOIN people AS p ON p.id = q.person_id
             JOIN people AS b ON b.id = q.proposed_by
             LEFT JOIN people AS d ON d.id = q.decided_by
             LEFT JOIN organisations AS o ON o.id = q.organisation_id"
        )
    };
}

#[derive(FromRow)]
struct Row {
    proposal_id: Uuid,
    proposal_kind: String,
    subject_id: Uuid,
    organisation_id: Option<Uuid>,
    join_request_id: Option<Uuid>,
    ends_at: Option<DateTime<Utc>>,
    why: String,
    proposed_by: Uuid,
    proposed_at: DateTime<Utc>,
    proposal_state: String,
    decided_by: Option<Uuid>,
    decided_at: Option<DateTime<Utc>>,
    used_at: Option<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Proposal> {
        let kind = readable(Kind::from_tag(&self.proposal_kind), "kind of a proposal")?;
        let organisation = || {
            readable(
                self.organisation_id.map(OrganisationId::new),
                "organisation of a proposal",
            )
        };
        let what = match kind {
            Kind::SupportJoins => What::SupportJoins,
            Kind::SupportLeaves => What::SupportLeaves,
            Kind::AdministratorJoins => What::AdministratorJoins {
                organisation: organisation()?,
                request: self.join_request_id.map(JoinRequestId::new),
                ends_at: self.ends_at.map(Moment::new),
            },
            Kind::AdministratorLeaves => What::AdministratorLeaves {
                organisation: organisation()?,
            },
            Kind::LastApproverMayGo => What::LastApproverMayGo {
                organisation: organisation()?,
            },
        };
        let settled = self.decided_by.zip(self.decided_at).map(|(by, at)| Settled {
            by: PersonId::new(by),
            at: Moment::new(at),
        });
        let settled = || readable(settled, "end of a proposal");
        let state = match readable(StateTag::from_tag(&self.proposal_state), "state of a proposal")? {
            StateTag::Open => State::Open,
            StateTag::Confirmed => State::Confirmed(settled()?),
            StateTag::TurnedDown => State::TurnedDown(settled()?),
            StateTag::Lapsed => State::Lapsed {
                at: readable(self.decided_at.map(Moment::new), "end of a proposal")?,
            },
        };
        Ok(Proposal {
            id: ProposalId::new(self.proposal_id),
            what,
            person: PersonId::new(self.subject_id),
            why: self.why,
            by: PersonId::new(self.proposed_by),
            made_at: Moment::new(self.proposed_at),
            state,
            used_at: self.used_at.map(Moment::new),
        })
    }
}

#[derive(FromRow)]
struct ProposedRow {
    #[sqlx(flatten)]
    proposal: Row,
    #[sqlx(flatten)]
    account: AccountRow,
    organisation_code: Option<String>,
    organisation_name: Option<String>,
    proposer_first_name: String,
    proposer_last_name: String,
    settler_first_name: Option<String>,
    settler_last_name: Option<String>,
}

impl ProposedRow {
    fn read(self) -> Result<Proposed> {
        let organisation = match self.organisation_code.zip(self.organisation_name) {
            Some((code, name)) => Some((readable(OdsCode::parse(&code).ok(), "ODS code")?, name)),
            None => None,
        };
        let settler = self.settler_first_name.zip(self.settler_last_name);
        Ok(Proposed {
            proposal: self.proposal.read()?,
            account: self.account.read()?,
            organisation,
            proposer: format!("{} {}", self.proposer_first_name, self.proposer_last_name),
            settler: settler.map(|(first, last)| format!("{first} {last}")),
        })
    }
}

impl<Way> Proposals<'_, Way> {
    /// The proposal with this id, with all that its page shows.
    pub async fn proposed(self, id: ProposalId) -> Result<Option<Proposed>> {
        self.link
            .sql(concat!(proposed!(), " WHERE q.id = $1"))
            .bind(id.uuid())
            .optional::<ProposedRow>()
            .await?
            .map(ProposedRow::read)
            .transpose()
    }

    /// Those that wait for a second support person, oldest first.
    pub async fn open(self) -> Result<Vec<Proposed>> {
        let rows: Vec<ProposedRow> = self
            .link
            .sql(concat!(
                proposed!(),
                " WHERE q.state = 'open' ORDER BY q.proposed_at, q.id"
            ))
            .all()
            .await?;
        rows.into_iter().map(ProposedRow::read).collect()
    }

    /// Those that wait and concern a person.
    pub async fn open_about(self, person: PersonId) -> Result<Vec<Proposal>> {
        let rows: Vec<Row> = self
            .link
            .sql(concat!(
                "SELECT ",
                proposal_columns!(),
                " FROM proposals AS q WHERE q.state = 'open' AND q.person_id = $1 ORDER BY q.proposed_at, q.id"
            ))
            .bind(person.uuid())
            .all()
            .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The overrides about a person that were confirmed and not used, newest first.
    pub async fn unused_overrides(self, person: PersonId) -> Result<Vec<Proposal>> {
        let rows: Vec<Row> = self
            .link
            .sql(concat!(
                "SELECT ",
                proposal_columns!(),
                " FROM proposals AS q
                 WHERE q.kind = 'last_approver_may_go' AND q.state = 'confirmed' AND q.used_at IS NULL
                   AND q.person_id = $1
                 ORDER BY q.decided_at DESC, q.id"
            ))
            .bind(person.uuid())
            .all()
            .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The one that waits and proposes the same for a person.
    pub async fn open_like(self, what: What, person: PersonId) -> Result<Option<Proposed>> {
        self.link
            .sql(concat!(
                proposed!(),
                " WHERE q.state = 'open' AND q.kind = $1 AND q.person_id = $2
                    AND COALESCE(q.organisation_id, $4) = COALESCE($3, $4)"
            ))
            .bind(what.kind().tag())
            .bind(person.uuid())
            .bind(what.organisation().map(OrganisationId::uuid))
            .bind(Uuid::nil())
            .optional::<ProposedRow>()
            .await?
            .map(ProposedRow::read)
            .transpose()
    }
}

impl Proposals<'_, Change> {
    /// Keeps a new proposal; false where the same is proposed for the person already.
    pub async fn make(self, proposal: &Proposal) -> Result<bool> {
        let made = self
            .link
            .sql(
                "INSERT INTO proposals (id, kind, person_id, organisation_id, join_request_id, ends_at, why, proposed_by,
                     proposed_at, state)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')
                 ON CONFLICT DO NOTHING",
            )
            .bind(proposal.id.uuid())
            .bind(proposal.what.kind().tag())
            .bind(proposal.person.uuid())
            .bind(proposal.what.organisation().map(OrganisationId::uuid))
            .bind(proposal.what.request().map(JoinRequestId::uuid))
            .bind(proposal.what.ends_at().map(Moment::utc))
            .bind(proposal.why.as_str())
            .bind(proposal.by.uuid())
            .bind(proposal.made_at.utc())
            .run()
            .await?;
        Ok(made == 1)
    }

    /// Opens a proposal again that ended with a decision that is undone; false where the same is proposed by now.
    pub async fn reopen(self, id: ProposalId) -> Result<bool> {
        let reopened = self
            .link
            .sql(
                "UPDATE proposals SET state = 'open', decided_by = NULL, decided_at = NULL
                 WHERE id = $1 AND state IN ('turned_down', 'lapsed')
                   AND NOT EXISTS (
                       SELECT 1 FROM proposals AS o
                       WHERE o.state = 'open' AND o.kind = proposals.kind AND o.person_id = proposals.person_id
                         AND COALESCE(o.organisation_id, $2) = COALESCE(proposals.organisation_id, $2))",
            )
            .bind(id.uuid())
            .bind(Uuid::nil())
            .run()
            .await?;
        Ok(reopened == 1)
    }

    /// Keeps that an override was used, or can be used no more; false where it was before.
    pub async fn use_up(self, id: ProposalId, now: Moment) -> Result<bool> {
        let used = self
            .link
            .sql("UPDATE proposals SET used_at = $2 WHERE id = $1 AND state = 'confirmed' AND used_at IS NULL")
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(used == 1)
    }

    /// Keeps that a proposal was confirmed, turned down or lapsed; false where it no longer waits.
    pub async fn settle(self, proposal: &Proposal) -> Result<bool> {
        let Some(ended_at) = proposal.state.ended_at() else {
            return Ok(false);
        };
        let kept = self
            .link
            .sql("UPDATE proposals SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open'")
            .bind(proposal.id.uuid())
            .bind(proposal.state.tag().tag())
            .bind(proposal.state.settled().map(|settled| settled.by.uuid()))
            .bind(ended_at.utc())
            .run()
            .await?;
        Ok(kept == 1)
    }
}
