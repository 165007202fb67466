//! Second factors: authenticator apps are added in [`apps`], passkeys in [`passkeys`], recovery codes made and shown in
//! [`recovery_codes`]; the second step of signing in, and signing in with a passkey alone, are in [`second_step`], showing
//! again that it is they in [`proving`]. Here are the list, names and removal, and what all of them share. The mechanics
//! are in [`crate::factors`].

mod apps;
mod passkeys;
mod proving;
mod recovery_codes;
mod second_step;
mod showing;

use async_trait::async_trait;
use domain::accounts::Account;
use domain::audit::Event;
use domain::factors::{
    AddAppWish, AppToAdd, CodeWish, FactorRow, Factors, FactorsView, PasskeyJson, PasskeyWish, ProveWish,
    RecoveryCodes, RenameFactorWish, Ways,
};
use domain::form::Field;
use domain::letter::{FactorChange, LetterText};
use domain::my_account::PasswordForm;
use domain::sessions::SignedIn;
use domain::{Answer, Caller, FactorId, Moment, Notice, Page, PersonId, Receipt, Refusal, SessionId, Visit};
use storage::{Change, KeptFactor};

use super::my_account::{KnownPassword, open, own_line};
use super::sessions::decides_somewhere;
use super::stopped::{Act, answer};
use super::{Doorkeeper, letter};
use crate::config::SecondFactorRule;

#[async_trait]
impl Factors for Doorkeeper {
    async fn factors(&self, caller: &Caller) -> Answer<FactorsView> {
        answer(caller.visit.request, self.show_factors(caller).await)
    }

    async fn start_app(&self, caller: &Caller, form: PasswordForm) -> Answer<Receipt> {
        answer(caller.visit.request, self.make_app_key(caller, &form).await)
    }

    async fn app_to_add(&self, caller: &Caller) -> Answer<AppToAdd> {
        answer(caller.visit.request, self.show_app_key(caller).await)
    }

    async fn add_app(&self, caller: &Caller, wish: AddAppWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_app(caller, wish).await)
    }

    async fn start_passkey(&self, caller: &Caller, form: PasswordForm) -> Answer<PasskeyJson> {
        answer(caller.visit.request, self.ask_new_passkey(caller, &form).await)
    }

    async fn add_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_passkey(caller, wish).await)
    }

    async fn rename(&self, caller: &Caller, wish: RenameFactorWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.rename_factor(caller, wish).await)
    }

    async fn remove(&self, caller: &Caller, id: FactorId) -> Answer<Receipt> {
        answer(caller.visit.request, self.remove_factor(caller, id).await)
    }

    async fn make_recovery_codes(&self, caller: &Caller) -> Answer<Receipt> {
        answer(caller.visit.request, self.replace_codes(caller).await)
    }

    async fn recovery_codes(&self, caller: &Caller) -> Answer<RecoveryCodes> {
        answer(caller.visit.request, self.show_codes(caller).await)
    }

    async fn recovery_codes_noted(&self, caller: &Caller) -> Answer<Receipt> {
        answer(caller.visit.request, self.forget_codes(caller).await)
    }

    async fn second_step(&self, visit: &Visit) -> Answer<Ways> {
        answer(visit.request, self.ways_of_second_step(visit).await)
    }

    async fn give_code(&self, visit: &Visit, wish: CodeWish) -> Answer<SignedIn> {
        answer(visit.request, self.step_by_code(visit, wish).await)
    }

    async fn start_passkey_step(&self, visit: &Visit) -> Answer<PasskeyJson> {
        answer(visit.request, self.ask_passkey_of_step(visit).await)
    }

    async fn passkey_step(&self, visit: &Visit, wish: PasskeyWish) -> Answer<SignedIn> {
        answer(visit.request, self.step_by_passkey(visit, wish).await)
    }

    async fn start_passkey_sign_in(&self, visit: &Visit) -> Answer<PasskeyJson> {
        answer(visit.request, self.ask_any_passkey(visit).await)
    }

    async fn passkey_sign_in(&self, visit: &Visit, wish: PasskeyWish) -> Answer<SignedIn> {
        answer(visit.request, self.sign_in_by_passkey(visit, wish).await)
    }

    async fn proof_to_give(&self, caller: &Caller) -> Answer<Ways> {
        answer(caller.visit.request, self.ways_of_proving(caller).await)
    }

    async fn prove(&self, caller: &Caller, wish: ProveWish) -> Answer<SignedIn> {
        answer(caller.visit.request, self.prove_it(caller, wish).await)
    }

    async fn start_passkey_proof(&self, caller: &Caller) -> Answer<PasskeyJson> {
        answer(caller.visit.request, self.ask_passkey_of_proof(caller).await)
    }

    async fn prove_by_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Answer<SignedIn> {
        answer(caller.visit.request, self.prove_with_passkey(caller, wish).await)
    }
}

impl Doorkeeper {
    pub(super) async fn show_factors(&self, caller: &Caller) -> Act<FactorsView> {
        let mut read = self.read();
        let factors = read.factors().of_person(caller.person).await?;
        let codes_left = read.factors().codes_left(caller.person).await?;
        let standings = read.members().standings_of(caller.person, self.now()).await?;
        Ok(FactorsView {
            first: factors.is_empty(),
            factors: factors.into_iter().map(row).collect(),
            codes_left,
            required: self.asks_for_one() && (caller.support || decides_somewhere(&standings)),
            passkeys: self.with.passkeys.are_on(),
        })
    }

    pub(super) fn asks_for_one(&self) -> bool {
        self.with.second_factor == SecondFactorRule::Required
    }

    /// The first factor is added by whoever knows the password, any other by whoever has lately shown that it is they.
    async fn permit_adding(&self, caller: &Caller, form: &PasswordForm) -> Act<Permitted> {
        if self.read().factors().has(caller.person).await? {
            caller.must_be_proven()?;
            return Ok(Permitted::Proven(caller.person));
        }
        let password = form.parse()?;
        let known = self
            .must_know_password(&caller.visit, caller.person, password, Field::Password)
            .await?;
        Ok(Permitted::Known(known))
    }

    /// Keeps a factor that has just been shown to work: with the first come recovery codes. Hold the person first.
    async fn add_factor(
        &self,
        mut change: Change,
        caller: &Caller,
        account: &Account,
        factor: KeptFactor,
    ) -> Act<Receipt> {
        let now = factor.added_at;
        let first = !change.factors().has(account.id).await?;
        // save
        if !change.factors().add(&factor).await? {
            return Err(Refusal::PasskeyFailed.into());
        }
        change.sessions().prove(caller.session, now).await?;
        let mut made = Vec::new();
        if first {
            self.make_codes(&mut change, caller, now).await?;
            made.push(own_line(Event::RecoveryCodesMade, account.id, now, &caller.visit));
        }
        // post, record
        post_change(&mut change, account, FactorChange::Added, &factor.name, now).await?;
        let added = own_line(Event::FactorAdded, account.id, now, &caller.visit).changing(None, described(&factor));
        change.commit_all(added, made).await?;
        self.with.bell.ring();
        let next = if first { Page::RecoveryCodes } else { Page::Factors };
        Ok(Receipt::saying(Notice::FactorAdded { name: factor.name }, next))
    }

    async fn rename_factor(&self, caller: &Caller, wish: RenameFactorWish) -> Act<Receipt> {
        let now = self.now();
        // permit: one's own only, and one answer for all others
        let mut change = self.change().await?;
        let account = hold_open(&mut change, caller.person).await?;
        let factor = own_factor(&mut change, caller.person, wish.id).await?;
        let renamed = Receipt::saying(
            Notice::FactorRenamed {
                name: wish.name.clone(),
            },
            Page::Factors,
        );
        if factor.name == wish.name {
            return Ok(renamed);
        }
        // save
        if !change.factors().rename(caller.person, wish.id, &wish.name).await? {
            return Err(Refusal::NotFound.into());
        }
        // post, record
        post_change(&mut change, &account, FactorChange::Renamed, &wish.name, now).await?;
        let line = own_line(Event::FactorRenamed, account.id, now, &caller.visit).changing(factor.name, wish.name);
        change.commit(line).await?;
        self.with.bell.ring();
        Ok(renamed)
    }

    async fn remove_factor(&self, caller: &Caller, id: FactorId) -> Act<Receipt> {
        let now = self.now();
        // permit
        caller.must_be_proven()?;
        let mut change = self.change().await?;
        let account = hold_open(&mut change, caller.person).await?;
        let factor = own_factor(&mut change, caller.person, id).await?;
        // decide
        let last = change.factors().of_person(caller.person).await?.len() == 1;
        if last && self.asks_for_one() {
            let standings = change.members().standings_of(caller.person, now).await?;
            if caller.support || decides_somewhere(&standings) {
                return Err(Refusal::LastFactor.into());
            }
        }
        // save
        if !change.factors().remove(caller.person, id).await? {
            return Err(Refusal::NotFound.into());
        }
        if last {
            change.factors().replace_codes(caller.person, &[]).await?;
            change.ceremonies().forget_person(caller.person).await?;
        }
        // post, record
        post_change(&mut change, &account, FactorChange::Removed, &factor.name, now).await?;
        let line = own_line(Event::FactorRemoved, account.id, now, &caller.visit).changing(described(&factor), None);
        change.commit(line).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(
            Notice::FactorRemoved { name: factor.name },
            Page::Factors,
        ))
    }
}

/// What lets a person add a factor.
enum Permitted {
    /// A proof of the last minutes that it is they.
    Proven(PersonId),
    /// The password, for the first one.
    Known(KnownPassword),
}

impl Permitted {
    /// Holds the person inside a change; the account as it is there.
    async fn hold(&self, change: &mut Change) -> Act<Account> {
        match self {
            Self::Proven(person) => hold_open(change, *person).await,
            Self::Known(known) => known.hold(change).await,
        }
    }
}

/// What waits for a person's answer is found by the session: another browser of the same person does not find it.
fn key_of(session: SessionId) -> [u8; 16] {
    session.uuid().into_bytes()
}

/// Holds a person whose account is open; whose is not, is not signed in any more.
async fn hold_open(change: &mut Change, person: PersonId) -> Act<Account> {
    change.hold_person(person).await?;
    open(change.people().account(person).await?)
}

async fn own_factor(change: &mut Change, person: PersonId, id: FactorId) -> Act<KeptFactor> {
    let factors = change.factors().of_person(person).await?;
    let own = factors.into_iter().find(|factor| factor.id == id);
    Ok(own.ok_or(Refusal::NotFound)?)
}

/// Every change to a person's factors is written to them.
async fn post_change(change: &mut Change, to: &Account, what: FactorChange, name: &str, now: Moment) -> Act<()> {
    let text = LetterText::FactorChanged {
        change: what,
        name: name.to_owned(),
    };
    change.post(&letter(to, None, text), now).await?;
    Ok(())
}

/// What the audit keeps of a factor: what it is, and what it is called.
fn described(factor: &KeptFactor) -> String {
    format!("{}: {}", factor.kind().tag(), factor.name)
}

fn row(factor: KeptFactor) -> FactorRow {
    FactorRow {
        id: factor.id,
        kind: factor.kind(),
        added: factor.added_at.in_london(),
        last_used: factor.last_used_at.map(Moment::in_london),
        name: factor.name,
    }
}
