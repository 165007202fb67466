//! What is asked is over once the role is not as it was, and is answered once.

use chrono::TimeDelta;
use domain::extensions::ExtensionOutcome;
use domain::permission::Role;
use domain::{Receipt, Refusal};

use super::{Place, ROLE, refused};
use crate::{TestApp, on_both};

on_both!(what_is_asked_is_over_with_the_role, of_two_answers_at_once_one_counts,);

async fn what_is_asked_is_over_with_the_role(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        app,
        practice,
        sian,
        gwen,
    } = &place;
    app.let_in_until(gwen.id, practice, Role::Reporting, app.end_in(10))
        .await;
    let users = sian.practice_users(practice).await.unwrap();
    let member = users
        .members
        .into_iter()
        .find(|row| row.name == "Gwen Rees")
        .unwrap()
        .id;
    let id = member.to_string();
    let fields = |role: Role, ends| {
        [
            ("code", practice.code.as_str().to_owned()),
            ("id", id.clone()),
            ("role", role.tag().to_owned()),
            ("ends", ends),
        ]
    };
    let does = async |call: &str, role, ends: &str| {
        let fields = fields(role, ends.to_owned());
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        app.clock.advance(TimeDelta::seconds(1));
        sian.browser.call::<Receipt>(call, &fields).await.unwrap();
    };
    let shortened = place.app.asks_to_keep(gwen, practice, ROLE).await;
    does("change_role", ROLE, "2025-12-01").await;
    assert_eq!(
        refused(sian.extends(practice, shortened, "month").await),
        Refusal::ExtensionOver
    );
    assert_eq!(
        sian.reviews(practice, shortened).await.unwrap().outcome,
        Some(ExtensionOutcome::Over)
    );
    app.clock.advance(TimeDelta::seconds(1));
    let removed = app.asks_to_keep(gwen, practice, Role::Reporting).await;
    does("remove_role", Role::Reporting, "").await;
    assert_eq!(
        refused(sian.extends(practice, removed, "month").await),
        Refusal::ExtensionOver
    );
    let revoked = place.app.asks_to_keep(gwen, practice, ROLE).await;
    sian.revokes(practice, member).await.unwrap();
    assert_eq!(
        refused(sian.extends(practice, revoked, "month").await),
        Refusal::ExtensionOver
    );
    assert_eq!(refused(gwen.tries_to_keep(practice, ROLE, "").await), Refusal::NotFound);
}

async fn of_two_answers_at_once_one_counts(app: TestApp) {
    let place = Place::on(app).await;
    let Place {
        app,
        practice,
        sian,
        gwen,
    } = &place;
    let huw = app.member("Huw Tomos", "huw@bont.example", practice).await;
    let id = place.app.asks_to_keep(gwen, practice, ROLE).await;
    let (one, other) = tokio::join!(sian.extends(practice, id, "week"), huw.turns_down(practice, id, "No."));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let extended = place.last_day(gwen.id).await.as_deref() == Some("2025-12-10");
    assert_eq!(extended, one.is_ok());
    assert_eq!(refused(if one.is_ok() { other } else { one }), Refusal::ExtensionOver);
}
