//! What happens: the services behind every page, the HTTP edge, the letters.
//!
//! [`build`] puts the whole service together and is what `main` and every test call. A request comes in through
//! [`http`], is answered by a page or server function of the crate `app`, which asks one of the [`services`]; those
//! change the store and post letters, and [`mail::Worker`] sends them. What things mean is in `domain`, how they are
//! kept in `storage`.

mod applying;
mod batches;
pub mod clock;
pub mod config;
pub mod daily_letter;
pub mod demo;
pub mod ending;
pub mod factors;
pub mod following_up;
pub mod http;
pub mod lists;
pub mod mail;
pub mod managers;
pub mod medics;
pub mod passwords;
pub mod primary_contacts;
pub mod register;
pub mod reminders;
pub mod scheduler;
pub mod secrets;
pub mod services;
pub mod support;
pub mod sweep;

use std::sync::Arc;

use axum::Router;
use domain::Clock;
use storage::Store;

use crate::applying::Applying;
use crate::config::Config;
use crate::factors::passkeys::Passkeys;
use crate::mail::Mailer;
use crate::passwords::Passwords;
use crate::services::Needed;

/// Why a command could not do what it was asked; one sentence for the person at the command line.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A setting is wrong, or cannot be used here.
    #[error(transparent)]
    Setting(#[from] config::Wrong),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] storage::Error),
    /// A file or an address could not be used.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Anything else, already a sentence.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// A failure of the operating system, with what was being done.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Puts the services together.
pub fn needed(config: &Config, store: Store, clock: Arc<dyn Clock>, mailer: &Mailer) -> Needed {
    Needed {
        store,
        clock,
        sealing: mailer.sealing().clone(),
        passwords: Passwords::new(config.password_cost),
        bell: mailer.bell().clone(),
        base: config.base.clone(),
        session_idle: config.session_idle,
        session_lasting: config.session_lasting,
        contact: config.contact.clone(),
        second_factor: config.second_factor,
        undo: config.undo,
        invitations_a_day: config.invitations_a_day,
        reminder_days: config.reminder_days,
        passkeys: Passkeys::at(&config.base),
        demo: config.demo,
        applying: Applying::default(),
    }
}

/// Puts the whole service together: every route, ready to be served.
pub fn build(config: &Config, store: Store, clock: Arc<dyn Clock>, mailer: &Mailer) -> Router {
    let services = needed(config, store.clone(), clock.clone(), mailer).services();
    http::router(config, store, clock, services)
}
