//! Access that ends is told before it does, to whoever has it and to those who may decide there
//! (`domain::members::ending`): one letter to each member with all that ends, and one for each organisation to those who
//! may decide there. However many servers run (`scheduler.rs`), it is one letter: each step is taken in the change that
//! posts it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Account;
use domain::audit::{self, Actor, Event};
use domain::join_requests::following_up::is_time;
use domain::letter::{Ending, Letter, LetterText};
use domain::members::ending::Told;
use domain::organisations::Organisation;
use domain::rosters::RosterView;
use domain::{Moment, OrganisationId, PersonId, RequestId};
use storage::{Change, EndingRole, Error, Housekeeping};

use crate::services::{Needed, last_moment, letter};

/// Tells of what ends soon; how many letters that is. Nothing before eight in the morning.
pub async fn tell(needed: &Needed) -> Result<usize, Error> {
    let now = needed.clock.now();
    if !is_time(now) {
        return Ok(0);
    }
    let until = Told::ALL.map(|step| step.due_until(now));
    let found = needed.store.read().members().ending(now, until).await?;
    if found.is_empty() {
        return Ok(0);
    }
    let mut change = needed.store.change().await?;
    let organisations: BTreeSet<OrganisationId> = found.iter().map(|role| role.organisation).collect();
    for organisation in &organisations {
        change.hold(*organisation).await?;
    }
    let reference = RequestId::new(storage::fresh(now));
    let (mut told, mut lines) = (Telling::default(), Vec::new());
    // Once more, for an end may have been changed meanwhile.
    for role in change.members().ending(now, until).await? {
        let is_held = organisations.contains(&role.organisation);
        if !is_held || !change.members().tell_end(role.id, role.due).await? {
            continue;
        }
        // Whoever was just given so short a time was told that.
        if !role.due.is_worth_telling(role.since, role.ends_at) {
            continue;
        }
        if let Some(described) = told.note(&mut change, &role).await? {
            let line = audit::Entry::new(Event::RoleEndTold, Actor::Service, now, reference);
            let line = line.for_organisation(role.organisation).about(role.person);
            lines.push(line.changing(None, described));
        }
    }
    let Some(first) = lines.pop() else {
        change.commit_housekeeping(Housekeeping::Job).await?;
        return Ok(0);
    };
    let letters = told.letters(&mut change, now).await?;
    change.post_all(&letters, now).await?;
    change.commit_all(first, lines).await?;
    needed.bell.ring();
    tracing::info!(letters = letters.len(), "letters about access that ends posted");
    Ok(letters.len())
}

/// What is told in one round.
#[derive(Default)]
struct Telling {
    people: BTreeMap<PersonId, (Account, Vec<Ending>)>,
    organisations: BTreeMap<OrganisationId, Place>,
}

/// An organisation where something ends.
struct Place {
    organisation: Organisation,
    rosters: Vec<RosterView>,
    ending: Vec<(PersonId, Ending)>,
}

impl Telling {
    /// Notes a role that ends; what the audit keeps of it.
    async fn note(&mut self, change: &mut Change, role: &EndingRole) -> Result<Option<String>, Error> {
        let place = match self.organisations.entry(role.organisation) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let Some(organisation) = change.organisations().by_id(role.organisation).await? else {
                    return Ok(None);
                };
                new.insert(Place {
                    organisation,
                    rosters: change.rosters().of_organisation(role.organisation).await?,
                    ending: Vec::new(),
                })
            }
        };
        let (account, own) = match self.people.entry(role.person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let Some(account) = change.people().account(role.person).await? else {
                    return Ok(None);
                };
                new.insert((account, Vec::new()))
            }
        };
        let one = Ending {
            organisation: place.organisation.name.clone(),
            name: account.full_name(),
            role: role.span.role,
            only_for: role.span.limit(&place.rosters).map(|limit| limit.full_name()),
            until: last_moment(role.ends_at),
        };
        place.ending.push((role.person, one.clone()));
        own.push(one);
        Ok(Some(role.span.described(&place.rosters)))
    }

    /// One letter to each member, and one for each organisation to each of those who may decide there. Nobody is told of
    /// their own twice.
    async fn letters(self, change: &mut Change, now: Moment) -> Result<Vec<Letter>, Error> {
        let own = self.people.into_values();
        let own = own.map(|(account, ending)| letter(&account, None, LetterText::AccessEnding { ending }));
        let mut letters: Vec<Letter> = own.collect();
        for (id, place) in self.organisations {
            let Place {
                organisation, ending, ..
            } = place;
            for decider in change.members().approvers(id, now).await? {
                let others = ending.iter().filter(|(person, _)| *person != decider.id);
                let ending: Vec<Ending> = others.map(|(_, one)| one.clone()).collect();
                if ending.is_empty() {
                    continue;
                }
                let text = LetterText::MembersEnding {
                    code: organisation.code.clone(),
                    organisation: organisation.name.clone(),
                    ending,
                };
                letters.push(letter(&decider, Some(id), text));
            }
        }
        Ok(letters)
    }
}
