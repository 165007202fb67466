//! The two languages of the service. Sentences live in `app/locales`, letters in `server/src/mail/letters`.

use serde::{Deserialize, Serialize};

/// The language of a page or a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English, at the plain addresses.
    #[default]
    English,
    /// Welsh, under `/cy`.
    Welsh,
}

impl Language {
    /// Both languages, English first.
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// The language tag (BCP 47) used in `lang`, in stored rows and in file names.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// Reads a tag back; `None` for anything but `en` and `cy`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::English => Self::Welsh,
            Self::Welsh => Self::English,
        }
    }
}
