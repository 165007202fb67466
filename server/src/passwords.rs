//! Passwords: hashed with argon2id on the blocking pool, no more at a time than there are processors, and the list of
//! common ones. What a password may look like is in `domain::password`.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::password::{CommonPasswords, Password};
use tokio::sync::Semaphore;

use crate::secrets;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self {
            memory: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    places: Arc<Semaphore>,
    /// Checked when there is nothing to check, so that an unknown address takes as long as a known one.
    dummy: Arc<str>,
}

/// What a check found.
pub enum Verdict {
    /// Not the password.
    Wrong,
    /// The password.
    Right,
    /// The password, but hashed at another cost than today's: hash it again and keep that.
    RightButOld(Password),
}

/// Hashing did not come to an end. Our fault; what is kept is unreadable, or the process is stopping.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("a password could not be hashed")]
pub struct Broken;

impl Passwords {
    /// With today's cost.
    ///
    /// # Panics
    /// When argon2 does not take the cost, which [`crate::config`] has checked.
    pub fn new(cost: Cost) -> Self {
        let params = params(cost).expect("the cost was checked with the settings");
        // One core stays free for whoever is already signed in.
        let places = std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
        let dummy = hash(&params, secrets::token().as_bytes()).expect("a cost that is taken can be paid");
        Self {
            params,
            places: Arc::new(Semaphore::new(places)),
            dummy: dummy.into(),
        }
    }

    /// Hashes a password that somebody chose.
    pub async fn hash(&self, password: Password) -> Result<String, Broken> {
        let params = self.params.clone();
        self.elsewhere(move || hash(&params, password.bytes())).await
    }

    /// Checks a password that somebody typed. Where nothing is kept the work is the same and the answer is wrong.
    pub async fn check(&self, typed: Password, kept: Option<String>) -> Result<Verdict, Broken> {
        let params = self.params.clone();
        let dummy = self.dummy.clone();
        self.elsewhere(move || {
            let known = kept.is_some();
            let kept = kept.as_deref().unwrap_or(&dummy);
            let parsed = PasswordHash::new(kept).map_err(|_| Broken)?;
            let right = Argon2::default().verify_password(typed.bytes(), &parsed).is_ok();
            Ok(match (right && known, is_of_cost(&parsed, &params)) {
                (false, _) => Verdict::Wrong,
                (true, true) => Verdict::Right,
                (true, false) => Verdict::RightButOld(typed),
            })
        })
        .await
    }

    /// Runs costly work away from the threads that answer requests, once there is a place.
    async fn elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Broken> + Send + 'static,
    ) -> Result<T, Broken> {
        metrics::counter!("porthor_password_hashes_total").increment(1);
        let place = self.places.clone().acquire_owned().await.map_err(|_| Broken)?;
        tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        })
        .await
        .map_err(|_| Broken)?
    }
}

/// The cost in argon2's own form; `None` when argon2 does not take it.
pub(crate) fn params(cost: Cost) -> Option<Params> {
    Params::new(cost.memory, cost.passes, cost.lanes, None).ok()
}

fn hash(params: &Params, password: &[u8]) -> Result<String, Broken> {
    let salt: [u8; 16] = secrets::random();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_salt(password, &salt)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|_| Broken)
}

fn is_of_cost(hash: &PasswordHash, today: &Params) -> bool {
    Params::try_from(hash).is_ok_and(|params| {
        (params.m_cost(), params.t_cost(), params.p_cost()) == (today.m_cost(), today.t_cost(), today.p_cost())
    })
}

/// The common passwords of twelve characters and more that `.ci/passwords` took from a public list.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommonList;

impl CommonPasswords for CommonList {
    fn has(&self, password: &str) -> bool {
        static LIST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
            include_str!(concat!(env!("OUT_DIR"), "/common_passwords.txt"))
                .lines()
                .collect()
        });
        LIST.contains(password.to_lowercase().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };

    fn typed(text: &str) -> Password {
        Password::typed(text).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_is_known_again_and_the_wrong_one_is_not() {
        let passwords = Passwords::new(CHEAP);
        let kept = passwords.hash(typed("cwpwrdd gwag heddiw")).await.unwrap();
        let right = passwords.check(typed("cwpwrdd gwag heddiw"), Some(kept.clone())).await;
        assert!(matches!(right, Ok(Verdict::Right)));
        let wrong = passwords.check(typed("cwpwrdd gwag ddoe"), Some(kept)).await;
        assert!(matches!(wrong, Ok(Verdict::Wrong)));
    }

    #[tokio::test]
    async fn nobody_signs_in_where_no_password_is_kept() {
        let passwords = Passwords::new(CHEAP);
        let nobody = passwords.check(typed("cwpwrdd gwag heddiw"), None).await;
        assert!(matches!(nobody, Ok(Verdict::Wrong)));
    }

    #[tokio::test]
    async fn a_password_hashed_at_a_lower_cost_is_to_be_hashed_again() {
        let kept = Passwords::new(CHEAP).hash(typed("cwpwrdd gwag heddiw")).await.unwrap();
        let today = Passwords::new(Cost { memory: 128, ..CHEAP });
        let verdict = today.check(typed("cwpwrdd gwag heddiw"), Some(kept)).await;
        assert!(matches!(verdict, Ok(Verdict::RightButOld(_))));
    }
}
