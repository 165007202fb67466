//! The sentences of `app/locales`, as keys that the compiler checks (`build.rs` writes them), and the language of the page.
//! The language is a plain value of the route tree: no cookie, no global state.

use domain::Language;
use leptos::prelude::*;

#[expect(
    dead_code,
    unused_imports,
    clippy::all,
    clippy::pedantic,
    reason = "generated: it offers more than we use, in its own style"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub(crate) use generated::i18n::Locale;
pub(crate) use leptos_i18n::td_string as say;

/// The language of the page.
pub(crate) fn language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// The sentences of the page's language.
pub(crate) fn locale() -> Locale {
    locale_of(language())
}

/// The sentences of a language.
pub(crate) const fn locale_of(language: Language) -> Locale {
    match language {
        Language::English => Locale::en,
        Language::Welsh => Locale::cy,
    }
}

/// The language of an address: Welsh pages live under `/cy`.
pub(crate) fn language_of(path: &str) -> Language {
    if path == "/cy" || path.starts_with("/cy/") {
        Language::Welsh
    } else {
        Language::English
    }
}
