//! About the service, for everybody: help and whom to ask, what is kept about people, the cookies, how accessible it is.
//! Words only. What they promise is kept elsewhere: how long data stays in `server::sweep`, the cookies in
//! `server::http::cookies`.

mod accessibility_page;
mod contact;
mod cookies_page;
mod help_page;
mod privacy_page;

pub(crate) use accessibility_page::AccessibilityPage;
pub(crate) use cookies_page::CookiesPage;
pub(crate) use help_page::HelpPage;
pub(crate) use privacy_page::PrivacyPage;
