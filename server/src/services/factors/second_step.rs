//! Signing in with more than a password: the second step after it, or a passkey alone. A sign-in that has begun opens
//! nothing; the second step puts a new session with a new secret in its place.

use domain::accounts::{Account, AccountState};
use domain::audit::{Entry, Event};
use domain::factors::{CodeWish, PasskeyJson, PasskeyWish, Ways};
use domain::sessions::SignedIn;
use domain::{Declined, Moment, Page, Receipt, Refusal, SessionId, StartedSignIn, Visit};
use storage::{CeremonyKind, Change, NewSession, StartedSession};

use super::passkeys::{read, refused, stopped};
use super::{hold_open, key_of};
use crate::secrets;
use crate::services::Doorkeeper;
use crate::services::my_account::own_line;
use crate::services::stopped::{Act, Failure, Stopped};

impl Doorkeeper {
    pub(super) async fn ways_of_second_step(&self, visit: &Visit) -> Act<Ways> {
        self.ways_of(started(visit)?.person).await
    }

    pub(super) async fn step_by_code(&self, visit: &Visit, wish: CodeWish) -> Act<SignedIn> {
        let started = started(visit)?;
        self.count_code(visit, started.person).await?;
        let now = self.now();
        // permit
        let mut change = self.change().await?;
        let account = hold_open(&mut change, started.person).await?;
        let half = end_half(&mut change, started, now).await?;
        // decide; with a wrong code the change is dropped, and the sign-in still waits
        let more = self.accept_code(&mut change, &account, &wish.code, visit, now).await?;
        // save, record
        let secret = start_whole(change, visit, &account, now, more).await?;
        self.with.bell.ring();
        self.signed_in(account, secret, wish.next.or_else(|| wanted(&half)))
            .await
    }

    pub(super) async fn ask_passkey_of_step(&self, visit: &Visit) -> Act<PasskeyJson> {
        let started = started(visit)?;
        self.ask_own_passkey(started.person, &key_of(started.session), visit.request)
            .await
    }

    pub(super) async fn step_by_passkey(&self, visit: &Visit, wish: PasskeyWish) -> Act<SignedIn> {
        let started = started(visit)?;
        let answer = read(&wish.credential, visit.request)?;
        let kept = self
            .take_question(&key_of(started.session), CeremonyKind::PasskeyProof)
            .await?;
        let now = self.now();
        // permit
        let mut change = self.change().await?;
        let factor = self
            .accept_passkey(&mut change, &kept, &answer, visit.request, now)
            .await?;
        if factor.person != started.person {
            return Err(refused(&"another person's passkey in the second step", visit.request));
        }
        let account = hold_open(&mut change, started.person).await?;
        let half = end_half(&mut change, started, now).await?;
        // save, record
        let secret = start_whole(change, visit, &account, now, Vec::new()).await?;
        self.signed_in(account, secret, wish.next.or_else(|| wanted(&half)))
            .await
    }

    pub(super) async fn ask_any_passkey(&self, visit: &Visit) -> Act<PasskeyJson> {
        let question = self.with.passkeys.ask(&[]);
        let question = question.map_err(|failed| stopped(failed, visit.request))?;
        let browser = visit.key.as_deref().ok_or(Refusal::StartAgain)?;
        let place = (browser, CeremonyKind::PasskeySignIn);
        let change = self.change().await?;
        self.keep_question(change, place, None, question, self.now()).await
    }

    pub(super) async fn sign_in_by_passkey(&self, visit: &Visit, wish: PasskeyWish) -> Act<SignedIn> {
        let answer = read(&wish.credential, visit.request)?;
        let browser = visit.key.as_deref().ok_or(Refusal::PasskeyFailed)?;
        let kept = self.take_question(browser, CeremonyKind::PasskeySignIn).await?;
        // Nobody was named in the question: the answer has to say whose it is (WebAuthn, 7.2, step 6).
        if answer.person().is_none() {
            return Err(refused(&"the answer does not say whose it is", visit.request));
        }
        let now = self.now();
        // permit
        let mut change = self.change().await?;
        let factor = self
            .accept_passkey(&mut change, &kept, &answer, visit.request, now)
            .await?;
        let account = change.people().account(factor.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        match account.state {
            AccountState::Confirmed => {}
            AccountState::Disabled => return Err(Refusal::AccountDisabled.into()),
            AccountState::Unconfirmed => return Err(Refusal::PasskeyFailed.into()),
        }
        if let Some(started) = visit.started {
            change.sessions().end(started.session, now).await?;
        }
        // save, record
        let secret = start_whole(change, visit, &account, now, Vec::new()).await?;
        self.signed_in(account, secret, wish.next).await
    }

    async fn signed_in(&self, account: Account, secret: String, next: Option<Page>) -> Act<SignedIn> {
        Ok(SignedIn {
            secret,
            language: account.language,
            receipt: Receipt::go_to(self.where_to(account.id, next).await?),
        })
    }
}

/// The sign-in that has begun in this browser.
fn started(visit: &Visit) -> Act<StartedSignIn> {
    visit.started.ok_or(Stopped::Declined(Declined::SignInFirst))
}

/// Ends the sign-in that has begun: of two second steps at once, one finds it. Hold the person first.
async fn end_half(change: &mut Change, started: StartedSignIn, now: Moment) -> Act<StartedSession> {
    let half = change.sessions().started_by_id(started.session).await?;
    let half = half.ok_or(Stopped::Declined(Declined::SignInFirst))?;
    change.sessions().end(half.id, now).await?;
    Ok(half)
}

/// Starts a session for a person who has shown all that is asked; its secret.
async fn start_whole(
    mut change: Change,
    visit: &Visit,
    account: &Account,
    now: Moment,
    more: Vec<Entry>,
) -> Act<String> {
    let secret = secrets::token();
    let session = NewSession {
        id: SessionId::new(storage::fresh(now)),
        hash: secrets::hash(&secret),
        person: account.id,
        made_at: now,
        device: visit.device.clone(),
        address: visit.address.clone(),
    };
    change.sessions().start(&session).await?;
    change.people().signed_in(account.id, now).await?;
    let line = own_line(Event::SignedIn, account.id, now, visit);
    change.commit_all(line, more).await?;
    Ok(secret)
}

/// The page that the person wanted when the sign-in began.
fn wanted(half: &StartedSession) -> Option<Page> {
    Page::parse(half.wanted.as_deref()?).map(|(page, _)| page)
}
