//! Somebody without an account, creating one: the four steps, the letter, the password.

use app::error::AppError;
use domain::accounts::ConfirmationView;
use domain::{EmailAddress, PersonId, Receipt};

use crate::postbox::Received;
use crate::{Browser, PASSWORD, Practice, TestApp};

/// Somebody without an account.
pub(crate) struct Newcomer<'a> {
    app: &'a TestApp,
    pub(crate) browser: Browser,
    first_name: &'a str,
    last_name: &'a str,
    pub(crate) email: &'a str,
}

impl<'a> Newcomer<'a> {
    pub(crate) fn new(app: &'a TestApp, name: &'a str, email: &'a str) -> Self {
        let (first_name, last_name) = name.split_once(' ').unwrap();
        Self {
            app,
            browser: app.browser(),
            first_name,
            last_name,
            email,
        }
    }

    /// Step 1.
    pub(crate) async fn gives_details(&self) -> Result<Receipt, AppError> {
        let fields = [
            ("first_name", self.first_name),
            ("last_name", self.last_name),
            ("email", self.email),
            ("position", "administrator"),
            ("language", "en"),
        ];
        self.browser.call("give_details", &fields).await
    }

    /// Step 2: a code, or `later`.
    pub(crate) async fn chooses(&self, organisation: &str) -> Result<Receipt, AppError> {
        self.browser
            .call("choose_practice", &[("organisation", organisation)])
            .await
    }

    /// Step 3.
    pub(crate) async fn chooses_role(&self, role: &str) -> Result<Receipt, AppError> {
        self.browser
            .call("choose_role", &[("role", role), ("reason", "I answer the telephone.")])
            .await
    }

    /// Step 4.
    pub(crate) async fn sends(&self) -> Result<Receipt, AppError> {
        self.browser.call("send_registration", &[]).await
    }

    /// All four steps.
    pub(crate) async fn registers(&self, practice: Option<&Practice>) -> Receipt {
        self.gives_details().await.unwrap();
        match practice {
            Some(practice) => {
                self.chooses(practice.code.as_str()).await.unwrap();
                self.chooses_role("practice_enabled_user").await.unwrap();
            }
            None => {
                self.chooses("later").await.unwrap();
            }
        }
        self.sends().await.unwrap()
    }

    /// Who it is, once there is an account.
    pub(crate) async fn person(&self) -> PersonId {
        let email = EmailAddress::parse(self.email).unwrap();
        self.app
            .store
            .read()
            .people()
            .by_email(&email)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    /// The newest letter to this address.
    pub(crate) async fn newest_letter(&self) -> Received {
        self.app.letters_to(self.email).await.remove(0)
    }

    /// What the link of a letter shows.
    pub(crate) async fn opens(&self, token: &str) -> ConfirmationView {
        self.browser.call("confirmation", &[("token", token)]).await.unwrap()
    }

    /// Chooses a password with the link of a letter.
    pub(crate) async fn confirms_with(&self, token: &str, password: &str) -> Result<Receipt, AppError> {
        self.browser
            .call("confirm_address", &[("token", token), ("password", password)])
            .await
    }

    /// Registers, and follows the letter.
    pub(crate) async fn registers_and_confirms(&self, practice: Option<&Practice>) -> Receipt {
        self.registers(practice).await;
        let token = self.newest_letter().await.token();
        self.confirms_with(&token, PASSWORD).await.unwrap()
    }

    /// Signs in.
    pub(crate) async fn signs_in(&self) -> Result<Receipt, AppError> {
        let fields = [("email", self.email), ("password", PASSWORD), ("next", "")];
        self.browser.call("sign_in", &fields).await
    }
}
