//! New users: people whom somebody adds to an organisation, and the roles that wait for them. Whether one still stands is
//! for `domain::new_users`; letting somebody in is in `members.rs`, which ends what is open for them there.

mod given;

mod reminding;

use chrono::{DateTime, Utc};
use domain::accounts::Position;
use domain::members::roles::RoleSpan;
use domain::new_users::{NewUser, State};
use domain::organisations::OrganisationView;
use domain::permission::{Role, Scope};
use domain::text::{prefix_end, words};
use domain::{EmailAddress, Language, LetterId, Moment, NewUserId, OrganisationId, PersonId, PersonName, RosterId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::members::SpanRow;
use crate::organisations::{ViewRow, view_columns};
use crate::people::name_key;
use crate::repositories::NewUsers;
use crate::scope::{everything, in_scope, viewer};
use crate::sql::Link;
use crate::{Change, Result, fresh};

/// The columns of a [`NewUserRow`].
macro_rules! columns {
    () => {
        "id, organisation_id, email, first_name, last_name, language, position, medical_secretary, given_by, sent_at,
         invited_until, state, made_id, person_id"
    };
}
use columns;

#[derive(FromRow)]
struct NewUserRow {
    id: Uuid,
    organisation_id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    language: String,
    position: Option<String>,
    medical_secretary: bool,
    given_by: Uuid,
    sent_at: DateTime<Utc>,
    invited_until: Option<DateTime<Utc>>,
    state: String,
    made_id: Option<Uuid>,
    person_id: Option<Uuid>,
}

impl NewUserRow {
    async fn read(self, link: &mut Link) -> Result<NewUser> {
        let roles: Vec<SpanRow> = link
            .sql(
                "SELECT role, roster_id, starts_at, ends_at FROM new_user_roles
                 WHERE new_user_id = $1 ORDER BY role, roster_id NULLS FIRST",
            )
            .bind(self.id)
            .all()
            .await?;
        Ok(NewUser {
            id: NewUserId::new(self.id),
            organisation: OrganisationId::new(self.organisation_id),
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            first_name: readable(PersonName::parse(&self.first_name).ok(), "first name")?,
            last_name: readable(PersonName::parse(&self.last_name).ok(), "last name")?,
            language: readable(Language::from_tag(&self.language), "language")?,
            position: match self.position {
                Some(tag) => Some(readable(Position::from_tag(&tag), "position")?),
                None => None,
            },
            medical_secretary: self.medical_secretary,
            given_by: PersonId::new(self.given_by),
            sent_at: Moment::new(self.sent_at),
            invited_until: self.invited_until.map(Moment::new),
            state: readable(State::from_tag(&self.state), "state of a new user")?,
            made: self.made_id.map(PersonId::new),
            person: self.person_id.map(PersonId::new),
            roles: roles.iter().map(SpanRow::read).collect::<Result<_>>()?,
        })
    }
}

/// The most words of a search that are looked at.
const WORDS_MOST: usize = 6;

impl<Way> NewUsers<'_, Way> {
    /// Somebody who was added, whatever became of it.
    pub async fn by_id(self, id: NewUserId) -> Result<Option<NewUser>> {
        let row: Option<NewUserRow> = self
            .link
            .sql(concat!("SELECT ", columns!(), " FROM new_users WHERE id = $1"))
            .bind(id.uuid())
            .optional()
            .await?;
        match row {
            Some(row) => row.read(self.link).await.map(Some),
            None => Ok(None),
        }
    }

    /// What is open for an address, oldest first.
    pub async fn open_of(self, email: &EmailAddress) -> Result<Vec<NewUser>> {
        let rows: Vec<NewUserRow> = self
            .link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM new_users WHERE email_key = $1 AND state = 'open' ORDER BY made_at, id"
            ))
            .bind(email.key())
            .all()
            .await?;
        let mut open = Vec::new();
        for row in rows {
            open.push(row.read(self.link).await?);
        }
        Ok(open)
    }

    /// Whether a person bears the mark *medical secretary*.
    pub async fn is_marked(self, person: PersonId) -> Result<bool> {
        let row: Option<(bool,)> = self
            .link
            .sql("SELECT medical_secretary FROM people WHERE id = $1")
            .bind(person.uuid())
            .optional()
            .await?;
        Ok(row.is_some_and(|(marked,)| marked))
    }

    /// The open organisations within a scope where roles can be given by hand, by name; with words, those that they find.
    /// At most `most`, and whether there are more.
    pub async fn places(
        self,
        scope: Scope,
        text: &str,
        now: Moment,
        most: u16,
    ) -> Result<(Vec<OrganisationView>, bool)> {
        let mut beginnings = words(text);
        beginnings.truncate(WORDS_MOST);
        let found: Vec<String> = (0..beginnings.len())
            .map(|word| {
                format!(
                    "SELECT organisation_id FROM organisation_terms WHERE term >= ${} AND term < ${}",
                    2 * word + 4,
                    2 * word + 5
                )
            })
            .collect();
        let found = if found.is_empty() {
            String::new()
        } else {
            format!("AND o.id IN ({})", found.join(" INTERSECT "))
        };
        let mut statement = self
            .link
            .sql(format!(
                "WITH found AS MATERIALIZED (
                     SELECT o.id
                     FROM organisations AS o
                     WHERE o.status = 'active' AND o.kind <> 'commissioner' {found} AND {}
                 )
                 SELECT {}
                 FROM found
                 JOIN organisations AS o ON o.id = found.id
                 ORDER BY o.name_key, o.code
                 LIMIT {}",
                in_scope!("$1", "$2", "$3"),
                view_columns!(),
                most + 1
            ))
            .bind(everything(scope))
            .bind(viewer(scope))
            .bind(now.utc());
        for beginning in &beginnings {
            statement = statement.bind(beginning.as_str()).bind(prefix_end(beginning));
        }
        let rows: Vec<ViewRow> = statement.all().await?;
        let more = rows.len() > usize::from(most);
        let places = rows.into_iter().take(usize::from(most)).map(ViewRow::read);
        Ok((places.collect::<Result<_>>()?, more))
    }
}

impl NewUsers<'_, Change> {
    /// Keeps somebody who is added; false where the address is open at the organisation. Hold the organisation first.
    pub async fn add(self, user: &NewUser) -> Result<bool> {
        let added = self
            .link
            .sql(
                "INSERT INTO new_users (id, organisation_id, email, email_key, first_name, last_name, name_key, language,
                     position, medical_secretary, given_by, made_at, sent_at, invited_until, state)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, 'open')
                 ON CONFLICT DO NOTHING",
            )
            .bind(user.id.uuid())
            .bind(user.organisation.uuid())
            .bind(user.email.as_typed())
            .bind(user.email.key())
            .bind(user.first_name.as_str())
            .bind(user.last_name.as_str())
            .bind(name_key(&user.account(PersonId::new(Uuid::nil()))))
            .bind(user.language.tag())
            .bind(user.position.map(Position::tag))
            .bind(user.medical_secretary)
            .bind(user.given_by.uuid())
            .bind(user.sent_at.utc())
            .bind(user.invited_until.map(Moment::utc))
            .run()
            .await?;
        Ok(added == 1)
    }

    /// Keeps a role that is to wait, or when it is to hold.
    pub async fn set_role(self, id: NewUserId, span: &RoleSpan, now: Moment) -> Result<()> {
        let link = self.link;
        link.sql(
            "DELETE FROM new_user_roles WHERE new_user_id = $1 AND role = $2 AND roster_id IS NOT DISTINCT FROM $3",
        )
        .bind(id.uuid())
        .bind(span.role.tag())
        .bind(span.roster.map(RosterId::uuid))
        .run()
        .await?;
        link.sql(
            "INSERT INTO new_user_roles (id, new_user_id, role, roster_id, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(fresh(now))
        .bind(id.uuid())
        .bind(span.role.tag())
        .bind(span.roster.map(RosterId::uuid))
        .bind(span.starts_at.map(Moment::utc))
        .bind(span.ends_at.map(Moment::utc))
        .run()
        .await?;
        Ok(())
    }

    /// Removes a role that waits; false where there is none.
    pub async fn remove_role(self, id: NewUserId, role: Role, roster: Option<RosterId>) -> Result<bool> {
        let removed = self
            .link
            .sql(
                "DELETE FROM new_user_roles WHERE new_user_id = $1 AND role = $2 AND roster_id IS NOT DISTINCT FROM $3",
            )
            .bind(id.uuid())
            .bind(role.tag())
            .bind(roster.map(RosterId::uuid))
            .run()
            .await?;
        Ok(removed == 1)
    }

    /// Notes who sent the letter last, when, and until when an invitation holds from now on.
    pub async fn sent(self, id: NewUserId, by: PersonId, until: Option<Moment>, now: Moment) -> Result<()> {
        self.link
            .sql(
                "UPDATE new_users SET given_by = $2, sent_at = $3, invited_until = $4, reminded = 0,
                     expiry_told = FALSE
                 WHERE id = $1 AND state = 'open'",
            )
            .bind(id.uuid())
            .bind(by.uuid())
            .bind(now.utc())
            .bind(until.map(Moment::utc))
            .run()
            .await?;
        Ok(())
    }

    /// Notes the letter that was last posted for an invitation.
    pub async fn letter_posted(self, id: NewUserId, letter: LetterId) -> Result<()> {
        self.link
            .sql("UPDATE new_users SET letter_id = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(letter.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Notes the unconfirmed account that was made for it.
    pub async fn made(self, id: NewUserId, account: PersonId) -> Result<()> {
        self.link
            .sql("UPDATE new_users SET made_id = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(account.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Notes who confirmed the address before there was a role.
    pub async fn confirmed(self, id: NewUserId, person: PersonId) -> Result<()> {
        self.link
            .sql("UPDATE new_users SET person_id = $2 WHERE id = $1 AND state = 'open'")
            .bind(id.uuid())
            .bind(person.uuid())
            .run()
            .await?;
        Ok(())
    }

    /// Ends it; false where it had ended.
    pub async fn end(self, id: NewUserId, state: State, person: Option<PersonId>, now: Moment) -> Result<bool> {
        let ended = self
            .link
            .sql("UPDATE new_users SET state = $2, person_id = $3, ended_at = $4 WHERE id = $1 AND state = 'open'")
            .bind(id.uuid())
            .bind(state.tag())
            .bind(person.map(PersonId::uuid))
            .bind(now.utc())
            .run()
            .await?;
        Ok(ended == 1)
    }

    /// Opens again what ended with a decision that is undone, confirmed by the same person as before; false where the same
    /// was added meanwhile.
    pub async fn reopen(self, id: NewUserId, person: Option<PersonId>) -> Result<bool> {
        let reopened = self
            .link
            .sql(
                "UPDATE new_users SET state = 'open', person_id = $2, ended_at = NULL
                 WHERE id = $1 AND state = 'in'
                   AND NOT EXISTS (
                       SELECT 1 FROM new_users AS o
                       WHERE o.organisation_id = new_users.organisation_id AND o.email_key = new_users.email_key
                         AND o.state = 'open')",
            )
            .bind(id.uuid())
            .bind(person.map(PersonId::uuid))
            .run()
            .await?;
        Ok(reopened == 1)
    }

    /// Removes the account that was made for somebody who is no longer added, unless it is confirmed or something else
    /// hangs on it; whether it did. Hold the person first.
    pub async fn forget_account(self, account: PersonId) -> Result<bool> {
        let gone = self
            .link
            .sql(
                "DELETE FROM people
                 WHERE id = $1 AND state = 'unconfirmed'
                   AND NOT EXISTS (SELECT 1 FROM join_requests AS r WHERE r.person_id = people.id)
                   AND NOT EXISTS (SELECT 1 FROM service_members AS t WHERE t.person_id = people.id)
                   AND NOT EXISTS (SELECT 1 FROM medics AS d WHERE d.person_id = people.id AND d.ended_at IS NULL)
                   AND NOT EXISTS (
                       SELECT 1 FROM new_users AS n WHERE n.email_key = people.email_key AND n.state = 'open')",
            )
            .bind(account.uuid())
            .run()
            .await?;
        Ok(gone == 1)
    }

    /// Sets or removes the mark *medical secretary*; false where it was so already.
    pub async fn mark(self, person: PersonId, marked: bool) -> Result<bool> {
        let changed = self
            .link
            .sql(
                "UPDATE people SET medical_secretary = $2, version = version + 1
                 WHERE id = $1 AND medical_secretary <> $2",
            )
            .bind(person.uuid())
            .bind(marked)
            .run()
            .await?;
        Ok(changed == 1)
    }

    /// Removes those to whom no letter was sent since a moment and who have neither confirmed nor answered; how many.
    pub async fn sweep(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM new_users WHERE state = 'open' AND sent_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
