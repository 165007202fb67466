//! My account: what a signed-in person sees of, and does to, what is their own. Names and language are in [`details`], the
//! address in [`address`], the password in [`password`], the organisations acted for in [`leaving`], where the person is
//! signed in in [`own_sessions`], closing the account in [`closing`], and everything that is held in [`data`].

mod address;
mod closing;
mod data;
mod details;
mod device;
mod leaving;
mod own_sessions;
mod password;

use async_trait::async_trait;
use domain::accounts::{Account, AccountState};
use domain::audit::{Actor, Entry, Event};
use domain::my_account::{
    ChangeEmailWish, ChangePasswordForm, ClosingDraft, ClosingView, ClosingWish, LeaveView, MyAccount, MyAccountView,
    MyData, MyDetailsWish, MyOrganisation, MySession, NewAddressView, NewAddressWish,
};
use domain::{Answer, Caller, Declined, Moment, OdsCode, PersonId, Receipt, Refusal, SecondFactor, SessionId, Visit};

pub(super) use self::address::must_be_another;
pub(super) use self::password::{KnownPassword, end_links};
use super::Doorkeeper;
use super::stopped::{Act, Stopped, answer};

#[async_trait]
impl MyAccount for Doorkeeper {
    async fn my_account(&self, caller: &Caller) -> Answer<MyAccountView> {
        answer(caller.visit.request, self.show_account(caller).await)
    }

    async fn change_details(&self, caller: &Caller, wish: MyDetailsWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.save_details(caller, wish).await)
    }

    async fn change_email(&self, caller: &Caller, wish: ChangeEmailWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.ask_for_address(caller, wish).await)
    }

    async fn new_address(&self, token: &str) -> Answer<NewAddressView> {
        answer(self.reference(), self.show_new_address(token).await)
    }

    async fn confirm_new_address(&self, visit: &Visit, wish: NewAddressWish) -> Answer<Receipt> {
        answer(visit.request, self.take_address(visit, wish).await)
    }

    async fn change_password(&self, caller: &Caller, form: ChangePasswordForm) -> Answer<Receipt> {
        answer(caller.visit.request, self.choose_password(caller, form).await)
    }

    async fn my_organisations(&self, caller: &Caller) -> Answer<Vec<MyOrganisation>> {
        answer(caller.visit.request, self.acted_for(caller.person).await)
    }

    async fn to_leave(&self, caller: &Caller, code: &OdsCode) -> Answer<LeaveView> {
        answer(caller.visit.request, self.show_leaving(caller, code).await)
    }

    async fn leave(&self, caller: &Caller, code: &OdsCode) -> Answer<Receipt> {
        answer(caller.visit.request, self.leave_organisation(caller, code).await)
    }

    async fn my_sessions(&self, caller: &Caller) -> Answer<Vec<MySession>> {
        answer(caller.visit.request, self.live_sessions(caller).await)
    }

    async fn end_session(&self, caller: &Caller, id: SessionId) -> Answer<Receipt> {
        answer(caller.visit.request, self.end_own_session(caller, id).await)
    }

    async fn end_other_sessions(&self, caller: &Caller) -> Answer<Receipt> {
        answer(caller.visit.request, self.end_own_others(caller).await)
    }

    async fn closing(&self, caller: &Caller) -> Answer<ClosingView> {
        answer(caller.visit.request, self.show_closing(caller).await)
    }

    async fn choose_closing_reason(&self, caller: &Caller, draft: ClosingDraft) -> Answer<Receipt> {
        answer(caller.visit.request, self.keep_closing_reason(caller, &draft).await)
    }

    async fn close(&self, caller: &Caller, wish: ClosingWish) -> Answer<Receipt> {
        answer(caller.visit.request, self.close_account(caller, wish).await)
    }

    async fn my_data(&self, caller: &Caller) -> Answer<MyData> {
        answer(caller.visit.request, self.all_that_is_held(caller).await)
    }
}

/// An account that is still open; whose is not, is not signed in any more.
pub(super) fn open(account: Option<Account>) -> Act<Account> {
    account
        .filter(|account| account.state == AccountState::Confirmed)
        .ok_or(Stopped::Declined(Declined::SignInFirst))
}

/// What is as heavy as signing in asks for what signing in asks for. The password is a field of every such form; whoever
/// has a second factor has shown that lately, too (ASVS 5.0, 7.5.1; REQUIREMENTS, the column *recent proof*).
fn must_be_sure(caller: &Caller) -> Result<(), Refusal> {
    match caller.second_factor {
        SecondFactor::Had => caller.must_be_proven(),
        SecondFactor::Missing | SecondFactor::NotAsked => Ok(()),
    }
}

/// A line of the audit for what a person did about themselves.
pub(super) fn own_line(event: Event, person: PersonId, now: Moment, visit: &Visit) -> Entry {
    Entry::new(event, Actor::Person(person), now, visit.request).about(person)
}
