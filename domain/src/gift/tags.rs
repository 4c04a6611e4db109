//! Words by which owners sort their gifts (R4.1).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FieldProblem, Tag};

/// Up to eight tags, none of them twice, in whatever case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Tags(Vec<Tag>);

/// What stands between two tags. The last one is what becomes a semicolon by normalising.
const BETWEEN: [char; 7] = [',', ';', '\n', '،', '、', '，', '\u{37E}'];

impl Tags {
    /// The most.
    pub const MAX: u32 = 8;

    /// Reads tags with commas between them. One that is there already is left out.
    ///
    /// # Errors
    /// [`FieldProblem::TooLong`] for one of them, or [`FieldProblem::TooMany`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let mut tags: Vec<Tag> = Vec::new();
        for word in raw.split(BETWEEN) {
            let tag = match Tag::parse(word) {
                Ok(tag) => tag,
                Err(FieldProblem::Required) => continue,
                Err(problem) => return Err(problem),
            };
            if tags.iter().any(|other| is_same(other.as_str(), tag.as_str())) {
                continue;
            }
            if tags.len() == Self::MAX as usize {
                return Err(FieldProblem::TooMany { max: Self::MAX });
            }
            tags.push(tag);
        }
        Ok(Self(tags))
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }

    /// Whether this tag is among them, in whatever case.
    pub fn has(&self, tag: &str) -> bool {
        self.0.iter().any(|other| is_same(other.as_str(), tag))
    }
}

/// Whether two tags are one to those who read them.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl fmt::Display for Tags {
    /// As they stand in a form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, tag) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { ", " };
            write!(f, "{between}{tag}")?;
        }
        Ok(())
    }
}

impl From<Tags> for Vec<String> {
    fn from(tags: Tags) -> Self {
        tags.0.into_iter().map(String::from).collect()
    }
}

impl TryFrom<Vec<String>> for Tags {
    type Error = String;

    fn try_from(tags: Vec<String>) -> Result<Self, String> {
        Self::parse(&tags.join(",")).map_err(|problem| format!("{problem:?}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(raw: &str) -> Vec<String> {
        Tags::parse(raw).unwrap().into()
    }

    // R4.1
    #[test]
    fn tags_are_told_apart_by_commas_and_none_stands_twice() {
        assert_eq!(
            words(" Kitchen,  warm ,kitchen,, KITCHEN; wool\n"),
            ["Kitchen", "warm", "wool"]
        );
        assert_eq!(words("مطبخ، صوف"), ["مطبخ", "صوف"]);
        assert_eq!(words("été, e\u{301}te\u{301}"), ["été"]);
        assert_eq!(words(" , ;\u{200B}, "), Vec::<String>::new());
    }

    // R4.1
    #[test]
    fn a_ninth_tag_and_a_long_one_are_refused() {
        let eight = ["a", "b", "c", "d", "e", "f", "g", "h"].join(",");
        assert_eq!(words(&eight).len(), 8);
        assert_eq!(words(&format!("{eight},A")).len(), 8);
        assert_eq!(Tags::parse(&format!("{eight},i")), Err(FieldProblem::TooMany { max: 8 }));
        assert_eq!(Tags::parse(&"x".repeat(25)), Err(FieldProblem::TooLong { max: 24 }));
        assert_eq!(words(&"👨‍👩‍👧‍👦".repeat(24)).len(), 1);
    }

    proptest! {
        #[test]
        fn tags_read_back_from_their_field_and_from_json(raw in "\\PC{0,60}|[a-c,; \u{37E}]{0,40}") {
            if let Ok(tags) = Tags::parse(&raw) {
                prop_assert_eq!(Tags::parse(&tags.to_string()), Ok(tags.clone()));
                let json = serde_json::to_string(&tags).unwrap();
                prop_assert_eq!(serde_json::from_str::<Tags>(&json).unwrap(), tags.clone());
                let mut folded: Vec<_> = tags.iter().map(|tag| tag.as_str().to_lowercase()).collect();
                folded.sort();
                folded.dedup();
                prop_assert_eq!(folded.len(), tags.iter().count());
            }
        }

        #[test]
        fn no_text_panics(raw in any::<String>()) {
            let _ = Tags::parse(&raw);
        }
    }
}
