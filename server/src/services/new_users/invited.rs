//! What somebody who was invited sees with the letter's link, and how they decline or ask for a new invitation with it.
//! Accepting is confirming the address ([`crate::services::accounts`]) or accepting an offer ([`super::coming_in`]): it
//! takes a password or a session, never the link alone.

use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::new_users::{
    Answering, Circumstances, DeclineInvitationWish, InvitationView, Invited, NewUser, Over, State,
};
use domain::organisations::Organisation;
use domain::{Caller, DeadLink, Moment, NewUserId, Notice, Page, PersonId, Receipt, Refusal, Visit};
use storage::{Change, Housekeeping, Purpose, Token};

use super::coming_in::circumstances;
use crate::secrets;
use crate::services::pre_approvals::{approvers_but, capacity_to_give};
use crate::services::stopped::{Act, Failure};
use crate::services::throttle::INVITATION_ASKED;
use crate::services::{Doorkeeper, letter};

impl Doorkeeper {
    pub(super) async fn show_invitation(&self, caller: Option<&Caller>, token: &str) -> Act<InvitationView> {
        let Some((token, user)) = self.invitation_of(token).await? else {
            return Ok(InvitationView::Unknown);
        };
        let organisation = self.added_to(user.organisation).await?;
        let account = self.read().people().by_email(&user.email).await?;
        // Nobody has the address any more: nothing else is known of whoever looks.
        let person = account.as_ref().map_or(token.person, |account| account.id);
        let is = self.circumstances_seen(&user, person, &organisation).await?;
        let over = user.over(person, &is);
        let over = match over {
            None | Some(Over::Expired) if token.replaced_at.is_some() => Some(Over::Replaced),
            over => over,
        };
        let answering = match (over, account) {
            (Some(over), _) => Answering::Over(over),
            (None, None) => Answering::Over(Over::NotGiven),
            (None, Some(account)) => self.answering_by(&user, &account, caller).await?,
        };
        let by = self.read().people().account(user.given_by).await?;
        Ok(InvitationView::Known(Invited {
            organisation: organisation.name,
            roles: user.roles.iter().map(|span| span.row(&is.rosters, false)).collect(),
            by: by.map(|by| by.full_name()).unwrap_or_default(),
            until: token.expires_at.in_london(),
            answering,
        }))
    }

    /// How an invitation that stands is answered by whoever looks at it.
    async fn answering_by(&self, user: &NewUser, account: &Account, caller: Option<&Caller>) -> Act<Answering> {
        if account.state == AccountState::Disabled {
            return Ok(Answering::AccountClosed);
        }
        let caller = match caller {
            Some(caller) => self.read().people().account(caller.person).await?,
            None => None,
        };
        Ok(match (account.state, caller) {
            (_, Some(caller)) if caller.id == account.id => Answering::Theirs(user.id),
            (_, Some(caller)) => Answering::SomebodyElse {
                name: caller.full_name(),
            },
            (AccountState::Unconfirmed, None) => Answering::ChoosePassword {
                name: account.full_name(),
            },
            (_, None) => Answering::SignIn,
        })
    }

    /// The invitation that a link opens, whatever became of either.
    pub(in crate::services) async fn invitation_of(&self, token: &str) -> Act<Option<(Token, NewUser)>> {
        let mut read = self.read();
        let found = read.tokens().by_hash(&secrets::hash(token)).await?;
        let Some(token) = found.filter(|token| token.purpose == Purpose::Invitation) else {
            return Ok(None);
        };
        let id = token.invitation.ok_or(Failure::Gone("an invitation"))?;
        let user = read.new_users().by_id(id).await?;
        Ok(Some((token, user.ok_or(Failure::Gone("an invitation"))?)))
    }

    /// Everything that somebody's coming in depends on, for a page that only shows.
    pub(super) async fn circumstances_seen(
        &self,
        user: &NewUser,
        person: PersonId,
        organisation: &Organisation,
    ) -> Act<Circumstances> {
        let now = self.now();
        let mut read = self.read();
        let giver = read.people().account(user.given_by).await?;
        let support = read.support().is(user.given_by).await?;
        let standing = read.members().standing(user.given_by, organisation.id, now).await?;
        Ok(Circumstances {
            giver: capacity_to_give(giver.as_ref(), standing.as_ref(), support),
            kind: organisation.kind,
            organisation_open: organisation.status.is_open(),
            rosters: read.rosters().of_organisation(organisation.id).await?,
            last_no: read.join_requests().last_no(person, organisation.id).await?,
            now,
        })
    }

    pub(super) async fn decline_with_link(&self, visit: &Visit, wish: DeclineInvitationWish) -> Act<Receipt> {
        let now = self.now();
        // permit: the link is the proof
        let (token, mut change, user, organisation) = self.holding_invitation(&wish.token).await?;
        // decide
        user.must_be_open()?;
        if let Some(dead) = token.dead(now) {
            return Err(Refusal::Link(dead).into());
        }
        let account = change.people().by_email(&user.email).await?;
        let account = account.filter(|account| account.state == AccountState::Confirmed);
        let person = account.as_ref().map(|account| account.id);
        // save; an account that was made for it goes with time, so that the link can say what became of it
        if !change.new_users().end(user.id, State::Declined, person, now).await? {
            return Err(Refusal::NoLongerStands.into());
        }
        let actor = person.map_or(Actor::Visitor, Actor::Person);
        // post
        tell_of_declining(&mut change, &user, &organisation, wish.word, now).await?;
        // record
        let declined = Entry::new(Event::NewUserDeclined, actor, now, visit.request)
            .for_organisation(organisation.id)
            .changing(format!("{} ({})", user.full_name(), user.email), None);
        let declined = match person {
            Some(person) => declined.about(person),
            None => declined,
        };
        change.commit(declined).await?;
        self.with.bell.ring();
        let organisation = organisation.name;
        Ok(Receipt::saying(
            Notice::Declined { organisation },
            Page::Invitation(wish.token),
        ))
    }

    pub(super) async fn ask_for_another(&self, visit: &Visit, link: String) -> Act<Receipt> {
        let now = self.now();
        // permit: the link is the proof
        let (token, mut change, user, organisation) = self.holding_invitation(&link).await?;
        // decide
        let person = change.people().by_email(&user.email).await?;
        let person = person.map_or(token.person, |account| account.id);
        let is = circumstances(&mut change, &user, person, &organisation, now).await?;
        let replaced = token.replaced_at.is_some().then_some(Over::Replaced);
        if !user.over(person, &is).or(replaced).is_some_and(Over::can_ask) {
            return Err(Refusal::NoLongerStands.into());
        }
        let told = Notice::InvitationAsked {
            organisation: organisation.name.clone(),
        };
        let asked = Receipt::saying(told, Page::Invitation(link));
        if INVITATION_ASKED
            .count_new_user(&mut change, user.id, now)
            .await?
            .is_err()
        {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Ok(asked);
        }
        // post: to whoever invited, or to whoever could do so now
        let giver = change.people().account(user.given_by).await?;
        let to = match giver.filter(|_| is.giver.is_some()) {
            Some(giver) => vec![giver],
            None => approvers_but(&mut change, &organisation, &[], now).await?,
        };
        let text = LetterText::InvitationAsked {
            organisation: organisation.name.clone(),
            name: user.full_name(),
        };
        self.post_to_all(&mut change, &to, organisation.id, &text, now).await?;
        // record: about nobody, as when somebody is added
        let entry = Entry::new(Event::InvitationAsked, Actor::Visitor, now, visit.request)
            .for_organisation(organisation.id)
            .changing(None, format!("{} ({})", user.full_name(), user.email));
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(asked)
    }

    /// A change in which somebody answers with a link.
    async fn holding_invitation(&self, link: &str) -> Act<(Token, Change, NewUser, Organisation)> {
        let unknown = Refusal::Link(DeadLink::Unknown);
        let (_, user) = self.invitation_of(link).await?.ok_or(unknown.clone())?;
        let organisation = self.added_to(user.organisation).await?;
        let (mut change, organisation) = self.holding(&organisation.code).await?;
        let token = change.tokens().by_hash(&secrets::hash(link)).await?;
        let user = change.new_users().by_id(user.id).await?;
        let (Some(token), Some(user)) = (token, user) else {
            return Err(unknown.into());
        };
        Ok((token, change, user, organisation))
    }

    /// Refuses to confirm an address with the link of an invitation that does not stand any more: asked inside the change that
    /// confirms it.
    pub(in crate::services) async fn must_still_stand(
        &self,
        change: &mut Change,
        id: NewUserId,
        person: PersonId,
        now: Moment,
    ) -> Act<()> {
        let user = change.new_users().by_id(id).await?;
        let user = user.ok_or(Failure::Gone("an invitation"))?;
        let organisation = change.organisations().by_id(user.organisation).await?;
        let organisation = organisation.ok_or(Failure::Gone("an organisation"))?;
        let is = circumstances(change, &user, person, &organisation, now).await?;
        if user.over(person, &is).is_some() {
            return Err(Refusal::NoLongerStands.into());
        }
        Ok(())
    }
}

/// Writes to whoever invited that it was declined, with the word of whoever did so.
pub(super) async fn tell_of_declining(
    change: &mut Change,
    user: &NewUser,
    organisation: &Organisation,
    word: Option<String>,
    now: Moment,
) -> Act<()> {
    let giver = change.people().account(user.given_by).await?;
    let Some(giver) = giver.filter(|giver| giver.state == AccountState::Confirmed) else {
        return Ok(());
    };
    let text = LetterText::InvitationDeclined {
        organisation: organisation.name.clone(),
        name: user.full_name(),
        word,
    };
    change.post(&letter(&giver, Some(organisation.id), text), now).await?;
    Ok(())
}
