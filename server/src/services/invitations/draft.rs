//! What the pages of a draft show: the answers so far, the letter as it will be sent, and what stands in the way.

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::invitations::{Circumstances, Hindrance, InvitationDraft, InvitationDraftView, LetterView, reference};
use domain::join_requests::State;
use domain::members::Standing;
use domain::members::roles::grantable;
use domain::new_users::{self, NewUser};
use domain::organisations::Organisation;
use domain::permission::{Action, Insider};
use domain::rosters::RosterView;
use domain::{Caller, InvitationDraftId, Moment, NewUserId, OrganisationId, Refusal, shared_mailbox};

use crate::mail::letters::render;
use crate::secrets;
use crate::services::Doorkeeper;
use crate::services::letters::last_moment;
use crate::services::new_users::{invitation_end, invitation_text};
use crate::services::rosters::open_ones;
use crate::services::stopped::{Act, Failure};

/// Asks, of a reading or of a change, everything that sending depends on. `$standing` is how the inviter stands to the
/// organisation.
macro_rules! circumstances {
    ($from:expr, $draft:expr, $organisation:expr, $caller:expr, $standing:expr, $now:expr) => {{
        let (from, draft, organisation) = (&mut $from, $draft, $organisation);
        let insider = $standing.and_then(|standing| Insider::of($caller, &standing, Action::GrantRoles).ok());
        let account = from.people().by_email(&draft.email).await?;
        let mut known_as = None;
        let open = from.new_users().open_of(&draft.email).await?;
        // But for the one that the draft takes the place of.
        let waits = open
            .iter()
            .find(|user| user.organisation == organisation.id && Some(user.id) != draft.replaces);
        if let Some(user) = waits {
            known_as = Some(Hindrance::Invited(user.id));
        }
        if let Some(account) = account {
            let request = from.join_requests().open_of(account.id, organisation.id).await?;
            if let Some(request) = request.filter(|request| request.state == State::Pending) {
                known_as = Some(Hindrance::Asked(request.id));
            }
            let member = from.members().of(account.id, organisation.id).await?;
            if let Some(member) = member.filter(|member| member.state == Standing::Active)
                && !from.members().spans(member.id, $now).await?.is_empty()
            {
                known_as = Some(Hindrance::MemberThere);
            }
            if account.id == $caller.person {
                known_as = Some(Hindrance::Oneself);
            }
        }
        if from.medics().lists(organisation.id, &draft.email).await? {
            known_as = Some(Hindrance::ImportedMedic);
        }
        Circumstances {
            inviter: insider.map(|insider| insider.capacity()),
            kind: organisation.kind,
            open: organisation.status.is_open(),
            rosters: from.rosters().of_organisation(organisation.id).await?,
            known_as,
            now: $now,
        }
    }};
}

pub(super) use circumstances;

impl Doorkeeper {
    pub(super) async fn show_invitation_draft(
        &self,
        caller: &Caller,
        id: InvitationDraftId,
    ) -> Act<InvitationDraftView> {
        self.note_use(caller, None).await?;
        let draft = self.own_draft(caller, id).await?;
        let names = draft.names.as_ref();
        let view = InvitationDraftView {
            id,
            next_step: draft.next_step(),
            email: draft.email.to_string(),
            first_name: names.map(|(first, _)| first.as_str().to_owned()).unwrap_or_default(),
            last_name: names.map(|(_, last)| last.as_str().to_owned()).unwrap_or_default(),
            organisation: None,
            role: draft.offer.map(|offer| offer.role),
            roster: None,
            starts_day: String::new(),
            ends_day: String::new(),
            starts: None,
            ends: None,
            language: draft.language,
            grantable: Vec::new(),
            rosters: Vec::new(),
            warning: names.and_then(|(first, last)| shared_mailbox::warning(&draft.email, first, last)),
            hindrance: None,
            letter: None,
            sent: self.what_was_sent(&draft).await?,
        };
        match draft.organisation {
            Some(organisation) => self.with_place(caller, &draft, organisation, view).await,
            None => Ok(view),
        }
    }

    async fn what_was_sent(&self, draft: &InvitationDraft) -> Act<Option<(String, domain::LondonTime)>> {
        let Some(sent) = draft.sent else { return Ok(None) };
        let user = self.read().new_users().by_id(sent).await?;
        let until = user.and_then(|user| user.invited_until);
        Ok(until.map(|until| (reference(sent), until.in_london())))
    }

    /// The same, with what can be said once there is an organisation.
    async fn with_place(
        &self,
        caller: &Caller,
        draft: &InvitationDraft,
        organisation: OrganisationId,
        view: InvitationDraftView,
    ) -> Act<InvitationDraftView> {
        let now = self.now();
        let organisation = self.of_draft(organisation).await?;
        let is = self.circumstances_of(caller, draft, &organisation).await?;
        let mut read = self.read();
        let offer = draft.offer;
        let rosters = &is.rosters;
        let roster = offer.and_then(|offer| offer.roster);
        let by = read.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        let mut letter = None;
        if draft.sent.is_none()
            && let Some(user) = as_invited(draft, caller, now)
        {
            letter = Some(self.preview(&user, &organisation, rosters, by.full_name())?);
        }
        Ok(InvitationDraftView {
            organisation: read.organisations().view(&organisation.code).await?,
            roster: rosters.iter().find(|one| Some(one.id) == roster).cloned(),
            starts_day: day(offer.and_then(|offer| offer.starts)),
            ends_day: day(offer.and_then(|offer| offer.ends)),
            starts: offer
                .and_then(|offer| offer.starts)
                .map(|day| domain::start_of(day).in_london()),
            ends: offer
                .and_then(|offer| offer.ends)
                .map(|day| last_moment(domain::end_of(day))),
            grantable: is
                .inviter
                .map(|capacity| grantable(organisation.kind, capacity))
                .unwrap_or_default(),
            hindrance: if draft.sent.is_some() {
                None
            } else {
                draft.hindrance(&is)
            },
            rosters: open_ones(is.rosters),
            letter,
            ..view
        })
    }

    /// Everything that sending depends on, as it is now.
    pub(super) async fn circumstances_of(
        &self,
        caller: &Caller,
        draft: &InvitationDraft,
        organisation: &Organisation,
    ) -> Act<Circumstances> {
        let (mut read, now) = (self.read(), self.now());
        let standing = read.members().standing(caller.person, organisation.id, now).await?;
        Ok(circumstances!(read, draft, organisation, caller, standing, now))
    }

    /// The letter as it would be sent now, but for its link.
    pub(super) fn preview(
        &self,
        user: &NewUser,
        organisation: &Organisation,
        rosters: &[RosterView],
        by: String,
    ) -> Act<LetterView> {
        let gone = Failure::Gone("the words of a letter");
        let text = invitation_text(user, organisation, rosters, by).ok_or(Failure::Gone("a role"))?;
        let first_name = user.first_name.as_str();
        let words = render(&text, first_name, user.language, LetterView::LINK, &self.with.contact).map_err(|_| gone)?;
        Ok(LetterView {
            seen: seen(&words.subject, &words.text),
            subject: words.subject,
            text: words.text,
        })
    }
}

/// A day as a form shows it; empty for none.
pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// What tells a letter from any other.
pub(super) fn seen(subject: &str, text: &str) -> String {
    let mut seen = String::new();
    for byte in secrets::hash(&format!("{subject}\n{text}")) {
        // Writing into a string cannot fail.
        let _ = write!(seen, "{byte:02x}");
    }
    seen
}

/// What a draft comes to when it is sent now; nothing while something is missing or its last day has passed.
pub(super) fn as_invited(draft: &InvitationDraft, caller: &Caller, now: Moment) -> Option<NewUser> {
    let (first_name, last_name) = draft.names.clone()?;
    Some(NewUser {
        id: NewUserId::new(storage::fresh(now)),
        organisation: draft.organisation?,
        email: draft.email.clone(),
        first_name,
        last_name,
        language: draft.language,
        position: None,
        medical_secretary: false,
        given_by: caller.person,
        sent_at: now,
        invited_until: Some(invitation_end(now)),
        state: new_users::State::Open,
        made: None,
        person: None,
        roles: vec![draft.offer?.span(now)?],
    })
}
