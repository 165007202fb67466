//! The password.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::ChangePasswordForm;
use domain::{Caller, Receipt};

impl Doorkeeper {
    pub(super) async fn choose_password(&self, _: &Caller, _: ChangePasswordForm) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
