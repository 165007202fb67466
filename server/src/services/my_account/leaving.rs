//! The organisations acted for.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::{LeaveView, MyOrganisation};
use domain::{Caller, OdsCode, PersonId, Receipt};

impl Doorkeeper {
    pub(super) async fn acted_for(&self, _: PersonId) -> Act<Vec<MyOrganisation>> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn show_leaving(&self, _: &Caller, _: &OdsCode) -> Act<LeaveView> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn leave_organisation(&self, _: &Caller, _: &OdsCode) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
