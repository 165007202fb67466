//! The password: changed by whoever knows the old one; and the proof that somebody knows it, which other acts ask for.

use domain::accounts::Account;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::letter::LetterText;
use domain::my_account::ChangePasswordForm;
use domain::password::Password;
use domain::{Caller, FieldErrors, Notice, Page, PersonId, Receipt, Refusal, Visit};
use storage::{Change, Housekeeping, Purpose};

use super::{must_be_sure, open, own_line};
use crate::passwords::{CommonList, Verdict};
use crate::services::stopped::Act;
use crate::services::throttle::{count_password, forget_passwords};
use crate::services::{Doorkeeper, letter};

/// Proof that somebody knew the account's password a moment ago: the hash that it was checked against.
pub(in crate::services) struct KnownPassword {
    person: PersonId,
    hash: String,
}

impl KnownPassword {
    /// Holds the person inside a change; the account as it is there. Refused where the password was changed, or the
    /// account closed, since it was checked.
    pub(in crate::services) async fn hold(&self, change: &mut Change) -> Act<Account> {
        change.hold_person(self.person).await?;
        let kept = change.people().credentials_of(self.person).await?;
        let kept = kept.ok_or(Refusal::ChangedMeanwhile)?;
        let account = open(Some(kept.account))?;
        if kept.password_hash.as_deref() != Some(self.hash.as_str()) {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        Ok(account)
    }
}

impl Doorkeeper {
    /// Checks the password of somebody's account; a wrong one is said at `field`. Tries count as tries to sign in do,
    /// so that a session left open is no way to guess.
    pub(in crate::services) async fn must_know_password(
        &self,
        visit: &Visit,
        person: PersonId,
        typed: Password,
        field: Field,
    ) -> Act<KnownPassword> {
        let kept = self.read().people().credentials_of(person).await?;
        let (kept, hash) = match kept {
            Some(kept) => (Some(kept.account), kept.password_hash),
            None => (None, None),
        };
        let account = open(kept)?;
        // Counted before it is checked, so that a hundred at once are a hundred tries.
        let now = self.now();
        let mut change = self.change().await?;
        let counted = count_password(&mut change, &account.email, Ok(()), now).await?;
        change.commit_housekeeping(Housekeeping::Throttle).await?;
        counted?;
        let verdict = self.with.passwords.check(typed, hash.clone()).await?;
        let (Verdict::Right | Verdict::RightButOld(_), Some(hash)) = (verdict, hash) else {
            tracing::info!(event = "authn_password_fail", request = %visit.request, "a password was wrong");
            return Err(FieldErrors::one(field, Problem::WrongPassword).into());
        };
        let mut change = self.change().await?;
        forget_passwords(&mut change, &account.email).await?;
        change.commit_housekeeping(Housekeeping::Throttle).await?;
        Ok(KnownPassword { person, hash })
    }

    pub(super) async fn choose_password(&self, caller: &Caller, form: ChangePasswordForm) -> Act<Receipt> {
        // decide: the new one may be had
        let account = open(self.read().people().account(caller.person).await?)?;
        let memberships = self.read().members().memberships_of(caller.person, self.now()).await?;
        let names: Vec<&str> = [account.first_name.as_str(), account.last_name.as_str()]
            .into_iter()
            .chain(memberships.iter().map(|one| one.view.name.as_str()))
            .collect();
        let wish = form.parse(&names, &CommonList)?;
        // permit: the old one is the proof
        must_be_sure(caller)?;
        let known = self
            .must_know_password(&caller.visit, caller.person, wish.old, Field::OldPassword)
            .await?;
        // A hash takes long: no transaction waits for it.
        let hash = self.with.passwords.hash(wish.new).await?;
        let now = self.now();
        let mut change = self.change().await?;
        let account = known.hold(&mut change).await?;
        // save
        if !change.people().set_password(account.id, &hash, now).await? {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        change.sessions().end_all_but(account.id, caller.session, now).await?;
        end_links(&mut change, account.id, now).await?;
        // post
        let told = LetterText::PasswordChanged { by_link: false };
        change.post(&letter(&account, None, told), now).await?;
        // record
        change
            .commit(own_line(Event::PasswordChanged, account.id, now, &caller.visit))
            .await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::PasswordChanged, Page::MyAccount))
    }
}

/// Ends every link that opens an account or moves it: they were sent for what it was before.
pub(in crate::services) async fn end_links(change: &mut Change, person: PersonId, now: domain::Moment) -> Act<()> {
    for purpose in Purpose::ALL {
        change.tokens().end(person, purpose, now).await?;
    }
    Ok(())
}
