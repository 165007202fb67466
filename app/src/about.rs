//! About the service, for everybody: help and whom to ask, what is kept about people, the cookies, how accessible it is.
//! Words only. What they promise is kept elsewhere: how long data stays in `server::sweep`, the cookies in
//! `server::http::cookies`.

mod accessibility_page;
mod contact;
mod cookies_page;
mod help_page;
mod privacy_page;

use accessibility_page::AccessibilityPage;
pub(crate) use contact::dialled;
use cookies_page::CookiesPage;
use help_page::HelpPage;
use privacy_page::PrivacyPage;

use crate::chunk::chunk;

chunk! {
    /// About the service.
    about: AboutPage {
        Help => HelpPage,
        Privacy => PrivacyPage,
        Cookies => CookiesPage,
        Accessibility => AccessibilityPage,
    }
}
