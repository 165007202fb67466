//! Sessions on the screen: signing in and out.

pub(crate) mod api;

mod sign_in_page;
mod sign_out;

pub(crate) use sign_in_page::{RESTED, SignInPage};
pub(crate) use sign_out::{SignOut, SignOutButton};

use crate::chunk::chunk;

chunk! {
    /// The way in.
    enter: SessionPage { SignIn => SignInPage }
}
