//! Rostered medics whom an import brought and who have not confirmed (S68): their rows in *Manage registrations*.

use app::error::AppError;
use chrono::TimeDelta;
use domain::audit::Event;
use domain::join_requests::StateTag;
use domain::permission::Role;
use domain::registrations::{RegistrationRow, RegistrationToDelete, RowAction};
use domain::rosters::RosterView;
use domain::{DeadLink, Language, Notice, Page, PersonId, Receipt, Refusal};
use server::medics::letters::write;

use super::{list, names, refused};
use crate::arriving_medics::GWENLLIAN;
use crate::newcomer::Newcomer;
use crate::{PASSWORD, Person, Practice, TestApp, on_both};

on_both!(
    medics_who_have_not_confirmed_stand_in_the_list_of_those_who_may_decide,
    resending_gives_a_fresh_link_at_once_and_kills_the_one_before,
    whoever_is_listed_is_deleted_by_nobody,
);

const EMAIL: &str = "gwenllian@meddyg.example";

/// A practice beneath a commissioner with one medic who has not confirmed, and another commissioner's.
struct Bont {
    app: TestApp,
    practice: Practice,
    elsewhere: Practice,
    /// May decide for the practice.
    sian: Person,
    /// The commissioning administrator above it.
    dai: Person,
    /// The other commissioner's.
    mair: Person,
    olwen: Person,
    gwenllian: PersonId,
}

impl Bont {
    async fn on(app: TestApp) -> Self {
        let practice = app.practice_beneath("W91001", "Meddygfa'r Bont", "7A1").await;
        let elsewhere = app.practice_beneath("W91002", "Canolfan Iechyd y Castell", "7A2").await;
        let dai = app.administrator("Dai Price", "dai@board.example", "7A1").await;
        let mair = app.administrator("Mair Ellis", "mair@other.example", "7A2").await;
        let sian = app.member("Siân Jones", "sian@bont.example", &practice).await;
        let olwen = app.support("Olwen Rees", "olwen@support.example").await;
        app.imports_medics(&practice, GWENLLIAN).await;
        let gwenllian = app.account_of(EMAIL).await;
        Self {
            app,
            practice,
            elsewhere,
            sian,
            dai,
            mair,
            olwen,
            gwenllian,
        }
    }

    async fn does(&self, who: &Person, call: &str) -> Result<Receipt, AppError> {
        who.browser.call(call, &[("id", &self.gwenllian.to_string())]).await
    }

    async fn row(&self, who: &Person) -> RegistrationRow {
        let mut rows = list(who, &[]).await.expect("a list");
        assert_eq!(names(&rows), ["Gwenllian"], "{}", who.name);
        rows.remove(0)
    }

    fn medic(&self) -> Newcomer<'_> {
        Newcomer::new(&self.app, "Gwenllian Prydderch", EMAIL)
    }
}

async fn medics_who_have_not_confirmed_stand_in_the_list_of_those_who_may_decide(app: TestApp) {
    let bont = Bont::on(app).await;
    for who in [&bont.dai, &bont.olwen] {
        assert_eq!(
            bont.row(who).await.actions,
            [RowAction::SendAgain(bont.gwenllian)],
            "{}",
            who.name
        );
    }
    let row = bont.row(&bont.sian).await;
    assert!(row.actions.is_empty(), "for those above only, as with any registration");
    assert_eq!(
        (row.state, row.listed, row.email.as_str()),
        (StateTag::AwaitingConfirmation, true, EMAIL)
    );
    assert_eq!(row.organisation.map(|(code, _)| code), Some(bont.practice.code.clone()));
    let [(role, Some(roster))] = row.roles.as_slice() else {
        panic!("one role, limited: {:?}", row.roles);
    };
    assert_eq!(
        (*role, RosterView::full_name(roster).as_str()),
        (Role::RosteredMedic, "Ward 7")
    );
    assert!(
        list(&bont.mair, &[]).await.expect("a list").is_empty(),
        "another commissioner's"
    );

    let page = bont.dai.browser.get(&Page::Registrations.path(Language::English)).await;
    assert!(page.says("Rostered Medic") && page.says("Ward 7"), "{}", page.body);
    assert!(
        page.says("Listed by the organisation as a rostered medic"),
        "{}",
        page.body
    );
    let delete = Page::DeleteRegistration(bont.gwenllian).path(Language::English);
    assert!(!page.says(&delete), "{}", page.body);
}

async fn resending_gives_a_fresh_link_at_once_and_kills_the_one_before(app: TestApp) {
    let bont = Bont::on(app).await;
    let receipt = bont.does(&bont.dai, "send_registration_again").await.expect("a letter");
    let name = "Gwenllian Prydderch".to_owned();
    assert_eq!(
        receipt,
        Receipt::saying(Notice::SentAgain { name }, Page::Registrations)
    );
    assert_eq!(
        bont.app.letters_to(EMAIL).await.len(),
        1,
        "it does not wait for its turn"
    );
    let before = bont.medic().newest_letter().await.token();
    assert_eq!(
        write(&bont.app.needed(), 60).await.expect("nothing fails"),
        0,
        "nor comes another in its turn"
    );

    bont.app.clock.advance(TimeDelta::minutes(20));
    bont.does(&bont.olwen, "send_registration_again")
        .await
        .expect("another");
    let after = bont.medic().newest_letter().await.token();
    let dead = refused(bont.medic().confirms_with(&before, PASSWORD).await);
    assert_eq!(dead, Refusal::Link(DeadLink::Replaced));
    let lines = bont.app.store.read().audit().of_person(bont.gwenllian, 10).await;
    let lines = lines.expect("it can be read");
    let sent = lines.iter().filter(|line| line.event == Event::ConfirmationSent);
    let places: Vec<_> = sent.map(|line| line.organisation).collect();
    assert_eq!(
        places,
        [Some(bont.practice.id); 2],
        "each on record, for whom it was done"
    );

    bont.medic()
        .confirms_with(&after, PASSWORD)
        .await
        .expect("the fresh link is open");
    assert!(list(&bont.dai, &[]).await.expect("a list").is_empty());
    let member = bont
        .app
        .store
        .read()
        .members()
        .of(bont.gwenllian, bont.practice.id)
        .await;
    assert!(member.expect("it can be read").is_some(), "she is in");
    for call in ["send_registration_again", "delete_registration"] {
        assert_eq!(
            refused(bont.does(&bont.dai, call).await),
            Refusal::AlreadyConfirmed,
            "{call}"
        );
    }
}

async fn whoever_is_listed_is_deleted_by_nobody(app: TestApp) {
    let bont = Bont::on(app).await;
    let to_delete = async |who: &Person| {
        let fields = [("id", &*bont.gwenllian.to_string())];
        refused(
            who.browser
                .call::<RegistrationToDelete>("registration_to_delete", &fields)
                .await,
        )
    };
    for who in [&bont.dai, &bont.olwen] {
        assert_eq!(to_delete(who).await, Refusal::Imported, "{}", who.name);
        assert_eq!(
            refused(bont.does(who, "delete_registration").await),
            Refusal::Imported,
            "{}",
            who.name
        );
    }
    for (who, refusal) in [(&bont.sian, Refusal::NotAllowed), (&bont.mair, Refusal::NotFound)] {
        assert_eq!(to_delete(who).await, refusal, "{}", who.name);
        for call in ["send_registration_again", "delete_registration"] {
            assert_eq!(refused(bont.does(who, call).await), refusal, "{call} as {}", who.name);
        }
    }

    // Nor by those above another organisation that is asked for a role with the same address.
    bont.medic().registers(Some(&bont.elsewhere)).await;
    let asks = bont.row(&bont.mair).await;
    assert_eq!(
        (asks.listed, asks.actions),
        (false, vec![RowAction::SendAgain(bont.gwenllian)])
    );
    assert_eq!(
        refused(bont.does(&bont.mair, "delete_registration").await),
        Refusal::Imported
    );
    assert_eq!(
        list(&bont.olwen, &[]).await.expect("a list").len(),
        2,
        "the request, and the medic"
    );

    // The list that leaves her out does it.
    bont.app
        .imports_medics(&bont.practice, "1000002,Elen,Fychan,elen@meddyg.example,Ward 7,,,\n")
        .await;
    let rows = list(&bont.dai, &[]).await.expect("a list");
    assert_eq!(names(&rows), ["Elen"]);
    assert_eq!(
        refused(bont.does(&bont.dai, "delete_registration").await),
        Refusal::NotFound
    );
    bont.does(&bont.mair, "delete_registration")
        .await
        .expect("a registration like any other");
}
