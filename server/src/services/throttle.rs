//! How often something may be tried. Waiting instead of lock-out; the same for known and unknown addresses, since what
//! is counted is what was typed. Keys are hashed: the table of tries tells nobody who tried.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::{EmailAddress, Moment, NewUserId, PersonId, Refusal};
use storage::{Change, Read, Tries};

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

/// Wrong passwords in a row for one address; at most a hundred (NIST SP 800-63B §5.2.2), after which a new one is chosen
/// with a letter's link. Time does not forget them: [`crate::sweep`] leaves them alone, and the window is a lifetime.
pub(super) const SIGN_IN_IN_A_ROW: Limit = Limit {
    name: IN_A_ROW,
    times: 100,
    within: TimeDelta::days(36_500),
};

/// The name of the tries that are not forgotten by time.
pub(crate) const IN_A_ROW: &str = "sign-in-in-a-row";

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

/// New users that one person adds, or sends a letter again: each writes to an address of their choice.
pub(super) const NEW_USERS: Limit = Limit {
    name: "new-users",
    times: 60,
    within: TimeDelta::hours(1),
};

/// Letters sent again to one new user.
pub(super) const SENT_AGAIN: Limit = Limit {
    name: "sent-again",
    times: 5,
    within: TimeDelta::hours(1),
};

/// Letters that ask for a new invitation in place of one.
pub(super) const INVITATION_ASKED: Limit = Limit {
    name: "invitation-asked",
    times: 1,
    within: TimeDelta::days(1),
};

/// Wrong codes of one person in a quarter of an hour: of a million, three count at any time.
pub(super) const CODES: Limit = Limit {
    name: "codes",
    times: 5,
    within: TimeDelta::minutes(15),
};

/// Wrong codes of one person in a day. Passkeys and live sessions go on.
pub(super) const CODES_A_DAY: Limit = Limit {
    name: "codes-a-day",
    times: 50,
    within: TimeDelta::days(1),
};

/// Counts one more password for an address before it is checked, so that a hundred at once are a hundred tries. Only those
/// that are checked count towards the hundred in a row: nobody shuts an account by hammering on it.
pub(super) async fn count_password(
    change: &mut Change,
    email: &EmailAddress,
    network: Result<(), Refusal>,
    now: Moment,
) -> Act<Result<(), Refusal>> {
    let lately = network.and(SIGN_IN.count_address(change, email, now).await?);
    if SIGN_IN_IN_A_ROW.is_used_up(change, email, now).await? {
        return Ok(Err(Refusal::ResetFirst));
    }
    if lately.is_ok() {
        // Those at the same time queue behind this row, so what was looked up cannot have gone up since.
        let in_a_row = SIGN_IN_IN_A_ROW.count_address(change, email, now).await?;
        return Ok(in_a_row.map_err(|_| Refusal::ResetFirst));
    }
    Ok(lately)
}

/// Forgets the wrong passwords for an address: its owner signed in, or chose a password with a letter's link.
pub(super) async fn forget_passwords(change: &mut Change, email: &EmailAddress) -> Act<()> {
    SIGN_IN.forget_address(change, email).await?;
    SIGN_IN_IN_A_ROW.forget_address(change, email).await
}

impl Limit {
    /// So many times a day.
    pub(super) fn a_day(name: &'static str, times: u32) -> Self {
        Self {
            name,
            times: times.into(),
            within: TimeDelta::days(1),
        }
    }

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

    /// How many more tries a person has, and when they are counted anew; counts nothing.
    pub(super) async fn left_of_person(
        self,
        read: &mut Read,
        person: PersonId,
        now: Moment,
    ) -> Act<(u32, Option<Moment>)> {
        let key = self.key(&person.to_string());
        let tries = read.throttles().of(&key, now.plus(-self.within)).await?;
        let used = tries.map_or(0, |tries| tries.count);
        let left = u32::try_from(self.times - used).unwrap_or(0);
        Ok((left, tries.map(|tries| tries.since.plus(self.within))))
    }

    /// Counts one more try for somebody who was added.
    pub(super) async fn count_new_user(
        self,
        change: &mut Change,
        id: NewUserId,
        now: Moment,
    ) -> Act<Result<(), Refusal>> {
        self.count(change, &id.to_string(), now).await
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

    /// Whether an address has used up its tries; counts nothing.
    pub(super) async fn is_used_up(self, change: &mut Change, email: &EmailAddress, now: Moment) -> Act<bool> {
        let tries = change
            .throttles()
            .of(&self.key(email.key()), now.plus(-self.within))
            .await?;
        Ok(tries.is_some_and(|tries| tries.count >= self.times))
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

    /// Forgets the tries of a person, after a success.
    pub(super) async fn forget_person(self, change: &mut Change, person: PersonId) -> Act<()> {
        Ok(change.throttles().forget(&self.key(&person.to_string())).await?)
    }

    fn wait(self, tries: Tries, now: Moment) -> Refusal {
        let left = tries.since.plus(self.within).utc() - now.utc();
        Refusal::TooManyTries {
            wait: u32::try_from(left.num_seconds().max(1)).unwrap_or(1),
        }
    }
}
