//! How people stood at moments that have passed, as the audit kept it.

use domain::accounts::AccountState;
use domain::acting::{Access, Facts, How, Known};
use domain::audit::{Entry, Event};
use domain::members::Revocation;
use domain::members::roles::RoleSpan;
use domain::permission::Role;
use domain::{MemberId, Moment, OrganisationId, PersonId};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use storage::{LetInBy, Store};

use crate::on_both;
use crate::town::{at, email, line, member, person, practice};

on_both!(
    each_line_keeps_how_it_left_a_person,
    what_was_done_later_counts_later_whatever_the_clock_said,
    all_lines_of_a_change_say_how_it_ended,
    people_are_found_where_they_are_or_were_members,
);

const NOW: i64 = 100;

async fn facts(store: &Store, person: PersonId, organisation: OrganisationId, minutes: i64) -> Facts {
    let mut read = store.read();
    let facts = read.acting().facts(person, organisation, at(minutes), at(NOW));
    facts.await.unwrap()
}

/// The roles that let somebody act then.
async fn acting(store: &Store, person: PersonId, organisation: OrganisationId, minutes: i64) -> Vec<Role> {
    let facts = facts(store, person, organisation, minutes).await;
    facts.acting(at(minutes)).map(|held| held.role).collect()
}

fn entry(event: Event, person: PersonId, organisation: OrganisationId, minutes: i64) -> Entry {
    let entry = line(event).for_organisation(organisation).about(person);
    Entry {
        at: at(minutes),
        ..entry
    }
}

fn span(role: Role, starts_at: Moment) -> RoleSpan {
    RoleSpan {
        role,
        roster: None,
        starts_at: Some(starts_at),
        ends_at: None,
    }
}

/// Gives a role at a minute past noon.
async fn gives(store: &Store, id: MemberId, role: Role, entry: Entry) {
    let mut change = store.change().await.unwrap();
    let span = span(role, entry.at);
    change
        .members()
        .place_role(id, &span, LetInBy::SetUp, entry.at)
        .await
        .unwrap();
    change.commit(entry).await.unwrap();
}

async fn revokes(store: &Store, by: PersonId, id: MemberId, entry: Entry) {
    let mut change = store.change().await.unwrap();
    let member = change.members().by_id(id).await.unwrap().unwrap();
    let revocation = Revocation {
        member,
        by,
        at: entry.at,
        reason: None,
    };
    assert!(change.members().revoke(&revocation).await.unwrap());
    change.commit(entry).await.unwrap();
}

async fn each_line_keeps_how_it_left_a_person(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let id = member(&store, sian, here, Role::ProviderUser).await;
    gives(&store, id, Role::Reporting, entry(Event::RoleGranted, sian, here, 10)).await;
    revokes(&store, sian, id, entry(Event::MemberLeft, sian, here, 20)).await;
    assert_eq!(acting(&store, sian, here, 9).await, [Role::ProviderUser]);
    assert_eq!(
        acting(&store, sian, here, 10).await,
        [Role::ProviderUser, Role::Reporting]
    );
    assert_eq!(
        acting(&store, sian, here, 19).await,
        [Role::ProviderUser, Role::Reporting]
    );
    assert_eq!(acting(&store, sian, here, 20).await, []);
    let then = facts(&store, sian, here, 15).await;
    let Known::As(Access { ended: None, held }) = then.access else {
        panic!("not open: {then:?}")
    };
    assert_eq!((held[1].given_how, held[1].given_at), (How::SetUp, at(10)));
    let before = facts(&store, sian, here, -1).await;
    assert_eq!((before.account, before.access), (Known::Nothing, Known::Nothing));
    let elsewhere = practice(&store, "W91002").await;
    assert_eq!(facts(&store, sian, elsewhere, 15).await.access, Known::Nothing);
    assert_eq!(
        facts(&store, sian, here, NOW).await,
        facts(&store, sian, here, 20).await
    );
}

async fn what_was_done_later_counts_later_whatever_the_clock_said(store: Store) {
    let here = practice(&store, "W91001").await;
    let sian = person(&store, "Siân", "Prydderch").await;
    let id = member(&store, sian, here, Role::ProviderUser).await;
    // The second change began first, and had to wait.
    gives(&store, id, Role::Reporting, entry(Event::RoleGranted, sian, here, 10)).await;
    gives(&store, id, Role::Approver, entry(Event::RoleGranted, sian, here, 9)).await;
    let all = [Role::Approver, Role::ProviderUser, Role::Reporting];
    assert_eq!(acting(&store, sian, here, 11).await, all);
}

async fn all_lines_of_a_change_say_how_it_ended(store: Store) {
    let (here, there) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let sian = person(&store, "Siân", "Prydderch").await;
    member(&store, sian, here, Role::ProviderUser).await;
    member(&store, sian, there, Role::Reporting).await;
    let mut change = store.change().await.unwrap();
    change.members().end_everywhere(sian, sian, at(10)).await.unwrap();
    let lines = vec![
        entry(Event::MemberRevoked, sian, here, 10),
        entry(Event::MemberRevoked, sian, there, 10),
        entry(Event::PreApprovalEnded, sian, there, 10),
    ];
    let closed = line(Event::AccountClosed).about(sian);
    change.commit_all(Entry { at: at(10), ..closed }, lines).await.unwrap();
    for place in [here, there] {
        assert_eq!(acting(&store, sian, place, 9).await.len(), 1);
        assert_eq!(acting(&store, sian, place, 10).await, []);
    }
    // Nothing closed the account itself.
    assert_eq!(
        facts(&store, sian, here, 10).await.account,
        Known::As(AccountState::Confirmed)
    );
}

async fn people_are_found_where_they_are_or_were_members(store: Store) {
    let (here, there) = (practice(&store, "W91001").await, practice(&store, "W91002").await);
    let sian = person(&store, "Siân", "Prydderch").await;
    let huw = person(&store, "Huw", "Prydderch").await;
    let id = member(&store, sian, here, Role::ProviderUser).await;
    member(&store, huw, there, Role::ProviderUser).await;
    revokes(&store, sian, id, entry(Event::MemberLeft, sian, here, 20)).await;
    let mut read = store.read();
    for (words, found) in [("pryd", 1), ("SIAN prydderch", 1), ("huw", 0), ("", 0), ("%", 0)] {
        let people = read.acting().found_there(here, words, 10).await.unwrap();
        assert_eq!(people.len(), found, "{words}");
    }
    let sians = read.acting().one_there(here, sian).await.unwrap();
    assert_eq!(
        sians.map(|one| one.email),
        Some(email("sian.prydderch@practice.example"))
    );
    assert!(read.acting().one_there(here, huw).await.unwrap().is_none());
    let names = read.acting().names(&[sian, huw]).await.unwrap();
    assert_eq!(names.len(), 2);
}

/// A database whose lines were written before they kept how people stood.
async fn lines_from_before_tell_what_has_not_changed_since<C: Connection>(url: &str, untie: &'static str)
where
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    crate::in_store(url, async |store| {
        let here = practice(&store, "W91001").await;
        let sian = person(&store, "Siân", "Prydderch").await;
        let huw = person(&store, "Huw", "Ellis").await;
        let id = member(&store, sian, here, Role::ProviderUser).await;
        member(&store, huw, here, Role::ProviderUser).await;
        let mut connection = C::connect(url).await.unwrap();
        connection.execute(untie).await.unwrap();
        let forget = "UPDATE audit SET standing_no = NULL, account_state = NULL, access = NULL";
        connection.execute(forget).await.unwrap();
        assert_eq!(
            acting(&store, huw, here, 5).await,
            [Role::ProviderUser],
            "as it is still"
        );
        assert_eq!(acting(&store, sian, here, 5).await, [Role::ProviderUser]);
        gives(&store, id, Role::Reporting, entry(Event::RoleGranted, sian, here, 10)).await;
        assert_eq!(facts(&store, sian, here, 5).await.access, Known::Unknown);
        assert_eq!(facts(&store, sian, here, -1).await.access, Known::Nothing);
        assert_eq!(acting(&store, sian, here, 10).await.len(), 2);
    })
    .await;
}

#[test]
fn lines_from_before_tell_what_has_not_changed_since_on_sqlite() {
    let untie = "DROP TRIGGER audit_never_changes";
    crate::with_sqlite(async |url| {
        lines_from_before_tell_what_has_not_changed_since::<SqliteConnection>(&url, untie).await;
    });
}

#[test]
fn lines_from_before_tell_what_has_not_changed_since_on_postgresql() {
    let untie = "DROP TRIGGER audit_never_changes ON audit";
    crate::with_postgresql(async |url| {
        lines_from_before_tell_what_has_not_changed_since::<PgConnection>(&url, untie).await;
    });
}
