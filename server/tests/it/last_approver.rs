//! The last approver: every page says so beforehand and leads on, every act is refused by direct call, and two support
//! people can let the person go all the same, once (decision 6).

mod trust;

use chrono::TimeDelta;
use domain::audit::Event;
use domain::members::RevokeView;
use domain::members::last_approver::{LastApprover, Overriding, WayOut};
use domain::members::roles::RolesView;
use domain::my_account::{ClosingView, LeaveView};
use domain::organisations::{FewApprovers, Kind, OrganisationList, Status};
use domain::people::DisablingView;
use domain::permission::Role;
use domain::proposals::{OverrideView, StateTag};
use domain::{Page, Receipt, Refusal};

use self::trust::{Trust, disables, look, newest, propose, refused};
use crate::{TestApp, on_both};

on_both!(
    every_page_says_so_beforehand_and_leads_on,
    two_support_people_let_somebody_be_revoked_once,
    an_override_lets_a_role_be_removed_or_ended,
    an_override_for_each_organisation_lets_an_account_be_disabled,
    an_override_is_refused_to_the_proposer_the_person_and_everybody_else,
    an_override_lapses_with_the_access_and_with_time,
    an_organisation_is_an_orphan_where_nobody_decides_without_an_end,
);

async fn every_page_says_so_beforehand_and_leads_on(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { dilys, olwen, .. } = &trust;
    let view: RevokeView = trust.asks(olwen, "member_to_revoke").await.unwrap();
    let last = view.last_approver.unwrap();
    assert_eq!((last.way_out, last.support), (WayOut::Members, Overriding::MayPropose));
    let roles: RolesView = trust.asks(olwen, "roles_of_member").await.unwrap();
    let needed: Vec<_> = roles.needed.iter().map(|key| key.role).collect();
    assert_eq!(needed, [Role::Approver], "another role of hers can go");
    assert!(roles.last_approver.is_some());
    let id = dilys.id.to_string();
    let view: DisablingView = olwen.browser.call("disabling_account", &[("id", &id)]).await.unwrap();
    assert_eq!(view.in_the_way.len(), 1);
    let view: LeaveView = dilys
        .browser
        .call("organisation_to_leave", &[("code", "R9Z")])
        .await
        .unwrap();
    assert_eq!(view.last_approver.unwrap().support, Overriding::No, "nothing of hers");
    let view: ClosingView = dilys.browser.call("closing_my_account", &[]).await.unwrap();
    assert_eq!(view.in_the_way.len(), 1);

    // The same as pages without scripts, with the way out.
    let go = "Make someone else an approver first";
    let member = trust.member(dilys).await;
    let code = trust.place.code.clone();
    let path = |page: Page| page.path(domain::Language::English);
    for page in [
        Page::Revoke(code.clone(), member),
        Page::Roles(code.clone(), member),
        Page::DisableAccount(dilys.id),
        Page::Members(code.clone()),
    ] {
        let page = path(page);
        assert!(olwen.browser.get(&page).await.says(go), "{page}");
    }
    let change = format!("{}/approver", path(Page::Roles(code.clone(), member)));
    for page in [change.clone(), format!("{change}?remove=1")] {
        let shown = olwen.browser.get(&page).await;
        assert!(
            shown.says(go) && shown.says("/last-approver?organisation=R9Z"),
            "{page}"
        );
    }
    for page in [Page::Leave(code.clone()), Page::CloseAccount] {
        let page = path(page);
        let shown = dilys.browser.get(&page).await;
        assert!(shown.says(go) && shown.says("/organisations/R9Z/members"), "{page}");
        assert!(!shown.says("/last-approver"), "{page}");
    }

    // And by direct call.
    let last = Refusal::LastApprover;
    assert_eq!(refused(trust.revokes(olwen).await), last);
    assert_eq!(refused(trust.changes_role("remove_role", "").await), last);
    assert_eq!(refused(trust.changes_role("change_role", "2025-12-31").await), last);
    assert_eq!(refused(disables(olwen, dilys).await), last);
    assert_eq!(refused(dilys.leaves(&trust.place).await), last);

    // Where nobody else is there, somebody must be invited.
    trust
        .app
        .let_in(
            dilys.id,
            &trust.app.practice("W91001", "Meddygfa'r Bont").await,
            Role::ProviderUser,
        )
        .await;
    let view: LeaveView = dilys
        .browser
        .call("organisation_to_leave", &[("code", "W91001")])
        .await
        .unwrap();
    assert_eq!(view.last_approver.unwrap().way_out, WayOut::Invite);
    assert!(
        dilys
            .browser
            .get("/my-account/organisations/W91001/leave")
            .await
            .says("/invite?organisation=W91001")
    );
}

async fn two_support_people_let_somebody_be_revoked_once(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust {
        dilys, olwen, owain, ..
    } = &trust;
    let id = dilys.id.to_string();
    let fields = [("id", id.as_str()), ("organisation", "R9Z")];
    let view: OverrideView = olwen.browser.call("override_to_propose", &fields).await.unwrap();
    assert_eq!((view.way_out, view.there), (WayOut::Members, None));
    trust.proposes(olwen, dilys).await.unwrap();
    let proposal = newest(olwen).await;
    assert_eq!(trust.app.letters_to(&owain.email).await[0].name, "proposal_made");
    let again = trust.proposes(owain, dilys).await.unwrap();
    assert_eq!(again.go_to, Page::Proposal(proposal), "it is proposed already");
    assert_eq!(
        refused(trust.revokes(olwen).await),
        Refusal::LastApprover,
        "nobody has confirmed it"
    );

    trust.confirms(owain, proposal).await.unwrap();
    let seen = look(olwen, proposal).await;
    let until = trust.app.now().plus(TimeDelta::hours(24)).in_london();
    assert_eq!(
        (seen.until, seen.used_at, seen.state),
        (Some(until), None, StateTag::Confirmed)
    );
    let view: RevokeView = trust.asks(olwen, "member_to_revoke").await.unwrap();
    assert!(view.last_approver.unwrap().is_overridden());
    let page = Page::Revoke(trust.place.code.clone(), trust.member(dilys).await);
    let page = olwen.browser.get(&page.path(domain::Language::English)).await;
    assert!(page.says("Two support people have agreed") && page.says("She has died."));

    trust.revokes(olwen).await.unwrap();
    assert!(look(olwen, proposal).await.used_at.is_some());
    let mut read = trust.app.store.read();
    let told = read
        .audit()
        .of_organisation(trust.place.id, None, None, 100)
        .await
        .unwrap();
    let line = told
        .iter()
        .find(|line| line.event == Event::LastApproverOverridden)
        .unwrap();
    assert_eq!(line.why.as_deref(), Some("She has died."));
    let act = told.iter().find(|line| line.event == Event::MemberRevoked).unwrap();
    assert_eq!((act.request, act.at), (line.request, line.at), "with the act itself");

    // The organisation is an orphan now, and listed; enabled again she is the last once more, and it is used up.
    let details = trust.details().await;
    assert_eq!(
        details.staffing.few(&details.organisation, details.policy),
        Some(FewApprovers::None)
    );
    let page = olwen.browser.get("/organisations/R9Z").await;
    assert!(page.says("Nobody can decide here") && page.says("/invite?organisation=R9Z"));
    let list: OrganisationList = olwen
        .browser
        .call("list_organisations", &[("approvers", "few")])
        .await
        .unwrap();
    assert_eq!(list.rows.len(), 1);
    let member = trust.member(dilys).await.to_string();
    let fields = [("code", "R9Z"), ("id", member.as_str())];
    olwen.browser.call::<Receipt>("enable_member", &fields).await.unwrap();
    assert_eq!(refused(trust.revokes(olwen).await), Refusal::LastApprover, "once");
}

async fn an_override_lets_a_role_be_removed_or_ended(app: TestApp) {
    let trust = Trust::on(app).await;
    trust.agree().await;
    let roles: RolesView = trust.asks(&trust.olwen, "roles_of_member").await.unwrap();
    assert!(roles.needed.is_empty(), "nothing keeps it");
    trust.changes_role("change_role", "2025-12-31").await.unwrap();
    let details = trust.details().await;
    let few = details.staffing.few(&details.organisation, details.policy);
    assert_eq!(few, Some(FewApprovers::Ending), "she decides until then");
    assert!(trust.events().await.contains(&Event::LastApproverOverridden));

    trust.changes_role("change_role", "").await.unwrap();
    assert_eq!(
        refused(trust.changes_role("remove_role", "").await),
        Refusal::LastApprover
    );
    trust.agree().await;
    // What strands nobody leaves it for what does.
    let id = trust.member(&trust.dilys).await.to_string();
    let reporting = [
        ("code", "R9Z"),
        ("id", id.as_str()),
        ("role", "reporting"),
        ("starts", ""),
        ("ends", "2025-12-31"),
    ];
    trust
        .olwen
        .browser
        .call::<Receipt>("change_role", &reporting)
        .await
        .unwrap();
    trust.changes_role("remove_role", "").await.unwrap();
    let used = trust.events().await;
    let used = used.iter().filter(|event| **event == Event::LastApproverOverridden);
    assert_eq!(used.count(), 2);
}

async fn an_override_for_each_organisation_lets_an_account_be_disabled(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust { app, dilys, olwen, .. } = &trust;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.let_in(dilys.id, &practice, Role::PracticeEnabledUser).await;
    trust.agree().await;
    assert_eq!(
        refused(disables(olwen, dilys).await),
        Refusal::LastApprover,
        "there is one more"
    );
    propose(olwen, dilys, "W91001").await.unwrap();
    let id = newest(olwen).await;
    trust.confirms(&trust.owain, id).await.unwrap();
    let person = dilys.id.to_string();
    let view: DisablingView = olwen
        .browser
        .call("disabling_account", &[("id", &person)])
        .await
        .unwrap();
    assert!(view.in_the_way.iter().all(LastApprover::is_overridden) && view.in_the_way.len() == 2);
    disables(olwen, dilys).await.unwrap();
    assert!(look(olwen, id).await.used_at.is_some());
    let lines = app.store.read().audit().of_person(dilys.id, 100).await.unwrap();
    let used = lines.iter().filter(|line| line.event == Event::LastApproverOverridden);
    assert_eq!(used.count(), 2);
}

async fn an_override_is_refused_to_the_proposer_the_person_and_everybody_else(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust {
        app,
        place,
        dilys,
        rhys,
        olwen,
        owain,
    } = &trust;
    for person in [dilys, rhys] {
        assert_eq!(
            refused(trust.proposes(person, dilys).await),
            Refusal::NotFound,
            "{}",
            person.name
        );
    }
    assert_eq!(
        refused(trust.proposes(olwen, rhys).await),
        Refusal::NoLongerStands,
        "he is not the last"
    );
    trust.proposes(olwen, dilys).await.unwrap();
    let id = newest(olwen).await;
    assert_eq!(refused(trust.confirms(olwen, id).await), Refusal::SecondPersonNeeded);
    assert_eq!(refused(trust.confirms(dilys, id).await), Refusal::NotFound);
    // Support people do neither about themselves.
    let nest = app.support("Nest Lewis", "nest@support.example").await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.let_in(nest.id, &practice, Role::PracticeEnabledUser).await;
    assert_eq!(refused(propose(&nest, &nest, "W91001").await), Refusal::NotOnOneself);
    propose(olwen, &nest, "W91001").await.unwrap();
    let about_nest = newest(olwen).await;
    assert_eq!(refused(trust.confirms(&nest, about_nest).await), Refusal::NotOnOneself);
    trust.confirms(owain, about_nest).await.unwrap();
    assert_eq!(
        refused(nest.leaves(&practice).await),
        Refusal::LastApprover,
        "it is not hers to use"
    );

    // It is for the acts of support, not for those of others who may revoke.
    trust.confirms(owain, id).await.unwrap();
    let mair = app.person("Mair Ellis", "mair@trust.example").await;
    app.let_in_until(mair.id, place, Role::Approver, app.now().plus(TimeDelta::days(9)))
        .await;
    assert_eq!(refused(trust.revokes(&mair).await), Refusal::LastApprover);
    assert_eq!(refused(dilys.leaves(place).await), Refusal::LastApprover);
    trust.revokes(owain).await.unwrap();
}

async fn an_override_lapses_with_the_access_and_with_time(app: TestApp) {
    let trust = Trust::on(app).await;
    let Trust {
        app,
        place,
        dilys,
        olwen,
        ..
    } = &trust;
    let first = trust.agree().await;
    app.clock.advance(TimeDelta::hours(24));
    olwen.signs_in().await;
    trust.owain.signs_in().await;
    assert_eq!(
        refused(trust.revokes(olwen).await),
        Refusal::LastApprover,
        "a day later"
    );
    assert_eq!(look(olwen, first).await.used_at, None);
    let second = trust.agree().await;

    // Somebody else decides, so her access is revoked without it; it does not stand for when she is back.
    let ifan = app.person("Ifan Pugh", "ifan@trust.example").await;
    app.let_in(ifan.id, place, Role::Approver).await;
    trust.revokes(olwen).await.unwrap();
    assert!(look(olwen, second).await.used_at.is_some());
    assert!(!trust.events().await.contains(&Event::LastApproverOverridden));
    let member = trust.member(dilys).await.to_string();
    let fields = [("code", "R9Z"), ("id", member.as_str())];
    olwen.browser.call::<Receipt>("enable_member", &fields).await.unwrap();
    ifan.leaves(place).await.unwrap();
    assert_eq!(refused(trust.revokes(olwen).await), Refusal::LastApprover);

    // One that waits lapses with the account.
    trust.proposes(olwen, dilys).await.unwrap();
    let third = newest(olwen).await;
    app.let_in(ifan.id, place, Role::Approver).await;
    disables(olwen, dilys).await.unwrap();
    assert_eq!(look(olwen, third).await.state, StateTag::Lapsed);
    assert_eq!(
        refused(trust.confirms(&trust.owain, third).await),
        Refusal::NoLongerStands
    );
}

async fn an_organisation_is_an_orphan_where_nobody_decides_without_an_end(app: TestApp) {
    let olwen = app.support("Olwen Rees", "olwen@support.example").await;
    let listed = async || {
        let list: OrganisationList = olwen
            .browser
            .call("list_organisations", &[("approvers", "few")])
            .await
            .unwrap();
        let few = |row: &domain::organisations::OrganisationRow| row.staffing.few(&row.organisation, row.policy);
        let rows = list.rows.iter();
        rows.map(|row| (row.organisation.code.to_string(), few(row).unwrap()))
            .collect::<Vec<_>>()
    };
    let empty = app.practice("W91001", "Meddygfa'r Bont").await;
    assert_eq!(listed().await, [], "nobody needs anybody");
    let gwen = app.person("Gwen Rees", "gwen@bont.example").await;
    gwen.asks(&empty).await;
    assert_eq!(
        listed().await,
        [("W91001".to_owned(), FewApprovers::None)],
        "somebody waits"
    );
    let trust = app
        .organisation("R9Z", "Hospital Trust", Kind::Trust, Status::Active)
        .await;
    let mair = app.person("Mair Ellis", "mair@trust.example").await;
    let end = app.now().plus(TimeDelta::days(9));
    app.let_in_until(mair.id, &trust, Role::Approver, end).await;
    let ending = ("R9Z".to_owned(), FewApprovers::Ending);
    assert!(listed().await.contains(&ending), "her right to decide ends");
    let dilys = app.person("Dilys Pugh", "dilys@trust.example").await;
    app.let_in(dilys.id, &trust, Role::Approver).await;
    assert!(listed().await.contains(&("R9Z".to_owned(), FewApprovers::One)));
}
