//! Finds the address in what was pasted: a sentence, a share text, markdown, mark-up.

/// The first address in a text, without the signs around it.
pub(super) fn find(text: &str) -> Option<&str> {
    let start = marked(text).or_else(|| bare(text))?;
    let before = text.get(..start)?.chars().next_back();
    let address = text.get(start..)?;
    address.get(..end(address, before))
}

/// Where the first `https://…`, `http://…` or `www.…` starts.
fn marked(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut word = 0;
    for (at, character) in text.char_indices() {
        if ends_address(character) {
            word = at + character.len_utf8();
        } else if starts_with_scheme(&bytes[at..]) {
            // In a word that is an address itself, it is one of its parameters.
            let outer = text.get(word..at).map(|word| word.trim_start_matches(is_opening));
            return match outer {
                Some(outer) if is_bare(outer) && outer.contains(['/', '?']) => {
                    Some(at - outer.len())
                }
                _ => Some(at),
            };
        } else if starts_with(&bytes[at..], b"www.")
            && !text[..at].ends_with(|c: char| c.is_alphanumeric() || "./-_@=%&?:".contains(c))
            && bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric)
        {
            return Some(at);
        }
    }
    None
}

/// Where the first word starts that is an address without a scheme. In a sentence it needs a path,
/// or `well.But` would be one; a word of its own is left to whoever parses it.
fn bare(text: &str) -> Option<usize> {
    let mut words = text.split(ends_address).filter(|word| !word.is_empty());
    let is_alone = words.next().is_some() && words.next().is_none();
    let mut start = 0;
    for word in text.split_inclusive(ends_address) {
        let address = word.trim_start_matches(is_opening);
        let is_page = address.contains('/') && is_bare(address);
        if is_page || is_alone && !address.trim_end_matches(ends_address).is_empty() {
            return Some(start + word.len() - address.len());
        }
        start += word.len();
    }
    None
}

/// Whether a word starts with a host that has a dot and a name at its end.
fn is_bare(word: &str) -> bool {
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or(word);
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = host.rsplit('.').next().unwrap_or(host);
    let is_name = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
        || starts_with(last.as_bytes(), b"xn--");
    is_name && host.contains('.') && host.split('.').all(is_label)
}

/// How long the address is that a text starts with.
fn end(text: &str, before: Option<char>) -> usize {
    let quote = before.filter(|c| matches!(c, '\'' | '`'));
    let (mut round, mut square) = (0_u32, 0_u32);
    let mut end = text.len();
    for (at, character) in text.char_indices() {
        let opened = match character {
            '(' => {
                round += 1;
                true
            }
            '[' => {
                square += 1;
                true
            }
            ')' => take_one(&mut round),
            ']' => take_one(&mut square),
            _ => true,
        };
        if !opened || ends_address(character) || Some(character) == quote || is_next(text, at) {
            end = at;
            break;
        }
    }
    let text = text.get(..end).unwrap_or(text);
    text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '…', '|']).len()
}

fn take_one(open: &mut u32) -> bool {
    let was_open = *open > 0;
    *open = open.saturating_sub(1);
    was_open
}

/// Whether another address starts here that was glued to this one: what is part of an address stands
/// after a sign, such as `=`, or after one in code, such as `%3D`.
fn is_next(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if at == 0 || !starts_with_scheme(&bytes[at..]) {
        return false;
    }
    let in_code = at >= 3 && bytes[at - 3] == b'%';
    let before = bytes[at - 1];
    !in_code && (before.is_ascii_alphanumeric() || matches!(before, b',' | b';' | b'|'))
}

fn starts_with_scheme(bytes: &[u8]) -> bool {
    let rest = if starts_with(bytes, b"https://") { bytes.get(8) } else { bytes.get(7) };
    (starts_with(bytes, b"https://") || starts_with(bytes, b"http://"))
        && rest.is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
}

fn starts_with(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(start))
}

/// What may stand before an address and is no part of it.
fn is_opening(character: char) -> bool {
    !character.is_alphanumeric()
}

/// What no address contains: spaces, quotes, brackets, and what is invisible.
fn ends_address(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character,
            '<' | '>' | '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』'
            | '（' | '）' | '【' | '】' | '，' | '。' | '、'
            | '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    // R4.2: a link, or a text around one.
    #[test_case("https://shop.example/a?b=c", "https://shop.example/a?b=c")]
    #[test_case("shop.example/chair", "shop.example/chair")]
    #[test_case("shop.example", "shop.example")]
    #[test_case(" shop.example/a ", "shop.example/a")]
    #[test_case("(shop.example/a)", "shop.example/a")]
    #[test_case("[x](https://shop.example/a)", "https://shop.example/a"; "markdown")]
    #[test_case("[x](https://shop.example/a \"The chair\")", "https://shop.example/a"; "markdown with a title")]
    #[test_case("[https://shop.example/a](https://shop.example/a)", "https://shop.example/a"; "markdown twice")]
    #[test_case("<https://shop.example/a>", "https://shop.example/a"; "in angle brackets")]
    #[test_case("<a href='https://shop.example/a'>x</a>", "https://shop.example/a"; "mark up")]
    #[test_case("See https://shop.example/a.", "https://shop.example/a"; "a full stop")]
    #[test_case("Have you seen https://shop.example/a?!", "https://shop.example/a"; "a question")]
    #[test_case("(see https://shop.example/a)", "https://shop.example/a"; "in brackets")]
    #[test_case("https://shop.example/a_(b)", "https://shop.example/a_(b)"; "brackets of its own")]
    #[test_case("https://shop.example/a,b;c", "https://shop.example/a,b;c"; "signs of its own")]
    #[test_case("I like www.shop.example/x, you?", "www.shop.example/x"; "www in a sentence")]
    #[test_case("I like shop.example/x, you?", "shop.example/x"; "bare in a sentence")]
    #[test_case("Schau mal: Holzzug https://shop.example/x  via App", "https://shop.example/x"; "a share text")]
    #[test_case("Schau mal:https://shop.example/x", "https://shop.example/x"; "glued in front")]
    #[test_case("Holzzughttps://shop.example/x", "https://shop.example/x"; "glued to a word")]
    #[test_case("https://shop.example/xhttps://shop.example/x", "https://shop.example/x"; "pasted twice")]
    #[test_case("https://a.example/x,https://b.example/y", "https://a.example/x"; "two with a comma")]
    #[test_case("https://a.example/x\nhttps://b.example/y", "https://a.example/x"; "two lines")]
    #[test_case("www.a.example/x or https://b.example/y", "www.a.example/x"; "the first counts")]
    #[test_case("https://a.example/?u=https://b.example/y", "https://a.example/?u=https://b.example/y"; "an address within")]
    #[test_case("a.example/?u=https://b.example/y", "a.example/?u=https://b.example/y"; "an address within a bare one")]
    #[test_case("Look e.g. at https://a.example/x", "https://a.example/x"; "abbreviations")]
    #[test_case("\u{200B}https://a.example/x\u{200B}", "https://a.example/x"; "invisible signs")]
    #[test_case("„https://a.example/x“", "https://a.example/x"; "German quotes")]
    #[test_case("*https://a.example/x*", "https://a.example/x"; "bold in a messenger")]
    fn the_address_is_found(text: &str, expected: &str) {
        assert_eq!(find(text), Some(expected));
    }

    #[test_case("Write to me@a.example")]
    #[test_case("Nice.But no"; "a missing space")]
    #[test_case("either/or, 3.50/4.50"; "slashes")]
    #[test_case(" … "; "signs only")]
    fn a_text_may_have_no_address(text: &str) {
        assert_eq!(find(text), None);
    }
}
