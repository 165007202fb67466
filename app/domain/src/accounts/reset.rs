//! A forgotten password: a letter with a link, and a page on which a new one is chosen.

use async_trait::async_trait;

use super::{ConfirmForm, ConfirmationView};
use crate::{Answer, EmailAddress, Receipt, Visit};

/// What the page behind the link shows: as for a confirmation, whether the link can be used.
pub type ResetView = ConfirmationView;

/// Choosing a new password as a browser posts it: as for a confirmation, the link's token and the password.
pub type ResetForm = ConfirmForm;

/// How long a link to a new password lasts, in hours; the rules are those of a confirmation.
pub const RESET_HOURS: i64 = super::CONFIRMATION_HOURS;

/// What can be asked by somebody who has forgotten their password. All of it answers alike for known and unknown addresses.
#[async_trait]
pub trait Resets: Send + Sync {
    /// Sends a link, in place of the one before. An unconfirmed account gets a confirmation link instead; an address
    /// without an account gets a letter that says so.
    async fn ask_for_reset(&self, visit: &Visit, email: EmailAddress) -> Answer<Receipt>;
    /// What the link shows; changes nothing.
    async fn reset(&self, token: &str) -> Answer<ResetView>;
    /// Sets the new password: the link is used up, every session ended, a notice sent. The second factor stays.
    async fn reset_password(&self, visit: &Visit, form: ResetForm) -> Answer<Receipt>;
}
