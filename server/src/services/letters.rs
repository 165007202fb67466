//! How letters are addressed and posted. What they say stands in `domain::letter` and in `mail/letters`; how they are
//! sent, in [`crate::mail`].

use chrono::TimeDelta;
use domain::accounts::{Account, CONFIRMATION_HOURS};
use domain::letter::{Letter, LetterText, Recipient};
use domain::{Moment, OrganisationId};
use storage::{Change, NewToken, Purpose};

use super::demo::link_setting;
use super::stopped::Act;
use super::{Doorkeeper, Needed};
use crate::secrets;

/// A letter to a person, in the person's language.
pub(super) fn letter(to: &Account, organisation: Option<OrganisationId>, text: LetterText) -> Letter {
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

impl Needed {
    /// Issues a link that confirms the address, in place of the one before, and posts it. Hold the person first.
    pub(crate) async fn post_confirmation(
        &self,
        change: &mut Change,
        account: &Account,
        now: Moment,
    ) -> Result<(), storage::Error> {
        let token = secrets::token();
        let expires_at = now.plus(TimeDelta::hours(CONFIRMATION_HOURS));
        let issued = NewToken {
            purpose: Purpose::ConfirmAddress,
            person: account.id,
            organisation: None,
            address: None,
            hash: secrets::hash(&token),
            made_at: now,
            expires_at,
        };
        change.tokens().issue(&issued).await?;
        let text = LetterText::ConfirmAddress {
            until: expires_at.in_london(),
        };
        let sealed = Letter {
            sealed_token: Some(self.sealing.seal(&token)),
            ..letter(account, None, text)
        };
        let id = change.post(&sealed, now).await?;
        if self.demo {
            // The demo shows its letters, links and all; nowhere else is a token kept in the clear.
            change.settings().put(&link_setting(id), &token).await?;
        }
        Ok(())
    }
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
