//! What the person of a stream may hear: how they stand to organisations, by the one table in `domain`.

use domain::join_requests::StateTag;
use domain::live::{Happening, Noun};
use domain::permission::{Role, Standing};
use domain::{JoinRequestId, OrganisationId, PersonId};
use storage::Heard;

use super::super::Edge;

/// How somebody stands: another footing is another answer to *who is looking?*
#[derive(PartialEq)]
pub(super) struct Footing {
    support: bool,
    /// Where they may act.
    standings: Vec<Standing>,
    /// What became of their own requests.
    asked: Vec<(JoinRequestId, OrganisationId, StateTag)>,
}

impl Footing {
    /// How somebody stands now.
    pub(super) async fn of(edge: &Edge, person: PersonId, support: bool) -> Result<Self, storage::Error> {
        let standings = edge
            .store
            .read()
            .members()
            .standings_of(person, edge.clock.now())
            .await?;
        Ok(Self {
            support,
            standings: standings.into_iter().map(|(_, standing)| standing).collect(),
            asked: edge.store.read().join_requests().states_of(person).await?,
        })
    }

    /// Whether it is worth finding out who is listening: most of what happens in a country is nobody's business here.
    pub(super) fn may_matter(&self, heard: Heard) -> bool {
        match heard {
            Heard::Everything => true,
            Heard::One(happening) if happening.noun == Noun::Sessions => true,
            Heard::One(_) if self.support || self.administers() => true,
            Heard::One(happening) => {
                let asked = self.asked.iter().map(|(_, organisation, _)| *organisation);
                let mut known = self.standings.iter().map(|standing| standing.organisation).chain(asked);
                known.any(|organisation| happening.organisation == Some(organisation))
            }
        }
    }

    /// Whether somebody on this footing may hear of it.
    pub(super) async fn may_hear(
        &self,
        edge: &Edge,
        person: PersonId,
        happening: Happening,
    ) -> Result<bool, storage::Error> {
        let there = |standing: &&Standing| Some(standing.organisation) == happening.organisation;
        if let Some(standing) = self.standings.iter().find(there) {
            return Ok(happening.may_be_heard(Some(standing), self.support));
        }
        // Beneath a commissioner stand more organisations than anybody acts for.
        let standing = match happening.organisation {
            Some(organisation) if self.administers() => {
                let now = edge.clock.now();
                edge.store.read().members().standing(person, organisation, now).await?
            }
            _ => None,
        };
        Ok(happening.may_be_heard(standing.as_ref(), self.support))
    }

    fn administers(&self) -> bool {
        let mut roles = self.standings.iter().flat_map(|standing| &standing.roles);
        roles.any(|role| *role == Role::CommissioningAdministrator)
    }
}
