//! Unicode normalisation (UAX 15), lower case and combining marks: the one place that knows where the tables come from.
//! The server brings them along; a browser has its own, and so the bundle need not carry them.

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization;

    pub(crate) use unicode_normalization::char::is_combining_mark;

    /// Canonical composition (NFC).
    pub(crate) fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    /// Canonical decomposition (NFD).
    pub(crate) fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    /// Compatibility composition (NFKC).
    pub(crate) fn compatible(text: &str) -> String {
        text.nfkc().collect()
    }

    /// Lower case, whatever the language.
    pub(crate) fn lower(text: &str) -> String {
        text.to_lowercase()
    }
}

#[cfg(target_arch = "wasm32")]
mod tables {
    use js_sys::{JsString, RegExp};

    /// Canonical composition (NFC).
    pub(crate) fn composed(text: &str) -> String {
        normalise(text, "NFC")
    }

    /// Canonical decomposition (NFD).
    pub(crate) fn decomposed(text: &str) -> String {
        normalise(text, "NFD")
    }

    /// Compatibility composition (NFKC).
    pub(crate) fn compatible(text: &str) -> String {
        normalise(text, "NFKC")
    }

    /// Lower case, whatever the language.
    pub(crate) fn lower(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    /// Whether a character is a mark (general category M).
    pub(crate) fn is_combining_mark(character: char) -> bool {
        !character.is_ascii() && RegExp::new(r"\p{M}", "u").test(character.encode_utf8(&mut [0; 4]))
    }

    fn normalise(text: &str, form: &str) -> String {
        // What is ASCII is normal in every form.
        if text.is_ascii() {
            text.to_owned()
        } else {
            JsString::from(text).normalize(form).into()
        }
    }
}

pub(crate) use tables::{compatible, composed, decomposed, is_combining_mark, lower};
