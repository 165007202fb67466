//! The roles of a member: which can be given at an organisation, and the rules for giving, changing and removing one (S72,
//! S74; decision 6). What a role is, with its limit and its days, stands in [`span`]; it serves the roles that wait for a
//! [new user](crate::new_users), too.

mod span;
mod until;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
pub use self::span::last_moment;
pub use self::span::{Days, HeldRole, RoleRow, RoleSpan};
pub use self::until::{Length, Until};
use crate::form::{Field, FieldErrors, Problem, choice};
use crate::members::last_approver::LastApprover;
use crate::members::{OtherApprovers, RoleKey};
use crate::organisations::{Kind, OrganisationView, Policy};
use crate::permission::{Approver, Capacity, Role, approves, may_grant};
use crate::rosters::{self, RosterView};
use crate::{Answer, Caller, Declined, MemberId, Moment, OdsCode, PersonId, Receipt, Refusal, RosterId};

/// Whether a role can be given by hand at an organisation of this kind. Rostered medics come from an import only (S68);
/// support people and commissioning administrators are appointed by a second support person's word.
pub const fn can_be_given(role: Role, kind: Kind) -> bool {
    match role {
        Role::RosteredMedic | Role::Support | Role::CommissioningAdministrator => false,
        role => role.can_be_asked_for(kind),
    }
}

/// What is wrong with a role that cannot be given by hand, at the field that says which.
pub const fn why_not_given(role: Role) -> Problem {
    match role {
        Role::RosteredMedic => Problem::MedicsAreImported,
        _ => Problem::RoleNotHere,
    }
}

/// The roles that somebody in a capacity may give at an organisation of this kind.
pub fn grantable(kind: Kind, capacity: Capacity) -> Vec<Role> {
    let may = |role: &Role| can_be_given(*role, kind) && may_grant(capacity, *role);
    Role::ALL.into_iter().filter(may).collect()
}

/// Those of `roles` that can be given to somebody who has the roles `held`: for the whole organisation, or for one of the
/// open `rosters`.
pub fn grantable_besides(mut roles: Vec<Role>, held: &[RoleSpan], rosters: &[RosterView]) -> Vec<Role> {
    let limits = || std::iter::once(None).chain(rosters.iter().map(|one| Some(one.id)));
    roles.retain(|role| limits().any(|limit| !held.iter().any(|span| span.is(*role, limit))));
    roles
}

/// A member with the roles that have not ended, read inside the transaction that changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRoles {
    /// Who.
    pub person: PersonId,
    /// The kind of the organisation.
    pub kind: Kind,
    /// Who may decide there.
    pub policy: Policy,
    /// The roles.
    pub held: Vec<RoleSpan>,
    /// Who else may decide there without an end date.
    pub others: OtherApprovers,
}

impl MemberRoles {
    /// Gives one more role.
    ///
    /// # Errors
    /// Nobody gives themselves a role, or one above their own rights; a role that is there, or that the organisation does
    /// not give, stands at its field.
    pub fn grant(&self, by: &Approver, wish: RoleSpan) -> Result<RoleSpan, Declined> {
        by.about(self.person)?;
        let wrong = |problem| Declined::from(FieldErrors::one(Field::Role, problem));
        if !can_be_given(wish.role, self.kind) {
            return Err(wrong(why_not_given(wish.role)));
        }
        by.granting(wish.role)?;
        if self.of(wish.role, wish.roster).is_some() {
            return Err(wrong(Problem::RoleHeld));
        }
        Ok(wish)
    }

    /// Changes the limit of a role, or when it holds; how it was. `roster` is its limit until now.
    ///
    /// # Errors
    /// Nobody changes their own roles, or one above their own rights; the last approver keeps theirs without an end and
    /// without a limit; a role that is there with the new limit stands at its field.
    pub fn change(
        &self,
        by: &Approver,
        roster: Option<RosterId>,
        wish: RoleSpan,
        now: Moment,
    ) -> Result<RoleSpan, Declined> {
        let before = self.changeable(by, wish.role, roster)?;
        if wish.roster != roster && self.of(wish.role, wish.roster).is_some() {
            return Err(FieldErrors::one(Field::Roster, Problem::RoleHeld).into());
        }
        let after = self
            .held
            .iter()
            .map(|one| if one.is(wish.role, roster) { wish } else { *one });
        self.keep_an_approver(&after.collect::<Vec<_>>(), now)?;
        Ok(before)
    }

    /// Removes a role; how it was.
    ///
    /// # Errors
    /// Nobody changes their own roles, or one above their own rights; the only role stays, and so does what makes the
    /// last approver one.
    pub fn remove(
        &self,
        by: &Approver,
        role: Role,
        roster: Option<RosterId>,
        now: Moment,
    ) -> Result<RoleSpan, Refusal> {
        let before = self.changeable(by, role, roster)?;
        if self.held.len() == 1 {
            return Err(Refusal::LastRole);
        }
        let after: Vec<RoleSpan> = self.held.iter().filter(|one| !one.is(role, roster)).copied().collect();
        self.keep_an_approver(&after, now)?;
        Ok(before)
    }

    /// The roles without which nobody would be left who decides there without an end date: none of them can be removed,
    /// limited or given an end, until somebody else decides there too.
    pub fn needed(&self, now: Moment) -> Vec<RoleKey> {
        let needed = |one: &&RoleSpan| {
            let after: Vec<RoleSpan> = self.held.iter().filter(|held| held != one).copied().collect();
            self.keep_an_approver(&after, now).is_err()
        };
        let key = |one: &RoleSpan| RoleKey {
            role: one.role,
            roster: one.roster,
        };
        self.held.iter().filter(needed).map(key).collect()
    }

    /// The role as it is held.
    pub fn of(&self, role: Role, roster: Option<RosterId>) -> Option<RoleSpan> {
        self.held.iter().find(|one| one.is(role, roster)).copied()
    }

    fn changeable(&self, by: &Approver, role: Role, roster: Option<RosterId>) -> Result<RoleSpan, Refusal> {
        by.about(self.person)?;
        if role == Role::RosteredMedic {
            return Err(Refusal::Imported);
        }
        if !can_be_given(role, self.kind) {
            return Err(Refusal::NotAllowed);
        }
        by.granting(role)?;
        self.of(role, roster).ok_or(Refusal::NotFound)
    }

    /// Decision 6: somebody who decides without an end date is left.
    fn keep_an_approver(&self, after: &[RoleSpan], now: Moment) -> Result<(), Refusal> {
        let decides = |spans: &[RoleSpan]| {
            let lasting: Vec<Role> = spans.iter().filter(|one| one.lasts(now)).map(|one| one.role).collect();
            approves(self.policy, &lasting)
        };
        if decides(&self.held) && !decides(after) && self.others.0 == 0 {
            Err(Refusal::LastApprover)
        } else {
            Ok(())
        }
    }
}

/// The page of a member's roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesView {
    /// The organisation.
    pub organisation: OrganisationView,
    /// The member.
    pub id: MemberId,
    /// First and last name.
    pub name: String,
    /// Whether it is the viewer, who changes nothing here.
    pub oneself: bool,
    /// The roles that have not ended.
    pub roles: Vec<RoleRow>,
    /// The roles that the viewer may give besides.
    pub grantable: Vec<Role>,
    /// The open rosters and roster groups that a role may be limited to, by name.
    pub rosters: Vec<RosterView>,
    /// That the member is the last who decides there without an end date.
    pub last_approver: Option<LastApprover>,
    /// The roles that stay as they are while that is so.
    pub needed: Vec<RoleKey>,
}

impl RolesView {
    /// That this role stays without an end and without a limit, for the member is the last who decides there, and why.
    pub fn keeps(&self, role: &RoleKey) -> Option<&LastApprover> {
        self.last_approver.as_ref().filter(|_| self.needed.contains(role))
    }
}

/// Giving a member a role, or changing when it holds, as a browser posts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MemberRoleForm {
    /// The organisation, as in the address.
    pub code: String,
    /// The member.
    pub id: String,
    /// [`Role::tag`]; a radio button that was not chosen posts nothing.
    #[serde(default)]
    pub role: String,
    /// The roster or roster group that it is to be limited to ([`RosterId`]); empty for the whole organisation.
    #[serde(default)]
    pub roster: String,
    /// The limit until now, where a role is changed or removed; empty for the whole organisation.
    #[serde(default)]
    pub was: String,
    /// The first day, `2026-11-22`; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// Until when ([`Until::read`]).
    #[serde(default)]
    pub until: String,
    /// The last day, where that is another day; empty for none.
    #[serde(default)]
    pub ends: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRoleWish {
    /// The organisation.
    pub code: OdsCode,
    /// The member.
    pub id: MemberId,
    /// The role.
    pub role: Role,
    /// The roster or roster group that it is to be limited to.
    pub roster: Option<RosterId>,
    /// Its limit until now.
    pub was: Option<RosterId>,
    /// When it holds.
    pub days: Days,
}

impl MemberRoleForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is to be put right.
    pub fn parse(&self) -> Result<MemberRoleWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let code = errors.take(Field::Organisation, OdsCode::parse(&self.code));
        let id = errors.take(Field::Form, MemberId::parse(&self.id).ok_or(Problem::NotAChoice));
        let role = errors.take(Field::Role, choice(&self.role, Role::from_tag));
        let roster = errors.take(Field::Roster, rosters::limit(&self.roster));
        let was = errors.take(Field::Form, rosters::limit(&self.was));
        let days = Days::read(&self.starts, &self.until, &self.ends, &mut errors);
        match (code, id, role, roster, was, days) {
            (Some(code), Some(id), Some(role), Some(roster), Some(was), Some(days)) => Ok(MemberRoleWish {
                code,
                id,
                role,
                roster,
                was,
                days,
            }),
            _ => Err(errors),
        }
    }
}

/// What can be asked about the roles of a member.
#[async_trait]
pub trait Roles: Send + Sync {
    /// The roles of a member.
    async fn of_member(&self, caller: &Caller, code: &OdsCode, id: MemberId) -> Answer<RolesView>;
    /// Gives one more.
    async fn grant(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt>;
    /// Changes when one holds.
    async fn change(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt>;
    /// Removes one; days do not matter.
    async fn remove(&self, caller: &Caller, wish: MemberRoleWish) -> Answer<Receipt>;
}
