//! Sessions: signing in and out, and who the visitor of a page is. How a session's cookie is read, and when a session
//! has rested too long, is in [`crate::http`].

use async_trait::async_trait;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::organisations::OrganisationView;
use domain::password::Password;
use domain::permission::{Role, Standing};
use domain::sessions::{Sessions, SignInWish, SignedIn, SignedInPerson, TimeLeft, Visitor};
use domain::{Answer, Caller, EmailAddress, Language, Notice, Page, PersonId, Receipt, Refusal, SessionId, Visit};
use storage::{Change, Housekeeping, NewSession};

use super::Doorkeeper;
use super::stopped::{Act, answer};
use super::throttle::{SIGN_IN_FROM, count_password, forget_passwords};
use crate::passwords::Verdict;
use crate::secrets;

#[async_trait]
impl Sessions for Doorkeeper {
    async fn visitor(&self, caller: Option<&Caller>) -> Answer<Visitor> {
        let reference = caller.map_or_else(|| self.reference(), |caller| caller.visit.request);
        answer(reference, self.who_is_looking(caller).await)
    }

    async fn sign_in(&self, visit: &Visit, wish: SignInWish) -> Answer<SignedIn> {
        answer(visit.request, self.let_sign_in(visit, wish).await)
    }

    async fn time_left(&self, caller: &Caller) -> Answer<TimeLeft> {
        answer(caller.visit.request, self.rest_of(caller.session).await)
    }

    async fn sign_out(&self, caller: &Caller) -> Answer<Receipt> {
        answer(caller.visit.request, self.end_session(caller).await)
    }
}

impl Doorkeeper {
    async fn who_is_looking(&self, caller: Option<&Caller>) -> Act<Visitor> {
        let visitor = Visitor {
            person: None,
            demo: self.with.demo,
            contact: self.with.contact.clone(),
            passkeys: self.with.passkeys.are_on(),
        };
        let Some(caller) = caller else {
            return Ok(visitor);
        };
        let account = self.read().people().account(caller.person).await?;
        let standings = self.read().members().standings_of(caller.person, self.now()).await?;
        let time_left = self.rest_of(caller.session).await?;
        let shortcuts = self.read().shortcuts().are_on(caller.person).await?;
        let person = account.map(|account| SignedInPerson {
            name: account.full_name(),
            time_left,
            decides: caller.support || decides_somewhere(&standings),
            support: caller.support,
            shortcuts,
            organisations: standings.into_iter().map(|(organisation, _)| organisation).collect(),
        });
        Ok(Visitor { person, ..visitor })
    }

    /// How long a session may still rest, as [`crate::http`] will see it.
    async fn rest_of(&self, session: SessionId) -> Act<TimeLeft> {
        let Some((made_at, seen_at)) = self.read().sessions().times(session).await? else {
            return Ok(TimeLeft::default());
        };
        let now = self.now().utc();
        let rested = seen_at.plus(self.with.session_idle).utc() - now;
        let lasted = made_at.plus(self.with.session_lasting).utc() - now;
        Ok(TimeLeft {
            seconds: u32::try_from(rested.min(lasted).num_seconds()).unwrap_or(0),
            absolute: lasted <= rested,
        })
    }

    async fn let_sign_in(&self, visit: &Visit, wish: SignInWish) -> Act<SignedIn> {
        let SignInWish { email, password, next } = wish;
        self.count_try(visit, &email).await?;
        let known = self.read().people().credentials(&email).await?;
        let kept = known.as_ref().and_then(|known| known.password_hash.clone());
        // One hash whatever the address: without a password of its own it is checked against a dummy.
        let verdict = self.with.passwords.check(password, kept).await?;
        let (known, newer) = match (known, verdict) {
            (Some(known), Verdict::Right) => (known, None),
            (Some(known), Verdict::RightButOld(password)) => (known, Some(password)),
            _ => return Err(self.wrong(visit).await?.into()),
        };
        if known.account.state == AccountState::Disabled {
            return Err(Refusal::AccountDisabled.into());
        }
        let person = known.account.id;
        let (secret, begun) = self.start_session(visit, &email, person, newer, next.as_ref()).await?;
        let page = match begun {
            Begun::Whole => self.where_to(person, next).await?,
            Begun::Half => Page::SecondStep,
        };
        Ok(SignedIn {
            secret,
            language: known.account.language,
            receipt: Receipt::go_to(page),
        })
    }

    /// Counts the try before it is made, so that a hundred at once are a hundred tries.
    async fn count_try(&self, visit: &Visit, email: &EmailAddress) -> Act<()> {
        let now = self.now();
        let mut change = self.change().await?;
        let from = SIGN_IN_FROM.check_network(&mut change, &visit.address, now).await?;
        let limited = count_password(&mut change, email, from, now).await?;
        change.commit_housekeeping(Housekeeping::Throttle).await?;
        if limited.is_err() {
            tracing::warn!(event = "authn_login_fail_max", request = %visit.request, "too many tries to sign in");
        }
        Ok(limited?)
    }

    async fn wrong(&self, visit: &Visit) -> Act<Refusal> {
        let mut change = self.change().await?;
        let counted = SIGN_IN_FROM
            .count_network(&mut change, &visit.address, self.now())
            .await?;
        change.commit_housekeeping(Housekeeping::SignInFailed).await?;
        tracing::info!(event = "authn_login_fail", request = %visit.request, limited = counted.is_err(), "a sign-in failed");
        Ok(Refusal::SignInFailed)
    }

    async fn start_session(
        &self,
        visit: &Visit,
        email: &EmailAddress,
        person: PersonId,
        newer: Option<Password>,
        next: Option<&Page>,
    ) -> Act<(String, Begun)> {
        let newer = match newer {
            Some(password) => Some(self.with.passwords.hash(password).await?),
            None => None,
        };
        let now = self.now();
        let secret = secrets::token();
        let mut change = self.change().await?;
        change.hold_person(person).await?;
        // Read again: the account may have been disabled while the password was being checked.
        let account = change.people().account(person).await?;
        if account.is_none_or(|account| account.state != AccountState::Confirmed) {
            return Err(Refusal::SignInFailed.into());
        }
        let session = NewSession {
            id: SessionId::new(storage::fresh(now)),
            hash: secrets::hash(&secret),
            person,
            made_at: now,
            device: visit.device.clone(),
            address: visit.address.clone(),
        };
        if let Some(hash) = newer {
            change.people().rehash(person, &hash).await?;
        }
        forget_passwords(&mut change, email).await?;
        if change.factors().has(person).await? {
            // Nobody is signed in yet: the second step is what is recorded.
            let wanted = next.map(|page| page.path(Language::English));
            change.sessions().begin(&session, wanted.as_deref()).await?;
            change.commit_housekeeping(Housekeeping::SignInStarted).await?;
            return Ok((secret, Begun::Half));
        }
        change.sessions().start(&session).await?;
        change.people().signed_in(person, now).await?;
        record(change, Event::SignedIn, person, visit, now).await?;
        Ok((secret, Begun::Whole))
    }

    /// The page that the person wanted; else the second factor that they must have and have not, or, for a person without
    /// a practice, *Which practice?*
    pub(super) async fn where_to(&self, person: PersonId, next: Option<Page>) -> Act<Page> {
        if let Some(page) = next.filter(is_worth_returning_to) {
            return Ok(page);
        }
        let support = self.read().support().is(person).await?;
        let standings = self.read().members().standings_of(person, self.now()).await?;
        let must_have_factor = self.asks_for_one() && (support || decides_somewhere(&standings));
        if must_have_factor && !self.read().factors().has(person).await? {
            return Ok(Page::Factors);
        }
        let member = !standings.is_empty();
        let asked = self
            .read()
            .join_requests()
            .of_person(person)
            .await?
            .iter()
            .any(|applied| applied.request.state == domain::join_requests::State::Pending);
        Ok(if support || member || asked {
            Page::Home
        } else {
            Page::Ask
        })
    }

    async fn end_session(&self, caller: &Caller) -> Act<Receipt> {
        let signed_out = Receipt::saying(Notice::SignedOut, Page::Home);
        let now = self.now();
        let mut change = self.change().await?;
        if change.sessions().end(caller.session, now).await? {
            record(change, Event::SignedOut, caller.person, &caller.visit, now).await?;
        }
        Ok(signed_out)
    }
}

/// What the right password began.
enum Begun {
    /// A session.
    Whole,
    /// A session that opens nothing before its second step.
    Half,
}

async fn record(change: Change, event: Event, person: PersonId, visit: &Visit, now: domain::Moment) -> Act<()> {
    let entry = Entry::new(event, Actor::Person(person), now, visit.request).about(person);
    Ok(change.commit(entry).await?)
}

/// Whether a person decides at any of these organisations, or at any beneath them.
pub(super) fn decides_somewhere(standings: &[(OrganisationView, Standing)]) -> bool {
    standings
        .iter()
        .any(|(_, standing)| standing.is_approver() || standing.roles.contains(&Role::CommissioningAdministrator))
}

/// Pages for people who are not signed in are no place to go after signing in.
fn is_worth_returning_to(page: &Page) -> bool {
    !matches!(
        page,
        Page::Home
            | Page::SignIn
            | Page::SecondStep
            | Page::CreateAccount
            | Page::CreateAccountPractice
            | Page::CreateAccountRole
            | Page::CreateAccountCheck
            | Page::CreateAccountSent
            | Page::Confirm(_)
            | Page::ConfirmAgain
            | Page::ForgottenPassword
            | Page::ForgottenSent
            | Page::ResetPassword(_)
    )
}
