//! An approval, against a bare transaction that writes the same rows.

use std::time::Instant;

use axum::body::Body;
use axum::http::Request;
use domain::audit::{Actor, Entry, Event};
use domain::join_requests::{Decided, DecidedBy, Decision, JoinRequest, State};
use domain::letter::{Letter, LetterText, Recipient};
use domain::permission::{Capacity, Role};
use domain::{Clock, Language, OdsCode, OrganisationId, PersonId, RequestId};
use server::clock::SystemClock;
use storage::{Admission, LetInBy};

use super::ground::Ground;
use super::{TURNS, per_second, report};

/// Requests to approve in each turn.
const TO_APPROVE: usize = 300;

/// Approvals a second against bare transactions a second.
pub(super) async fn approvals(ground: &Ground) {
    let (mut ours, mut theirs) = (0.0, 0.0);
    for _ in 0..TURNS {
        let requests = ground.requests(TO_APPROVE).await;
        let started = Instant::now();
        for request in &requests {
            let body = format!("code=W91001&id={}&reason=", request.id);
            let post = Request::post("/api/approve_join_request")
                .header("accept", "application/json")
                .header("content-type", "application/x-www-form-urlencoded");
            ground.send(post.body(Body::from(body)).expect("a request")).await;
        }
        ours += per_second(requests.len(), started.elapsed());
        let requests = ground.requests(TO_APPROVE).await;
        let many = requests.len();
        let started = Instant::now();
        for request in requests {
            approve_barely(ground, request).await;
        }
        theirs += per_second(many, started.elapsed());
    }
    report("approval", "bare transaction, same rows", ours, theirs);
}

/// The same rows as an approval writes, and nothing around them.
async fn approve_barely(ground: &Ground, request: JoinRequest) {
    let now = SystemClock.now();
    let person = request.person;
    let decided = Decided {
        by: DecidedBy::Person(ground.sian, Capacity::Approver),
        at: now,
        reason: None,
    };
    let state = State::Approved(decided);
    let decision = Decision {
        request: JoinRequest { state, ..request },
        granted: Some(Role::PracticeEnabledUser),
        roster: None,
        starts_at: None,
        ends_at: None,
    };
    let admission = Admission {
        person,
        organisation: ground.practice,
        role: Role::PracticeEnabledUser,
        roster: None,
        ends_at: None,
        by: LetInBy::Person(ground.sian),
        at: now,
    };
    let entry = Entry::new(
        Event::RequestApproved,
        Actor::Person(ground.sian),
        now,
        RequestId::new(storage::fresh(now)),
    )
    .for_organisation(ground.practice)
    .about(person);
    let mut change = ground.store.change().await.expect("a change");
    change.hold(ground.practice).await.expect("held");
    assert!(change.join_requests().decide(&decision).await.expect("decided"));
    change.members().let_in(&admission).await.expect("let in");
    change
        .post(&letter(person, ground.practice), now)
        .await
        .expect("posted");
    change.commit(entry).await.expect("committed");
}

fn letter(person: PersonId, organisation: OrganisationId) -> Letter {
    Letter {
        to: Recipient {
            person,
            address: "gwen@example.org".to_owned(),
            first_name: "Gwen".to_owned(),
            language: Language::English,
        },
        organisation: Some(organisation),
        text: LetterText::RequestApproved {
            code: OdsCode::parse("W91001").expect("a code"),
            organisation: "Meddygfa Bryn Gwyn".to_owned(),
            role: Role::PracticeEnabledUser,
            only_for: None,
            from: None,
            until: None,
        },
        sealed_token: None,
    }
}
