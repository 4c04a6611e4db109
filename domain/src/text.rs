//! Words that people type, cleaned and measured once, at the door.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use crate::FieldProblem;

/// A character may carry this many marks above and below it, so that no text climbs over its
/// neighbours.
const MOST_MARKS: usize = 3;

/// A character as people see it may take this many bytes on average; an emoji family takes 25.
const BYTES_A_CHARACTER: usize = 32;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $min:literal to $max:literal, $lines:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters, as people count them.
            pub const MAX: u32 = $max;

            /// Cleans and measures what was typed.
            ///
            /// # Errors
            /// [`FieldProblem::Required`] or [`FieldProblem::TooLong`].
            pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
                parse(raw, $min, $max, Lines::$lines).map(Self)
            }

            /// The words.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether nothing was entered.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(raw: String) -> Result<Self, String> {
                Self::parse(&raw).map_err(|problem| format!("{problem:?}"))
            }
        }
    )+};
}

texts! {
    /// What a list is called (R3.1).
    Title: 1 to 100, One;
    /// A list's greeting to givers (R3.1).
    Welcome: 0 to 2000, Many;
    /// For whom a list is (R3.1).
    ForWhom: 0 to 60, One;
    /// Where gifts shall go; shown to givers on their manage page (R3.1).
    DeliveryMessage: 0 to 500, Many;
    /// What a gift is called (R4.1).
    GiftName: 1 to 200, One;
    /// Where a gift is sold.
    ShopName: 0 to 80, One;
    /// Who makes a gift.
    Brand: 0 to 80, One;
    /// Why an admin left a product with its owner (R6.2).
    ReviewNote: 1 to 500, Many;
    /// What the owner says about a gift (R4.1).
    GiftNotes: 0 to 500, Many;
    /// A gift's size.
    Size: 0 to 60, One;
    /// A gift's colour.
    Colour: 0 to 60, One;
    /// A word by which owners sort their gifts (R4.1).
    Tag: 1 to 24, One;
    /// The heading that gifts stand under (R4.4).
    Section: 0 to 40, One;
    /// What a person calls themselves.
    PersonName: 1 to 60, One;
    /// What a token for programs is called (R10.2).
    TokenName: 1 to 60, One;
    /// How owners say thank you (R5.9).
    ThanksNote: 1 to 1000, Many;
    /// What somebody writes to the team (R8.2).
    MessageText: 1 to 4000, Many;
    /// Why an admin does something (R2.12).
    Reason: 1 to 200, One;
}

impl Default for Brand {
    /// Nobody knows who makes it.
    fn default() -> Self {
        Self(String::new())
    }
}

impl Default for Section {
    /// Above all headings.
    fn default() -> Self {
        Self(String::new())
    }
}

/// Whether a text may have several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn parse(raw: &str, min: u32, max: u32, lines: Lines) -> Result<String, FieldProblem> {
    let most_bytes = max as usize * BYTES_A_CHARACTER;
    // Before any work on it: a mebibyte is not worth normalising. Cleaning only ever shortens by
    // what nobody can see, so a text this long was not typed.
    if raw.len() > most_bytes.saturating_mul(2) {
        return Err(FieldProblem::TooLong { max });
    }
    let clean = clean(raw, lines);
    let length = clean.graphemes(true).count();
    if length > max as usize || clean.len() > most_bytes {
        return Err(FieldProblem::TooLong { max });
    }
    if length < min as usize {
        return Err(FieldProblem::Required);
    }
    Ok(clean)
}

/// The beginning of a text: at most so many characters as people count them, of which none is parted.
pub fn beginning(text: &str, most: usize) -> &str {
    text.grapheme_indices(true).nth(most).map_or(text, |(end, _)| &text[..end])
}

/// One line, cleaned as all words are.
pub(crate) fn clean_line(raw: &str) -> String {
    clean(raw, Lines::One)
}

/// Normalises (NFC), drops what is invisible and could mislead, and trims.
fn clean(raw: &str, lines: Lines) -> String {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    let mut kept = String::with_capacity(unified.len());
    let mut marks = 0;
    let mut characters = unified.nfc().peekable();
    while let Some(character) = characters.next() {
        if is_combining_mark(character) && !is_emoji_part(character) {
            marks += 1;
            if marks > MOST_MARKS {
                continue;
            }
        } else {
            marks = 0;
        }
        match character {
            '\n' if lines == Lines::Many => kept.push('\n'),
            '\n' | '\t' => kept.push(' '),
            // A joiner holds an emoji together; between letters it only hides.
            '\u{200D}' => {
                let joins = kept.chars().next_back().is_some_and(is_pictograph)
                    && characters.peek().copied().is_some_and(is_pictograph);
                if joins {
                    kept.push(character);
                }
            }
            _ if is_hidden(character) => {}
            _ => kept.push(character),
        }
    }
    kept.trim().to_owned()
}

fn is_emoji_part(character: char) -> bool {
    matches!(character, '\u{FE0F}' | '\u{20E3}')
}

fn is_pictograph(character: char) -> bool {
    matches!(u32::from(character),
        0x2190..=0x2BFF | 0x3030 | 0x303D | 0x3297 | 0x3299 | 0xFE0F | 0x1F000..=0x1FAFF)
}

/// Controls, overrides of the reading direction, and characters of no width.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200C}' | '\u{200E}'
            | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0001}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_title_is_required() {
        assert_eq!(Title::parse(" \u{200B}\n "), Err(FieldProblem::Required));
    }

    // R3.1
    #[test]
    fn length_is_counted_as_people_count() {
        let families = "👨‍👩‍👧‍👦".repeat(60);
        assert_eq!(ForWhom::parse(&families).unwrap().as_str(), families);
        assert_eq!(ForWhom::parse(&format!("{families}x")), Err(FieldProblem::TooLong { max: 60 }));
    }

    // R9.7
    #[test]
    fn no_character_is_parted() {
        assert_eq!(beginning("👨‍👩‍👧‍👦🇩🇪e\u{301}x", 3), "👨‍👩‍👧‍👦🇩🇪e\u{301}");
        assert_eq!((beginning("ab", 2), beginning("ab", 0), beginning("", 1)), ("ab", "", ""));
    }

    // R3.1
    #[test]
    fn a_mebibyte_is_too_long() {
        assert_eq!(Welcome::parse(&"x".repeat(1 << 20)), Err(FieldProblem::TooLong { max: 2000 }));
    }

    #[test]
    fn what_hides_or_misleads_is_dropped() {
        assert_eq!(Title::parse("a\u{202E}b\u{0000}c\r\nd\u{200D}e").unwrap().as_str(), "abc de");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let zalgo = format!("z{}", "\u{0336}".repeat(50));
        assert_eq!(Title::parse(&zalgo).unwrap().as_str().chars().count(), 1 + MOST_MARKS);
    }

    // R9.7: any script is kept.
    #[test]
    fn scripts_and_directions_are_kept() {
        for title in ["عيد ميلاد سعيد", "יום הולדת", "誕生日 🎂", "Größe", "İstanbul"]
        {
            assert_eq!(Title::parse(title).unwrap().as_str(), title);
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(raw in "\\PC{0,80}") {
            if let Ok(once) = Welcome::parse(&raw) {
                prop_assert_eq!(Welcome::parse(once.as_str()), Ok(once.clone()));
            }
        }

        #[test]
        fn no_text_panics(raw in any::<String>()) {
            let _ = Title::parse(&raw);
        }
    }
}
