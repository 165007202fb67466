//! One import of medics: staged in lots, then applied in one transaction; beginning one and giving it up is the same
//! whatever comes ([`crate::batches`]).

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::imports::{Trouble, Unfit};
use domain::letter::LetterText;
use domain::medics::{Difference, Kept, Listed, MedicAspect, MissingRoster, OnRoster, groups, missing_rosters, places};
use domain::organisations::Organisation;
use domain::{BatchId, Clock, Moment, OrganisationId, PersonId, RequestId};
use storage::{CameTo, Change, Housekeeping, MedicsApplied, NewRoster, Purpose, Store};

use super::File;
use crate::batches::{LOT, fail, has_read};
use crate::services::{had_their_purpose, letter};

/// Why a letter that waited was given up.
const ADDRESS_CHANGED: &str = "the import has another address";

/// Stages the good lines of a file, and whom the refused ones may be about; stops where somebody abandons the batch. Of a
/// file most of whose lines are refused, only these are kept, and the batch is given up.
pub(crate) async fn stage(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    file: &File,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<(), storage::Error> {
    let lines = &file.lines;
    has_read(store, batch, file.read, lines.len(), &file.refused).await?;
    if file.is_mostly_refused() {
        return fail(store, batch, Trouble::NotAList(Unfit::MostlyRefused)).await;
    }
    let mut staged = 0;
    for lot in lines.chunks(LOT) {
        let mut change = store.change().await?;
        change.medics().stage(batch, lot).await?;
        staged += lot.len();
        if !change.imports().progress(batch, staged, clock.now()).await? {
            return Ok(());
        }
        change.commit_housekeeping(Housekeeping::Staging).await?;
        print(&format!("staged {staged} of {}", lines.len()));
    }
    let doubts: Vec<String> = file.doubts.iter().cloned().collect();
    let mut change = store.change().await?;
    change.medics().doubt(batch, &doubts).await?;
    if change.imports().ready(batch, clock.now()).await? {
        change.commit_housekeeping(Housekeeping::Staging).await?;
    }
    Ok(())
}

/// What applying a batch would change now.
pub(crate) async fn difference(
    store: &Store,
    batch: BatchId,
    organisation: OrganisationId,
) -> Result<Difference, storage::Error> {
    let matching = store.read().medics().matching(batch, organisation).await?;
    Ok(domain::medics::difference(matching))
}

/// The rosters and roster groups that applying a difference would make.
pub(crate) async fn missing(
    store: &Store,
    organisation: OrganisationId,
    difference: &Difference,
) -> Result<Vec<MissingRoster>, storage::Error> {
    let rosters = store.read().rosters().of_organisation(organisation).await?;
    Ok(missing_rosters(difference, &rosters))
}

/// How many good lines come to nothing: the address belongs to another medic, or the access was revoked.
pub(crate) fn lines_left_out(difference: &Difference) -> usize {
    let nothing = difference.clashing.iter().chain(&difference.revoked);
    nothing.map(|one| one.rosters.len()).sum()
}

/// Applies what has been staged, with one line of the audit for each person, in one transaction; nothing where the batch no
/// longer waits for that.
pub(crate) async fn apply(
    store: &Store,
    clock: &dyn Clock,
    batch: BatchId,
    organisation: OrganisationId,
    actor: Actor,
    request: RequestId,
) -> Result<Option<Difference>, storage::Error> {
    let mut change = store.change().await?;
    change.hold(organisation).await?;
    let Some(organisation) = change.organisations().by_id(organisation).await? else {
        return Ok(None);
    };
    apply_in(change, batch, &organisation, actor, request, clock.now(), &|| ()).await
}

/// How many steps applying a batch takes.
pub(crate) const STEPS: u32 = 6;

/// The same in a change that holds the organisation, whose actor has been permitted; `step` is told of each step of
/// [`STEPS`] that is done.
pub(crate) async fn apply_in(
    mut change: Change,
    batch: BatchId,
    organisation: &Organisation,
    actor: Actor,
    request: RequestId,
    now: Moment,
    step: &(dyn Fn() + Sync),
) -> Result<Option<Difference>, storage::Error> {
    if !change.imports().hold_ready(batch).await? {
        return Ok(None);
    }
    change.medics().hold_people(batch, organisation.id).await?;
    let matching = change.medics().matching(batch, organisation.id).await?;
    let difference = domain::medics::difference(matching);
    step();
    let entry = |event| {
        Entry::new(event, actor, now, request)
            .for_organisation(organisation.id)
            .in_batch(batch)
    };
    let made = make_rosters(&mut change, organisation.id, &difference, now).await?;
    let mut entries: Vec<Entry> = made
        .iter()
        .map(|roster| entry(Event::RosterAdded).changing(None, roster.clone()))
        .collect();
    let places = places(&change.rosters().of_organisation(organisation.id).await?);
    step();
    let applied = change
        .medics()
        .apply(batch, organisation.id, &difference, &places, actor.person(), now)
        .await?;
    for person in &applied.readdressed {
        // Whoever reads the old address can no longer confirm the account.
        change.tokens().end(*person, Purpose::ConfirmAddress, now).await?;
        change.outbox().give_up_waiting(*person, now, ADDRESS_CHANGED).await?;
    }
    step();
    entries.extend(lines(&difference, &applied, entry));
    for account in change.medics().with_something_open(organisation.id).await? {
        let line = |event| entry(event).about(account.id);
        entries.extend(had_their_purpose(&mut change, &account, organisation.id, now, line).await?);
    }
    step();
    let letters: Vec<_> = told(&difference, &applied, organisation)
        .into_iter()
        .map(|(account, text)| letter(account, Some(organisation.id), text))
        .collect();
    change.post_all(&letters, now).await?;
    step();
    let came = CameTo {
        new: difference.new.len(),
        changed: difference.changed.len(),
        unchanged: difference.unchanged,
        unlisted: difference.unlisted.len(),
        refused: lines_left_out(&difference),
    };
    change.imports().came_to(batch, came).await?;
    match entries.pop() {
        Some(last) => change.commit_all(last, entries).await?,
        None => change.commit_housekeeping(Housekeeping::Staging).await?,
    }
    step();
    Ok(Some(difference))
}

/// Makes the rosters and roster groups that are missing; how the audit describes them.
async fn make_rosters(
    change: &mut Change,
    organisation: OrganisationId,
    difference: &Difference,
    now: Moment,
) -> Result<Vec<String>, storage::Error> {
    let there = change.rosters().of_organisation(organisation).await?;
    let mut groups = groups(&there);
    let mut made = Vec::new();
    for missing in missing_rosters(difference, &there) {
        let kind = if missing.is_group { "group" } else { "roster" };
        let full_name = missing.full_name();
        let new = NewRoster {
            organisation,
            is_group: missing.is_group,
            group: missing.group.and_then(|group| groups.get(&group.key()).copied()),
            name: missing.name,
        };
        if let Some(id) = change.rosters().add(&new, now).await? {
            if new.is_group {
                groups.insert(new.name.key(), id);
            }
            made.push(format!("{kind} {full_name} ({id})"));
        }
    }
    Ok(made)
}

/// The lines of the audit, one for each person.
fn lines(difference: &Difference, applied: &MedicsApplied, entry: impl Fn(Event) -> Entry) -> Vec<Entry> {
    let about = |line: Entry, person: Option<PersonId>| match person {
        Some(person) => line.about(person),
        None => line,
    };
    let who = |listed: &Listed| applied.people.get(&listed.gmc).copied();
    let new = difference.new.iter().map(|medic| {
        let line = entry(Event::MedicImported).changing(None, described(&medic.listed));
        about(line, who(&medic.listed))
    });
    let changed = difference.changed.iter().map(|changed| {
        let (before, after) = (described_before(&changed.before), described(&changed.medic.listed));
        about(
            entry(Event::MedicChanged).changing(before, after),
            who(&changed.medic.listed),
        )
    });
    let ended = difference.unlisted.iter().map(|medic| {
        let line = entry(Event::MedicEnded).changing(described_before(medic), None);
        about(line, medic.account.as_ref().map(|account| account.id))
    });
    new.chain(changed).chain(ended).collect()
}

/// Who is told, and what: roles that came, changed or ended, and access that ended with them.
fn told<'a>(
    difference: &'a Difference,
    applied: &MedicsApplied,
    organisation: &Organisation,
) -> Vec<(&'a Account, LetterText)> {
    let roles_changed = || LetterText::RolesChanged {
        code: organisation.code.clone(),
        organisation: organisation.name.clone(),
    };
    let new = difference.new.iter().filter(|medic| medic.comes_in());
    let changed = difference.changed.iter().filter(|changed| {
        let of_roles = |aspect: &MedicAspect| matches!(aspect, MedicAspect::Rosters | MedicAspect::Account);
        changed.medic.comes_in() && changed.aspects.iter().any(of_roles)
    });
    let given = new
        .chain(changed.map(|changed| &changed.medic))
        .filter_map(|medic| medic.holder.account())
        .map(|account| (account, roles_changed()));
    let ended = difference.unlisted.iter().filter_map(|medic| {
        let account = medic.account.as_ref()?;
        let told = account.state == AccountState::Confirmed && applied.ended.members.contains(&account.id);
        let text = if applied.ended.revoked.contains(&account.id) {
            LetterText::AccessRevoked {
                organisation: organisation.name.clone(),
                reason: None,
            }
        } else {
            roles_changed()
        };
        told.then_some((account, text))
    });
    given.chain(ended).collect()
}

/// What the audit keeps of a medic as a file lists them.
fn described(medic: &Listed) -> String {
    let rosters: Vec<String> = medic.rosters.iter().map(when).collect();
    format!(
        "{} {} {} <{}>: {}",
        medic.gmc,
        medic.first_name.as_str(),
        medic.last_name.as_str(),
        medic.email.as_typed(),
        rosters.join(", ")
    )
}

/// The same, as they were listed until now.
fn described_before(medic: &Kept) -> String {
    described(&Listed {
        gmc: medic.gmc.clone(),
        first_name: medic.first_name.clone(),
        last_name: medic.last_name.clone(),
        email: medic.email.clone(),
        rosters: medic.roles.iter().map(|role| role.on.clone()).collect(),
    })
}

fn when(on: &OnRoster) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let group = on
        .group
        .as_ref()
        .map(|group| format!(" ({})", group.as_str()))
        .unwrap_or_default();
    format!("{}{group} {} – {}", on.roster.as_str(), day(on.starts), day(on.ends))
}
