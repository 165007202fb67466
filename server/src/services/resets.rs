//! A forgotten password: a letter with a link, and with it a new password. The rules of the link are those of a
//! confirmation ([`super::accounts`]). Nothing here answers, or works, differently for a known and an unknown address; a
//! reset neither confirms an address nor reopens an account, and it does not stand in for a second factor.

use async_trait::async_trait;
use domain::accounts::{Account, AccountState, ConfirmWish, ResetForm, ResetView, Resets};
use domain::audit::{Actor, Entry, Event};
use domain::letter::LetterText;
use domain::{Answer, DeadLink, EmailAddress, Moment, Notice, Page, Receipt, Refusal, Visit};
use storage::{Change, Housekeeping, Purpose, Token};

use super::letters::letter_to_nobody;
use super::stopped::{Act, answer};
use super::throttle::{LETTERS, forget_passwords};
use super::{Doorkeeper, letter};
use crate::passwords::CommonList;
use crate::secrets;

#[async_trait]
impl Resets for Doorkeeper {
    async fn ask_for_reset(&self, visit: &Visit, email: EmailAddress) -> Answer<Receipt> {
        answer(visit.request, self.post_a_reset(visit, &email).await)
    }

    async fn reset(&self, token: &str) -> Answer<ResetView> {
        answer(self.reference(), self.show_reset(token).await)
    }

    async fn reset_password(&self, visit: &Visit, form: ResetForm) -> Answer<Receipt> {
        answer(visit.request, self.choose_with_link(visit, form).await)
    }
}

/// A link that can be used, and whose it is.
struct OpenLink {
    token: Token,
    account: Account,
}

impl Doorkeeper {
    /// One letter whatever the address, and one commit: its link, or why there is none.
    async fn post_a_reset(&self, visit: &Visit, email: &EmailAddress) -> Act<Receipt> {
        let sent = Receipt::go_to(Page::ForgottenSent);
        let now = self.now();
        let mut change = self.change().await?;
        if LETTERS.count_address(&mut change, email, now).await?.is_err() {
            change.commit_housekeeping(Housekeeping::Throttle).await?;
            return Ok(sent);
        }
        let entry = if let Some(account) = hold_account(&mut change, email).await? {
            let event = self.post_what_fits(&mut change, &account, now).await?;
            Entry::new(event, Actor::Visitor, now, visit.request).about(account.id)
        } else {
            change.post(&letter_to_nobody(email, visit, now), now).await?;
            Entry::new(Event::PasswordResetAsked, Actor::Visitor, now, visit.request)
        };
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(sent)
    }

    async fn post_what_fits(&self, change: &mut Change, account: &Account, now: Moment) -> Act<Event> {
        match account.state {
            AccountState::Confirmed => self.with.post_reset(change, account, now).await?,
            AccountState::Unconfirmed => {
                self.with.post_confirmation(change, account, now).await?;
                return Ok(Event::ConfirmationSent);
            }
            AccountState::Disabled => {
                change
                    .post(&letter(account, None, LetterText::AccountClosed), now)
                    .await?;
            }
        }
        Ok(Event::PasswordResetAsked)
    }

    async fn show_reset(&self, token: &str) -> Act<ResetView> {
        Ok(match self.open_reset(token).await? {
            Ok(link) => ResetView::Open {
                first_name: link.account.first_name.as_str().to_owned(),
                until: link.token.expires_at.in_london(),
            },
            Err(dead) => ResetView::Dead(dead),
        })
    }

    /// What a token opens: only an account that is open, and only as a reset.
    async fn open_reset(&self, token: &str) -> Act<Result<OpenLink, DeadLink>> {
        let mut read = self.read();
        let found = read.tokens().by_hash(&secrets::hash(token)).await?;
        let Some(token) = found.filter(|token| token.purpose == Purpose::ResetPassword) else {
            return Ok(Err(DeadLink::Unknown));
        };
        if let Some(dead) = token.dead(self.now()) {
            return Ok(Err(dead));
        }
        let account = read.people().account(token.person).await?;
        let open = account.filter(|account| account.state == AccountState::Confirmed);
        Ok(open.map_or(Err(DeadLink::Used), |account| Ok(OpenLink { token, account })))
    }

    async fn choose_with_link(&self, visit: &Visit, form: ResetForm) -> Act<Receipt> {
        // permit: the link is the proof
        let OpenLink { token, account } = self.open_reset(&form.token).await?.map_err(Refusal::Link)?;
        // decide
        let standings = self.read().members().standings_of(account.id, self.now()).await?;
        let mut names = vec![account.first_name.as_str(), account.last_name.as_str()];
        names.extend(standings.iter().map(|(organisation, _)| organisation.name.as_str()));
        let ConfirmWish { password, .. } = form.parse(&names, &CommonList)?;
        // A hash takes long: no transaction waits for it.
        let hash = self.with.passwords.hash(password).await?;
        let now = self.now();
        let mut change = self.change().await?;
        change.hold_person(account.id).await?;
        // save
        if !change.tokens().use_up(token.id, now).await? {
            drop(change);
            return Err(self.why_dead(&form.token).await?.into());
        }
        if !change.people().set_password(account.id, &hash, now).await? {
            return Err(Refusal::Link(DeadLink::Used).into());
        }
        change.sessions().end_all(account.id, now).await?;
        change.tokens().end(account.id, Purpose::NewAddress, now).await?;
        forget_passwords(&mut change, &account.email).await?;
        // post, record
        let text = LetterText::PasswordChanged { by_link: true };
        change.post(&letter(&account, None, text), now).await?;
        let entry = Entry::new(Event::PasswordReset, Actor::Person(account.id), now, visit.request).about(account.id);
        change.commit(entry).await?;
        self.with.bell.ring();
        Ok(Receipt::saying(Notice::PasswordReset, Page::SignIn))
    }
}

/// The account with an address, as it is once nobody else changes it.
pub(super) async fn hold_account(change: &mut Change, email: &EmailAddress) -> Act<Option<Account>> {
    let Some(account) = change.people().by_email(email).await? else {
        return Ok(None);
    };
    change.hold_person(account.id).await?;
    Ok(change.people().account(account.id).await?)
}
