//! What somebody gave and that waits for its person: pre-approvals, and those whom they added or invited. It ends with the
//! access or the account of whoever gave it, unless whoever ends that keeps it on purpose and answers for it from then on
//! (decision 5).

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::form::{Field, FieldErrors, Problem};
use crate::permission::{Capacity, Role, Standing, may_grant};
use crate::{OrganisationId, PersonId, Refusal};

/// What was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A pre-approval.
    PreApproval,
    /// Somebody was added or invited, and has neither confirmed nor answered.
    NewUser,
}

/// Something that was given and waits for its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRow {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub what: What,
    /// Whom it waits for: name and address, as typed.
    pub whom: String,
    /// Whether the viewer could give it, and so may keep it.
    pub keepable: bool,
}

/// Whoever ends somebody's access or account, and what of all that the person gave they keep; nothing unless somebody says
/// so.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// Who.
    pub by: Option<PersonId>,
    /// What is kept ([`GivenRow::id`]).
    pub kept: BTreeSet<Uuid>,
    /// In which capacity they could give something, where they could.
    pub capacities: HashMap<OrganisationId, Capacity>,
}

impl Keeping {
    /// Whether they could give these roles there, and so may keep what gives them.
    pub fn could(&self, organisation: OrganisationId, roles: &[Role]) -> bool {
        let capacity = self.capacities.get(&organisation);
        capacity.is_some_and(|capacity| roles.iter().all(|role| may_grant(*capacity, *role)))
    }

    /// Notes how they stand to an organisation.
    pub fn stands(&mut self, standing: Option<&Standing>, support: bool) {
        let capacity = standing.and_then(|standing| Some((standing.organisation, standing.capacity(support)?)));
        self.capacities.extend(capacity);
    }

    /// Who answers from now on for something with these roles; nothing where it ends.
    ///
    /// # Errors
    /// It is to be kept by somebody who could not give it.
    pub fn keeper(&self, id: Uuid, organisation: OrganisationId, roles: &[Role]) -> Result<Option<PersonId>, Refusal> {
        if !self.kept.contains(&id) {
            Ok(None)
        } else if self.could(organisation, roles) {
            Ok(self.by)
        } else {
            Err(Refusal::NotAllowed)
        }
    }
}

/// What was ticked to be kept, as a browser posts it.
///
/// # Errors
/// Something else is ticked.
pub fn kept(ticked: &[String]) -> Result<BTreeSet<Uuid>, FieldErrors> {
    let ids = ticked.iter().map(|id| Uuid::try_parse(id));
    let ids: Result<_, _> = ids.collect();
    ids.map_err(|_| FieldErrors::one(Field::Form, Problem::NotAChoice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_kept_by_whoever_could_give_it() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (here, there) = (OrganisationId::new(one), OrganisationId::new(other));
        let by = PersonId::new(other);
        let keeping = Keeping {
            by: Some(by),
            kept: kept(&[one.to_string()]).unwrap(),
            capacities: HashMap::from([(here, Capacity::Approver)]),
        };
        let roles = [Role::PracticeEnabledUser];
        assert_eq!(keeping.keeper(one, here, &roles), Ok(Some(by)));
        assert_eq!(keeping.keeper(other, here, &roles), Ok(None));
        assert_eq!(keeping.keeper(one, there, &roles), Err(Refusal::NotAllowed));
        assert_eq!(Keeping::default().keeper(one, here, &roles), Ok(None));
    }

    #[test]
    fn only_ids_can_be_ticked() {
        assert!(kept(&["everything".to_owned()]).is_err());
        assert_eq!(kept(&[]), Ok(BTreeSet::new()));
    }
}
