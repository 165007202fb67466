//! Giving a revoked access back (S57, decision 5).

use async_trait::async_trait;
use domain::accounts::AccountState;
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::members::Standing;
use domain::members::enabling::{EnableView, EnableWish, Enables};
use domain::members::keeping::Keeping;
use domain::members::roles::RoleSpan;
use domain::permission::{Action, Approver, Insider};
use domain::{Answer, Caller, MemberId, Notice, OdsCode, Page, Receipt, Refusal};

use super::end_what_hangs_on;
use crate::services::roles::named_roles;
use crate::services::stopped::{Act, Failure, answer};
use crate::services::{Doorkeeper, letter, standing_in};

#[async_trait]
impl Enables for Doorkeeper {
    async fn to_enable(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<EnableView> {
        answer(caller.visit.request, self.show_enabling(caller, code, id).await)
    }

    async fn enable(&self, caller: &Caller, wish: EnableWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.enable_member(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn show_enabling(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Act<EnableView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::EnableMember)?;
        let mut read = self.read();
        let member = read.members().by_id(id).await?;
        let member = member
            .filter(|member| member.organisation == insider.organisation())
            .ok_or(Refusal::NotFound)?;
        let Standing::Revoked { at } = member.state else {
            return Err(Refusal::NotRevoked.into());
        };
        let account = read.people().account(member.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let spans = member.roles.iter();
        let (back, ended): (Vec<&RoleSpan>, Vec<&RoleSpan>) =
            spans.partition(|span| span.can_be_given_now(&rosters, now));
        Ok(EnableView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            id,
            person: member.person,
            name: account.full_name(),
            revoked: at.in_london(),
            back: back.iter().map(|span| span.row(&rosters, false)).collect(),
            ended: ended.iter().map(|span| span.row(&rosters, false)).collect(),
        })
    }

    async fn enable_member(&self, caller: &Caller, wish: EnableWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        // decide
        organisation.must_be_open()?;
        let member = change.members().by_id(wish.id).await?;
        let member = member
            .filter(|member| member.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        let person = member.person;
        change.hold_person(person).await?;
        let account = change.people().account(person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        if account.state != AccountState::Confirmed {
            return Err(Refusal::AlreadyDisabled.into());
        }
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let enabling = member.enable(&approver, &rosters, now)?;
        // save
        if !change.members().enable(&enabling).await? {
            return Err(Refusal::NotRevoked.into());
        }
        let line = |event| {
            Entry::new(event, Actor::Person(approver.person()), now, caller.visit.request)
                .for_organisation(organisation.id)
                .about(person)
        };
        // The request that the person may have open there has its answer.
        let ended = end_what_hangs_on(&mut change, person, organisation.id, &Keeping::default(), now, line).await?;
        // post
        let told = LetterText::AccessEnabled {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
        };
        change.post(&letter(&account, Some(organisation.id), told), now).await?;
        // record
        let enabled = line(Event::MemberEnabled).changing(None, named_roles(&enabling.member.roles, &rosters));
        change.commit_all(enabled, ended).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(Notice::Enabled { name }, Page::Person(person)))
    }
}
