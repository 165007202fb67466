//! Numbers that look random and are the same for the same seed (`SplitMix64`).

use chrono::TimeDelta;
use domain::Moment;
use uuid::{Builder, Uuid};

pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Less than `most`, which is not zero.
    pub(super) fn below(&mut self, most: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(most)).unwrap_or(0)
    }

    /// Whether one of so many in a thousand.
    pub(super) fn in_thousand(&mut self, many: u32) -> bool {
        self.below(1_000) < many
    }

    pub(super) fn index(&mut self, many: usize) -> usize {
        let most = u32::try_from(many).unwrap_or(u32::MAX).max(1);
        usize::try_from(self.below(most)).unwrap_or(0)
    }

    pub(super) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.index(all.len())]
    }

    /// Some minutes before a moment, at least one.
    pub(super) fn before(&mut self, moment: Moment, most_minutes: u32) -> Moment {
        moment.plus(-TimeDelta::minutes(i64::from(1 + self.below(most_minutes))))
    }

    /// An id as of a moment (UUID version 7).
    pub(super) fn id(&mut self, at: Moment) -> Uuid {
        let milliseconds = u64::try_from(at.utc().timestamp_millis()).unwrap_or(0);
        let mut rest = [0; 10];
        rest[..8].copy_from_slice(&self.roll().to_le_bytes());
        rest[8..].copy_from_slice(&self.roll().to_le_bytes()[..2]);
        Builder::from_unix_timestamp_millis(milliseconds, &rest).into_uuid()
    }
}
