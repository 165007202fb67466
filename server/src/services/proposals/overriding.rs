//! A support person proposes that the last approver of an organisation may go all the same (decision 6). What a confirmed
//! one allows, and how it is used up, is in `members/last_approver.rs`.

use domain::permission::SupportPerson;
use domain::proposals::{OverrideView, OverrideWish, Proposal, What};
use domain::{Caller, Moment, OdsCode, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::Change;

use super::{is_open, must_support};
use crate::services::Doorkeeper;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn show_override(&self, caller: &Caller, person: PersonId, code: &OdsCode) -> Act<OverrideView> {
        let viewer = SupportPerson::looking(caller)?;
        let now = self.now();
        let organisation = self.organisation(code).await?;
        let account = self.read().people().account(person).await?.ok_or(Refusal::NotFound)?;
        let last = self
            .last_approver_at(caller, person, Some(organisation.id), now)
            .await?;
        let last = last.into_iter().next().ok_or(Refusal::NotFound)?;
        let what = What::LastApproverMayGo {
            organisation: organisation.id,
        };
        let mut read = self.read();
        let waits = read.proposals().open_like(what, person).await?;
        let waits = waits.map(|waits| waits.proposal.id);
        let unused = read.proposals().unused_overrides(person).await?;
        let usable = |one: &&Proposal| one.what == what && one.usable_until().is_some_and(|until| now < until);
        Ok(OverrideView {
            id: person,
            name: account.full_name(),
            organisation: (organisation.code, organisation.name),
            way_out: last.way_out,
            oneself: viewer == person,
            there: waits.or_else(|| unused.iter().find(usable).map(|one| one.id)),
        })
    }

    pub(super) async fn propose_letting_go(&self, caller: &Caller, wish: OverrideWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let by = SupportPerson::of(caller)?;
        let (mut change, organisation) = self.holding(&wish.code).await?;
        must_support(&mut change, by).await?;
        // decide
        change.hold_person(wish.person).await?;
        let account = change.people().account(wish.person).await?.filter(is_open);
        let account = account.ok_or(Refusal::NotFound)?;
        by.about(account.id)?;
        if !is_last(&mut change, account.id, organisation.id, now).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        let what = What::LastApproverMayGo {
            organisation: organisation.id,
        };
        let unused = change.proposals().unused_overrides(account.id).await?;
        let usable = |one: &&Proposal| one.what == what && one.overrides(by, now).is_some();
        if let Some(there) = unused.iter().find(usable) {
            return Ok(Receipt::go_to(Page::Proposal(there.id)));
        }
        self.make(change, caller, what, &account, wish.why, now).await
    }
}

/// Whether a person is the last approver of an organisation. Hold it first.
pub(super) async fn is_last(
    change: &mut Change,
    person: PersonId,
    organisation: OrganisationId,
    now: Moment,
) -> Act<bool> {
    let alone = change.members().lone_approver_at(person, now).await?;
    Ok(alone.contains(&organisation))
}
