//! Names, position, telephone and language.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::{MyAccountView, MyDetailsWish};
use domain::{Caller, Receipt};

impl Doorkeeper {
    pub(super) async fn show_account(&self, _: &Caller) -> Act<MyAccountView> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn save_details(&self, _: &Caller, _: MyDetailsWish) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
