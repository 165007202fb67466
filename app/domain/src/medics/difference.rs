//! What a list changes, decided from what the file says, what the imports before said, and the accounts with the file's
//! addresses. A pure function: the page shows what it says, and applying does it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{GmcNumber, Listed, MedicAspect, OnRoster};
use crate::accounts::{Account, AccountState};
use crate::{EmailAddress, PersonId, PersonName, RosterId};

/// A medic as the organisation's imports have said until now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The GMC number.
    pub gmc: GmcNumber,
    /// First name, as the file had it.
    pub first_name: PersonName,
    /// Last name, as the file had it.
    pub last_name: PersonName,
    /// E-mail address, as the file had it.
    pub email: EmailAddress,
    /// Whether the latest import listed them.
    pub listed: bool,
    /// Whether the roles were given: the account was confirmed by then.
    pub is_in: bool,
    /// Whether an import made the account.
    pub made_account: bool,
    /// The account; none where it has lapsed unconfirmed.
    pub account: Option<Account>,
    /// For which rosters.
    pub roles: Vec<KeptRole>,
}

/// A roster for which a medic has been listed until now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRole {
    /// The roster.
    pub roster: RosterId,
    /// Its name as it is now, and when the role holds.
    pub on: OnRoster,
}

/// What the difference is found from.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The medics of the file.
    pub listed: Vec<Listed>,
    /// Everybody whom the organisation's imports have ever listed.
    pub kept: Vec<Kept>,
    /// The accounts with the addresses of the file, by [`EmailAddress::key`].
    pub accounts: HashMap<String, Account>,
    /// Those whose access to the organisation was revoked, and not because an import listed them no longer.
    pub revoked: HashSet<PersonId>,
    /// GMC numbers and addresses of lines that were refused: whoever stands there loses nothing by it.
    pub doubts: HashSet<String>,
}

/// Whose roles they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// Nobody has an account with the address: one is made, unconfirmed.
    Made,
    /// Somebody with an account.
    Has(Account),
    /// An account that an import made and that waits to be confirmed, under another address from now on.
    Readdressed(Account),
}

impl Holder {
    /// The account, where there is one.
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::Made => None,
            Self::Has(account) | Self::Readdressed(account) => Some(account),
        }
    }
}

/// A medic of the file, with whom they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// As the file says; where some of their lines were refused, with the rosters kept until now.
    pub listed: Listed,
    /// Who it is.
    pub holder: Holder,
    /// What the imports before said.
    pub before: Option<Kept>,
}

impl Matched {
    /// Whether an import made the account.
    pub fn made_account(&self) -> bool {
        match &self.holder {
            Holder::Made | Holder::Readdressed(_) => true,
            Holder::Has(account) => self.before.as_ref().is_some_and(|before| {
                before.made_account && before.account.as_ref().is_some_and(|kept| kept.id == account.id)
            }),
        }
    }

    /// Whether the roles are given at once: the account is confirmed.
    pub fn comes_in(&self) -> bool {
        self.holder
            .account()
            .is_some_and(|account| account.state == AccountState::Confirmed)
    }

    /// Whether the roles were given by an import before, which still lists them.
    pub fn was_in(&self) -> bool {
        let same =
            |before: &Kept| before.account.as_ref().map(|kept| kept.id) == self.holder.account().map(|now| now.id);
        self.before
            .as_ref()
            .is_some_and(|before| before.listed && before.is_in && same(before))
    }

    /// Whether a letter is due that asks to confirm the address: the account waits, and no import has written to it.
    pub fn letter_due(&self) -> bool {
        match &self.holder {
            Holder::Made | Holder::Readdressed(_) => true,
            Holder::Has(account) => {
                let known = self.before.as_ref().is_some_and(|before| {
                    before.listed && before.account.as_ref().is_some_and(|kept| kept.id == account.id)
                });
                account.state == AccountState::Unconfirmed && !known
            }
        }
    }

    /// The account that an import made, as this one puts it right; none where it stays as it is.
    pub fn corrected(&self) -> Option<Account> {
        let account = self.holder.account().filter(|_| self.made_account())?;
        let corrected = Account {
            first_name: self.listed.first_name.clone(),
            last_name: self.listed.last_name.clone(),
            email: match self.holder {
                Holder::Readdressed(_) => self.listed.email.clone(),
                _ => account.email.clone(),
            },
            ..account.clone()
        };
        (corrected != *account).then_some(corrected)
    }
}

/// A medic whom an import changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// As the file says.
    pub medic: Matched,
    /// What the import before said.
    pub before: Kept,
    /// What differs.
    pub aspects: Vec<MedicAspect>,
}

/// What a list changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Medics who were not listed.
    pub new: Vec<Matched>,
    /// Medics who change.
    pub changed: Vec<Amended>,
    /// How many stay as they were.
    pub unchanged: usize,
    /// Medics who are no longer listed.
    pub unlisted: Vec<Kept>,
    /// Medics whose address belongs to another medic of the organisation; nothing becomes of them.
    pub clashing: Vec<Listed>,
    /// Medics who were not listed, and whose access was revoked; nothing becomes of them until somebody enables it.
    pub revoked: Vec<Listed>,
}

impl Difference {
    /// Everybody whom it brings or changes, as the file says.
    pub fn touched(&self) -> impl Iterator<Item = &Matched> {
        self.new.iter().chain(self.changed.iter().map(|one| &one.medic))
    }
}

/// What a list changes.
pub fn difference(is: Matching) -> Difference {
    let Matching {
        listed,
        kept,
        accounts,
        revoked,
        doubts,
    } = is;
    let in_file: BTreeSet<GmcNumber> = listed.iter().map(|one| one.gmc.clone()).collect();
    // Whose account it is already; a file may not give it to somebody else.
    let mut owners: HashMap<PersonId, GmcNumber> = HashMap::new();
    for one in kept.iter().filter(|one| one.listed || in_file.contains(&one.gmc)) {
        if let Some(account) = &one.account {
            let owner = owners.entry(account.id).or_insert_with(|| one.gmc.clone());
            if one.listed {
                owner.clone_from(&one.gmc);
            }
        }
    }
    let mut kept: BTreeMap<GmcNumber, Kept> = kept.into_iter().map(|one| (one.gmc.clone(), one)).collect();
    let mut difference = Difference::default();
    for mut listed in listed {
        let before = kept.remove(&listed.gmc);
        let Some(holder) = holder(&listed, before.as_ref(), &accounts, &owners) else {
            difference.clashing.push(listed);
            continue;
        };
        match before {
            Some(before) if before.listed => {
                if is_in_doubt(&before, &doubts) {
                    keep_rosters(&mut listed, &before);
                }
                let medic = Matched {
                    listed,
                    holder,
                    before: Some(before.clone()),
                };
                let aspects = aspects(&medic, &before);
                if aspects.is_empty() {
                    difference.unchanged += 1;
                } else {
                    difference.changed.push(Amended { medic, before, aspects });
                }
            }
            _ if holder.account().is_some_and(|account| revoked.contains(&account.id)) => {
                difference.revoked.push(listed);
            }
            before => difference.new.push(Matched { listed, holder, before }),
        }
    }
    let gone = kept.into_values().filter(|one| one.listed);
    difference.unlisted = gone.filter(|one| !is_in_doubt(one, &doubts)).collect();
    difference
}

/// Who a medic of the file is; nobody where the address belongs to another medic.
fn holder(
    listed: &Listed,
    before: Option<&Kept>,
    accounts: &HashMap<String, Account>,
    owners: &HashMap<PersonId, GmcNumber>,
) -> Option<Holder> {
    let with_address = accounts.get(listed.email.key());
    let kept = before.and_then(|before| before.account.as_ref().map(|account| (before, account)));
    if let Some((before, account)) = kept {
        let waits = before.made_account && account.state == AccountState::Unconfirmed;
        if !waits || account.email.key() == listed.email.key() {
            return Some(Holder::Has(account.clone()));
        }
        if with_address.is_none() {
            return Some(Holder::Readdressed(account.clone()));
        }
    }
    let Some(account) = with_address else {
        return Some(Holder::Made);
    };
    let is_theirs = owners.get(&account.id).is_none_or(|owner| *owner == listed.gmc);
    is_theirs.then(|| Holder::Has(account.clone()))
}

fn is_in_doubt(kept: &Kept, doubts: &HashSet<String>) -> bool {
    doubts.contains(kept.gmc.as_str())
        || doubts.contains(kept.email.key())
        || kept
            .account
            .as_ref()
            .is_some_and(|account| doubts.contains(account.email.key()))
}

/// Keeps the rosters of a medic some of whose lines were refused.
fn keep_rosters(listed: &mut Listed, before: &Kept) {
    for role in &before.roles {
        if listed.rosters.iter().all(|on| on.place() != role.on.place()) {
            listed.rosters.push(role.on.clone());
        }
    }
}

fn aspects(medic: &Matched, before: &Kept) -> Vec<MedicAspect> {
    let listed = &medic.listed;
    let held = |on: &OnRoster| (on.place(), on.starts, on.ends);
    let now: BTreeSet<_> = listed.rosters.iter().map(held).collect();
    let then: BTreeSet<_> = before.roles.iter().map(|role| held(&role.on)).collect();
    let account = match medic.holder.account() {
        None => true,
        Some(account) => {
            before.account.as_ref().map(|kept| kept.id) != Some(account.id) || (medic.comes_in() && !before.is_in)
        }
    };
    let differs = [
        (
            MedicAspect::Name,
            (&before.first_name, &before.last_name) != (&listed.first_name, &listed.last_name),
        ),
        (MedicAspect::Address, before.email.key() != listed.email.key()),
        (MedicAspect::Rosters, now != then),
        (MedicAspect::Account, account),
    ];
    let differs = differs.into_iter();
    differs
        .filter_map(|(aspect, differs)| differs.then_some(aspect))
        .collect()
}
