//! Medics whom an import brought: the letters that ask them to confirm, coming in by that, and what stays as the list says.
//! What is taken from a page's file is tested here too; what a list changes, in `medics`.

use app::error::AppError;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::imports::{ImportState, Trouble, Unfit};
use domain::medics::{GmcNumber, MedicsImportView, MedicsView, OnRoster};
use domain::members::Standing;
use domain::permission::Role;
use domain::rosters::RosterName;
use domain::{BatchId, EmailAddress, MemberId, Page, PersonId, PersonName, Receipt, Refusal};
use server::medics::letters::{EVERY, WAITING_MOST, write};
use server::medics::{Figures, import_bytes};
use storage::{BatchOf, Housekeeping, MedicLine, Purpose};

use crate::imports::uploads_from;
use crate::my_account::wrong;
use crate::newcomer::Newcomer;
use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    letters_go_out_at_a_steady_rate_and_none_is_lost,
    a_medic_comes_in_by_confirming_the_address,
    what_a_list_says_is_changed_by_nobody,
    whose_access_was_revoked_does_not_come_back_with_a_list,
);

const COLUMNS: &str = "gmc_number,first_name,last_name,email,roster,roster_group,starts,ends\n";
pub(crate) const GWENLLIAN: &str = "1000001,Gwenllian,Prydderch,gwenllian@meddyg.example,Ward 7,,,\n";

impl TestApp {
    /// A list that waits to be applied, and brings one medic.
    pub(crate) async fn staged_medic(&self, practice: &Practice, gmc: &str) -> BatchId {
        let line = MedicLine {
            line: 2,
            gmc: GmcNumber::parse(gmc).unwrap(),
            first_name: PersonName::parse("Gwenllian").unwrap(),
            last_name: PersonName::parse("Prydderch").unwrap(),
            email: EmailAddress::parse(&format!("gwenllian{gmc}@meddyg.example")).unwrap(),
            on: OnRoster {
                group: None,
                roster: RosterName::parse(&format!("Ward {gmc}")).unwrap(),
                starts: None,
                ends: None,
            },
        };
        let id = BatchId::new(storage::fresh(self.now()));
        let mut change = self.store.change().await.unwrap();
        let of = BatchOf::Medics(practice.id);
        change
            .imports()
            .begin(id, of, "medics.csv", None, self.now())
            .await
            .unwrap();
        change.imports().has_read(id, 1, 1, &[]).await.unwrap();
        change.medics().stage(id, &[line]).await.unwrap();
        assert!(change.imports().ready(id, self.now()).await.unwrap());
        change.commit_housekeeping(Housekeeping::Staging).await.unwrap();
        id
    }

    /// Imports a list as the command line does.
    pub(crate) async fn imports_medics(&self, practice: &Practice, lines: &str) -> Figures {
        let text = format!("{COLUMNS}{lines}");
        let (clock, code) = (self.clock.as_ref(), practice.code.as_str());
        import_bytes(
            &self.store,
            clock,
            "medics.csv",
            text.as_bytes(),
            code,
            false,
            &mut |_| (),
        )
        .await
        .expect("it is a list of medics")
    }

    pub(crate) async fn account_of(&self, email: &str) -> PersonId {
        let email = EmailAddress::parse(email).unwrap();
        let account = self.store.read().people().by_email(&email).await.unwrap();
        account.expect("it has an account").id
    }

    async fn member_of(&self, person: PersonId, practice: &Practice) -> Option<(MemberId, Standing, Vec<Role>)> {
        let member = self.store.read().members().of(person, practice.id).await.unwrap()?;
        let roles = member.roles.iter().map(|span| span.role).collect();
        Some((member.id, member.state, roles))
    }
}

async fn letters_go_out_at_a_steady_rate_and_none_is_lost(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let many = WAITING_MOST + 10;
    let of_number = |number| {
        let gmc = 1_000_000 + number;
        format!("{gmc},Gwenllian,Prydderch,g{number}@meddyg.example,Ward 7,,,\n")
    };
    let lines = (0..many).map(of_number).collect::<Vec<_>>().concat();
    assert_eq!(
        app.imports_medics(&practice, &lines).await.new,
        usize::try_from(many).unwrap()
    );
    assert_eq!(app.letters().await.len(), 0, "they wait for their turn");
    let (one, other) = (app.needed(), app.needed());
    let every = TimeDelta::from_std(EVERY).unwrap();
    let mut posted = 0;
    for minute in 1..=4 {
        let before = posted;
        for _ in 0..6 {
            // Two servers; one of them might as well have died meanwhile.
            let (one, other) = tokio::join!(write(&one, 60), write(&other, 60));
            let now = i64::from(one.unwrap() + other.unwrap());
            assert!(now <= 20, "{now} at once");
            posted += now;
            app.clock.advance(every);
        }
        assert!(posted - before <= 60, "{} in minute {minute}", posted - before);
    }
    assert_eq!(posted, WAITING_MOST, "while so many wait to be sent, none is added");
    let waiting = app.store.read().medics().letters_due(app.now(), 1_000).await.unwrap();
    assert_eq!(i64::try_from(waiting.len()).unwrap(), many - posted, "none is lost");

    app.clock.advance(TimeDelta::hours(30));
    let mut given_up = Vec::new();
    for number in 0..20 {
        given_up.push(app.account_of(&format!("g{number}@meddyg.example")).await);
    }
    let mut change = app.store.change().await.unwrap();
    for person in given_up {
        change
            .outbox()
            .give_up_waiting(person, app.now(), "nobody is there")
            .await
            .unwrap();
    }
    change.commit_housekeeping(Housekeeping::Delivery).await.unwrap();
    assert_eq!(write(&one, 60).await.unwrap(), 10);
    let late = waiting.last().copied().unwrap();
    let link = app
        .store
        .read()
        .tokens()
        .live(late, Purpose::ConfirmAddress, app.now())
        .await
        .unwrap();
    let fresh = app.now().plus(TimeDelta::hours(24));
    assert_eq!(link.unwrap().expires_at, fresh, "a late letter has a fresh link");
    let mut written: Vec<String> = app.letters().await.into_iter().map(|letter| letter.to).collect();
    let all = written.len();
    written.sort_unstable();
    written.dedup();
    assert_eq!(written.len(), all, "one letter for each");
    assert_eq!(write(&one, 60).await.unwrap(), 0);
}

async fn a_medic_comes_in_by_confirming_the_address(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    app.imports_medics(&practice, GWENLLIAN).await;
    let email = "gwenllian@meddyg.example";
    let person = app.account_of(email).await;
    assert_eq!(app.member_of(person, &practice).await, None, "not before");
    assert_eq!(write(&app.needed(), 60).await.unwrap(), 1);
    let gwenllian = Newcomer::new(&app, "Gwenllian Prydderch", email);
    let token = gwenllian.newest_letter().await.token();
    gwenllian
        .confirms_with(&token, PASSWORD)
        .await
        .expect("the link is open");
    let (id, state, roles) = app.member_of(person, &practice).await.expect("she is in");
    assert_eq!((state, roles), (Standing::Active, vec![Role::RosteredMedic]));
    let spans = app.store.read().members().spans(id, app.now()).await.unwrap();
    assert!(spans[0].roster.is_some(), "only for the roster");
    let lines = app.store.read().audit().of_person(person, 10).await.unwrap();
    assert!(lines.iter().any(|line| line.event == Event::MedicIn));
    let again = app.imports_medics(&practice, GWENLLIAN).await;
    assert_eq!(
        (again.new, again.changed, again.unchanged),
        (0, 0, 1),
        "the same list changes nothing"
    );
}

async fn what_a_list_says_is_changed_by_nobody(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    app.imports_medics(&practice, GWENLLIAN).await;
    let email = "gwenllian@meddyg.example";
    let stranger = Newcomer::new(&app, "Catrin Bowen", email);
    stranger.registers(None).await;
    let token = stranger.newest_letter().await.token();
    stranger
        .confirms_with(&token, PASSWORD)
        .await
        .expect("the link is open");
    let person = app.account_of(email).await;
    let account = app.store.read().people().account(person).await.unwrap().unwrap();
    assert_eq!(account.full_name(), "Gwenllian Prydderch", "names come with the list");

    let gwenllian = Person::new(&app, person, "Gwenllian Prydderch", email);
    gwenllian.signs_in().await;
    assert!(gwenllian.account().await.names_imported);
    let details = |last_name: &'static str| {
        [
            ("first_name", "Gwenllian"),
            ("last_name", last_name),
            ("position", "administrator"),
            ("telephone", "01632 960123"),
            ("language", "cy"),
        ]
    };
    let renamed = gwenllian
        .browser
        .call::<Receipt>("change_my_details", &details("Bowen"))
        .await;
    assert_eq!(renamed.unwrap_err(), AppError::Refused(Refusal::Imported));
    let same = gwenllian
        .browser
        .call::<Receipt>("change_my_details", &details("Prydderch"))
        .await;
    same.expect("everything else is hers");

    let (id, ..) = app.member_of(person, &practice).await.expect("she is in");
    let spans = app.store.read().members().spans(id, app.now()).await.unwrap();
    let (id, roster) = (id.to_string(), spans[0].roster.unwrap().to_string());
    let fields = [
        ("code", practice.code.as_str()),
        ("id", id.as_str()),
        ("role", Role::RosteredMedic.tag()),
        ("roster", roster.as_str()),
        ("was", roster.as_str()),
        ("starts", ""),
        ("ends", ""),
    ];
    for call in ["change_role", "remove_role"] {
        let refused = sian.browser.call::<Receipt>(call, &fields).await;
        assert_eq!(refused.unwrap_err(), AppError::Refused(Refusal::Imported), "{call}");
    }
    let given = sian.browser.call::<Receipt>("grant_role", &fields).await;
    assert_eq!(given.unwrap_err(), wrong(Field::Role, Problem::MedicsAreImported));
    let fields = [
        ("code", practice.code.as_str()),
        ("first_name", "Gwenllian"),
        ("last_name", "Prydderch"),
        ("email", email),
        ("position", ""),
        ("language", "en"),
    ];
    let added = sian.browser.call::<Receipt>("add_new_user", &fields).await;
    assert_eq!(added.unwrap_err(), wrong(Field::Email, Problem::ImportedMedic));
}

async fn whose_access_was_revoked_does_not_come_back_with_a_list(app: TestApp) {
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let gwen = app.person("Gwen Rees", "gwen@meddyg.example").await;
    let with_her = format!("{GWENLLIAN}1000002,Gwen,Rees,gwen@meddyg.example,Ward 7,,,\n");
    app.imports_medics(&practice, &with_her).await;
    let (id, state, roles) = app.member_of(gwen.id, &practice).await.expect("she is in at once");
    assert_eq!((state, roles), (Standing::Active, vec![Role::RosteredMedic]));

    // Who is no longer listed comes back with the next list.
    let figures = app.imports_medics(&practice, GWENLLIAN).await;
    assert_eq!(figures.unlisted, 1);
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(app.imports_medics(&practice, &with_her).await.new, 1);
    let is_active = async || {
        app.member_of(gwen.id, &practice)
            .await
            .is_some_and(|(_, state, _)| state == Standing::Active)
    };
    assert!(is_active().await);

    sian.revokes(&practice, id).await.expect("revoking stays possible");
    assert_eq!(app.imports_medics(&practice, &with_her).await.unchanged, 2);
    assert!(!is_active().await, "the same list gives nothing back");
    app.clock.advance(TimeDelta::minutes(1));
    app.imports_medics(&practice, GWENLLIAN).await;
    let left_out = app.imports_medics(&practice, &with_her).await;
    assert_eq!(
        (left_out.new, left_out.refused),
        (0, 1),
        "nor does one that lists her anew"
    );
    assert!(!is_active().await);
    app.let_in(gwen.id, &practice, Role::ProviderUser).await;
    assert_eq!(
        app.imports_medics(&practice, &with_her).await.new,
        1,
        "she was let in again"
    );
    assert!(is_active().await);
}

#[tokio::test]
async fn a_list_is_taken_from_those_who_may_who_have_lately_shown_that_it_is_they() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let elsewhere = app.practice("W91002", "Canolfan Iechyd y Castell").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let mair = app.member("Mair Ellis", "mair@castell.example", &elsewhere).await;
    let path = "/organisations/W91001/medics";
    let file = format!("{COLUMNS}{GWENLLIAN}");
    let from = async |who: &Person, site: &str| uploads_from(&who.browser, site, path, file.as_bytes()).await;
    let nobody = uploads_from(&app.browser(), "same-origin", path, file.as_bytes()).await;
    assert_eq!(nobody.location(), "/sign-in?next=/organisations/W91001/medics");
    assert_eq!(from(&mair, "same-origin").await.status, StatusCode::NOT_FOUND);
    assert_eq!(from(&sian, "cross-site").await.status, StatusCode::FORBIDDEN);
    let taken = from(&sian, "same-origin").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(matches!(
        Page::parse(taken.location()),
        Some((Page::MedicsImport(..), _))
    ));
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(
        from(&sian, "same-origin").await.location(),
        "/prove?next=/organisations/W91001/medics"
    );
    let view: MedicsView = sian
        .browser
        .call("medics_imports", &[("code", "W91001")])
        .await
        .expect("looking is free");
    assert_eq!((view.latest.len(), view.listed, view.proven), (1, 0, false));
}

#[tokio::test]
async fn a_file_that_is_no_list_of_medics_says_why_and_changes_nothing() {
    let app = TestApp::new().await;
    let practice = app.practice("W91001", "Meddygfa'r Bont").await;
    let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
    let path = "/organisations/W91001/medics";
    let reply = uploads_from(&sian.browser, "same-origin", path, b"name,town\nBont,Conwy\n").await;
    let Some((Page::MedicsImport(_, id), _)) = Page::parse(reply.location()) else {
        panic!("it leads to {}", reply.location());
    };
    let id = id.to_string();
    let view = loop {
        let fields = [("code", "W91001"), ("id", id.as_str())];
        let view: MedicsImportView = sian.browser.call("medics_import", &fields).await.expect("it is hers");
        if !matches!(view.row.state, ImportState::Reading { .. }) {
            break view;
        }
        tokio::task::yield_now().await;
    };
    let trouble = Some(Trouble::NotAList(Unfit::Columns));
    assert_eq!(view.row.state, ImportState::Abandoned { trouble });
    let page = sian.browser.get(&format!("{path}/{id}")).await;
    assert!(page.says("does not name the columns"), "{}", page.body);
    assert_eq!(app.store.read().medics().listed(practice.id).await.unwrap(), 0);
}
