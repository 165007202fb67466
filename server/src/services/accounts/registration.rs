//! Creating an account: four steps kept as a draft under the browser's visit cookie, and the last one, which checks
//! everything again. The answer is the same whether or not the address has an account; the letter says which.

use domain::accounts::{
    Account, AccountState, Details, DetailsForm, PracticeForm, RegistrationDraft, RegistrationView, RoleForm, RoleWish,
    Step,
};
use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::join_requests::{JoinRequest, State};
use domain::members::roles::why_not_given;
use domain::organisations::{Kind, Organisation};
use domain::permission::Role;
use domain::{FieldErrors, JoinRequestId, Moment, OdsCode, Page, PersonId, Receipt, Refusal, Visit, shared_mailbox};
use serde::{Deserialize, Serialize};
use storage::{Change, Housekeeping};

use crate::services::Doorkeeper;
use crate::services::letters::already_there;
use crate::services::stopped::{Act, Failure};
use crate::services::throttle::LETTERS;

/// The name of this wizard's drafts.
const DRAFT: &str = "registration";

/// What is kept of a registration under way.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    /// The answers given so far.
    Open(RegistrationDraft),
    /// Sent: the answers are gone, and sending again, by a second click or another tab, is answered alike.
    Sent,
}

/// What became of an address.
enum Found {
    /// It had no account; now it has one.
    New(Account),
    /// It has an account that nobody has proved to be theirs. It takes the newest details, and its former requests lapse:
    /// whoever holds the mailbox confirms what the newest letter is about, not what somebody else began.
    Unconfirmed(Account),
    /// It has an account.
    Known(Account),
}

impl Doorkeeper {
    pub(super) async fn show_registration(&self, visit: &Visit) -> Act<RegistrationView> {
        let mut read = self.read();
        let draft = match visit.key.as_deref() {
            Some(key) => open(read.drafts().of(key, DRAFT).await?),
            None => RegistrationDraft::default(),
        };
        let organisation = match chosen(&draft) {
            Some(code) => read.organisations().view(&code).await?,
            None => None,
        };
        let kind = organisation.as_ref().map(|organisation| organisation.kind);
        let details = draft.details.as_ref().and_then(|form| form.parse().ok());
        Ok(RegistrationView {
            next_step: draft.next_step(),
            organisation,
            roles: kind.map(askable_at).unwrap_or_default(),
            warning: details
                .and_then(|details| shared_mailbox::warning(&details.email, &details.first_name, &details.last_name)),
            draft,
        })
    }

    pub(super) async fn keep_details(&self, visit: &Visit, form: DetailsForm) -> Act<Receipt> {
        form.parse()?;
        self.redraft(visit, |draft| {
            draft.details = Some(form);
            Ok(())
        })
        .await
    }

    pub(super) async fn keep_practice(&self, visit: &Visit, form: PracticeForm) -> Act<Receipt> {
        let organisation = match form.parse()? {
            Some(code) => Some(self.practice_to_ask(&code).await?),
            None => None,
        };
        self.redraft(visit, |draft| {
            draft.must_allow(Step::Practice)?;
            draft.organisation = Some(
                organisation
                    .as_ref()
                    .map_or_else(|| PracticeForm::LATER.to_owned(), |one| one.code.to_string()),
            );
            let kind = organisation.map(|organisation| organisation.kind);
            let still_fits = |form: &RoleForm| {
                form.parse()
                    .is_ok_and(|wish| kind.is_some_and(|kind| wish.role.can_be_asked_for(kind)))
            };
            draft.role = draft.role.take().filter(still_fits);
            Ok(())
        })
        .await
    }

    pub(super) async fn keep_role(&self, visit: &Visit, form: RoleForm) -> Act<Receipt> {
        let wish = form.parse()?;
        let key = visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let draft = open(self.read().drafts().of(key, DRAFT).await?);
        let code = chosen(&draft).ok_or(Refusal::StartAgain)?;
        must_be_askable(wish.role, self.practice_to_ask(&code).await?.kind)?;
        self.redraft(visit, |draft| {
            draft.must_allow(Step::Role)?;
            draft.role = Some(form);
            Ok(())
        })
        .await
    }

    /// Changes the answers and leads to the next step.
    async fn redraft(
        &self,
        visit: &Visit,
        answer: impl FnOnce(&mut RegistrationDraft) -> Result<(), Refusal> + Send,
    ) -> Act<Receipt> {
        let key = visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let mut change = self.change().await?;
        let mut draft = open(change.drafts().of(key, DRAFT).await?);
        answer(&mut draft)?;
        let next = match draft.next_step() {
            Step::Details => Page::CreateAccount,
            Step::Practice => Page::CreateAccountPractice,
            Step::Role => Page::CreateAccountRole,
            Step::Check => Page::CreateAccountCheck,
        };
        keep(&mut change, key, &Kept::Open(draft), self.now()).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(next))
    }

    /// An organisation of the register that can be asked; what is wrong stands at its field.
    async fn practice_to_ask(&self, code: &OdsCode) -> Act<Organisation> {
        let wrong = |problem| FieldErrors::one(Field::Organisation, problem);
        let found = self.read().organisations().by_code(code).await?;
        let organisation = found.ok_or_else(|| wrong(Problem::NoSuchOrganisation))?;
        organisation
            .must_be_open()
            .map_err(|_| wrong(Problem::OrganisationNotOpen))?;
        Ok(organisation)
    }

    /// The last step: makes the account and its request, and posts the letter.
    pub(super) async fn register(&self, visit: &Visit) -> Act<Receipt> {
        let sent = Receipt::go_to(Page::CreateAccountSent);
        let now = self.now();
        // permit: anyone may; decide: everything is checked again
        let key = visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let mut change = self.change().await?;
        let draft = match kept(change.drafts().of(key, DRAFT).await?) {
            Kept::Sent => return Ok(sent),
            Kept::Open(draft) => draft,
        };
        if draft.next_step() != Step::Check {
            return Err(Refusal::StartAgain.into());
        }
        let details = draft.details.as_ref().ok_or(Refusal::StartAgain)?.parse()?;
        let wish = self.wished(&draft).await?;
        keep(&mut change, key, &Kept::Sent, now).await?;
        if LETTERS.count_address(&mut change, &details.email, now).await?.is_err() {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Ok(sent);
        }
        // save, post, record
        let entry = |event| Entry::new(event, Actor::Visitor, now, visit.request);
        let (account, event, mut entries) = match self.find(&mut change, &details, now).await? {
            Found::Known(account) => {
                change.post(&already_there(&account), now).await?;
                change
                    .commit(entry(Event::AccountCreatedAgain).about(account.id))
                    .await?;
                self.with.bell.ring();
                return Ok(sent);
            }
            Found::New(account) => (account, Event::AccountCreated, Vec::new()),
            Found::Unconfirmed(account) => {
                let lapsed = lapse_requests(&mut change, &account, now).await?;
                let lapsed = lapsed.into_iter().map(|request| {
                    entry(Event::RequestWithdrawn)
                        .for_organisation(request.organisation)
                        .about(account.id)
                });
                let entries = lapsed.collect();
                (account, Event::ConfirmationSent, entries)
            }
        };
        if let Some((organisation, wish)) = wish {
            let request = JoinRequest {
                id: JoinRequestId::new(storage::fresh(now)),
                person: account.id,
                organisation: organisation.id,
                role: wish.role,
                reason: wish.reason,
                made_at: now,
                state: State::AwaitingConfirmation,
            };
            if change.join_requests().make(&request).await? {
                entries.push(
                    entry(Event::RequestMade)
                        .for_organisation(organisation.id)
                        .about(account.id),
                );
            }
        }
        self.with.post_confirmation(&mut change, &account, now).await?;
        change.commit_all(entry(event).about(account.id), entries).await?;
        self.with.bell.ring();
        Ok(sent)
    }

    /// The request that the draft asks for, checked again; none for "later".
    async fn wished(&self, draft: &RegistrationDraft) -> Act<Option<(Organisation, RoleWish)>> {
        let Some(code) = chosen(draft) else { return Ok(None) };
        let organisation = self.practice_to_ask(&code).await?;
        let wish = draft.role.as_ref().ok_or(Refusal::StartAgain)?.parse()?;
        must_be_askable(wish.role, organisation.kind)?;
        Ok(Some((organisation, wish)))
    }

    async fn find(&self, change: &mut Change, details: &Details, now: Moment) -> Act<Found> {
        let account = Account {
            id: PersonId::new(storage::fresh(now)),
            email: details.email.clone(),
            first_name: details.first_name.clone(),
            last_name: details.last_name.clone(),
            language: details.language,
            position: Some(details.position),
            state: AccountState::Unconfirmed,
        };
        if change.people().create(&account, now).await? {
            return Ok(Found::New(account));
        }
        let gone = Failure::Gone("an account");
        let kept = change.people().by_email(&details.email).await?.ok_or(gone)?;
        change.hold_person(kept.id).await?;
        let mut corrected = Account { id: kept.id, ..account };
        if change.medics().names(kept.id).await? {
            corrected.first_name = kept.first_name.clone();
            corrected.last_name = kept.last_name.clone();
        }
        Ok(if change.people().correct_unconfirmed(&corrected).await? {
            Found::Unconfirmed(corrected)
        } else {
            Found::Known(kept)
        })
    }
}

/// Withdraws what an unconfirmed account asked for before; which ones.
async fn lapse_requests(change: &mut Change, account: &Account, now: Moment) -> Act<Vec<JoinRequest>> {
    let mut lapsed = Vec::new();
    for request in change.join_requests().awaiting_confirmation(account.id).await? {
        let withdrawn = JoinRequest {
            state: State::Withdrawn { at: now },
            ..request
        };
        if change.join_requests().withdraw(&withdrawn).await? {
            lapsed.push(withdrawn);
        }
    }
    Ok(lapsed)
}

/// What is kept; a draft that can no longer be read starts again.
fn kept(body: Option<String>) -> Kept {
    body.and_then(|body| serde_json::from_str(&body).ok())
        .unwrap_or(Kept::Open(RegistrationDraft::default()))
}

/// The answers so far; after sending, a new registration begins.
fn open(body: Option<String>) -> RegistrationDraft {
    match kept(body) {
        Kept::Open(draft) => draft,
        Kept::Sent => RegistrationDraft::default(),
    }
}

async fn keep(change: &mut Change, key: &[u8], kept: &Kept, now: Moment) -> Act<()> {
    let body = serde_json::to_string(kept)?;
    Ok(change.drafts().put(key, DRAFT, &body, None, now).await?)
}

/// The code of the practice chosen; none for "later" or when nothing was chosen.
fn chosen(draft: &RegistrationDraft) -> Option<OdsCode> {
    let text = draft
        .organisation
        .as_deref()
        .filter(|text| *text != PracticeForm::LATER)?;
    OdsCode::parse(text).ok()
}

/// The roles that can be asked for at an organisation of this kind.
pub(in crate::services) fn askable_at(kind: Kind) -> Vec<Role> {
    Role::ALL
        .into_iter()
        .filter(|role| role.can_be_asked_for(kind))
        .collect()
}

/// Refuses a role that an organisation of this kind does not grant.
pub(in crate::services) fn must_be_askable(role: Role, kind: Kind) -> Result<(), FieldErrors> {
    if role.can_be_asked_for(kind) {
        Ok(())
    } else {
        Err(FieldErrors::one(Field::Role, why_not_given(role)))
    }
}

/// Steps come in order.
trait InOrder {
    /// Refuses a step whose forerunners have not been answered.
    fn must_allow(&self, step: Step) -> Result<(), Refusal>;
}

impl InOrder for RegistrationDraft {
    fn must_allow(&self, step: Step) -> Result<(), Refusal> {
        if self.allows(step) {
            Ok(())
        } else {
            Err(Refusal::StartAgain)
        }
    }
}
