//! What is known of a person at an organisation, read from rows: one for each role, one without where there is none.

use chrono::{DateTime, Utc};
use domain::accounts::AccountState;
use domain::acting::{Access, Ended, Facts, Held, How, Known};
use domain::permission::Role;
use domain::{Moment, PersonId, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::error::readable;

/// The columns of a [`FactRow`], from `people AS h`, `members AS m` and `member_roles AS mr`, each of which may be missing.
macro_rules! fact_columns {
    () => {
        "h.state AS account, m.id AS member_id, m.revoked_at, m.revoked_by, mr.role, mr.roster_id, mr.starts_at, mr.ends_at,
         mr.granted_by, mr.granted_how, mr.granted_at"
    };
}
pub(crate) use fact_columns;

/// A role of somebody, or that there is none.
#[derive(FromRow)]
pub(crate) struct FactRow {
    account: Option<String>,
    member_id: Option<Uuid>,
    revoked_at: Option<DateTime<Utc>>,
    revoked_by: Option<Uuid>,
    role: Option<String>,
    roster_id: Option<Uuid>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    granted_by: Option<Uuid>,
    granted_how: Option<String>,
    granted_at: Option<DateTime<Utc>>,
}

impl FactRow {
    /// What the rows of one person at one organisation say together.
    pub(crate) fn read(rows: &[&Self]) -> Result<Facts> {
        let Some(first) = rows.first() else {
            return Ok(Facts {
                account: Known::Nothing,
                access: Known::Nothing,
            });
        };
        let access = match first.member_id {
            Some(_) => Known::As(Self::access(rows)?),
            None => Known::Nothing,
        };
        Ok(Facts {
            account: first.account()?.map_or(Known::Nothing, Known::As),
            access,
        })
    }

    /// The state of the account, where there is one.
    pub(crate) fn account(&self) -> Result<Option<AccountState>> {
        let read = |state| readable(AccountState::from_tag(state), "state of an account");
        self.account.as_deref().map(read).transpose()
    }

    /// The access that the rows of one membership tell of.
    pub(crate) fn access(rows: &[&Self]) -> Result<Access> {
        let ended = rows.first().and_then(|row| {
            let at = Moment::new(row.revoked_at?);
            let by = row.revoked_by.map(PersonId::new);
            Some(Ended { at, by })
        });
        let held: Result<Vec<Option<Held>>> = rows.iter().map(|row| row.held()).collect();
        Ok(Access {
            ended,
            held: held?.into_iter().flatten().collect(),
        })
    }

    fn held(&self) -> Result<Option<Held>> {
        let Some(role) = self.role.as_deref() else {
            return Ok(None);
        };
        Ok(Some(Held {
            role: readable(Role::from_tag(role), "role")?,
            roster: self.roster_id.map(RosterId::new),
            starts_at: Moment::new(readable(self.starts_at, "start of a role")?),
            ends_at: self.ends_at.map(Moment::new),
            given_by: self.granted_by.map(PersonId::new),
            given_how: readable(self.granted_how.as_deref().and_then(How::from_tag), "way to a role")?,
            given_at: Moment::new(readable(self.granted_at, "gift of a role")?),
        }))
    }
}
