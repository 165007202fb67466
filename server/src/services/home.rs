//! The front page of a signed-in person: the tiles that they may use, and how much waits.

use async_trait::async_trait;
use domain::home::{Home, Tiles};
use domain::organisations::OrganisationView;
use domain::permission::{Role, Scope, Standing};
use domain::{Answer, Caller};

use super::Doorkeeper;
use super::sessions::decides_somewhere;
use super::stopped::{Act, answer};

#[async_trait]
impl Home for Doorkeeper {
    async fn tiles(&self, caller: &Caller) -> Answer<Tiles> {
        answer(caller.visit.request, self.tiles_of(caller).await)
    }
}

impl Doorkeeper {
    async fn tiles_of(&self, caller: &Caller) -> Act<Tiles> {
        let now = self.now();
        let standings = self.read().members().standings_of(caller.person, now).await?;
        let waiting = if caller.support || decides_somewhere(&standings) {
            Some(self.read().daily_letters().waiting(Scope::of(caller), now).await?)
        } else {
            None
        };
        let closures = if caller.support || oversees(&standings) {
            Some(self.read().closures().count(Scope::of(caller), now).await?)
        } else {
            None
        };
        Ok(Tiles {
            waiting,
            closures,
            support: caller.support,
        })
    }
}

/// Whether somebody administers a commissioner, and so decides about organisations beneath it that close.
fn oversees(standings: &[(OrganisationView, Standing)]) -> bool {
    let mut roles = standings.iter().flat_map(|(_, standing)| &standing.roles);
    roles.any(|role| *role == Role::CommissioningAdministrator)
}
