//! Names, made plain for people to read.

use domain::{GiftName, Link, ShopName, beginning};

use crate::{refuses, scope::head};

/// How much of a text is looked at, in bytes: more is no name, however it is encoded.
const LONGEST: usize = 4_000;

/// How many characters of it, once it is plain.
const MOST: usize = 2 * GiftName::MAX as usize;

/// How often a shop's name is cut off.
const ROUNDS: usize = 8;

/// Shorter ones are too common to be looked for as the name of a shop.
const FEWEST: usize = 3;

/// How many names of the shop are known.
const SHOPS: usize = 8;

/// What sets a shop's name apart from a product's.
const APART: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " · "];

/// What sets parts of a title apart in such a way that only the first is the name.
const PIPE: &str = " | ";

/// What shops begin names with to be found by it.
const BEFORE: [&str; 2] = ["buy ", "shop "];

/// What they end them with.
const AFTER: [&str; 3] = ["online kaufen", "kaufen", "buy online"];

/// What pages are called that are not there, or are kept from programs, folded.
const EXCUSES: [&str; 16] = [
    "404",
    "404notfound",
    "notfound",
    "pagenotfound",
    "404pagenotfound",
    "seitenichtgefunden",
    "pagenontrouvée",
    "pageintrouvable",
    "403forbidden",
    "accessdenied",
    "justamoment",
    "attentionrequired",
    "robotcheck",
    "pardonourinterruption",
    "onemomentplease",
    "error",
];

/// A text on one line, with entities decoded as often as they were encoded, without tags and
/// characters that nobody sees.
pub(crate) fn plain(text: &str) -> String {
    let text = without_tags(&decoded(&decoded(head(text, LONGEST))));
    let mut line = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        if is_mark(c) {
            marks += 1;
            if marks > 4 {
                continue;
            }
        } else {
            marks = 0;
        }
        match c {
            _ if c.is_whitespace() => {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            // It holds an emoji together; between letters it only hides.
            '\u{200D}' if line.chars().next_back().is_none_or(|before| before < '\u{2190}') => {}
            _ if c.is_control() || is_unseen(c) => {}
            _ => line.push(c),
        }
    }
    line.trim_end().to_owned()
}

/// What a product is called: without the shop's name at either end, and without the words by which
/// shops want to be found. Of a title, only what stands before the first bar.
pub(crate) fn product(text: &str, shops: &[String], is_title: bool) -> Option<String> {
    let mut name = cut(&plain(text), MOST);
    let shops = &shops[..shops.len().min(SHOPS)];
    if is_title && let Some((first, _)) = name.split_once(PIPE) {
        name = first.trim().to_owned();
    }
    for _ in 0..ROUNDS {
        name = without_shop(&name, shops);
    }
    for word in BEFORE {
        if let Some(rest) = strip_start(&name, word) {
            name = rest.trim().to_owned();
        }
    }
    let name = cut(&capital(name.trim()), GiftName::MAX as usize);
    let is_excuse = is_title && EXCUSES.contains(&fold(&name).as_str());
    (name.chars().any(char::is_alphanumeric) && !is_excuse).then_some(name)
}

/// What a product is called by the title of its page alone, whose shop is known by the link;
/// nothing where the title names no more than that.
pub fn name_by_title(title: &str, link: &Link) -> Option<String> {
    let host = link.host();
    let domain = psl::domain_str(&host).unwrap_or(&host);
    let label = domain.split('.').next().filter(|label| label.len() >= FEWEST);
    let shops = [Some(domain), label, refuses(link)];
    let shops: Vec<String> = shops.into_iter().flatten().map(str::to_owned).collect();
    let title = without_shop(&without_department(title, &shops), &shops);
    product(&title, &shops, true).filter(|name| !is_one_of(name, &shops))
}

/// Marketplaces name themselves between a product and the department where it stands, or before
/// both: `Kettle : Amazon.de: Kitchen`, `Amazon.com: Kettle : Kitchen`.
fn without_department(title: &str, shops: &[String]) -> String {
    let parts: Vec<&str> = title.split(':').collect();
    match parts.iter().position(|part| is_one_of(part, shops)) {
        None => title.to_owned(),
        Some(0) => {
            let rest = parts[1..].join(":");
            rest.rsplit_once(" : ").map_or(rest.as_str(), |(name, _)| name).trim().to_owned()
        }
        Some(at) => parts[..at].join(":").trim().to_owned(),
    }
}

/// The name of a shop or a maker.
pub(crate) fn other(text: &str) -> Option<String> {
    let name = cut(&plain(text), ShopName::MAX as usize);
    name.chars().any(char::is_alphanumeric).then_some(name)
}

/// The shop that a title ends with.
pub(crate) fn shop_of_title(title: &str) -> Option<String> {
    let title = plain(title);
    let last = APART.iter().filter_map(|apart| title.rfind(apart).map(|at| (at, apart.len())));
    let (at, length) = last.max()?;
    other(title[at + length..].trim())
}

fn without_shop(name: &str, shops: &[String]) -> String {
    for apart in APART {
        if let Some((rest, last)) = name.rsplit_once(apart)
            && is_one_of(last, shops)
        {
            return rest.trim().to_owned();
        }
        if let Some((first, rest)) = name.split_once(apart)
            && is_one_of(first, shops)
        {
            return rest.trim().to_owned();
        }
    }
    for shop in shops {
        for at in [" at ", " bei ", " chez "] {
            if let Some(rest) = strip_end(name, &[at, shop].concat()) {
                return rest.trim().to_owned();
            }
        }
    }
    // A shop names itself with its country, which its own name is without.
    for at in [" at ", " bei "] {
        let Some(found) = name.to_ascii_lowercase().rfind(at) else { continue };
        let said = fold(&name[found + at.len()..]);
        let is_longer = |shop: &String| {
            let shop = fold(shop);
            !shop.is_empty() && said.starts_with(&shop) && said.len() <= shop.len() + 3
        };
        if shops.iter().any(is_longer) {
            return name[..found].trim().to_owned();
        }
    }
    for word in AFTER {
        if let Some(rest) = strip_end(name, &format!(" {word}")) {
            return rest.trim().to_owned();
        }
    }
    name.to_owned()
}

fn is_one_of(text: &str, shops: &[String]) -> bool {
    let text = fold(text);
    !text.is_empty() && shops.iter().any(|shop| fold(shop) == text)
}

/// Letters and digits alone: `The White Company` and `THE  WHITE COMPANY` are one.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

fn strip_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(end.len())?;
    let tail = text.get(at..)?;
    (tail.to_lowercase() == end.to_lowercase()).then(|| &text[..at])
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// At most so many characters, ending with a whole word where there is one.
fn cut(text: &str, most: usize) -> String {
    let kept = beginning(text, most);
    if kept.len() == text.len() {
        return text.to_owned();
    }
    kept.rsplit_once(' ').map_or(kept, |(words, _)| words).to_owned()
}

/// The entities that stand in texts again and again; numbers too.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        match end.and_then(|end| character(&rest[1..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                decoded.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match entity {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{A0}',
        "ndash" => '–',
        "mdash" => '—',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "hellip" => '…',
        "trade" => '™',
        "reg" => '®',
        "copy" => '©',
        "euro" => '€',
        "pound" => '£',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        _ => return None,
    })
}

/// A `<` that is followed by a letter or a slash begins a tag, which ends with the next `>`.
fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        kept.push_str(before);
        let begins = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find('>').filter(|_| begins) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                kept.push('<');
                rest = &tag[1..];
            }
        }
    }
    kept.push_str(rest);
    kept
}

fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF)
}

/// Overrides of the direction, characters of no width, and what is no character.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFD}'
        | '\u{FFF9}'..='\u{FFFB}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("Wooden train | Tiny Oak", "Wooden train")]
    #[test_case("Tiny Oak – Wooden train", "Wooden train")]
    #[test_case("buy the wooden train at TINY OAK UK", "The wooden train")]
    #[test_case("Holzzug online kaufen bei Tiny Oak", "Holzzug")]
    #[test_case("Salt &amp;amp; Pepper", "Salt & Pepper")]
    #[test_case("  wooden\n train ", "Wooden train")]
    #[test_case("Train - red", "Train - red")]
    fn a_product_is_called_without_its_shop(text: &str, name: &str) {
        assert_eq!(product(text, &["Tiny Oak".to_owned()], true).as_deref(), Some(name));
    }

    #[test_case(
        "Kettle, red: 1.7 l : Amazon.de: Küche",
        "amazon.de/dp/1",
        Some("Kettle, red: 1.7 l")
    )]
    #[test_case("Amazon.com: Kettle, red : Kitchen", "amazon.com/dp/1", Some("Kettle, red"))]
    #[test_case("Amazon.co.uk: kettle", "amazon.co.uk/dp/1", Some("Kettle"))]
    #[test_case("Kleid - Zalando", "zalando.de/1", Some("Kleid"))]
    #[test_case("Lamp – The Home Depot", "homedepot.com/p/1", Some("Lamp"))]
    #[test_case("Train: the red one | Tiny Oak", "tinyoak.example/1", Some("Train: the red one"))]
    #[test_case("Tiny Oak | Train", "tinyoak.example/1", Some("Train"))]
    #[test_case("Train - red", "tinyoak.example/1", Some("Train - red"); "what is not known to be the shop stays")]
    #[test_case("Boots at all", "a.example/1", Some("Boots at all"); "one letter is no name of a shop")]
    #[test_case("Amazon.de", "amazon.de/dp/1", None; "the shop alone")]
    #[test_case("Robot Check", "amazon.com/dp/1", None; "an excuse")]
    #[test_case("", "amazon.de/dp/1", None; "no title")]
    fn a_title_is_a_name_without_the_shop_of_the_link(title: &str, link: &str, name: Option<&str>) {
        assert_eq!(name_by_title(title, &Link::parse(link).unwrap()).as_deref(), name);
    }

    #[test]
    fn letters_that_grow_when_they_are_small_do_no_harm() {
        let shops = ["xy".to_owned()];
        assert_eq!(product("İİİİİİ at x y", &shops, true).as_deref(), Some("İİİİİİ"));
        assert_eq!(product("İİİİİİ at İ", &shops, true).as_deref(), Some("İİİİİİ at İ"));
    }

    #[test]
    fn what_says_nothing_is_no_name() {
        assert_eq!(product(" – ", &[], false), None);
        assert_eq!(plain("a\u{202E}b<b>c</b> 1 < 2"), "abc 1 < 2");
    }
}
