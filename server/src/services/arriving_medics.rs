//! How a rostered medic comes in: who had confirmed the address does so by the import ([`crate::medics::batch`]), everybody
//! else by confirming it, which is told here. Nobody whose access was revoked comes in by that; somebody enables them first.

use domain::accounts::Account;
use domain::audit::{Actor, Entry, Event};
use domain::members::Standing;
use domain::{Moment, OrganisationId, PersonId, RequestId};
use storage::{Admission, Change, LetInBy, WaitingMedic};

use super::Doorkeeper;
use super::new_users::{described, had_their_purpose};
use super::stopped::{Act, Failure};

impl Doorkeeper {
    /// The organisations to hold before a medic's address is confirmed.
    pub(super) async fn listed_at(&self, person: PersonId) -> Act<Vec<OrganisationId>> {
        let waiting = self.read().medics().waiting(person).await?;
        Ok(waiting.into_iter().map(|medic| medic.organisation).collect())
    }

    /// Lets a person whose address has just been confirmed in wherever they are listed; `held` are the organisations that
    /// the change holds.
    pub(super) async fn bring_medic_in(
        &self,
        change: &mut Change,
        account: &Account,
        held: &[OrganisationId],
        reference: RequestId,
        now: Moment,
    ) -> Act<Vec<Entry>> {
        let mut lines = Vec::new();
        for medic in change.medics().waiting(account.id).await? {
            if held.contains(&medic.organisation) {
                lines.extend(come_in(change, account, medic, reference, now).await?);
            }
        }
        Ok(lines)
    }
}

async fn come_in(
    change: &mut Change,
    account: &Account,
    medic: WaitingMedic,
    reference: RequestId,
    now: Moment,
) -> Act<Vec<Entry>> {
    let organisation = change.organisations().by_id(medic.organisation).await?;
    let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
    let member = change.members().of(account.id, organisation.id).await?;
    let is_revoked = member.is_some_and(|member| member.state != Standing::Active);
    let mut roles = medic.roles;
    roles.retain(|span| span.ends_at.is_none_or(|end| end > now));
    let Some(first) = roles.first().filter(|_| organisation.status.is_open() && !is_revoked) else {
        return Ok(Vec::new());
    };
    let admission = Admission {
        person: account.id,
        organisation: organisation.id,
        role: first.role,
        roster: first.roster,
        ends_at: first.ends_at,
        by: LetInBy::Import,
        at: now,
    };
    let id = change.members().let_in(&admission).await?;
    for span in &roles {
        change.members().place_role(id, span, LetInBy::Import, now).await?;
    }
    change.medics().came_in(account.id, organisation.id, now).await?;
    let line = |event| {
        Entry::new(event, Actor::Person(account.id), now, reference)
            .for_organisation(organisation.id)
            .about(account.id)
    };
    let rosters = change.rosters().of_organisation(organisation.id).await?;
    let mut lines = vec![line(Event::MedicIn).changing(None, described(&roles, &rosters))];
    lines.extend(had_their_purpose(change, account, organisation.id, now, line).await?);
    Ok(lines)
}
