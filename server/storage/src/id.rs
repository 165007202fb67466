//! Fresh ids: UUID version 7 (RFC 9562) from the clock's moment, so that rows made later sort later.

use std::sync::Mutex;

use domain::Moment;
use uuid::{ContextV7, Timestamp, Uuid};

/// Counts within a millisecond, so that lines of one moment keep their order.
static ORDER: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// A fresh id, made at a moment, that sorts after all that this process made before; the rest of it is random.
/// For `PersonId::new(storage::fresh(now))` and its like.
pub fn fresh(now: Moment) -> Uuid {
    let now = now.utc();
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(&ORDER, seconds, now.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    #[test]
    fn ids_made_later_sort_later() {
        let now = Moment::new(DateTime::from_timestamp(1_700_000_000, 0).unwrap());
        let later = now.plus(TimeDelta::milliseconds(1));
        assert!(fresh(now) < fresh(later));
        let of_one_moment: Vec<Uuid> = (0..100).map(|_| fresh(later)).collect();
        assert!(of_one_moment.is_sorted_by(|one, next| one < next));
    }
}
