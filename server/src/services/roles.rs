//! The roles of a member: given, changed, removed; in force on the next request (S72, S74; decision 6).

use async_trait::async_trait;
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::members::roles::{
    MemberRoleWish, MemberRoles, RoleSpan, Roles, RolesView, can_be_given, grantable, grantable_besides,
};
use domain::members::{Member, OtherApprovers, Standing};
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, Insider, Role, may_grant};
use domain::rosters::RosterView;
use domain::{Answer, Caller, Declined, MemberId, Moment, Notice, OdsCode, Page, Receipt, Refusal};
use storage::{Change, LetInBy};

use super::members::last_approver::{standing_override, use_override};
use super::rosters::{must_be_open_there, open_ones};
use super::stopped::{Act, Failure, Stopped, answer};
use super::{Doorkeeper, letter, standing_in};

#[async_trait]
impl Roles for Doorkeeper {
    async fn of_member(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<RolesView> {
        answer(caller.visit.request, self.show_roles(caller, code, id).await)
    }

    async fn grant(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.grant_role(caller, wish).await)
    }

    async fn change(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.change_role(caller, wish).await)
    }

    async fn remove(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.remove_role(caller, wish).await)
    }
}

/// What the audit keeps of several roles: which they are.
pub(super) fn named_roles(roles: &[RoleSpan], rosters: &[RosterView]) -> String {
    let roles: Vec<String> = roles.iter().map(|span| span.which(rosters)).collect();
    roles.join(", ")
}

/// A change to the roles of a member, by somebody who may grant there.
struct Changing {
    change: Change,
    organisation: Organisation,
    approver: Approver,
    member: Member,
    roles: MemberRoles,
    /// The line of the audit of an override that was used.
    overridden: Option<Entry>,
}

impl Changing {
    /// Decides by the rules; where nobody would be left who decides there, once more with the override that stands, which
    /// is used up.
    async fn decide(
        &mut self,
        caller: &Caller,
        now: Moment,
        rules: impl Fn(&MemberRoles, &Approver) -> Result<RoleSpan, Declined> + Send + Sync,
    ) -> Act<RoleSpan> {
        let last = Declined::Refused(Refusal::LastApprover);
        match rules(&self.roles, &self.approver) {
            Err(declined) if declined == last => {}
            decided => return decided.map_err(Stopped::Declined),
        }
        let (person, organisation) = (self.member.person, self.organisation.id);
        let found = standing_override(&mut self.change, caller, person, organisation, now).await?;
        self.roles.others = self.roles.others.or_overridden(found.as_ref());
        let decided = rules(&self.roles, &self.approver).map_err(Stopped::Declined)?;
        if let Some(used) = &found {
            self.overridden = Some(use_override(&mut self.change, used, caller, now).await?);
        }
        Ok(decided)
    }
}

impl Doorkeeper {
    async fn show_roles(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Act<RolesView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        let mut read = self.read();
        let enrolled = read.members().enrolled(id).await?;
        let enrolled = enrolled
            .filter(|one| one.member.organisation == insider.organisation())
            .ok_or(Refusal::NotFound)?;
        if enrolled.member.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked.into());
        }
        let person = enrolled.account.id;
        let oneself = person == caller.person;
        let spans = read.members().spans(id, now).await?;
        let may = |role: Role| !oneself && can_be_given(role, organisation.kind) && may_grant(insider.capacity(), role);
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let open = open_ones(rosters.clone());
        let last = self
            .last_approver_at(caller, person, Some(organisation.id), now)
            .await?
            .into_iter()
            .next();
        let needed = match &last {
            Some(last) if !last.is_overridden() => {
                let roles = MemberRoles {
                    person,
                    kind: organisation.kind,
                    policy: organisation.policy,
                    held: spans.clone(),
                    others: OtherApprovers(0),
                };
                roles.needed(now)
            }
            _ => Vec::new(),
        };
        let mut besides = grantable(organisation.kind, insider.capacity());
        besides.retain(|role| may(*role));
        Ok(RolesView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            id,
            name: enrolled.account.full_name(),
            oneself,
            roles: spans.iter().map(|span| span.row(&rosters, may(span.role))).collect(),
            grantable: grantable_besides(besides, &spans, &open),
            rosters: open,
            last_approver: last,
            needed,
        })
    }

    async fn grant_role(&self, caller: &Caller, wish: MemberRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let mut under_way = self.changing_roles(caller, &wish, now).await?;
        // decide
        let span = wish.days.span(wish.role, wish.roster, None, now)?;
        let span = under_way
            .roles
            .grant(&under_way.approver, span)
            .map_err(Stopped::Declined)?;
        must_be_open_there(&mut under_way.change, wish.roster, under_way.organisation.id).await?;
        // save
        let by = LetInBy::Person(caller.person);
        under_way.change.members().place_role(wish.id, &span, by, now).await?;
        self.roles_changed(under_way, Event::RoleGranted, None, Some(span), caller, now)
            .await
    }

    async fn change_role(&self, caller: &Caller, wish: MemberRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let mut under_way = self.changing_roles(caller, &wish, now).await?;
        // decide
        let before = under_way.roles.of(wish.role, wish.was);
        let span = wish.days.span(wish.role, wish.roster, before.as_ref(), now)?;
        let rules = |roles: &MemberRoles, by: &Approver| roles.change(by, wish.was, span, now);
        let before = under_way.decide(caller, now, rules).await?;
        if wish.roster != wish.was {
            must_be_open_there(&mut under_way.change, wish.roster, under_way.organisation.id).await?;
        }
        // save
        let by = LetInBy::Person(caller.person);
        if wish.roster != wish.was {
            under_way
                .change
                .members()
                .remove_role(wish.id, wish.role, wish.was)
                .await?;
        }
        under_way.change.members().place_role(wish.id, &span, by, now).await?;
        self.roles_changed(under_way, Event::RoleChanged, Some(before), Some(span), caller, now)
            .await
    }

    async fn remove_role(&self, caller: &Caller, wish: MemberRoleWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let mut under_way = self.changing_roles(caller, &wish, now).await?;
        // decide
        let rules = |roles: &MemberRoles, by: &Approver| Ok(roles.remove(by, wish.role, wish.was, now)?);
        let before = under_way.decide(caller, now, rules).await?;
        // save
        if !under_way
            .change
            .members()
            .remove_role(wish.id, wish.role, wish.was)
            .await?
        {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        self.roles_changed(under_way, Event::RoleRemoved, Some(before), None, caller, now)
            .await
    }

    async fn changing_roles(&self, caller: &Caller, wish: &MemberRoleWish, now: Moment) -> Act<Changing> {
        let (mut change, organisation) = self.holding(&wish.code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        let member = change.members().by_id(wish.id).await?;
        let member = member
            .filter(|member| member.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        if member.state != Standing::Active {
            return Err(Refusal::AlreadyRevoked.into());
        }
        let others = change
            .members()
            .other_approvers(organisation.id, member.person, now)
            .await?;
        let roles = MemberRoles {
            person: member.person,
            kind: organisation.kind,
            policy: organisation.policy,
            held: change.members().spans(member.id, now).await?,
            others: organisation.left(others),
        };
        Ok(Changing {
            change,
            organisation,
            approver,
            member,
            roles,
            overridden: None,
        })
    }

    /// Tells the member, and records it.
    async fn roles_changed(
        &self,
        under_way: Changing,
        event: Event,
        before: Option<RoleSpan>,
        after: Option<RoleSpan>,
        caller: &Caller,
        now: Moment,
    ) -> Act<Receipt> {
        let Changing {
            mut change,
            organisation,
            approver,
            member,
            overridden,
            ..
        } = under_way;
        // post
        let account = change.people().account(member.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let only_longer = before
            .zip(after)
            .is_some_and(|(before, after)| after.only_lengthens(&before));
        if !only_longer {
            let text = LetterText::RolesChanged {
                code: organisation.code.clone(),
                organisation: organisation.name.clone(),
            };
            change.post(&letter(&account, Some(organisation.id), text), now).await?;
        }
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let described = |span: Option<RoleSpan>| span.map(|span| span.described(&rosters));
        let entry = Entry::new(event, Actor::Person(approver.person()), now, caller.visit.request)
            .for_organisation(organisation.id)
            .about(member.person)
            .changing(described(before), described(after));
        change.commit_all(entry, overridden.into_iter().collect()).await?;
        self.with.bell.ring();
        let name = account.full_name();
        Ok(Receipt::saying(
            Notice::RolesSaved { name },
            Page::Roles(organisation.code, member.id),
        ))
    }
}
