//! New users on the screen: adding somebody, the roles that wait for them, what they are asked when they have an account,
//! and the mark *medical secretary*. The table of roles is the one of [`crate::members`].

pub(crate) mod api;

mod copy_page;
mod details_page;
mod mark_page;
mod offer_page;
mod role_pages;
mod roles_page;
mod where_page;
mod withdraw_page;

pub(crate) use api::SendNewUserLetterAgain;
use copy_page::CopyAccessPage;
use details_page::NewUserDetailsPage;
use mark_page::MedicalSecretaryPage;
use offer_page::OfferPage;
use role_pages::{AddWaitingRolePage, ChangeWaitingRolePage};
use roles_page::NewUserRolesPage;
use where_page::NewUserWherePage;
use withdraw_page::WithdrawNewUserPage;

use crate::chunk::chunk;

chunk! {
    /// Adding somebody.
    new_users: NewUserPage {
        Where => NewUserWherePage,
    }
}

chunk! {
    /// Who it is.
    new_user_details: NewUserFormPage { Details => NewUserDetailsPage }
}

chunk! {
    /// Taking that back, and the mark that is set only then.
    new_user_marks: NewUserMarkPage {
        Withdraw => WithdrawNewUserPage,
        MedicalSecretary => MedicalSecretaryPage,
    }
}

chunk! {
    /// What waits for somebody who was added.
    waiting_roles: WaitingRolePage {
        All => NewUserRolesPage,
        Copy => CopyAccessPage,
    }
}

chunk! {
    /// One of the roles that wait.
    waiting_role: OneWaitingRolePage {
        Add => AddWaitingRolePage,
        Change => ChangeWaitingRolePage,
    }
}

chunk! {
    /// What one was added to.
    offers: OneselfAddedPage { Offer => OfferPage }
}
