//! Where somebody goes next, as it travels to the browser.

use serde::{Deserialize, Serialize};

use super::{Page, in_language};
use crate::Language;

/// The page on which somebody goes on, by its address without language: the browser has no need to know which of all
/// pages it is, and its bundle none to read every one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination(String);

impl Destination {
    /// The path of the page in a language, without query.
    pub fn path(&self, language: Language) -> String {
        in_language(&self.0, language)
    }
}

impl From<Page> for Destination {
    fn from(page: Page) -> Self {
        Self(page.plain_path())
    }
}

impl PartialEq<Page> for Destination {
    fn eq(&self, page: &Page) -> bool {
        self.0 == page.plain_path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leads_where_the_page_is() {
        for page in [Page::Home, Page::SignIn] {
            for language in Language::ALL {
                let path = page.path(language);
                assert_eq!(Destination::from(page.clone()).path(language), path);
            }
        }
        assert_eq!(Destination::from(Page::Home).path(Language::Welsh), "/cy");
    }
}
