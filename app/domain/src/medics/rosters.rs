//! The rosters that a list names: those that are open already, and those that are made for it.

use std::collections::{BTreeMap, HashMap};

use super::Difference;
use crate::RosterId;
use crate::rosters::{RosterName, RosterView};
use crate::text::folded;

/// A roster or roster group that a list names and that is not there, or is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingRoster {
    /// Whether it is a group.
    pub is_group: bool,
    /// Its name.
    pub name: RosterName,
    /// The name of the group that it is to stand in; a group stands in none.
    pub group: Option<RosterName>,
}

impl MissingRoster {
    /// Its name, with that of the group that it is to stand in.
    pub fn full_name(&self) -> String {
        match &self.group {
            Some(group) => format!("{} ({})", self.name.as_str(), group.as_str()),
            None => self.name.as_str().to_owned(),
        }
    }
}

/// The open rosters, by the folded names of their groups and their own ([`super::OnRoster::place`]).
pub fn places(rosters: &[RosterView]) -> HashMap<(Option<String>, String), RosterId> {
    let open = rosters.iter().filter(|one| !one.closed && !one.is_group);
    open.map(|one| ((one.group.as_deref().map(folded), folded(&one.name)), one.id))
        .collect()
}

/// The open roster groups, by their folded names.
pub fn groups(rosters: &[RosterView]) -> HashMap<String, RosterId> {
    let open = rosters.iter().filter(|one| !one.closed && one.is_group);
    open.map(|one| (folded(&one.name), one.id)).collect()
}

/// What has to be made before a difference can be applied: groups first, then by name.
pub fn missing_rosters(difference: &Difference, rosters: &[RosterView]) -> Vec<MissingRoster> {
    let (places, groups) = (places(rosters), groups(rosters));
    let mut missing = BTreeMap::new();
    for on in difference.touched().flat_map(|medic| &medic.listed.rosters) {
        if let Some(group) = on.group.as_ref().filter(|group| !groups.contains_key(&group.key())) {
            missing
                .entry((false, None, group.key()))
                .or_insert_with(|| MissingRoster {
                    is_group: true,
                    name: group.clone(),
                    group: None,
                });
        }
        if !places.contains_key(&on.place()) {
            let (group, name) = on.place();
            missing.entry((true, group, name)).or_insert_with(|| MissingRoster {
                is_group: false,
                name: on.roster.clone(),
                group: on.group.clone(),
            });
        }
    }
    missing.into_values().collect()
}
