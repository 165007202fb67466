//! The list of organisations as administrators see it: as far as a viewer's [`Scope`] goes, searched, filtered, sorted and
//! turned page by page. What is asked stands in `domain::organisations`; the numbers are those of [`super::numbers`].

use std::fmt::Write as _;

use domain::list::{Beside, Counted, Place};
use domain::organisations::{Column, OrganisationRow, OrganisationSearch};
use domain::permission::Scope;
use domain::{Moment, OdsCode};
use sqlx::FromRow;
use uuid::Uuid;

use super::numbers::{StaffingRow, approvers, lasting, people, waiting, who_acts, who_decides};
use super::{ViewRow, read_policy, view_columns};
use crate::Result;
use crate::paging::{self, Beginnings, Direction};
use crate::repositories::Organisations;
use crate::scope::{everything, in_scope, viewer};
use crate::sql::{Link, Statement};

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationPage {
    /// Its rows.
    pub rows: Vec<OrganisationRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

/// That one or nobody may decide without an end date although somebody needs it: `Staffing::few` of `domain`, as a
/// condition. Nobody is counted who need not be: two who decide are enough, and one who acts or waits.
const FEW: &str = concat!(
    " AND o.status = 'active' AND o.policy <> 'support_only'
      AND (SELECT COUNT(*) FROM (SELECT DISTINCT am.person_id ",
    who_decides!("$3"),
    " AND mr.ends_at IS NULL LIMIT 2) AS deciding) <= 1
      AND COALESCE((SELECT pm.id ",
    who_acts!("$3"),
    " LIMIT 1),
                   (SELECT wr.id FROM join_requests AS wr WHERE wr.organisation_id = o.id AND wr.state = 'pending' LIMIT 1))
          IS NOT NULL"
);

/// Where a viewer's organisations can only be; the exact condition then looks at few.
const NEAR: &str = " AND o.id IN (
        SELECT nm.organisation_id FROM members AS nm WHERE nm.person_id = $2
        UNION
        SELECT beneath.id
        FROM members AS nm
        JOIN organisations AS above ON above.id = nm.organisation_id
        JOIN organisations AS beneath ON beneath.commissioner_code = above.code
        WHERE nm.person_id = $2
    )";

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    #[sqlx(flatten)]
    view: ViewRow,
    #[sqlx(flatten)]
    staffing: StaffingRow,
}

impl ListedRow {
    fn read(self) -> Result<OrganisationRow> {
        Ok(OrganisationRow {
            id: self.id,
            policy: read_policy(&self.staffing.policy)?,
            staffing: self.staffing.staffing(),
            organisation: self.view.read()?,
        })
    }
}

/// The columns that the list is sorted by, the code after each.
const fn key(column: Column) -> &'static str {
    match column {
        Column::Name => "name_key",
        Column::Code => "code",
        Column::Kind => "kind",
        Column::Status => "status",
        Column::Policy => "policy",
    }
}

/// How many places scope and moment take.
const PLACES: usize = 3;

/// A question of the list: its text, and what its statements are bound to after scope and moment.
struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s OrganisationSearch,
    beginnings: Beginnings,
    texts: Vec<String>,
    /// Those that are asked for, on all pages: `FROM … WHERE …`, from `organisations AS o`.
    which: String,
    /// What stands before it.
    with: String,
}

impl<'s> Question<'s> {
    fn new(scope: Scope, search: &'s OrganisationSearch, now: Moment) -> Self {
        let beginnings = Beginnings::of(&search.words);
        let met: Vec<String> = beginnings
            .between(PLACES)
            .map(|(from, to)| {
                format!("SELECT organisation_id FROM organisation_terms WHERE term >= ${from} AND term < ${to}")
            })
            .collect();
        // First what is found, then its order: otherwise PostgreSQL may walk the names to find the first few.
        let (mut with, mut which) = (String::new(), String::new());
        if met.is_empty() {
            which.push_str(" FROM organisations AS o");
        } else {
            with = format!(
                "found AS MATERIALIZED (SELECT DISTINCT organisation_id FROM ({}) AS met), ",
                met.join(" INTERSECT ")
            );
            which.push_str(" FROM found JOIN organisations AS o ON o.id = found.organisation_id");
        }
        which.push_str(concat!(" WHERE ", in_scope!("$1", "$2", "$3")));
        if !scope.is_everything() {
            which.push_str(NEAR);
        }
        let equal = [
            ("kind", search.kind.map(|kind| kind.tag().to_owned())),
            ("status", search.status.map(|status| status.tag().to_owned())),
            (
                "commissioner_code",
                search.commissioner.as_ref().map(OdsCode::to_string),
            ),
        ];
        let mut texts = Vec::new();
        for (column, value) in equal {
            if let Some(value) = value {
                texts.push(value);
                // Writing into a string cannot fail.
                let _ = write!(
                    which,
                    " AND o.{column} = ${}",
                    PLACES + beginnings.places() + texts.len()
                );
            }
        }
        if search.few_approvers {
            which.push_str(FEW);
        }
        Self {
            scope,
            now,
            search,
            beginnings,
            texts,
            which,
            with,
        }
    }

    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        let statement = statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc());
        let texts = self.texts.iter();
        texts.fold(self.beginnings.bind(statement), |statement, text| {
            statement.bind(text.as_str())
        })
    }

    async fn count(&self, link: &mut Link) -> Result<Counted> {
        let (with, which) = (self.with.trim_end_matches(", "), &self.which);
        let with = if with.is_empty() {
            String::new()
        } else {
            format!("WITH {with} ")
        };
        let counting = paging::counting(&format!("SELECT o.id{which}"));
        paging::counted(self.bind(link.sql(format!("{with}{counting}")))).await
    }

    /// The rows of one page: right after a row, right before it, or the first; one row more than it holds, where there is
    /// one.
    async fn fetch(&self, link: &mut Link, place: Place) -> Result<Vec<ListedRow>> {
        let key = key(self.search.sort.column);
        let Direction { order, compare } = Direction::to(place, self.search.sort.descending);
        let edge = place.row().map_or_else(String::new, |_| {
            format!(
                " AND (o.{key}, o.code) {compare} (SELECT e.{key}, e.code FROM organisations AS e WHERE e.id = ${})",
                PLACES + self.beginnings.places() + self.texts.len() + 1
            )
        });
        let (with, which) = (&self.with, &self.which);
        let statement = link.sql(format!(
            "WITH {with}seen AS MATERIALIZED (
                 SELECT o.id AS seen_id{which}{edge}
                 ORDER BY o.{key} {order}, o.code {order}
                 LIMIT {}
             )
             SELECT o.id, {}, o.policy, {} AS people, {} AS approvers, {} AS lasting, {} AS waiting
             FROM seen
             JOIN organisations AS o ON o.id = seen.seen_id
             ORDER BY o.{key} {order}, o.code {order}",
            self.search.size.rows() + 1,
            view_columns!(),
            people!("$3"),
            approvers!("$3"),
            lasting!("$3"),
            waiting!(),
        ));
        paging::bind_edge(self.bind(statement), place).all().await
    }
}

impl<Way> Organisations<'_, Way> {
    /// A page of the organisations in scope. A place that nothing follows is as if it were the first.
    pub async fn list(self, scope: Scope, search: &OrganisationSearch, now: Moment) -> Result<OrganisationPage> {
        let question = Question::new(scope, search, now);
        let count = question.count(self.link).await?;
        let mut place = search.place;
        let mut found = question.fetch(self.link, place).await?;
        if found.is_empty() && place != Place::First {
            place = Place::First;
            found = question.fetch(self.link, place).await?;
        }
        let (rows, beside) = paging::page(found, place, search.size.rows(), |row| row.id);
        Ok(OrganisationPage {
            rows: rows.into_iter().map(ListedRow::read).collect::<Result<_>>()?,
            count,
            beside,
        })
    }
}
