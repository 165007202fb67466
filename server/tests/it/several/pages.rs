//! Several requests at once: who is refused, who must first show that it is they, and the pages without scripts.

use app::error::AppError;
use chrono::TimeDelta;
use domain::Refusal;
use domain::join_requests::StateTag;
use domain::join_requests::several::{LeftOut, Outcome};
use domain::permission::Role;

use super::people;
use crate::{PASSWORD, Person, TestApp, on_both};

on_both!(
    what_somebody_chose_is_nobody_elses,
    whoever_is_to_show_that_it_is_they_has_decided_nothing_yet,
    without_scripts_the_same_pages_do_it,
);

async fn what_somebody_chose_is_nobody_elses(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
    let asked = app
        .have_asked(&practice, &people(3, "hers"), Role::PracticeEnabledUser)
        .await;
    let several = sian.chooses(&asked, "reject").await.expect("she decides here");
    let nobody = Person::new(&app, rhys.id, "Nobody", "nobody@nowhere.example");
    let not_found = AppError::Refused(Refusal::NotFound);
    let not_allowed = AppError::Refused(Refusal::NotAllowed);
    for (who, refusal) in [
        (&huw, &not_found),
        (&mair, &not_found),
        (&rhys, &not_allowed),
        (&nobody, &AppError::SignInFirst),
    ] {
        assert_eq!(
            &who.looks_at(several).await.expect_err("not theirs"),
            refusal,
            "{}",
            who.name
        );
        let decided = who.decides(several, "reject", "No.").await;
        assert_eq!(&decided.expect_err("not theirs"), refusal, "{}", who.name);
    }
    assert_eq!(rhys.chooses(&asked, "reject").await, Err(not_allowed.clone()));
    assert_eq!(nobody.chooses(&asked, "reject").await, Err(AppError::SignInFirst));
    // Who decides elsewhere may choose them, and finds none of them there.
    let hers = mair.chooses(&asked, "reject").await.expect("she decides somewhere");
    mair.decides(hers, "reject", "No.").await.expect("nothing to decide");
    let view = mair.looks_at(hers).await.expect("hers");
    let not_there = Outcome::LeftOut(LeftOut::NotThere);
    assert!(
        view.rows
            .iter()
            .all(|row| row.whom.is_none() && row.outcome == not_there)
    );
    // Who is revoked in between decides nothing.
    let members = huw.practice_users(&practice).await.expect("he acts there").members;
    let member = members
        .into_iter()
        .find(|row| row.name == sian.name)
        .expect("she acts there");
    huw.revokes(&practice, member.id).await.expect("he may");
    assert_eq!(sian.decides(several, "reject", "No.").await, Err(not_allowed));
    for request in &asked {
        assert_eq!(app.state_of(*request).await, StateTag::Pending);
    }
    assert_eq!(app.decisions_at(&practice).await, 0);
}

async fn whoever_is_to_show_that_it_is_they_has_decided_nothing_yet(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let asked = app
        .have_asked(&practice, &people(2, "step"), Role::PracticeEnabledUser)
        .await;
    let several = sian.chooses(&asked, "approve").await.expect("she decides here");
    app.clock.advance(TimeDelta::minutes(16));
    let refused = sian.decides(several, "approve", "").await;
    assert_eq!(refused, Err(AppError::Refused(Refusal::ProveItIsYou)));
    let view = sian.looks_at(several).await.expect("looking asks for nothing");
    assert!(view.began.is_none() && view.waiting() == 2);
    sian.proves_with_password(PASSWORD).await.expect("it is she");
    sian.decides(several, "approve", "").await.expect("they wait");
    assert_eq!(sian.looks_at(several).await.expect("hers").counts(), (2, 0));
}

async fn without_scripts_the_same_pages_do_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let asked = app
        .have_asked(&practice, &people(2, "plain"), Role::PracticeEnabledUser)
        .await;
    let list = "/organisations/W91001/members";
    let page = sian.browser.get(list).await;
    assert!(
        page.says("Tick Gwen Rees-plain, W91001") && page.says("Reject ticked…"),
        "{}",
        page.body
    );
    assert!(
        sian.browser
            .get("/registrations")
            .await
            .says("Tick Gwen Rees-plain, W91001")
    );
    let nothing = sian
        .browser
        .submit(list, "choose_several", &[("verdict", "reject")])
        .await;
    assert!(nothing.says("Tick at least one row in the table"), "{}", nothing.body);

    let ids: Vec<String> = asked.iter().map(ToString::to_string).collect();
    let fields = [
        ("ticked[]", ids[0].as_str()),
        ("ticked[]", &ids[1]),
        ("verdict", "reject"),
    ];
    let reply = sian.browser.post(list, "choose_several", &fields).await;
    let confirm = reply.location().to_owned();
    let page = sian.browser.get(&confirm).await;
    assert!(
        page.says("Will be decided: 2") && page.says("Gwen Rees-plain"),
        "{}",
        page.body
    );
    let id = confirm.rsplit('/').next().expect("an id").to_owned();
    let without = [("id", id.as_str()), ("verdict", "reject"), ("reason", "")];
    let page = sian.browser.submit(&confirm, "decide_several", &without).await;
    assert!(page.says("Will be decided: 2"), "a reason is needed: {}", page.body);
    let with = [
        ("id", id.as_str()),
        ("verdict", "reject"),
        ("reason", "The rota is full."),
    ];
    let page = sian.browser.submit(&confirm, "decide_several", &with).await;
    assert!(
        page.says("2 rejected, 0 left out") && page.says("The rota is full."),
        "{}",
        page.body
    );
    assert!(
        sian.browser.get(&confirm).await.says("2 rejected, 0 left out"),
        "and when it is loaded again"
    );
    let welsh = sian.browser.get(&format!("/cy{confirm}")).await;
    assert!(welsh.says("2 wedi’u gwrthod, 0 wedi’u gadael allan"), "{}", welsh.body);
    for letter in app.letters().await {
        assert!(letter.text.contains("The rota is full."), "{}", letter.text);
    }
}
