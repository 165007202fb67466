//! Who was invited, in a made-up country: one for every forty people, by whoever decided there, with every way in which an
//! invitation can stand.

use chrono::{DateTime, TimeDelta, Utc};
use domain::audit::{Entry, Event};
use domain::permission::Role;
use domain::{Moment, OrganisationId};
use sqlx::FromRow;
use uuid::Uuid;

use super::Country;
use super::rows::insert;
use crate::sql::Link;
use crate::{Result, fresh};

/// For so many people there is one.
const ONE_OF: u32 = 40;

/// A decision of the past, by whose words and names somebody is invited.
#[derive(FromRow)]
struct Decided {
    organisation_id: Uuid,
    by_whom: Uuid,
    first_name: String,
    last_name: String,
    name_key: String,
    email: String,
    email_key: String,
    language: String,
}

struct Invited {
    id: Uuid,
    letter: Uuid,
    of: Decided,
    sent_at: Moment,
    state: &'static str,
    delivery: &'static str,
}

/// Writes them; the lines of the audit.
pub(super) async fn fill(link: &mut Link, country: &Country) -> Result<Vec<Entry>> {
    let decided: Vec<Decided> = link
        .sql(format!(
            "SELECT r.organisation_id, r.decided_by AS by_whom, p.first_name, p.last_name, p.name_key, p.email, p.email_key, p.language
             FROM join_requests AS r
             JOIN people AS p ON p.id = r.person_id
             WHERE r.state = 'approved' AND r.decided_by IS NOT NULL
             ORDER BY r.id
             LIMIT {}",
            country.people / ONE_OF
        ))
        .all()
        .await?;
    let invited: Vec<Invited> = decided
        .into_iter()
        .enumerate()
        .map(|(number, of)| Invited::new(number, of, country.now))
        .collect();
    write(link, &invited).await?;
    let told = |one: &Invited| {
        let organisation = OrganisationId::new(one.of.organisation_id);
        country
            .entry(Event::NewUserAdded, one.sent_at)
            .for_organisation(organisation)
    };
    Ok(invited.iter().map(told).collect())
}

impl Invited {
    fn new(number: usize, of: Decided, now: Moment) -> Self {
        let days = i64::try_from(number % 300).unwrap_or_default();
        // Those that nobody has answered are young; some of them are over.
        let (state, age) = match number % 10 {
            0..=4 => ("in", days + 10),
            5 => ("declined", days + 10),
            6 => ("withdrawn", days + 10),
            _ => ("open", days % 10),
        };
        let delivery = if state == "open" && number.is_multiple_of(7) {
            "gave_up"
        } else {
            "sent"
        };
        let minutes = i64::try_from(number).unwrap_or_default();
        let sent_at = now.plus(-TimeDelta::days(age) - TimeDelta::minutes(minutes % 1440));
        Self {
            id: fresh(sent_at),
            letter: fresh(sent_at),
            of: Decided {
                email: format!("i{number}.{}", of.email),
                email_key: format!("i{number}.{}", of.email_key),
                ..of
            },
            sent_at,
            state,
            delivery,
        }
    }

    /// When it was answered.
    fn ended_at(&self) -> Option<DateTime<Utc>> {
        (self.state != "open").then(|| self.sent_at.plus(TimeDelta::hours(7)).utc())
    }
}

async fn write(link: &mut Link, invited: &[Invited]) -> Result<()> {
    let into = "new_users (id, organisation_id, email, email_key, first_name, last_name, name_key, language,
        medical_secretary, given_by, made_at, sent_at, invited_until, state, ended_at, letter_id)";
    insert(link, into, 16, invited, |statement, one| {
        Ok(statement
            .bind(one.id)
            .bind(one.of.organisation_id)
            .bind(one.of.email.as_str())
            .bind(one.of.email_key.as_str())
            .bind(one.of.first_name.as_str())
            .bind(one.of.last_name.as_str())
            .bind(one.of.name_key.as_str())
            .bind(one.of.language.as_str())
            .bind(false)
            .bind(one.of.by_whom)
            .bind(one.sent_at.utc())
            .bind(one.sent_at.utc())
            .bind(
                one.sent_at
                    .plus(TimeDelta::days(domain::new_users::INVITATION_DAYS))
                    .utc(),
            )
            .bind(one.state)
            .bind(one.ended_at())
            .bind(one.letter))
    })
    .await?;
    let into = "new_user_roles (id, new_user_id, role)";
    insert(link, into, 3, invited, |statement, one| {
        Ok(statement
            .bind(fresh(one.sent_at))
            .bind(one.id)
            .bind(Role::ProviderUser.tag()))
    })
    .await?;
    let into =
        "outbox (id, person_id, organisation_id, address, address_key, first_name, language, letter, state, made_at,
        due_at, leased_until, attempts, last_answer, sent_at)";
    insert(link, into, 15, invited, |statement, one| {
        let at = one.sent_at.utc();
        Ok(statement
            .bind(one.letter)
            // An account of its own, which the sweep took since; letters are kept longer than those.
            .bind(fresh(one.sent_at))
            .bind(one.of.organisation_id)
            .bind(one.of.email.as_str())
            .bind(one.of.email_key.as_str())
            .bind(one.of.first_name.as_str())
            .bind(one.of.language.as_str())
            .bind("invitation")
            .bind(one.delivery)
            .bind(at)
            .bind(at)
            .bind(DateTime::UNIX_EPOCH)
            .bind(1_i64)
            .bind("250 2.0.0 taken")
            .bind(at))
    })
    .await
}
