//! Everything that is held.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Caller;
use domain::Refusal;
use domain::my_account::MyData;

impl Doorkeeper {
    pub(super) async fn all_that_is_held(&self, _: &Caller) -> Act<MyData> {
        Err(Refusal::NotFound.into())
    }
}
