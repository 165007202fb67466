//! Manage registrations (S31 to S34): the list of whoever asks for an account or a role, and what is done about those who
//! have not confirmed their address. Requests are decided in [`super::join_requests`].

use std::collections::BTreeSet;

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
    /// The organisations whose imports list the person as a medic.
    listings: Vec<OrganisationId>,
}

impl Registration {
    /// Nobody's, where there is no such person.
    fn read(account: Option<Account>, requests: Vec<Applied>, listings: Vec<OrganisationId>) -> Result<Self, Refusal> {
        let account = account.ok_or(Refusal::NotFound)?;
        let waits = account.state == AccountState::Unconfirmed;
        // Of somebody who has confirmed meanwhile it is the newest, so that whoever could see it is told what happened.
        let asks = requests
            .into_iter()
            .find(|applied| !waits || applied.request.state.tag() == StateTag::AwaitingConfirmation);
        Ok(Self {
            account,
            asks,
            listings,
        })
    }

    /// The organisation that is asked, and those that list the person, in the order of their ids.
    fn organisations(&self) -> BTreeSet<OrganisationId> {
        let asked = self.asks.as_ref().map(|applied| applied.request.organisation);
        asked.into_iter().chain(self.listings.iter().copied()).collect()
    }

    /// Those above one of these organisations, for which they act then; where there is none, support.
    fn permit(&self, caller: &Caller, standings: &[Standing]) -> Result<Option<OrganisationId>, Refusal> {
        let mut acts = match standings {
            [] => SupportPerson::looking(caller).map(|_| None),
            _ => Err(Refusal::NotFound),
        };
        for standing in standings {
            match Insider::acting(caller, standing, Action::DeleteRegistration) {
                Ok(insider) if acts.is_err() => acts = Ok(Some(insider.organisation())),
                Ok(_) | Err(Refusal::NotFound) => {}
                Err(refusal) => acts = acts.or(Err(refusal)),
            }
        }
        let acts = acts?;
        if self.account.state == AccountState::Unconfirmed {
            Ok(acts)
        } else {
            Err(Refusal::AlreadyConfirmed)
        }
    }

    /// Whoever is listed as a medic stays until a list leaves them out.
    fn may_be_deleted(&self) -> Result<(), Refusal> {
        if self.listings.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Imported)
        }
    }
}

impl Doorkeeper {
    async fn list_registrations(&self, caller: &Caller, search: Search) -> Act<RegistrationList> {
        let now = self.now();
        let standings = self.standings(caller).await?;
        let mut read = self.read();
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
        let (mut read, now) = (self.read(), self.now());
        let mut standings = Vec::new();
        for organisation in registration.organisations() {
            standings.extend(read.members().standing(caller.person, organisation, now).await?);
        }
        registration.permit(caller, &standings)?;
        registration.may_be_deleted()?;
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
        let (mut change, registration, organisation) = self.holding_registration(caller, id).await?;
        registration.may_be_deleted()?;
        // save
        if !change.registrations().delete(id).await? {
            return Err(Refusal::AlreadyConfirmed.into());
        }
        // post: nothing any more, not even what waits
        let why = super::letters::REGISTRATION_DELETED;
        change.outbox().give_up_waiting(id, now, why).await?;
        // record: what was there stands in the audit alone from now on
        let name = registration.account.full_name();
        let was = format!("{name}, {}", registration.account.email);
        let entry = Entry::new(
            Event::RegistrationDeleted,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        );
        let entry = about(entry, &registration, organisation).changing(was, None);
        change.commit(entry).await?;
        Ok(Receipt::saying(
            Notice::RegistrationDeleted { name },
            Page::Registrations,
        ))
    }

    async fn send_registration_again(&self, caller: &Caller, id: PersonId) -> Act<Receipt> {
        let now = self.now();
        // permit, decide
        let (mut change, registration, organisation) = self.holding_registration(caller, id).await?;
        if let Err(wait) = LETTERS
            .count_address(&mut change, &registration.account.email, now)
            .await?
        {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Err(wait.into());
        }
        // save, post; the letter that a list has yet to send would only kill this one's link
        change.medics().take_letter(id).await?;
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
        change.commit(about(entry, &registration, organisation)).await?;
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
        let listings = read.medics().listings(id).await?;
        Ok(Registration::read(account, requests, listings)?)
    }

    /// A change that holds the organisations concerned and the person, the registration as it is inside it, and the
    /// organisation for which the caller acts: one above which they are.
    async fn holding_registration(
        &self,
        caller: &Caller,
        id: PersonId,
    ) -> Act<(Change, Registration, Option<OrganisationId>)> {
        let before = self.registration(id).await?;
        let mut change = self.change().await?;
        for organisation in before.organisations() {
            change.hold(organisation).await?;
        }
        change.hold_person(id).await?;
        let account = change.people().account(id).await?;
        let requests = change.join_requests().of_person(id).await?;
        let listings = change.medics().listings(id).await?;
        let registration = Registration::read(account, requests, listings)?;
        if registration.organisations() != before.organisations() {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let mut standings = Vec::new();
        for organisation in registration.organisations() {
            let standing = change.members().standing(caller.person, organisation, self.now());
            standings.extend(standing.await?);
        }
        let organisation = registration.permit(caller, &standings)?;
        Ok((change, registration, organisation))
    }
}

/// A line of the audit about a registration, and for which organisation it is acted.
fn about(entry: Entry, registration: &Registration, organisation: Option<OrganisationId>) -> Entry {
    let entry = entry.about(registration.account.id);
    match organisation {
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
        (_, StateTag::AwaitingConfirmation, Some(person)) if row.overseen && row.listed => {
            vec![RowAction::SendAgain(person)]
        }
        (_, StateTag::AwaitingConfirmation, Some(person)) if row.overseen => {
            vec![RowAction::SendAgain(person), RowAction::Delete(person)]
        }
        (_, StateTag::AwaitingConfirmation, _) | (RegisteredAs::Account | RegisteredAs::Medic, _, _) => Vec::new(),
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
        roles: row.roles,
        email: row.email.to_string(),
        state: row.state,
        own,
        listed: row.what == RegisteredAs::Medic,
        actions,
    }
}
