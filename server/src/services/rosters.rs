//! Rosters and roster groups of an organisation (S73): listed, added, renamed. Closing one, with what becomes of the roles
//! limited to it, is in [`closing`].

mod closing;

use async_trait::async_trait;
use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::organisations::Organisation;
use domain::permission::{Action, Insider};
use domain::rosters::{CloseWish, ClosingView, NewRoster, RenameWish, RosterList, RosterView, Rosters, has_rosters};
use domain::{Answer, Caller, FieldErrors, Moment, Notice, OdsCode, OrganisationId, Page, Receipt, Refusal, RosterId};
use storage::Change;

use super::stopped::{Act, answer};
use super::{Doorkeeper, standing_in};

#[async_trait]
impl Rosters for Doorkeeper {
    async fn list(&self, caller: &Caller, code: &OdsCode) -> Answer<RosterList> {
        answer(caller.visit.request, self.list_rosters(caller, code).await)
    }

    async fn add(&self, caller: &Caller, wish: NewRoster) -> Answer<Receipt> {
        answer(caller.visit.request, self.add_roster(caller, wish).await)
    }

    async fn rename(&self, caller: &Caller, wish: RenameWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.rename_roster(caller, wish).await)
    }

    async fn to_close(&self, caller: &Caller, code: &OdsCode, id: RosterId) -> Answer<ClosingView> {
        answer(caller.visit.request, self.show_roster_closing(caller, code, id).await)
    }

    async fn close(&self, caller: &Caller, wish: CloseWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.close_roster(caller, wish).await)
    }
}

/// Those that a role may be limited to from now on.
pub(super) fn open_ones(mut rosters: Vec<RosterView>) -> Vec<RosterView> {
    rosters.retain(|one| !one.closed);
    rosters
}

/// Refuses a limit that is no open roster or roster group of the organisation. Hold the organisation first.
pub(super) async fn must_be_open_there(
    change: &mut Change,
    roster: Option<RosterId>,
    organisation: OrganisationId,
) -> Act<()> {
    match roster {
        Some(roster) if !change.rosters().is_open_at(roster, organisation).await? => {
            Err(FieldErrors::one(Field::Roster, Problem::NoSuchRoster).into())
        }
        _ => Ok(()),
    }
}

impl Doorkeeper {
    /// Whoever may see the rosters of an organisation that has some. Looking asks for no recent proof; the acts do.
    async fn looking_at_rosters(&self, caller: &Caller, code: &OdsCode) -> Act<(Insider, Organisation)> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::ManageRosters)?;
        must_have_rosters(&organisation)?;
        Ok((insider, organisation))
    }

    /// A change to the rosters of an organisation, by somebody who may make it.
    async fn changing_rosters(
        &self,
        caller: &Caller,
        code: &OdsCode,
        now: Moment,
    ) -> Act<(Change, Organisation, Insider)> {
        let (mut change, organisation) = self.holding(code).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let insider = Insider::acting(caller, &standing, Action::ManageRosters)?;
        must_have_rosters(&organisation)?;
        Ok((change, organisation, insider))
    }

    async fn list_rosters(&self, caller: &Caller, code: &OdsCode) -> Act<RosterList> {
        let (insider, _) = self.looking_at_rosters(caller, code).await?;
        let mut read = self.read();
        Ok(RosterList {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            rows: read.rosters().list(insider.organisation(), self.now()).await?,
        })
    }

    async fn add_roster(&self, caller: &Caller, wish: NewRoster) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation, insider) = self.changing_rosters(caller, &wish.code, now).await?;
        // decide
        if let Some(group) = wish.group {
            let group = change.rosters().one(group, organisation.id).await?;
            if group.is_none_or(|group| group.closed || !group.is_group) {
                return Err(FieldErrors::one(Field::RosterGroup, Problem::NoSuchRoster).into());
            }
        }
        // save
        let new = storage::NewRoster {
            organisation: organisation.id,
            is_group: wish.is_group,
            name: wish.name,
            group: wish.group,
        };
        let added = change.rosters().add(&new, now).await?.ok_or_else(name_taken)?;
        let roster = change.rosters().one(added, organisation.id).await?;
        let roster = roster.ok_or(Refusal::NotFound)?;
        // record; nobody is written to about a roster
        let added = line(Event::RosterAdded, &insider, caller, now).changing(None, described(&roster));
        change.commit(added).await?;
        Ok(saved(organisation, roster.full_name()))
    }

    async fn rename_roster(&self, caller: &Caller, wish: RenameWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation, insider) = self.changing_rosters(caller, &wish.code, now).await?;
        // decide
        let before = open_one(&mut change, wish.id, &organisation).await?;
        let after = RosterView {
            name: wish.name.as_str().to_owned(),
            ..before.clone()
        };
        if after == before {
            return Ok(saved(organisation, after.full_name()));
        }
        // save
        if !change.rosters().rename(before.id, &wish.name).await? {
            return Err(name_taken().into());
        }
        // record
        let renamed = line(Event::RosterRenamed, &insider, caller, now).changing(described(&before), described(&after));
        change.commit(renamed).await?;
        Ok(saved(organisation, after.full_name()))
    }
}

/// What is no organisation with rosters has none to be found.
pub(super) fn must_have_rosters(organisation: &Organisation) -> Act<()> {
    if has_rosters(organisation.kind) {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// An open roster or roster group of an organisation; what is closed stays as it is.
async fn open_one(change: &mut Change, id: RosterId, organisation: &Organisation) -> Act<RosterView> {
    let found = change.rosters().one(id, organisation.id).await?;
    Ok(found.filter(|one| !one.closed).ok_or(Refusal::NotFound)?)
}

fn name_taken() -> FieldErrors {
    FieldErrors::one(Field::Name, Problem::RosterNameTaken)
}

/// A line of the audit about the rosters of an organisation.
fn line(event: Event, by: &Insider, caller: &Caller, now: Moment) -> Entry {
    Entry::new(event, Actor::Person(by.person()), now, caller.visit.request).for_organisation(by.organisation())
}

/// What the audit keeps of a roster or roster group.
fn described(roster: &RosterView) -> String {
    let kind = if roster.is_group { "group" } else { "roster" };
    format!("{kind} {} ({})", roster.full_name(), roster.id)
}

fn saved(organisation: Organisation, name: String) -> Receipt {
    Receipt::saying(Notice::RosterSaved { name }, Page::Rosters(organisation.code))
}
