//! The list of invitations, as far as a viewer's [`Scope`] goes: first which stand on a page, in the order of an index, and
//! then what is shown of them. Whom *New user* added are none; they stand in `registrations.rs`.

use chrono::{DateTime, Utc};
use domain::invitations::{InvitationColumn, InvitationDraft, InvitationRow, InvitationSearch, Shows, Stands};
use domain::letter::Delivery;
use domain::list::{Beside, Counted, Place};
use domain::new_users::State;
use domain::permission::Scope;
use domain::{Moment, NewUserId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{DraftRow, columns};
use crate::Result;
use crate::error::readable;
use crate::organisations::read_code;
use crate::outbox::delivery;
use crate::paging::{self, Beginnings, Direction};
use crate::registrations::waiting_roles;
use crate::repositories::Invitations;
use crate::scope::{WITHIN, everything, viewer};
use crate::sql::{Link, Statement};

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedPage {
    /// Its rows.
    pub rows: Vec<InvitationRow>,
    /// How many there are on all pages.
    pub count: Counted,
    /// The pages beside it.
    pub beside: Beside,
}

/// One's own draft with the name of its organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDraft {
    /// The draft.
    pub draft: InvitationDraft,
    /// The organisation's name; nothing while none is chosen.
    pub organisation: Option<String>,
    /// When it was last touched.
    pub changed_at: Moment,
}

#[derive(FromRow)]
struct ListedDraftRow {
    #[sqlx(flatten)]
    draft: DraftRow,
    organisation: Option<String>,
    changed_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct InvitedRow {
    id: Uuid,
    full_name: String,
    email: String,
    organisation_code: String,
    organisation_name: String,
    new_user_state: String,
    sent_by: String,
    sent_at: DateTime<Utc>,
    invited_until: DateTime<Utc>,
    // The state of the last letter, as `delivery!` names it.
    state: Option<String>,
    made_at: Option<DateTime<Utc>>,
    last_answer: Option<String>,
}

impl InvitedRow {
    fn read(self, now: Moment) -> Result<InvitationRow> {
        let delivery = match self.state.as_deref() {
            Some(tag) => Some(readable(Delivery::from_tag(tag), "delivery of a letter")?),
            None => None,
        };
        let state = readable(State::from_tag(&self.new_user_state), "state of a new user")?;
        let until = Moment::new(self.invited_until);
        let stands = Stands::of(state, until <= now, delivery);
        Ok(InvitationRow {
            id: NewUserId::new(self.id),
            name: self.full_name,
            email: self.email,
            organisation: (read_code(&self.organisation_code)?, self.organisation_name),
            roles: Vec::new(),
            stands,
            answer: self
                .last_answer
                .filter(|_| matches!(stands, Stands::Deferred | Stands::Failed)),
            sent_by: self.sent_by,
            sent_at: Moment::new(self.sent_at).in_london(),
            last_letter: self.made_at.map(|at| Moment::new(at).in_london()),
            until: until.in_london(),
        })
    }
}

/// How many drafts are listed.
const DRAFTS_MOST: u16 = 50;

/// How many places scope and present take.
const PLACES: usize = 3;

/// A question of the list: what every one of its statements is bound to.
struct Question<'s> {
    scope: Scope,
    now: Moment,
    search: &'s InvitationSearch,
    beginnings: Beginnings,
}

impl Question<'_> {
    /// What stands before a statement: `within`, where the scope is not everything, and `found`, the organisations that are
    /// searched for.
    fn with(&self) -> String {
        let within = (!self.scope.is_everything()).then(|| WITHIN.to_owned());
        let found = (!self.beginnings.is_empty()).then(|| self.beginnings.found(PLACES));
        let all: Vec<String> = within.into_iter().chain(found).collect();
        if all.is_empty() {
            String::new()
        } else {
            format!("WITH {} ", all.join(", "))
        }
    }

    /// Which invitations are looked through, and those that are asked for. `CROSS JOIN` has `SQLite` begin with the few.
    fn which(&self) -> String {
        let (mut from, mut and) = (String::new(), String::new());
        if !self.scope.is_everything() {
            from.push_str("within CROSS JOIN ");
            and.push_str(" AND n.organisation_id = within.id");
        }
        if !self.beginnings.is_empty() {
            from.push_str("found CROSS JOIN ");
            and.push_str(" AND n.organisation_id = found.organisation_id");
        }
        let asked = match self.search.shows {
            Shows::All | Shows::Drafts => "",
            Shows::Only(stands) => standing(stands),
        };
        format!(
            " FROM {from}new_users AS n LEFT JOIN outbox AS l ON l.id = n.letter_id
             WHERE n.invited_until IS NOT NULL{and}{asked}"
        )
    }

    fn bind<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        self.beginnings.bind(self.bind_scope(statement))
    }

    fn bind_scope<'l>(&self, statement: Statement<'l>) -> Statement<'l> {
        statement
            .bind(everything(self.scope))
            .bind(viewer(self.scope))
            .bind(self.now.utc())
    }

    async fn count(&self, link: &mut Link) -> Result<Counted> {
        let counting = paging::counting(&format!("SELECT 1 AS one{}", self.which()));
        paging::counted(self.bind(link.sql(format!("{}{counting}", self.with())))).await
    }

    /// Which invitations stand on a page; one more than it holds, where there is one.
    async fn page(&self, link: &mut Link, place: Place) -> Result<Vec<Uuid>> {
        let sort = self.search.sort;
        let Direction { order, compare } = Direction::to(place, sort.descending);
        let key = match sort.column {
            InvitationColumn::Sent => "sent_at",
            InvitationColumn::Name => "name_key",
        };
        let at = PLACES + self.beginnings.places() + 1;
        let edge = place.row().map_or_else(String::new, |_| {
            format!(" AND (n.{key}, n.id) {compare} (SELECT e.{key}, e.id FROM new_users AS e WHERE e.id = ${at})")
        });
        let text = format!(
            "{}SELECT n.id{}{edge} ORDER BY n.{key} {order}, n.id {order} LIMIT {}",
            self.with(),
            self.which(),
            self.search.size.rows() + 1
        );
        let rows: Vec<(Uuid,)> = paging::bind_edge(self.bind(link.sql(text)), place).all().await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// What is shown of these, in their order.
    async fn rows(&self, link: &mut Link, ids: &[Uuid]) -> Result<Vec<InvitationRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<String> = (1..=ids.len()).map(|place| format!("(${place})")).collect();
        let text = format!(
            "SELECT n.id, n.first_name || ' ' || n.last_name AS full_name, n.email, o.code AS organisation_code,
                 o.name AS organisation_name, n.state AS new_user_state, b.first_name || ' ' || b.last_name AS sent_by,
                 n.sent_at, n.invited_until, {}, outbox.made_at, outbox.last_answer
             FROM new_users AS n
             JOIN organisations AS o ON o.id = n.organisation_id
             JOIN people AS b ON b.id = n.given_by
             LEFT JOIN outbox ON outbox.id = n.letter_id
             WHERE n.id IN (VALUES {})",
            delivery!(),
            names.join(", ")
        );
        let statement = ids.iter().fold(link.sql(text), |statement, id| statement.bind(*id));
        let found: Vec<InvitedRow> = statement.all().await?;
        let mut roles = waiting_roles::of(link, ids).await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let id = row.id;
            let read = row.read(self.now)?;
            rows.push(InvitationRow {
                roles: roles.remove(&id).unwrap_or_default(),
                ..read
            });
        }
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id.uuid()));
        Ok(rows)
    }
}

/// That an invitation stands so; text from here only, never from an address.
const fn standing(stands: Stands) -> &'static str {
    match stands {
        Stands::Waiting => {
            " AND n.state = 'open' AND n.invited_until > $3 AND (l.id IS NULL OR (l.state = 'waiting' AND NOT l.deferred))"
        }
        Stands::Handed => " AND n.state = 'open' AND n.invited_until > $3 AND l.state = 'sent' AND NOT l.deferred",
        Stands::Deferred => " AND n.state = 'open' AND n.invited_until > $3 AND l.deferred AND l.state <> 'gave_up'",
        Stands::Failed => " AND n.state = 'open' AND n.invited_until > $3 AND l.state = 'gave_up'",
        Stands::Accepted => " AND n.state = 'in'",
        Stands::Declined => " AND n.state = 'declined'",
        Stands::Expired => " AND n.state = 'open' AND n.invited_until <= $3",
        Stands::Withdrawn => " AND n.state = 'withdrawn'",
    }
}

impl<Way> Invitations<'_, Way> {
    /// A page of the list.
    pub async fn page(self, scope: Scope, search: &InvitationSearch, now: Moment) -> Result<InvitedPage> {
        let question = Question {
            scope,
            now,
            search,
            beginnings: Beginnings::of(&search.organisation),
        };
        let count = question.count(self.link).await?;
        let mut place = search.place;
        if let Some(row) = place.row()
            && question.rows(self.link, &[row]).await?.is_empty()
        {
            place = Place::First;
        }
        let most = search.size.rows();
        let mut found = question.page(self.link, place).await?;
        if paging::is_first_after_all(&found, place, most) {
            place = Place::First;
            found = question.page(self.link, place).await?;
        }
        let (ids, beside) = paging::page(found, place, most, |id| *id);
        let rows = question.rows(self.link, &ids).await?;
        Ok(InvitedPage { rows, count, beside })
    }

    /// The drafts that a person has not sent, of the organisations that are searched for, the newest first.
    pub async fn drafts(self, inviter: PersonId, organisation: &str) -> Result<Vec<ListedDraft>> {
        let beginnings = Beginnings::of(organisation);
        let (with, found) = if beginnings.is_empty() {
            (String::new(), "")
        } else {
            let with = format!("WITH {} ", beginnings.found(1));
            (
                with,
                " AND d.organisation_id IN (SELECT f.organisation_id FROM found AS f)",
            )
        };
        let text = format!(
            "{with}SELECT {}, o.name AS organisation, d.changed_at
             FROM invitation_drafts AS d
             LEFT JOIN organisations AS o ON o.id = d.organisation_id
             WHERE d.inviter_id = $1 AND d.new_user_id IS NULL{found}
             ORDER BY d.changed_at DESC, d.id DESC
             LIMIT {DRAFTS_MOST}",
            columns!(),
        );
        let rows: Vec<ListedDraftRow> = beginnings.bind(self.link.sql(text).bind(inviter.uuid())).all().await?;
        let read = |row: ListedDraftRow| {
            Ok(ListedDraft {
                draft: row.draft.read()?,
                organisation: row.organisation,
                changed_at: Moment::new(row.changed_at),
            })
        };
        rows.into_iter().map(read).collect()
    }
}
