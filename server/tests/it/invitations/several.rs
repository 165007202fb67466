//! Several invitations at once: looked at line by line, sent line by line, each once. Limits, who may not, and the pages
//! without scripts are in `several/limits.rs`.

mod limits;

use app::error::AppError;
use domain::audit::Event;
use domain::invitations::Hindrance;
use domain::invitations::several::{LeftOut, Outcome, SeveralInvitationsView, Wrong};
use domain::permission::Role;
use domain::shared_mailbox::Warning;
use domain::{Language, Notice, Page, Receipt, Refusal, SeveralInvitationsId};

use crate::{Person, Practice, TestApp, on_both};

on_both!(
    each_line_says_what_would_come_of_it_and_then_what_came_of_it,
    a_known_address_looks_like_a_new_one,
    sent_from_two_tabs_at_once_each_is_invited_once,
);

impl Person {
    /// Begins to invite several to a practice.
    pub(crate) async fn begins_to_invite_several(&self, practice: &Practice) -> SeveralInvitationsId {
        let fields = [("id", ""), ("organisation", practice.code.as_str())];
        let receipt: Receipt = self
            .browser
            .call("choose_place_for_several", &fields)
            .await
            .expect("she may invite there");
        match Page::parse(&receipt.go_to.path(Language::English)) {
            Some((Page::InviteSeveralPeople(id), _)) => id,
            other => panic!("{other:?} does not ask whom"),
        }
    }

    async fn pastes(&self, several: SeveralInvitationsId, people: &str) -> Result<Receipt, AppError> {
        let id = several.to_string();
        let fields = [
            ("id", id.as_str()),
            ("role", "provider_user"),
            ("roster", ""),
            ("ends", ""),
            ("language", "en"),
            ("people", people),
        ];
        self.browser.call("write_several_invitations", &fields).await
    }

    /// Writes invitations of several up to the page that says what would come of each line.
    pub(crate) async fn writes_several(&self, practice: &Practice, people: &str) -> SeveralInvitationsId {
        let several = self.begins_to_invite_several(practice).await;
        let receipt = self.pastes(several, people).await.expect("it can be looked at");
        assert_eq!(receipt.go_to, Page::InviteSeveralCheck(several));
        several
    }

    async fn looks_at_lines(&self, several: SeveralInvitationsId) -> SeveralInvitationsView {
        self.browser
            .call("several_invitations", &[("id", &several.to_string())])
            .await
            .expect("it is hers")
    }

    async fn invites_several(
        &self,
        several: SeveralInvitationsId,
        seen: &str,
        ticked: &[&str],
    ) -> Result<Receipt, AppError> {
        let id = several.to_string();
        let mut fields = vec![("id", id.as_str()), ("seen", seen)];
        fields.extend(ticked.iter().map(|line| ("ticked[]", *line)));
        self.browser.call("send_several_invitations", &fields).await
    }
}

impl TestApp {
    /// How many people were invited, or added, to a practice, by its audit.
    async fn invited_to(&self, practice: &Practice) -> usize {
        let mut read = self.store.read();
        let lines = read
            .audit()
            .of_organisation(practice.id, Some(&[Event::NewUserAdded]), None, 1_000);
        lines.await.expect("the audit can be read").len()
    }
}

/// What comes of each line, with the numbers of the lines.
fn outcomes(view: &SeveralInvitationsView) -> Vec<(u32, &Outcome)> {
    view.lines.iter().map(|line| (line.number, &line.outcome)).collect()
}

const fn wrong(why: Wrong) -> Outcome {
    Outcome::LeftOut(LeftOut::Wrong(why))
}

const fn held(why: Hindrance) -> Outcome {
    Outcome::LeftOut(LeftOut::Held(why))
}

async fn each_line_says_what_would_come_of_it_and_then_what_came_of_it(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let nia = app.person("Nia Lloyd", "nia@bont.example").await;
    let request = nia.asks(&practice).await;
    let draft = sian
        .writes_invitation(&practice, "Elin Morgan", "elin@newydd.example")
        .await;
    sian.sends(draft).await.expect("she may");
    let open = super::invited(&app, "elin@newydd.example").await;
    let people = "email,first_name,last_name\n\
                  gwen@newydd.example,Gwen,Rees\n\
                  Dafydd ap Rhys <dafydd@newydd.example>\n\
                  \n\
                  reception@bont.example;Gwen;Rees\n\
                  practice@newydd.example,Practice,Manager\n\
                  p.manager@newydd.example,Practice,Manager\n\
                  huw@bont.example,Huw,Tomos\n\
                  nia@bont.example\n\
                  elin@newydd.example,Elin,Morgan\n\
                  sian@bont.example,Siân,Jones\n\
                  GWEN@newydd.example\tGwen\tRees\n\
                  bare@newydd.example\n\
                  nobody at all\n";
    let several = sian.writes_several(&practice, people).await;
    let before = sian.looks_at_lines(several).await;
    let warned = Outcome::LeftOut(LeftOut::Warned(Warning::GenericName));
    let left_out = |view: &SeveralInvitationsView| {
        let found = outcomes(view);
        for (line, outcome) in [
            (5, wrong(Wrong::GenericAddress)),
            (6, wrong(Wrong::GenericAddress)),
            (8, held(Hindrance::MemberThere)),
            (9, held(Hindrance::Asked(request))),
            (10, held(Hindrance::Invited(open))),
            (11, held(Hindrance::Oneself)),
            (12, wrong(Wrong::Twice { line: 2 })),
            (13, wrong(Wrong::NoNames)),
            (14, wrong(Wrong::NoAddress)),
        ] {
            assert!(found.contains(&(line, &outcome)), "{line}: {found:?}");
        }
        assert_eq!(found.len(), 12);
    };
    left_out(&before);
    assert_eq!(outcomes(&before)[..2], [(2, &Outcome::Waits), (3, &Outcome::Waits)]);
    assert!(outcomes(&before).contains(&(7, &warned)));
    assert_eq!((before.counts(), before.began), ((2, 0, 10), None));
    let named = before.lines.iter().find(|line| line.number == 9).expect("her line");
    assert_eq!(named.name, "Nia Lloyd", "whom the inviter sees needs no names");
    let (whom, letter) = before.letter.clone().expect("a letter as one of all");
    assert!(letter.text.contains("Gwen") && whom == "Gwen Rees", "{letter:?}");

    let receipt = sian
        .invites_several(several, &before.seen, &["7", "12"])
        .await
        .expect("she may");
    assert_eq!(receipt.notice, Some(Notice::SeveralInvited { count: 3 }));
    assert_eq!(receipt.go_to, Page::InviteSeveralCheck(several));
    let after = sian.looks_at_lines(several).await;
    left_out(&after);
    assert_eq!((after.counts(), after.has_warned()), ((0, 3, 9), false));
    for (line, email) in [
        (2, "gwen@newydd.example"),
        (3, "dafydd@newydd.example"),
        (7, "p.manager@newydd.example"),
    ] {
        let id = super::invited(&app, email).await;
        assert!(outcomes(&after).contains(&(line, &Outcome::Invited(id))), "{line}");
        let letters = app.letters_to(email).await;
        assert!(
            letters.len() == 1 && letters[0].link.starts_with("/invitation/"),
            "{email}"
        );
    }
    let sent = &app.letters_to("gwen@newydd.example").await[0];
    let base = app.config.base.as_str();
    let link = format!("{base}{}", sent.link);
    assert_eq!(
        sent.text,
        letter.text.replace(domain::invitations::LetterView::LINK, &link)
    );
    assert_eq!(app.invited_to(&practice).await, 4, "each is an entry of its own");

    let again = sian.invites_several(several, "", &["6"]).await.expect("it is answered");
    assert_eq!(again.notice, Some(Notice::SeveralInvited { count: 0 }));
    assert_eq!(sian.looks_at_lines(several).await, after);
    let late = sian.pastes(several, "late@newydd.example,Late,Comer").await;
    assert_eq!(late.unwrap().go_to, Page::InviteSeveralCheck(several));
    assert_eq!(sian.looks_at_lines(several).await, after, "nothing is changed any more");
    assert_eq!(app.invited_to(&practice).await, 4);
}

async fn a_known_address_looks_like_a_new_one(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.member("Alys Wyn", "alys@castell.example", &elsewhere).await;
    let people = "alys@castell.example\nalys@newydd.example\n\
                  ALYS@castell.example,Anon,Prys\nALYS@newydd.example,Anon,Prys";
    let several = sian.writes_several(&practice, people).await;
    let of = |view: &SeveralInvitationsView| {
        let lines = view.lines.iter();
        let lines = lines.map(|line| (line.name.clone(), line.outcome.clone()));
        lines.collect::<Vec<_>>()
    };
    let view = sian.looks_at_lines(several).await;
    let no_names = (String::new(), wrong(Wrong::NoNames));
    let waits = ("Anon Prys".to_owned(), Outcome::Waits);
    assert_eq!(of(&view), [no_names.clone(), no_names, waits.clone(), waits]);
    sian.invites_several(several, &view.seen, &[]).await.expect("she may");
    let after = sian.looks_at_lines(several).await;
    assert_eq!(after.counts(), (0, 2, 2));
    let mut letters = Vec::new();
    for email in ["ALYS@castell.example", "ALYS@newydd.example"] {
        let letter = &app.letters_to(email).await[0];
        letters.push((letter.name, letter.text.replace(&letter.link, "")));
    }
    assert_eq!(letters[0], letters[1]);
}

async fn sent_from_two_tabs_at_once_each_is_invited_once(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let people: Vec<String> = (0..12).map(|at| format!("gwen{at}@newydd.example,Gwen,Rees")).collect();
    let several = sian.writes_several(&practice, &people.join("\n")).await;
    let seen = sian.looks_at_lines(several).await.seen;
    let tab = || sian.invites_several(several, &seen, &[]);
    let (one, other, third) = tokio::join!(tab(), tab(), tab());
    for receipt in [one, other, third] {
        assert_eq!(receipt.expect("answered").go_to, Page::InviteSeveralCheck(several));
    }
    let view = sian.looks_at_lines(several).await;
    assert_eq!(view.counts(), (0, 12, 0), "{view:?}");
    for at in 0..12 {
        assert_eq!(app.letters_to(&format!("gwen{at}@newydd.example")).await.len(), 1);
    }
    assert_eq!(app.invited_to(&practice).await, 12);
}

#[tokio::test]
async fn what_is_written_in_another_tab_meanwhile_is_not_sent_unseen() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let several = sian.writes_several(&practice, "gwen@newydd.example,Gwen,Rees").await;
    let seen = sian.looks_at_lines(several).await.seen;
    sian.pastes(several, "nia@newydd.example,Nia,Lloyd").await.unwrap();
    let held = Receipt::saying(Notice::InvitationHeld, Page::InviteSeveralCheck(several));
    assert_eq!(sian.invites_several(several, &seen, &[]).await.unwrap(), held);
    let view = sian.looks_at_lines(several).await;
    assert_eq!((view.counts(), view.began), ((1, 0, 0), None));
    assert_eq!(app.invited_to(&practice).await, 0);
    sian.invites_several(several, &view.seen, &[]).await.unwrap();
    assert_eq!(app.letters_to("nia@newydd.example").await.len(), 1);
}

#[tokio::test]
async fn a_line_that_cannot_be_sent_any_more_does_not_take_the_others_along() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let nia = app.person("Nia Lloyd", "nia@bont.example").await;
    let people = "gwen@newydd.example,Gwen,Rees\nnia@bont.example,Nia,Lloyd\nelin@newydd.example,Elin,Morgan";
    let several = sian.writes_several(&practice, people).await;
    let view = sian.looks_at_lines(several).await;
    assert_eq!(view.counts(), (3, 0, 0));
    app.let_in(nia.id, &practice, Role::ProviderUser).await;
    sian.invites_several(several, &view.seen, &[]).await.unwrap();
    let after = sian.looks_at_lines(several).await;
    assert_eq!(after.counts(), (0, 2, 1));
    assert_eq!(outcomes(&after)[1], (2, &held(Hindrance::MemberThere)));
    assert!(app.letters_to("nia@bont.example").await.is_empty());
}

#[tokio::test]
async fn whoever_may_invite_no_longer_sends_nothing_and_loses_nothing() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let huw = app.member("Huw Tomos", "huw@bont.example", &practice).await;
    let several = sian.writes_several(&practice, "gwen@newydd.example,Gwen,Rees").await;
    let members = huw.practice_users(&practice).await.unwrap().members;
    let member = members.into_iter().find(|row| row.name == sian.name).unwrap();
    huw.revokes(&practice, member.id).await.unwrap();
    let held_back = Receipt::saying(Notice::InvitationHeld, Page::InviteSeveralCheck(several));
    assert_eq!(sian.invites_several(several, "", &[]).await.unwrap(), held_back);
    let view = sian.looks_at_lines(several).await;
    assert_eq!(view.held(), Some(Hindrance::NotYours));
    assert_eq!((view.began, view.lines[0].name.as_str()), (None, "Gwen Rees"));
    assert_eq!(
        sian.pastes(several, "nia@newydd.example,Nia,Lloyd").await,
        Err(AppError::Refused(Refusal::NotFound))
    );
    let page = sian
        .browser
        .get(&Page::InviteSeveralCheck(several).path(Language::English))
        .await;
    assert!(page.says("You can no longer invite people to"), "{}", page.body);
    assert_eq!(app.invited_to(&practice).await, 0);
}
