//! The import of the register of practice managers by page (S5, decision 14): a file is taken and read in the background, its
//! difference is shown, then it is applied or abandoned. How lines are read, staged and applied is [`crate::managers`]'s
//! business; the command line goes the same way. What a listing gives when its person asks is told in `pre_approvals`.

use async_trait::async_trait;
use domain::audit::Actor;
use domain::imports::{SHOWN_MOST, Trouble, Upload};
use domain::managers::{
    AlteredManager, Amended, Becomes, Difference, Kept, Listed, ManagerView, Managers, ManagersDifferenceView,
    ManagersImportView, ManagersView, Matched,
};
use domain::permission::SupportPerson;
use domain::{Answer, BatchId, Caller, Moment, Notice, Page, Receipt, Refusal};
use storage::{Batch, BatchOf, BatchState};

use super::Doorkeeper;
use super::imports::{LATEST, read_in};
use super::stopped::{Act, answer};
use crate::applying::Steps;
use crate::batches;
use crate::managers::{self, batch};

#[async_trait]
impl Managers for Doorkeeper {
    async fn latest(&self, caller: &Caller) -> Answer<ManagersView> {
        answer(caller.visit.request, self.latest_managers(caller).await)
    }

    async fn may_upload(&self, caller: &Caller) -> Answer<()> {
        SupportPerson::of(caller)?;
        Ok(())
    }

    async fn upload(&self, caller: &Caller, file: Upload) -> Answer<Receipt> {
        answer(caller.visit.request, self.take_managers_in(caller, file).await)
    }

    async fn one(&self, caller: &Caller, id: BatchId) -> Answer<ManagersImportView> {
        answer(caller.visit.request, self.show_managers(caller, id).await)
    }

    async fn apply(&self, caller: &Caller, id: BatchId) -> Answer<Receipt> {
        answer(caller.visit.request, self.may_apply_managers(caller, id).await)?;
        let (here, caller, page) = (self.clone(), caller.clone(), Page::ManagersImport(id));
        let apply =
            async move |steps: Steps| answer(caller.visit.request, here.apply_managers(&caller, id, steps).await);
        self.with.applying.run(id, batch::STEPS, page, apply).await
    }

    async fn abandon(&self, caller: &Caller, id: BatchId) -> Answer<Receipt> {
        answer(caller.visit.request, self.abandon_managers(caller, id).await)
    }
}

impl Doorkeeper {
    async fn latest_managers(&self, caller: &Caller) -> Act<ManagersView> {
        SupportPerson::looking(caller)?;
        let mut read = self.read();
        let latest = read.imports().latest(BatchOf::Managers, LATEST, self.now()).await?;
        let (to_review, count) = read.managers().to_review(SHOWN_MOST).await?;
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(ManagersView {
            listed: number(read.managers().listed().await?),
            imported: read
                .imports()
                .last_applied(BatchOf::Managers)
                .await?
                .map(Moment::in_london),
            to_review,
            to_review_count: number(count),
            latest: latest.into_iter().map(|kept| self.row(kept)).collect(),
            proven: SupportPerson::of(caller).is_ok(),
        })
    }

    async fn take_managers_in(&self, caller: &Caller, file: Upload) -> Act<Receipt> {
        let by = SupportPerson::of(caller)?;
        let id = self.begin_batch(BatchOf::Managers, &file, by.person()).await?;
        let (store, clock) = (self.with.store.clone(), self.with.clock.clone());
        let today = self.now().in_london().date();
        let read = move |bytes: &[u8]| managers::read(bytes, today).map_err(Trouble::NotAList);
        let stage = async move |rows: managers::Rows| {
            let file = rows.at_practices(&store).await?;
            batch::stage(&store, clock.as_ref(), id, &file, &mut |_| ()).await
        };
        tokio::spawn(read_in(self.with.store.clone(), id, file.file, read, stage));
        Ok(Receipt::go_to(Page::ManagersImport(id)))
    }

    async fn show_managers(&self, caller: &Caller, id: BatchId) -> Act<ManagersImportView> {
        SupportPerson::looking(caller)?;
        let kept = self.managers_batch(id).await?;
        let refused = self.read().imports().refused(id, SHOWN_MOST).await?;
        let mut figures = kept.figures;
        let mut shown = ManagersDifferenceView::default();
        if kept.state == BatchState::Ready {
            let made = batch::difference(&self.with.store, self.with.clock.as_ref(), id).await?;
            figures.new = number(made.new.len());
            figures.changed = number(made.changed.len());
            figures.unchanged = number(made.unchanged);
            figures.unlisted = number(made.unlisted.len());
            shown = view(&made);
        }
        Ok(ManagersImportView {
            row: self.row(kept),
            figures,
            difference: shown,
            refused,
        })
    }

    /// Whether the caller may apply it; asked again as it is applied.
    async fn may_apply_managers(&self, caller: &Caller, id: BatchId) -> Act<SupportPerson> {
        let by = SupportPerson::of(caller)?;
        self.managers_batch(id).await?;
        Ok(by)
    }

    async fn apply_managers(&self, caller: &Caller, id: BatchId, steps: Steps) -> Act<Receipt> {
        let by = self.may_apply_managers(caller, id).await?;
        let (store, clock) = (&self.with.store, self.with.clock.as_ref());
        let actor = Actor::Person(by.person());
        let applied = batch::apply(store, clock, id, actor, caller.visit.request, &|| steps.step()).await?;
        let count = number(applied.ok_or(Refusal::ChangedMeanwhile)?.count());
        Ok(Receipt::saying(
            Notice::ManagersApplied { count },
            Page::ManagersImport(id),
        ))
    }

    async fn abandon_managers(&self, caller: &Caller, id: BatchId) -> Act<Receipt> {
        SupportPerson::of(caller)?;
        let kept = self.managers_batch(id).await?;
        if matches!(kept.state, BatchState::Applied(_)) || self.is_being_applied(&kept) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        batches::abandon(&self.with.store, id).await?;
        Ok(Receipt::go_to(Page::ManagersImport(id)))
    }

    async fn managers_batch(&self, id: BatchId) -> Act<Batch> {
        let kept = self.read().imports().batch(id, self.now()).await?;
        let kept = kept.filter(|batch| batch.of == BatchOf::Managers);
        Ok(kept.ok_or(Refusal::NotFound)?)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The first of each sort.
fn view(difference: &Difference) -> ManagersDifferenceView {
    let of = |sort: &[Becomes]| -> (Vec<ManagerView>, u32) {
        let rows = || difference.new.iter().filter(|one| sort.contains(&one.becomes));
        let first = rows().take(SHOWN_MOST);
        (
            first.map(|one: &Matched| as_listed(&one.listed)).collect(),
            number(rows().count()),
        )
    };
    let altered = |changed: &Amended| AlteredManager {
        before: as_kept(&changed.before),
        after: as_listed(&changed.manager.listed),
        aspects: changed.aspects.clone(),
    };
    let (new, are_new) = of(&[Becomes::PreApproved]);
    let (in_already, are_in) = of(&[Becomes::Member, Becomes::PreApprovedBySomebody]);
    // Once let in by the register is once: whoever is listed again comes before people.
    let (to_people, are_for_people) = of(&[Becomes::ToPeople, Becomes::AsBefore]);
    let unlisted = difference.unlisted.iter();
    ManagersDifferenceView {
        new,
        in_already,
        to_people,
        changed: difference.changed.iter().take(SHOWN_MOST).map(altered).collect(),
        unlisted: unlisted
            .clone()
            .take(SHOWN_MOST)
            .map(|(kept, _)| as_kept(kept))
            .collect(),
        counts: [are_new, are_in, are_for_people],
        to_review: number(unlisted.filter(|(_, is_in)| *is_in).count()),
    }
}

fn as_listed(listed: &Listed) -> ManagerView {
    ManagerView {
        name: listed.full_name(),
        email: listed.email.as_typed().to_owned(),
        code: listed.at.code.clone(),
        organisation: listed.at.name.clone(),
        role: listed.role,
        starts: listed.starts,
        ends: listed.ends,
    }
}

fn as_kept(kept: &Kept) -> ManagerView {
    ManagerView {
        name: kept.full_name(),
        email: kept.email.as_typed().to_owned(),
        code: kept.at.code.clone(),
        organisation: kept.at.name.clone(),
        role: kept.role,
        starts: kept.starts,
        ends: kept.ends,
    }
}
