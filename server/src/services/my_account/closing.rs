//! Closing the account.

use crate::services::Doorkeeper;
use crate::services::stopped::Act;
use domain::Refusal;
use domain::my_account::{ClosingDraft, ClosingView, ClosingWish};
use domain::{Caller, Receipt};

impl Doorkeeper {
    pub(super) async fn show_closing(&self, _: &Caller) -> Act<ClosingView> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn keep_closing_reason(&self, _: &Caller, _: &ClosingDraft) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
    pub(super) async fn close_account(&self, _: &Caller, _: ClosingWish) -> Act<Receipt> {
        Err(Refusal::NotFound.into())
    }
}
