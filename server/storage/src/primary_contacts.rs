//! Primary contacts: one column of each organisation, so that there cannot be two, and the one place where it passes on.
//! [`Change::commit_all`](crate::Change::commit_all) comes through here with every line of the audit that may change an
//! access: so no act that lets somebody in or ends an access can forget it, whichever noun it belongs to. Whose role ends
//! by a date passes it on at the next look ([`PrimaryContacts::out_of_date`]); until then [`PrimaryContacts::of`] says who
//! it will be.

use std::collections::BTreeMap;

use domain::accounts::Account;
use domain::audit::{Actor, Entry, Event};
use domain::letter::{Letter, LetterText, Recipient};
use domain::{Moment, OdsCode, OrganisationId, PersonId, RequestId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::members::{role_holds, whole_role_holds};
use crate::people::{AccountRow, account_columns};
use crate::repositories::PrimaryContacts;
use crate::sql::Link;
use crate::{Change, Result, outbox};

/// How many organisations are looked at in one round.
const LOT: u16 = 500;

/// That a member of `members AS m` may act now.
macro_rules! acts {
    ($now:literal) => {
        concat!(
            "m.state = 'active' AND p.state = 'confirmed'
             AND EXISTS (SELECT 1 FROM member_roles AS mr WHERE mr.member_id = m.id AND ",
            role_holds!($now),
            ")"
        )
    };
}

/// The primary contact of an organisation has passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// At which organisation.
    pub organisation: OrganisationId,
    /// Who it was; nobody where there was none.
    pub before: Option<Account>,
    /// Who it is now; nobody where nobody may act any more.
    pub after: Option<Account>,
    code: OdsCode,
    name: String,
}

impl Passed {
    /// Its line of the audit.
    pub fn line(&self, actor: Actor, now: Moment, request: RequestId) -> Entry {
        let line = Entry::new(Event::PrimaryContactChanged, actor, now, request).for_organisation(self.organisation);
        let line = match self.after.as_ref().or(self.before.as_ref()) {
            Some(account) => line.about(account.id),
            None => line,
        };
        let name = |account: &Option<Account>| account.as_ref().map(Account::full_name);
        line.changing(name(&self.before), name(&self.after))
    }

    /// The letters to both, but to whoever did it.
    pub fn letters(&self, by: Option<PersonId>) -> Vec<Letter> {
        let yours = self.after.as_ref().map(|account| {
            let text = LetterText::PrimaryContactYours {
                code: self.code.clone(),
                organisation: self.name.clone(),
                before: self.before.as_ref().map(Account::full_name),
            };
            (account, text)
        });
        let passed = self.before.as_ref().map(|account| {
            let text = LetterText::PrimaryContactPassed {
                code: self.code.clone(),
                organisation: self.name.clone(),
                name: self.after.as_ref().map(Account::full_name),
            };
            (account, text)
        });
        let both = yours.into_iter().chain(passed);
        both.filter(|(account, _)| Some(account.id) != by)
            .map(|(account, text)| Letter {
                to: Recipient {
                    person: account.id,
                    address: account.email.as_typed().to_owned(),
                    first_name: account.first_name.as_str().to_owned(),
                    language: account.language,
                },
                organisation: Some(self.organisation),
                text,
                sealed_token: None,
            })
            .collect()
    }
}

#[derive(FromRow)]
struct KeptRow {
    code: String,
    name: String,
    primary_contact: Option<Uuid>,
}

impl<Way> PrimaryContacts<'_, Way> {
    /// Who is the primary contact of an organisation now: whoever is kept, while they may act there; else whoever it
    /// passes to.
    pub async fn of(self, organisation: OrganisationId, now: Moment) -> Result<Option<Account>> {
        present(self.link, organisation, now).await
    }

    /// Organisations that keep somebody who may act no more, or nobody although somebody may; the first of them.
    pub async fn out_of_date(self, now: Moment) -> Result<Vec<OrganisationId>> {
        let rows: Vec<(Uuid,)> = self
            .link
            .sql(format!(
                "SELECT o.id
                 FROM organisations AS o
                 WHERE CASE WHEN o.primary_contact IS NULL THEN EXISTS (
                           SELECT 1
                           FROM members AS m
                           JOIN people AS p ON p.id = m.person_id
                           WHERE m.organisation_id = o.id AND {acts})
                       ELSE NOT EXISTS (
                           SELECT 1
                           FROM members AS m
                           JOIN people AS p ON p.id = m.person_id
                           WHERE m.organisation_id = o.id AND m.person_id = o.primary_contact AND {acts})
                       END
                 ORDER BY o.id
                 LIMIT {LOT}",
                acts = acts!("$1")
            ))
            .bind(now.utc())
            .all()
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrganisationId::new(id)).collect())
    }
}

impl PrimaryContacts<'_, Change> {
    /// Passes it on where whoever is kept may act no more; what that came to. Hold the organisation first.
    pub async fn pass_on(self, organisation: OrganisationId, now: Moment) -> Result<Option<Passed>> {
        let next = present(self.link, organisation, now).await?;
        pass(self.link, organisation, next).await
    }

    /// Hands it over to a member; what that came to, nothing where it is theirs already. Hold the organisation first.
    pub async fn hand_over(self, organisation: OrganisationId, to: Account) -> Result<Option<Passed>> {
        pass(self.link, organisation, Some(to)).await
    }
}

/// Whoever is kept while they may act; else the member who has been there longest of those who may decide, else of all.
async fn present(link: &mut Link, organisation: OrganisationId, now: Moment) -> Result<Option<Account>> {
    let row: Option<AccountRow> = link
        .sql(concat!(
            "SELECT ",
            account_columns!(),
            " FROM members AS m
             JOIN people AS p ON p.id = m.person_id
             JOIN organisations AS o ON o.id = m.organisation_id
             WHERE m.organisation_id = $1 AND ",
            acts!("$2"),
            " ORDER BY
                 CASE WHEN m.person_id = o.primary_contact THEN 0 ELSE 1 END,
                 CASE WHEN EXISTS (
                     SELECT 1 FROM member_roles AS mr
                     WHERE mr.member_id = m.id AND ",
            whole_role_holds!("$2"),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver')))
                     THEN 0 ELSE 1 END,
                 m.since, m.id
             LIMIT 1"
        ))
        .bind(organisation.uuid())
        .bind(now.utc())
        .optional()
        .await?;
    row.map(AccountRow::read).transpose()
}

async fn pass(link: &mut Link, organisation: OrganisationId, next: Option<Account>) -> Result<Option<Passed>> {
    let kept: Option<KeptRow> = link
        .sql("SELECT code, name, primary_contact FROM organisations WHERE id = $1")
        .bind(organisation.uuid())
        .optional()
        .await?;
    let Some(kept) = kept.filter(|kept| kept.primary_contact != next.as_ref().map(|next| next.id.uuid())) else {
        return Ok(None);
    };
    let before: Option<AccountRow> = match kept.primary_contact {
        Some(person) => {
            link.sql(concat!(
                "SELECT ",
                account_columns!(),
                " FROM people AS p WHERE p.id = $1"
            ))
            .bind(person)
            .optional()
            .await?
        }
        None => None,
    };
    link.sql("UPDATE organisations SET primary_contact = $2 WHERE id = $1")
        .bind(organisation.uuid())
        .bind(next.as_ref().map(|next| next.id.uuid()))
        .run()
        .await?;
    Ok(Some(Passed {
        organisation,
        before: before.map(AccountRow::read).transpose()?,
        after: next,
        code: readable(OdsCode::parse(&kept.code).ok(), "ODS code")?,
        name: kept.name,
    }))
}

/// Passes on what the lines of a change may have moved: one more line for each organisation where it did, and letters to
/// both. Whoever is let in first is it by the line that lets them in, and gets no letter besides.
pub(crate) async fn follow(link: &mut Link, entries: &mut Vec<Entry>) -> Result<()> {
    let mut touched: BTreeMap<OrganisationId, Entry> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.event.touches_access()) {
        if let Some(organisation) = entry.organisation {
            let latest = touched.entry(organisation).or_insert_with(|| entry.clone());
            if latest.at < entry.at {
                *latest = entry.clone();
            }
        }
    }
    for (organisation, by) in touched {
        let next = present(link, organisation, by.at).await?;
        let Some(passed) = pass(link, organisation, next).await? else {
            continue;
        };
        if passed.before.is_none() {
            continue;
        }
        let letters = passed.letters(None);
        outbox::post_all(link, &letters, by.at).await?;
        let mut entry = passed.line(by.actor, by.at, by.request);
        entry.batch = by.batch;
        entries.push(entry);
    }
    Ok(())
}
