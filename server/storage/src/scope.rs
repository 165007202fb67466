//! What somebody sees of lists: [`Scope`] as a condition, so that every list, search, page and file asks the same one.

use domain::permission::Scope;
use uuid::Uuid;

/// That somebody may decide for `organisations AS o`: bind [`everything`] as the first, [`viewer`] as the second, the
/// present moment as the third parameter.
macro_rules! in_scope {
    ($everything:literal, $viewer:literal, $now:literal) => {
        concat!(
            "(",
            $everything,
            " OR EXISTS (
                 SELECT 1
                 FROM members AS sm
                 JOIN people AS sp ON sp.id = sm.person_id
                 JOIN member_roles AS mr ON mr.member_id = sm.id
                 WHERE sm.organisation_id = o.id AND sm.person_id = ",
            $viewer,
            " AND sm.state = 'active' AND sp.state = 'confirmed' AND ",
            role_holds!($now),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))
             ) OR ",
            commissioner_above!($viewer, $now),
            ")"
        )
    };
}

pub(crate) use in_scope;

/// Whether the scope is everything, for the first parameter.
pub(crate) const fn everything(scope: Scope) -> bool {
    scope.is_everything()
}

/// Whose scope it is, for the second parameter; nobody's where it is everything.
pub(crate) fn viewer(scope: Scope) -> Uuid {
    match scope {
        Scope::Everything => Uuid::nil(),
        Scope::DecidedBy(person) => person.uuid(),
    }
}
