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

mod about;
mod accounts;
mod audit;
mod controls;
mod demo;
mod factors;
mod frame;
mod here;
mod home;
mod i18n;
mod join_requests;
mod members;
mod my_account;
mod organisations;
mod sessions;

use domain::{Language, Refusal};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, path};

use crate::about::{AccessibilityPage, CookiesPage, HelpPage, PrivacyPage};
use crate::accounts::{
    CheckPage, ConfirmAgainPage, ConfirmPage, DetailsPage, ForgottenPage, ForgottenSentPage, PracticePage, ResetPage,
    RolePage, SentPage,
};
use crate::audit::HistoryPage;
use crate::controls::Trouble;
use crate::demo::{LetterPage, LettersPage};
use crate::error::AppError;
use crate::factors::{AddAppPage, AddPasskeyPage, CodesPage, FactorPage, FactorsPage, ProvePage, SecondStepPage};
use crate::flash::Flash;
use crate::frame::Frame;
use crate::here::Here;
use crate::home::HomePage;
use crate::join_requests::{
    AskOrganisationPage, MyRequestPage, MyRequestsPage, PendingRequestsPage, RejectPage, ReviewPage,
};
use crate::members::{PracticeUsersPage, RevokePage};
use crate::my_account::{
    ChangeEmailPage, ChangePasswordPage, CloseAccountConfirmPage, CloseAccountPage, LeavePage, MyAccountPage,
    MyDetailsPage, MyOrganisationsPage, MySessionsPage, NewAddressPage,
};
use crate::organisations::{AskPage, ProfilePage};
use crate::sessions::SignInPage;

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
    provide_meta_context();
    // What a plain post left comes from the server's context; the browser reads it from the page. This stands above the
    // router, so that both hydrate alike.
    let flash = SharedValue::new(use_context::<Flash>).into_inner();
    view! { <Router><Pages flash/></Router> }
}

#[component]
fn Pages(flash: Option<Flash>) -> impl IntoView {
    provide_context(Here::new(flash));
    view! {
        <Routes fallback=NotFoundPage>
            <Tree prefix="" language=Language::English/>
            <Tree prefix="cy" language=Language::Welsh/>
        </Routes>
    }
}

/// Every page, in one language. The addresses are those of `domain::Page`; a test compares them.
#[component(transparent)]
fn Tree(prefix: &'static str, language: Language) -> AnyNestedRoute {
    let around = move || view! { <Provider value=language><Frame><Outlet/></Frame></Provider> };
    view! {
        <ParentRoute path=leptos_router::StaticSegment(prefix) view=around>
            <PublicPages/>
            <AboutPages/>
            <OwnPages/>
            <MyAccountPages/>
            <FactorPages/>
            <OrganisationPages/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages for everybody.
#[component(transparent)]
fn PublicPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async/>
        <Route path=path!("create-account") view=DetailsPage ssr=SsrMode::Async/>
        <Route path=path!("create-account/practice") view=PracticePage ssr=SsrMode::Async/>
        <Route path=path!("create-account/role") view=RolePage ssr=SsrMode::Async/>
        <Route path=path!("create-account/check") view=CheckPage ssr=SsrMode::Async/>
        <Route path=path!("create-account/sent") view=SentPage ssr=SsrMode::Async/>
        <Route path=path!("confirm") view=ConfirmAgainPage ssr=SsrMode::Async/>
        <Route path=path!("confirm/:token") view=ConfirmPage ssr=SsrMode::Async/>
        <Route path=path!("forgotten-password") view=ForgottenPage ssr=SsrMode::Async/>
        <Route path=path!("forgotten-password/sent") view=ForgottenSentPage ssr=SsrMode::Async/>
        <Route path=path!("reset-password/:token") view=ResetPage ssr=SsrMode::Async/>
        <Route path=path!("demo/letters") view=LettersPage ssr=SsrMode::Async/>
        <Route path=path!("demo/letters/:id") view=LetterPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages about the service, for everybody.
#[component(transparent)]
fn AboutPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("help") view=HelpPage ssr=SsrMode::Async/>
        <Route path=path!("privacy") view=PrivacyPage ssr=SsrMode::Async/>
        <Route path=path!("cookies") view=CookiesPage ssr=SsrMode::Async/>
        <Route path=path!("accessibility") view=AccessibilityPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages about what is the signed-in person's own.
#[component(transparent)]
fn OwnPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("ask-to-join") view=AskPage ssr=SsrMode::Async/>
        <Route path=path!("ask-to-join/:code") view=AskOrganisationPage ssr=SsrMode::Async/>
        <Route path=path!("my-requests") view=MyRequestsPage ssr=SsrMode::Async/>
        <Route path=path!("my-requests/:id") view=MyRequestPage ssr=SsrMode::Async/>
        <Route path=path!("pending-requests") view=PendingRequestsPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The pages of *My account*.
#[component(transparent)]
fn MyAccountPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("my-account") view=MyAccountPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/details") view=MyDetailsPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/email-address") view=ChangeEmailPage ssr=SsrMode::Async/>
        <Route path=path!("new-address/:token") view=NewAddressPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/password") view=ChangePasswordPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/organisations") view=MyOrganisationsPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/organisations/:code/leave") view=LeavePage ssr=SsrMode::Async/>
        <Route path=path!("my-account/sessions") view=MySessionsPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/close") view=CloseAccountPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/close/confirm") view=CloseAccountConfirmPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Second factors: one's own, the second step of signing in, and showing again that it is they.
#[component(transparent)]
fn FactorPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("my-account/second-factor") view=FactorsPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/second-factor/app") view=AddAppPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/second-factor/passkey") view=AddPasskeyPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/second-factor/codes") view=CodesPage ssr=SsrMode::Async/>
        <Route path=path!("my-account/second-factor/:id") view=FactorPage ssr=SsrMode::Async/>
        <Route path=path!("sign-in/second-step") view=SecondStepPage ssr=SsrMode::Async/>
        <Route path=path!("prove") view=ProvePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Pages about an organisation, for those who may see it.
#[component(transparent)]
fn OrganisationPages() -> AnyNestedRoute {
    view! {
        <Route path=path!("organisations/:code/profile") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("organisations/:code/members") view=PracticeUsersPage ssr=SsrMode::Async/>
        <Route path=path!("organisations/:code/members/:id/revoke") view=RevokePage ssr=SsrMode::Async/>
        <Route path=path!("organisations/:code/requests/:id") view=ReviewPage ssr=SsrMode::Async/>
        <Route path=path!("organisations/:code/requests/:id/reject") view=RejectPage ssr=SsrMode::Async/>
        <Route path=path!("organisations/:code/history") view=HistoryPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
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
