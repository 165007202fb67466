//! How letters are addressed and posted. What they say stands in `domain::letter` and in `mail/letters`; how they are
//! sent, in [`crate::mail`].

use chrono::TimeDelta;
use domain::accounts::{Account, AccountState, CONFIRMATION_HOURS, RESET_HOURS};
use domain::letter::{Letter, LetterText, Recipient};
pub(crate) use domain::members::roles::last_moment;
use domain::new_users::NewUser;
use domain::{EmailAddress, LetterId, Moment, OrganisationId, PersonId, Visit};
use storage::{Change, NewToken, Purpose};

use super::demo::link_setting;
use super::stopped::Act;
use super::{Doorkeeper, Needed};
use crate::secrets::{self, Sealed};

/// Why a letter that waited was given up: the registration that it was for is no more.
pub(super) const REGISTRATION_DELETED: &str = "the registration was deleted";

/// The same: the one who was added is added no longer.
pub(super) const NEW_USER_WITHDRAWN: &str = "they are no longer being added";

/// A letter to a person, in the person's language.
pub(crate) fn letter(to: &Account, organisation: Option<OrganisationId>, text: LetterText) -> Letter {
    Letter {
        to: Recipient {
            person: to.id,
            address: to.email.as_typed().to_owned(),
            first_name: to.first_name.as_str().to_owned(),
            language: to.language,
        },
        organisation,
        text,
        sealed_token: None,
    }
}

/// A letter to an address that has no account, so that asking is the same work for everyone. Nobody has its person.
pub(super) fn letter_to_nobody(email: &EmailAddress, visit: &Visit, now: Moment) -> Letter {
    Letter {
        to: Recipient {
            person: PersonId::new(storage::fresh(now)),
            address: email.as_typed().to_owned(),
            first_name: String::new(),
            language: visit.language,
        },
        organisation: None,
        text: LetterText::NoAccount,
        sealed_token: None,
    }
}

/// What the owner of an address is told when somebody asks for an account that is there already.
pub(super) fn already_there(account: &Account) -> Letter {
    let text = match account.state {
        AccountState::Disabled => LetterText::AccountClosed,
        AccountState::Unconfirmed | AccountState::Confirmed => LetterText::AlreadyRegistered,
    };
    letter(account, None, text)
}

impl Needed {
    /// Issues a link that confirms the address, in place of the one before, and posts it. Hold the person first.
    pub(crate) async fn post_confirmation(
        &self,
        change: &mut Change,
        account: &Account,
        now: Moment,
    ) -> Result<(), storage::Error> {
        let until = now.plus(TimeDelta::hours(CONFIRMATION_HOURS));
        let text = LetterText::ConfirmAddress {
            until: until.in_london(),
        };
        self.post_link(change, letter(account, None, text), Purpose::ConfirmAddress, until, now)
            .await
    }

    /// Issues a link to a new password, in place of the one before, and posts it. Hold the person first.
    pub(super) async fn post_reset(
        &self,
        change: &mut Change,
        account: &Account,
        now: Moment,
    ) -> Result<(), storage::Error> {
        let until = now.plus(TimeDelta::hours(RESET_HOURS));
        let text = LetterText::ResetPassword {
            until: until.in_london(),
        };
        self.post_link(change, letter(account, None, text), Purpose::ResetPassword, until, now)
            .await
    }

    async fn post_link(
        &self,
        change: &mut Change,
        letter: Letter,
        purpose: Purpose,
        until: Moment,
        now: Moment,
    ) -> Result<(), storage::Error> {
        let token = issue_link(change, letter.to.person, purpose, None, until, now).await?;
        self.post_sealed(change, letter, &token, now).await?;
        Ok(())
    }

    /// Issues the link of an invitation, in place of the one before, and posts it: the same letter whatever account the
    /// address has, to the name that was typed. Hold the person first.
    pub(crate) async fn post_invitation(
        &self,
        change: &mut Change,
        user: &NewUser,
        account: PersonId,
        text: LetterText,
        now: Moment,
    ) -> Result<(), storage::Error> {
        let token = secrets::token();
        let issued = NewToken {
            purpose: Purpose::Invitation,
            person: account,
            organisation: Some(user.organisation),
            address: None,
            invitation: Some(user.id),
            hash: secrets::hash(&token),
            made_at: now,
            expires_at: user.invited_until.unwrap_or(now),
        };
        change.tokens().issue(&issued).await?;
        let letter = letter(&user.account(account), Some(user.organisation), text);
        let posted = self.post_sealed(change, letter, &token, now).await?;
        change.new_users().letter_posted(user.id, posted).await
    }

    /// Posts a letter with its link's token, sealed.
    pub(super) async fn post_sealed(
        &self,
        change: &mut Change,
        letter: Letter,
        token: &str,
        now: Moment,
    ) -> Result<LetterId, storage::Error> {
        let sealed = Letter {
            sealed_token: Some(self.sealing.seal(Sealed::LetterToken, token.as_bytes())),
            ..letter
        };
        let id = change.post(&sealed, now).await?;
        if self.demo {
            // The demo shows its letters, links and all; nowhere else is a token kept in the clear.
            change.settings().put(&link_setting(id), token).await?;
        }
        Ok(id)
    }
}

/// Issues a link in place of the one before; its token. Hold the person first. `address` is the one that it proves, where
/// that is not the account's own.
pub(super) async fn issue_link(
    change: &mut Change,
    person: PersonId,
    purpose: Purpose,
    address: Option<&EmailAddress>,
    until: Moment,
    now: Moment,
) -> Result<String, storage::Error> {
    let token = secrets::token();
    let issued = NewToken {
        purpose,
        person,
        organisation: None,
        address: address.map(|address| address.as_typed().to_owned()),
        invitation: None,
        hash: secrets::hash(&token),
        made_at: now,
        expires_at: until,
    };
    change.tokens().issue(&issued).await?;
    Ok(token)
}

impl Doorkeeper {
    /// Posts the same to several people, each in their own language.
    pub(super) async fn post_to_all(
        &self,
        change: &mut Change,
        people: &[Account],
        organisation: OrganisationId,
        text: &LetterText,
        now: Moment,
    ) -> Act<()> {
        for person in people {
            change
                .post(&letter(person, Some(organisation), text.clone()), now)
                .await?;
        }
        Ok(())
    }
}
