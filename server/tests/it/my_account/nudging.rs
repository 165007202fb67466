//! Reminding those who may decide, once a day.

use app::error::AppError;
use chrono::TimeDelta;
use domain::{JoinRequestId, Notice, Page, Receipt, Refusal};

use crate::{Person, TestApp, on_both};

on_both!(
    those_who_may_decide_are_reminded_once_a_day,
    reminding_twice_at_once_is_reminding_once,
);

impl Person {
    async fn reminds(&self, request: JoinRequestId) -> Result<Receipt, AppError> {
        self.browser
            .call("nudge_join_request", &[("id", &request.to_string())])
            .await
    }
}

async fn those_who_may_decide_are_reminded_once_a_day(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let own = gwen.request_at(&practice).await;
    assert!(own.may_nudge && own.nudged_at.is_none());
    assert_eq!(own.deciders, 2);
    assert_eq!(
        sian.reminds(request).await.unwrap_err(),
        AppError::Refused(Refusal::NotFound)
    );

    let receipt = gwen.reminds(request).await.unwrap();
    let nudged = Notice::Nudged {
        organisation: practice.name.clone(),
    };
    assert_eq!(receipt, Receipt::saying(nudged, Page::MyRequest(request)));
    for email in ["sian@bont.example", "huw@bont.example"] {
        let letters = app.letters_to(email).await;
        let reminders = letters.iter().filter(|one| one.name == "request_nudged").count();
        assert_eq!(reminders, 1, "{email}");
    }
    let own = gwen.request_at(&practice).await;
    assert!(!own.may_nudge && own.nudged_at.is_some());
    app.clock.advance(TimeDelta::minutes(20));
    assert_eq!(
        gwen.reminds(request).await.unwrap_err(),
        AppError::Refused(Refusal::NudgedToday)
    );
    app.clock.advance(TimeDelta::hours(24));
    gwen.signs_in().await;
    gwen.reminds(request).await.unwrap();
    gwen.withdraws(request).await.unwrap();
    app.clock.advance(TimeDelta::hours(24));
    gwen.signs_in().await;
    assert!(!gwen.request_at(&practice).await.may_nudge);
    assert_eq!(
        gwen.reminds(request).await.unwrap_err(),
        AppError::Refused(Refusal::Withdrawn)
    );
}

async fn reminding_twice_at_once_is_reminding_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    let (one, other) = tokio::join!(gwen.reminds(request), gwen.reminds(request));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(one.and(other).unwrap_err(), AppError::Refused(Refusal::NudgedToday));
    let letters = app.letters_to("sian@bont.example").await;
    assert_eq!(letters.iter().filter(|one| one.name == "request_nudged").count(), 1);
}
