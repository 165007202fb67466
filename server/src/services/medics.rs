//! The import of rostered medics by page (S68, decision 14): a file is taken and read in the background, its difference is
//! shown, then it is applied or abandoned. How lines are read, staged and applied is [`crate::medics`]'s business; the
//! command line goes the same way.

use async_trait::async_trait;
use domain::audit::Actor;
use domain::imports::{Figures, SHOWN_MOST, Trouble, Upload};
use domain::medics::{
    AlteredMedic, Amended, Difference, Kept, Listed, ListedRoster, MedicView, Medics, MedicsDifferenceView,
    MedicsImportView, MedicsView, MedicsWish, MissingRoster, OnRoster,
};
use domain::organisations::Organisation;
use domain::permission::{Action, Insider};
use domain::rosters::RosterName;
use domain::{Answer, BatchId, Caller, Notice, OdsCode, Page, Receipt, Refusal};
use storage::{Batch, BatchOf, BatchState, Change, Housekeeping};

use super::imports::{LATEST, read_in};
use super::rosters::must_have_rosters;
use super::stopped::{Act, answer};
use super::{Doorkeeper, standing_in};
use crate::applying::Steps;
use crate::medics::{self, batch};

#[async_trait]
impl Medics for Doorkeeper {
    async fn latest(&self, caller: &Caller, code: &OdsCode) -> Answer<MedicsView> {
        answer(caller.visit.request, self.latest_medics(caller, code).await)
    }

    async fn may_upload(&self, caller: &Caller, code: &OdsCode) -> Answer<()> {
        let importer = self.importer(caller, code).await.map(|_| ());
        answer(caller.visit.request, importer)
    }

    async fn upload(&self, caller: &Caller, code: &OdsCode, file: Upload) -> Answer<Receipt> {
        answer(caller.visit.request, self.take_medics_in(caller, code, file).await)
    }

    async fn one(&self, caller: &Caller, code: &OdsCode, id: BatchId) -> Answer<MedicsImportView> {
        answer(caller.visit.request, self.show_medics(caller, code, id).await)
    }

    async fn apply(&self, caller: &Caller, wish: MedicsWish) -> Answer<Receipt> {
        let may = self.may_apply_medics(caller, &wish).await;
        let (id, code) = answer(caller.visit.request, may)?;
        let (here, caller, page) = (self.clone(), caller.clone(), Page::MedicsImport(code, id));
        let apply =
            async move |steps: Steps| answer(caller.visit.request, here.apply_medics(&caller, wish, steps).await);
        self.with.applying.run(id, batch::STEPS, page, apply).await
    }

    async fn abandon(&self, caller: &Caller, wish: MedicsWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.abandon_medics(caller, wish).await)
    }
}

impl Doorkeeper {
    /// Whoever may see the imports of an organisation. Looking asks for no recent proof; the acts do.
    async fn looking_at_medics(&self, caller: &Caller, code: &OdsCode) -> Act<(Insider, Organisation)> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::ImportMedics)?;
        must_have_rosters(&organisation)?;
        Ok((insider, organisation))
    }

    /// Whoever may import medics now.
    async fn importer(&self, caller: &Caller, code: &OdsCode) -> Act<(Insider, Organisation)> {
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::acting(caller, &standing, Action::ImportMedics)?;
        must_have_rosters(&organisation)?;
        organisation.must_be_open()?;
        Ok((insider, organisation))
    }

    /// A change by somebody who may import medics, to an import of the organisation.
    async fn importing(&self, caller: &Caller, wish: &MedicsWish) -> Act<(Change, Organisation, Insider, Batch)> {
        let now = self.now();
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let insider = Insider::acting(caller, &standing, Action::ImportMedics)?;
        must_have_rosters(&organisation)?;
        let kept = change.imports().batch(wish.id, now).await?;
        let kept = kept.filter(|batch| batch.of == BatchOf::Medics(organisation.id));
        Ok((change, organisation, insider, kept.ok_or(Refusal::NotFound)?))
    }

    async fn latest_medics(&self, caller: &Caller, code: &OdsCode) -> Act<MedicsView> {
        let (_, organisation) = self.looking_at_medics(caller, code).await?;
        let mut read = self.read();
        let of = BatchOf::Medics(organisation.id);
        let latest = read.imports().latest(of, LATEST, self.now()).await?;
        Ok(MedicsView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            listed: u32::try_from(read.medics().listed(organisation.id).await?).unwrap_or(u32::MAX),
            latest: latest.into_iter().map(|kept| self.row(kept)).collect(),
            proven: self.importer(caller, code).await.is_ok(),
        })
    }

    async fn take_medics_in(&self, caller: &Caller, code: &OdsCode, file: Upload) -> Act<Receipt> {
        let (insider, organisation) = self.importer(caller, code).await?;
        let of = BatchOf::Medics(organisation.id);
        let id = self.begin_batch(of, &file, insider.person()).await?;
        let (store, clock) = (self.with.store.clone(), self.with.clock.clone());
        let today = self.now().in_london().date();
        let read = move |bytes: &[u8]| medics::read(bytes, today).map_err(Trouble::NotAList);
        let stage = async move |file| batch::stage(&store, clock.as_ref(), id, &file, &mut |_| ()).await;
        tokio::spawn(read_in(self.with.store.clone(), id, file.file, read, stage));
        Ok(Receipt::go_to(Page::MedicsImport(organisation.code, id)))
    }

    async fn show_medics(&self, caller: &Caller, code: &OdsCode, id: BatchId) -> Act<MedicsImportView> {
        let (_, organisation) = self.looking_at_medics(caller, code).await?;
        let mut read = self.read();
        let kept = read.imports().batch(id, self.now()).await?;
        let kept = kept.filter(|batch| batch.of == BatchOf::Medics(organisation.id));
        let kept = kept.ok_or(Refusal::NotFound)?;
        let refused = read.imports().refused(id, SHOWN_MOST).await?;
        let mut figures = kept.figures;
        let mut shown = MedicsDifferenceView::default();
        if kept.state == BatchState::Ready {
            let store = &self.with.store;
            let made = batch::difference(store, id, organisation.id).await?;
            let missing = batch::missing(store, organisation.id, &made).await?;
            figures = would_be(figures, &made);
            shown = view(&made, &missing);
        }
        Ok(MedicsImportView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            row: self.row(kept),
            figures,
            difference: shown,
            refused,
        })
    }

    /// Whether the caller may apply it; asked again as it is applied.
    async fn may_apply_medics(&self, caller: &Caller, wish: &MedicsWish) -> Act<(BatchId, OdsCode)> {
        let (_, organisation) = self.importer(caller, &wish.code).await?;
        let kept = self.read().imports().batch(wish.id, self.now()).await?;
        let kept = kept.filter(|batch| batch.of == BatchOf::Medics(organisation.id));
        Ok((kept.ok_or(Refusal::NotFound)?.id, organisation.code))
    }

    async fn apply_medics(&self, caller: &Caller, wish: MedicsWish, steps: Steps) -> Act<Receipt> {
        // permit
        let (change, organisation, insider, _) = self.importing(caller, &wish).await?;
        organisation.must_be_open()?;
        // decide, save, post, record
        let (actor, request, now) = (Actor::Person(insider.person()), caller.visit.request, self.now());
        let step = || steps.step();
        let applied = batch::apply_in(change, wish.id, &organisation, actor, request, now, &step).await?;
        let difference = applied.ok_or(Refusal::ChangedMeanwhile)?;
        self.with.bell.ring();
        let count = difference.new.len() + difference.changed.len() + difference.unlisted.len();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Receipt::saying(
            Notice::MedicsApplied { count },
            Page::MedicsImport(organisation.code, wish.id),
        ))
    }

    async fn abandon_medics(&self, caller: &Caller, wish: MedicsWish) -> Act<Receipt> {
        let (mut change, organisation, _, kept) = self.importing(caller, &wish).await?;
        if matches!(kept.state, BatchState::Applied(_)) || self.is_being_applied(&kept) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        change.imports().abandon(wish.id).await?;
        change.commit_housekeeping(Housekeeping::Staging).await?;
        Ok(Receipt::go_to(Page::MedicsImport(organisation.code, wish.id)))
    }
}

/// The figures of an import that waits to be applied.
fn would_be(figures: Figures, difference: &Difference) -> Figures {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Figures {
        new: number(difference.new.len()),
        changed: number(difference.changed.len()),
        unchanged: number(difference.unchanged),
        unlisted: number(difference.unlisted.len()),
        refused: figures
            .refused
            .saturating_add(number(batch::lines_left_out(difference))),
        ..figures
    }
}

/// The first of each sort.
fn view(difference: &Difference, missing: &[MissingRoster]) -> MedicsDifferenceView {
    let altered = |changed: &Amended| AlteredMedic {
        before: as_kept(&changed.before),
        after: as_listed(&changed.medic.listed),
        aspects: changed.aspects.clone(),
    };
    let new = difference.new.iter().take(SHOWN_MOST);
    MedicsDifferenceView {
        new: new.map(|medic| as_listed(&medic.listed)).collect(),
        changed: difference.changed.iter().take(SHOWN_MOST).map(altered).collect(),
        unlisted: difference.unlisted.iter().take(SHOWN_MOST).map(as_kept).collect(),
        clashing: difference.clashing.iter().take(SHOWN_MOST).map(as_listed).collect(),
        revoked: difference.revoked.iter().take(SHOWN_MOST).map(as_listed).collect(),
        rosters: missing.iter().take(SHOWN_MOST).map(MissingRoster::full_name).collect(),
    }
}

fn as_listed(medic: &Listed) -> MedicView {
    MedicView {
        gmc: medic.gmc.clone(),
        name: format!("{} {}", medic.first_name.as_str(), medic.last_name.as_str()),
        email: medic.email.as_typed().to_owned(),
        rosters: medic.rosters.iter().map(on).collect(),
    }
}

fn as_kept(medic: &Kept) -> MedicView {
    MedicView {
        gmc: medic.gmc.clone(),
        name: format!("{} {}", medic.first_name.as_str(), medic.last_name.as_str()),
        email: medic.email.as_typed().to_owned(),
        rosters: medic.roles.iter().map(|role| on(&role.on)).collect(),
    }
}

fn on(on: &OnRoster) -> ListedRoster {
    ListedRoster {
        roster: on.roster.as_str().to_owned(),
        group: on.group.as_ref().map(RosterName::as_str).map(str::to_owned),
        starts: on.starts,
        ends: on.ends,
    }
}
