//! Roles that wait for somebody who is added, limited to a roster or roster group.

use domain::RosterId;
use domain::audit::Event;
use domain::members::roles::RoleRow;
use domain::new_users::CopyView;

use super::*;

on_both!(somebody_added_comes_in_with_what_is_still_open,);

/// Gives, changes or removes a waiting role with its limit until now and from now on.
async fn limits(
    by: &Person,
    call: &str,
    (id, role): (NewUserId, Role),
    was: Option<RosterId>,
    to: Option<RosterId>,
) -> Result<Receipt, AppError> {
    let text = |limit: Option<RosterId>| limit.map(|id| id.to_string()).unwrap_or_default();
    let (id, was, to) = (id.to_string(), text(was), text(to));
    let fields = [
        ("id", id.as_str()),
        ("role", role.tag()),
        ("was", was.as_str()),
        ("roster", to.as_str()),
        ("starts", ""),
        ("ends", ""),
    ];
    by.browser.call(call, &fields).await
}

fn shown(rows: &[RoleRow]) -> Vec<(Role, Option<&str>)> {
    rows.iter()
        .map(|row| (row.role, row.roster.as_ref().map(|one| one.name.as_str())))
        .collect()
}

async fn closes(app: &TestApp, practice: &Practice, roster: RosterId) {
    let mut change = app.store.change().await.expect("a change");
    change.rosters().close(roster, app.now()).await.expect("it closes");
    let entry = app.entry(Event::RosterClosed).for_organisation(practice.id);
    change.commit(entry).await.expect("it is recorded");
}

async fn somebody_added_comes_in_with_what_is_still_open(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@known.example").await;
    let ward = app.roster(&practice, "Ward 3", None).await;
    let clinic = app.roster(&practice, "Clinic", None).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@known.example").await;
    for limit in [ward, clinic] {
        let given = limits(&sian, "give_new_user_role", (id, Role::Reporting), None, Some(limit)).await;
        given.expect("one role for each roster");
    }
    let provider = (id, Role::ProviderUser);
    let given = limits(&sian, "give_new_user_role", provider, None, None).await;
    given.expect("a role for the whole practice");
    let limited = limits(&sian, "change_new_user_role", provider, None, Some(ward)).await;
    limited.expect("it may be limited later");
    let view = sian.new_user(id).await.unwrap();
    assert_eq!(
        shown(&view.roles),
        [
            (Role::ProviderUser, Some("Ward 3")),
            (Role::Reporting, Some("Ward 3")),
            (Role::Reporting, Some("Clinic"))
        ]
    );
    closes(&app, &practice, ward).await;
    let offer: OfferView = gwen.browser.call("offer", &[("id", &id.to_string())]).await.unwrap();
    assert_eq!(shown(&offer.roles), [(Role::Reporting, Some("Clinic"))]);
    gwen.does("accept_offer", id).await.expect("one role stands");
    let letter = app.letters_to("sian@bont.example").await.remove(0);
    assert!(letter.text.contains("Reporting, only for Clinic"), "{}", letter.text);
    let standing = app
        .store
        .read()
        .members()
        .standing(gwen.id, practice.id, app.now())
        .await;
    let standing = standing.unwrap().expect("an organisation");
    assert_eq!((standing.roles, standing.limited), (vec![], vec![Role::Reporting]));
    let users = gwen.practice_users(&practice).await.expect("she is a member");
    assert!(
        users
            .may
            .iter()
            .all(|action| *action != domain::permission::Action::GrantRoles)
    );
    let added = gwen.tries_to_add(&practice, "Rhys Owen", "rhys@never.example").await;
    assert_eq!(added.unwrap_err(), refused(Refusal::NotAllowed), "and adds nobody");
}

#[tokio::test]
async fn access_is_copied_with_its_limits_but_for_what_is_closed() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.person("Huw Tomos", "huw@bont.example").await;
    let ward = app.roster(&practice, "Ward 3", None).await;
    let clinic = app.roster(&practice, "Clinic", None).await;
    for limit in [ward, clinic] {
        app.let_in_for(huw.id, &practice, Role::RosterManager, limit).await;
    }
    app.let_in_for(huw.id, &practice, Role::RosteredMedic, clinic).await;
    closes(&app, &practice, ward).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@never.example").await;
    let text = id.to_string();
    let view: CopyView = sian.browser.call("access_to_copy", &[("id", &text)]).await.unwrap();
    let his = view
        .people
        .iter()
        .find(|one| one.name == "Huw Tomos")
        .expect("he is there");
    assert_eq!(shown(&his.roles), [(Role::RosterManager, Some("Clinic"))]);
    let fields = [("id", text.as_str()), ("member", &his.member.to_string())];
    sian.browser.call::<Receipt>("copy_access", &fields).await.unwrap();
    let view = sian.new_user(id).await.unwrap();
    assert_eq!(shown(&view.roles), [(Role::RosterManager, Some("Clinic"))]);
}

#[tokio::test]
async fn a_waiting_role_is_limited_to_what_is_open_there_and_medics_are_imported() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let foreign = app.roster(&elsewhere, "Ward 9", None).await;
    let closed = app.roster(&practice, "Ward 1", None).await;
    closes(&app, &practice, closed).await;
    let id = sian.adds_new_user(&practice, "Gwen Rees", "gwen@never.example").await;
    sian.gives(id, Role::ProviderUser).await;
    for limit in [foreign, closed] {
        let no = wrong(Field::Roster, Problem::NoSuchRoster);
        let given = limits(&sian, "give_new_user_role", (id, Role::Reporting), None, Some(limit)).await;
        assert_eq!(given.unwrap_err(), no);
        let changed = limits(
            &sian,
            "change_new_user_role",
            (id, Role::ProviderUser),
            None,
            Some(limit),
        )
        .await;
        assert_eq!(changed.unwrap_err(), no);
    }
    let medic = limits(&sian, "give_new_user_role", (id, Role::RosteredMedic), None, None).await;
    assert_eq!(medic.unwrap_err(), wrong(Field::Role, Problem::MedicsAreImported));
    assert!(
        sian.new_user(id).await.unwrap().rosters.is_empty(),
        "nothing to choose from"
    );
}
