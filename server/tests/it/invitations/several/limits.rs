//! Several invitations at once: at most so many a day and so many lines, who is refused, who must first show that it is
//! they, and the pages without scripts.

use app::error::AppError;
use chrono::TimeDelta;
use domain::form::{Field, Problem};
use domain::invitations::several::{LeftOut, Outcome, SeveralDraftView};
use domain::permission::Role;
use domain::{FieldErrors, Notice, Page, Receipt, Refusal};

use super::outcomes;
use crate::{Database, PASSWORD, Person, TestApp, on_both};

on_both!(
    of_sixty_fifty_are_invited_and_the_rest_the_day_after,
    what_somebody_wrote_is_nobody_elses,
    without_scripts_the_same_pages_do_it,
);

fn people(how_many: usize) -> String {
    let each = (0..how_many).map(|at| format!("gwen{at}@newydd.example,Gwen,Rees"));
    each.collect::<Vec<_>>().join("\n")
}

async fn of_sixty_fifty_are_invited_and_the_rest_the_day_after(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let several = sian.writes_several(&practice, &people(60)).await;
    let beyond = Outcome::LeftOut(LeftOut::Beyond);
    let before = sian.looks_at_lines(several).await;
    assert_eq!((before.counts(), before.allowance.left), ((50, 0, 10), 50));
    assert!(outcomes(&before)[50..].iter().all(|(_, outcome)| **outcome == beyond));
    let sent = sian.invites_several(several, &before.seen, &[]).await.expect("she may");
    assert_eq!(sent.notice, Some(Notice::SeveralInvited { count: 50 }));
    let after = sian.looks_at_lines(several).await;
    assert_eq!((after.counts(), after.allowance.left), ((0, 50, 10), 0));
    assert!(outcomes(&after)[50..].iter().all(|(_, outcome)| **outcome == beyond));
    assert_eq!(app.invited_to(&practice).await, 50);
    // Not a second time by a form of one's own, nor by the wizard for one; others have their own.
    let again = sian.invites_several(several, "", &[]).await.expect("it is answered");
    assert_eq!(again.notice, Some(Notice::SeveralInvited { count: 0 }));
    let draft = sian
        .writes_invitation(&practice, "Nia Lloyd", "nia@newydd.example")
        .await;
    let refused = sian.sends(draft).await;
    assert!(matches!(refused, Err(AppError::Refused(Refusal::TooManyTries { .. }))));
    let other = huw.writes_several(&practice, "elin@newydd.example,Elin,Morgan").await;
    huw.invites_several(other, "", &[]).await.expect("each has their own");
    assert_eq!(app.invited_to(&practice).await, 51);

    app.clock.advance(TimeDelta::days(1));
    sian.signs_in().await;
    assert_eq!(sian.looks_at_lines(several).await.counts(), (10, 50, 0));
    let rest = sian.invites_several(several, "", &[]).await.expect("a new day");
    assert_eq!(rest.notice, Some(Notice::SeveralInvited { count: 10 }));
    assert_eq!(sian.looks_at_lines(several).await.counts(), (0, 60, 0));
    for at in 0..60 {
        assert_eq!(app.letters_to(&format!("gwen{at}@newydd.example")).await.len(), 1);
    }
}

async fn what_somebody_wrote_is_nobody_elses(app: TestApp) {
    let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A9").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let rhys = app.person("Rhys Owen", "rhys@nowhere.example").await;
    let administrator = app.administrator("Eirlys Bevan", "eirlys@bwrdd.example", "7A9").await;
    let support = app.support("Olwen Rees", "olwen@support.example").await;
    let several = sian.writes_several(&practice, "gwen@newydd.example,Gwen,Rees").await;
    let id = several.to_string();
    let nobody = Person::new(&app, rhys.id, "Nobody", "nobody@nowhere.example");
    let not_found = AppError::Refused(Refusal::NotFound);
    for (who, refusal) in [
        (&huw, &not_found),
        (&mair, &not_found),
        (&rhys, &not_found),
        (&administrator, &not_found),
        (&support, &not_found),
        (&nobody, &AppError::SignInFirst),
    ] {
        for call in ["several_invitations_draft", "several_invitations"] {
            let looked: Result<serde_json::Value, AppError> = who.browser.call(call, &[("id", &id)]).await;
            assert_eq!(&looked.expect_err("not theirs"), refusal, "{} {call}", who.name);
        }
        let wrote = who.pastes(several, "nia@newydd.example,Nia,Lloyd").await;
        assert_eq!(&wrote.expect_err("not theirs"), refusal, "{}", who.name);
        let sent = who.invites_several(several, "", &[]).await;
        assert_eq!(&sent.expect_err("not theirs"), refusal, "{}", who.name);
    }
    let begins = async |who: &Person| -> Result<Receipt, AppError> {
        let fields = [("id", ""), ("organisation", "W91001")];
        who.browser.call("choose_place_for_several", &fields).await
    };
    assert_eq!(begins(&rhys).await, Err(AppError::Refused(Refusal::NotAllowed)));
    assert_eq!(begins(&mair).await, Err(not_found.clone()), "she invites elsewhere");
    assert_eq!(begins(&nobody).await, Err(AppError::SignInFirst));
    assert_eq!(app.invited_to(&practice).await, 0);
    for (at, who) in [&huw, &administrator, &support].into_iter().enumerate() {
        let theirs = who
            .writes_several(&practice, &format!("elin{at}@newydd.example,Elin,Morgan"))
            .await;
        who.invites_several(theirs, "", &[])
            .await
            .expect("they may invite there");
        assert_eq!(who.looks_at_lines(theirs).await.counts(), (0, 1, 0), "{}", who.name);
    }
    assert_eq!(app.invited_to(&practice).await, 3);
}

async fn without_scripts_the_same_pages_do_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let other = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.let_in(sian.id, &other, Role::PracticeEnabledUser).await;
    let browser = &sian.browser;
    let first = browser.get("/invite").await;
    assert!(first.says("Invite several people at once"), "{}", first.body);
    let page = browser
        .submit("/invite/several", "choose_place_for_several", &[("id", "")])
        .await;
    assert!(page.says("Choose a practice"), "{}", page.body);
    let place = [("id", ""), ("organisation", "W91001")];
    let reply = browser
        .post("/invite/several", "choose_place_for_several", &place)
        .await;
    let people_page = reply.location().to_owned();
    let id = people_page.split('/').nth(3).expect("an id").to_owned();
    // What is wrong is said, and nothing is lost; not even what is longer than a form is kept.
    let long = format!("{}\n{}", "nia@newydd.example,Nia,Lloyd", "x".repeat(19_000));
    let bad = [("id", id.as_str()), ("role", ""), ("language", "cy"), ("people", &long)];
    let page = browser.submit(&people_page, "write_several_invitations", &bad).await;
    assert!(page.says("Choose a role"), "{}", page.body);
    assert!(
        page.body.contains("nia@newydd.example,Nia,Lloyd"),
        "what was pasted stands there again"
    );
    let draft: SeveralDraftView = browser.call("several_invitations_draft", &[("id", &id)]).await.unwrap();
    assert_eq!(draft.people, long);

    let pasted = "gwen@newydd.example,Gwen,Rees\r\np.manager@newydd.example,Practice,Manager\r\nnobody";
    let good = [
        ("id", id.as_str()),
        ("role", "provider_user"),
        ("roster", ""),
        ("ends", ""),
        ("language", "cy"),
        ("people", pasted),
    ];
    let reply = browser.post(&people_page, "write_several_invitations", &good).await;
    let check = reply.location().to_owned();
    let page = browser.get(&check).await;
    for words in [
        "Would be invited: 1. Left out: 2.",
        "No e-mail address stands on this line.",
        "Invite all the same: line 2, Practice Manager",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    let fields = [("id", id.as_str()), ("seen", ""), ("ticked[]", "2")];
    let page = browser.submit(&check, "send_several_invitations", &fields).await;
    assert!(page.says("Invited: 2. Left out: 1."), "{}", page.body);
    let welsh = browser.get(&format!("/cy{check}")).await;
    assert!(
        welsh.says("Wedi’u gwahodd: 2. Wedi’u gadael allan: 1."),
        "{}",
        welsh.body
    );
    let letter = &app.letters_to("gwen@newydd.example").await[0];
    assert!(letter.link.starts_with("/cy/invitation/"), "{}", letter.link);
    let late = browser.get(&people_page).await;
    assert_eq!(late.location(), check, "nothing is changed any more");
}

#[tokio::test]
async fn bad_input_of_every_kind_gets_a_sentence_and_is_kept() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let several = sian.begins_to_invite_several(&practice).await;
    let problem = |problem| Err(AppError::Invalid(FieldErrors::one(Field::People, problem)));
    for (pasted, why) in [
        (String::new(), Problem::Missing),
        (" \n\t\n".to_owned(), Problem::Missing),
        ("email,first_name,last_name".to_owned(), Problem::Missing),
        (people(201), Problem::TooManyLines { most: 200 }),
        ("x".repeat(20_001), Problem::TooLong { most: 20_000 }),
    ] {
        assert_eq!(sian.pastes(several, &pasted).await, problem(why));
    }
    let id = several.to_string();
    let draft: SeveralDraftView = sian
        .browser
        .call("several_invitations_draft", &[("id", &id)])
        .await
        .unwrap();
    assert_eq!(draft.people.len(), 20_001);
    let view = sian.looks_at_lines(several).await;
    assert_eq!(view.elsewhere, Some(Page::InviteSeveralPeople(several)));
    let early = sian.invites_several(several, "", &[]).await.unwrap();
    assert_eq!(early.go_to, Page::InviteSeveralPeople(several));
    for (role, ends) in [
        ("support", ""),
        ("commissioning_administrator", ""),
        ("rostered_medic", ""),
        ("provider_user", "2020-01-01"),
        ("provider_user", "tomorrow"),
    ] {
        let fields = [
            ("id", id.as_str()),
            ("role", role),
            ("roster", ""),
            ("ends", ends),
            ("language", "en"),
            ("people", "gwen@newydd.example,Gwen,Rees"),
        ];
        let refused: Result<Receipt, AppError> = sian.browser.call("write_several_invitations", &fields).await;
        assert!(
            matches!(refused, Err(AppError::Invalid(_))),
            "{role} {ends}: {refused:?}"
        );
    }
    assert!(
        sian.pastes(several, "gwen@newydd.example\0\u{7},Gwen,Rees")
            .await
            .is_ok()
    );
    assert_eq!(sian.looks_at_lines(several).await.counts(), (1, 0, 0));
}

#[tokio::test]
async fn sending_several_asks_for_a_recent_proof_and_writing_does_not() {
    let app = TestApp::with(Database::sqlite(), |_| ()).await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.clock.advance(TimeDelta::minutes(16));
    let several = sian.writes_several(&practice, &people(2)).await;
    let refused = sian.invites_several(several, "", &[]).await;
    assert_eq!(refused, Err(AppError::Refused(Refusal::ProveItIsYou)));
    assert!(sian.looks_at_lines(several).await.began.is_none());
    sian.proves_with_password(PASSWORD).await.unwrap();
    sian.invites_several(several, "", &[]).await.unwrap();
    assert_eq!(sian.looks_at_lines(several).await.counts(), (0, 2, 0));
}
