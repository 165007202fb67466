//! The real clock. Everything else asks the [`Clock`] that it was given, so that tests can stop it.

use domain::{Clock, Moment};

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that is real")]
    fn now(&self) -> Moment {
        Moment::new(chrono::Utc::now())
    }
}
