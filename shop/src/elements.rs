//! The elements that are open while a page's tags go by.

use crate::tag::Tag;

/// So deep things are understood; what lies deeper belongs to the last of them.
const DEEPEST: usize = 256;

/// Elements that have no end (WHATWG HTML, 13.1.2).
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
    b"source", b"track", b"wbr",
];

/// The names of the elements that are open. Their depth, from 0, is how many are around.
#[derive(Debug, Default)]
pub(crate) struct Elements(Vec<Name>);

impl Elements {
    /// Opens the element that begins with a tag. Answers its depth, unless it ends at once.
    pub(crate) fn begin(&mut self, tag: &Tag) -> Option<usize> {
        let depth = self.0.len();
        let lasts = !tag.is_self_closing && !VOID.contains(&tag.name.as_slice());
        (lasts && depth < DEEPEST).then(|| {
            self.0.push(Name::of(&tag.name));
            depth
        })
    }

    /// An end tag ends the last element of its name that is open, with all in it. Answers its
    /// depth, if there is one.
    pub(crate) fn end(&mut self, tag: &Tag) -> Option<usize> {
        let name = Name::of(&tag.name);
        let depth = self.0.iter().rposition(|open| *open == name)?;
        self.0.truncate(depth);
        Some(depth)
    }
}

/// A name in a form that is compared at once. Names that begin with the same fifteen letters and
/// are equally long count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name(u128);

impl Name {
    /// Packs a name.
    fn of(name: &[u8]) -> Self {
        let mut packed = [0; 16];
        packed[0] = u8::try_from(name.len()).unwrap_or(u8::MAX);
        for (to, from) in packed[1..].iter_mut().zip(name) {
            *to = *from;
        }
        Self(u128::from_le_bytes(packed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> Tag {
        let mut tag = Tag::default();
        tag.name.extend_from_slice(name.as_bytes());
        tag
    }

    #[test]
    fn an_end_ends_the_last_element_of_its_name_with_all_in_it() {
        let mut elements = Elements::default();
        assert_eq!(elements.begin(&tag("div")), Some(0));
        assert_eq!(elements.begin(&tag("br")), None);
        assert_eq!(elements.begin(&tag("div")), Some(1));
        assert_eq!(elements.begin(&tag("b")), Some(2));
        assert_eq!(elements.end(&tag("p")), None);
        assert_eq!(elements.end(&tag("div")), Some(1));
        assert_eq!(elements.end(&tag("b")), None);
        assert_eq!(elements.end(&tag("div")), Some(0));
    }

    #[test]
    fn no_more_are_open_than_are_understood() {
        let mut elements = Elements::default();
        assert_eq!((0..300).filter_map(|_| elements.begin(&tag("div"))).last(), Some(DEEPEST - 1));
    }
}
