//! *Who may act?* The question that this service answers, asked outright: may this person act for this organisation, in
//! this role, for this roster, at this moment, and why. What is known of a person there is a [`Facts`] (`facts.rs`), now or
//! at a moment of the past; whether a role acts then is decided in one place, [`Facts::acting`], by which the standing that
//! every other check asks for is filled as well. [`verdict`] says the same with its reasons (`verdict.rs`). What the page
//! asks with is in `asking.rs`, what it shows in `views.rs`.

mod asking;
mod facts;
mod verdict;
mod views;

use async_trait::async_trait;

pub use self::asking::{ActingForm, Question, Whom};
pub use self::facts::{Access, Ended, Facts, Held, How, Known};
pub use self::verdict::{Asked, Missing, Place, Verdict, verdict};
pub use self::views::{ActingView, AnswerView, Candidate, Found, GivenView, MissingView, RoleView, Tense, Through};
use crate::organisations::Kind;
use crate::permission::Role;
use crate::{Answer, Caller};

/// The roles that can be asked about at an organisation of this kind: those that somebody may have there.
pub fn roles(kind: Kind) -> Vec<Role> {
    let there = |role: &Role| role.can_be_asked_for(kind) || *role == Role::RosteredMedic && kind != Kind::Commissioner;
    Role::ALL.into_iter().filter(there).collect()
}

/// What can be asked about who may act.
#[async_trait]
pub trait Acting: Send + Sync {
    /// Whether somebody may act, and why; whom to choose from where several are meant.
    async fn who_may_act(&self, caller: &Caller, form: ActingForm) -> Answer<ActingView>;
}
