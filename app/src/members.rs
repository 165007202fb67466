//! Members on the screen: the two tables of *Practice enabled users*, and revoking.

pub(crate) mod api;

mod change_role_page;
mod day_fields;
mod enable_page;
mod keep_lines;
pub(crate) mod keeping;
mod last_approver;
mod member_table;
mod practice_users_page;
mod revoke_page;
mod role_api;
mod role_table;
mod roles_page;
mod sorting;

use change_role_page::ChangeRolePage;
pub(crate) use day_fields::{DayFields, UntilFields};
use enable_page::EnablePage;
pub(crate) use keep_lines::fetch_keep_lines;
pub(crate) use last_approver::{AllTheSame, LastApproverNote, MakeAnother, way_out};
use practice_users_page::PracticeUsersPage;
use revoke_page::RevokePage;
pub(crate) use role_table::{LimitField, RoleChoice, RoleTable, Was};
use roles_page::{AddRolePage, RolesPage};

use crate::chunk::chunk;

chunk! {
    /// Who may act for an organisation.
    members: MemberPage { PracticeUsers => PracticeUsersPage }
}

chunk! {
    /// Taking away somebody's access, and giving it back.
    ending: RevocationPage {
        Revoke => RevokePage,
        Enable => EnablePage,
    }
}

chunk! {
    /// The roles of somebody who may act.
    member_roles: RolePage { All => RolesPage }
}

chunk! {
    /// One of them.
    member_role: OneRolePage {
        Add => AddRolePage,
        Change => ChangeRolePage,
    }
}
