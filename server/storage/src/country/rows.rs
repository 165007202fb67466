//! How a lot of the country is written: many rows to a statement, columns by name.

use chrono::DateTime;
use domain::accounts::Position;
use domain::text::{folded, normalised};
use domain::{Moment, PersonId};

use super::people::{Crowd, NewRoster};
use crate::Result;
use crate::error::readable;
use crate::people::{name_key, terms};
use crate::sql::{Link, Statement};

/// How many rows one statement writes.
const ROWS: usize = 500;

/// Inserts rows; `into` names table and columns, of which there are so many.
pub(super) async fn insert<T>(
    link: &mut Link,
    into: &str,
    columns: usize,
    rows: &[T],
    bind: impl for<'l> Fn(Statement<'l>, &T) -> Result<Statement<'l>>,
) -> Result<()> {
    for lot in rows.chunks(ROWS) {
        let text = format!("INSERT INTO {into} VALUES {}", link.tuples(columns, lot.len()));
        let mut statement = link.sql(text);
        for row in lot {
            statement = bind(statement, row)?;
        }
        statement.run().await?;
    }
    Ok(())
}

pub(super) async fn rosters(link: &mut Link, rosters: &[NewRoster], now: Moment) -> Result<()> {
    let into = "rosters (id, organisation_id, is_group, group_id, name, name_key, made_at)";
    insert(link, into, 7, rosters, |statement, roster| {
        Ok(statement
            .bind(roster.id)
            .bind(roster.organisation.uuid())
            .bind(roster.group.is_none())
            .bind(roster.group)
            .bind(roster.name.as_str())
            .bind(folded(&roster.name))
            .bind(now.utc()))
    })
    .await
}

/// Whoever came, and what they got and asked for.
pub(super) async fn came(link: &mut Link, crowd: &mut Crowd, password_hash: &str) -> Result<()> {
    people(link, crowd, password_hash).await?;
    memberships(link, crowd).await?;
    requests(link, crowd).await?;
    medics(link, crowd).await?;
    letters(link, crowd).await
}

async fn people(link: &mut Link, crowd: &mut Crowd, password_hash: &str) -> Result<()> {
    let people = std::mem::take(&mut crowd.people);
    let into =
        "people (id, email, email_key, first_name, last_name, name_key, language, position, state, password_hash,
        created_at, confirmed_at, password_chosen_at, last_signed_in_at, version)";
    insert(link, into, 15, &people, |statement, person| {
        let account = &person.account;
        let confirmed = person.confirmed.map(Moment::utc);
        Ok(statement
            .bind(account.id.uuid())
            .bind(account.email.as_typed())
            .bind(account.email.key())
            .bind(account.first_name.as_str())
            .bind(account.last_name.as_str())
            .bind(name_key(account))
            .bind(account.language.tag())
            .bind(account.position.map(Position::tag))
            .bind(account.state.tag())
            .bind(confirmed.map(|_| password_hash))
            .bind(person.created.utc())
            .bind(confirmed)
            .bind(confirmed)
            .bind(person.signed_in.map(Moment::utc))
            .bind(0_i64))
    })
    .await?;
    let accounts: Vec<_> = people.iter().map(|person| &person.account).collect();
    terms::insert_all(link, &accounts).await
}

async fn memberships(link: &mut Link, crowd: &mut Crowd) -> Result<()> {
    let members = std::mem::take(&mut crowd.members);
    let into = "members (id, person_id, organisation_id, state, since, let_in_by, let_in_how)";
    insert(link, into, 7, &members, |statement, member| {
        Ok(statement
            .bind(member.id)
            .bind(member.person.uuid())
            .bind(member.organisation.uuid())
            .bind("active")
            .bind(member.since.utc())
            .bind(member.by.map(PersonId::uuid))
            .bind(member.how))
    })
    .await?;
    let into = "member_roles (id, member_id, role, roster_id, starts_at, ends_at, granted_by, granted_how, granted_at)";
    insert(link, into, 9, &members, |statement, member| {
        Ok(statement
            .bind(member.role_id)
            .bind(member.id)
            .bind(member.role.tag())
            .bind(member.roster)
            .bind(member.since.utc())
            .bind(member.ends.map(Moment::utc))
            .bind(member.by.map(PersonId::uuid))
            .bind(member.how)
            .bind(member.since.utc()))
    })
    .await
}

async fn requests(link: &mut Link, crowd: &mut Crowd) -> Result<()> {
    let requests = std::mem::take(&mut crowd.requests);
    let into = "join_requests (id, person_id, organisation_id, role, reason, state, made_at, confirmed_at, decided_at,
        decided_by, decided_as, decision_reason)";
    insert(link, into, 12, &requests, |statement, request| {
        Ok(statement
            .bind(request.id)
            .bind(request.person.uuid())
            .bind(request.organisation.uuid())
            .bind(request.role.tag())
            .bind(request.reason)
            .bind(request.state)
            .bind(request.made.utc())
            .bind(request.confirmed.map(Moment::utc))
            .bind(request.decided.map(Moment::utc))
            .bind(request.by.map(PersonId::uuid))
            .bind(request.by.map(|_| "member"))
            .bind(request.why))
    })
    .await
}

async fn medics(link: &mut Link, crowd: &mut Crowd) -> Result<()> {
    let medics = std::mem::take(&mut crowd.medics);
    let into =
        "medics (id, organisation_id, gmc_number, first_name, last_name, email, email_key, person_id, made_account,
        listed_at, in_at)";
    insert(link, into, 11, &medics, |statement, medic| {
        let account = &medic.account;
        Ok(statement
            .bind(medic.id)
            .bind(medic.organisation.uuid())
            .bind(medic.gmc.as_str())
            .bind(account.first_name.as_str())
            .bind(account.last_name.as_str())
            .bind(account.email.as_typed())
            .bind(account.email.key())
            .bind(account.id.uuid())
            .bind(true)
            .bind(medic.listed.utc())
            .bind(medic.came_in.then(|| medic.listed.utc())))
    })
    .await?;
    insert(
        link,
        "medic_roles (medic_id, roster_id, starts_on, ends_on)",
        4,
        &medics,
        |statement, medic| Ok(statement.bind(medic.id).bind(medic.roster).bind("").bind("")),
    )
    .await
}

/// Letters that went.
async fn letters(link: &mut Link, crowd: &mut Crowd) -> Result<()> {
    let letters = std::mem::take(&mut crowd.letters);
    let into =
        "outbox (id, person_id, organisation_id, address, address_key, first_name, language, letter, body, state,
        made_at, due_at, leased_until, attempts, last_answer, sent_at)";
    insert(link, into, 16, &letters, |statement, letter| {
        let (to, at) = (&letter.person, letter.at.utc());
        let body = readable(serde_json::to_string(&letter.text).ok(), "letter")?;
        Ok(statement
            .bind(letter.id)
            .bind(to.id.uuid())
            .bind(letter.organisation.uuid())
            .bind(to.email.as_typed())
            .bind(normalised(to.email.as_typed()))
            .bind(to.first_name.as_str())
            .bind(to.language.tag())
            .bind(letter.text.name())
            .bind(body)
            .bind("sent")
            .bind(at)
            .bind(at)
            .bind(DateTime::UNIX_EPOCH)
            .bind(1_i64)
            .bind("250 2.0.0 taken")
            .bind(at))
    })
    .await
}

/// What ended of it: accesses that were revoked, accounts that were closed.
pub(super) async fn ended(link: &mut Link, crowd: &mut Crowd) -> Result<()> {
    let endings = std::mem::take(&mut crowd.endings);
    for lot in endings.chunks(ROWS) {
        let mut statement = link.sql(format!(
            "WITH ended (id, at, by_whom, why) AS (VALUES {})
             UPDATE members
             SET state = 'revoked', revoked_at = ended.at, revoked_by = ended.by_whom, revoke_reason = ended.why
             FROM ended
             WHERE members.id = ended.id",
            link.tuples(4, lot.len())
        ));
        for ending in lot {
            statement = statement
                .bind(ending.member)
                .bind(ending.at.utc())
                .bind(ending.by.uuid())
                .bind(ending.why);
        }
        statement.run().await?;
    }
    let closings = std::mem::take(&mut crowd.closings);
    for lot in closings.chunks(ROWS) {
        let mut statement = link.sql(format!(
            "WITH closed (id, at, by_whom) AS (VALUES {})
             UPDATE people
             SET state = 'disabled', disabled_at = closed.at, disabled_by = closed.by_whom, disabled_reason = 'left',
                 version = version + 1
             FROM closed
             WHERE people.id = closed.id",
            link.tuples(3, lot.len())
        ));
        for closing in lot {
            statement = statement
                .bind(closing.person.uuid())
                .bind(closing.at.utc())
                .bind(closing.by.uuid());
        }
        statement.run().await?;
    }
    Ok(())
}
