//! The requester reminds those who may decide (decision 6).

use domain::{Caller, JoinRequestId, Receipt, Refusal};

use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn remind_deciders(&self, _: &Caller, _: JoinRequestId) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
