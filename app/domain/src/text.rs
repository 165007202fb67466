//! Folding text for comparison and search: trimmed, Unicode-normalised, lower-cased, accents removed.

use crate::unicode::{self, compatible, decomposed, is_combining_mark};

/// Lower case, as the server and the browser know it.
pub fn lower(text: &str) -> String {
    unicode::lower(text)
}

/// One form for comparing whole strings: NFKC, trimmed, lower-cased. Accents stay.
pub fn normalised(text: &str) -> String {
    let once = |text: &str| unicode::lower(compatible(text).trim());
    let mut normal = once(text);
    // Some characters only come to rest on the second or third pass (a lone iota below becomes a space and a mark).
    loop {
        let again = once(&normal);
        if again == normal {
            return normal;
        }
        normal = again;
    }
}

/// One form for searching and sorting: [`normalised`], with accents folded away, so that "siân" meets "Sian".
pub fn folded(text: &str) -> String {
    decomposed(&normalised(text))
        .chars()
        .filter(|character| !is_combining_mark(*character))
        .collect()
}

/// The words of a text, folded; what the search tables hold.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(text)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The end of the range that a search for a beginning covers: `term >= beginning AND term < end`.
/// The last character is raised by one; both engines compare text by code point.
pub fn prefix_end(beginning: &str) -> String {
    let mut characters: Vec<char> = beginning.chars().collect();
    while let Some(last) = characters.pop() {
        let raised = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(raised) = raised {
            characters.push(raised);
            return characters.into_iter().collect();
        }
    }
    String::from(char::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_case_do_not_matter_to_search() {
        assert_eq!(folded("  SIÂN Ŵyn "), "sian wyn");
        assert_eq!(words("St. Mary's Surgery, St"), ["mary", "s", "st", "surgery"]);
    }

    proptest! {
        #[test]
        fn every_word_lies_in_the_range_of_its_beginnings(word in "[a-z0-9é\u{10FFFF}]{1,8}", cut in 1usize..8) {
            let beginning: String = word.chars().take(cut).collect();
            prop_assert!(word >= beginning);
            prop_assert!(word < prefix_end(&beginning) || beginning.chars().all(|c| c == char::MAX));
        }

        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(normalised(&normalised(&text)), normalised(&text));
        }
    }
}
