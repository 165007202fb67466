//! Manage registrations (S31 to S34): the list of whoever asks for an account or a role, and what is done about those who
//! have not confirmed their address. Requests are decided in [`super::join_requests`].

use async_trait::async_trait;
use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::StateTag;
use domain::permission::{Action, Insider, Scope, Standing, SupportPerson};
use domain::registrations::{
    RegistrationList, RegistrationRow, RegistrationToDelete, Registrations, RowAction, Search,
};
use domain::{
    Answer, Caller, JoinRequestId, NewUserId, Notice, OrganisationId, Page, PersonId, Receipt, Refusal, shared_mailbox,
};
use storage::{Applied, Change, Housekeeping, Registered, RegisteredAs};

use super::Doorkeeper;
use super::sessions::decides_somewhere;
use super::stopped::{Act, answer};
use super::throttle::LETTERS;

#[async_trait]
impl Registrations for Doorkeeper {
    async fn list(&self, caller: &Caller, search: Search) -> Answer<RegistrationList> {
        answer(caller.visit.request, self.list_registrations(caller, search).await)
    }

    async fn to_delete(&self, caller: &Caller, id: PersonId) -> Answer<RegistrationToDelete> {
        answer(caller.visit.request, self.show_registration_to_delete(caller, id).await)
    }

    async fn delete(&self, caller: &Caller, id: PersonId) -> Answer<Receipt> {
        answer(caller.visit.request, self.delete_registration(caller, id).await)
    }

    async fn send_again(&self, caller: &Caller, id: PersonId) -> Answer<Receipt> {
        answer(caller.visit.request, self.send_registration_again(caller, id).await)
    }
}

/// A registration that somebody wants to do something about.
struct Registration {
    account: Account,
    /// What it asks for.
    asks: Option<Applied>,
}

impl Registration {
    /// Nobody's, where there is no such person.
    fn read(account: Option<Account>, requests: Vec<Applied>) -> Result<Self, Refusal> {
        let account = account.ok_or(Refusal::NotFound)?;
        let waits = account.state == AccountState::Unconfirmed;
        // Of somebody who has confirmed meanwhile it is the newest, so that whoever could see it is told what happened.
        let asks = requests
            .into_iter()
            .find(|applied| !waits || applied.request.state.tag() == StateTag::AwaitingConfirmation);
        Ok(Self { account, asks })
    }

    /// Where it is asked.
    fn organisation(&self) -> Option<OrganisationId> {
        self.asks.as_ref().map(|applied| applied.request.organisation)
    }

    /// Those above the organisation that is asked; where none is, support.
    fn permit(&self, caller: &Caller, standing: Option<Standing>) -> Result<(), Refusal> {
        match standing {
            Some(standing) => Insider::acting(caller, &standing, Action::DeleteRegistration).map(drop)?,
            None => SupportPerson::looking(caller).map(drop)?,
        }
        if self.account.state == AccountState::Unconfirmed {
            Ok(())
        } else {
            Err(Refusal::AlreadyConfirmed)
        }
    }
}

impl Doorkeeper {
    async fn list_registrations(&self, caller: &Caller, search: Search) -> Act<RegistrationList> {
        let now = self.now();
        let mut read = self.read();
        let standings = read.members().standings_of(caller.person, now).await?;
        if !caller.support && !decides_somewhere(&standings) {
            return Err(Refusal::NotAllowed.into());
        }
        let page = read.registrations().page(Scope::of(caller), &search, now).await?;
        Ok(RegistrationList {
            rows: page.rows.into_iter().map(|row| shown(row, caller.person)).collect(),
            count: page.count,
            beside: page.beside,
        })
    }

    async fn show_registration_to_delete(&self, caller: &Caller, id: PersonId) -> Act<RegistrationToDelete> {
        let registration = self.registration(id).await?;
        let standing = match registration.organisation() {
            Some(organisation) => {
                let mut read = self.read();
                read.members().standing(caller.person, organisation, self.now()).await?
            }
            None => None,
        };
        registration.permit(caller, standing)?;
        Ok(RegistrationToDelete {
            id,
            name: registration.account.full_name(),
            email: registration.account.email.to_string(),
            asked: registration
                .asks
                .map(|applied| (applied.organisation, applied.request.role)),
        })
    }

    async fn delete_registration(&self, caller: &Caller, id: PersonId) -> Act<Receipt> {
        let now = self.now();
        // permit, decide
        let (mut change, registration) = self.holding_registration(caller, id).await?;
        // save
        if !change.registrations().delete(id).await? {
            return Err(Refusal::AlreadyConfirmed.into());
        }
        // record: what was there stands in the audit alone from now on
        let name = registration.account.full_name();
        let was = format!("{name}, {}", registration.account.email);
        let entry = Entry::new(
            Event::RegistrationDeleted,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        );
        let entry = about(entry, &registration).changing(was, None);
        change.commit(entry).await?;
        Ok(Receipt::saying(
            Notice::RegistrationDeleted { name },
            Page::Registrations,
        ))
    }

    async fn send_registration_again(&self, caller: &Caller, id: PersonId) -> Act<Receipt> {
        let now = self.now();
        // permit, decide
        let (mut change, registration) = self.holding_registration(caller, id).await?;
        if let Err(wait) = LETTERS
            .count_address(&mut change, &registration.account.email, now)
            .await?
        {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Err(wait.into());
        }
        // save, post
        self.with
            .post_confirmation(&mut change, &registration.account, now)
            .await?;
        // record
        let entry = Entry::new(
            Event::ConfirmationSent,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        );
        change.commit(about(entry, &registration)).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(
            Notice::SentAgain {
                name: registration.account.full_name(),
            },
            Page::Registrations,
        ))
    }

    async fn registration(&self, id: PersonId) -> Act<Registration> {
        let mut read = self.read();
        let account = read.people().account(id).await?;
        let requests = read.join_requests().of_person(id).await?;
        Ok(Registration::read(account, requests)?)
    }

    /// A change that holds the organisation that is asked and the person, and the registration as it is inside it, for
    /// whoever may delete it.
    async fn holding_registration(&self, caller: &Caller, id: PersonId) -> Act<(Change, Registration)> {
        let before = self.registration(id).await?;
        let mut change = self.change().await?;
        if let Some(organisation) = before.organisation() {
            change.hold(organisation).await?;
        }
        change.hold_person(id).await?;
        let account = change.people().account(id).await?;
        let requests = change.join_requests().of_person(id).await?;
        let registration = Registration::read(account, requests)?;
        if registration.organisation() != before.organisation() {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let standing = match registration.organisation() {
            Some(organisation) => {
                change
                    .members()
                    .standing(caller.person, organisation, self.now())
                    .await?
            }
            None => None,
        };
        registration.permit(caller, standing)?;
        Ok((change, registration))
    }
}

/// A line of the audit about a registration, and where it is asked.
fn about(entry: Entry, registration: &Registration) -> Entry {
    let entry = entry.about(registration.account.id);
    match registration.organisation() {
        Some(organisation) => entry.for_organisation(organisation),
        None => entry,
    }
}

/// A row as its viewer sees it, with what can be done about it.
fn shown(row: Registered, viewer: PersonId) -> RegistrationRow {
    let own = row.person == Some(viewer);
    let actions = match (row.what, row.state, row.person) {
        _ if own => Vec::new(),
        (RegisteredAs::NewUser, _, _) => vec![RowAction::NewUser(NewUserId::new(row.id))],
        (_, StateTag::AwaitingConfirmation, Some(person)) if row.overseen => {
            vec![RowAction::SendAgain(person), RowAction::Delete(person)]
        }
        (_, StateTag::AwaitingConfirmation, _) | (RegisteredAs::Account, _, _) => Vec::new(),
        (RegisteredAs::Request, _, _) => vec![RowAction::Review(JoinRequestId::new(row.id))],
    };
    RegistrationRow {
        id: row.id,
        created: row.made_at.in_london(),
        reason: row.reason,
        warning: shared_mailbox::warning(&row.email, &row.first_name, &row.last_name),
        first_name: row.first_name.as_str().to_owned(),
        last_name: row.last_name.as_str().to_owned(),
        organisation: row.organisation,
        role: row.role,
        email: row.email.to_string(),
        state: row.state,
        own,
        actions,
    }
}
