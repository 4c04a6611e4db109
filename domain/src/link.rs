//! The address of a page in a shop.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::FieldProblem;

/// An `http` or `https` address with a host. Nothing else is ever put into an `href` from what
/// people typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

impl Link {
    /// The most characters.
    pub const MAX: u32 = 2000;

    /// Finds the address in what was pasted, which may be a sentence around it; adds `https://`
    /// where the scheme is missing.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooLong`] or [`FieldProblem::NotALink`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(FieldProblem::Required);
        }
        let word = find(raw);
        if word.len() > Self::MAX as usize {
            return Err(FieldProblem::TooLong { max: Self::MAX });
        }
        let has_scheme = word.contains("://");
        let absolute = if has_scheme { word.to_owned() } else { format!("https://{word}") };
        let url = Url::parse(&absolute).map_err(|_| FieldProblem::NotALink)?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let has_name = url.domain().is_some_and(|host| host.contains('.'));
        if !is_web || !has_name || !url.username().is_empty() || url.password().is_some() {
            return Err(FieldProblem::NotALink);
        }
        Ok(Self(url.into()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shop's host without a leading `www.`, for want of a better name.
    pub fn host(&self) -> String {
        let host = Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(&host).to_owned()
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl TryFrom<String> for Link {
    type Error = String;

    fn try_from(raw: String) -> Result<Self, String> {
        Self::parse(&raw).map_err(|problem| format!("{problem:?}"))
    }
}

/// The first word that starts like an address, or the first word.
fn find(raw: &str) -> &str {
    let is_address = |word: &&str| {
        let lower = word.get(..8).unwrap_or(word).to_ascii_lowercase();
        lower.starts_with("http://") || lower.starts_with("https://")
    };
    let mut words = raw.split_whitespace();
    let word = words.clone().find(is_address).or_else(|| words.next()).unwrap_or(raw);
    word.trim_matches(|c: char| matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use test_case::test_case;

    use super::*;

    #[test_case("https://shop.example/a?b=c", "https://shop.example/a?b=c")]
    #[test_case("shop.example/chair", "https://shop.example/chair")]
    #[test_case("Look at this: https://shop.example/x !", "https://shop.example/x")]
    #[test_case("HTTPS://Shop.Example/X", "https://shop.example/X")]
    fn links_are_found(raw: &str, expected: &str) {
        assert_eq!(Link::parse(raw).unwrap().as_str(), expected);
    }

    #[test_case("javascript:alert(1)")]
    #[test_case("javascript://x.example/%0aalert(1)")]
    #[test_case("data:text/html,x")]
    #[test_case("file:///etc/passwd")]
    #[test_case("https://user:secret@shop.example/")]
    #[test_case("https://localhost/")]
    #[test_case("https://127.0.0.1/")]
    #[test_case("chair")]
    fn what_is_no_shop_page_is_refused(raw: &str) {
        assert_eq!(Link::parse(raw), Err(FieldProblem::NotALink));
    }

    #[test]
    fn a_shop_is_named_by_its_host() {
        assert_eq!(Link::parse("https://www.shop.example/x").unwrap().host(), "shop.example");
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_never_lets_a_script_through(raw in any::<String>()) {
            if let Ok(link) = Link::parse(&raw) {
                prop_assert!(link.as_str().starts_with("http://") || link.as_str().starts_with("https://"));
            }
        }
    }
}
