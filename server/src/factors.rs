//! How second factors work: the codes of authenticator apps ([`totp`]) and their picture ([`qr`]), passkeys
//! ([`passkeys`]), recovery codes ([`recovery_codes`]). Pure mechanics: no database and no clock. Who may use which of
//! them, and when, is in `services::factors`; how they are kept, in `storage`.

pub mod passkeys;
pub mod qr;
pub mod recovery_codes;
pub mod totp;
