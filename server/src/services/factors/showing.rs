//! What signing in and showing again have in common: what a person can show, and whether a code counts. Wrong codes are
//! counted before they are checked, in the database, so that a hundred at once on several servers are a hundred tries.

use domain::accounts::Account;
use domain::audit::{Entry, Event};
use domain::factors::{FactorKind, TypedCode, Way, Ways};
use domain::form::{Field, Problem};
use domain::letter::FactorChange;
use domain::{FieldErrors, Moment, PersonId, Visit};
use storage::{Change, FactorKey, Housekeeping};

use super::post_change;
use crate::factors::recovery_codes;
use crate::services::Doorkeeper;
use crate::services::my_account::own_line;
use crate::services::stopped::Act;
use crate::services::throttle::{CODES, CODES_A_DAY};

impl Doorkeeper {
    /// What a person with a second factor can show; nothing for a person without.
    pub(super) async fn ways_of(&self, person: PersonId) -> Act<Ways> {
        let mut read = self.read();
        let factors = read.factors().of_person(person).await?;
        let codes_left = read.factors().codes_left(person).await?;
        let has = |kind| factors.iter().any(|factor| factor.kind() == kind);
        let ways = [
            (Way::App, has(FactorKind::App)),
            (Way::Passkey, has(FactorKind::Passkey) && self.with.passkeys.are_on()),
            (Way::RecoveryCode, codes_left > 0),
        ];
        Ok(Ways(
            ways.into_iter().filter(|(_, open)| *open).map(|(way, _)| way).collect(),
        ))
    }

    /// Counts a code before it is checked.
    pub(super) async fn count_code(&self, visit: &Visit, person: PersonId) -> Act<()> {
        let now = self.now();
        let mut change = self.change().await?;
        let lately = CODES.count_person(&mut change, person, now).await?;
        // Only those that are checked count towards the day: nobody shuts a door by hammering on it.
        let counted = match lately {
            Ok(()) => CODES_A_DAY.count_person(&mut change, person, now).await?,
            Err(refusal) => Err(refusal),
        };
        change.commit_housekeeping(Housekeeping::Throttle).await?;
        if counted.is_err() {
            tracing::warn!(event = "authn_code_fail_max", request = %visit.request, "too many codes");
        }
        Ok(counted?)
    }

    /// Uses a code up; what else the audit is to hold of it. A recovery code is written about. Hold the person first.
    pub(super) async fn accept_code(
        &self,
        change: &mut Change,
        account: &Account,
        code: &TypedCode,
        visit: &Visit,
        now: Moment,
    ) -> Act<Vec<Entry>> {
        let accepted = match code {
            TypedCode::App(code) => self.accept_app_code(change, account.id, code, now).await?,
            TypedCode::Recovery(code) => {
                let hash = recovery_codes::hash(code);
                change.factors().use_code(account.id, &hash, now).await?
            }
        };
        if !accepted {
            tracing::warn!(event = "authn_code_fail", request = %visit.request, "a code was wrong");
            return Err(FieldErrors::one(Field::Code, Problem::WrongCode).into());
        }
        CODES.forget_person(change, account.id).await?;
        CODES_A_DAY.forget_person(change, account.id).await?;
        if matches!(code, TypedCode::App(_)) {
            return Ok(Vec::new());
        }
        post_change(change, account, FactorChange::CodeUsed, "", now).await?;
        Ok(vec![own_line(Event::RecoveryCodeUsed, account.id, now, visit)])
    }

    async fn accept_app_code(&self, change: &mut Change, person: PersonId, code: &str, now: Moment) -> Act<bool> {
        for factor in change.factors().of_person(person).await? {
            let FactorKey::App { sealed, last_step } = &factor.key else {
                continue;
            };
            if let Some(step) = self.open_app_key(sealed)?.step_of(code, now, *last_step) {
                return Ok(change.factors().accept_step(factor.id, step, now).await?);
            }
        }
        Ok(false)
    }
}
