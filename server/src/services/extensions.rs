//! Asking to keep a role that ends, and answering: those who may decide there are asked; where nobody but the member may,
//! support is. Whoever answers extends the role or turns that down, never their own; the member is told either way.

use async_trait::async_trait;
use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::extensions::{
    AskToKeepWish, ExtendWish, Extension, ExtensionOutcome, ExtensionView, Extensions, KeepRow, State, ToKeepView,
    TurnDownWish, may_be_asked,
};
use domain::letter::{Ending, LetterText};
use domain::members::roles::RoleSpan;
use domain::members::{Member, RoleKey, Standing};
use domain::organisations::Organisation;
use domain::permission::{Action, Approver, Insider};
use domain::rosters::RosterView;
use domain::{Answer, Caller, ExtensionId, MemberId, Moment, Notice, OdsCode, Page, Receipt, Refusal};
use storage::{Change, LetInBy};

use super::my_account::open;
use super::pre_approvals::approvers_but;
use super::stopped::{Act, Failure, Stopped, answer};
use super::{Doorkeeper, last_moment, letter, standing_in};

#[async_trait]
impl Extensions for Doorkeeper {
    async fn to_keep(&self, caller: &Caller, code: &OdsCode, role: RoleKey) -> Answer<ToKeepView> {
        answer(caller.visit.request, self.show_to_keep(caller, code, role).await)
    }

    async fn ask_to_keep(&self, caller: &Caller, wish: AskToKeepWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.ask_for_longer(caller, wish).await)
    }

    async fn extension(&self, caller: &Caller, code: &OdsCode, id: ExtensionId) -> Answer<ExtensionView> {
        answer(caller.visit.request, self.show_extension(caller, code, id).await)
    }

    async fn extend(&self, caller: &Caller, wish: ExtendWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.extend_role(caller, wish).await)
    }

    async fn turn_down_extension(&self, caller: &Caller, wish: TurnDownWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.turn_down_asked(caller, wish).await)
    }
}

impl Doorkeeper {
    async fn show_to_keep(&self, caller: &Caller, code: &OdsCode, role: RoleKey) -> Act<ToKeepView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        let mut read = self.read();
        let member = own(read.members().of(caller.person, organisation.id).await?)?;
        let span = one_of(&read.members().spans(member.id, now).await?, role)?;
        let waits = read.extensions().open_of(caller.person, now).await?;
        let waits = waits.iter().find(|one| is_about(one, member.id, role));
        if waits.is_none() && !may_be_asked(&span, organisation.kind, now) {
            return Err(Refusal::NothingToKeep.into());
        }
        let approvers = read.members().approvers(organisation.id, now).await?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        Ok(ToKeepView {
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            role: span.held(&rosters),
            asked: waits.map(|one| one.asked_at.in_london()),
            by_support: approvers.iter().all(|approver| approver.id == caller.person),
        })
    }

    async fn ask_for_longer(&self, caller: &Caller, wish: AskToKeepWish) -> Act<Receipt> {
        let now = self.now();
        let (mut change, organisation) = self.holding(&wish.code).await?;
        // permit: a role of one's own only, and one answer for all others
        let member = own(change.members().of(caller.person, organisation.id).await?)?;
        let account = open(change.people().account(caller.person).await?)?;
        let span = one_of(&change.members().spans(member.id, now).await?, wish.role)?;
        // decide
        organisation.must_be_open()?;
        let waits = change.extensions().open_of(caller.person, now).await?;
        if waits.iter().any(|one| is_about(one, member.id, wish.role)) {
            return Err(Refusal::AskedToKeep.into());
        }
        if !may_be_asked(&span, organisation.kind, now) {
            return Err(Refusal::NothingToKeep.into());
        }
        // save
        let asked = Extension {
            id: ExtensionId::new(storage::fresh(now)),
            member: member.id,
            person: caller.person,
            organisation: organisation.id,
            span,
            reason: wish.reason,
            asked_at: now,
            state: State::Open,
        };
        change.extensions().ask(&asked).await?;
        // post
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let (asked_of, by_support) = those_to_ask(&mut change, &organisation, &account, now).await?;
        let text = LetterText::ExtensionAsked {
            id: asked.id,
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            ending: ending(&span, &organisation, &account, &rosters, now),
            by_support,
        };
        self.post_to_all(&mut change, &asked_of, organisation.id, &text, now)
            .await?;
        // record
        let entry = Entry::new(
            Event::ExtensionAsked,
            Actor::Person(caller.person),
            now,
            caller.visit.request,
        )
        .for_organisation(organisation.id)
        .about(caller.person)
        .changing(None, span.described(&rosters))
        .because(asked.reason);
        change.commit(entry).await?;
        self.with.bell.ring();
        let organisation = organisation.name;
        Ok(Receipt::saying(
            Notice::AskedToKeep { organisation },
            Page::MyOrganisations,
        ))
    }

    async fn show_extension(&self, caller: &Caller, code: &OdsCode, id: ExtensionId) -> Act<ExtensionView> {
        let now = self.now();
        let organisation = self.organisation(code).await?;
        // Looking asks for no recent proof; the button that follows does.
        let standing = self.standing(caller, &organisation).await?;
        let insider = Insider::of(caller, &standing, Action::GrantRoles)?;
        let mut read = self.read();
        let found = read.extensions().by_id(id, now).await?;
        let (asked, by) = found
            .filter(|(one, _)| one.organisation == insider.organisation())
            .ok_or(Refusal::NotFound)?;
        let account = read.people().account(asked.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let rosters = read.rosters().of_organisation(organisation.id).await?;
        let by = by.unwrap_or_default();
        Ok(ExtensionView {
            id,
            organisation: read.organisations().view(code).await?.ok_or(Refusal::NotFound)?,
            name: account.full_name(),
            role: asked.span.held(&rosters),
            reason: asked.reason,
            asked_at: asked.asked_at.in_london(),
            outcome: match asked.state {
                State::Open => None,
                State::Over => Some(ExtensionOutcome::Over),
                State::Extended { at, to } => Some(ExtensionOutcome::Extended {
                    by,
                    at: at.in_london(),
                    until: to.map(last_moment),
                }),
                State::TurnedDown { at, why } => Some(ExtensionOutcome::TurnedDown {
                    by,
                    at: at.in_london(),
                    why,
                }),
            },
            oneself: asked.person == caller.person,
        })
    }

    async fn extend_role(&self, caller: &Caller, wish: ExtendWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let mut under_way = self.answering_asked(caller, &wish.code, wish.id, now).await?;
        // decide
        let asked = &under_way.asked;
        let extended = asked.extend(&under_way.approver, wish.until);
        let span = extended.map_err(Stopped::Declined)?;
        let before = asked.span;
        // save
        let by = under_way.approver.person();
        let answered = under_way.change.extensions();
        if !answered.extended(wish.id, by, span.ends_at, now).await? {
            return Err(Refusal::ExtensionOver.into());
        }
        let member = under_way.asked.member;
        let members = under_way.change.members();
        members.place_role(member, &span, LetInBy::Person(by), now).await?;
        // post
        let text = LetterText::RoleExtended {
            organisation: under_way.organisation.name.clone(),
            role: span.role,
            only_for: span.limit(&under_way.rosters).map(|limit| limit.full_name()),
            until: span.ends_at.map(last_moment),
        };
        under_way.write(text, now).await?;
        // record
        let (was, is) = (before.described(&under_way.rosters), span.described(&under_way.rosters));
        let entry = under_way.line(Event::RoleExtended, caller, now).changing(was, Some(is));
        let name = under_way.account.full_name();
        let page = Page::Members(under_way.organisation.code);
        under_way.change.commit(entry).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::RoleExtended { name }, page))
    }

    async fn turn_down_asked(&self, caller: &Caller, wish: TurnDownWish) -> Act<Receipt> {
        let now = self.now();
        // permit
        let mut under_way = self.answering_asked(caller, &wish.code, wish.id, now).await?;
        // decide
        under_way.asked.turn_down(&under_way.approver)?;
        // save
        let by = under_way.approver.person();
        let answered = under_way.change.extensions();
        if !answered.turned_down(wish.id, by, &wish.reason, now).await? {
            return Err(Refusal::ExtensionOver.into());
        }
        // post
        let Answering {
            asked,
            organisation,
            account,
            rosters,
            ..
        } = &under_way;
        let text = LetterText::ExtensionTurnedDown {
            ending: ending(&asked.span, organisation, account, rosters, now),
            reason: wish.reason.clone(),
        };
        let kept = asked.span.described(rosters);
        under_way.write(text, now).await?;
        // record
        let entry = under_way
            .line(Event::ExtensionTurnedDown, caller, now)
            .changing(None, kept)
            .because(Some(wish.reason));
        let name = under_way.account.full_name();
        let page = Page::Members(under_way.organisation.code);
        under_way.change.commit(entry).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::ExtensionTurnedDown { name }, page))
    }

    async fn answering_asked(&self, caller: &Caller, code: &OdsCode, id: ExtensionId, now: Moment) -> Act<Answering> {
        let (mut change, organisation) = self.holding(code).await?;
        let approver = Approver::of(caller, &standing_in(&mut change, caller, &organisation, now).await?)?;
        let found = change.extensions().by_id(id, now).await?;
        let (asked, _) = found
            .filter(|(one, _)| one.organisation == approver.organisation())
            .ok_or(Refusal::NotFound)?;
        let account = change.people().account(asked.person).await?;
        let account = account.ok_or(Failure::Gone("an account"))?;
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        Ok(Answering {
            change,
            organisation,
            approver,
            asked,
            account,
            rosters,
        })
    }
}

/// An answer to an ask, by somebody who may decide there.
struct Answering {
    change: Change,
    organisation: Organisation,
    approver: Approver,
    asked: Extension,
    /// Whose it is.
    account: Account,
    rosters: Vec<RosterView>,
}

impl Answering {
    /// Writes to whoever asked.
    async fn write(&mut self, text: LetterText, now: Moment) -> Act<()> {
        let letter = letter(&self.account, Some(self.organisation.id), text);
        self.change.post(&letter, now).await?;
        Ok(())
    }

    fn line(&self, event: Event, caller: &Caller, now: Moment) -> Entry {
        Entry::new(event, Actor::Person(self.approver.person()), now, caller.visit.request)
            .for_organisation(self.organisation.id)
            .about(self.asked.person)
    }
}

/// What stands in the table of those who have access, for those who may answer.
pub(super) fn keep_rows(asked: &[Extension], member: MemberId, rosters: &[RosterView]) -> Vec<KeepRow> {
    let own = asked.iter().filter(|one| one.member == member);
    let rows = own.map(|one| KeepRow {
        id: one.id,
        role: one.span.held(rosters),
    });
    rows.collect()
}

/// A membership that is not revoked.
fn own(member: Option<Member>) -> Result<Member, Refusal> {
    let member = member.filter(|member| member.state == Standing::Active);
    member.ok_or(Refusal::NotFound)
}

fn one_of(spans: &[RoleSpan], role: RoleKey) -> Result<RoleSpan, Refusal> {
    let span = spans.iter().find(|span| span.is(role.role, role.roster));
    span.copied().ok_or(Refusal::NotFound)
}

fn is_about(asked: &Extension, member: MemberId, role: RoleKey) -> bool {
    asked.member == member && asked.span.is(role.role, role.roster)
}

/// Those who may decide there but whoever asks; where there is nobody, the support team, and that it is.
async fn those_to_ask(
    change: &mut Change,
    organisation: &Organisation,
    account: &Account,
    now: Moment,
) -> Act<(Vec<Account>, bool)> {
    let approvers = approvers_but(change, organisation, &[account.id], now).await?;
    if !approvers.is_empty() {
        return Ok((approvers, false));
    }
    let team = change.support().team().await?.into_iter();
    let team = team.map(|(person, _)| person);
    let others = team.filter(|person| person.id != account.id && person.state == AccountState::Confirmed);
    Ok((others.collect(), true))
}

/// A role that ends, as letters say it.
fn ending(
    span: &RoleSpan,
    organisation: &Organisation,
    account: &Account,
    rosters: &[RosterView],
    now: Moment,
) -> Ending {
    Ending {
        organisation: organisation.name.clone(),
        name: account.full_name(),
        role: span.role,
        only_for: span.limit(rosters).map(|limit| limit.full_name()),
        until: last_moment(span.ends_at.unwrap_or(now)),
    }
}
