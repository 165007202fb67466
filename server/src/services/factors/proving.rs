//! Showing again that it is they (step-up): the password, for a person without a second factor; else a code or a passkey.
//! Where a proof is asked for stands in the one table of `domain::permission`.

use domain::audit::Event;
use domain::factors::{PasskeyJson, PasskeyWish, Proof, ProveWish, Way, Ways};
use domain::form::{Field, Problem};
use domain::sessions::SignedIn;
use domain::{Caller, FieldErrors, Language, Moment, Notice, Page, Receipt};
use storage::{CeremonyKind, Change};

use super::passkeys::{read, refused};
use super::{hold_open, key_of};
use crate::secrets;
use crate::services::Doorkeeper;
use crate::services::my_account::own_line;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn ways_of_proving(&self, caller: &Caller) -> Act<Ways> {
        if self.read().factors().has(caller.person).await? {
            self.ways_of(caller.person).await
        } else {
            Ok(Ways(vec![Way::Password]))
        }
    }

    pub(super) async fn prove_it(&self, caller: &Caller, wish: ProveWish) -> Act<SignedIn> {
        let has_factor = self.read().factors().has(caller.person).await?;
        let (mut change, more) = match (wish.proof, has_factor) {
            (Proof::Password(password), false) => {
                let known = self
                    .must_know_password(&caller.visit, caller.person, password, Field::Password)
                    .await?;
                let mut change = self.change().await?;
                known.hold(&mut change).await?;
                // A factor may have been added while the password was being checked.
                if change.factors().has(caller.person).await? {
                    return Err(FieldErrors::one(Field::Code, Problem::Missing).into());
                }
                (change, Vec::new())
            }
            (Proof::Code(code), true) => {
                self.count_code(&caller.visit, caller.person).await?;
                let now = self.now();
                let mut change = self.change().await?;
                let account = hold_open(&mut change, caller.person).await?;
                let more = self
                    .accept_code(&mut change, &account, &code, &caller.visit, now)
                    .await?;
                (change, more)
            }
            // The password was shown when signing in; whoever has a second factor shows that.
            (Proof::Password(_), true) => return Err(FieldErrors::one(Field::Code, Problem::Missing).into()),
            (Proof::Code(_), false) => return Err(FieldErrors::one(Field::Password, Problem::Missing).into()),
        };
        let now = self.now();
        let secret = prove(&mut change, caller, now).await?;
        let line = own_line(Event::ProvenAgain, caller.person, now, &caller.visit);
        change.commit_all(line, more).await?;
        self.with.bell.ring();
        Ok(proven(secret, caller.visit.language, wish.next))
    }

    pub(super) async fn ask_passkey_of_proof(&self, caller: &Caller) -> Act<PasskeyJson> {
        self.ask_own_passkey(caller.person, &key_of(caller.session), caller.visit.request)
            .await
    }

    pub(super) async fn prove_with_passkey(&self, caller: &Caller, wish: PasskeyWish) -> Act<SignedIn> {
        let request = caller.visit.request;
        let answer = read(&wish.credential, request)?;
        let kept = self
            .take_question(&key_of(caller.session), CeremonyKind::PasskeyProof)
            .await?;
        let now = self.now();
        let mut change: Change = self.change().await?;
        let factor = self.accept_passkey(&mut change, &kept, &answer, request, now).await?;
        if factor.person != caller.person {
            return Err(refused(&"another person's passkey as a proof", request));
        }
        hold_open(&mut change, caller.person).await?;
        let secret = prove(&mut change, caller, now).await?;
        change
            .commit(own_line(Event::ProvenAgain, caller.person, now, &caller.visit))
            .await?;
        Ok(proven(secret, caller.visit.language, wish.next))
    }
}

/// Notes the proof, and gives the session a new secret: whoever knew the old one is out (ASVS 5.0, 7.2.4).
async fn prove(change: &mut Change, caller: &Caller, now: Moment) -> Act<String> {
    let secret = secrets::token();
    change.sessions().prove(caller.session, now).await?;
    change.sessions().renew(caller.session, &secrets::hash(&secret)).await?;
    Ok(secret)
}

/// Back to where the person was; nothing runs by itself.
fn proven(secret: String, language: Language, next: Option<Page>) -> SignedIn {
    SignedIn {
        secret,
        language,
        receipt: Receipt::saying(Notice::Proven, next.unwrap_or(Page::MyAccount)),
    }
}
