//! A tag as it goes by.

use std::ops::Range;

/// The attributes that may say something; all others are left out.
const ATTRIBUTES: [&str; 18] = [
    "content",
    "data",
    "datetime",
    "href",
    "id",
    "itemid",
    "itemprop",
    "itemref",
    "itemscope",
    "itemtype",
    "name",
    "property",
    "rel",
    "resource",
    "src",
    "type",
    "typeof",
    "value",
];

/// A tag, with those of its attributes that may say something.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    /// In lower case.
    pub(crate) name: Vec<u8>,
    /// Whether it ends an element. What attributes it has then say nothing.
    pub(crate) is_end: bool,
    pub(crate) is_self_closing: bool,
    /// The name and the value of the attribute that is being read.
    pub(crate) attribute: Vec<u8>,
    pub(crate) value: Vec<u8>,
    /// Those that were read, each with where its value stands.
    attributes: Vec<(&'static str, Range<usize>)>,
    values: String,
}

impl Tag {
    /// Begins another one.
    pub(crate) fn begin(&mut self, is_end: bool) {
        self.name.clear();
        self.attributes.clear();
        self.values.clear();
        (self.is_end, self.is_self_closing) = (is_end, false);
    }

    /// Keeps the attribute that was being read; of two with the same name, the first counts.
    pub(crate) fn attribute_ends(&mut self) {
        let known = ATTRIBUTES.iter().find(|known| known.as_bytes() == self.attribute);
        if let Some(known) = known.filter(|known| self.get(known).is_none()) {
            let start = self.values.len();
            self.values.push_str(&String::from_utf8_lossy(&self.value));
            self.attributes.push((known, start..self.values.len()));
        }
        self.attribute.clear();
        self.value.clear();
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, at) = self.attributes.iter().find(|(known, _)| *known == name)?;
        self.values.get(at.clone())
    }
}
