//! Invitations on the screen: inviting somebody step by step, or several people at once, what the letter's link leads to,
//! and what became of each. What is invited to is a
//! [new user](crate::new_users).

pub(crate) mod api;

mod asking_pages;
mod check_page;
mod correct_page;
mod decline_page;
mod held;
mod invitation_table;
mod inviting_api;
mod link_page;
mod list_page;
mod several_api;
mod several_check_page;
mod several_pages;
mod several_table;
mod step;
mod what_pages;

use asking_pages::{InviteEmailPage, InviteNamesPage, InvitePage};
use check_page::{InviteCheckPage, InviteSentPage};
use correct_page::CorrectInvitationPage;
use decline_page::DeclineInvitationPage;
use link_page::InvitationLinkPage;
use list_page::InvitationListPage;
use several_check_page::InviteSeveralCheckPage;
use several_pages::{InviteSeveralPage, InviteSeveralPeoplePage, InviteSeveralPlacePage};
use what_pages::{InviteOrganisationPage, InviteRolePage};

use crate::chunk::chunk;

chunk! {
    /// What the letter's link leads to.
    invitation_link: InvitedPage {
        Link => InvitationLinkPage,
        Decline => DeclineInvitationPage,
    }
}

chunk! {
    /// Whom one invites.
    inviting: InvitingPage {
        Begin => InvitePage,
        Email => InviteEmailPage,
        Names => InviteNamesPage,
        Correct => CorrectInvitationPage,
    }
}

chunk! {
    /// To what.
    invitation_asking: InvitingToPage {
        Organisation => InviteOrganisationPage,
        Role => InviteRolePage,
    }
}

chunk! {
    /// The letter before and after it is sent.
    invitation_check: InvitationSendingPage {
        Check => InviteCheckPage,
        Sent => InviteSentPage,
    }
}

chunk! {
    /// Several people at once: to which organisation.
    several_places: SeveralPlacesPage {
        Begin => InviteSeveralPage,
        Place => InviteSeveralPlacePage,
    }
}

chunk! {
    /// Who, and to what.
    several_invited: SeveralInvitedPage {
        People => InviteSeveralPeoplePage,
    }
}

chunk! {
    /// Their invitations before and after they are sent.
    several_invitations: SeveralInvitationsPage {
        Check => InviteSeveralCheckPage,
    }
}

chunk! {
    /// What became of them.
    invitations: InvitationsPage {
        List => InvitationListPage,
    }
}
