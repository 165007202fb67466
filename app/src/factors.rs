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

use add_app_page::AddAppPage;
use add_passkey_page::AddPasskeyPage;
use codes_page::CodesPage;
use factor_page::FactorPage;
use factors_page::FactorsPage;
pub(crate) use passkey_sign_in::PasskeySignIn;
use prove_page::ProvePage;
use second_step_page::SecondStepPage;

use crate::chunk::chunk;

chunk! {
    /// One's own second factors.
    factors: OwnFactorPage {
        All => FactorsPage,
        One => FactorPage,
        Codes => CodesPage,
    }
}

chunk! {
    /// Another one.
    new_factor: NewFactorPage {
        App => AddAppPage,
        Passkey => AddPasskeyPage,
    }
}

chunk! {
    /// Showing that it is they: the second step of signing in, and again later.
    enter: ProofPage {
        SecondStep => SecondStepPage,
        Prove => ProvePage,
    }
}
