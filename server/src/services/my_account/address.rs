//! The address: another one is asked for with the password, and taken with the link of a letter to it and the password
//! (decision 8). Asking is answered alike whether or not the new address has an account.

use chrono::TimeDelta;
use domain::accounts::{Account, AccountState};
use domain::audit::Event;
use domain::form::{Field, Problem};
use domain::letter::{Letter, LetterText, Recipient};
use domain::my_account::{ChangeEmailWish, NEW_ADDRESS_HOURS, NewAddressView, NewAddressWish};
use domain::shared_mailbox::Warning;
use domain::{Caller, DeadLink, EmailAddress, FieldErrors, Moment, Notice, Page, Receipt, Refusal, Visit};
use storage::{Housekeeping, Purpose, Token};

use super::password::end_links;
use super::{must_be_sure, open, own_line};
use crate::secrets;
use crate::services::letters::issue_link;
use crate::services::stopped::Act;
use crate::services::throttle::LETTERS;
use crate::services::{Doorkeeper, letter};

/// A link that can be used, and the address that it proves.
struct OpenLink {
    token: Token,
    address: EmailAddress,
}

impl Doorkeeper {
    pub(super) async fn ask_for_address(&self, caller: &Caller, wish: ChangeEmailWish) -> Act<Receipt> {
        let ChangeEmailWish { email, password } = wish;
        let asked = Notice::AddressChangeAsked {
            email: email.to_string(),
        };
        let asked = Receipt::saying(asked, Page::MyAccount);
        // decide
        let account = open(self.read().people().account(caller.person).await?)?;
        must_be_another(&account, &email)?;
        // permit: the password is the proof
        must_be_sure(caller)?;
        let known = self
            .must_know_password(&caller.visit, caller.person, password, Field::Password)
            .await?;
        let now = self.now();
        let mut change = self.change().await?;
        let account = known.hold(&mut change).await?;
        must_be_another(&account, &email)?;
        if LETTERS.count_address(&mut change, &email, now).await?.is_err() {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Ok(asked);
        }
        // save; where the address has an account, the link is made all the same and given to nobody
        let until = now.plus(TimeDelta::hours(NEW_ADDRESS_HOURS));
        let purpose = Purpose::NewAddress;
        let token = issue_link(&mut change, account.id, purpose, Some(&email), until, now).await?;
        // post
        if let Some(owner) = change.people().by_email(&email).await? {
            change
                .post(&letter(&owner, None, LetterText::AddressWanted), now)
                .await?;
        } else {
            let confirm = to_new_address(&account, &email, until);
            self.with.post_sealed(&mut change, confirm, &token, now).await?;
        }
        change
            .post(&letter(&account, None, LetterText::AddressChangeAsked), now)
            .await?;
        // record
        let entry = own_line(Event::AddressChangeAsked, account.id, now, &caller.visit)
            .changing(account.email.to_string(), email.to_string());
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(asked)
    }

    pub(super) async fn show_new_address(&self, token: &str) -> Act<NewAddressView> {
        Ok(match self.open_address_link(token).await? {
            Ok(link) => NewAddressView::Open {
                email: link.address.to_string(),
                until: link.token.expires_at.in_london(),
            },
            Err(dead) => NewAddressView::Dead(dead),
        })
    }

    /// What a token opens; a link of another purpose opens nothing here.
    async fn open_address_link(&self, token: &str) -> Act<Result<OpenLink, DeadLink>> {
        let mut read = self.read();
        let token = read.tokens().by_hash(&secrets::hash(token)).await?;
        let Some(token) = token.filter(|token| token.purpose == Purpose::NewAddress) else {
            return Ok(Err(DeadLink::Unknown));
        };
        if let Some(dead) = token.dead(self.now()) {
            return Ok(Err(dead));
        }
        let account = read.people().account(token.person).await?;
        let address = token.address.as_deref().and_then(|text| EmailAddress::parse(text).ok());
        Ok(match (account, address) {
            (Some(account), Some(address)) if account.state == AccountState::Confirmed => {
                Ok(OpenLink { token, address })
            }
            _ => Err(DeadLink::Expired),
        })
    }

    pub(super) async fn take_address(&self, visit: &Visit, wish: NewAddressWish) -> Act<Receipt> {
        // permit: the link and the password together are the proof
        let link = self.open_address_link(&wish.token).await?.map_err(Refusal::Link)?;
        let known = self
            .must_know_password(visit, link.token.person, wish.password, Field::Password)
            .await?;
        let now = self.now();
        let mut change = self.change().await?;
        let account = known.hold(&mut change).await?;
        // save
        if !change.tokens().use_up(link.token.id, now).await? {
            drop(change);
            return Err(self.why_dead(&wish.token).await?.into());
        }
        if !change.people().take_address(account.id, &link.address).await? {
            return Err(Refusal::AddressTaken.into());
        }
        end_links(&mut change, account.id, now).await?;
        // post: to the address until now
        change
            .post(&letter(&account, None, LetterText::AddressChanged), now)
            .await?;
        // record
        let entry = own_line(Event::AddressChanged, account.id, now, visit)
            .changing(account.email.to_string(), link.address.to_string());
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::AddressChanged, Page::Home))
    }
}

/// The letter that asks whether the address is the person's: the one letter that does not go to the account's own.
fn to_new_address(account: &Account, email: &EmailAddress, until: Moment) -> Letter {
    let text = LetterText::ConfirmNewAddress {
        until: until.in_london(),
    };
    let plain = letter(account, None, text);
    Letter {
        to: Recipient {
            address: email.as_typed().to_owned(),
            ..plain.to
        },
        ..plain
    }
}

/// Another address, and not one that would leave nobody in particular behind the account (decision 7).
pub(in crate::services) fn must_be_another(account: &Account, email: &EmailAddress) -> Result<(), FieldErrors> {
    if account.email.key() == email.key() {
        return Err(FieldErrors::one(Field::Email, Problem::SameAddress));
    }
    let moved = Account {
        email: email.clone(),
        ..account.clone()
    };
    if moved.warning() == Some(Warning::SharedMailbox) {
        return Err(FieldErrors::one(Field::Email, Problem::SharedMailbox));
    }
    Ok(())
}
