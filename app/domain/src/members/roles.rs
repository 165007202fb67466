//! The roles of a member: which can be given at an organisation, from when until when they hold, and the rules for giving,
//! changing and removing one (S72, S74; decision 6). The same days and rows serve the roles that wait for a
//! [new user](crate::new_users).

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldErrors, Problem, choice, optional_day};
use crate::members::OtherApprovers;
use crate::organisations::{Kind, OrganisationView, Policy};
use crate::permission::{Approver, Capacity, Role, approves, may_grant};
use crate::{Answer, Caller, Declined, LondonTime, MemberId, Moment, OdsCode, PersonId, Receipt, Refusal};

/// Whether a role can be given by hand at an organisation of this kind. Rostered medics come from an import only (S68);
/// support people and commissioning administrators are appointed by a second support person's word.
pub const fn can_be_given(role: Role, kind: Kind) -> bool {
    match role {
        Role::RosteredMedic | Role::Support | Role::CommissioningAdministrator => false,
        role => role.can_be_asked_for(kind),
    }
}

/// The roles that somebody in a capacity may give at an organisation of this kind.
pub fn grantable(kind: Kind, capacity: Capacity) -> Vec<Role> {
    let may = |role: &Role| can_be_given(*role, kind) && may_grant(capacity, *role);
    Role::ALL.into_iter().filter(may).collect()
}

/// A role with the time in which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSpan {
    /// The role.
    pub role: Role,
    /// From when; from the start where absent.
    pub starts_at: Option<Moment>,
    /// Until when; without end where absent.
    pub ends_at: Option<Moment>,
}

impl RoleSpan {
    /// Whether its end has passed.
    pub fn has_ended(&self, now: Moment) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// Whether it holds now and has no end.
    fn lasts(&self, now: Moment) -> bool {
        self.ends_at.is_none() && self.starts_at.is_none_or(|start| start <= now)
    }

    /// What the audit keeps of it.
    pub fn described(&self) -> String {
        let day = |at: Option<Moment>| at.map_or_else(|| "…".to_owned(), |at| at.utc().to_rfc3339());
        format!("{} {} – {}", self.role.tag(), day(self.starts_at), day(self.ends_at))
    }

    /// How a list shows it; `may_change` says whether the viewer may change or remove it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn row(&self, may_change: bool) -> RoleRow {
        let starts = self.starts_at.map(Moment::in_london);
        // It ends with the end of its last day.
        let ends = self
            .ends_at
            .map(|end| end.plus(chrono::TimeDelta::microseconds(-1)).in_london());
        let day = |at: Option<LondonTime>| at.map(|at| at.date().to_string()).unwrap_or_default();
        RoleRow {
            role: self.role,
            starts_day: day(starts),
            ends_day: day(ends),
            starts,
            ends,
            may_change,
        }
    }
}

/// A role in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// The role.
    pub role: Role,
    /// From when; from the start where absent.
    pub starts: Option<LondonTime>,
    /// The last day; without end where absent.
    pub ends: Option<LondonTime>,
    /// The first day as a form shows it, `2026-11-22`; empty for none.
    pub starts_day: String,
    /// The last day as a form shows it; empty for none.
    pub ends_day: String,
    /// Whether the viewer may change or remove it.
    pub may_change: bool,
}

/// The first and the last day of a role, as a form says them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// The first day; at once where absent.
    pub starts: Option<NaiveDate>,
    /// The last day; without end where absent.
    pub ends: Option<NaiveDate>,
}

impl Days {
    /// Reads both fields.
    pub fn read(starts: &str, ends: &str, errors: &mut FieldErrors) -> Option<Self> {
        let starts = errors.take(Field::Starts, optional_day(starts));
        let ends = errors.take(Field::Ends, optional_day(ends));
        let days = Self {
            starts: starts?,
            ends: ends?,
        };
        if days.starts.zip(days.ends).is_some_and(|(starts, ends)| ends < starts) {
            errors.add(Field::Ends, Problem::EndsBeforeItStarts);
            return None;
        }
        Some(days)
    }

    /// The time in which a role holds that is given or changed now. What `before` says of its start may stay, though it
    /// has passed.
    ///
    /// # Errors
    /// Days that have passed.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn span(self, role: Role, before: Option<&RoleSpan>, now: Moment) -> Result<RoleSpan, FieldErrors> {
        let today = now.in_london().date();
        let kept = before.and_then(|before| before.starts_at);
        let mut errors = FieldErrors::default();
        let starts_at = match self.starts {
            Some(day) if kept.is_some_and(|kept| kept.in_london().date() == day) => kept,
            Some(day) if day < today => {
                errors.add(Field::Starts, Problem::InThePast);
                None
            }
            // Today is at once: whoever has the role already keeps it without a gap.
            Some(day) if day == today => Some(kept.filter(|kept| *kept <= now).unwrap_or(now)),
            Some(day) => Some(crate::start_of(day)),
            None => kept.filter(|kept| *kept <= now),
        };
        if self.ends.is_some_and(|day| day < today) {
            errors.add(Field::Ends, Problem::InThePast);
        }
        if errors.is_empty() {
            Ok(RoleSpan {
                role,
                starts_at,
                ends_at: self.ends.map(crate::end_of),
            })
        } else {
            Err(errors)
        }
    }
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
            return Err(wrong(Problem::RoleNotHere));
        }
        by.granting(wish.role)?;
        if self.of(wish.role).is_some() {
            return Err(wrong(Problem::RoleHeld));
        }
        Ok(wish)
    }

    /// Changes when a role holds; how it was.
    ///
    /// # Errors
    /// Nobody changes their own roles, or one above their own rights; the last approver keeps theirs without an end.
    pub fn change(&self, by: &Approver, wish: RoleSpan, now: Moment) -> Result<RoleSpan, Refusal> {
        let before = self.changeable(by, wish.role)?;
        let after = self
            .held
            .iter()
            .map(|one| if one.role == wish.role { wish } else { *one });
        self.keep_an_approver(&after.collect::<Vec<_>>(), now)?;
        Ok(before)
    }

    /// Removes a role; how it was.
    ///
    /// # Errors
    /// Nobody changes their own roles, or one above their own rights; the only role stays, and so does what makes the
    /// last approver one.
    pub fn remove(&self, by: &Approver, role: Role, now: Moment) -> Result<RoleSpan, Refusal> {
        let before = self.changeable(by, role)?;
        if self.held.len() == 1 {
            return Err(Refusal::LastRole);
        }
        let after: Vec<RoleSpan> = self.held.iter().filter(|one| one.role != role).copied().collect();
        self.keep_an_approver(&after, now)?;
        Ok(before)
    }

    /// The role as it is held.
    pub fn of(&self, role: Role) -> Option<RoleSpan> {
        self.held.iter().find(|one| one.role == role).copied()
    }

    fn changeable(&self, by: &Approver, role: Role) -> Result<RoleSpan, Refusal> {
        by.about(self.person)?;
        if !can_be_given(role, self.kind) {
            return Err(Refusal::NotAllowed);
        }
        by.granting(role)?;
        self.of(role).ok_or(Refusal::NotFound)
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
    /// The first day, `2026-11-22`; empty for at once.
    #[serde(default)]
    pub starts: String,
    /// The last day; empty for none.
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
        let days = Days::read(&self.starts, &self.ends, &mut errors);
        match (code, id, role, days) {
            (Some(code), Some(id), Some(role), Some(days)) => Ok(MemberRoleWish { code, id, role, days }),
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
