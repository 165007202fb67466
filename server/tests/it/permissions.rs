//! Every server function called directly, as nobody, as a member of another practice, as a revoked person. Driven by the
//! one table in `domain`: a call that is not in it, or has no fields in `story`, fails here.

use app::error::AppError;
use domain::permission::{Action, CALLS, Needs};
use domain::{Language, Page, Refusal};

use crate::story::{Story, lent};
use crate::{Browser, on_both};

on_both!(
    every_call_refuses_whoever_may_not,
    every_page_and_call_leaves_everything_as_it_was_on_get_and_head
);

/// What is somebody's own is not there for anyone else.
const OF_ONES_OWN: [&str; 23] = [
    "my_request",
    "withdraw_join_request",
    "nudge_join_request",
    "end_my_session",
    "organisation_to_leave",
    "leave_organisation",
    "role_to_keep",
    "ask_to_keep",
    "rename_factor",
    "remove_factor",
    "offer",
    "accept_offer",
    "decline_offer",
    "invitation_draft",
    "give_invitation_names",
    "choose_invitation_place",
    "choose_invitation_role",
    "choose_invitation_language",
    "send_invitation",
    "several_invitations_draft",
    "write_several_invitations",
    "several_invitations",
    "send_several_invitations",
];

async fn answer(story: &Story, browser: &Browser, call: &str) -> Result<serde_json::Value, AppError> {
    let fields = story.fields(call);
    browser.call(call, &lent(&fields)).await
}

async fn every_call_refuses_whoever_may_not(app: crate::TestApp) {
    let story = Story::on(app).await;
    let not_found = AppError::Refused(Refusal::NotFound);
    let not_allowed = AppError::Refused(Refusal::NotAllowed);
    let gone = AppError::Refused(Refusal::AlreadyRevoked);
    let before = story.state().await;
    for (call, needs) in CALLS {
        let nobody = story.app.browser();
        let as_nobody = match needs {
            Needs::Anyone => None,
            Needs::Demo => Some(not_found.clone()),
            Needs::SignInStarted | Needs::SignedIn | Needs::May(_) | Needs::MayDecideSomewhere | Needs::Support => {
                Some(AppError::SignInFirst)
            }
        };
        if let Some(refusal) = as_nobody {
            assert_eq!(
                answer(&story, &nobody, call).await.unwrap_err(),
                refusal,
                "{call} as nobody"
            );
        }
        let outsiders = [
            ("a member of another practice", &story.mair),
            ("a revoked person", &story.revoked),
        ];
        for (who, person) in outsiders {
            if matches!(needs, Needs::SignInStarted) {
                let refused = answer(&story, &person.browser, call).await.unwrap_err();
                assert_eq!(refused, AppError::SignInFirst, "{call} as {who}");
            }
            let refusal = match (needs, *call) {
                (Needs::SignedIn, "leave_organisation") if person.id == story.revoked.id => &gone,
                (Needs::May(_) | Needs::Support | Needs::Demo, _) => &not_found,
                (Needs::SignedIn, call) if OF_ONES_OWN.contains(&call) => &not_found,
                (Needs::MayDecideSomewhere, _) if person.id == story.revoked.id => &not_allowed,
                _ => continue,
            };
            assert_eq!(
                &answer(&story, &person.browser, call).await.unwrap_err(),
                refusal,
                "{call} as {who}"
            );
        }
        if let Needs::May(Action::DecideRequest | Action::RevokeMember | Action::GrantRoles) = needs {
            let applicant = answer(&story, &story.gwen.browser, call).await.unwrap_err();
            assert_eq!(applicant, not_found, "{call} as the applicant");
        }
    }
    assert_eq!(story.state().await, before, "a refused call changes nothing");
    let elsewhere = answer(&story, &story.mair.browser, "pending_requests").await.unwrap();
    assert_eq!(
        elsewhere,
        serde_json::json!([]),
        "who decides elsewhere sees nothing of this practice"
    );
}

async fn every_page_and_call_leaves_everything_as_it_was_on_get_and_head(app: crate::TestApp) {
    use axum::body::Body;
    use axum::http::Request;
    let story = Story::on(app).await;
    let code = &story.practice.code;
    let mut pages = Page::one_of_each(code, story.request.uuid(), &story.token);
    pages.extend([
        Page::Revoke(code.clone(), story.member),
        Page::Enable(code.clone(), story.former),
        Page::Person(story.revoked.id),
        Page::DisableAccount(story.revoked.id),
        Page::ReopenAccount(story.revoked.id),
        Page::ResetPassword(story.reset_token.clone()),
        Page::NewAddress(story.address_token.clone()),
    ]);
    let mut paths: Vec<String> = pages.iter().map(|page| page.path(Language::English)).collect();
    paths.extend(["/my-account/download".to_owned(), "/users/export".to_owned()]);
    for (call, _) in CALLS {
        let query: Vec<String> = story
            .fields(call)
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")))
            .collect();
        paths.push(format!("/api/{call}?{}", query.join("&")));
    }
    let before = story.state().await;
    for path in &paths {
        for method in ["GET", "HEAD"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
            let reply = tokio::time::timeout(std::time::Duration::from_secs(30), story.sian.browser.send(request));
            let reply = reply
                .await
                .unwrap_or_else(|_| panic!("{method} {path} is never answered"));
            assert!(!reply.status.is_server_error(), "{method} {path}: {}", reply.status);
        }
    }
    assert_eq!(story.state().await, before);
    assert!(
        story.sian.practice_users(&story.practice).await.is_ok(),
        "signed in as before"
    );
}
