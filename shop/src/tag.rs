//! A start tag as it goes by.

/// The attributes that may say something; all others are left unread.
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

/// A start tag, with those of its attributes that may say something.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    /// In lower case.
    pub(crate) name: String,
    attributes: Vec<(&'static str, String)>,
    /// Whether the attribute that is being read is one of them.
    keeps: bool,
    /// Whether it is being read.
    is_open: bool,
}

impl Tag {
    /// Begins another one.
    pub(crate) fn begin(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.push_str(&String::from_utf8_lossy(name));
        self.attributes.clear();
        (self.keeps, self.is_open) = (false, true);
    }

    /// Reads the name of an attribute; of two with the same, the first counts. Attributes of end
    /// tags come along too, and are none.
    pub(crate) fn attribute(&mut self, name: &[u8]) {
        let known = ATTRIBUTES.iter().find(|known| known.as_bytes() == name);
        let known = known.filter(|known| self.is_open && self.get(known).is_none());
        self.keeps = known.is_some();
        self.attributes.extend(known.map(|known| (*known, String::new())));
    }

    /// Reads the value of the attribute whose name was read last.
    pub(crate) fn value(&mut self, value: &[u8]) {
        if let Some((_, kept)) = self.attributes.last_mut().filter(|_| self.keeps) {
            kept.push_str(&String::from_utf8_lossy(value));
        }
    }

    /// Ends the reading of it.
    pub(crate) fn end(&mut self) {
        self.is_open = false;
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// A tag's name in a form that is compared at once. Names that begin with the same fifteen letters
/// and are equally long count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TagName(u128);

impl TagName {
    /// Packs a name.
    pub(crate) fn of(name: &str) -> Self {
        let mut packed = [0; 16];
        packed[0] = u8::try_from(name.len()).unwrap_or(u8::MAX);
        for (to, from) in packed[1..].iter_mut().zip(name.bytes()) {
            *to = from;
        }
        Self(u128::from_le_bytes(packed))
    }
}
