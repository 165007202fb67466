//! The last approver of an organisation (decision 6): what pages say before the act, and the override by which support lets
//! the person go all the same. Overrides are proposed and confirmed in [`crate::services::proposals`].

use domain::audit::{Actor, Entry, Event};
use domain::members::last_approver::{LastApprover, Overriding, WayOut};
use domain::permission::SupportPerson;
use domain::proposals::{Override, Usable, What};
use domain::{Caller, Moment, OrganisationId, PersonId, Refusal};
use storage::Change;

use crate::services::Doorkeeper;
use crate::services::stopped::{Act, Failure};

impl Doorkeeper {
    /// Where a person is the last approver, as the caller reads it: everywhere, or at one organisation only.
    pub(in crate::services) async fn last_approver_at(
        &self,
        caller: &Caller,
        person: PersonId,
        only: Option<OrganisationId>,
        now: Moment,
    ) -> Act<Vec<LastApprover>> {
        let mut read = self.read();
        let mut alone = read.members().lone_approver_at(person, now).await?;
        alone.retain(|one| only.is_none_or(|only| *one == only));
        let mut found = Vec::new();
        for id in alone {
            let organisation = read.organisations().by_id(id).await?;
            let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
            let view = read.organisations().view(&organisation.code).await?;
            let people = read.organisations().staffing(id, now).await?.people;
            found.push(LastApprover {
                organisation: view.ok_or(Failure::Gone("an organisation"))?,
                person,
                way_out: WayOut::of(organisation.policy, people.saturating_sub(1)),
                support: self.overriding(caller, person, id, now).await?,
            });
        }
        Ok(found)
    }

    /// How far an override is, for the caller.
    async fn overriding(
        &self,
        caller: &Caller,
        person: PersonId,
        organisation: OrganisationId,
        now: Moment,
    ) -> Act<Overriding> {
        if !caller.support || caller.person == person {
            return Ok(Overriding::No);
        }
        let what = What::LastApproverMayGo { organisation };
        let mut read = self.read();
        let unused = read.proposals().unused_overrides(person).await?;
        let usable = unused.into_iter().filter(|one| one.what == what).find_map(|one| {
            let until = one.usable_until().filter(|until| now < *until)?;
            Some(Usable {
                proposal: one.id,
                why: one.why,
                until: until.in_london(),
            })
        });
        if let Some(usable) = usable {
            return Ok(Overriding::Agreed(usable));
        }
        let waits = read.proposals().open_like(what, person).await?;
        Ok(waits.map_or(Overriding::MayPropose, |waits| Overriding::Proposed(waits.proposal.id)))
    }
}

/// The override that a support person can use about somebody at an organisation. Hold the organisation first.
pub(in crate::services) async fn standing_override(
    change: &mut Change,
    caller: &Caller,
    person: PersonId,
    organisation: OrganisationId,
    now: Moment,
) -> Act<Option<Override>> {
    let Ok(by) = SupportPerson::of(caller) else {
        return Ok(None);
    };
    // Whoever left the team a moment ago acts for it no more.
    if !change.support().is(by.person()).await? {
        return Ok(None);
    }
    let what = What::LastApproverMayGo { organisation };
    let unused = change.proposals().unused_overrides(person).await?;
    let mut there = unused.iter().filter(|one| one.what == what);
    Ok(there.find_map(|one| one.overrides(by, now)))
}

/// Uses an override up; its line of the audit, with the reason on which two support people agreed.
pub(in crate::services) async fn use_override(
    change: &mut Change,
    used: &Override,
    caller: &Caller,
    now: Moment,
) -> Act<Entry> {
    if !change.proposals().use_up(used.proposal(), now).await? {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let event = Event::LastApproverOverridden;
    Ok(
        Entry::new(event, Actor::Person(caller.person), now, caller.visit.request)
            .for_organisation(used.organisation())
            .about(used.person())
            .because(Some(used.why().to_owned())),
    )
}
