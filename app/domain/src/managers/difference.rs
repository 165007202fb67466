//! What a file changes, decided from what it says, what the imports before said, and who is in or was turned down. A pure
//! function: the page shows what it says, and applying does it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{At, Listed, ManagerAspect};
use crate::permission::Role;
use crate::text::folded;
use crate::{EmailAddress, Moment, OrganisationId, PersonName, PreApprovalId};

/// An entry as the imports have said until now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The practice.
    pub at: At,
    /// First name, as the file had it.
    pub first_name: PersonName,
    /// Last name, as the file had it.
    pub last_name: PersonName,
    /// E-mail address, as the file had it.
    pub email: EmailAddress,
    /// The role that it gives.
    pub role: Role,
    /// The first day.
    pub starts: Option<NaiveDate>,
    /// The last day.
    pub ends: Option<NaiveDate>,
    /// Whether the latest import listed it.
    pub listed: bool,
    /// When an import listed it for the first time.
    pub listed_at: Moment,
    /// The pre-approval that it gave, used or ended since or not; none where an import has ended it.
    pub pre_approval: Option<PreApprovalId>,
}

impl Kept {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name.as_str(), self.last_name.as_str())
    }

    /// What an entry is recognised by.
    pub fn key(&self) -> (OrganisationId, String) {
        (self.at.organisation, self.email.key().to_owned())
    }
}

/// What the difference is found from. Addresses are keys ([`EmailAddress::key`]), and always compared whole.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The entries of the file.
    pub listed: Vec<Listed>,
    /// Every entry that an import has ever listed.
    pub kept: Vec<Kept>,
    /// Entries whose people are members of their practices.
    pub members: HashSet<(OrganisationId, String)>,
    /// The last revocation or rejection at the practice of whoever has the address of an entry.
    pub last_no: HashMap<(OrganisationId, String), Moment>,
    /// Entries whose addresses are pre-approved there: by an import before, or by somebody.
    pub pre_approved: HashSet<(OrganisationId, String)>,
    /// Whom refused lines may be about ([`doubt`]): whoever stands there loses nothing by it.
    pub doubts: HashSet<String>,
}

/// What an entry that is listed gives now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// Somebody is pre-approved who was not.
    PreApproved,
    /// Nothing new: an import has pre-approved them, whatever became of that.
    AsBefore,
    /// Nothing: they are a member.
    Member,
    /// Nothing: somebody has pre-approved the address.
    PreApprovedBySomebody,
    /// Nothing: they were revoked or rejected since they were first listed, and so people decide.
    ToPeople,
}

/// An entry of the file, with what it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// As the file says.
    pub listed: Listed,
    /// What it gives.
    pub becomes: Becomes,
    /// When it was listed for the first time; what it gives is given at this moment.
    pub since: Moment,
    /// What the imports before said.
    pub before: Option<Kept>,
}

/// An entry that an import changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// As the file says.
    pub manager: Matched,
    /// What the import before said.
    pub before: Kept,
    /// What differs.
    pub aspects: Vec<ManagerAspect>,
}

/// What a file changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Entries that were not listed.
    pub new: Vec<Matched>,
    /// Entries that change.
    pub changed: Vec<Amended>,
    /// How many stay as they were.
    pub unchanged: usize,
    /// Entries that are no longer listed, each with whether somebody is in by its address.
    pub unlisted: Vec<(Kept, bool)>,
}

impl Difference {
    /// Every entry that it brings or changes.
    pub fn touched(&self) -> impl Iterator<Item = &Matched> {
        self.new.iter().chain(self.changed.iter().map(|one| &one.manager))
    }

    /// How many entries it concerns.
    pub fn count(&self) -> usize {
        self.new.len() + self.changed.len() + self.unlisted.len()
    }
}

/// What a file that is applied at this moment changes.
pub fn difference(is: &Matching, now: Moment) -> Difference {
    let mut first: HashMap<(OrganisationId, String), Moment> = HashMap::new();
    for kept in &is.kept {
        let moment = first
            .entry((kept.at.organisation, folded(&kept.full_name())))
            .or_insert(kept.listed_at);
        *moment = kept.listed_at.min(*moment);
    }
    let mut kept: HashMap<_, Kept> = is.kept.iter().map(|one| (one.key(), one.clone())).collect();
    let mut difference = Difference::default();
    for listed in &is.listed {
        let before = kept.remove(&listed.key());
        let since = match &before {
            Some(before) => before.listed_at,
            // Under another address they are who they were.
            None => first
                .get(&(listed.at.organisation, folded(&listed.full_name())))
                .copied()
                .unwrap_or(now),
        };
        let matched = Matched {
            listed: listed.clone(),
            becomes: becomes(is, listed, before.as_ref(), since),
            since,
            before: before.clone(),
        };
        match before {
            Some(before) if before.listed => {
                let aspects = aspects(&matched, &before);
                if aspects.is_empty() {
                    difference.unchanged += 1;
                } else {
                    difference.changed.push(Amended {
                        manager: matched,
                        before,
                        aspects,
                    });
                }
            }
            _ => difference.new.push(matched),
        }
    }
    let mut gone: Vec<Kept> = kept
        .into_values()
        .filter(|one| one.listed && !is_in_doubt(one, &is.doubts))
        .collect();
    gone.sort_by_cached_key(|one| (one.at.code.clone(), folded(one.last_name.as_str()), one.key()));
    difference.unlisted = gone
        .into_iter()
        .map(|one| {
            let is_in = is.members.contains(&one.key());
            (one, is_in)
        })
        .collect();
    difference
}

fn becomes(is: &Matching, listed: &Listed, before: Option<&Kept>, since: Moment) -> Becomes {
    let key = listed.key();
    if is.members.contains(&key) {
        Becomes::Member
    } else if before.is_some_and(|before| before.pre_approval.is_some()) {
        Becomes::AsBefore
    } else if is.pre_approved.contains(&key) {
        Becomes::PreApprovedBySomebody
    } else if is.last_no.get(&key).is_some_and(|no| since <= *no) {
        Becomes::ToPeople
    } else {
        Becomes::PreApproved
    }
}

/// Whom a refused line may be about: the address at a practice where both can be read, else the address, else the name at
/// a practice, as far as anything can be read.
pub fn doubt(code: Option<&str>, email: Option<&str>, full_name: &str) -> Option<String> {
    match (code, email) {
        (Some(code), Some(email)) => Some(format!("{code} {email}")),
        (None, Some(email)) => Some(email.to_owned()),
        (Some(code), None) => Some(format!("{code} {}", folded(full_name))),
        (None, None) => None,
    }
}

fn is_in_doubt(kept: &Kept, doubts: &HashSet<String>) -> bool {
    let (code, email) = (kept.at.code.as_str(), kept.email.key());
    let forms = [(Some(code), Some(email)), (None, Some(email)), (Some(code), None)];
    forms
        .into_iter()
        .filter_map(|(code, email)| doubt(code, email, &kept.full_name()))
        .any(|who| doubts.contains(&who))
}

fn aspects(manager: &Matched, before: &Kept) -> Vec<ManagerAspect> {
    let listed = &manager.listed;
    let differs = [
        (
            ManagerAspect::Name,
            (&before.first_name, &before.last_name) != (&listed.first_name, &listed.last_name),
        ),
        (ManagerAspect::Role, before.role != listed.role),
        (
            ManagerAspect::Days,
            (before.starts, before.ends) != (listed.starts, listed.ends),
        ),
        (ManagerAspect::PreApproval, manager.becomes == Becomes::PreApproved),
    ];
    differs
        .into_iter()
        .filter_map(|(aspect, differs)| differs.then_some(aspect))
        .collect()
}

#[cfg(test)]
mod tests;
