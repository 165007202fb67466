//! The route table of the app and the pages of `domain` are the same, in both languages.

use std::collections::BTreeSet;

use domain::{Language, MemberId, OdsCode, Page};

const ID: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

fn every_page() -> Vec<Page> {
    let code = OdsCode::parse("W91001").expect("a code");
    let id = MemberId::parse(ID).expect("an id").uuid();
    Page::one_of_each(&code, id, "token")
}

/// The address with its ids and tokens as the route table names them.
fn pattern(path: &str) -> String {
    let names = path.split('/').scan("", |before, piece| {
        let name = match (*before, piece) {
            ("confirm" | "new-address" | "reset-password" | "invitation", _) => "{token}",
            ("roles", piece) if piece != "add" => "{role}",
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
