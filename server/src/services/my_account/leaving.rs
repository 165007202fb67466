//! The organisations that a person acts for, and leaving one (decision 6).

use domain::audit::Event;
use domain::extensions::{Extension, may_be_asked};
use domain::letter::LetterText;
use domain::members::RoleKey;
use domain::members::keeping::Keeping;
use domain::members::roles::RoleSpan;
use domain::my_account::{LeaveView, MyOrganisation};
use domain::rosters::RosterView;
use domain::{Caller, Moment, Notice, OdsCode, OrganisationId, Page, PersonId, Receipt, Refusal};
use storage::Membership;

use super::{open, own_line};
use crate::services::Doorkeeper;
use crate::services::members::end_what_hangs_on;
use crate::services::members::keeping::given_rows;
use crate::services::pre_approvals::approvers_but;
use crate::services::roles::named_roles;
use crate::services::stopped::Act;

impl Doorkeeper {
    pub(super) async fn acted_for(&self, person: PersonId) -> Act<Vec<MyOrganisation>> {
        let now = self.now();
        let memberships = self.read().members().memberships_of(person, now).await?;
        let alone = self.read().members().lone_approver_at(person, now).await?;
        let rosters = self.read().rosters().limiting(person).await?;
        let asked = self.read().extensions().open_of(person, now).await?;
        let own = memberships.into_iter().map(|one| MyOrganisation {
            keep: to_keep(&one, &asked, now),
            asked: asked.iter().filter(|asked| asked.member == one.id).map(key).collect(),
            ..as_own(one, &alone, &rosters)
        });
        Ok(own.collect())
    }

    pub(super) async fn show_leaving(&self, caller: &Caller, code: &OdsCode) -> Act<LeaveView> {
        let organisation = self.organisation(code).await?;
        let acted_for = self.acted_for(caller.person).await?;
        let membership = acted_for.into_iter().find(|one| one.organisation.code == *code);
        let given = self
            .read()
            .pre_approvals()
            .given_by(caller.person, organisation.id)
            .await?;
        let added = self.read().new_users().given_by(caller.person, organisation.id).await?;
        let last = self
            .last_approver_at(caller, caller.person, Some(organisation.id), self.now())
            .await?;
        Ok(LeaveView {
            membership: membership.ok_or(Refusal::NotFound)?,
            last_approver: last.into_iter().next(),
            given: given_rows(&given, &added, &Keeping::default()),
        })
    }

    pub(super) async fn leave_organisation(&self, caller: &Caller, code: &OdsCode) -> Act<Receipt> {
        let now = self.now();
        let (mut change, organisation) = self.holding(code).await?;
        // permit: one's own membership only, and one answer for all other organisations
        let member = change.members().of(caller.person, organisation.id).await?;
        let member = member.ok_or(Refusal::NotFound)?;
        let account = open(change.people().account(caller.person).await?)?;
        // decide
        let decides = change.members().decides_without_end(&member, now).await?;
        let others = change
            .members()
            .other_approvers(organisation.id, caller.person, now)
            .await?;
        let others = organisation.left(others);
        let departure = member.leave(decides, others, now)?;
        // save
        if !change.members().revoke(&departure).await? {
            return Err(Refusal::AlreadyRevoked.into());
        }
        let line = |event| own_line(event, caller.person, now, &caller.visit).for_organisation(organisation.id);
        let ended = end_what_hangs_on(
            &mut change,
            caller.person,
            organisation.id,
            &Keeping::default(),
            now,
            line,
        )
        .await?;
        // post
        let text = LetterText::MemberLeft {
            code: organisation.code.clone(),
            organisation: organisation.name.clone(),
            name: account.full_name(),
        };
        let others = approvers_but(&mut change, &organisation, &[caller.person], now).await?;
        self.post_to_all(&mut change, &others, organisation.id, &text, now)
            .await?;
        // record
        let rosters = change.rosters().of_organisation(organisation.id).await?;
        let left = line(Event::MemberLeft).changing(named_roles(&departure.member.roles, &rosters), None);
        change.commit_all(left, ended).await?;
        self.with.bell.ring();
        let left = Notice::Left {
            organisation: organisation.name,
        };
        Ok(Receipt::saying(left, Page::MyOrganisations))
    }
}

/// A membership as its owner sees it; `alone` are the organisations where nobody else decides, `rosters` those to which
/// roles of the owner are limited.
fn as_own(membership: Membership, alone: &[OrganisationId], rosters: &[RosterView]) -> MyOrganisation {
    MyOrganisation {
        id: membership.id,
        last_approver: alone.contains(&membership.organisation),
        organisation: membership.view,
        roles: membership.roles.iter().map(|span| span.held(rosters)).collect(),
        since: membership.since.in_london(),
        let_in_by: membership.let_in_by,
        keep: Vec::new(),
        asked: Vec::new(),
    }
}

/// The roles of a membership that its owner may ask to keep now, and has not `asked` to.
fn to_keep(membership: &Membership, asked: &[Extension], now: Moment) -> Vec<RoleKey> {
    let waits = |span: &RoleSpan| {
        asked
            .iter()
            .any(|one| one.member == membership.id && one.span.is(span.role, span.roster))
    };
    let near = |span: &&RoleSpan| {
        membership.view.status.is_open() && may_be_asked(span, membership.view.kind, now) && !waits(span)
    };
    let near = membership.roles.iter().filter(near);
    near.map(|span| RoleKey {
        role: span.role,
        roster: span.roster,
    })
    .collect()
}

fn key(asked: &Extension) -> RoleKey {
    RoleKey {
        role: asked.span.role,
        roster: asked.span.roster,
    }
}
