//! Where a person is signed in.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::MySession;
use domain::{Caller, Receipt, SessionId};

impl Doorkeeper {
    pub(super) async fn live_sessions(&self, _: &Caller) -> Act<Vec<MySession>> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn end_own_session(&self, _: &Caller, _: SessionId) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn end_own_others(&self, _: &Caller) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
