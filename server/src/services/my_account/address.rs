//! The address.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::{ChangeEmailWish, NewAddressView, NewAddressWish};
use domain::{Caller, Receipt, Visit};

impl Doorkeeper {
    pub(super) async fn ask_for_address(&self, _: &Caller, _: ChangeEmailWish) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn show_new_address(&self, _: &str) -> Act<NewAddressView> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn take_address(&self, _: &Visit, _: NewAddressWish) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
