//! How often something may be tried. Waiting instead of lock-out; the same for known and unknown addresses, since what
//! is counted is what was typed. Keys are hashed: the table of tries tells nobody who tried.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::{EmailAddress, Moment, PersonId, Refusal};
use storage::{Change, Tries};

use super::stopped::Act;
use crate::secrets;

/// How many times in how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    name: &'static str,
    times: i64,
    within: TimeDelta,
}

/// Public requests write at most three letters an hour to one address.
pub(super) const LETTERS: Limit = Limit {
    name: "letters",
    times: 3,
    within: TimeDelta::hours(1),
};

/// Wrong passwords for one address in a quarter of an hour.
pub(super) const SIGN_IN: Limit = Limit {
    name: "sign-in",
    times: 10,
    within: TimeDelta::minutes(15),
};

/// Wrong passwords in a row for one address; at most a hundred (NIST SP 800-63B §5.2.2), after which a day passes.
pub(super) const SIGN_IN_IN_A_ROW: Limit = Limit {
    name: "sign-in-in-a-row",
    times: 100,
    within: TimeDelta::days(1),
};

/// Wrong passwords from one network address; generous, since a whole health board may share it.
pub(super) const SIGN_IN_FROM: Limit = Limit {
    name: "sign-in-from",
    times: 300,
    within: TimeDelta::minutes(15),
};

/// Requests to join of one person: each writes to every approver of a practice.
pub(super) const ASK: Limit = Limit {
    name: "ask",
    times: 20,
    within: TimeDelta::hours(1),
};

impl Limit {
    fn key(self, whose: &str) -> String {
        let mut key = format!("{}:", self.name);
        for byte in secrets::hash(whose) {
            // Writing into a string cannot fail.
            let _ = write!(key, "{byte:02x}");
        }
        key
    }

    /// Counts one more try; whether it is still within the limit.
    async fn count(self, change: &mut Change, whose: &str, now: Moment) -> Act<Result<(), Refusal>> {
        let tries = change.throttles().count(&self.key(whose), now, self.within).await?;
        Ok(if tries.count > self.times {
            Err(self.wait(tries, now))
        } else {
            Ok(())
        })
    }

    /// Counts one more try for an address.
    pub(super) async fn count_address(
        self,
        change: &mut Change,
        email: &EmailAddress,
        now: Moment,
    ) -> Act<Result<(), Refusal>> {
        self.count(change, email.key(), now).await
    }

    /// Counts one more try of a person.
    pub(super) async fn count_person(
        self,
        change: &mut Change,
        person: PersonId,
        now: Moment,
    ) -> Act<Result<(), Refusal>> {
        self.count(change, &person.to_string(), now).await
    }

    /// Counts one more try from a network address.
    pub(super) async fn count_network(
        self,
        change: &mut Change,
        network: &str,
        now: Moment,
    ) -> Act<Result<(), Refusal>> {
        self.count(change, network, now).await
    }

    /// Whether one more try from a network address would be within the limit; counts nothing.
    pub(super) async fn check_network(
        self,
        change: &mut Change,
        network: &str,
        now: Moment,
    ) -> Act<Result<(), Refusal>> {
        let tries = change
            .throttles()
            .of(&self.key(network), now.plus(-self.within))
            .await?;
        Ok(match tries {
            Some(tries) if tries.count >= self.times => Err(self.wait(tries, now)),
            _ => Ok(()),
        })
    }

    /// Forgets the tries for an address, after a success.
    pub(super) async fn forget_address(self, change: &mut Change, email: &EmailAddress) -> Act<()> {
        Ok(change.throttles().forget(&self.key(email.key())).await?)
    }

    fn wait(self, tries: Tries, now: Moment) -> Refusal {
        let left = tries.since.plus(self.within).utc() - now.utc();
        Refusal::TooManyTries {
            wait: u32::try_from(left.num_seconds().max(1)).unwrap_or(1),
        }
    }
}
