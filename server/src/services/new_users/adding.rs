//! Adding somebody, sending the letter again, taking it back. What is written to an address is for its owner: a link to
//! confirm it, an offer, or that the account is closed. Whoever adds learns nothing of it.

use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::form::{Field, Problem};
use domain::letter::LetterText;
use domain::members::Standing;
use domain::new_users::{NewUser, NewUserWish, State};
use domain::organisations::Organisation;
use domain::permission::Approver;
use domain::{Caller, FieldErrors, Moment, NewUserId, Notice, Page, PersonId, Receipt, Refusal};
use storage::Change;

use super::inviting::invitation_end;
use super::must_give_roles;
use super::taking_back::take_back;
use crate::services::letters::already_there;
use crate::services::resets::hold_account;
use crate::services::stopped::{Act, Failure};
use crate::services::throttle::{NEW_USERS, SENT_AGAIN};
use crate::services::{Doorkeeper, letter, standing_in};

impl Doorkeeper {
    pub(super) async fn add_new_user(&self, caller: &Caller, wish: NewUserWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        // decide
        must_give_roles(&organisation, approver.capacity())?;
        must_be_new_here(&mut change, &wish, &organisation, &approver, now).await?;
        NEW_USERS.count_person(&mut change, caller.person, now).await??;
        // save
        let user = NewUser {
            id: NewUserId::new(storage::fresh(now)),
            organisation: organisation.id,
            email: wish.email,
            first_name: wish.first_name,
            last_name: wish.last_name,
            language: wish.language,
            position: wish.position,
            medical_secretary: wish.medical_secretary,
            given_by: approver.person(),
            sent_at: now,
            invited_until: None,
            state: State::Open,
            made: None,
            person: None,
            roles: Vec::new(),
        };
        if !change.new_users().add(&user).await? {
            return Err(FieldErrors::one(Field::Email, Problem::AddedAlready).into());
        }
        // post
        let lines = self.write_to(&mut change, &user, &organisation, caller, now).await?;
        // record: about nobody, for whom the address belongs to is not for those who read what happened here
        let name = user.full_name();
        let mark = if user.medical_secretary {
            ", medical secretary"
        } else {
            ""
        };
        let added = line(Event::NewUserAdded, &approver, &organisation, caller, now)
            .changing(None, format!("{name} ({}){mark}", user.email));
        change.commit_all(added, lines).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(
            Notice::NewUserSaved { name },
            Page::NewUserRoles(user.id),
        ))
    }

    pub(super) async fn send_letter_again(&self, caller: &Caller, id: NewUserId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, id, now).await?;
        // decide
        organisation.must_be_open()?;
        NEW_USERS.count_person(&mut change, caller.person, now).await??;
        SENT_AGAIN.count_address(&mut change, &user.email, now).await??;
        // save: whoever sends it answers for it from now on
        let user = NewUser {
            given_by: approver.person(),
            sent_at: now,
            invited_until: user.invited_until.map(|_| invitation_end(now)),
            ..user
        };
        let sent = change.new_users();
        sent.sent(user.id, user.given_by, user.invited_until, now).await?;
        // post
        let lines = self.write_to(&mut change, &user, &organisation, caller, now).await?;
        // record
        let name = user.full_name();
        let sent = line(Event::ConfirmationSent, &approver, &organisation, caller, now)
            .changing(None, format!("{name} ({})", user.email));
        change.commit_all(sent, lines).await?;
        self.with.bell.ring();
        let then = match user.invited_until {
            Some(_) => Page::Invitations,
            None => Page::NewUserRoles(user.id),
        };
        Ok(Receipt::saying(Notice::SentAgain { name }, then))
    }

    pub(super) async fn withdraw_new_user(&self, caller: &Caller, id: NewUserId) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, user, organisation, approver) = self.changing(caller, id, now).await?;
        // decide, save, and post nothing any more; a letter that went says that without a confirmation nothing is opened
        let line = |event| line(event, &approver, &organisation, caller, now);
        let mut lines = take_back(&mut change, &user, now, line).await?.into_iter();
        // record
        let withdrawn = lines.next().ok_or(Refusal::NoLongerStands)?;
        change.commit_all(withdrawn, lines.collect()).await?;
        let name = user.full_name();
        let then = match user.invited_until {
            Some(_) => Page::Invitations,
            None => Page::Registrations,
        };
        Ok(Receipt::saying(Notice::NewUserWithdrawn { name }, then))
    }

    /// Writes to the address what its owner needs: one letter, whoever it is. Makes the account where there is none.
    pub(in crate::services) async fn write_to(
        &self,
        change: &mut Change,
        user: &NewUser,
        organisation: &Organisation,
        caller: &Caller,
        now: Moment,
    ) -> Act<Vec<Entry>> {
        let about =
            |event, person| Entry::new(event, Actor::Person(caller.person), now, caller.visit.request).about(person);
        let account = user.account(PersonId::new(storage::fresh(now)));
        if change.people().create(&account, now).await? {
            change.new_users().made(user.id, account.id).await?;
            if user.invited_until.is_some() {
                self.invite(change, user, account.id, organisation, now).await?;
            } else {
                self.with.post_confirmation(change, &account, now).await?;
            }
            return Ok(vec![about(Event::AccountCreated, account.id)]);
        }
        let gone = Failure::Gone("an account");
        let account = hold_account(change, &user.email).await?.ok_or(gone)?;
        if user.invited_until.is_some() {
            self.invite(change, user, account.id, organisation, now).await?;
            return Ok(Vec::new());
        }
        Ok(match account.state {
            AccountState::Unconfirmed => {
                self.with.post_confirmation(change, &account, now).await?;
                vec![about(Event::ConfirmationSent, account.id)]
            }
            AccountState::Confirmed => {
                let by = change.people().account(caller.person).await?;
                let text = LetterText::AddedToOrganisation {
                    id: user.id,
                    organisation: organisation.name.clone(),
                    by: by.map(|by| by.full_name()).unwrap_or_default(),
                };
                change.post(&letter(&account, Some(organisation.id), text), now).await?;
                Vec::new()
            }
            // Nothing that reopens it.
            AccountState::Disabled => {
                change.post(&already_there(&account), now).await?;
                Vec::new()
            }
        })
    }
}

/// Refuses oneself, whoever has access there, and whoever its own list of medics brings: all are seen by whoever adds.
async fn must_be_new_here(
    change: &mut Change,
    wish: &NewUserWish,
    organisation: &Organisation,
    approver: &Approver,
    now: Moment,
) -> Act<()> {
    if change.medics().lists(organisation.id, &wish.email).await? {
        return Err(FieldErrors::one(Field::Email, Problem::ImportedMedic).into());
    }
    let account = change.people().by_email(&wish.email).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Confirmed) else {
        return Ok(());
    };
    let member = change.members().of(account.id, organisation.id).await?;
    if let Some(member) = member.filter(|member| member.state == Standing::Active)
        && !change.members().spans(member.id, now).await?.is_empty()
    {
        return Err(FieldErrors::one(Field::Email, Problem::MemberThere).into());
    }
    Ok(approver.about(account.id)?)
}

/// A line of the audit for the organisation.
pub(in crate::services) fn line(
    event: Event,
    approver: &Approver,
    organisation: &Organisation,
    caller: &Caller,
    now: Moment,
) -> Entry {
    Entry::new(event, Actor::Person(approver.person()), now, caller.visit.request).for_organisation(organisation.id)
}
