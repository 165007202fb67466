//! Leaving an organisation: at once, never as the last who decides there.

use app::error::AppError;
use domain::audit::{Event, History};
use domain::my_account::LeaveView;
use domain::permission::Role;
use domain::pre_approvals::Source;
use domain::{Notice, Page, Receipt, Refusal};

use crate::members::keeping::whom;
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    whoever_leaves_is_out_at_once_and_the_others_are_told,
    the_last_approver_cannot_leave,
    two_approvers_leaving_at_once_leave_one,
);

impl Person {
    /// Leaves an organisation.
    pub(crate) async fn leaves(&self, practice: &Practice) -> Result<Receipt, AppError> {
        self.browser
            .call("leave_organisation", &[("code", practice.code.as_str())])
            .await
    }

    /// What happened at an organisation.
    pub(crate) async fn history(&self, practice: &Practice) -> History {
        let fields = [("code", practice.code.as_str()), ("what", ""), ("before", "")];
        self.browser.call("what_happened", &fields).await.unwrap()
    }
}

async fn whoever_leaves_is_out_at_once_and_the_others_are_told(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let request = huw.asks(&practice).await;
    sian.approves(&practice, request).await.unwrap();
    app.pre_approve(&practice, "Elin Morgan", "elin@bont.example", Source::GivenBy(huw.id))
        .await;
    let own = huw.organisations().await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].let_in_by.as_deref(), Some("Siân Jones"));
    assert_eq!(own[0].roles[0].role, Role::PracticeEnabledUser);
    assert!(!own[0].last_approver);
    let fields = [("code", "W91001")];
    let view: LeaveView = huw.browser.call("organisation_to_leave", &fields).await.unwrap();
    assert_eq!(whom(&view.given), ["Elin Morgan (elin@bont.example)"]);

    let receipt = huw.leaves(&practice).await.unwrap();
    let left = Notice::Left {
        organisation: practice.name.clone(),
    };
    assert_eq!(receipt, Receipt::saying(left, Page::MyOrganisations));
    assert_eq!(
        huw.practice_users(&practice).await.unwrap_err(),
        AppError::Refused(Refusal::NotFound)
    );
    assert!(huw.organisations().await.is_empty());
    assert_eq!(app.letters_to("sian@bont.example").await[0].name, "member_left");
    let events: Vec<Event> = sian.history(&practice).await.rows.iter().map(|row| row.event).collect();
    assert!(events.contains(&Event::MemberLeft) && events.contains(&Event::PreApprovalEnded));
    assert_eq!(
        huw.leaves(&practice).await.unwrap_err(),
        AppError::Refused(Refusal::AlreadyRevoked)
    );
    let elin = app.person("Elin Morgan", "elin@bont.example").await;
    let receipt = elin.tries_to_ask(&practice, Role::PracticeEnabledUser).await.unwrap();
    assert!(
        matches!(receipt.notice, Some(Notice::Asked { .. })),
        "the pre-approval is gone"
    );
    huw.asks(&practice).await;
}

async fn the_last_approver_cannot_leave(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    assert!(sian.organisations().await[0].last_approver);
    assert_eq!(
        sian.leaves(&practice).await.unwrap_err(),
        AppError::Refused(Refusal::LastApprover)
    );
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    assert!(!sian.organisations().await[0].last_approver);
    sian.leaves(&practice).await.unwrap();
}

async fn two_approvers_leaving_at_once_leave_one(app: TestApp) {
    for round in 0..8 {
        let practice = app.practice(&format!("W9{round}001"), "Meddygfa'r Bont").await;
        let sian = app
            .member("Siân Jones", &format!("sian{round}@bont.example"), &practice)
            .await;
        let huw = app
            .member("Huw Tomos", &format!("huw{round}@bont.example"), &practice)
            .await;
        let (one, other) = tokio::join!(sian.leaves(&practice), huw.leaves(&practice));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.and(other).unwrap_err(), AppError::Refused(Refusal::LastApprover));
    }
}

#[tokio::test]
async fn nobody_leaves_where_they_are_not() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let not_found = AppError::Refused(Refusal::NotFound);
    assert_eq!(gwen.leaves(&practice).await.unwrap_err(), not_found);
    for call in ["organisation_to_leave", "leave_organisation"] {
        for code in ["W91001", "W99999"] {
            let refused = gwen.browser.call::<LeaveView>(call, &[("code", code)]).await;
            assert_eq!(refused.unwrap_err(), not_found, "{call} {code}");
        }
    }
}
