//! Giving an invitation another address: a draft with what it says is begun, and goes the way of every draft, so that all is
//! asked again; the invitation with the wrong address ends when that draft is sent.

use domain::form::{Field, Problem};
use domain::invitations::{InvitationDraft, Offer};
use domain::{Caller, EmailAddress, FieldErrors, InvitationDraftId, NewUserId, Receipt, Refusal};
use storage::Housekeeping;

use crate::services::Doorkeeper;
use crate::services::letters::last_moment;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn correct_invitation(&self, caller: &Caller, id: NewUserId, email: EmailAddress) -> Act<Receipt> {
        let now = self.now();
        // permit: writing asks for no recent proof; sending does
        let (user, organisation, _) = self.added(caller, id).await?;
        // decide
        user.must_be_open()?;
        if user.invited_until.is_none() {
            return Err(Refusal::NotFound.into());
        }
        organisation.must_be_open()?;
        if email.as_typed() == user.email.as_typed() {
            return Err(FieldErrors::one(Field::Email, Problem::AddressUnchanged).into());
        }
        // save
        let offer = user.roles.first().map(|span| Offer {
            role: span.role,
            roster: span.roster,
            starts: span
                .starts_at
                .filter(|start| *start > now)
                .map(|start| start.in_london().date()),
            ends: span.ends_at.map(|end| last_moment(end).date()),
        });
        let draft = InvitationDraft {
            id: InvitationDraftId::new(storage::fresh(now)),
            inviter: caller.person,
            email,
            names: Some((user.first_name, user.last_name)),
            organisation: Some(organisation.id),
            offer,
            language: user.language,
            replaces: Some(id),
            sent: None,
        };
        let mut change = self.change().await?;
        change.invitations().put_draft(&draft, now).await?;
        change.commit_housekeeping(Housekeeping::Draft).await?;
        Ok(Receipt::go_to(draft.next_step().page(draft.id)))
    }
}
