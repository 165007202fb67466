//! Members on the screen: the two tables of *Practice enabled users*, and revoking.

pub(crate) mod api;

mod member_table;
mod practice_users_page;
mod revoke_page;
mod sorting;

pub(crate) use practice_users_page::PracticeUsersPage;
pub(crate) use revoke_page::RevokePage;
