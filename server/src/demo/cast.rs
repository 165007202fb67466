//! Who and what the demo shows. All of it is invented.

use chrono::NaiveDate;
use domain::accounts::Position;
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{Language, OdsCode};
use storage::RegisterRow;

/// The password of everyone in the demo; it is printed at every start.
pub(super) const PASSWORD: &str = "seven green kettles";

/// An organisation of the demo.
pub(super) struct Invented {
    pub(super) code: &'static str,
    name: &'static str,
    kind: Kind,
    street: &'static str,
    town: &'static str,
    postcode: &'static str,
    telephone: &'static str,
    closed: Option<(i32, u32, u32)>,
}

const fn practice(code: &'static str, name: &'static str, street: &'static str, town: &'static str) -> Invented {
    Invented {
        code,
        name,
        kind: Kind::Practice,
        street,
        town,
        postcode: "ZZ99 1AA",
        telephone: "01632 960100",
        closed: None,
    }
}

pub(super) const COMMISSIONER: &str = "9W1";

/// The trust, which has rosters.
pub(super) const TRUST: &str = "R9Z";

/// Its roster groups, each with its rosters.
pub(super) const ROSTERS: &[(&str, &[&str])] = &[
    ("Out of hours", &["Weekday evenings", "Weekends", "Bank holidays"]),
    ("Wards", &["Ward 7", "Ward 8 nights"]),
];

pub(super) const ORGANISATIONS: &[Invented] = &[
    Invented {
        code: COMMISSIONER,
        name: "BWRDD IECHYD GWLAD Y GÂN / LAND OF SONG HEALTH BOARD",
        kind: Kind::Commissioner,
        street: "HEOL Y DELYN",
        town: "CASTELL-Y-GÂN",
        postcode: "ZZ99 0AA",
        telephone: "01632 960001",
        closed: None,
    },
    Invented {
        code: TRUST,
        name: "LLANFAIR-Y-BONT HOSPITAL TRUST",
        kind: Kind::Trust,
        street: "FFORDD YR YSBYTY",
        town: "LLANFAIR-Y-BONT",
        postcode: "ZZ99 2AA",
        telephone: "01632 960002",
        closed: None,
    },
    practice("W99901", "MEDDYGFA'R BONT", "STRYD Y BONT", "LLANFAIR-Y-BONT"),
    practice(
        "W99902",
        "CANOLFAN IECHYD Y CASTELL",
        "STRYD Y CASTELL",
        "CASTELL-Y-GÂN",
    ),
    practice("W99903", "MEDDYGFA TŶ GWYN", "LÔN Y FELIN", "ABER-Y-GÂN"),
    practice("W99904", "HIGH STREET SURGERY", "STRYD FAWR", "CASTELL-Y-GÂN"),
    practice("Y99905", "HIGH STREET SURGERY", "HIGH STREET", "MUCH BINDING"),
    Invented {
        closed: Some((2024, 3, 31)),
        ..practice("Y99906", "THE OLD FORGE SURGERY", "FORGE LANE", "MUCH BINDING")
    },
];

/// The row that the register would hold.
pub(super) fn row(invented: &Invented) -> Option<RegisterRow> {
    let code = OdsCode::parse(invented.code).ok()?;
    let closed_on = match invented.closed {
        Some((year, month, day)) => Some(NaiveDate::from_ymd_opt(year, month, day)?),
        None => None,
    };
    let welsh = code.is_welsh();
    let commissioner = match invented.kind {
        Kind::Practice if welsh => Some(OdsCode::parse(COMMISSIONER).ok()?),
        _ => None,
    };
    Some(RegisterRow {
        kind: invented.kind,
        status: if closed_on.is_some() {
            Status::Closed
        } else {
            Status::Active
        },
        address: vec![
            invented.name.to_owned(),
            invented.street.to_owned(),
            invented.town.to_owned(),
        ],
        town: invented.town.to_owned(),
        postcode: invented.postcode.to_owned(),
        telephone: invented.telephone.to_owned(),
        closed_on,
        commissioner,
        ..RegisterRow::commissioner_row(code, invented.name.to_owned())
    })
}

/// A trust, as a row of the register.
pub(super) fn trust(code: &str, name: &str) -> Option<RegisterRow> {
    Some(RegisterRow {
        kind: Kind::Trust,
        ..RegisterRow::commissioner_row(OdsCode::parse(code).ok()?, name.to_owned())
    })
}

/// What a person of the demo is or wants.
pub(super) enum Act {
    /// May act for an organisation.
    Member(&'static str, Role),
    /// May act for an organisation, but only for the roster group of this name.
    MemberFor(&'static str, Role, &'static str),
    /// Asks to, and waits.
    Asks(&'static str, Role, &'static str),
    /// Is of the support team.
    Supports,
}

/// A person of the demo.
pub(super) struct Player {
    pub(super) email: &'static str,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) language: Language,
    pub(super) position: Option<Position>,
    pub(super) act: Act,
    pub(super) signs_in: bool,
    pub(super) what: &'static str,
}

pub(super) const PEOPLE: &[Player] = &[
    Player {
        email: "sian.prydderch@meddygfarbont.example",
        first_name: "Siân",
        last_name: "Prydderch",
        language: Language::Welsh,
        position: Some(Position::PracticeManager),
        act: Act::Member("W99901", Role::PracticeEnabledUser),
        signs_in: true,
        what: "practice manager of Meddygfa'r Bont, with three requests to decide; reads Welsh",
    },
    Player {
        email: "huw.tomos@meddygfarbont.example",
        first_name: "Huw",
        last_name: "Tomos",
        language: Language::English,
        position: Some(Position::Partner),
        act: Act::Member("W99901", Role::PracticeEnabledUser),
        signs_in: true,
        what: "partner at Meddygfa'r Bont: what is revoked, and what the other approvers are told",
    },
    Player {
        email: "mair.ellis@castell.example",
        first_name: "Mair",
        last_name: "Ellis",
        language: Language::English,
        position: Some(Position::Deputy),
        act: Act::Member("W99902", Role::PracticeEnabledUser),
        signs_in: true,
        what: "the only user of Canolfan Iechyd y Castell; has pre-approved elin.morgan@castell.example, who may register",
    },
    Player {
        email: "gwen.harries@gwladygan.example",
        first_name: "Gwen",
        last_name: "Harries",
        language: Language::English,
        position: Some(Position::Administrator),
        act: Act::Member(COMMISSIONER, Role::CommissioningAdministrator),
        signs_in: true,
        what: "commissioning administrator of the Land of Song, above every W999 practice",
    },
    Player {
        email: "dilys.pugh@trust.example",
        first_name: "Dilys",
        last_name: "Pugh",
        language: Language::English,
        position: Some(Position::StaffMember),
        act: Act::Member(TRUST, Role::Approver),
        signs_in: true,
        what: "approver of Llanfair-y-bont Hospital Trust, with its rosters",
    },
    Player {
        email: "meical.gittins@trust.example",
        first_name: "Meical",
        last_name: "Gittins",
        language: Language::English,
        position: Some(Position::StaffMember),
        act: Act::MemberFor(TRUST, Role::RosterManager, "Out of hours"),
        signs_in: false,
        what: "",
    },
    Player {
        email: "olwen.rees@support.example",
        first_name: "Olwen",
        last_name: "Rees",
        language: Language::English,
        position: None,
        act: Act::Supports,
        signs_in: true,
        what: "support: calls practices where nobody decides, as one of two",
    },
    Player {
        email: "owain.puw@support.example",
        first_name: "Owain",
        last_name: "Puw",
        language: Language::Welsh,
        position: None,
        act: Act::Supports,
        signs_in: true,
        what: "support, too: confirms what Olwen Rees has kept about a case; reads Welsh",
    },
    Player {
        email: "mared.bowen@tygwyn.example",
        first_name: "Mared",
        last_name: "Bowen",
        language: Language::English,
        position: Some(Position::PracticeManager),
        act: Act::Asks(
            "W99903",
            Role::PracticeEnabledUser,
            "I have just started as practice manager; nobody here has an account.",
        ),
        signs_in: true,
        what: "asks to act for Meddygfa Tŷ Gwyn, where nobody can decide: a case for support",
    },
    Player {
        email: "idris.vaughan@meddygfarbont.example",
        first_name: "Idris",
        last_name: "Vaughan",
        language: Language::English,
        position: Some(Position::Administrator),
        act: Act::Asks(
            "W99901",
            Role::PracticeEnabledUser,
            "I run the front desk and post our shifts.",
        ),
        signs_in: true,
        what: "waits to be let in to Meddygfa'r Bont",
    },
    Player {
        email: "derbynfa@meddygfarbont.example",
        first_name: "Nia",
        last_name: "Lloyd",
        language: Language::Welsh,
        position: Some(Position::StaffMember),
        act: Act::Asks("W99901", Role::ProviderUser, "Fi sy'n ateb y ffôn yn y bore."),
        signs_in: false,
        what: "",
    },
    Player {
        email: "reception.team@meddygfarbont.example",
        first_name: "Reception",
        last_name: "Staff",
        language: Language::English,
        position: Some(Position::StaffMember),
        act: Act::Asks("W99901", Role::ProviderUser, "New account for the desk."),
        signs_in: false,
        what: "",
    },
];

/// Somebody who is let in at once when they register and ask.
pub(super) struct PreApproved {
    pub(super) email: &'static str,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) code: &'static str,
    pub(super) role: Role,
    pub(super) by: &'static str,
}

pub(super) const PRE_APPROVED: PreApproved = PreApproved {
    email: "elin.morgan@castell.example",
    first_name: "Elin",
    last_name: "Morgan",
    code: "W99902",
    role: Role::PracticeEnabledUser,
    by: "mair.ellis@castell.example",
};
