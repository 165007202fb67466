//! What people do with second factors.

use app::error::AppError;
use domain::Receipt;
use domain::factors::{AppToAdd, FactorsView, RecoveryCodes, Ways};
use server::factors::totp::AppKey;

use crate::{Browser, PASSWORD, Person, TestApp};

/// An authenticator app on somebody's telephone.
pub(crate) struct App(AppKey);

impl App {
    /// The app after its owner typed the key.
    pub(crate) fn of(typed: &str) -> Self {
        let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
        for letter in typed.bytes().filter(|letter| *letter != b' ') {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'2'..=b'7' => letter - b'2' + 26,
                _ => panic!("{typed} is no base32"),
            };
            held = held << 5 | u32::from(value);
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(held >> bits & 0xff).unwrap());
            }
        }
        Self(AppKey::read(&bytes).unwrap())
    }

    /// The code that it shows now.
    pub(crate) fn code(&self, app: &TestApp) -> String {
        self.0.code_at(app.now())
    }
}

impl Person {
    /// Adds an authenticator app as the first factor; the app, and the recovery codes.
    pub(crate) async fn adds_an_app(&self, app: &TestApp) -> (App, Vec<String>) {
        self.browser
            .call::<Receipt>("start_app", &[("password", PASSWORD)])
            .await
            .unwrap();
        let shown: AppToAdd = self.browser.call("app_to_add", &[]).await.unwrap();
        let phone = App::of(&shown.key);
        self.gives_first_code(&phone.code(app)).await.unwrap();
        let shown: RecoveryCodes = self.browser.call("recovery_codes", &[]).await.unwrap();
        self.browser.call::<Receipt>("recovery_codes_noted", &[]).await.unwrap();
        (phone, shown.codes)
    }

    /// Types the first code of a new app.
    pub(crate) async fn gives_first_code(&self, code: &str) -> Result<Receipt, AppError> {
        self.browser
            .call("add_app", &[("code", code), ("factor_name", "Phone")])
            .await
    }

    /// The page of second factors.
    pub(crate) async fn factors(&self) -> FactorsView {
        self.browser.call("my_factors", &[]).await.unwrap()
    }

    /// Removes the only factor.
    pub(crate) async fn removes_factor(&self) -> Result<Receipt, AppError> {
        let id = self.factors().await.factors[0].id.to_string();
        self.browser.call("remove_factor", &[("id", &id)]).await
    }

    /// Shows again that it is they, with a code.
    pub(crate) async fn proves_with_code(&self, code: &str) -> Result<Receipt, AppError> {
        self.browser
            .call("prove", &[("password", ""), ("code", code), ("next", "")])
            .await
    }

    /// Shows again that it is they, with the password.
    pub(crate) async fn proves_with_password(&self, password: &str) -> Result<Receipt, AppError> {
        let fields = [("password", password), ("code", ""), ("next", "/pending-requests")];
        self.browser.call("prove", &fields).await
    }
}

impl Browser {
    /// The second step with a code.
    pub(crate) async fn gives_code(&self, code: &str) -> Result<Receipt, AppError> {
        self.call("give_code", &[("code", code), ("next", "")]).await
    }

    /// What the second step asks for.
    pub(crate) async fn second_step(&self) -> Result<Ways, AppError> {
        self.call("second_step", &[]).await
    }

    /// Signs in with address and password in this browser.
    pub(crate) async fn signs_in_as(&self, person: &Person) -> Result<Receipt, AppError> {
        let fields = [
            ("email", person.email.as_str()),
            ("password", PASSWORD),
            ("next", "/my-requests"),
        ];
        self.call("sign_in", &fields).await
    }
}
