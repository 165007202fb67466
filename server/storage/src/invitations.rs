//! Invitations that are being written: one row each, which only its writer finds. Which step comes next is for
//! `domain::invitations`; what is sent is kept by [`crate::repositories::NewUsers`]. Several at once are in [`several`].

mod several;

mod list;

use domain::form::optional_day;
use domain::invitations::{InvitationDraft, Offer};
use domain::permission::Role;
use domain::{
    EmailAddress, InvitationDraftId, Language, Moment, NewUserId, OrganisationId, PersonId, PersonName, RosterId,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::readable;
use crate::repositories::Invitations;
use crate::{Change, Result};

pub use self::list::{InvitedPage, ListedDraft};

/// The columns of a [`DraftRow`], of `invitation_drafts AS d`.
macro_rules! columns {
    () => {
        "d.id, d.inviter_id, d.email, d.first_name, d.last_name, d.organisation_id, d.role, d.roster_id, d.starts, d.ends,
         d.language, d.replaces, d.new_user_id"
    };
}
use columns;

#[derive(FromRow)]
struct DraftRow {
    id: Uuid,
    inviter_id: Uuid,
    email: String,
    first_name: Option<String>,
    last_name: Option<String>,
    organisation_id: Option<Uuid>,
    role: Option<String>,
    roster_id: Option<Uuid>,
    starts: Option<String>,
    ends: Option<String>,
    language: String,
    replaces: Option<Uuid>,
    new_user_id: Option<Uuid>,
}

impl DraftRow {
    fn read(self) -> Result<InvitationDraft> {
        let name = |text: &str| readable(PersonName::parse(text).ok(), "name in an invitation");
        let names = match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Some((name(first)?, name(last)?)),
            _ => None,
        };
        let offer = offer(
            self.role.as_deref(),
            self.roster_id,
            [self.starts.as_deref(), self.ends.as_deref()],
        )?;
        Ok(InvitationDraft {
            id: InvitationDraftId::new(self.id),
            inviter: PersonId::new(self.inviter_id),
            email: readable(EmailAddress::parse(&self.email).ok(), "e-mail address")?,
            names,
            organisation: self.organisation_id.map(OrganisationId::new),
            offer,
            language: readable(Language::from_tag(&self.language), "language")?,
            replaces: self.replaces.map(NewUserId::new),
            sent: self.new_user_id.map(NewUserId::new),
        })
    }
}

/// What is offered, as its columns say it.
fn offer(role: Option<&str>, roster: Option<Uuid>, [starts, ends]: [Option<&str>; 2]) -> Result<Option<Offer>> {
    let day = |text: Option<&str>| readable(optional_day(text.unwrap_or_default()).ok(), "day in an invitation");
    let (starts, ends) = (day(starts)?, day(ends)?);
    let Some(role) = role else { return Ok(None) };
    Ok(Some(Offer {
        role: readable(Role::from_tag(role), "role in an invitation")?,
        roster: roster.map(RosterId::new),
        starts,
        ends,
    }))
}

impl<Way> Invitations<'_, Way> {
    /// A draft of its writer; nobody else's.
    pub async fn draft(self, id: InvitationDraftId, inviter: PersonId) -> Result<Option<InvitationDraft>> {
        self.link
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM invitation_drafts AS d WHERE d.id = $1 AND d.inviter_id = $2"
            ))
            .bind(id.uuid())
            .bind(inviter.uuid())
            .optional::<DraftRow>()
            .await?
            .map(DraftRow::read)
            .transpose()
    }
}

impl Invitations<'_, Change> {
    /// Keeps a draft in place of what its writer answered before; false where it has been sent meanwhile.
    pub async fn put_draft(self, draft: &InvitationDraft, now: Moment) -> Result<bool> {
        let names = draft.names.as_ref();
        let kept = self
            .link
            .sql(
                "INSERT INTO invitation_drafts (id, inviter_id, email, first_name, last_name, organisation_id, role,
                     roster_id, ends, language, made_at, changed_at, replaces, starts)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)
                 ON CONFLICT (id) DO UPDATE SET
                     email = excluded.email, first_name = excluded.first_name, last_name = excluded.last_name,
                     organisation_id = excluded.organisation_id, role = excluded.role, roster_id = excluded.roster_id,
                     starts = excluded.starts, ends = excluded.ends, language = excluded.language, changed_at = excluded.changed_at
                 WHERE invitation_drafts.inviter_id = excluded.inviter_id AND invitation_drafts.new_user_id IS NULL",
            )
            .bind(draft.id.uuid())
            .bind(draft.inviter.uuid())
            .bind(draft.email.as_typed())
            .bind(names.map(|(first, _)| first.as_str()))
            .bind(names.map(|(_, last)| last.as_str()))
            .bind(draft.organisation.map(OrganisationId::uuid))
            .bind(draft.offer.map(|offer| offer.role.tag()))
            .bind(draft.offer.and_then(|offer| offer.roster).map(RosterId::uuid))
            .bind(draft.offer.and_then(|offer| offer.ends).map(|day| day.to_string()))
            .bind(draft.language.tag())
            .bind(now.utc())
            .bind(draft.replaces.map(NewUserId::uuid))
            .bind(draft.offer.and_then(|offer| offer.starts).map(|day| day.to_string()))
            .run()
            .await?;
        Ok(kept == 1)
    }

    /// Notes what came of a draft; false where it has been sent already.
    pub async fn sent_draft(self, id: InvitationDraftId, sent: NewUserId, now: Moment) -> Result<bool> {
        let noted = self
            .link
            .sql(
                "UPDATE invitation_drafts SET new_user_id = $2, changed_at = $3
                 WHERE id = $1 AND new_user_id IS NULL",
            )
            .bind(id.uuid())
            .bind(sent.uuid())
            .bind(now.utc())
            .run()
            .await?;
        Ok(noted == 1)
    }

    /// Takes away the drafts not touched since a moment; how many.
    pub async fn sweep_drafts(self, before: Moment) -> Result<u64> {
        self.link
            .sql("DELETE FROM invitation_drafts WHERE changed_at < $1")
            .bind(before.utc())
            .run()
            .await
    }
}
