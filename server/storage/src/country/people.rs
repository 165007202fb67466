//! Who there is to be, and what becomes of them: decided by dice, lot by lot.

use chrono::TimeDelta;
use domain::accounts::{Account, AccountState, Position};
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::organisations::Kind;
use domain::permission::Role;
use domain::{Moment, OdsCode, OrganisationId, PersonId, RequestId};
use uuid::Uuid;

use super::Country;
use super::dice::Dice;
use super::names::{address, called};

/// A day, in minutes.
const DAY: u32 = 24 * 60;

/// An organisation that people come to.
pub(super) struct Place {
    id: OrganisationId,
    code: OdsCode,
    name: String,
    kind: Kind,
    /// Who decides there; the first to come.
    head: Option<PersonId>,
    /// Where its medics are listed.
    rosters: Vec<Uuid>,
}

impl Place {
    pub(super) fn new(id: OrganisationId, code: OdsCode, name: String, kind: Kind) -> Self {
        Self {
            id,
            code,
            name,
            kind,
            head: None,
            rosters: Vec::new(),
        }
    }

    fn head_role(&self) -> Role {
        match self.kind {
            Kind::Practice => Role::PracticeEnabledUser,
            Kind::Commissioner => Role::CommissioningAdministrator,
            Kind::Trust => Role::Approver,
        }
    }
}

pub(super) struct NewRoster {
    pub(super) id: Uuid,
    pub(super) organisation: OrganisationId,
    pub(super) group: Option<Uuid>,
    pub(super) name: String,
}

pub(super) struct NewPerson {
    pub(super) account: Account,
    pub(super) created: Moment,
    pub(super) confirmed: Option<Moment>,
    pub(super) signed_in: Option<Moment>,
}

pub(super) struct NewMember {
    pub(super) id: Uuid,
    pub(super) person: PersonId,
    pub(super) organisation: OrganisationId,
    pub(super) role_id: Uuid,
    pub(super) role: Role,
    pub(super) roster: Option<Uuid>,
    pub(super) since: Moment,
    pub(super) ends: Option<Moment>,
    pub(super) by: Option<PersonId>,
    pub(super) how: &'static str,
}

pub(super) struct NewRequest {
    pub(super) id: Uuid,
    pub(super) person: PersonId,
    pub(super) organisation: OrganisationId,
    pub(super) role: Role,
    pub(super) reason: &'static str,
    pub(super) state: &'static str,
    pub(super) made: Moment,
    pub(super) confirmed: Option<Moment>,
    pub(super) decided: Option<Moment>,
    pub(super) by: Option<PersonId>,
    pub(super) why: Option<&'static str>,
}

pub(super) struct NewLetter {
    pub(super) id: Uuid,
    pub(super) person: Account,
    pub(super) organisation: OrganisationId,
    pub(super) text: LetterText,
    pub(super) at: Moment,
}

pub(super) struct NewMedic {
    pub(super) id: Uuid,
    pub(super) account: Account,
    pub(super) organisation: OrganisationId,
    pub(super) gmc: String,
    pub(super) roster: Uuid,
    pub(super) listed: Moment,
    pub(super) came_in: bool,
}

/// An access that ends.
pub(super) struct Ending {
    pub(super) member: Uuid,
    pub(super) at: Moment,
    pub(super) by: PersonId,
    pub(super) why: &'static str,
}

/// An account that is closed.
pub(super) struct Closing {
    pub(super) person: PersonId,
    pub(super) at: Moment,
    pub(super) by: PersonId,
}

/// Everybody of one lot, and what has been learnt of the places meanwhile.
pub(super) struct Crowd {
    now: Moment,
    number: u32,
    practices: Vec<Place>,
    /// How many practices have people by now; new ones fill one after another.
    filled: usize,
    /// How many more come to the practice that is being filled.
    to_come: u32,
    others: Vec<Place>,
    trusts: Vec<usize>,
    pub(super) people: Vec<NewPerson>,
    pub(super) members: Vec<NewMember>,
    pub(super) requests: Vec<NewRequest>,
    pub(super) letters: Vec<NewLetter>,
    pub(super) medics: Vec<NewMedic>,
    pub(super) endings: Vec<Ending>,
    pub(super) closings: Vec<Closing>,
    pub(super) came: Vec<Entry>,
    pub(super) ended: Vec<Entry>,
}

const GROUPS: &[&str] = &["Anaesthetics", "Emergency medicine", "Paediatrics"];
const ROSTERS: &[&str] = &["Days", "Nights", "On call", "Weekends"];
const REASONS: &[&str] = &[
    "I run the front desk and post our shifts.",
    "Rwy'n trefnu'r rota bob dydd Llun.",
    "Covering for a colleague on leave.",
    "Fi yw'r rheolwr newydd.",
    "I book our locums.",
    "New partner from this month.",
];
const REJECTED: &[&str] = &[
    "We do not know you.",
    "Please use your work address.",
    "You have left us.",
];
const REVOKED: &[&str] = &["Left the practice.", "Moved to another role.", "Wedi ymddeol."];

impl Crowd {
    pub(super) fn new(country: &Country, places: Vec<Place>) -> Self {
        let (practices, others): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| place.kind == Kind::Practice);
        let trusts = (0..others.len()).filter(|at| others[*at].kind == Kind::Trust).collect();
        Self {
            now: country.now,
            number: 0,
            practices,
            filled: 0,
            to_come: 0,
            others,
            trusts,
            people: Vec::new(),
            members: Vec::new(),
            requests: Vec::new(),
            letters: Vec::new(),
            medics: Vec::new(),
            endings: Vec::new(),
            closings: Vec::new(),
            came: Vec::new(),
            ended: Vec::new(),
        }
    }

    /// The rosters of every trust.
    pub(super) fn rosters(&mut self, dice: &mut Dice) -> Vec<NewRoster> {
        let mut made = Vec::new();
        for at in &self.trusts {
            let place = &mut self.others[*at];
            let mut add = |name: &str, group| {
                let id = dice.id(self.now);
                made.push(NewRoster {
                    id,
                    organisation: place.id,
                    group,
                    name: name.to_owned(),
                });
                id
            };
            for group in GROUPS {
                let group = add(group, None);
                place
                    .rosters
                    .extend(ROSTERS.iter().map(|roster| add(roster, Some(group))));
            }
        }
        made
    }

    /// So many more people come.
    pub(super) fn come(&mut self, many: u32, dice: &mut Dice) {
        for _ in 0..many {
            self.number += 1;
            let vacant = self.others.iter().position(|place| place.head.is_none());
            match (vacant, dice.below(1_000)) {
                (Some(other), _) => self.head_of_other(other, dice),
                _ if self.filled == 0 || self.practices.is_empty() => self.member(dice),
                (None, 0..40) => self.unconfirmed(true, dice),
                (None, 40..55) => self.unconfirmed(false, dice),
                (None, 55..115) => self.asks_only("pending", dice),
                (None, 115..145) => self.asks_only("rejected", dice),
                (None, 145..150) => self.asks_only("withdrawn", dice),
                (None, 150..155) => self.asks_only("expired", dice),
                (None, 155..255) if !self.trusts.is_empty() => self.medic(dice),
                (None, _) => self.member(dice),
            }
        }
    }

    /// Somebody with an account; `recent`: within the last weeks.
    fn person(&mut self, at: &str, confirmed: bool, recent: bool, dice: &mut Dice) -> (Account, Moment) {
        let called = called(dice);
        let days = if recent { 20 } else { 3 * 365 };
        let created = dice.before(self.now.plus(-TimeDelta::days(3)), days * DAY);
        let confirmed = confirmed.then(|| created.plus(TimeDelta::minutes(i64::from(2 + dice.below(60)))));
        let back = if dice.in_thousand(700) { 60 } else { 500 };
        let signed_in = confirmed
            .filter(|_| !dice.in_thousand(80))
            .map(|confirmed| dice.before(self.now, back * DAY).max(confirmed));
        let email = address(&called, self.number, at);
        let account = Account {
            id: PersonId::new(dice.id(created)),
            email,
            first_name: called.first,
            last_name: called.last,
            language: called.language,
            position: dice.in_thousand(900).then(|| dice.one_of(&Position::ALL)),
            state: if confirmed.is_some() {
                AccountState::Confirmed
            } else {
                AccountState::Unconfirmed
            },
        };
        self.note(Event::AccountCreated, created, account.id, None, None);
        if let Some(confirmed) = confirmed {
            self.note(Event::AccountConfirmed, confirmed, account.id, None, None);
        }
        self.people.push(NewPerson {
            account: account.clone(),
            created,
            confirmed,
            signed_in,
        });
        (account, created)
    }

    /// A line of the audit about what came; by the person themselves, where nobody is named.
    fn note(
        &mut self,
        event: Event,
        at: Moment,
        about: PersonId,
        where_: Option<OrganisationId>,
        by: Option<PersonId>,
    ) {
        let entry = line(event, at, about, where_, by.unwrap_or(about));
        self.came.push(entry);
    }

    /// The first at a trust or commissioner.
    fn head_of_other(&mut self, at: usize, dice: &mut Dice) {
        let code = self.others[at].code.to_string();
        let (account, created) = self.person(&code, true, false, dice);
        let place = &mut self.others[at];
        place.head = Some(account.id);
        let (organisation, role) = (place.id, place.head_role());
        self.let_in(&account, organisation, role, created, None, dice);
    }

    /// Somebody who may act for a practice, or could.
    fn member(&mut self, dice: &mut Dice) {
        if self.practices.is_empty() {
            self.person("gwlad", true, false, dice);
            return;
        }
        if self.to_come == 0 {
            self.filled += 1;
            // Most practices are small.
            self.to_come = 5 + dice.below(18) + if dice.in_thousand(300) { dice.below(18) } else { 0 };
        }
        self.to_come -= 1;
        let at = (self.filled - 1) % self.practices.len();
        let (code, name) = (self.practices[at].code.clone(), self.practices[at].name.clone());
        let (organisation, head) = (self.practices[at].id, self.practices[at].head);
        let (account, created) = self.person(&code.to_string(), true, false, dice);
        let Some(head) = head else {
            self.practices[at].head = Some(account.id);
            self.let_in(&account, organisation, Role::PracticeEnabledUser, created, None, dice);
            return;
        };
        let role = if dice.in_thousand(700) {
            Role::PracticeEnabledUser
        } else {
            Role::ProviderUser
        };
        let decided = created.plus(TimeDelta::minutes(i64::from(90 + dice.below(2 * DAY))));
        self.request(
            &account,
            organisation,
            role,
            "approved",
            created,
            Some((decided, Some(head), None)),
            dice,
        );
        self.let_in(&account, organisation, role, decided, Some(head), dice);
        let text = LetterText::RequestApproved {
            code,
            organisation: name,
            role,
            only_for: None,
            from: None,
            until: None,
        };
        self.letter(&account, organisation, text, decided, dice);
        match dice.below(1_000) {
            0..50 => self.revoke(&account, organisation, head, dice),
            50..70 => self.close(&account, organisation, head, dice),
            70..120 => {
                let other = dice.index(self.filled.min(self.practices.len()));
                if self.practices[other].id != organisation {
                    let there = self.practices[other].id;
                    let asked = dice.before(self.now, 20 * DAY).max(decided);
                    self.request(&account, there, Role::ProviderUser, "pending", asked, None, dice);
                }
            }
            _ => {}
        }
    }

    /// Somebody who asks for something and has nothing else.
    fn asks_only(&mut self, state: &'static str, dice: &mut Dice) {
        let at = dice.index(self.filled.min(self.practices.len()));
        let (organisation, head) = (self.practices[at].id, self.practices[at].head);
        let code = self.practices[at].code.to_string();
        let name = self.practices[at].name.clone();
        let (account, created) = self.person(&code, true, state == "pending", dice);
        let decided = created.plus(TimeDelta::minutes(i64::from(90 + dice.below(2 * DAY))));
        let decision = match state {
            "pending" => None,
            "rejected" => Some((decided, head, Some(dice.one_of(REJECTED)))),
            _ => Some((decided, None, None)),
        };
        self.request(
            &account,
            organisation,
            Role::PracticeEnabledUser,
            state,
            created,
            decision,
            dice,
        );
        if let Some((_, _, Some(reason))) = decision {
            let text = LetterText::RequestRejected {
                organisation: name,
                reason: reason.to_owned(),
            };
            self.letter(&account, organisation, text, decided, dice);
        }
    }

    /// Somebody who has yet to confirm the address.
    fn unconfirmed(&mut self, asks: bool, dice: &mut Dice) {
        let at = dice.index(self.filled.min(self.practices.len()));
        let (organisation, code) = (self.practices[at].id, self.practices[at].code.to_string());
        let (account, created) = self.person(&code, false, true, dice);
        if asks {
            let role = Role::PracticeEnabledUser;
            self.request(
                &account,
                organisation,
                role,
                "awaiting_confirmation",
                created,
                None,
                dice,
            );
        }
    }

    /// A medic on a trust's roster; one in five has yet to confirm.
    fn medic(&mut self, dice: &mut Dice) {
        let at = dice.one_of(&self.trusts);
        let (organisation, code) = (self.others[at].id, self.others[at].code.to_string());
        let roster = dice.one_of(&self.others[at].rosters);
        let came_in = dice.in_thousand(800);
        let (account, created) = self.person(&code, came_in, !came_in, dice);
        let listed = created.plus(TimeDelta::minutes(i64::from(120)));
        if came_in {
            self.members.push(NewMember {
                id: dice.id(listed),
                person: account.id,
                organisation,
                role_id: dice.id(listed),
                role: Role::RosteredMedic,
                roster: Some(roster),
                since: listed,
                ends: None,
                by: None,
                how: "import",
            });
        }
        self.note(Event::MedicImported, listed, account.id, Some(organisation), None);
        self.medics.push(NewMedic {
            id: dice.id(listed),
            account,
            organisation,
            gmc: format!("{:07}", 1_000_000 + self.number),
            roster,
            listed,
            came_in,
        });
    }

    fn let_in(
        &mut self,
        account: &Account,
        organisation: OrganisationId,
        role: Role,
        since: Moment,
        by: Option<PersonId>,
        dice: &mut Dice,
    ) {
        let ends = match dice.below(1_000) {
            0..30 if by.is_some() => Some(self.now.plus(TimeDelta::days(i64::from(5 + dice.below(300))))),
            30..40 if by.is_some() => Some(dice.before(self.now, 30 * DAY).max(since.plus(TimeDelta::minutes(5)))),
            _ => None,
        };
        self.members.push(NewMember {
            id: dice.id(since),
            person: account.id,
            organisation,
            role_id: dice.id(since),
            role,
            roster: None,
            since,
            ends,
            by,
            how: if by.is_some() { "person" } else { "set_up" },
        });
        if by.is_none() {
            self.note(Event::LetIn, since, account.id, Some(organisation), None);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a request has so many particulars, and is made in three places here"
    )]
    fn request(
        &mut self,
        account: &Account,
        organisation: OrganisationId,
        role: Role,
        state: &'static str,
        made: Moment,
        decided: Option<(Moment, Option<PersonId>, Option<&'static str>)>,
        dice: &mut Dice,
    ) {
        let confirmed = (state != "awaiting_confirmation").then(|| made.plus(TimeDelta::minutes(70)));
        self.note(Event::RequestMade, made, account.id, Some(organisation), None);
        let (at, by, why) = decided.map_or((None, None, None), |(at, by, why)| (Some(at), by, why));
        let event = match state {
            "approved" => Some(Event::RequestApproved),
            "rejected" => Some(Event::RequestRejected),
            "withdrawn" => Some(Event::RequestWithdrawn),
            _ => None,
        };
        if let (Some(event), Some(at)) = (event, at) {
            self.note(event, at, account.id, Some(organisation), by);
        }
        self.requests.push(NewRequest {
            id: dice.id(made),
            person: account.id,
            organisation,
            role,
            reason: dice.one_of(REASONS),
            state,
            made,
            confirmed,
            decided: at,
            by,
            why,
        });
    }

    fn letter(&mut self, to: &Account, organisation: OrganisationId, text: LetterText, at: Moment, dice: &mut Dice) {
        self.letters.push(NewLetter {
            id: dice.id(at),
            person: to.clone(),
            organisation,
            text,
            at,
        });
    }

    /// The access that was given last is revoked.
    fn revoke(&mut self, account: &Account, organisation: OrganisationId, by: PersonId, dice: &mut Dice) {
        let Some(member) = self.members.last().map(|member| (member.id, member.since)) else {
            return;
        };
        let at = dice
            .before(self.now, 300 * DAY)
            .max(member.1.plus(TimeDelta::minutes(10)));
        let why = dice.one_of(REVOKED);
        self.endings.push(Ending {
            member: member.0,
            at,
            by,
            why,
        });
        let entry = line(Event::MemberRevoked, at, account.id, Some(organisation), by);
        self.ended.push(entry.because(Some(why.to_owned())));
    }

    /// The account is closed, and with it the access that was given last.
    fn close(&mut self, account: &Account, organisation: OrganisationId, by: PersonId, dice: &mut Dice) {
        self.revoke(account, organisation, by, dice);
        let Some(at) = self.endings.last().map(|ending| ending.at) else {
            return;
        };
        let person = account.id;
        self.closings.push(Closing { person, at, by });
        self.ended.push(line(Event::AccountDisabled, at, person, None, by));
    }
}

fn line(event: Event, at: Moment, about: PersonId, where_: Option<OrganisationId>, by: PersonId) -> Entry {
    let request = RequestId::new(Uuid::from_u128(about.uuid().as_u128() ^ 1));
    let mut entry = Entry::new(event, Actor::Person(by), at, request).about(about);
    entry.organisation = where_;
    entry
}
