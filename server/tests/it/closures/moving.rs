//! Moving to the successor: which roles go along, who is told, and what stays behind.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::closures::{ChosenView, StaysBehind};
use domain::organisations::{Kind, Status};
use domain::permission::Role;
use domain::{Moment, Page, Receipt, Refusal};

use super::{Town, closure_fields};
use crate::{Person, Practice, TestApp, on_both};

on_both!(
    roles_go_along_as_they_stand_and_limits_end,
    whoever_is_there_has_nothing_twice_and_whoever_was_revoked_there_stays_so,
    what_closes_meanwhile_takes_nobody,
);

impl Town {
    /// What the page that confirms says of somebody: whether they move, and why each role that stays does.
    async fn foretold(&self, by: &Person, about: &Person, to: &Practice) -> (bool, Vec<StaysBehind>) {
        let id = self.member_at(about, &self.bont).await.to_string();
        let mut fields = closure_fields(&self.bont, Some(to));
        fields.push(("ticked[]", &id));
        let receipt: Receipt = by.browser.call("choose_closure", &fields).await.unwrap();
        assert_eq!(receipt, Receipt::go_to(Page::ClosureConfirm(self.bont.code.clone())));
        let fields = [("code", self.bont.code.as_str())];
        let view: ChosenView = by.browser.call("chosen_closure", &fields).await.unwrap();
        let chosen = view.chosen.unwrap();
        assert_eq!(
            (chosen.people.len(), chosen.successor.unwrap().code),
            (1, to.code.clone())
        );
        let person = &chosen.people[0];
        let stays = person.roles.iter().filter_map(|fate| fate.stays).collect();
        (person.moves, stays)
    }
}

async fn roles_go_along_as_they_stand_and_limits_end(app: TestApp) {
    let town = Town::on(app).await;
    let end = town.app.now().plus(TimeDelta::days(30));
    let nights = town.app.roster(&town.bont, "Nights", None).await;
    town.app
        .let_in_until(town.huw.id, &town.bont, Role::Reporting, end)
        .await;
    town.app
        .let_in_for(town.huw.id, &town.bont, Role::RosterManager, nights)
        .await;
    town.app.let_in(town.huw.id, &town.bont, Role::RosteredMedic).await;
    town.register_says(Status::Closed).await;
    let (moves, stays) = town.foretold(&town.dai, &town.huw, &town.castell).await;
    assert!(moves);
    assert_eq!(stays, [StaysBehind::Limited, StaysBehind::NotGivenThere]);

    town.decides(&town.dai, &[&town.sian, &town.huw], Some(&town.castell))
        .await
        .unwrap();
    let users = town.cai.practice_users(&town.castell).await.unwrap();
    let huw = users.members.iter().find(|row| row.name == "Huw Tomos").unwrap();
    assert_eq!(huw.let_in_by.as_deref(), Some("Dai Price"));
    let roles: Vec<_> = huw.roles.iter().map(|held| (held.role, held.until)).collect();
    assert_eq!(
        roles,
        [
            (Role::PracticeEnabledUser, None),
            (Role::Reporting, Some(last_moment(end).in_london()))
        ]
    );
    assert!(huw.roles.iter().all(|held| held.roster.is_none()));
    assert!(town.huw.practice_users(&town.bont).await.is_err());
    let letters = town.app.letters_to("huw@bont.example").await;
    assert_eq!((letters.len(), letters[0].name), (1, "access_moved"));
    assert_eq!(letters[0].link, "/organisations/W91002/profile");
    assert!(
        letters[0].text.contains("Practice Enabled User, Reporting"),
        "{}",
        letters[0].text
    );
    assert!(letters[0].text.contains("could not go along and have ended"));
    let hers = &town.app.letters_to("sian@bont.example").await[0];
    assert!(!hers.text.contains("could not go along"), "all of hers did");
    let told = town.app.letters_to("cai@castell.example").await;
    assert_eq!((told.len(), told[0].name), (1, "people_came"));
    assert!(told[0].text.contains("- Huw Tomos") && told[0].text.contains("- Siân Jones"));
    for (place, event, many) in [
        (&town.bont, Event::MemberMoved, 2),
        (&town.castell, Event::MemberCame, 2),
        (&town.bont, Event::SuccessorChanged, 1),
    ] {
        assert_eq!(town.app.count_of(place, event).await, many, "{event:?}");
    }
    let details = town.details(&town.olwen).await;
    assert_eq!(details.organisation.successor.as_ref(), Some(&town.castell.code));
    assert_eq!(details.staffing.people, 0);
}

async fn whoever_is_there_has_nothing_twice_and_whoever_was_revoked_there_stays_so(app: TestApp) {
    let town = Town::on(app).await;
    let end = town.app.now().plus(TimeDelta::days(30));
    // Siân is there already, for a while; Huw was.
    town.app
        .let_in_until(town.sian.id, &town.castell, Role::PracticeEnabledUser, end)
        .await;
    town.app.let_in(town.sian.id, &town.bont, Role::Reporting).await;
    town.app.let_in(town.huw.id, &town.castell, Role::ProviderUser).await;
    let there = town.member_at(&town.huw, &town.castell).await;
    town.cai.revokes(&town.castell, there).await.unwrap();
    town.register_says(Status::Closed).await;
    let foretold = town.foretold(&town.olwen, &town.sian, &town.castell).await;
    assert_eq!(foretold, (true, vec![StaysBehind::HeldThere]));
    let foretold = town.foretold(&town.olwen, &town.huw, &town.castell).await;
    assert_eq!(foretold, (false, vec![StaysBehind::RevokedThere]));

    town.decides(&town.olwen, &[&town.sian, &town.huw], Some(&town.castell))
        .await
        .unwrap();
    let users = town.cai.practice_users(&town.castell).await.unwrap();
    let sian = users.members.iter().find(|row| row.name == "Siân Jones").unwrap();
    let roles: Vec<_> = sian.roles.iter().map(|held| (held.role, held.until)).collect();
    assert_eq!(
        roles,
        [
            (Role::PracticeEnabledUser, Some(last_moment(end).in_london())),
            (Role::Reporting, None)
        ]
    );
    assert!(town.huw.practice_users(&town.castell).await.is_err());
    assert_eq!(town.app.letters_to("huw@bont.example").await[0].name, "access_closed");
    let hers = town.app.letters_to("sian@bont.example").await;
    assert!(hers.iter().any(|letter| letter.name == "access_moved"));
}

async fn what_closes_meanwhile_takes_nobody(app: TestApp) {
    let town = Town::on(app).await;
    town.register_says(Status::Closed).await;
    let moves = async |to: &Practice| town.decides(&town.olwen, &[&town.sian], Some(to)).await;
    let closed = town
        .app
        .organisation("W91008", "Closed Surgery", Kind::Practice, Status::Closed)
        .await;
    assert_eq!(
        moves(&closed).await.unwrap_err(),
        AppError::Refused(Refusal::OrganisationNotOpen)
    );
    let batch = town.app.stages(&town.castell, Status::Dormant).await;
    town.applies(batch).await;
    assert_eq!(
        moves(&town.castell).await.unwrap_err(),
        AppError::Refused(Refusal::OrganisationNotOpen)
    );
    assert!(town.sian.practice_users(&town.bont).await.is_ok());
}

/// What ends at a moment is shown with the minute before.
fn last_moment(end: Moment) -> Moment {
    end.plus(TimeDelta::minutes(-1))
}
