//! Adding an authenticator app: a key is made and shown, and counts once the app has shown a code of it.

use chrono::TimeDelta;
use domain::factors::{AddAppWish, AppToAdd};
use domain::form::{Field, Problem};
use domain::my_account::PasswordForm;
use domain::{Caller, FactorId, FieldErrors, Page, Receipt, Refusal};
use storage::{CeremonyKind, FactorKey, Housekeeping, KeptFactor, NewCeremony};

use super::{hold_open, key_of};
use crate::factors::qr;
use crate::factors::totp::AppKey;
use crate::secrets::Sealed;
use crate::services::Doorkeeper;
use crate::services::stopped::{Act, Failure};

/// How long a key may wait for its first code: time enough to fetch an app.
const APP_KEY_WAITS: TimeDelta = TimeDelta::minutes(15);

impl Doorkeeper {
    pub(super) async fn make_app_key(&self, caller: &Caller, form: &PasswordForm) -> Act<Receipt> {
        // permit
        let permitted = self.permit_adding(caller, form).await?;
        let now = self.now();
        let mut change = self.change().await?;
        permitted.hold(&mut change).await?;
        // save; it opens nothing yet
        let waiting = NewCeremony {
            key: &key_of(caller.session),
            kind: CeremonyKind::AppKey,
            person: Some(caller.person),
            sealed: self.with.sealing.seal(Sealed::AppKey, AppKey::fresh().bytes()),
            expires_at: now.plus(APP_KEY_WAITS),
        };
        change.ceremonies().put(&waiting, now).await?;
        change.commit_housekeeping(Housekeeping::Ceremony).await?;
        Ok(Receipt::go_to(Page::AddApp))
    }

    pub(super) async fn show_app_key(&self, caller: &Caller) -> Act<AppToAdd> {
        let waiting = self
            .read()
            .ceremonies()
            .of(&key_of(caller.session), CeremonyKind::AppKey, self.now())
            .await?;
        let key = self.open_app_key(&waiting.ok_or(Refusal::StartAgain)?)?;
        let account = self.read().people().account(caller.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let address = key.address(account.email.as_typed());
        Ok(AppToAdd {
            qr: qr::picture(&address).map_err(Failure::from)?,
            key: key.typed(),
        })
    }

    pub(super) async fn keep_app(&self, caller: &Caller, wish: AddAppWish) -> Act<Receipt> {
        let now = self.now();
        // permit: whoever made the key in this session was asked for a proof
        let mut change = self.change().await?;
        let account = hold_open(&mut change, caller.person).await?;
        let session = key_of(caller.session);
        let waiting = change.ceremonies().take(&session, CeremonyKind::AppKey, now).await?;
        let sealed = waiting.ok_or(Refusal::StartAgain)?;
        // decide; with a wrong code the change is dropped, and the key waits for another
        let step = self.open_app_key(&sealed)?.step_of(&wish.code, now, 0);
        let step = step.ok_or(FieldErrors::one(Field::Code, Problem::WrongCode))?;
        let factor = KeptFactor {
            id: FactorId::new(storage::fresh(now)),
            person: caller.person,
            name: wish.name,
            key: FactorKey::App {
                sealed,
                last_step: step,
            },
            added_at: now,
            last_used_at: None,
        };
        self.add_factor(change, caller, &account, factor).await
    }

    /// Opens the key of an app.
    pub(super) fn open_app_key(&self, sealed: &[u8]) -> Act<AppKey> {
        let key = self.with.sealing.open(Sealed::AppKey, sealed);
        let key = key.and_then(|bytes| AppKey::read(&bytes));
        Ok(key.ok_or(Failure::Sealed("the key of an app"))?)
    }
}
