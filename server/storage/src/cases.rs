//! Cases: what is in the hands of support, and the calls about it. The rules stand in `domain::cases`; a case is kept by a
//! conditional update, so that of two who settle one case one is told of the other. A case about a request ends with the
//! request (`join_requests.rs`). Numbers that the register lacks are in `cases/numbers.rs`, calls in `cases/calls.rs`.

mod calls;
mod numbers;

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::cases::{Because, Case, Grounds, Matter, MatterKind, Proposed, Settled, Shows, State, StateTag};
use domain::organisations::OrganisationView;
use domain::permission::Role;
use domain::{CallId, CaseId, EmailAddress, JoinRequestId, Moment, OrganisationId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::calls::Tried;
pub use self::numbers::NamedNumber;
use crate::error::readable;
use crate::members::deciding;
use crate::organisations::{ViewRow, view_columns};
use crate::people::{AccountRow, account_columns};
use crate::repositories::Cases;
use crate::{Change, Result};

/// How many requests are looked at in one round.
const LOT: u16 = 500;
/// How many of a list are counted.
const COUNTED: u16 = 1_000;

/// A case with all that its page shows, but for its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedCase {
    /// The case.
    pub case: Case,
    /// The person whom it concerns.
    pub account: Account,
    /// The organisation that is called.
    pub organisation: OrganisationView,
    /// The role asked for and why, where it is about a request.
    pub asked: Option<(Role, String)>,
    /// First and last name of the first support person.
    pub first: Option<String>,
    /// First and last name of whoever settled it.
    pub settler: Option<String>,
    /// How many calls were made.
    pub calls: u32,
}

/// Everything of an [`OpenedRow`] but its conditions.
macro_rules! opened {
    () => {
        concat!(
            "SELECT c.id AS case_id, c.kind AS case_kind, c.organisation_id, c.join_request_id, c.new_address, c.because,
                    c.why, c.opened_by, c.opened_at, c.due_at, c.state AS case_state, c.first_by, c.first_at, c.call_id,
                    c.override_reason, c.settled_by, c.settled_at, c.declined_because, ",
            account_columns!(),
            ", ",
            view_columns!(),
            ", r.role AS asked_role, r.reason AS asked_reason,
             f.first_name AS first_first_name, f.last_name AS first_last_name,
             s.first_name AS settler_first_name, s.last_name AS settler_last_name,
             (SELECT COUNT(*) FROM case_calls AS k WHERE k.case_id = c.id) AS calls
             FROM cases AS c
             JOIN people AS p ON p.id = c.person_id
             JOIN organisations AS o ON o.id = c.organisation_id
             LEFT JOIN join_requests AS r ON r.id = c.join_request_id
             LEFT JOIN people AS f ON f.id = c.first_by
             LEFT JOIN people AS s ON s.id = c.settled_by"
        )
    };
}

#[derive(FromRow)]
struct CaseColumns {
    case_id: Uuid,
    case_kind: String,
    organisation_id: Uuid,
    join_request_id: Option<Uuid>,
    new_address: Option<String>,
    because: String,
    why: String,
    opened_by: Option<Uuid>,
    opened_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    case_state: String,
    first_by: Option<Uuid>,
    first_at: Option<DateTime<Utc>>,
    call_id: Option<Uuid>,
    override_reason: Option<String>,
    settled_by: Option<Uuid>,
    settled_at: Option<DateTime<Utc>>,
    declined_because: Option<String>,
}

impl CaseColumns {
    fn read(self, person: PersonId) -> Result<Case> {
        Ok(Case {
            id: CaseId::new(self.case_id),
            matter: self.matter()?,
            person,
            organisation: OrganisationId::new(self.organisation_id),
            because: readable(Because::from_tag(&self.because), "reason of a case")?,
            state: self.state()?,
            why: self.why,
            opened_by: self.opened_by.map(PersonId::new),
            opened_at: Moment::new(self.opened_at),
            due_at: Moment::new(self.due_at),
        })
    }

    fn matter(&self) -> Result<Matter> {
        Ok(
            match readable(MatterKind::from_tag(&self.case_kind), "kind of a case")? {
                MatterKind::Join => Matter::Join(readable(
                    self.join_request_id.map(JoinRequestId::new),
                    "request of a case",
                )?),
                MatterKind::LostFactor => Matter::LostFactor,
                MatterKind::NewAddress => {
                    let address = self.new_address.as_deref();
                    let address = address.and_then(|text| EmailAddress::parse(text).ok());
                    Matter::NewAddress(readable(address, "address of a case")?)
                }
            },
        )
    }

    fn state(&self) -> Result<State> {
        let settled = || {
            let settled = self.settled_by.zip(self.settled_at).map(|(by, at)| Settled {
                by: PersonId::new(by),
                at: Moment::new(at),
            });
            readable(settled, "end of a case")
        };
        Ok(
            match readable(StateTag::from_tag(&self.case_state), "state of a case")? {
                StateTag::Open => State::Open,
                StateTag::Agreed => State::Agreed(self.proposed()?),
                StateTag::Confirmed => State::Confirmed {
                    proposed: self.proposed()?,
                    settled: settled()?,
                },
                StateTag::Declined => State::Declined {
                    settled: settled()?,
                    reason: self.declined_because.clone().unwrap_or_default(),
                },
                StateTag::Ended => State::Ended {
                    at: readable(self.settled_at.map(Moment::new), "end of a case")?,
                },
            },
        )
    }

    fn proposed(&self) -> Result<Proposed> {
        let grounds = match (&self.override_reason, self.call_id) {
            (Some(reason), _) => Some(Grounds::Override(reason.clone())),
            (None, call) => call.map(|call| Grounds::Call(CallId::new(call))),
        };
        let first = self.first_by.zip(self.first_at).zip(grounds);
        let ((by, at), grounds) = readable(first, "first step of a case")?;
        Ok(Proposed {
            by: PersonId::new(by),
            at: Moment::new(at),
            grounds,
        })
    }
}

#[derive(FromRow)]
struct OpenedRow {
    #[sqlx(flatten)]
    case: CaseColumns,
    #[sqlx(flatten)]
    account: AccountRow,
    #[sqlx(flatten)]
    organisation: ViewRow,
    asked_role: Option<String>,
    asked_reason: Option<String>,
    first_first_name: Option<String>,
    first_last_name: Option<String>,
    settler_first_name: Option<String>,
    settler_last_name: Option<String>,
    calls: i64,
}

impl OpenedRow {
    fn read(self) -> Result<OpenedCase> {
        let account = self.account.read()?;
        let asked = match self.asked_role.zip(self.asked_reason) {
            Some((role, reason)) => Some((readable(Role::from_tag(&role), "role")?, reason)),
            None => None,
        };
        Ok(OpenedCase {
            case: self.case.read(account.id)?,
            account,
            organisation: self.organisation.read()?,
            asked,
            first: full_name(self.first_first_name, self.first_last_name),
            settler: full_name(self.settler_first_name, self.settler_last_name),
            calls: u32::try_from(self.calls).unwrap_or(u32::MAX),
        })
    }
}

fn full_name(first: Option<String>, last: Option<String>) -> Option<String> {
    first.zip(last).map(|(first, last)| format!("{first} {last}"))
}

impl<Way> Cases<'_, Way> {
    /// The case with this id, with all that its page shows.
    pub async fn opened(self, id: CaseId) -> Result<Option<OpenedCase>> {
        self.link
            .sql(concat!(opened!(), " WHERE c.id = $1"))
            .bind(id.uuid())
            .optional::<OpenedRow>()
            .await?
            .map(OpenedRow::read)
            .transpose()
    }

    /// The first cases of a list: what is to be done first on top, what ended last.
    pub async fn list(self, shows: Shows, now: Moment, most: u16) -> Result<Vec<OpenedCase>> {
        let text = match shows {
            Shows::Now => concat!(
                opened!(),
                " WHERE c.state = 'open' AND c.due_at <= $1 ORDER BY c.due_at, c.id"
            ),
            Shows::Later => concat!(
                opened!(),
                " WHERE c.state = 'open' AND c.due_at > $1 ORDER BY c.due_at, c.id"
            ),
            Shows::Second => concat!(
                opened!(),
                " WHERE c.state = 'agreed' AND c.first_at <= $1 ORDER BY c.first_at, c.id"
            ),
            Shows::Ended => concat!(
                opened!(),
                " WHERE c.settled_at IS NOT NULL AND c.settled_at <= $1 ORDER BY c.settled_at DESC, c.id DESC"
            ),
        };
        let rows: Vec<OpenedRow> = self
            .link
            .sql(format!("{text} LIMIT {most}"))
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter().map(OpenedRow::read).collect()
    }

    /// How many cases wait in each list; at most one more than is counted. Those that have ended are not.
    pub async fn counts(self, now: Moment) -> Result<Vec<(Shows, u32)>> {
        let mut counts = Vec::new();
        for (shows, condition) in [
            (Shows::Now, "state = 'open' AND due_at <= $1"),
            (Shows::Later, "state = 'open' AND due_at > $1"),
            (Shows::Second, "state = 'agreed' AND first_at <= $1"),
        ] {
            let (count,): (i64,) = self
                .link
                .sql(format!(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE {condition} LIMIT {}) AS waiting",
                    COUNTED + 1
                ))
                .bind(now.utc())
                .one()
                .await?;
            counts.push((shows, u32::try_from(count).unwrap_or(u32::MAX)));
        }
        Ok(counts)
    }

    /// The case that a request has become and that has not ended.
    pub async fn of_request(self, request: JoinRequestId) -> Result<Option<CaseId>> {
        let found: Option<(Uuid,)> = self
            .link
            .sql("SELECT id FROM cases WHERE join_request_id = $1 AND state IN ('open', 'agreed')")
            .bind(request.uuid())
            .optional()
            .await?;
        Ok(found.map(|(id,)| CaseId::new(id)))
    }

    /// The cases about a person's account that have not ended.
    pub async fn of_account(self, person: PersonId) -> Result<Vec<(CaseId, MatterKind)>> {
        let rows: Vec<(Uuid, String)> = self
            .link
            .sql(
                "SELECT id, kind FROM cases
                 WHERE person_id = $1 AND join_request_id IS NULL AND state IN ('open', 'agreed')
                 ORDER BY kind",
            )
            .bind(person.uuid())
            .all()
            .await?;
        let read = |(id, kind): (Uuid, String)| {
            let kind = readable(MatterKind::from_tag(&kind), "kind of a case")?;
            Ok((CaseId::new(id), kind))
        };
        rows.into_iter().map(read).collect()
    }

    /// The requests that wait, that nobody at their organisation can decide (any more), and that are no case yet; those
    /// that have waited longest first. Who administers for a commissioner is proposed and confirmed without one.
    pub async fn to_open(self, now: Moment) -> Result<Vec<JoinRequestId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(format!(
                concat!(
                    "SELECT r.id
                     FROM join_requests AS r
                     JOIN organisations AS w ON w.id = r.organisation_id
                     WHERE r.state = 'pending' AND r.role <> 'commissioning_administrator' AND w.status = 'active'
                       AND NOT EXISTS (
                           SELECT 1 FROM cases AS c WHERE c.join_request_id = r.id AND c.state IN ('open', 'agreed'))
                       AND (r.followed_up >= 3 OR NOT EXISTS (SELECT 1",
                    deciding!("= r.organisation_id", "$1"),
                    " AND m.person_id <> r.person_id))
                     ORDER BY r.confirmed_at, r.id
                     LIMIT {}"
                ),
                LOT
            ))
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| JoinRequestId::new(id)).collect())
    }
}

impl Cases<'_, Change> {
    /// Opens a case; false where there is one about the same already.
    pub async fn open(self, case: &Case) -> Result<bool> {
        let opened = self
            .link
            .sql(
                "INSERT INTO cases (id, kind, person_id, organisation_id, join_request_id, new_address, because, why,
                     opened_by, opened_at, due_at, state)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')
                 ON CONFLICT DO NOTHING",
            )
            .bind(case.id.uuid())
            .bind(case.matter.kind().tag())
            .bind(case.person.uuid())
            .bind(case.organisation.uuid())
            .bind(case.matter.request().map(JoinRequestId::uuid))
            .bind(case.matter.new_address().map(EmailAddress::as_typed))
            .bind(case.because.tag())
            .bind(case.why.as_str())
            .bind(case.opened_by.map(PersonId::uuid))
            .bind(case.opened_at.utc())
            .bind(case.due_at.utc())
            .run()
            .await?;
        Ok(opened == 1)
    }

    /// Keeps the state of a case; false where it has ended meanwhile, or where the first step of two is not as it was.
    pub async fn keep(self, case: &Case) -> Result<bool> {
        let proposed = case.state.proposed();
        let (call, reason) = match proposed.map(|proposed| &proposed.grounds) {
            Some(Grounds::Call(call)) => (Some(call.uuid()), None),
            Some(Grounds::Override(reason)) => (None, Some(reason.as_str())),
            None => (None, None),
        };
        let declined_because = match &case.state {
            State::Declined { reason, .. } => Some(reason.as_str()),
            _ => None,
        };
        let kept = self
            .link
            .sql(
                "UPDATE cases
                 SET state = $2, due_at = $3, first_by = $4, first_at = $5, call_id = $6, override_reason = $7,
                     settled_by = $8, settled_at = $9, declined_because = $10
                 WHERE id = $1 AND state IN ('open', 'agreed') AND (state = 'agreed' OR $2 <> 'confirmed')",
            )
            .bind(case.id.uuid())
            .bind(case.state.tag().tag())
            .bind(case.due_at.utc())
            .bind(proposed.map(|proposed| proposed.by.uuid()))
            .bind(proposed.map(|proposed| proposed.at.utc()))
            .bind(call)
            .bind(reason)
            .bind(case.state.settled().map(|settled| settled.by.uuid()))
            .bind(case.state.ended_at().map(Moment::utc))
            .bind(declined_because)
            .run()
            .await?;
        Ok(kept == 1)
    }

    /// Ends the cases about an account that is closed.
    pub async fn end_of_account(self, person: PersonId, now: Moment) -> Result<u64> {
        self.link
            .sql(
                "UPDATE cases SET state = 'ended', settled_at = $2
                 WHERE person_id = $1 AND join_request_id IS NULL AND state IN ('open', 'agreed')",
            )
            .bind(person.uuid())
            .bind(now.utc())
            .run()
            .await
    }
}
