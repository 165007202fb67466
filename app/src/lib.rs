//! What a person sees: the document, the app, and every address of it (the route table, further down).
//!
//! Each noun has a module: `api.rs` holds its server functions (who asks, what they want, answer), `*_page.rs` the pages.
//! [`controls`] are look and accessibility, [`frame`] is what stands around every page, [`here`] what the page at hand
//! has to say, [`i18n`] the sentences. Rules live in `domain`; [`services`] is where the server comes in.

#![recursion_limit = "256"]
#![expect(
    unreachable_pub,
    reason = "the macros make what they generate for components and server functions `pub`, wherever these stand"
)]

pub mod error;
pub mod flash;
pub mod services;
pub mod wire;

mod about;
mod accounts;
mod acting;
mod address;
mod asked;
mod audit;
mod cases;
mod chunk;
mod closures;
mod controls;
mod daily_letter;
mod demo;
mod extensions;
mod factors;
mod frame;
mod here;
mod home;
mod i18n;
mod imports;
mod invitations;
mod join_requests;
mod live;
mod managers;
mod medics;
mod members;
mod my_account;
mod new_users;
mod organisations;
mod people;
mod pre_approvals;
mod primary_contacts;
mod proposals;
mod registrations;
mod rosters;
mod sessions;
mod shortcuts;

pub use people::file as people_file;

use domain::{Language, Refusal};
use leptos::children::ToChildren;
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_meta::MetaTags;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{Outlet, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{ChooseView, IntoChooseViewMaybeErased, MatchInterface, NestedRoute, RouteDefs, SsrMode};

use crate::about::AboutPage;
use crate::accounts::{CreateAccountPage, FindPracticePage, LinkPage};
use crate::acting::ActingPage;
use crate::address::Address;
use crate::audit::AuditPage;
use crate::cases::{CaseCallPage, CaseListPage, CaseWorkPage, LockedOutPages};
use crate::chunk::{ChunkPage, InChunk, Part};
use crate::closures::{ClosedPage, ClosureCheckPage, ClosurePages};
use crate::controls::Trouble;
use crate::daily_letter::LetterPage;
use crate::demo::DemoPage;
use crate::error::AppError;
use crate::extensions::{ExtensionPages, KeepingPage};
use crate::factors::{NewFactorPage, OwnFactorPage, ProofPage};
use crate::flash::Flash;
use crate::frame::Frame;
use crate::here::Here;
use crate::home::FrontPage;
use crate::imports::RegisterPage;
use crate::invitations::{
    InvitationSendingPage, InvitationsPage, InvitedPage, InvitingPage, InvitingToPage, SeveralInvitationsPage,
    SeveralInvitedPage, SeveralPlacesPage,
};
use crate::join_requests::{
    ApprovalPage, AskingPage, DecisionPage, OwnRequestPage, RejectionPage, SeveralRequestsPage, WaitingPage,
};
use crate::managers::ManagerPage;
use crate::medics::{MedicPage, OneImportPage};
use crate::members::{MemberPage, OneRolePage, RevocationPage, RolePage};
use crate::my_account::{ClosingPage, OwnDetailsPage, OwnOrganisationPage, OwnPage, OwnSignInPage};
use crate::new_users::{
    NewUserFormPage, NewUserMarkPage, NewUserPage, OneWaitingRolePage, OneselfAddedPage, WaitingRolePage,
};
use crate::organisations::{AddedPage, ConsolePage, FindingPage, GovernedPage, OrganisationPage};
use crate::people::{AccountPage, ConfirmedPage, OnePersonPage, UserPage};
use crate::pre_approvals::{PreApprovalListPage, PreApprovalPage};
use crate::primary_contacts::ContactPage;
use crate::proposals::{OverridingPage, ProposingPage, TeamPage};
use crate::registrations::{RegistrationEndingPage, RegistrationPage};
use crate::rosters::{RosterEndingPage, RosterListPage, RosterPage};
use crate::sessions::SessionPage;
use crate::shortcuts::ShortcutsSwitchPage;
use crate::wire::JsonText;

/// The document around the app. Only the server makes it; `options.output_name` names the bundle.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let stylesheet = format!("/pkg/{}.css", options.output_name);
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=stylesheet/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body class="porthor-page">
                <App/>
            </body>
        </html>
    }
}

/// The app: the same on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    services::begin_head();
    // What a plain post left comes from the server's context; the browser reads it from the page. This stands above the
    // router, so that both hydrate alike.
    let flash = SharedValue::<_, JsonText>::new_with_encoding(services::given::<Flash>).into_inner();
    view! { <Router><Pages flash/></Router> }
}

/// Fetches the code of the page at hand, its chunk and the parts that it came with; returns only when all is there, and
/// [`App`] can be hydrated.
pub async fn fetch_page_at_hand() {
    // An address that cannot be read is that of no page, and so needs no chunk.
    let path = location().pathname().unwrap_or_default();
    let mut part = RouteDefs::new(routes()).match_route(&path);
    while let Some(found) = part {
        let (view, inner) = found.into_view_and_child();
        view.preload().await;
        part = inner;
    }
    let parts: [Part; 5] = [
        ("sentences", || Box::pin(controls::fetch_sentences())),
        ("several_bar", || Box::pin(join_requests::fetch_several_bar())),
        ("keep_lines", || Box::pin(members::fetch_keep_lines())),
        ("undo", || Box::pin(join_requests::fetch_undo())),
        ("closure_banner", || Box::pin(closures::fetch_closure_banner())),
    ];
    for part in parts {
        chunk::fetch_part(part).await;
    }
}

#[component]
fn Pages(flash: Option<Flash>) -> impl IntoView {
    provide_context(Here::new(flash));
    view! { <Routes fallback=NotFoundPage children=ToChildren::to_children(routes)/> }
}

/// Every address, in both languages.
fn routes() -> StaticVec<AnyNestedRoute> {
    vec![tree("", Language::English), tree("cy", Language::Welsh)].into()
}

/// Every page in one language, with its frame.
fn tree(prefix: &'static str, language: Language) -> AnyNestedRoute {
    let around = move || view! { <Provider value=language><Frame><Outlet/></Frame></Provider> };
    NestedRoute::new(Address(prefix), around)
        .child(StaticVec::from(pages()))
        .into_any_nested_route()
}

type PageRoute = NestedRoute<Address, (), (), <ChunkPage as IntoChooseViewMaybeErased>::Output>;

/// Every page. The addresses are those of `domain::Page`; a test compares them.
#[expect(clippy::too_many_lines, reason = "it is a table: one line for each page")]
fn pages() -> Vec<PageRoute> {
    vec![
        // Pages for everybody.
        page("", FrontPage::Home),
        page("sign-in", SessionPage::SignIn),
        page("create-account", CreateAccountPage::Details),
        page("create-account/practice", FindPracticePage::Practice),
        page("create-account/role", CreateAccountPage::Role),
        page("create-account/check", CreateAccountPage::Check),
        page("create-account/sent", CreateAccountPage::Sent),
        page("confirm", LinkPage::ConfirmAgain),
        page("confirm/:token", LinkPage::Confirm),
        page("forgotten-password", LinkPage::Forgotten),
        page("forgotten-password/sent", LinkPage::ForgottenSent),
        page("reset-password/:token", LinkPage::Reset),
        page("demo/letters", DemoPage::Letters),
        page("demo/letters/:id", DemoPage::Letter),
        // Pages about the service, for everybody.
        page("help", AboutPage::Help),
        page("privacy", AboutPage::Privacy),
        page("cookies", AboutPage::Cookies),
        page("accessibility", AboutPage::Accessibility),
        // Pages about what is the signed-in person's own.
        page("ask-to-join", FindingPage::Ask),
        page("ask-to-join/:code", AskingPage::Organisation),
        page("my-requests", OwnRequestPage::Mine),
        page("my-requests/:id", OwnRequestPage::One),
        page("pending-requests", WaitingPage::Pending),
        // The pages of *My account*.
        page("my-account", OwnPage::Account),
        page("my-account/details", OwnDetailsPage::Details),
        page("my-account/email-address", OwnSignInPage::ChangeEmail),
        page("new-address/:token", OwnSignInPage::NewAddress),
        page("my-account/password", OwnSignInPage::ChangePassword),
        page("my-account/organisations", OwnOrganisationPage::All),
        page("my-account/organisations/:code/leave", OwnOrganisationPage::Leave),
        page("my-account/organisations/:code/roles/:role/keep", KeepingPage::Ask),
        page("my-account/sessions", OwnPage::Sessions),
        page("my-account/daily-letter", LetterPage::Daily),
        page("my-account/shortcuts", ShortcutsSwitchPage::Switch),
        page("my-account/close", ClosingPage::Reason),
        page("my-account/close/confirm", ClosingPage::Confirm),
        // Second factors: one's own, the second step of signing in, and showing again that it is they.
        page("my-account/second-factor", OwnFactorPage::All),
        page("my-account/second-factor/app", NewFactorPage::App),
        page("my-account/second-factor/passkey", NewFactorPage::Passkey),
        page("my-account/second-factor/codes", OwnFactorPage::Codes),
        page("my-account/second-factor/:id", OwnFactorPage::One),
        page("sign-in/second-step", ProofPage::SecondStep),
        page("prove", ProofPage::Prove),
        // Adding somebody, what waits for them, and what one was added to oneself.
        page("new-user", NewUserPage::Where),
        page("organisations/:code/new-user", NewUserFormPage::Details),
        page("new-users/:id", WaitingRolePage::All),
        page("new-users/:id/roles/add", OneWaitingRolePage::Add),
        page("new-users/:id/roles/:role", OneWaitingRolePage::Change),
        page("new-users/:id/copy", WaitingRolePage::Copy),
        page("new-users/:id/withdraw", NewUserMarkPage::Withdraw),
        page("offers/:id", OneselfAddedPage::Offer),
        page("invitation/:token", InvitedPage::Link),
        page("invitation/:token/decline", InvitedPage::Decline),
        page("invitations", InvitationsPage::List),
        page("invitations/:id/address", InvitingPage::Correct),
        page("invite", InvitingPage::Begin),
        page("invite/:id/email", InvitingPage::Email),
        page("invite/:id/names", InvitingPage::Names),
        page("invite/:id/organisation", InvitingToPage::Organisation),
        page("invite/:id/role", InvitingToPage::Role),
        page("invite/:id/check", InvitationSendingPage::Check),
        page("invite/:id/sent", InvitationSendingPage::Sent),
        page("invite/several", SeveralPlacesPage::Begin),
        page("invite/several/:id/organisation", SeveralPlacesPage::Place),
        page("invite/several/:id/people", SeveralInvitedPage::People),
        page("invite/several/:id/check", SeveralInvitationsPage::Check),
        page("users/:id/medical-secretary", NewUserMarkPage::MedicalSecretary),
        // The support team, for itself.
        page("support-team", TeamPage::Team),
        page("support-team/propose", ProposingPage::Propose),
        page("support-team/:id/remove", ProposingPage::Removal),
        page("support-team/:id/last-approver", OverridingPage::Override),
        page("support-team/proposals/:id", TeamPage::Proposal),
        // The cases in the hands of support.
        page("cases", CaseListPage::All),
        page("cases/:id", CaseListPage::One),
        page("cases/:id/call", CaseCallPage::Call),
        page("cases/:id/override", CaseWorkPage::Override),
        page("cases/:id/end", CaseWorkPage::End),
        page("cases/:id/number", CaseWorkPage::Number),
        page("users/:id/locked-out", LockedOutPages::Open),
        // Organisations, for those who decide somewhere, and what support does about them.
        page("organisations", ConsolePage::All),
        page("closed-organisations", ClosedPage::All),
        page("organisations/:code/closure", ClosurePages::One),
        page("organisations/:code/closure/confirm", ClosureCheckPage::Confirm),
        page("new-organisation", AddedPage::Add),
        page("register-import", RegisterPage::Upload),
        page("register-import/:id", RegisterPage::One),
        page("managers", ManagerPage::Upload),
        page("managers/:id", ManagerPage::One),
        // Pages about an organisation, for those who may see it.
        page("organisations/:code", GovernedPage::One),
        page("organisations/:code/policy", GovernedPage::Policy),
        page("organisations/:code/profile", OrganisationPage::Profile),
        page("organisations/:code/primary-contact", ContactPage::HandOver),
        page("organisations/:code/members", MemberPage::PracticeUsers),
        page("organisations/:code/members/:id/revoke", RevocationPage::Revoke),
        page("organisations/:code/members/:id/enable", RevocationPage::Enable),
        page("organisations/:code/members/:id/roles", RolePage::All),
        page("organisations/:code/members/:id/roles/add", OneRolePage::Add),
        page("organisations/:code/members/:id/roles/:role", OneRolePage::Change),
        page("organisations/:code/extensions/:id", ExtensionPages::One),
        page("organisations/:code/pre-approvals", PreApprovalListPage::All),
        page("organisations/:code/pre-approvals/add", PreApprovalPage::Give),
        page("organisations/:code/pre-approvals/:id", PreApprovalPage::Change),
        page("organisations/:code/pre-approvals/:id/end", PreApprovalListPage::End),
        page("organisations/:code/rosters", RosterListPage::All),
        page("organisations/:code/rosters/add", RosterPage::Add),
        page("organisations/:code/rosters/:id", RosterPage::Rename),
        page("organisations/:code/rosters/:id/close", RosterEndingPage::Close),
        page("organisations/:code/medics", MedicPage::Upload),
        page("organisations/:code/medics/:id", OneImportPage::One),
        page("organisations/:code/requests/:id", DecisionPage::Review),
        page("organisations/:code/requests/:id/approve", ApprovalPage::Approve),
        page("organisations/:code/requests/:id/reject", RejectionPage::Reject),
        page("organisations/:code/history", AuditPage::History),
        page("organisations/:code/who-may-act", ActingPage::Ask),
        // Pages about people, for those who decide for them.
        page("users", UserPage::All),
        page("users/:id", OnePersonPage::One),
        page("users/:id/disable", AccountPage::Disable),
        page("users/:id/disable/confirm", ConfirmedPage::ConfirmDisabling),
        page("users/:id/reopen", ConfirmedPage::Reopen),
        // Manage registrations, for those who decide somewhere.
        page("registrations", RegistrationPage::All),
        page("registrations/several/:id", SeveralRequestsPage::One),
        page("registrations/:id/delete", RegistrationEndingPage::Delete),
    ]
}

fn page(address: &'static str, page: impl InChunk) -> PageRoute {
    NestedRoute::new(Address(address), ChunkPage::new(page)).ssr_mode(SsrMode::Async)
}

/// What is shown at an address that is none of ours.
#[component]
fn NotFoundPage() -> impl IntoView {
    let language = use_location().pathname.with_untracked(|path| i18n::language_of(path));
    view! {
        <Provider value=language>
            <Frame>
                <Trouble error=AppError::Refused(Refusal::NotFound)/>
            </Frame>
        </Provider>
    }
}
