//! The list of organisations as administrators see it: as far as a viewer's [`Scope`] goes, searched, filtered, sorted and
//! turned page by page. What is asked stands in `domain::organisations`; the numbers are those of [`super::numbers`].

use std::fmt::Write as _;

use domain::list::{Beside, COUNTED_MOST, Counted, Place};
use domain::organisations::{Column, OrganisationRow, OrganisationSearch};
use domain::permission::Scope;
use domain::text::{prefix_end, words};
use domain::{Moment, OdsCode};
use sqlx::FromRow;
use uuid::Uuid;

use super::numbers::{StaffingRow, approvers, people, waiting};
use super::{ViewRow, WORDS_MOST, read_policy, view_columns};
use crate::Result;
use crate::members::{commissioner_above, role_holds};
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

/// That one or nobody may decide although somebody needs it: `Staffing::few` of `domain`, as a condition.
const FEW: &str = concat!(
    " AND o.status = 'active' AND o.policy <> 'support_only'
      AND (EXISTS (SELECT 1 FROM members AS em WHERE em.organisation_id = o.id AND em.state = 'active')
           OR EXISTS (SELECT 1 FROM join_requests AS er WHERE er.organisation_id = o.id AND er.state = 'pending'))
      AND (",
    people!("$3"),
    " > 0 OR ",
    waiting!(),
    " > 0) AND ",
    approvers!("$3"),
    " <= 1"
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

/// A question of the list: its text, and what its statements are bound to after scope and moment.
struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s OrganisationSearch,
    texts: Vec<String>,
    /// Those that are asked for, on all pages: `FROM … WHERE …`, from `organisations AS o`.
    which: String,
    /// What stands before it.
    with: String,
}

impl<'s> Question<'s> {
    fn new(scope: Scope, search: &'s OrganisationSearch, now: Moment) -> Self {
        let mut beginnings = words(&search.words);
        beginnings.truncate(WORDS_MOST);
        let mut texts = Vec::new();
        let mut place = |text: String| {
            texts.push(text);
            format!("${}", texts.len() + 3)
        };
        let met: Vec<String> = beginnings
            .into_iter()
            .map(|beginning| {
                let (end, from) = (prefix_end(&beginning), place(beginning));
                let end = place(end);
                format!("SELECT organisation_id FROM organisation_terms WHERE term >= {from} AND term < {end}")
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
        for (column, value) in equal {
            if let Some(value) = value {
                // Writing into a string cannot fail.
                let _ = write!(which, " AND o.{column} = {}", place(value));
            }
        }
        if search.few_approvers {
            which.push_str(FEW);
        }
        Self {
            scope,
            now,
            search,
            texts,
            which,
            with,
        }
    }

    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        let mut statement = statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc());
        for text in &self.texts {
            statement = statement.bind(text.clone());
        }
        statement
    }

    async fn count(&self, link: &mut Link) -> Result<Counted> {
        let (with, which) = (self.with.trim_end_matches(", "), &self.which);
        let with = if with.is_empty() {
            String::new()
        } else {
            format!("WITH {with} ")
        };
        let statement = link.sql(format!(
            "{with}SELECT COUNT(*) FROM (SELECT o.id{which} LIMIT {}) AS counted",
            COUNTED_MOST + 1
        ));
        let (count,): (i64,) = self.bind(statement).one().await?;
        Ok(Counted::of(count))
    }

    /// One page: right after a row, right before it, or the first; and whether there is more in that direction.
    async fn page(&self, link: &mut Link, place: Place) -> Result<(Vec<OrganisationRow>, bool)> {
        let key = key(self.search.sort.column);
        let backwards = matches!(place, Place::Before(_));
        let (order, compare) = if self.search.sort.descending == backwards {
            ("ASC", ">")
        } else {
            ("DESC", "<")
        };
        let edge = place.row().map_or_else(String::new, |_| {
            format!(
                " AND (o.{key}, o.code) {compare} (SELECT e.{key}, e.code FROM organisations AS e WHERE e.id = ${})",
                self.texts.len() + 4
            )
        });
        let (with, which, size) = (&self.with, &self.which, usize::from(self.search.size.rows()));
        let statement = link.sql(format!(
            "WITH {with}seen AS MATERIALIZED (
                 SELECT o.id AS seen_id{which}{edge}
                 ORDER BY o.{key} {order}, o.code {order}
                 LIMIT {}
             )
             SELECT o.id, {}, o.policy, {} AS people, {} AS approvers, {} AS waiting
             FROM seen
             JOIN organisations AS o ON o.id = seen.seen_id
             ORDER BY o.{key} {order}, o.code {order}",
            size + 1,
            view_columns!(),
            people!("$3"),
            approvers!("$3"),
            waiting!(),
        ));
        let mut statement = self.bind(statement);
        if let Some(row) = place.row() {
            statement = statement.bind(row);
        }
        let rows: Vec<ListedRow> = statement.all().await?;
        let mut rows = rows.into_iter().map(ListedRow::read).collect::<Result<Vec<_>>>()?;
        let more = rows.len() > size;
        rows.truncate(size);
        if backwards {
            rows.reverse();
        }
        Ok((rows, more))
    }
}

impl<Way> Organisations<'_, Way> {
    /// A page of the organisations in scope. A place that nothing follows is as if it were the first.
    pub async fn list(self, scope: Scope, search: &OrganisationSearch, now: Moment) -> Result<OrganisationPage> {
        let question = Question::new(scope, search, now);
        let count = question.count(self.link).await?;
        let mut place = search.place;
        let (mut rows, mut more) = question.page(self.link, place).await?;
        if rows.is_empty() && place != Place::First {
            place = Place::First;
            (rows, more) = question.page(self.link, place).await?;
        }
        let before = rows.first().map(|row| Place::Before(row.id));
        let after = rows.last().map(|row| Place::After(row.id));
        let (is_before, is_after) = match place {
            Place::First => (false, more),
            Place::After(_) => (true, more),
            Place::Before(_) => (more, true),
        };
        Ok(OrganisationPage {
            rows,
            count,
            beside: Beside {
                previous: before.filter(|_| is_before),
                next: after.filter(|_| is_after),
            },
        })
    }
}
