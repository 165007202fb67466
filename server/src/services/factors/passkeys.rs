//! Passkeys: adding one, and what every question to a passkey has in common. A question waits sealed in the database for
//! five minutes and is taken from there whatever the answer is, so that none is answered twice.

use chrono::TimeDelta;
use domain::factors::{PasskeyJson, PasskeyWish};
use domain::my_account::PasswordForm;
use domain::{Caller, FactorId, Moment, PersonId, Receipt, Refusal, RequestId};
use storage::{CeremonyKind, Change, FactorKey, Housekeeping, KeptFactor, NewCeremony};

use super::{hold_open, key_of};
use crate::factors::passkeys::{Failed, PasskeyAnswer, Question};
use crate::secrets::Sealed;
use crate::services::Doorkeeper;
use crate::services::stopped::{Act, Failure, Stopped};

/// How long a question waits for its answer; as long as the browser does.
const QUESTION_WAITS: TimeDelta = TimeDelta::minutes(5);

impl Doorkeeper {
    pub(super) async fn ask_new_passkey(&self, caller: &Caller, form: &PasswordForm) -> Act<PasskeyJson> {
        if !self.with.passkeys.are_on() {
            return Err(Refusal::PasskeysOff.into());
        }
        // permit
        let permitted = self.permit_adding(caller, form).await?;
        let now = self.now();
        let mut change = self.change().await?;
        let account = permitted.hold(&mut change).await?;
        // save; it opens nothing yet
        let known = credential_ids(&change.factors().of_person(caller.person).await?);
        let question = self
            .with
            .passkeys
            .ask_new(
                caller.person.uuid(),
                account.email.as_typed(),
                &account.full_name(),
                known,
            )
            .map_err(|failed| stopped(failed, caller.visit.request))?;
        let session = key_of(caller.session);
        let place = (session.as_slice(), CeremonyKind::NewPasskey);
        self.keep_question(change, place, Some(caller.person), question, now)
            .await
    }

    pub(super) async fn keep_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Act<Receipt> {
        // permit: whoever asked in this session was asked for a proof
        let kept = self
            .take_question(&key_of(caller.session), CeremonyKind::NewPasskey)
            .await?;
        // decide
        let new = self
            .with
            .passkeys
            .added(&kept, &wish.credential)
            .map_err(|failed| stopped(failed, caller.visit.request))?;
        let now = self.now();
        let mut change = self.change().await?;
        let account = hold_open(&mut change, caller.person).await?;
        let factor = KeptFactor {
            id: FactorId::new(storage::fresh(now)),
            person: caller.person,
            name: wish.name,
            key: FactorKey::Passkey {
                credential_id: new.credential_id,
                credential: new.credential,
            },
            added_at: now,
            last_used_at: None,
        };
        self.add_factor(change, caller, &account, factor).await
    }

    /// The question to one of a person's passkeys, kept under the session that it is for.
    pub(super) async fn ask_own_passkey(&self, person: PersonId, key: &[u8], request: RequestId) -> Act<PasskeyJson> {
        let now = self.now();
        let change = self.change().await?;
        let known = credential_ids(&self.read().factors().of_person(person).await?);
        if known.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let question = self.with.passkeys.ask(&known);
        let question = question.map_err(|failed| stopped(failed, request))?;
        self.keep_question(change, (key, CeremonyKind::PasskeyProof), Some(person), question, now)
            .await
    }

    /// Keeps a question, sealed, and hands out what the browser asks.
    pub(super) async fn keep_question(
        &self,
        mut change: Change,
        (key, kind): (&[u8], CeremonyKind),
        person: Option<PersonId>,
        question: Question,
        now: Moment,
    ) -> Act<PasskeyJson> {
        let waiting = NewCeremony {
            key,
            kind,
            person,
            sealed: self
                .with
                .sealing
                .seal(Sealed::PasskeyQuestion, question.kept.as_bytes()),
            expires_at: now.plus(QUESTION_WAITS),
        };
        change.ceremonies().put(&waiting, now).await?;
        change.commit_housekeeping(Housekeeping::Ceremony).await?;
        Ok(question.for_browser)
    }

    /// Takes a question, for good.
    pub(super) async fn take_question(&self, key: &[u8], kind: CeremonyKind) -> Act<String> {
        let mut change = self.change().await?;
        let waiting = change.ceremonies().take(key, kind, self.now()).await?;
        change.commit_housekeeping(Housekeeping::Ceremony).await?;
        let sealed = waiting.ok_or(Refusal::PasskeyFailed)?;
        let kept = self.with.sealing.open_text(Sealed::PasskeyQuestion, &sealed);
        Ok(kept.ok_or(Failure::Sealed("a question to a passkey"))?)
    }

    /// Checks an answer against the passkey as it is kept now, holding its person; what its use changed of it is kept.
    pub(super) async fn accept_passkey(
        &self,
        change: &mut Change,
        kept: &str,
        answer: &PasskeyAnswer,
        request: RequestId,
        now: Moment,
    ) -> Act<KeptFactor> {
        let named = change.factors().by_credential(answer.credential_id()).await?;
        let Some(named) = named else {
            return Err(refused(&"nobody has this passkey", request));
        };
        change.hold_person(named.person).await?;
        let factor = change.factors().by_credential(answer.credential_id()).await?;
        let factor = factor.ok_or(Refusal::PasskeyFailed)?;
        if answer.person().is_some_and(|person| person != factor.person.uuid()) {
            return Err(refused(&"the passkey is somebody else's", request));
        }
        let FactorKey::Passkey { credential, .. } = &factor.key else {
            return Err(Failure::Gone("a passkey").into());
        };
        let used = self
            .with
            .passkeys
            .shown(kept, answer, credential)
            .map_err(|failed| stopped(failed, request))?;
        change.factors().passkey_used(factor.id, &used, now).await?;
        Ok(factor)
    }
}

/// Reads what a browser posted.
pub(super) fn read(answer: &str, request: RequestId) -> Act<PasskeyAnswer> {
    PasskeyAnswer::read(answer).map_err(|failed| stopped(failed, request))
}

/// Why a passkey was not accepted is for the log; the person is told to try again.
pub(super) fn stopped(failed: Failed, request: RequestId) -> Stopped {
    match failed {
        Failed::Off => Refusal::PasskeysOff.into(),
        Failed::Unreadable | Failed::Refused(_) => refused(&failed, request),
        Failed::Copied => {
            tracing::error!(event = "authn_passkey_copied", %request, "a passkey's counter went back: it may have been copied");
            Refusal::PasskeyFailed.into()
        }
        Failed::NoQuestion(_) | Failed::Kept(_) => Failure::from(failed).into(),
    }
}

pub(super) fn refused(why: &dyn std::fmt::Display, request: RequestId) -> Stopped {
    tracing::warn!(event = "authn_passkey_fail", %request, %why, "a passkey was not accepted");
    Refusal::PasskeyFailed.into()
}

fn credential_ids(factors: &[KeptFactor]) -> Vec<Vec<u8>> {
    let ids = factors.iter().filter_map(|factor| match &factor.key {
        FactorKey::Passkey { credential_id, .. } => Some(credential_id.clone()),
        FactorKey::App { .. } => None,
    });
    ids.collect()
}
