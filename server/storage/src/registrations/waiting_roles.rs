//! The roles that wait for people in the list *Manage registrations*, and in that of invitations: of those who are being
//! added, and of medics who have not confirmed. Of a request it is the one that it asks for.

use std::collections::HashMap;

use domain::RosterId;
use domain::permission::Role;
use domain::rosters::RosterView;
use sqlx::FromRow;
use uuid::Uuid;

use crate::Result;
use crate::error::readable;
use crate::sql::Link;

/// By the id of a row: its roles, each with the roster or roster group that it is limited to.
pub(crate) type WaitingRoles = HashMap<Uuid, Vec<(Role, Option<RosterView>)>>;

#[derive(FromRow)]
struct WaitingRow {
    row_id: Uuid,
    role: String,
    roster_id: Option<Uuid>,
    roster: Option<String>,
    is_group: Option<bool>,
    roster_group: Option<String>,
    closed: bool,
}

impl WaitingRow {
    fn read(self) -> Result<(Role, Option<RosterView>)> {
        let role = readable(Role::from_tag(&self.role), "role")?;
        let Some(id) = self.roster_id else {
            return Ok((role, None));
        };
        let roster = RosterView {
            id: RosterId::new(id),
            name: readable(self.roster, "name of a roster")?,
            is_group: self.is_group.unwrap_or_default(),
            group: self.roster_group,
            closed: self.closed,
        };
        Ok((role, Some(roster)))
    }
}

/// What waits for whom of these rows; those for the whole organisation first, then by the names of rosters.
pub(crate) async fn of(link: &mut Link, ids: &[Uuid]) -> Result<WaitingRoles> {
    let mut waiting = WaitingRoles::new();
    if ids.is_empty() {
        return Ok(waiting);
    }
    let names: Vec<String> = (1..=ids.len()).map(|place| format!("(${place})")).collect();
    let names = names.join(", ");
    let text = format!(
        "SELECT w.new_user_id AS row_id, w.role, r.id AS roster_id, r.name AS roster, r.is_group, g.name AS roster_group,
             r.closed_at IS NOT NULL AS closed
         FROM new_user_roles AS w
         LEFT JOIN rosters AS r ON r.id = w.roster_id
         LEFT JOIN rosters AS g ON g.id = r.group_id
         WHERE w.new_user_id IN (VALUES {names})
         UNION ALL
         SELECT mr.medic_id AS row_id, '{}' AS role, r.id AS roster_id, r.name AS roster, r.is_group,
             g.name AS roster_group, r.closed_at IS NOT NULL AS closed
         FROM medic_roles AS mr
         JOIN rosters AS r ON r.id = mr.roster_id
         LEFT JOIN rosters AS g ON g.id = r.group_id
         WHERE mr.medic_id IN (VALUES {names})",
        Role::RosteredMedic.tag()
    );
    let statement = ids.iter().fold(link.sql(text), |statement, id| statement.bind(*id));
    let rows: Vec<WaitingRow> = statement.all().await?;
    for row in rows {
        let of = row.row_id;
        waiting.entry(of).or_default().push(row.read()?);
    }
    for roles in waiting.values_mut() {
        roles.sort_by_key(|(role, roster)| (role.tag(), roster.as_ref().map(RosterView::full_name)));
    }
    Ok(waiting)
}
