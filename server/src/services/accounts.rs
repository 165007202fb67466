//! Accounts: confirming an address with a letter's link, and asking for a new link. How an account comes to be is in
//! [`registration`]. Nothing here answers differently for a known and an unknown address. The link of an invitation proves
//! the address as well: whoever has no account yet confirms it with a password and has accepted.

mod registration;

use async_trait::async_trait;
use domain::accounts::{
    Account, AccountState, Accounts, ConfirmForm, ConfirmWish, ConfirmationView, DetailsForm, PracticeForm,
    RegistrationView, RoleForm,
};
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{JoinRequest, StateTag};
use domain::organisations::Organisation;
use domain::{Answer, DeadLink, EmailAddress, Moment, NewUserId, Notice, Page, Receipt, Refusal, Visit};
use storage::{Change, Housekeeping, Purpose, Token};

pub(super) use self::registration::{askable_at, must_be_askable};
use super::Doorkeeper;
use super::letters::{already_there, letter_to_nobody};
use super::pre_approvals::{Arrival, Arrived};
use super::resets::hold_account;
use super::stopped::{Act, Failure, answer};
use super::throttle::{LETTERS, forget_passwords};
use crate::passwords::CommonList;
use crate::secrets;

#[async_trait]
impl Accounts for Doorkeeper {
    async fn registration(&self, visit: &Visit) -> Answer<RegistrationView> {
        answer(visit.request, self.show_registration(visit).await)
    }

    async fn give_details(&self, visit: &Visit, form: DetailsForm) -> Answer<Receipt> {
        answer(visit.request, self.keep_details(visit, form).await)
    }

    async fn choose_practice(&self, visit: &Visit, form: PracticeForm) -> Answer<Receipt> {
        answer(visit.request, self.keep_practice(visit, form).await)
    }

    async fn choose_role(&self, visit: &Visit, form: RoleForm) -> Answer<Receipt> {
        answer(visit.request, self.keep_role(visit, form).await)
    }

    async fn send_registration(&self, visit: &Visit) -> Answer<Receipt> {
        answer(visit.request, self.register(visit).await)
    }

    async fn confirmation(&self, token: &str) -> Answer<ConfirmationView> {
        answer(self.reference(), self.show_confirmation(token).await)
    }

    async fn confirm(&self, visit: &Visit, form: ConfirmForm) -> Answer<Receipt> {
        answer(visit.request, self.confirm_address(visit, form).await)
    }

    async fn send_confirmation_again(&self, visit: &Visit, email: EmailAddress) -> Answer<Receipt> {
        answer(visit.request, self.confirm_again(visit, &email).await)
    }
}

/// A link that can be used, and what it is for.
struct OpenLink {
    token: Token,
    account: Account,
    requests: Vec<JoinRequest>,
    organisations: Vec<Organisation>,
    /// What is accepted with it.
    invitation: Option<NewUserId>,
}

impl Doorkeeper {
    async fn show_confirmation(&self, token: &str) -> Act<ConfirmationView> {
        Ok(match self.open_link(token).await? {
            // The page of an invitation is another one.
            Ok(link) if link.invitation.is_some() => ConfirmationView::Dead(DeadLink::Unknown),
            Ok(link) => ConfirmationView::Open {
                first_name: link.account.first_name.as_str().to_owned(),
                until: link.token.expires_at.in_london(),
            },
            Err(dead) => ConfirmationView::Dead(dead),
        })
    }

    /// What a token opens; an account that was confirmed or disabled in another way is never opened again.
    async fn open_link(&self, token: &str) -> Act<Result<OpenLink, DeadLink>> {
        let mut read = self.read();
        let found = read.tokens().by_hash(&secrets::hash(token)).await?;
        let Some(token) = found.filter(|token| matches!(token.purpose, Purpose::ConfirmAddress | Purpose::Invitation))
        else {
            return Ok(Err(DeadLink::Unknown));
        };
        if let Some(dead) = token.dead(self.now()) {
            return Ok(Err(dead));
        }
        let account = read.people().account(token.person).await?;
        let Some(account) = account.filter(|account| account.state == AccountState::Unconfirmed) else {
            return Ok(Err(DeadLink::Used));
        };
        let requests = read.join_requests().awaiting_confirmation(account.id).await?;
        let mut organisations = Vec::new();
        for request in &requests {
            organisations.extend(read.organisations().by_id(request.organisation).await?);
        }
        Ok(Ok(OpenLink {
            invitation: token.invitation,
            token,
            account,
            requests,
            organisations,
        }))
    }

    async fn confirm_address(&self, visit: &Visit, form: ConfirmForm) -> Act<Receipt> {
        // permit: the link is the proof
        let link = self.open_link(&form.token).await?.map_err(Refusal::Link)?;
        let names = [link.account.first_name.as_str(), link.account.last_name.as_str()];
        let names: Vec<&str> = names
            .into_iter()
            .chain(link.organisations.iter().map(|organisation| organisation.name.as_str()))
            .collect();
        // decide
        let ConfirmWish { password, .. } = form.parse(&names, &CommonList)?;
        // A hash takes long: no transaction waits for it.
        let hash = self.with.passwords.hash(password).await?;
        let now = self.now();
        // Read before the change begins: many at once would else wait for each other's connections.
        let mut held = self.waited_for_at(&link.account.email).await?;
        held.extend(self.listed_at(link.account.id).await?);
        held.extend(link.organisations.iter().map(|organisation| organisation.id));
        let mut change = self.change().await?;
        change.hold_all(&held).await?;
        change.hold_person(link.account.id).await?;
        // save
        if !change.tokens().use_up(link.token.id, now).await? {
            drop(change);
            return Err(self.why_dead(&form.token).await?.into());
        }
        if let Some(invitation) = link.invitation {
            self.must_still_stand(&mut change, invitation, link.account.id, now)
                .await?;
        }
        if !change.people().confirm(link.account.id, &hash, now).await? {
            return Err(Refusal::Link(DeadLink::Used).into());
        }
        forget_passwords(&mut change, &link.account.email).await?;
        // post, record
        let account = change
            .people()
            .account(link.account.id)
            .await?
            .ok_or(Failure::Gone("a confirmed account"))?;
        let confirmed =
            Entry::new(Event::AccountConfirmed, Actor::Person(account.id), now, visit.request).about(account.id);
        let mut entries = self
            .bring_in(&mut change, &account, &held, link.invitation, visit.request, now)
            .await?;
        let medic = self.bring_medic_in(&mut change, &account, &held, visit.request, now);
        entries.extend(medic.await?);
        for request in link.requests {
            entries.extend(
                self.bring_before_deciders(&mut change, request, &account, now, visit)
                    .await?,
            );
        }
        change.commit_all(confirmed, entries).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::Confirmed, Page::SignIn))
    }

    /// Brings a request that waited for the confirmation before those who may decide.
    async fn bring_before_deciders(
        &self,
        change: &mut Change,
        request: JoinRequest,
        account: &Account,
        now: Moment,
        visit: &Visit,
    ) -> Act<Vec<Entry>> {
        if !change.join_requests().ready(request.id, now).await? {
            return Ok(Vec::new());
        }
        let organisation = change.organisations().by_id(request.organisation).await?;
        let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
        let ready = Entry::new(Event::RequestReady, Actor::Person(account.id), now, visit.request)
            .for_organisation(organisation.id)
            .about(account.id)
            .changing(
                StateTag::AwaitingConfirmation.tag().to_owned(),
                StateTag::Pending.tag().to_owned(),
            );
        let arrival = Arrival {
            request: request.confirmed(),
            applicant: account,
            organisation: &organisation,
        };
        Ok(match self.receive(change, arrival, now, visit.request).await? {
            Arrived::Waits(case) => std::iter::once(ready).chain(case).collect(),
            Arrived::LetIn(entry) => vec![ready, entry],
        })
    }

    /// Why a link that was open a moment ago no longer is.
    pub(super) async fn why_dead(&self, token: &str) -> Act<Refusal> {
        let token = self.read().tokens().by_hash(&secrets::hash(token)).await?;
        let dead = token.and_then(|token| token.dead(self.now()));
        Ok(Refusal::Link(dead.unwrap_or(DeadLink::Used)))
    }

    /// One letter whatever the address, and one commit: a new link, or why there is none.
    async fn confirm_again(&self, visit: &Visit, email: &EmailAddress) -> Act<Receipt> {
        let sent = Receipt::go_to(Page::CreateAccountSent);
        let now = self.now();
        let mut change = self.change().await?;
        if LETTERS.count_address(&mut change, email, now).await?.is_err() {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Ok(sent);
        }
        let entry = |event| Entry::new(event, Actor::Visitor, now, visit.request);
        let entry = match hold_account(&mut change, email).await? {
            Some(account) if account.state == AccountState::Unconfirmed => {
                self.with.post_confirmation(&mut change, &account, now).await?;
                entry(Event::ConfirmationSent).about(account.id)
            }
            Some(account) => {
                change.post(&already_there(&account), now).await?;
                entry(Event::AccountCreatedAgain).about(account.id)
            }
            None => {
                change.post(&letter_to_nobody(email, visit, now), now).await?;
                entry(Event::ConfirmationSent)
            }
        };
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(sent)
    }
}
