//! Made-up registers of the same shape as the real one, for tests and the demo: both dialects, and every trap that the
//! real file sets (DOMAIN.md). The same seed gives the same file.

use std::fmt::Write as _;

/// How a register writes status and setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Letters for the status, a number for the setting.
    Legacy,
    /// Words for the status, role ids joined by `|` for the setting, and a byte order mark.
    Current,
}

/// A register to make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Synthetic {
    /// What it is made from.
    pub seed: u64,
    /// How many rows it has; at most 90,000.
    pub rows: u32,
    /// How it is written.
    pub dialect: Dialect,
}

const ENGLISH_NAMES: &[&str] = &[
    "HIGH STREET SURGERY",
    "ORCHARD LANE PRACTICE",
    "THE \"\"OLD FORGE\"\" SURGERY",
    "DR A EXAMPLE'S PRACTICE",
    "SMITHY, GREEN & PARTNERS",
    "RIVERSIDE HEALTH CENTRE",
];
const WELSH_NAMES: &[&str] = &[
    "MEDDYGFA'R AFON",
    "CANOLFAN IECHYD Y DRE",
    "FEDDYGFA HIGH STREET",
    "MEDDYGFA TŶ COCH",
    "PLAS MEDDYG",
];
const ENGLISH_TOWNS: &[(&str, &str, &str)] = &[
    ("MUCH BINDING", "KENT", "ZE12"),
    ("NETHER WALLOP MARKET", "HAMPSHIRE", "ZO3"),
    ("AMBRIDGE MAGNA", "WORCESTERSHIRE", "ZR7"),
];
const WELSH_TOWNS: &[(&str, &str, &str)] = &[
    ("DINAS BACH", "GWYNEDD", "ZL55"),
    ("LLANAREGLWYS", "DYFED", "ZA44"),
    ("ABERSOCH UCHAF", "CLWYD", "ZL20"),
];
const ENGLISH_COMMISSIONERS: &[&str] = &["9Z1", "9Z2", "9Z3"];
const WELSH_COMMISSIONERS: &[&str] = &["7A1", "7A2", "7A3", "7A4", "7A5", "7A6", "7A7"];

impl Synthetic {
    /// The file's text.
    pub fn csv(self) -> String {
        let mut text = match self.dialect {
            Dialect::Legacy => String::new(),
            Dialect::Current => "\u{FEFF}".to_owned(),
        };
        let mut dice = Dice(self.seed);
        for number in 0..self.rows {
            self.row(&mut text, &mut dice, number);
        }
        text
    }

    fn row(self, text: &mut String, dice: &mut Dice, number: u32) {
        let welsh = number.is_multiple_of(5);
        let (names, towns, commissioners, nation) = if welsh {
            (WELSH_NAMES, WELSH_TOWNS, WELSH_COMMISSIONERS, "W00")
        } else {
            (ENGLISH_NAMES, ENGLISH_TOWNS, ENGLISH_COMMISSIONERS, "Y99")
        };
        let (town, county, outward) = dice.one_of(towns);
        let state = match dice.below(100) {
            0..80 => State::Active,
            80..96 => State::Closed,
            96..99 => State::Dormant,
            _ => State::Proposed,
        };
        let sometimes = |left_out: bool, text: String| if left_out { String::new() } else { text };
        let closed = sometimes(state != State::Closed, format!("20{:02}0331", 10 + dice.below(9)));
        let commissioner = sometimes(dice.below(40) == 0, dice.one_of(commissioners).to_owned());
        let columns: [String; 27] = [
            code(number, welsh),
            dice.one_of(names).to_owned(),
            nation.to_owned(),
            "Q99".to_owned(),
            "THE HEALTH CENTRE".to_owned(),
            format!("{} STATION ROAD", 1 + dice.below(90)),
            town.to_owned(),
            county.to_owned(),
            String::new(),
            sometimes(dice.below(50) == 0, format!("{outward} {}AA", dice.below(10))),
            "19740401".to_owned(),
            closed.clone(),
            self.status(state).to_owned(),
            "B".to_owned(),
            commissioner.clone(),
            "20130401".to_owned(),
            closed,
            sometimes(dice.below(20) == 0, format!("01632 96{:04}", dice.below(10_000))),
            String::new(),
            String::new(),
            String::new(),
            "0".to_owned(),
            String::new(),
            commissioner,
            String::new(),
            self.setting(dice, welsh).to_owned(),
            String::new(),
        ];
        for (position, column) in columns.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            // Writing into a string cannot fail.
            let _ = write!(text, "{comma}\"{column}\"");
        }
        text.push_str("\r\n");
    }

    fn status(self, state: State) -> &'static str {
        match (self.dialect, state) {
            (Dialect::Legacy, State::Active) => "A",
            (Dialect::Legacy, State::Closed) => "C",
            (Dialect::Legacy, State::Dormant) => "D",
            (Dialect::Legacy, State::Proposed) => "P",
            (Dialect::Current, State::Active) => "ACTIVE",
            (Dialect::Current, State::Closed) => "INACTIVE",
            (Dialect::Current, State::Dormant) => "DORMANT",
            (Dialect::Current, State::Proposed) => "PROPOSED",
        }
    }

    /// Welsh practices of the legacy file have setting 0, not 4: filtering on 4 would lose Wales.
    fn setting(self, dice: &mut Dice, welsh: bool) -> &'static str {
        let settings: &[&'static str] = match (self.dialect, welsh) {
            (Dialect::Legacy, true) => &["0"],
            (Dialect::Legacy, false) => &["4", "4", "4", "0", "9", "10", "25"],
            (Dialect::Current, _) => &["RO76", "RO76|RO177", "RO177|RO76|RO247", "RO72"],
        };
        dice.one_of(settings)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Active,
    Closed,
    Dormant,
    Proposed,
}

/// Practices' codes, Welsh cost centres (`W00…`), and the islands' codes with letters.
fn code(number: u32, welsh: bool) -> String {
    match number {
        3 => "GUE901".to_owned(),
        6 => "JER901".to_owned(),
        9 => "ALD901".to_owned(),
        10 => "W00901".to_owned(),
        _ if welsh && number < 5_000 => format!("W{:05}", 99_000 + number / 5),
        _ if welsh => format!("W{:05}", 10_000 + number / 5),
        // Codes that the real register has not reached.
        _ if number < 10_000 => format!("Y{:05}", 90_000 + number),
        _ => format!("Y{number:05}"),
    }
}

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.roll() % most
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let most = u64::try_from(all.len()).unwrap_or(1);
        let at = usize::try_from(self.below(most)).unwrap_or(0);
        all[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_register() {
        let one = Synthetic {
            seed: 1,
            rows: 50,
            dialect: Dialect::Current,
        };
        assert_eq!(one.csv(), one.csv());
        assert_ne!(one.csv(), Synthetic { seed: 2, ..one }.csv());
    }

    #[test]
    fn the_traps_are_set() {
        let text = Synthetic {
            seed: 1,
            rows: 500,
            dialect: Dialect::Legacy,
        }
        .csv();
        for trap in [
            "\"HIGH STREET SURGERY\"",
            "\"W00901\"",
            "\"GUE901\"",
            "SMITHY, GREEN",
            "\"C\"",
            "\"D\"",
            "\"P\"",
            "TŶ",
        ] {
            assert!(text.contains(trap), "{trap}");
        }
        assert!(
            text.lines()
                .any(|line| line.contains("\"7A1\"") && line.contains("\"0\",\"\",\"7A1\""))
        );
        assert!(
            Synthetic {
                seed: 1,
                rows: 1,
                dialect: Dialect::Current
            }
            .csv()
            .starts_with('\u{FEFF}')
        );
    }
}
