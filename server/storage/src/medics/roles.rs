//! What applying a list of medics does to memberships and roles, in statements that each concern many.

use std::collections::{HashMap, HashSet};

use domain::medics::OnRoster;
use domain::permission::Role;
use domain::{PersonId, RosterId, end_of, start_of};
use uuid::Uuid;

use super::applying::{Applying, LOT, bind};
use crate::members::LetInBy;
use crate::sql::Link;
use crate::{Result, fresh};

impl Applying<'_> {
    /// Lets those in who have confirmed accounts, as [`crate::Members::let_in`] does one by one.
    pub(super) async fn let_in(&self, link: &mut Link) -> Result<()> {
        let coming: Vec<Uuid> = self
            .difference
            .touched()
            .filter(|medic| medic.comes_in() && !medic.was_in())
            .filter_map(|medic| medic.holder.account().map(|account| account.id.uuid()))
            .collect();
        for lot in coming.chunks(LOT) {
            let (list, organisation) = (link.tuples(1, lot.len()), lot.len() + 1);
            let text = format!(
                "DELETE FROM member_roles WHERE member_id IN (
                     SELECT id FROM members
                     WHERE person_id IN (VALUES {list}) AND organisation_id = ${organisation} AND state = 'revoked')"
            );
            bind(link.sql(text), lot).bind(self.organisation.uuid()).run().await?;
            let mut statement = link.sql(format!(
                "INSERT INTO members (id, person_id, organisation_id, state, since, let_in_how)
                 VALUES {}
                 ON CONFLICT (person_id, organisation_id) DO UPDATE SET
                     state = 'active',
                     since = CASE WHEN members.state = 'revoked' THEN excluded.since ELSE members.since END,
                     let_in_by = CASE WHEN members.state = 'revoked' THEN NULL ELSE members.let_in_by END,
                     let_in_how = CASE WHEN members.state = 'revoked' THEN excluded.let_in_how ELSE members.let_in_how END,
                     revoked_at = NULL,
                     revoked_by = NULL,
                     revoke_reason = NULL",
                link.tuples(6, lot.len())
            ));
            for person in lot {
                statement = statement
                    .bind(fresh(self.now))
                    .bind(*person)
                    .bind(self.organisation.uuid())
                    .bind("active")
                    .bind(self.now.utc())
                    .bind(LetInBy::Import.how());
            }
            statement.run().await?;
            // Whoever was adding the same people there need not any more (invariant 5).
            let text = format!(
                "UPDATE new_users
                 SET state = 'in', ended_at = ${1},
                     person_id = (SELECT p.id FROM people AS p WHERE p.email_key = new_users.email_key)
                 WHERE state = 'open' AND organisation_id = ${0}
                   AND email_key IN (SELECT p.email_key FROM people AS p WHERE p.id IN (VALUES {list}))",
                organisation,
                organisation + 1
            );
            let statement = bind(link.sql(text), lot).bind(self.organisation.uuid());
            statement.bind(self.now.utc()).run().await?;
        }
        Ok(())
    }

    /// The members of the organisation, and whether they could act until now.
    pub(super) async fn members(&self, link: &mut Link) -> Result<HashMap<PersonId, (Uuid, bool)>> {
        let rows: Vec<(Uuid, Uuid, bool)> = link
            .sql("SELECT person_id, id, state = 'active' FROM members WHERE organisation_id = $1")
            .bind(self.organisation.uuid())
            .all()
            .await?;
        let read = |(person, id, active)| (PersonId::new(person), (id, active));
        Ok(rows.into_iter().map(read).collect())
    }

    /// Ends the imported roles that are no longer listed.
    pub(super) async fn end_roles(&self, link: &mut Link) -> Result<()> {
        link.sql(
            "DELETE FROM member_roles
             WHERE role = $2 AND granted_how = $3
               AND member_id IN (SELECT m.id FROM members AS m WHERE m.organisation_id = $1)
               AND NOT EXISTS (
                   SELECT 1
                   FROM members AS m
                   JOIN medics AS d ON d.person_id = m.person_id AND d.organisation_id = m.organisation_id
                   JOIN medic_roles AS listed ON listed.medic_id = d.id
                   WHERE m.id = member_roles.member_id AND listed.roster_id = member_roles.roster_id)",
        )
        .bind(self.organisation.uuid())
        .bind(Role::RosteredMedic.tag())
        .bind(LetInBy::Import.how())
        .run()
        .await?;
        Ok(())
    }

    /// Gives the roles that are new or hold at other times. Whose access was revoked while they were listed has them
    /// without being let in by it.
    pub(super) async fn give_roles(&self, link: &mut Link, members: &HashMap<PersonId, (Uuid, bool)>) -> Result<()> {
        let mut rows = Vec::new();
        for medic in self.difference.touched().filter(|medic| medic.comes_in()) {
            let member = medic.holder.account().and_then(|account| members.get(&account.id));
            let Some((member, _)) = member else { continue };
            let had = medic.before.as_ref().filter(|_| medic.was_in());
            for on in &medic.listed.rosters {
                let same = |kept: &OnRoster| (kept.place(), kept.starts, kept.ends) == (on.place(), on.starts, on.ends);
                if had.is_none_or(|before| before.roles.iter().all(|role| !same(&role.on))) {
                    rows.push((*member, self.roster(on)?, on));
                }
            }
        }
        let (with_start, without): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, _, on)| on.starts.is_some());
        self.place(link, &with_start, "excluded.starts_at").await?;
        // Without a first day it holds from now on, and what holds already goes on.
        let earlier = "CASE WHEN member_roles.starts_at < excluded.starts_at THEN member_roles.starts_at \
                       ELSE excluded.starts_at END";
        self.place(link, &without, earlier).await
    }

    async fn place(&self, link: &mut Link, rows: &[(Uuid, RosterId, &OnRoster)], starts_at: &str) -> Result<()> {
        for lot in rows.chunks(LOT) {
            let mut statement = link.sql(format!(
                "INSERT INTO member_roles (id, member_id, role, roster_id, starts_at, ends_at, granted_how, granted_at)
                 VALUES {}
                 ON CONFLICT (member_id, role, roster_id) WHERE roster_id IS NOT NULL DO UPDATE SET
                     starts_at = {starts_at},
                     ends_at = excluded.ends_at,
                     granted_by = NULL,
                     granted_how = excluded.granted_how,
                     granted_at = excluded.granted_at",
                link.tuples(8, lot.len())
            ));
            for (member, roster, on) in lot {
                statement = statement
                    .bind(fresh(self.now))
                    .bind(*member)
                    .bind(Role::RosteredMedic.tag())
                    .bind(roster.uuid())
                    .bind(on.starts.map_or(self.now, start_of).utc())
                    .bind(on.ends.map(|day| end_of(day).utc()))
                    .bind(LetInBy::Import.how())
                    .bind(self.now.utc());
            }
            statement.run().await?;
        }
        Ok(())
    }

    /// Revokes the members among these who have no role left; which.
    pub(super) async fn revoke(
        &self,
        link: &mut Link,
        ended: &[PersonId],
        by: Option<PersonId>,
    ) -> Result<HashSet<PersonId>> {
        let ended: Vec<Uuid> = ended.iter().map(|person| person.uuid()).collect();
        let mut revoked = HashSet::new();
        for lot in ended.chunks(LOT) {
            let first = lot.len() + 1;
            let text = format!(
                "UPDATE members SET state = 'revoked', revoked_at = ${now}, revoked_by = ${by}
                 WHERE person_id IN (VALUES {list}) AND organisation_id = ${first} AND state = 'active'
                   AND NOT EXISTS (
                       SELECT 1 FROM member_roles AS mr
                       WHERE mr.member_id = members.id AND (mr.ends_at IS NULL OR mr.ends_at > ${now}))
                 RETURNING person_id",
                now = first + 1,
                by = first + 2,
                list = link.tuples(1, lot.len())
            );
            let statement = bind(link.sql(text), lot)
                .bind(self.organisation.uuid())
                .bind(self.now.utc())
                .bind(by.map(PersonId::uuid));
            let rows: Vec<(Uuid,)> = statement.all().await?;
            revoked.extend(rows.into_iter().map(|(person,)| PersonId::new(person)));
        }
        Ok(revoked)
    }
}
