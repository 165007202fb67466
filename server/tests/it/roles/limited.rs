//! Roles that are limited to a roster or roster group: given, changed, and what they let nobody do.

use domain::RosterId;
use domain::audit::Event;
use domain::join_requests::RequestRow;
use domain::members::Revocable;
use domain::my_account::MyOrganisation;
use domain::permission::Action;

use super::*;

on_both!(
    a_role_is_limited_and_counts_for_the_whole_organisation_again,
    whoever_holds_only_limited_roles_sees_practice_tools_and_decides_nothing,
);

impl Trust {
    /// Gives, changes or removes a role with its limit until now (`was`) and from now on.
    async fn limits(
        &self,
        by: &Person,
        call: &str,
        (whose, role): (&Person, Role),
        was: Option<RosterId>,
        to: Option<RosterId>,
    ) -> Result<Receipt, AppError> {
        let id = self.member(whose).await;
        let text = |limit: Option<RosterId>| limit.map(|id| id.to_string()).unwrap_or_default();
        let (was, to) = (text(was), text(to));
        let fields = [
            ("code", self.place.code.as_str()),
            ("id", id.as_str()),
            ("role", role.tag()),
            ("was", was.as_str()),
            ("roster", to.as_str()),
            ("starts", ""),
            ("ends", ""),
        ];
        by.browser.call(call, &fields).await
    }

    /// What a member's roles are limited to, by name, as their page shows it.
    async fn shown(&self, by: &Person, whose: &Person, role: Role) -> Vec<Option<String>> {
        let view = self.roles(by, whose).await.expect("a page of roles");
        let rows = view.roles.into_iter().filter(|row| row.role == role);
        rows.map(|row| row.roster.map(|roster| roster.full_name())).collect()
    }

    async fn closes(&self, roster: RosterId) {
        let mut change = self.app.store.change().await.expect("a change");
        change.rosters().close(roster, self.app.now()).await.expect("it closes");
        let entry = self.app.entry(Event::RosterClosed).for_organisation(self.place.id);
        change.commit(entry).await.expect("it is recorded");
    }
}

async fn a_role_is_limited_and_counts_for_the_whole_organisation_again(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust {
        app,
        place,
        dilys,
        ifan,
    } = &trust;
    let medicine = app.roster_group(place, "Medicine").await;
    let ward = app.roster(place, "Ward 3", medicine).await;
    let manager = (ifan, Role::RosterManager);
    assert_eq!(trust.roles(dilys, ifan).await.unwrap().rosters.len(), 2);
    let given = trust.limits(dilys, "grant_role", manager, None, Some(ward)).await;
    given.expect("a role for one roster");
    assert_eq!(
        trust.shown(dilys, ifan, Role::RosterManager).await,
        [Some("Ward 3 (Medicine)".to_owned())]
    );
    let again = trust.limits(dilys, "grant_role", manager, None, Some(ward)).await;
    assert_eq!(again.unwrap_err(), wrong(Field::Role, Problem::RoleHeld));
    let both = trust.limits(dilys, "grant_role", manager, None, Some(medicine)).await;
    both.expect("the same role for the group as well");
    let onto = trust
        .limits(dilys, "change_role", manager, Some(ward), Some(medicine))
        .await;
    assert_eq!(onto.unwrap_err(), wrong(Field::Roster, Problem::RoleHeld));

    let users = dilys.practice_users(place).await.unwrap();
    let row = users.members.iter().find(|row| row.name == "Ifan Pugh").unwrap();
    let limits: Vec<_> = row
        .roles
        .iter()
        .map(|held| (held.role, held.roster.is_some()))
        .collect();
    assert_eq!(
        limits,
        [
            (Role::Reporting, false),
            (Role::RosterManager, true),
            (Role::RosterManager, true)
        ]
    );
    let own: Vec<MyOrganisation> = ifan.browser.call("my_organisations", &[]).await.unwrap();
    assert!(
        own[0]
            .roles
            .iter()
            .any(|held| held.roster.as_ref().is_some_and(|one| one.id == ward))
    );

    let gone = trust.limits(dilys, "remove_role", manager, None, None).await;
    assert_eq!(gone.unwrap_err(), refused(Refusal::NotFound), "not this one of them");
    let removed = trust.limits(dilys, "remove_role", manager, Some(medicine), None).await;
    removed.expect("the one for the group");
    let widened = trust.limits(dilys, "change_role", manager, Some(ward), None).await;
    widened.expect("for the whole organisation");
    assert_eq!(trust.shown(dilys, ifan, Role::RosterManager).await, [None]);

    let lines = app.store.read().audit().of_person(ifan.id, 10).await.unwrap();
    let changed = lines.iter().find(|line| line.event == Event::RoleChanged).unwrap();
    let before = changed.before.as_deref().unwrap_or_default();
    assert!(
        before.starts_with("roster_manager only for Ward 3 (Medicine)"),
        "{before}"
    );
    let after = changed.after.as_deref().unwrap_or_default();
    assert!(!after.contains("only for"), "{after}");
}

async fn whoever_holds_only_limited_roles_sees_practice_tools_and_decides_nothing(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { app, place, dilys, .. } = &trust;
    let ward = app.roster(place, "Ward 3", None).await;
    let non = app.person("Non Prys", "non@trust.example").await;
    app.let_in_for(non.id, place, Role::Approver, ward).await;
    let gwen = app.person("Gwen Rees", "gwen@trust.example").await;
    gwen.tries_to_ask(place, Role::Reporting).await.unwrap();
    let request = gwen.request_at(place).await.id;
    let told: Vec<String> = app.letters().await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(told, ["dilys@trust.example"], "only those who decide are told");
    let users = non.practice_users(place).await.expect("a member sees who may act");
    assert!(users.requests.is_empty() && users.members.len() == 3);
    for action in [Action::DecideRequest, Action::GrantRoles, Action::RevokeMember] {
        assert!(!users.may.contains(&action), "{action:?}");
    }
    let no = refused(Refusal::NotAllowed);
    assert_eq!(non.approves(place, request).await.unwrap_err(), no);
    assert_eq!(trust.roles(&non, dilys).await.unwrap_err(), no);
    let id = trust.member(dilys).await;
    let revoked = non.revokes(place, domain::MemberId::parse(&id).unwrap()).await;
    assert_eq!(revoked.unwrap_err(), no);
    let waiting = non.browser.call::<Vec<RequestRow>>("pending_requests", &[]).await;
    assert_eq!(waiting.unwrap_err(), no);
    let asked = non.tries_to_ask(place, Role::Reporting).await;
    assert_eq!(asked.unwrap_err(), refused(Refusal::AlreadyAMember));
    let row = users.members.iter().find(|row| row.name == "Dilys Pugh").unwrap();
    assert_eq!(row.revocable, Revocable::No);
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let last = olwen.revokes(place, row.id).await;
    assert_eq!(last.unwrap_err(), refused(Refusal::LastApprover), "she decides alone");
}

#[tokio::test]
async fn the_last_approver_cannot_be_limited_and_a_limited_one_is_none() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust {
        app,
        place,
        dilys,
        ifan,
    } = &trust;
    let ward = app.roster(place, "Ward 3", None).await;
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let approver = Role::Approver;
    let limited = trust
        .limits(&olwen, "change_role", (dilys, approver), None, Some(ward))
        .await;
    assert_eq!(limited.unwrap_err(), refused(Refusal::LastApprover));
    let given = trust
        .limits(&olwen, "grant_role", (ifan, approver), None, Some(ward))
        .await;
    given.expect("an approver for one roster");
    let limited = trust
        .limits(&olwen, "change_role", (dilys, approver), None, Some(ward))
        .await;
    assert_eq!(
        limited.unwrap_err(),
        refused(Refusal::LastApprover),
        "the other is limited"
    );
    let widened = trust
        .limits(&olwen, "change_role", (ifan, approver), Some(ward), None)
        .await;
    widened.expect("for the whole organisation");
    let limited = trust
        .limits(&olwen, "change_role", (dilys, approver), None, Some(ward))
        .await;
    limited.expect("another one lasts");
    assert_eq!(
        trust.roles(dilys, ifan).await.unwrap_err(),
        refused(Refusal::NotAllowed)
    );
}

#[tokio::test]
async fn a_limit_is_an_open_roster_of_the_organisation() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust {
        app,
        place,
        dilys,
        ifan,
    } = &trust;
    let elsewhere = app
        .organisation("R8Z", "Other Trust", Kind::Trust, Status::Active)
        .await;
    let foreign = app.roster(&elsewhere, "Ward 9", None).await;
    let closed = app.roster(place, "Ward 1", None).await;
    let ward = app.roster(place, "Ward 3", None).await;
    trust.closes(closed).await;
    for limit in [foreign, closed] {
        let manager = (ifan, Role::RosterManager);
        let given = trust.limits(dilys, "grant_role", manager, None, Some(limit)).await;
        assert_eq!(given.unwrap_err(), wrong(Field::Roster, Problem::NoSuchRoster));
        let reporting = (ifan, Role::Reporting);
        let changed = trust.limits(dilys, "change_role", reporting, None, Some(limit)).await;
        assert_eq!(changed.unwrap_err(), wrong(Field::Roster, Problem::NoSuchRoster));
    }
    let shown = trust.roles(dilys, ifan).await.unwrap().rosters;
    assert_eq!(shown.iter().map(|one| one.id).collect::<Vec<_>>(), [ward]);
    let nonsense = [
        ("code", "R9Z"),
        ("id", &trust.member(ifan).await),
        ("role", "roster_manager"),
        ("roster", "everywhere"),
    ];
    let answer = dilys.browser.call::<Receipt>("grant_role", &nonsense).await;
    assert_eq!(answer.unwrap_err(), wrong(Field::Roster, Problem::NotAChoice));
}

#[tokio::test]
async fn what_an_import_gave_is_neither_given_nor_changed_by_hand() {
    let trust = Trust::on(TestApp::new().await).await;
    let Trust {
        app,
        place,
        dilys,
        ifan,
    } = &trust;
    let ward = app.roster(place, "Ward 3", None).await;
    let medic = (ifan, Role::RosteredMedic);
    let given = trust.limits(dilys, "grant_role", medic, None, Some(ward)).await;
    assert_eq!(given.unwrap_err(), wrong(Field::Role, Problem::MedicsAreImported));
    app.let_in_for(ifan.id, place, Role::RosteredMedic, ward).await;
    for call in ["change_role", "remove_role"] {
        let answer = trust.limits(dilys, call, medic, Some(ward), Some(ward)).await;
        assert_eq!(answer.unwrap_err(), refused(Refusal::Imported), "{call}");
    }
    let view = trust.roles(dilys, ifan).await.unwrap();
    let row = view.roles.iter().find(|row| row.role == Role::RosteredMedic).unwrap();
    assert!(!row.may_change && !view.grantable.contains(&Role::RosteredMedic));
}
