//! The primary contact of an organisation, handed over in one step. How it passes on when somebody can act no more is in
//! `storage`, beside the commit; by the end of a role, in [`crate::primary_contacts`].

use async_trait::async_trait;
use domain::audit::Actor;
use domain::form::{Field, Problem};
use domain::members::Sort;
use domain::primary_contacts::{HandOverView, HandOverWish, PrimaryContacts, could_hand_over, may_hand_over};
use domain::{Answer, Caller, FieldErrors, Moment, Notice, OdsCode, Page, Receipt, Refusal};
use storage::Enrolled;

use super::stopped::{Act, answer};
use super::{Doorkeeper, standing_in};

#[async_trait]
impl PrimaryContacts for Doorkeeper {
    async fn to_hand_over(&self, caller: &Caller, code: &OdsCode) -> Answer<HandOverView> {
        answer(caller.visit.request, self.show_handing_over(caller, code).await)
    }

    async fn hand_over(&self, caller: &Caller, wish: HandOverWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.hand_contact_over(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn show_handing_over(&self, caller: &Caller, code: &OdsCode) -> Act<HandOverView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        let standing = self.standing(caller, &organisation).await?;
        let mut read = self.read();
        let contact = read.primary_contacts().of(organisation.id, now).await?;
        let id = contact.as_ref().map(|contact| contact.id);
        could_hand_over(caller, &standing, id)?;
        let enrolled = read.members().active(organisation.id, Sort::default(), now).await?;
        let others = enrolled
            .into_iter()
            .filter(|one| acts(one, now) && Some(one.account.id) != id);
        Ok(HandOverView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            oneself: id == Some(caller.person),
            contact: contact.map(|contact| contact.full_name()),
            members: others.map(|one| (one.account.id, one.account.full_name())).collect(),
        })
    }

    async fn hand_contact_over(&self, caller: &Caller, wish: HandOverWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let standing = standing_in(&mut change, caller, &organisation, now).await?;
        let contact = change.primary_contacts().of(organisation.id, now).await?;
        may_hand_over(caller, &standing, contact.map(|contact| contact.id))?;
        // decide
        let enrolled = change.members().active(organisation.id, Sort::default(), now).await?;
        let mut members = enrolled.into_iter().filter(|one| acts(one, now));
        let to = members.find(|one| one.account.id == wish.to);
        let to = to.ok_or_else(|| FieldErrors::one(Field::PrimaryContact, Problem::NotAChoice))?;
        // save
        let saved = Receipt::saying(
            Notice::HandedOver {
                name: to.account.full_name(),
            },
            Page::Profile(organisation.code),
        );
        let passed = change.primary_contacts().hand_over(organisation.id, to.account).await?;
        let Some(passed) = passed else { return Ok(saved) };
        // post
        change.post_all(&passed.letters(Some(caller.person)), now).await?;
        // record
        let line = passed.line(Actor::Person(caller.person), now, caller.visit.request);
        change.commit(line).await?;
        self.with.bell.ring();
        Ok(saved)
    }
}

/// Whether a member may act now: somebody whose every role has ended may not.
fn acts(one: &Enrolled, now: Moment) -> bool {
    one.member.roles.iter().any(|span| span.holds(now))
}
