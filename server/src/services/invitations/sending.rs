//! Sending an invitation: everything is asked again, and whatever has changed meanwhile is said on the page that checks.
//! Several at once ([`super::several`]) are sent one by one in the same way.

use domain::audit::{Entry, Event};
use domain::invitations::{Circumstances, Hindrance, InvitationDraft, Step};
use domain::join_requests::State;
use domain::members::Standing;
use domain::new_users::NewUser;
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, Insider};
use domain::{Caller, InvitationDraftId, Moment, Notice, Receipt, Refusal};
use storage::Change;

use super::check_page;
use super::draft::{as_invited, circumstances};
use crate::services::Doorkeeper;
use crate::services::new_users::{line, take_back};
use crate::services::stopped::Act;
use crate::services::throttle::Limit;

/// An invitation that is written in a change, with its letter; it is sent when the change is committed.
pub(super) struct Ready {
    pub(super) user: NewUser,
    /// What the change is committed with.
    entries: (Entry, Vec<Entry>),
}

/// Why an invitation is not sent as it is.
pub(super) enum Held {
    /// What stands in the way.
    By(Hindrance),
    /// It is not the one that was checked, or somebody was faster.
    Changed,
}

impl Doorkeeper {
    pub(super) async fn send_invitation(&self, caller: &Caller, id: InvitationDraftId, checked: &str) -> Act<Receipt> {
        let now = self.now();
        let draft = self.own_draft(caller, id).await?;
        let (Step::Check, Some(organisation)) = (draft.next_step(), draft.organisation) else {
            return Ok(Receipt::go_to(draft.next_step().page(id)));
        };
        let code = self.of_draft(organisation).await?.code;
        let (mut change, organisation) = self.holding(&code).await?;
        // The draft as it is now: another tab may have sent it, or changed it.
        let draft = change.invitations().draft(id, caller.person).await?;
        let draft = draft.ok_or(Refusal::NotFound)?;
        if draft.next_step() != Step::Check || draft.organisation != Some(organisation.id) {
            return Ok(Receipt::go_to(draft.next_step().page(id)));
        }
        let held = Receipt::saying(Notice::InvitationHeld, check_page(id));
        let ready = self.put_invitation(&mut change, &draft, &organisation, caller, checked, now);
        let Ok(ready) = ready.await? else { return Ok(held) };
        if !change.invitations().sent_draft(id, ready.user.id, now).await? {
            return Ok(held);
        }
        self.commit_invitation(change, ready).await?;
        Ok(Receipt::go_to(Step::Sent.page(id)))
    }

    /// Writes an invitation and its letter in a change that holds the organisation; `checked` is the letter that was
    /// checked, or nothing. Where it is held the change is not to be committed.
    pub(super) async fn put_invitation(
        &self,
        change: &mut Change,
        draft: &InvitationDraft,
        organisation: &Organisation,
        caller: &Caller,
        checked: &str,
        now: Moment,
    ) -> Act<Result<Ready, Held>> {
        let standing = change.members().standing(caller.person, organisation.id, now).await?;
        let is = circumstances!(*change, draft, organisation, caller, standing.clone(), now);
        if let Some(why) = draft.hindrance(&is) {
            return Ok(Err(Held::By(why)));
        }
        // permit
        let approver = Approver::of(caller, &standing.ok_or(Refusal::NotFound)?)?;
        // decide
        let (Some(user), Some(offer)) = (as_invited(draft, caller, now), draft.offer) else {
            return Ok(Err(Held::Changed));
        };
        approver.granting(offer.role)?;
        let by = change.people().account(caller.person).await?.ok_or(Refusal::NotFound)?;
        let letter = self.preview(&user, organisation, &is.rosters, by.full_name())?;
        if !checked.is_empty() && checked != letter.seen {
            return Ok(Err(Held::Changed));
        }
        self.invitations_a_day()
            .count_person(change, caller.person, now)
            .await??;
        // save: the invitation with the wrong address makes room first
        let begun = |event| line(event, &approver, organisation, caller, now);
        let (user, mut lines) = self.in_place_of(change, user, draft, &approver, &is, begun).await?;
        if !change.new_users().add(&user).await? {
            return Ok(Err(Held::Changed));
        }
        for span in &user.roles {
            change.new_users().set_role(user.id, span, now).await?;
        }
        // post
        lines.extend(self.write_to(change, &user, organisation, caller, now).await?);
        // record: about nobody, for whom the address belongs to is not for those who read what happened here
        let roles = crate::services::new_users::described(&user.roles, &is.rosters).unwrap_or_default();
        let invited = format!("{} ({}): {roles}", user.full_name(), user.email);
        let entry = line(Event::NewUserAdded, &approver, organisation, caller, now).changing(None, invited);
        let entries = (entry, lines);
        Ok(Ok(Ready { user, entries }))
    }

    /// Sends what is ready.
    pub(super) async fn commit_invitation(&self, change: Change, ready: Ready) -> Act<()> {
        let (entry, lines) = ready.entries;
        change.commit_all(entry, lines).await?;
        self.with.bell.ring();
        Ok(())
    }

    /// How many invitations one person may send.
    pub(super) fn invitations_a_day(&self) -> Limit {
        Limit::a_day("invitations", self.with.invitations_a_day)
    }

    /// Ends the invitation that a draft takes the place of, where it still waits; the lines of the audit, and what is sent
    /// with the roles that were added to that one since.
    async fn in_place_of(
        &self,
        change: &mut Change,
        mut user: NewUser,
        draft: &InvitationDraft,
        approver: &Approver,
        is: &Circumstances,
        line: impl Fn(Event) -> Entry + Send + Sync,
    ) -> Act<(NewUser, Vec<Entry>)> {
        let replaced = match draft.replaces {
            Some(id) => change.new_users().by_id(id).await?,
            None => None,
        };
        let still_waits = |one: &NewUser| one.organisation == user.organisation && one.must_be_open().is_ok();
        let Some(replaced) = replaced.filter(still_waits) else {
            return Ok((user, Vec::new()));
        };
        let besides = replaced.roles.iter().skip(1).filter(|span| {
            let given = user.roles.iter().any(|one| one.is(span.role, span.roster));
            !given && approver.granting(span.role).is_ok() && span.can_be_given_now(&is.rosters, is.now)
        });
        let besides: Vec<_> = besides.copied().collect();
        user.roles.extend(besides);
        let lines = take_back(change, &replaced, is.now, line).await?;
        Ok((user, lines))
    }
}
