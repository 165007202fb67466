//! Members on the screen: the two tables of *Practice enabled users*, and revoking.

pub(crate) mod api;

mod member_table;
mod practice_users_page;
mod revoke_page;
mod sorting;

use practice_users_page::PracticeUsersPage;
use revoke_page::RevokePage;

use crate::chunk::chunk;

chunk! {
    /// Who may act for an organisation.
    members: MemberPage { PracticeUsers => PracticeUsersPage }
}

chunk! {
    /// Taking away somebody's access.
    decisions: RevocationPage { Revoke => RevokePage }
}
