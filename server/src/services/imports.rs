//! The register import by page (decision 14): a file is taken and read in the background, its difference is shown, then
//! it is applied or abandoned. How rows are read, staged and applied is [`crate::register`]'s business; the command line
//! goes the same way.

use std::fs::File;
use std::io::Read as _;

use async_trait::async_trait;
use domain::audit::Actor;
use domain::imports::{
    Altered, Aspect, Closing, DifferenceView, ImportRow, ImportState, ImportView, Imports, ImportsView, SHOWN_MOST,
    Trouble, Upload,
};
use domain::organisations::OrganisationView;
use domain::permission::SupportPerson;
use domain::{Answer, BatchId, Caller, Notice, Page, PersonId, Receipt, Refusal};
use storage::{Batch, BatchOf, BatchState, Changed, Difference, RegisterRow, Store};

use super::Doorkeeper;
use super::stopped::{Act, answer};
use crate::applying::Steps;
use crate::batches;
use crate::register::{self, batch, closing};

/// How many imports the page lists.
pub(super) const LATEST: u16 = 10;
/// The longest name of a file that is kept, in characters.
const NAME_MOST: usize = 100;

#[async_trait]
impl Imports for Doorkeeper {
    async fn latest(&self, caller: &Caller) -> Answer<ImportsView> {
        answer(caller.visit.request, self.latest_imports(caller).await)
    }

    async fn may_upload(&self, caller: &Caller) -> Answer<()> {
        SupportPerson::of(caller)?;
        Ok(())
    }

    async fn upload(&self, caller: &Caller, file: Upload) -> Answer<Receipt> {
        answer(caller.visit.request, self.take_in(caller, file).await)
    }

    async fn one(&self, caller: &Caller, id: BatchId) -> Answer<ImportView> {
        answer(caller.visit.request, self.show_import(caller, id).await)
    }

    async fn apply(&self, caller: &Caller, id: BatchId) -> Answer<Receipt> {
        answer(caller.visit.request, self.may_apply_import(caller, id).await)?;
        let (here, caller, page) = (self.clone(), caller.clone(), Page::RegisterImport(id));
        let apply = async move |steps: Steps| answer(caller.visit.request, here.apply_import(&caller, id, steps).await);
        self.with.applying.run(id, batch::STEPS, page, apply).await
    }

    async fn abandon(&self, caller: &Caller, id: BatchId) -> Answer<Receipt> {
        answer(caller.visit.request, self.abandon_import(caller, id).await)
    }
}

impl Doorkeeper {
    async fn latest_imports(&self, caller: &Caller) -> Act<ImportsView> {
        SupportPerson::looking(caller)?;
        let latest = self
            .read()
            .imports()
            .latest(BatchOf::Register, LATEST, self.now())
            .await?;
        Ok(ImportsView {
            latest: latest.into_iter().map(|kept| self.row(kept)).collect(),
            proven: SupportPerson::of(caller).is_ok(),
        })
    }

    async fn take_in(&self, caller: &Caller, file: Upload) -> Act<Receipt> {
        let by = SupportPerson::of(caller)?;
        let id = self.begin_batch(BatchOf::Register, &file, by.person()).await?;
        let (store, clock) = (self.with.store.clone(), self.with.clock.clone());
        let read = |bytes: &[u8]| {
            let file = register::read(bytes, &mut |_| ());
            file.is_a_register().then_some(file).ok_or(Trouble::NotARegister)
        };
        let stage = async move |file| batch::stage(&store, clock.as_ref(), id, &file, &mut |_| ()).await;
        tokio::spawn(read_in(self.with.store.clone(), id, file.file, read, stage));
        Ok(Receipt::go_to(Page::RegisterImport(id)))
    }

    /// Begins a batch for an uploaded file.
    pub(super) async fn begin_batch(&self, of: BatchOf, file: &Upload, by: PersonId) -> Act<BatchId> {
        let id = BatchId::new(storage::fresh(self.now()));
        let plain = file.name.chars().filter(|character| !character.is_control());
        let name: String = plain.take(NAME_MOST).collect();
        batches::begin(&self.with.store, self.with.clock.as_ref(), id, of, &name, Some(by)).await?;
        Ok(id)
    }

    async fn show_import(&self, caller: &Caller, id: BatchId) -> Act<ImportView> {
        SupportPerson::looking(caller)?;
        let mut read = self.read();
        let kept = read.imports().batch(id, self.now()).await?;
        let kept = kept.filter(is_of_the_register).ok_or(Refusal::NotFound)?;
        let refused = read.imports().refused(id, SHOWN_MOST).await?;
        let mut figures = kept.figures;
        let mut difference = DifferenceView::default();
        if kept.state == BatchState::Ready {
            let made = read.imports().difference(id).await?;
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            figures.new = number(made.new.len());
            figures.changed = number(made.changed.len());
            figures.unchanged = u32::try_from(made.unchanged).unwrap_or_default();
            figures.unlisted = number(made.unlisted.len());
            let closing: Vec<Closing> = closing::closing(&mut read, &made, self.now())
                .await?
                .into_iter()
                .map(|one| Closing {
                    organisation: view(one.changed.after.clone()),
                    people: one.people,
                    requests: number(one.requests),
                })
                .collect();
            difference = DifferenceView {
                closing_count: number(closing.len()),
                closing: closing.into_iter().take(SHOWN_MOST).collect(),
                ..shown(made)
            };
        }
        Ok(ImportView {
            row: self.row(kept),
            figures,
            difference,
            refused,
        })
    }

    /// Whether the caller may apply it; asked again as it is applied.
    async fn may_apply_import(&self, caller: &Caller, id: BatchId) -> Act<SupportPerson> {
        let by = SupportPerson::of(caller)?;
        self.known(id).await?;
        Ok(by)
    }

    async fn apply_import(&self, caller: &Caller, id: BatchId, steps: Steps) -> Act<Receipt> {
        let by = self.may_apply_import(caller, id).await?;
        let (store, clock) = (&self.with.store, self.with.clock.as_ref());
        let actor = Actor::Person(by.person());
        let applied = batch::apply(store, clock, id, actor, caller.visit.request, &|| steps.step()).await?;
        let difference = applied.ok_or(Refusal::ChangedMeanwhile)?;
        self.with.bell.ring();
        let count = u32::try_from(difference.new.len() + difference.changed.len()).unwrap_or(u32::MAX);
        Ok(Receipt::saying(
            Notice::RegisterApplied { count },
            Page::RegisterImport(id),
        ))
    }

    async fn abandon_import(&self, caller: &Caller, id: BatchId) -> Act<Receipt> {
        SupportPerson::of(caller)?;
        let kept = self.known(id).await?;
        if matches!(kept.state, BatchState::Applied(_)) || self.is_being_applied(&kept) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        batches::abandon(&self.with.store, id).await?;
        Ok(Receipt::go_to(Page::RegisterImport(id)))
    }

    /// Whether an import is being applied by this process.
    pub(super) fn is_being_applied(&self, kept: &Batch) -> bool {
        matches!(self.with.applying.state(kept.id), ImportState::Applying { .. })
    }

    /// A batch as a list shows it.
    pub(super) fn row(&self, kept: Batch) -> ImportRow {
        ImportRow {
            id: kept.id,
            file_name: kept.file_name,
            begun: kept.begun.in_london(),
            by: kept.by,
            state: match kept.state {
                BatchState::Staging { staged, of } => ImportState::Reading { staged, of },
                BatchState::Ready => self.with.applying.state(kept.id),
                BatchState::Applied(at) => ImportState::Applied { at: at.in_london() },
                BatchState::Abandoned(trouble) => ImportState::Abandoned { trouble },
            },
        }
    }

    async fn known(&self, id: BatchId) -> Act<Batch> {
        let kept = self.read().imports().batch(id, self.now()).await?;
        Ok(kept.filter(is_of_the_register).ok_or(Refusal::NotFound)?)
    }
}

/// Medics come by other pages.
fn is_of_the_register(batch: &Batch) -> bool {
    batch.of == BatchOf::Register
}

/// Reads an uploaded file and stages what is good of it. It goes on when the page is closed; what is staged changes nothing,
/// and whatever goes wrong is kept with the batch.
pub(super) async fn read_in<T, Staged>(
    store: Store,
    id: BatchId,
    mut file: File,
    read: impl FnOnce(&[u8]) -> Result<T, Trouble> + Send + 'static,
    stage: impl FnOnce(T) -> Staged + Send,
) where
    T: Send + 'static,
    Staged: Future<Output = Result<(), storage::Error>> + Send,
{
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(read(&bytes))
    });
    let trouble = match read.await {
        Ok(Ok(Ok(read))) => match stage(read).await {
            Ok(()) => return,
            Err(error) => {
                tracing::error!(%error, "a file cannot be staged");
                Trouble::OurFault
            }
        },
        Ok(Ok(Err(trouble))) => trouble,
        Ok(Err(error)) => {
            tracing::error!(%error, "an uploaded file cannot be read");
            Trouble::OurFault
        }
        Err(error) => {
            tracing::error!(%error, "a file cannot be read");
            Trouble::OurFault
        }
    };
    if let Err(error) = batches::fail(&store, id, trouble).await {
        tracing::error!(%error, "an import cannot be given up");
    }
}

/// The first of each sort.
fn shown(difference: Difference) -> DifferenceView {
    let first = |listed: Vec<storage::Listed>| {
        let rows = listed.into_iter().take(SHOWN_MOST);
        rows.map(|listed| view(listed.row)).collect()
    };
    DifferenceView {
        new: first(difference.new),
        unlisted: first(difference.unlisted),
        changed: difference.changed.into_iter().take(SHOWN_MOST).map(altered).collect(),
        ..DifferenceView::default()
    }
}

fn view(row: RegisterRow) -> OrganisationView {
    OrganisationView {
        code: row.code,
        name: row.name,
        town: row.town,
        postcode: row.postcode,
        kind: row.kind,
        status: row.status,
        closed_on: row.closed_on,
        successor: None,
    }
}

fn altered(changed: Changed) -> Altered {
    let (before, after) = (&changed.before, &changed.after);
    let place = |row: &RegisterRow| (row.address.clone(), row.town.clone(), row.postcode.clone());
    let above = |row: &RegisterRow| (row.commissioner.clone(), row.joined_on, row.left_on);
    let differs = [
        (Aspect::Name, before.name != after.name),
        (
            Aspect::Status,
            (before.status, before.closed_on) != (after.status, after.closed_on),
        ),
        (Aspect::Address, place(before) != place(after)),
        (Aspect::Telephone, before.telephone != after.telephone),
        (Aspect::Commissioner, above(before) != above(after)),
    ];
    let mut aspects: Vec<Aspect> = differs
        .into_iter()
        .filter_map(|(aspect, differs)| differs.then_some(aspect))
        .collect();
    if aspects.is_empty() {
        aspects.push(Aspect::Other);
    }
    Altered {
        before: view(changed.before),
        after: view(changed.after),
        aspects,
    }
}
