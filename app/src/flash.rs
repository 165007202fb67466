//! The flash: what a plain form's post leaves for the page that comes after it. The server keeps it and hands it to the
//! page's rendering; from there it reaches the browser through one `SharedValue` (see `lib.rs`), so that both show the same.

use domain::Notice;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What a plain form's post left for one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The server function that was posted to (its name in `permission::CALLS`).
    pub form: String,
    /// The path of the page that it is for, without query.
    pub page: String,
    /// What came of the post.
    pub outcome: FlashOutcome,
    /// What was typed, by input name; never a password, token or code.
    pub typed: Vec<(String, String)>,
}

/// What came of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlashOutcome {
    /// It did not succeed.
    Failed(AppError),
    /// It succeeded, and this is to be said.
    Done(Notice),
    /// It waits: the person had to sign in first, or to show that it is they. What was typed stands in the form again,
    /// for that person alone; nothing runs by itself.
    Kept(Notice),
}

/// What stands in the query of the sign-in page when a session has ended by itself.
pub const RESTED: &str = "rested";

/// Inputs whose values never stand in a flash.
pub const NEVER_KEPT: [&str; 6] = ["password", "old_password", "token", "code", "credential", "back"];
