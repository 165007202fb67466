//! Second factors on the screen: adding, naming and removing them, the second step of signing in, and showing again that
//! it is they.

pub(crate) mod api;

mod add_app_page;
mod add_passkey_page;
mod codes_page;
mod factor_page;
mod factors_page;
mod passkey;
mod passkey_form;
mod passkey_sign_in;
mod prove_page;
mod second_step_page;

pub(crate) use add_app_page::AddAppPage;
pub(crate) use add_passkey_page::AddPasskeyPage;
pub(crate) use codes_page::CodesPage;
pub(crate) use factor_page::FactorPage;
pub(crate) use factors_page::FactorsPage;
pub(crate) use passkey_sign_in::PasskeySignIn;
pub(crate) use prove_page::ProvePage;
pub(crate) use second_step_page::SecondStepPage;
