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

/// Begins the head of a document; in the browser it is there.
pub fn begin_head() {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
}

/// Says the language of the document; the browser's frame sets it when it changes.
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "the browser sets an attribute")
)]
pub fn set_language(tag: &'static str) {
    #[cfg(feature = "ssr")]
    on_the_server::write_language(tag);
}

/// Says the title of the document, and says it again when it changes.
pub fn set_title(title: impl Fn() -> String + Clone + Send + Sync + 'static) {
    #[cfg(feature = "ssr")]
    on_the_server::write_title(title);
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::Effect::new(move |_| leptos::prelude::document().set_title(&title()));
}

/// What the server has put into the context of a page; in the browser it is none, and not even what would copy it.
pub fn given<T: Clone + 'static>() -> Option<T> {
    #[cfg(feature = "ssr")]
    let given = leptos::prelude::use_context();
    #[cfg(not(feature = "ssr"))]
    let given = None;
    given
}

/// Writes an answer into the page that is being rendered.
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "only the server writes pages")
)]
pub fn write<T: serde::Serialize>(answer: &T) -> String {
    #[cfg(feature = "ssr")]
    let text = serde_json::to_string(answer).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let text = String::new();
    text
}

/// Notes that the page being rendered will need a chunk in the browser, which then fetches it early.
#[cfg_attr(
    not(feature = "ssr"),
    expect(unused_variables, reason = "the browser is fetching it already")
)]
pub fn will_need(chunk: &'static str) {
    #[cfg(feature = "ssr")]
    on_the_server::preload(chunk);
}

#[cfg(feature = "ssr")]
mod on_the_server {
    use std::sync::{Arc, Mutex};

    use domain::accounts::{Accounts, Resets};
    use domain::acting::Acting;
    use domain::audit::Audit;
    use domain::cases::Cases;
    use domain::closures::Closures;
    use domain::daily_letter::DailyLetter;
    use domain::demo::Demo;
    use domain::extensions::Extensions;
    use domain::factors::Factors;
    use domain::home::Home;
    use domain::imports::Imports;
    use domain::invitations::Inviting;
    use domain::invitations::several::InvitesSeveral;
    use domain::join_requests::JoinRequests;
    use domain::join_requests::several::DecidesSeveral;
    use domain::managers::Managers;
    use domain::medics::Medics;
    use domain::members::Members;
    use domain::members::enabling::Enables;
    use domain::members::roles::Roles;
    use domain::my_account::MyAccount;
    use domain::new_users::NewUsers;
    use domain::organisations::Organisations;
    use domain::people::People;
    use domain::pre_approvals::PreApproving;
    use domain::primary_contacts::PrimaryContacts;
    use domain::proposals::Proposals;
    use domain::registrations::Registrations;
    use domain::rosters::Rosters;
    use domain::sessions::Sessions;
    use domain::shortcuts::Shortcuts;
    use domain::{Caller, Visit};
    use leptos::prelude::*;
    use leptos_meta::{Html, Link, Title};

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
        /// Register imports.
        pub imports: Arc<dyn Imports>,
        /// Organisations that are no longer open.
        pub closures: Arc<dyn Closures>,
        /// Imports of rostered medics.
        pub medics: Arc<dyn Medics>,
        /// The register of practice managers.
        pub managers: Arc<dyn Managers>,
        /// Manage registrations.
        pub registrations: Arc<dyn Registrations>,
        /// Requests to join.
        pub join_requests: Arc<dyn JoinRequests>,
        /// Several requests at once.
        pub several: Arc<dyn DecidesSeveral>,
        /// Members.
        pub members: Arc<dyn Members>,
        /// Access that was revoked.
        pub enables: Arc<dyn Enables>,
        /// People, as administrators see them.
        pub people: Arc<dyn People>,
        /// The roles of members.
        pub roles: Arc<dyn Roles>,
        /// Asks to keep a role that ends.
        pub extensions: Arc<dyn Extensions>,
        /// Pre-approvals.
        pub pre_approvals: Arc<dyn PreApproving>,
        /// Rosters and roster groups.
        pub rosters: Arc<dyn Rosters>,
        /// New users.
        pub new_users: Arc<dyn NewUsers>,
        /// Writing invitations.
        pub invitations: Arc<dyn Inviting>,
        /// Several invitations at once.
        pub several_invitations: Arc<dyn InvitesSeveral>,
        /// Who may act.
        pub acting: Arc<dyn Acting>,
        /// The audit.
        pub audit: Arc<dyn Audit>,
        /// Whom others should ask first.
        pub primary_contacts: Arc<dyn PrimaryContacts>,
        /// The support team's proposals.
        pub proposals: Arc<dyn Proposals>,
        /// The cases in the hands of support.
        pub cases: Arc<dyn Cases>,
        /// The front page.
        pub home: Arc<dyn Home>,
        /// The daily letter.
        pub daily_letter: Arc<dyn DailyLetter>,
        /// Keyboard shortcuts.
        pub shortcuts: Arc<dyn Shortcuts>,
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

    /// What the files of the bundle are called, up to what tells them apart; given by the server into the context of
    /// every page.
    #[derive(Clone)]
    pub struct BundleName(pub String);

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

    /// Writes the language of the document.
    pub(super) fn write_language(tag: &'static str) {
        register(view! { <Html attr:lang=tag/> });
    }

    /// Writes the title of the document.
    pub(super) fn write_title(title: impl Fn() -> String + Send + Sync + 'static) {
        register(view! { <Title text=title/> });
    }

    /// Leaves something for the head of the document: rendering it is how `leptos_meta` takes note.
    fn register(head: impl RenderHtml) {
        let _ = head.to_html();
    }

    /// Has the browser fetch a chunk while it still reads the page.
    pub(super) fn preload(chunk: &str) {
        if let Some(BundleName(name)) = use_context() {
            let address = format!("/pkg/{name}_{chunk}.chunk");
            register(view! { <Link rel="preload" href=address as_="fetch" crossorigin="anonymous"/> });
        }
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
