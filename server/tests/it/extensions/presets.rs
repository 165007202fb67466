//! How long a role is given for, and from when: the same choice wherever one is given an end. It is 23 November 2025.

use app::error::AppError;
use chrono::TimeDelta;
use domain::form::{Field, Problem};
use domain::invitations::InvitationDraftView;
use domain::members::PracticeUsers;
use domain::members::roles::RolesView;
use domain::permission::Role;
use domain::pre_approvals::{Hindrance, PreApprovals};
use domain::{FieldErrors, JoinRequestId, Receipt, Refusal};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    a_request_is_approved_for_a_while_from_a_later_day,
    a_role_is_given_and_changed_for_a_while,
    an_invitation_keeps_its_days_from_step_to_step,
    a_pre_approval_lets_in_from_its_first_day_on,
);

fn wrong(field: Field, problem: Problem) -> AppError {
    AppError::Invalid(FieldErrors::one(field, problem))
}

impl Person {
    async fn approves_for(
        &self,
        practice: &Practice,
        request: JoinRequestId,
        [starts, until, ends]: [&str; 3],
    ) -> Result<Receipt, AppError> {
        let id = request.to_string();
        let fields = [
            ("code", practice.code.as_str()),
            ("id", &id),
            ("starts", starts),
            ("until", until),
            ("ends", ends),
        ];
        self.browser.call("approve_join_request", &fields).await
    }
}

/// The rows of *Practice enabled users*: names, and the last days of roles.
fn shown(users: &PracticeUsers) -> Vec<(&str, Vec<Option<String>>)> {
    let day = |until: Option<domain::LondonTime>| until.map(|at| at.day_and_time(domain::Language::English));
    let rows = users.members.iter();
    rows.map(|row| {
        let days = row.roles.iter().map(|role| day(role.until)).collect();
        (row.name.as_str(), days)
    })
    .collect()
}

async fn a_request_is_approved_for_a_while_from_a_later_day(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    let request = gwen.asks(&practice).await;
    for (days, field, problem) in [
        (["", "fortnight", ""], Field::Until, Problem::NotAChoice),
        (["", "other", ""], Field::Ends, Problem::Missing),
        (["", "other", "2025-11-22"], Field::Ends, Problem::InThePast),
        (["2025-11-22", "week", ""], Field::Starts, Problem::InThePast),
        (
            ["2025-12-02", "other", "2025-12-01"],
            Field::Ends,
            Problem::EndsBeforeItStarts,
        ),
    ] {
        let tried = sian.approves_for(&practice, request, days).await;
        assert_eq!(tried.unwrap_err(), wrong(field, problem), "{days:?}");
    }
    sian.approves_for(&practice, request, ["2025-12-01", "week", "soon"])
        .await
        .unwrap();
    let letter = app.letters_to(&gwen.email).await.remove(0);
    assert_eq!(letter.name, "request_approved");
    assert!(
        letter
            .text
            .contains("from 1 December 2025 on you may act for Meddygfa'r Bont")
            && letter.text.contains("until 7 December 2025, 23:59"),
        "{}",
        letter.text
    );
    // Before its first day she may do nothing, whatever she calls.
    let refused = AppError::Refused(Refusal::NotFound);
    assert_eq!(gwen.practice_users(&practice).await.unwrap_err(), refused);
    assert_eq!(shown(&sian.practice_users(&practice).await.unwrap()).len(), 1);
    // The last moment before it, and the first of it.
    app.clock.advance(TimeDelta::days(7));
    sian.signs_in().await;
    gwen.signs_in().await;
    app.clock.advance(TimeDelta::minutes(9 * 60 + 54));
    gwen.signs_in().await;
    assert_eq!(gwen.practice_users(&practice).await.unwrap_err(), refused);
    app.clock.advance(TimeDelta::minutes(2));
    let users = gwen.practice_users(&practice).await.unwrap();
    let until = Some("7 December 2025, 23:59".to_owned());
    assert_eq!(shown(&users)[1], ("Gwen Rees", vec![until]));
    app.clock.advance(TimeDelta::days(7));
    gwen.signs_in().await;
    assert_eq!(gwen.practice_users(&practice).await.unwrap_err(), refused);
}

async fn a_role_is_given_and_changed_for_a_while(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let member = app.store.read().members().of(huw.id, practice.id).await;
    let id = member.unwrap().unwrap().id.to_string();
    let does = async |call: &str, days: [&str; 3]| {
        let fields = [
            ("code", practice.code.as_str()),
            ("id", &id),
            ("role", Role::Reporting.tag()),
            ("starts", days[0]),
            ("until", days[1]),
            ("ends", days[2]),
        ];
        sian.browser.call::<Receipt>(call, &fields).await.unwrap();
        let view = [("code", practice.code.as_str()), ("id", &id)];
        let view: RolesView = sian.browser.call("roles_of_member", &view).await.unwrap();
        let row = view.roles.into_iter().find(|row| row.role == Role::Reporting);
        let row = row.unwrap();
        (row.starts_day, row.ends_day)
    };
    let days = |starts: &str, ends: &str| (starts.to_owned(), ends.to_owned());
    let today = "2025-11-23";
    assert_eq!(does("grant_role", ["", "month", ""]).await, days(today, "2025-12-22"));
    assert_eq!(does("change_role", [today, "day", ""]).await, days(today, today));
    assert_eq!(does("change_role", [today, "revoked", ""]).await, days(today, ""));
    let later = ["2026-01-31", "month", ""];
    assert_eq!(does("change_role", later).await, days("2026-01-31", "2026-02-28"));
    let letters = app.letters_to(&huw.email).await.len();
    assert_eq!(
        does("change_role", ["2026-01-31", "three_months", ""]).await.1,
        "2026-04-30"
    );
    assert_eq!(
        app.letters_to(&huw.email).await.len(),
        letters,
        "lengthening does not write"
    );
    assert_eq!(does("change_role", ["2026-01-31", "week", ""]).await.1, "2026-02-06");
    assert_eq!(app.letters_to(&huw.email).await.len(), letters + 1, "shortening does");
}

async fn an_invitation_keeps_its_days_from_step_to_step(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let id = sian
        .writes_invitation(&practice, "Gwen Rees", "gwen@newydd.example")
        .await;
    let id = id.to_string();
    let chosen = [
        ("id", id.as_str()),
        ("role", "provider_user"),
        ("starts", "2025-12-01"),
        ("until", "month"),
        ("ends", ""),
    ];
    sian.browser
        .call::<Receipt>("choose_invitation_role", &chosen)
        .await
        .unwrap();
    let draft: InvitationDraftView = sian.browser.call("invitation_draft", &[("id", &id)]).await.unwrap();
    assert_eq!(
        (draft.starts_day.as_str(), draft.ends_day.as_str()),
        ("2025-12-01", "2025-12-31")
    );
    let seen = draft.letter.unwrap().seen;
    let sent = [("id", id.as_str()), ("seen", seen.as_str())];
    sian.browser.call::<Receipt>("send_invitation", &sent).await.unwrap();
    let mut read = app.store.read();
    let email = domain::EmailAddress::parse("gwen@newydd.example").unwrap();
    let user = read.new_users().open_of(&email).await.unwrap().remove(0);
    let row = user.roles[0].row(&[], false);
    assert_eq!(
        (row.starts_day.as_str(), row.ends_day.as_str()),
        ("2025-12-01", "2025-12-31")
    );
}

async fn a_pre_approval_lets_in_from_its_first_day_on(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let given = [
        ("code", practice.code.as_str()),
        ("first_name", "Gwen"),
        ("last_name", "Rees"),
        ("email", "gwen@bont.example"),
        ("role", "provider_user"),
        ("starts", "2025-12-01"),
        ("until", "week"),
    ];
    sian.browser.call::<Receipt>("pre_approve", &given).await.unwrap();
    let code = [("code", practice.code.as_str())];
    let list: PreApprovals = sian.browser.call("pre_approvals", &code).await.unwrap();
    let row = &list.waiting[0];
    assert_eq!(
        (row.starts_day.as_str(), row.ends_day.as_str()),
        ("2025-12-01", "2025-12-07")
    );
    assert_eq!(row.hindrance, Some(Hindrance::NotYet));
    let id = row.id.to_string();
    let changed = [
        ("code", practice.code.as_str()),
        ("id", &id),
        ("first_name", "Gwen"),
        ("last_name", "Rees"),
        ("role", "provider_user"),
        ("starts", "2025-11-24"),
        ("until", "other"),
        ("ends", "2025-12-07"),
    ];
    sian.browser
        .call::<Receipt>("change_pre_approval", &changed)
        .await
        .unwrap();
    app.clock.advance(TimeDelta::days(1));
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.tries_to_ask(&practice, Role::ProviderUser).await.unwrap();
    let users = gwen.practice_users(&practice).await.unwrap();
    let until = Some("7 December 2025, 23:59".to_owned());
    assert_eq!(shown(&users)[1], ("Gwen Rees", vec![until]));
}
