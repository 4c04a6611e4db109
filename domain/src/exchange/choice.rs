//! Choices as people write them into spreadsheets, in any of our languages.

use unicode_normalization::UnicodeNormalization;

use crate::{Exactness, Priority};

/// Words as they are compared: letters and digits alone, all small, however letters are put together.
pub(super) fn bare(raw: &str) -> String {
    raw.nfc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Yes or no; nothing is no, and what is neither is `None`.
pub(super) fn yes_or_no(raw: &str) -> Option<bool> {
    match raw.trim() {
        "" | "☐" | "✗" => return Some(false),
        "✓" | "✔" | "☑" | "✅" => return Some(true),
        _ => {}
    }
    match bare(raw).as_str() {
        "no" | "n" | "false" | "0" | "off" | "nein" | "falsch" | "non" | "faux" | "falso" => {
            Some(false)
        }
        "yes" | "y" | "true" | "1" | "on" | "x" | "ja" | "j" | "wahr" | "oui" | "o" | "vrai"
        | "si" | "sí" | "s" | "verdadero" => Some(true),
        _ => None,
    }
}

/// The word that forms have for how much something is wished for; what is none of them stays, for
/// the form to refuse.
pub(super) fn priority(raw: &str) -> String {
    let known = match bare(raw).as_str() {
        "must" | "musthave" | "high" | "1" | "hoch" | "mussichhaben" | "unbedingt" | "haute"
        | "indispensable" | "élevée" | "alta" | "imprescindible" => Some(Priority::Must),
        "love" | "wouldlove" | "medium" | "normal" | "2" | "mittel" | "sehrgern" | "moyenne"
        | "media" => Some(Priority::Love),
        "nice" | "nicetohave" | "low" | "3" | "niedrig" | "wäreschön" | "basse" | "faible"
        | "baja" => Some(Priority::Nice),
        _ => None,
    };
    known.map_or_else(|| raw.to_owned(), |known| known.code().to_owned())
}

/// The same for whether something like it will do. Yes means exactly this.
pub(super) fn exactness(raw: &str) -> String {
    let known = match bare(raw).as_str() {
        "exact" | "exactly" | "exactlythis" | "genau" | "genaudas" | "exactement" | "exacto"
        | "exacta" => Some(Exactness::Exact),
        "similar" | "similarisfine" | "ähnlich" | "aehnlich" | "similaire" => {
            Some(Exactness::Similar)
        }
        "" => None,
        _ => yes_or_no(raw).map(|yes| if yes { Exactness::Exact } else { Exactness::Similar }),
    };
    known.map_or_else(|| raw.to_owned(), |known| known.code().to_owned())
}

/// Whether any number is meant.
pub(super) fn is_any_number(raw: &str) -> bool {
    let words = ["any", "anynumber", "beliebig", "beliebigviele", "egal", "illimité", "cualquiera"];
    words.contains(&bare(raw).as_str()) || raw.trim() == "∞"
}

/// A whole number as spreadsheets write it: without `.0`, and without the sign for times.
pub(super) fn whole_number(raw: &str) -> &str {
    let number = raw.trim().trim_end_matches(['x', 'X', '×']).trim_end();
    let ends = [".0", ",0", ".00", ",00"];
    ends.into_iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("Must have", "must")]
    #[test_case("HOCH", "must")]
    #[test_case("Très", "Très"; "a word that is none")]
    #[test_case("", ""; "nothing")]
    fn how_much_it_is_wished_for(raw: &str, read: &str) {
        assert_eq!(priority(raw), read);
    }

    #[test_case("Genau das!", "exact")]
    #[test_case("ja", "exact")]
    #[test_case("similar is fine", "similar")]
    #[test_case("perhaps", "perhaps")]
    fn how_exact_it_must_be(raw: &str, read: &str) {
        assert_eq!(exactness(raw), read);
    }

    #[test]
    fn numbers_and_ticks() {
        assert_eq!(["3", " 3 x", "3.0", "3,00"].map(whole_number), ["3"; 4]);
        assert_eq!(["1.5", "-1", "ten"].map(whole_number), ["1.5", "-1", "ten"]);
        assert!(is_any_number("Beliebig viele") && is_any_number("any") && !is_any_number("1"));
        assert_eq!(["", "no", "Nein"].map(yes_or_no), [Some(false); 3]);
        assert_eq!(["✓", "Oui", "x"].map(yes_or_no), [Some(true); 3]);
        assert_eq!(["maybe", "?"].map(yes_or_no), [None; 2]);
    }

    #[test]
    fn every_choice_reads_back_as_its_own_word() {
        for choice in Priority::ALL {
            assert_eq!(priority(choice.code()), choice.code());
        }
        for choice in Exactness::ALL {
            assert_eq!(exactness(choice.code()), choice.code());
        }
    }
}
