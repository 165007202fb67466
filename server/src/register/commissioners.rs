//! The commissioners that arise from column 15 of the register: it gives their codes only. The Welsh health boards are
//! known by name; any other is called by its code until support names it.

use domain::OdsCode;
use storage::RegisterRow;

const WELSH_HEALTH_BOARDS: &[(&str, &str)] = &[
    ("7A1", "BETSI CADWALADR UNIVERSITY HEALTH BOARD"),
    ("7A2", "HYWEL DDA UNIVERSITY HEALTH BOARD"),
    ("7A3", "SWANSEA BAY UNIVERSITY HEALTH BOARD"),
    ("7A4", "CARDIFF AND VALE UNIVERSITY HEALTH BOARD"),
    ("7A5", "CWM TAF MORGANNWG UNIVERSITY HEALTH BOARD"),
    ("7A6", "ANEURIN BEVAN UNIVERSITY HEALTH BOARD"),
    ("7A7", "POWYS TEACHING HEALTH BOARD"),
];

/// The commissioner with this code.
pub(super) fn commissioner(code: &OdsCode) -> RegisterRow {
    let known = WELSH_HEALTH_BOARDS.iter().find(|(board, _)| *board == code.as_str());
    let name = known.map_or_else(|| code.to_string(), |(_, name)| (*name).to_owned());
    RegisterRow::commissioner_row(code.clone(), name)
}
