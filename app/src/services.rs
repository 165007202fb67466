//! What the server gives to this crate for each request, and what this crate gives back: the only place where both
//! sides meet, and the only file that asks whether it is compiled for the server.

#[cfg(feature = "ssr")]
pub use on_the_server::*;

/// Sets the HTTP status of the page that is being rendered; the browser has none to set.
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "only the server answers with a status")
)]
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    on_the_server::answer_with(status);
}

/// Answers with another page instead of the one that is being rendered. Returns whether it did: the browser does not.
#[cfg_attr(not(feature = "ssr"), expect(unused_variables, reason = "only the server redirects"))]
pub fn redirect_on_server(address: &str) -> bool {
    #[cfg(feature = "ssr")]
    leptos_axum::redirect(address);
    cfg!(feature = "ssr")
}

#[cfg(feature = "ssr")]
mod on_the_server {
    use std::sync::{Arc, Mutex};

    use domain::accounts::{Accounts, Resets};
    use domain::audit::Audit;
    use domain::demo::Demo;
    use domain::factors::Factors;
    use domain::join_requests::JoinRequests;
    use domain::members::Members;
    use domain::my_account::MyAccount;
    use domain::organisations::Organisations;
    use domain::sessions::Sessions;
    use domain::{Caller, Visit};
    use leptos::prelude::{expect_context, use_context};

    use crate::error::AppError;

    /// All that can be asked of the service; given by the server into the context of every request.
    #[derive(Clone)]
    pub struct Services {
        /// Accounts.
        pub accounts: Arc<dyn Accounts>,
        /// Forgotten passwords.
        pub resets: Arc<dyn Resets>,
        /// What is a person's own.
        pub my_account: Arc<dyn MyAccount>,
        /// Sessions.
        pub sessions: Arc<dyn Sessions>,
        /// Second factors.
        pub factors: Arc<dyn Factors>,
        /// Organisations.
        pub organisations: Arc<dyn Organisations>,
        /// Requests to join.
        pub join_requests: Arc<dyn JoinRequests>,
        /// Members.
        pub members: Arc<dyn Members>,
        /// The audit.
        pub audit: Arc<dyn Audit>,
        /// The demo.
        pub demo: Arc<dyn Demo>,
    }

    /// Who is asking; given by the server into the context of every request.
    #[derive(Clone)]
    pub struct Asking {
        /// The request.
        pub visit: Visit,
        /// The signed-in person, where there is one.
        pub caller: Option<Caller>,
    }

    /// Where a call leaves what is to happen to the session cookie; given by the server into the context of every
    /// request, read when the answer is ready. The cookie's name and attributes are the server's business.
    #[derive(Clone, Default)]
    pub struct SessionSlot(Arc<Mutex<Option<SessionChange>>>);

    /// What is to happen to the session cookie.
    pub enum SessionChange {
        /// Hand this secret to the browser.
        HandOut(String),
        /// Take the cookie back.
        Forget,
    }

    impl SessionSlot {
        /// Takes out what was left.
        pub fn take(&self) -> Option<SessionChange> {
            self.0.lock().ok()?.take()
        }

        fn leave(&self, change: SessionChange) {
            if let Ok(mut slot) = self.0.lock() {
                *slot = Some(change);
            }
        }
    }

    /// All that can be asked of the service.
    pub fn services() -> Services {
        expect_context()
    }

    /// The request that is being answered.
    pub fn visit() -> Visit {
        expect_context::<Asking>().visit
    }

    /// The signed-in person, where there is one.
    pub fn caller() -> Option<Caller> {
        expect_context::<Asking>().caller
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// [`AppError::SignInFirst`] when nobody is.
    pub fn signed_in() -> Result<Caller, AppError> {
        caller().ok_or(AppError::SignInFirst)
    }

    /// Hands a new session to the browser.
    pub fn hand_out_session(secret: String) {
        expect_context::<SessionSlot>().leave(SessionChange::HandOut(secret));
    }

    /// Takes the session from the browser.
    pub fn forget_session() {
        expect_context::<SessionSlot>().leave(SessionChange::Forget);
    }

    /// Sets the status of the answer.
    pub(super) fn answer_with(status: u16) {
        if let (Some(options), Ok(status)) = (
            use_context::<leptos_axum::ResponseOptions>(),
            http::StatusCode::from_u16(status),
        ) {
            options.set_status(status);
        }
    }
}
