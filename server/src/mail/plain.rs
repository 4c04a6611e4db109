//! Words that other people wrote, made harmless for a mail (R5.9).

/// Characters that mail programs and people take for a dot.
const DOTS: [char; 6] = ['.', '\u{2024}', '\u{3002}', '\u{FE52}', '\u{FF0E}', '\u{FF61}'];

/// Openings of links that need neither a dot nor a slash.
const SCHEMES: [&str; 6] = ["mailto:", "tel:", "sms:", "data:", "javascript:", "whatsapp:"];

/// What somebody wrote, without the words of it that a mail program could turn into a link.
/// Nothing may be left of it.
pub(super) fn without_links(text: &str) -> String {
    one_line(text).split(' ').filter(|word| !is_link(word)).collect::<Vec<_>>().join(" ")
}

/// What somebody wrote, on one line, with neither controls nor runs of white space.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps the direction of a name that is written from right to left from reaching into our own
/// words around it (Unicode Standard Annex 9, isolates).
pub(super) fn isolated(name: &str) -> String {
    if name.chars().any(is_right_to_left) {
        format!("\u{2068}{name}\u{2069}")
    } else {
        name.to_owned()
    }
}

fn is_link(word: &str) -> bool {
    let word: Vec<char> = word.chars().filter(|c| !is_invisible(*c)).map(folded).collect();
    let text: String = word.iter().collect();
    ["@", "//", "\\\\", "http", "www."].iter().any(|part| text.contains(part))
        || SCHEMES.iter().any(|scheme| has_scheme(&text, scheme))
        || word.windows(3).any(|run| run[0] == '.' && run[1..].iter().all(|c| c.is_alphabetic()))
        || is_numeric_address(&text)
}

/// Whether a link with this scheme begins in the word: `tel:1`, yet not `Hotel:`.
fn has_scheme(word: &str, scheme: &str) -> bool {
    word.match_indices(scheme).any(|(at, _)| {
        let is_start = !word[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        is_start && word.len() > at + scheme.len()
    })
}

/// Four numbers with dots between them: an IPv4 address.
fn is_numeric_address(text: &str) -> bool {
    text.split(|c: char| c != '.' && !c.is_ascii_digit())
        .any(|run| run.split('.').filter(|number| !number.is_empty()).count() >= 4)
}

/// One form for each letter, wide or narrow, great or small, and one for every dot.
fn folded(character: char) -> char {
    if DOTS.contains(&character) {
        return '.';
    }
    let narrow = match u32::from(character) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(character),
        0xFE6B => '@',
        _ => character,
    };
    narrow.to_lowercase().next().unwrap_or(narrow)
}

/// Characters of no width, behind which a link could hide.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF)
}

fn is_right_to_left(character: char) -> bool {
    matches!(u32::from(character),
        0x590..=0x8FF | 0x200F | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x10800..=0x10FFF
        | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in [
            "Anna & Jörg",
            "Wooden train, 3.5 kg",
            "Mia's birthday: 31.07.2026!",
            "z.B. ein Buch",
            "Hotel: 2 Nächte",
            "Dr. Seuss, e.g. The Lorax",
            "Kaffee… und Kuchen",
            "誕生日 🎂❤\u{FE0F}",
            "יום הולדת",
        ] {
            assert_eq!(without_links(name), name);
        }
    }

    #[test]
    fn links_are_taken_out() {
        for (name, left) in [
            ("Win at https://evil.example/x now", "Win at now"),
            ("evil.com", ""),
            ("go to EVIL．COM today", "go to today"),
            ("see ev\u{200B}il.\u{2060}com.", "see"),
            ("write anna@example.org", "write"),
            ("hxxp://1", ""),
            ("call 10.0.0.1:8080/a", "call"),
            ("пример.рф here", "here"),
            ("\\\\server\\share x", "x"),
            ("ｗｗｗ．evil", ""),
            ("call (tel:110)", "call"),
            ("a\r\nBcc: b@c.de", "a Bcc:"),
        ] {
            assert_eq!(without_links(name), left, "{name}");
        }
    }

    // R9.7
    #[test]
    fn only_what_runs_from_right_to_left_is_isolated() {
        assert_eq!(isolated("Anna"), "Anna");
        assert_eq!(isolated("יעל"), "\u{2068}יעל\u{2069}");
    }

    /// Pieces of which links are made, and what could hide them.
    fn linkish() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "http", "HTTPS", "://", "//", "www", ".", "．", "。", "com", "De", "рф", "@", "＠",
            "a", "1", "255", ":", "/", "\u{200B}", "\u{AD}", "\u{FEFF}", "\n", "\u{0}", " ",
            "mailto", "evil", "İ", "ß", "ｗ", "-", "\\", "\u{A0}", "\u{2028}",
        ]);
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn assert_harmless(clean: &str) {
        let seen: String = clean.chars().filter(|c| !is_invisible(*c)).collect();
        let lower = seen.to_lowercase();
        for link in ["http", "www.", "@", "//"] {
            assert!(!lower.contains(link), "{clean:?}");
        }
        let letters: Vec<char> = lower.chars().collect();
        let is_domain = letters.windows(4).any(|run| {
            run[0].is_alphanumeric() && run[1] == '.' && run[2..].iter().all(|c| c.is_alphabetic())
        });
        assert!(!is_domain, "{clean:?}");
        assert!(!clean.chars().any(char::is_control), "{clean:?}");
    }

    proptest! {
        // R5.9: what strangers write into mails is without anything like a link.
        #[test]
        fn no_link_is_left(text in prop_oneof![linkish(), any::<String>()]) {
            let clean = without_links(&text);
            assert_harmless(&clean);
            prop_assert_eq!(without_links(&clean), clean);
        }

        #[test]
        fn whole_addresses_are_taken_out(
            before in "[a-z]{0,5}", host in "[a-z0-9-]{1,10}", end in "[a-z]{2,8}", path in "(/[a-z0-9?=&]{0,8})?"
        ) {
            let link = format!("{before} {host}.{end}{path} x");
            let clean = without_links(&link);
            let expected = format!("{before} x");
            prop_assert_eq!(clean, expected.trim());
        }
    }
}
