//! Requests to join: who asks to act for an organisation, and how that ended. The rules stand in
//! `domain::join_requests`; a decision is a conditional update, so that of two deciders one is told of the other. Lists of
//! those that wait are in `join_requests/waiting.rs`.

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::join_requests::{Decided, DecidedBy, Decision, FollowedUp, JoinRequest, State, StateTag};
use domain::organisations::{OrganisationView, Policy};
use domain::permission::{Capacity, Role};
use domain::{JoinRequestId, Moment, OrganisationId, PersonId, PreApprovalId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::organisations::{ViewRow, read_policy, view_columns};
use crate::people::{AccountRow, account_columns};
use crate::repositories::JoinRequests;
use crate::{Change, Result};

/// A request with all that a page about it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The request.
    pub request: JoinRequest,
    /// Who asks.
    pub applicant: Account,
    /// The organisation.
    pub organisation: OrganisationView,
    /// Who may decide there.
    pub policy: Policy,
    /// First and last name of the person who decided.
    pub decider: Option<String>,
    /// When the requester last reminded those who may decide.
    pub nudged_at: Option<Moment>,
    /// When it came before those who decide: when it was made, or when the address was confirmed.
    pub came_at: Option<Moment>,
    /// How far it has been followed up.
    pub followed_up: Option<FollowedUp>,
}

/// The columns of a [`RequestRow`], from `join_requests AS r`.
macro_rules! request_columns {
    () => {
        "r.id AS request_id, r.person_id AS requester_id, r.organisation_id, r.role, r.reason, r.state AS request_state,
         r.made_at, r.decided_at, r.decided_by, r.decided_as, r.decision_reason, r.pre_approval_id"
    };
}

/// Everything of an [`AppliedRow`] but its conditions.
macro_rules! applied {
    () => {
        concat!(
            "SELECT ",
            request_columns!(),
            ", ",
            account_columns!(),
            ", ",
            view_columns!(),
            ", o.policy, r.nudged_at, r.confirmed_at, r.followed_up, d.first_name AS decider_first_name, d.last_name AS decider_last_name
             FROM join_requests AS r
             JOIN people AS p ON p.id = r.person_id
             JOIN organisations AS o ON o.id = r.organisation_id
             LEFT JOIN people AS d ON d.id = r.decided_by"
        )
    };
}

mod elsewhere;
mod following_up;
mod several;
mod undoable;
mod waiting;

pub use self::elsewhere::{Elsewhere, ElsewhereAs};
pub use self::several::Several;
pub use self::undoable::Undoable;

#[derive(FromRow)]
struct RequestRow {
    request_id: Uuid,
    requester_id: Uuid,
    organisation_id: Uuid,
    role: String,
    reason: String,
    request_state: String,
    made_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
    decided_as: Option<String>,
    decision_reason: Option<String>,
    pre_approval_id: Option<Uuid>,
}

impl RequestRow {
    fn read(self) -> Result<JoinRequest> {
        let tag = readable(StateTag::from_tag(&self.request_state), "state of a request")?;
        let state = match tag {
            StateTag::AwaitingConfirmation => State::AwaitingConfirmation,
            StateTag::Pending => State::Pending,
            StateTag::Approved => State::Approved(self.decided()?),
            StateTag::Rejected => State::Rejected(self.decided()?),
            StateTag::Withdrawn => State::Withdrawn { at: self.ended_at()? },
            StateTag::Expired => State::Expired { at: self.ended_at()? },
        };
        Ok(JoinRequest {
            id: JoinRequestId::new(self.request_id),
            person: PersonId::new(self.requester_id),
            organisation: OrganisationId::new(self.organisation_id),
            role: readable(Role::from_tag(&self.role), "role")?,
            reason: self.reason,
            made_at: Moment::new(self.made_at),
            state,
        })
    }

    fn ended_at(&self) -> Result<Moment> {
        readable(self.decided_at.map(Moment::new), "end of a request")
    }

    fn decided(&self) -> Result<Decided> {
        let by = match (self.pre_approval_id, self.decided_by, &self.decided_as) {
            (Some(id), _, _) => Some(DecidedBy::PreApproval(PreApprovalId::new(id))),
            (None, Some(id), Some(tag)) => {
                Capacity::from_tag(tag).map(|capacity| DecidedBy::Person(PersonId::new(id), capacity))
            }
            _ => None,
        };
        Ok(Decided {
            by: readable(by, "decider")?,
            at: self.ended_at()?,
            reason: self.decision_reason.clone(),
        })
    }
}

#[derive(FromRow)]
struct AppliedRow {
    #[sqlx(flatten)]
    request: RequestRow,
    #[sqlx(flatten)]
    applicant: AccountRow,
    #[sqlx(flatten)]
    organisation: ViewRow,
    policy: String,
    nudged_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    followed_up: i64,
    decider_first_name: Option<String>,
    decider_last_name: Option<String>,
}

impl AppliedRow {
    fn read(self) -> Result<Applied> {
        Ok(Applied {
            request: self.request.read()?,
            applicant: self.applicant.read()?,
            organisation: self.organisation.read()?,
            policy: read_policy(&self.policy)?,
            decider: self
                .decider_first_name
                .zip(self.decider_last_name)
                .map(|(first, last)| format!("{first} {last}")),
            nudged_at: self.nudged_at.map(Moment::new),
            came_at: self.confirmed_at.map(Moment::new),
            followed_up: FollowedUp::from_number(self.followed_up),
        })
    }
}

fn read_all(rows: Vec<AppliedRow>) -> Result<Vec<Applied>> {
    rows.into_iter().map(AppliedRow::read).collect()
}

impl<Way> JoinRequests<'_, Way> {
    /// The request with this id.
    pub async fn by_id(self, id: JoinRequestId) -> Result<Option<JoinRequest>> {
        self.link
            .sql(concat!(
                "SELECT ",
                request_columns!(),
                " FROM join_requests AS r WHERE r.id = $1"
            ))
            .bind(id.uuid())
            .optional::<RequestRow>()
            .await?
            .map(RequestRow::read)
            .transpose()
    }

    /// The request that a person has open with an organisation.
    pub async fn open_of(self, person: PersonId, organisation: OrganisationId) -> Result<Option<JoinRequest>> {
        self.link
            .sql(concat!(
                "SELECT ",
                request_columns!(),
                " FROM join_requests AS r
                 WHERE r.person_id = $1 AND r.organisation_id = $2 AND r.state IN ('awaiting_confirmation', 'pending')"
            ))
            .bind(person.uuid())
            .bind(organisation.uuid())
            .optional::<RequestRow>()
            .await?
            .map(RequestRow::read)
            .transpose()
    }

    /// The requests of a person that wait for the confirmation of the address, oldest first.
    pub async fn awaiting_confirmation(self, person: PersonId) -> Result<Vec<JoinRequest>> {
        let rows: Vec<RequestRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                request_columns!(),
                " FROM join_requests AS r
                 WHERE r.person_id = $1 AND r.state = 'awaiting_confirmation'
                 ORDER BY r.made_at, r.id"
            ))
            .bind(person.uuid())
            .all()
            .await?;
        rows.into_iter().map(RequestRow::read).collect()
    }

    /// A request with all that a page about it shows.
    pub async fn applied(self, id: JoinRequestId) -> Result<Option<Applied>> {
        self.link
            .sql(concat!(applied!(), " WHERE r.id = $1"))
            .bind(id.uuid())
            .optional::<AppliedRow>()
            .await?
            .map(AppliedRow::read)
            .transpose()
    }

    /// A person's own requests, newest first.
    pub async fn of_person(self, person: PersonId) -> Result<Vec<Applied>> {
        let text = concat!(applied!(), " WHERE r.person_id = $1 ORDER BY r.made_at DESC, r.id DESC");
        read_all(self.link.sql(text).bind(person.uuid()).all().await?)
    }

    /// What became of a person's requests: each with its organisation and its state.
    pub async fn states_of(self, person: PersonId) -> Result<Vec<(JoinRequestId, OrganisationId, StateTag)>> {
        let rows: Vec<(Uuid, Uuid, String)> = self
            .link
            .sql("SELECT id, organisation_id, state FROM join_requests WHERE person_id = $1 ORDER BY id")
            .bind(person.uuid())
            .all()
            .await?;
        let read = |(id, organisation, state): (Uuid, Uuid, String)| {
            let state = readable(StateTag::from_tag(&state), "state of a request")?;
            Ok((JoinRequestId::new(id), OrganisationId::new(organisation), state))
        };
        rows.into_iter().map(read).collect()
    }

    /// When a person was last told no at an organisation: rejected or revoked.
    pub async fn last_no(self, person: PersonId, organisation: OrganisationId) -> Result<Option<Moment>> {
        let (last,): (Option<DateTime<Utc>>,) = self
            .link
            .sql(
                "SELECT MAX(at) FROM (
                     SELECT decided_at AS at FROM join_requests
                     WHERE person_id = $1 AND organisation_id = $2 AND state = 'rejected'
                     UNION ALL
                     SELECT revoked_at AS at FROM members
                     WHERE person_id = $1 AND organisation_id = $2 AND state = 'revoked'
                 ) AS said",
            )
            .bind(person.uuid())
            .bind(organisation.uuid())
            .one()
            .await?;
        Ok(last.map(Moment::new))
    }
}

impl JoinRequests<'_, Change> {
    /// Keeps a new request; false where the person has one open with the organisation.
    pub async fn make(self, request: &JoinRequest) -> Result<bool> {
        let ready_at = (request.state == State::Pending).then(|| request.made_at.utc());
        let made = self
            .link
            .sql(
                "INSERT INTO join_requests (id, person_id, organisation_id, role, reason, state, made_at, confirmed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT DO NOTHING",
            )
            .bind(request.id.uuid())
            .bind(request.person.uuid())
            .bind(request.organisation.uuid())
            .bind(request.role.tag())
            .bind(request.reason.as_str())
            .bind(request.state.tag().tag())
            .bind(request.made_at.utc())
            .bind(ready_at)
            .run()
            .await?;
        Ok(made == 1)
    }

    /// Brings a request before those who may decide; false unless it waited for the confirmation.
    pub async fn ready(self, id: JoinRequestId, now: Moment) -> Result<bool> {
        let readied = self
            .link
            .sql(
                "UPDATE join_requests SET state = 'pending', confirmed_at = $2
                 WHERE id = $1 AND state = 'awaiting_confirmation'",
            )
            .bind(id.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(readied == 1)
    }

    /// Keeps a decision; false where the request no longer waits for one.
    pub async fn decide(self, decision: &Decision) -> Result<bool> {
        self.end(&decision.request).await
    }

    /// Keeps that a request was taken back, or lapsed; false where it no longer waits.
    pub async fn withdraw(self, request: &JoinRequest) -> Result<bool> {
        self.end(request).await
    }

    /// Notes that the requester reminded those who may decide; false where the request no longer waits, or where the last
    /// time was after `since`.
    pub async fn nudge(self, id: JoinRequestId, since: Moment, now: Moment) -> Result<bool> {
        let nudged = self
            .link
            .sql(
                "UPDATE join_requests SET nudged_at = $3
                 WHERE id = $1 AND state = 'pending' AND (nudged_at IS NULL OR nudged_at <= $2)",
            )
            .bind(id.uuid())
            .bind(since.utc())
            .bind(now.utc())
            .run()
            .await?;
        Ok(nudged == 1)
    }

    async fn end(self, request: &JoinRequest) -> Result<bool> {
        let (at, decided) = match &request.state {
            State::AwaitingConfirmation | State::Pending => return Ok(false),
            State::Approved(decided) | State::Rejected(decided) => (decided.at, Some(decided)),
            State::Withdrawn { at } | State::Expired { at } => (*at, None),
        };
        let (person, capacity, pre_approval) = match decided.map(|decided| decided.by) {
            Some(DecidedBy::Person(person, capacity)) => (Some(person), Some(capacity), None),
            Some(DecidedBy::PreApproval(id)) => (None, None, Some(id)),
            None => (None, None, None),
        };
        let ended = self
            .link
            .sql(
                "UPDATE join_requests
                 SET state = $2, decided_at = $3, decided_by = $4, decided_as = $5, decision_reason = $6,
                     pre_approval_id = $7
                 WHERE id = $1 AND (state = 'pending' OR ($8 AND state = 'awaiting_confirmation'))",
            )
            .bind(request.id.uuid())
            .bind(request.state.tag().tag())
            .bind(at.utc())
            .bind(person.map(PersonId::uuid))
            .bind(capacity.map(Capacity::tag))
            .bind(decided.and_then(|decided| decided.reason.as_deref()))
            .bind(pre_approval.map(PreApprovalId::uuid))
            // Only those who confirmed are decided about; what has ended in another way may have waited for that.
            .bind(decided.is_none())
            .run()
            .await?;
        if ended == 1 {
            // A case that led to this end is settled already; any other ends with its request.
            self.link
                .sql(
                    "UPDATE cases SET state = 'ended', settled_at = $2
                     WHERE join_request_id = $1 AND state IN ('open', 'agreed')",
                )
                .bind(request.id.uuid())
                .bind(at.utc())
                .run()
                .await?;
        }
        Ok(ended == 1)
    }
}
