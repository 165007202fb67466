//! Members: who may act for an organisation, now or formerly, and in which roles. The rules stand in `domain::members`;
//! how people stand to organisations, and who may decide there, in `members/standing.rs`; what a person sees of their own
//! memberships in `members/own.rs`; roles one by one in `members/roles.rs`.

mod ending;
mod ends_soon;
mod former;
mod own;
mod roles;
mod standing;

use chrono::{DateTime, Utc};
use domain::accounts::Account;
use domain::members::roles::RoleSpan;
use domain::members::{Column, Member, Revocation, Sort, Standing};
use domain::permission::Role;
use domain::{MemberId, Moment, OrganisationId, PersonId, PreApprovalId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

pub use self::ends_soon::EndingRole;
pub use self::own::Membership;
pub(crate) use self::roles::{AnySpanRow, SpanRow};
pub(crate) use self::standing::{commissioner_above, deciding};
use crate::people::{AccountRow, account_columns};
use crate::repositories::Members;
use crate::sql::Link;
use crate::{Change, Result, fresh};

/// A member with all that a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// The member.
    pub member: Member,
    /// The person.
    pub account: Account,
    /// Since when the person may act.
    pub since: Moment,
    /// First and last name of the person who let them in.
    pub let_in_by: Option<String>,
}

/// Somebody who is about to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// Who.
    pub person: PersonId,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// In which role.
    pub role: Role,
    /// The roster or roster group that it is limited to; the whole organisation where absent.
    pub roster: Option<RosterId>,
    /// Until when; without end where absent.
    pub ends_at: Option<Moment>,
    /// By whom.
    pub by: LetInBy,
    /// When.
    pub at: Moment,
}

/// What let somebody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetInBy {
    /// A person's decision.
    Person(PersonId),
    /// A pre-approval; the request names it.
    PreApproval(PreApprovalId),
    /// The set-up of the service.
    SetUp,
    /// An import of rostered medics.
    Import,
}

impl LetInBy {
    /// Who it was, where it was a person.
    fn person(self) -> Option<Uuid> {
        match self {
            Self::Person(person) => Some(person.uuid()),
            _ => None,
        }
    }

    /// How it is stored.
    pub(crate) const fn how(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::PreApproval(_) => "pre_approval",
            Self::SetUp => "set_up",
            Self::Import => "import",
        }
    }
}

/// That a role (`member_roles AS mr`) holds at the moment bound to a placeholder.
macro_rules! role_holds {
    ($now:literal) => {
        concat!(
            "mr.starts_at <= ",
            $now,
            " AND (mr.ends_at IS NULL OR mr.ends_at > ",
            $now,
            ")"
        )
    };
}
pub(crate) use role_holds;

/// The same, and that it counts for the whole organisation: only such a role lets its holder decide.
macro_rules! whole_role_holds {
    ($now:literal) => {
        concat!("mr.roster_id IS NULL AND ", $crate::members::role_holds!($now))
    };
}
pub(crate) use whole_role_holds;

/// The columns of a [`MemberRow`], from `members AS m`.
macro_rules! member_columns {
    () => {
        "m.id AS member_id, m.person_id AS holder_id, m.organisation_id, m.since, m.revoked_at"
    };
}

#[derive(FromRow)]
struct MemberRow {
    member_id: Uuid,
    holder_id: Uuid,
    organisation_id: Uuid,
    since: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

impl MemberRow {
    fn read(self, roles: Vec<RoleSpan>) -> Member {
        Member {
            id: MemberId::new(self.member_id),
            person: PersonId::new(self.holder_id),
            organisation: OrganisationId::new(self.organisation_id),
            roles,
            state: self
                .revoked_at
                .map_or(Standing::Active, |at| Standing::Revoked { at: Moment::new(at) }),
        }
    }
}

#[derive(FromRow)]
struct EnrolledRow {
    #[sqlx(flatten)]
    member: MemberRow,
    #[sqlx(flatten)]
    account: AccountRow,
    opener_first_name: Option<String>,
    opener_last_name: Option<String>,
}

impl EnrolledRow {
    fn read(self, roles: Vec<RoleSpan>) -> Result<Enrolled> {
        Ok(Enrolled {
            since: Moment::new(self.member.since),
            member: self.member.read(roles),
            account: self.account.read()?,
            let_in_by: self
                .opener_first_name
                .zip(self.opener_last_name)
                .map(|(first, last)| format!("{first} {last}")),
        })
    }
}

/// Everything of an [`EnrolledRow`] but its conditions.
macro_rules! enrolled {
    () => {
        concat!(
            "SELECT ",
            member_columns!(),
            ", ",
            account_columns!(),
            ", b.first_name AS opener_first_name, b.last_name AS opener_last_name
             FROM members AS m
             JOIN people AS p ON p.id = m.person_id
             LEFT JOIN people AS b ON b.id = m.let_in_by"
        )
    };
}

#[derive(FromRow)]
struct RoleRow {
    member_id: Uuid,
    #[sqlx(flatten)]
    span: SpanRow,
}

impl<Way> Members<'_, Way> {
    /// The member with this id, whether active or revoked.
    pub async fn by_id(self, id: MemberId) -> Result<Option<Member>> {
        let row: Option<MemberRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                member_columns!(),
                " FROM members AS m WHERE m.id = $1"
            ))
            .bind(id.uuid())
            .optional()
            .await?;
        with_roles(self.link, row).await
    }

    /// A person's standing as a member of an organisation, whether active or revoked.
    pub async fn of(self, person: PersonId, organisation: OrganisationId) -> Result<Option<Member>> {
        let row: Option<MemberRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                member_columns!(),
                " FROM members AS m WHERE m.person_id = $1 AND m.organisation_id = $2"
            ))
            .bind(person.uuid())
            .bind(organisation.uuid())
            .optional()
            .await?;
        with_roles(self.link, row).await
    }

    /// A member with all that a page about them shows.
    pub async fn enrolled(self, id: MemberId) -> Result<Option<Enrolled>> {
        let row: Option<EnrolledRow> = self
            .link
            .sql(concat!(enrolled!(), " WHERE m.id = $1"))
            .bind(id.uuid())
            .optional()
            .await?;
        match row {
            Some(row) => row.read(roles_of(self.link, id.uuid()).await?).map(Some),
            None => Ok(None),
        }
    }

    /// Those whose accounts are open and who may act for an organisation, with the roles that have begun.
    pub async fn active(self, organisation: OrganisationId, sort: Sort, now: Moment) -> Result<Vec<Enrolled>> {
        let text = format!(
            "{} WHERE m.organisation_id = $1 AND m.state = 'active' AND p.state = 'confirmed' ORDER BY {}",
            enrolled!(),
            order(sort)
        );
        let rows: Vec<EnrolledRow> = self.link.sql(text).bind(organisation.uuid()).all().await?;
        let roles: Vec<RoleRow> = self
            .link
            .sql(
                "SELECT mr.member_id, mr.role, mr.roster_id, mr.starts_at, mr.ends_at
                 FROM member_roles AS mr
                 JOIN members AS m ON m.id = mr.member_id
                 WHERE m.organisation_id = $1 AND m.state = 'active' AND mr.starts_at <= $2
                 ORDER BY mr.role, mr.roster_id NULLS FIRST",
            )
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter()
            .map(|row| {
                let own = roles.iter().filter(|role| role.member_id == row.member.member_id);
                let own = own.map(|role| role.span.read()).collect::<Result<_>>()?;
                row.read(own)
            })
            .collect()
    }
}

/// What a list sorts by; text from here only, never from an address.
fn order(sort: Sort) -> &'static str {
    match (sort.column, sort.descending) {
        (Column::Name, false) => "p.name_key, m.id",
        (Column::Name, true) => "p.name_key DESC, m.id DESC",
        (Column::Email, false) => "p.email_key, m.id",
        (Column::Email, true) => "p.email_key DESC, m.id DESC",
        (Column::Role, false) => {
            "(SELECT MIN(role) FROM member_roles WHERE member_id = m.id) NULLS LAST, p.name_key, m.id"
        }
        (Column::Role, true) => {
            "(SELECT MIN(role) FROM member_roles WHERE member_id = m.id) DESC NULLS LAST, p.name_key DESC, m.id DESC"
        }
        (Column::Date, false) => "m.since, m.id",
        (Column::Date, true) => "m.since DESC, m.id DESC",
    }
}

async fn with_roles(link: &mut Link, row: Option<MemberRow>) -> Result<Option<Member>> {
    match row {
        Some(row) => {
            let roles = roles_of(link, row.member_id).await?;
            Ok(Some(row.read(roles)))
        }
        None => Ok(None),
    }
}

async fn roles_of(link: &mut Link, member: Uuid) -> Result<Vec<RoleSpan>> {
    let rows: Vec<SpanRow> = link
        .sql(
            "SELECT role, roster_id, starts_at, ends_at FROM member_roles
             WHERE member_id = $1
             ORDER BY role, roster_id NULLS FIRST",
        )
        .bind(member)
        .all()
        .await?;
    rows.iter().map(SpanRow::read).collect()
}

impl Members<'_, Change> {
    /// Lets somebody in: a new member; one whose access was revoked, with this role only; or one more role for a member.
    /// Hold the organisation first.
    pub async fn let_in(self, admission: &Admission) -> Result<MemberId> {
        self.link
            .sql(
                "DELETE FROM member_roles WHERE member_id IN (
                     SELECT id FROM members WHERE person_id = $1 AND organisation_id = $2 AND state = 'revoked')",
            )
            .bind(admission.person.uuid())
            .bind(admission.organisation.uuid())
            .run()
            .await?;
        let (id,): (Uuid,) = self
            .link
            .sql(
                "INSERT INTO members (id, person_id, organisation_id, state, since, let_in_by, let_in_how)
                 VALUES ($1, $2, $3, 'active', $4, $5, $6)
                 ON CONFLICT (person_id, organisation_id) DO UPDATE SET
                     state = 'active',
                     since = CASE WHEN members.state = 'revoked' THEN excluded.since ELSE members.since END,
                     let_in_by = CASE WHEN members.state = 'revoked' THEN excluded.let_in_by ELSE members.let_in_by END,
                     let_in_how = CASE WHEN members.state = 'revoked' THEN excluded.let_in_how ELSE members.let_in_how END,
                     revoked_at = NULL,
                     revoked_by = NULL,
                     revoke_reason = NULL
                 RETURNING id",
            )
            .bind(fresh(admission.at))
            .bind(admission.person.uuid())
            .bind(admission.organisation.uuid())
            .bind(admission.at.utc())
            .bind(admission.by.person())
            .bind(admission.by.how())
            .one()
            .await?;
        let span = RoleSpan {
            role: admission.role,
            roster: admission.roster,
            starts_at: Some(admission.at),
            ends_at: admission.ends_at,
        };
        roles::place(self.link, MemberId::new(id), &span, admission.by, admission.at).await?;
        // Whoever was adding the same person there need not any more (invariant 5).
        self.link
            .sql(
                "UPDATE new_users SET state = 'in', person_id = $1, ended_at = $3
                 WHERE organisation_id = $2 AND state = 'open'
                   AND email_key = (SELECT email_key FROM people WHERE id = $1)",
            )
            .bind(admission.person.uuid())
            .bind(admission.organisation.uuid())
            .bind(admission.at.utc())
            .run()
            .await?;
        Ok(MemberId::new(id))
    }

    /// Keeps that access was revoked; false where it had been. The roles stay, so that *enable* can give them back.
    pub async fn revoke(self, revocation: &Revocation) -> Result<bool> {
        let revoked = self
            .link
            .sql(
                "UPDATE members SET state = 'revoked', revoked_at = $2, revoked_by = $3, revoke_reason = $4
                 WHERE id = $1 AND state = 'active'",
            )
            .bind(revocation.member.id.uuid())
            .bind(revocation.at.utc())
            .bind(revocation.by.uuid())
            .bind(revocation.reason.as_deref())
            .run()
            .await?;
        Ok(revoked == 1)
    }
}
