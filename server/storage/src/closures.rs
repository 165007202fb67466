//! Organisations that are no longer open: those whose people wait for a decision, and what each was merged into. That
//! people wait is asked, never kept. The rules stand in `domain::closures`.

use domain::accounts::Account;
use domain::closures::{ClosureList, ClosureRow};
use domain::home;
use domain::list::{PageSize, Place};
use domain::permission::Scope;
use domain::{JoinRequestId, Moment, OdsCode, OrganisationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::members::{commissioner_above, whole_role_holds};
use crate::organisations::{ViewRow, read_code, view_columns};
use crate::paging::{self, Direction};
use crate::people::{AccountRow, account_columns};
use crate::repositories::Closures;
use crate::scope::{everything, viewer};
use crate::sql::Link;
use crate::{Change, Result};

/// How many rows a page of the list has.
const SIZE: PageSize = PageSize::TwentyFive;

/// Whose access waits at `organisations AS o`: rows of `members AS wm`, one for each role that has not ended.
macro_rules! waiting_people {
    ($now:literal) => {
        concat!(
            "FROM members AS wm
             JOIN people AS wp ON wp.id = wm.person_id
             JOIN member_roles AS mr ON mr.member_id = wm.id
             WHERE wm.organisation_id = o.id AND wm.state = 'active' AND wp.state = 'confirmed'
               AND (mr.ends_at IS NULL OR mr.ends_at > ",
            $now,
            ")"
        )
    };
}

/// Those whose people wait for a decision of the viewer's, from `organisations AS o`: bound to scope, viewer and moment.
const WHICH: &str = concat!(
    " FROM organisations AS o
      WHERE o.status <> 'active' AND ($1 OR ",
    commissioner_above!("$2", "$3"),
    ") AND EXISTS (SELECT 1 ",
    waiting_people!("$3"),
    ")"
);

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    #[sqlx(flatten)]
    view: ViewRow,
    people: i64,
}

impl ListedRow {
    fn read(self) -> Result<ClosureRow> {
        Ok(ClosureRow {
            people: u32::try_from(self.people).unwrap_or(u32::MAX),
            organisation: self.view.read()?,
        })
    }
}

impl<Way> Closures<'_, Way> {
    /// A page of the organisations whose people wait for a decision of the viewer's, by name. A place that nothing follows
    /// is as if it were the first.
    pub async fn list(self, scope: Scope, mut place: Place, now: Moment) -> Result<ClosureList> {
        let counting = paging::counting(&format!("SELECT o.id{WHICH}"));
        let counting = self.link.sql(counting).bind(everything(scope)).bind(viewer(scope));
        let count = paging::counted(counting.bind(now.utc())).await?;
        let mut found = fetch(self.link, scope, place, now).await?;
        if found.is_empty() && place != Place::First {
            place = Place::First;
            found = fetch(self.link, scope, place, now).await?;
        }
        let (rows, beside) = paging::page(found, place, SIZE.rows(), |row| row.id);
        Ok(ClosureList {
            rows: rows.into_iter().map(ListedRow::read).collect::<Result<_>>()?,
            count,
            beside,
        })
    }

    /// How many there are.
    pub async fn count(self, scope: Scope, now: Moment) -> Result<home::Counted> {
        let counting = format!(
            "SELECT COUNT(*) FROM (SELECT o.id{WHICH} LIMIT {}) AS counted",
            home::COUNTED_MOST + 1
        );
        let (count,): (i64,) = self
            .link
            .sql(counting)
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc())
            .one()
            .await?;
        Ok(home::Counted::of(count))
    }

    /// How many people have roles at an organisation that have not ended.
    pub async fn people(self, organisation: OrganisationId, now: Moment) -> Result<u32> {
        let (count,): (i64,) = self
            .link
            .sql(concat!(
                "SELECT (SELECT COUNT(DISTINCT wm.person_id) ",
                waiting_people!("$2"),
                ") FROM organisations AS o WHERE o.id = $1"
            ))
            .bind(organisation.uuid())
            .bind(now.utc())
            .one()
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The requests that are open at an organisation, whether or not the address is confirmed, the oldest first.
    pub async fn requests(self, organisation: OrganisationId) -> Result<Vec<JoinRequestId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(
                "SELECT id FROM join_requests
                 WHERE organisation_id = $1 AND state IN ('awaiting_confirmation', 'pending')
                 ORDER BY made_at, id",
            )
            .bind(organisation.uuid())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| JoinRequestId::new(id)).collect())
    }

    /// The commissioning administrators above an organisation, by name.
    pub async fn administrators_above(self, organisation: OrganisationId, now: Moment) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM people AS p
                 WHERE p.state = 'confirmed' AND p.id IN (
                     SELECT m.person_id
                     FROM organisations AS o
                     JOIN organisations AS above ON above.code = o.commissioner_code
                     JOIN members AS m ON m.organisation_id = above.id
                     JOIN member_roles AS mr ON mr.member_id = m.id
                     WHERE o.id = $1 AND m.state = 'active' AND mr.role = 'commissioning_administrator' AND ",
                whole_role_holds!("$2"),
                ")
                 ORDER BY p.name_key, p.id"
            ))
            .bind(organisation.uuid())
            .bind(now.utc())
            .all()
            .await?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// What an organisation was merged into, where somebody has said so.
    pub async fn successor(self, organisation: OrganisationId) -> Result<Option<OdsCode>> {
        let row: Option<(String,)> = self
            .link
            .sql("SELECT successor_code FROM organisations WHERE id = $1 AND successor_code <> ''")
            .bind(organisation.uuid())
            .optional()
            .await?;
        row.map(|(code,)| read_code(&code)).transpose()
    }
}

impl Closures<'_, Change> {
    /// Keeps what an organisation was merged into, or that it was not. Hold it first.
    pub async fn name_successor(
        self,
        organisation: OrganisationId,
        successor: Option<&OdsCode>,
        now: Moment,
    ) -> Result<()> {
        self.link
            .sql("UPDATE organisations SET successor_code = $2, changed_at = $3 WHERE id = $1")
            .bind(organisation.uuid())
            .bind(successor.map(OdsCode::as_str).unwrap_or_default())
            .bind(now.utc())
            .run()
            .await?;
        Ok(())
    }
}

/// The rows of one page: right after a row, right before it, or the first; one row more than it holds, where there is one.
async fn fetch(link: &mut Link, scope: Scope, place: Place, now: Moment) -> Result<Vec<ListedRow>> {
    let Direction { order, compare } = Direction::to(place, false);
    let edge = place.row().map_or_else(String::new, |_| {
        format!(
            " AND (o.name_key, o.code) {compare} (SELECT e.name_key, e.code FROM organisations AS e WHERE e.id = $4)"
        )
    });
    let statement = link
        .sql(format!(
            "WITH seen AS MATERIALIZED (
                 SELECT o.id AS seen_id{WHICH}{edge}
                 ORDER BY o.name_key {order}, o.code {order}
                 LIMIT {}
             )
             SELECT o.id, {}, (SELECT COUNT(DISTINCT wm.person_id) {}) AS people
             FROM seen
             JOIN organisations AS o ON o.id = seen.seen_id
             ORDER BY o.name_key {order}, o.code {order}",
            SIZE.rows() + 1,
            view_columns!(),
            waiting_people!("$3"),
        ))
        .bind(everything(scope))
        .bind(viewer(scope))
        .bind(now.utc());
    paging::bind_edge(statement, place).all().await
}
