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
            $crate::members::whole_role_holds!($now),
            " AND (o.policy = 'any_member' OR (o.policy = 'approver_role' AND mr.role = 'approver'))
             ) OR ",
            $crate::members::commissioner_above!($viewer, $now),
            ")"
        )
    };
}

pub(crate) use in_scope;

/// The organisations in scope, as `within`; for a scope that is not everything, with the parameters of [`in_scope`]. Only
/// organisations that the viewer has anything to do with are asked about.
pub(crate) const WITHIN: &str = concat!(
    "near (id) AS MATERIALIZED (
         SELECT own.organisation_id FROM members AS own WHERE own.person_id = $2
         UNION
         SELECT beneath.id
         FROM members AS own
         JOIN organisations AS above ON above.id = own.organisation_id
         JOIN organisations AS beneath ON beneath.commissioner_code = above.code
         WHERE own.person_id = $2
     ), within AS MATERIALIZED (
         SELECT o.id
         FROM near
         CROSS JOIN organisations AS o
         WHERE o.id = near.id AND ",
    in_scope!("$1", "$2", "$3"),
    ")"
);

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
