//! The route table of the app and the pages of `domain` are the same, in both languages.

use std::collections::BTreeSet;

use domain::{JoinRequestId, Language, LetterId, MemberId, OdsCode, Page};

const ID: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

fn every_page() -> Vec<Page> {
    let code = OdsCode::parse("W91001").expect("a code");
    let request = JoinRequestId::parse(ID).expect("an id");
    let member = MemberId::parse(ID).expect("an id");
    let page = Page::Home;
    // Every kind of page leads to the next: a new one does not compile until it stands here.
    let mut pages = vec![page];
    loop {
        let next = match pages.last().expect("it begins with one") {
            Page::Home => Page::SignIn,
            Page::SignIn => Page::CreateAccount,
            Page::CreateAccount => Page::CreateAccountPractice,
            Page::CreateAccountPractice => Page::CreateAccountRole,
            Page::CreateAccountRole => Page::CreateAccountCheck,
            Page::CreateAccountCheck => Page::CreateAccountSent,
            Page::CreateAccountSent => Page::Confirm("token".to_owned()),
            Page::Confirm(_) => Page::ConfirmAgain,
            Page::ConfirmAgain => Page::Ask,
            Page::Ask => Page::AskOrganisation(code.clone()),
            Page::AskOrganisation(_) => Page::MyRequests,
            Page::MyRequests => Page::MyRequest(request),
            Page::MyRequest(_) => Page::PendingRequests,
            Page::PendingRequests => Page::Profile(code.clone()),
            Page::Profile(_) => Page::Members(code.clone()),
            Page::Members(_) => Page::History(code.clone()),
            Page::History(_) => Page::Review(code.clone(), request),
            Page::Review(..) => Page::Reject(code.clone(), request),
            Page::Reject(..) => Page::Revoke(code.clone(), member),
            Page::Revoke(..) => Page::MyAccount,
            Page::MyAccount => Page::MyDetails,
            Page::MyDetails => Page::ChangeEmail,
            Page::ChangeEmail => Page::NewAddress("token".to_owned()),
            Page::NewAddress(_) => Page::ChangePassword,
            Page::ChangePassword => Page::MyOrganisations,
            Page::MyOrganisations => Page::Leave(code.clone()),
            Page::Leave(_) => Page::MySessions,
            Page::MySessions => Page::CloseAccount,
            Page::CloseAccount => Page::CloseAccountConfirm,
            Page::CloseAccountConfirm => Page::ForgottenPassword,
            Page::ForgottenPassword => Page::ForgottenSent,
            Page::ForgottenSent => Page::ResetPassword("token".to_owned()),
            Page::ResetPassword(_) => Page::Help,
            Page::Help => Page::Privacy,
            Page::Privacy => Page::Cookies,
            Page::Cookies => Page::Accessibility,
            Page::Accessibility => Page::SecondStep,
            Page::SecondStep => Page::Prove,
            Page::Prove => Page::Factors,
            Page::Factors => Page::AddApp,
            Page::AddApp => Page::AddPasskey,
            Page::AddPasskey => Page::RecoveryCodes,
            Page::RecoveryCodes => Page::DemoLetters,
            Page::DemoLetters => Page::DemoLetter(LetterId::parse(ID).expect("an id")),
            Page::DemoLetter(_) => return pages,
        };
        pages.push(next);
    }
}

/// The address with its ids and tokens as the route table names them.
fn pattern(path: &str) -> String {
    let names = path.split('/').scan("", |before, piece| {
        let name = match (*before, piece) {
            ("confirm" | "new-address" | "reset-password", _) => "{token}",
            (_, "W91001") => "{code}",
            (_, ID) => "{id}",
            (_, piece) => piece,
        };
        *before = piece;
        Some(name.to_owned())
    });
    names.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_page_has_a_route_and_every_route_is_a_page() {
    let mut wanted = BTreeSet::new();
    for page in every_page() {
        for language in Language::ALL {
            wanted.insert(pattern(&page.path(language)));
        }
    }
    let routes: BTreeSet<String> = leptos_axum::generate_route_list(app::App)
        .iter()
        .map(|route| route.path().to_owned())
        .collect();
    assert_eq!(routes, wanted);
}
