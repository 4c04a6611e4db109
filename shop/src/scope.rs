//! Microdata and RDFa Lite, gathered while a page's tags go by.
//!
//! Everything that is said is kept once, in order. What an element contains is a stretch of that, so
//! neither depth nor references multiply anything.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::{
    item::{Item, Items, Value, bare},
    tag::Tag,
};

/// How many elements within each other say something by their text.
const MOST_SPEAKING: usize = 16;

/// How much of one property is kept, in bytes.
const LONGEST: usize = 4_000;

/// How many properties one element says, and all of them together.
const MOST_PROPERTIES: usize = 8;
const MOST_SAID: usize = 20_000;

/// How many elements one thing refers to, and how much is looked at for all that refer.
const MOST_REFERRED: usize = 16;
const MOST_LOOKED_AT: usize = 50_000;

/// One of the two vocabularies' ways to say things by attributes.
pub(crate) struct Scopes {
    words: Words,
    items: Items,
    /// The open elements that may say something.
    open: Vec<Open>,
    /// Those of them that say something by their text.
    speaking: Vec<usize>,
    said: Vec<Said>,
    /// What stands in elements that have an id.
    parts: HashMap<String, Part>,
    /// Things that refer to elements by their ids.
    refers: Vec<(usize, Vec<String>)>,
}

/// The attributes' names.
struct Words {
    begins: &'static str,
    kind: &'static str,
    property: &'static str,
    name: &'static str,
}

/// An element that has begun, and may say something.
struct Open {
    /// How many elements are around it.
    depth: usize,
    /// The thing that it is in, which is the one that begins with it if one does.
    within: Option<usize>,
    /// Its id, and where what it says begins.
    part: Option<(String, Part)>,
    /// The properties of the thing around that its text says.
    properties: Vec<String>,
    text: String,
}

/// A property with its value.
struct Said {
    /// Of this thing.
    of: Option<usize>,
    property: String,
    value: Value,
}

/// What is said from one place to another, of the thing around both.
#[derive(Clone, Copy)]
struct Part {
    of: Option<usize>,
    from: usize,
    to: usize,
}

impl Scopes {
    pub(crate) fn microdata() -> Self {
        Self::of(Words {
            begins: "itemscope",
            kind: "itemtype",
            property: "itemprop",
            name: "itemid",
        })
    }

    pub(crate) fn rdfa() -> Self {
        Self::of(Words { begins: "typeof", kind: "typeof", property: "property", name: "resource" })
    }

    fn of(words: Words) -> Self {
        Self {
            words,
            items: Items::default(),
            open: Vec::new(),
            speaking: Vec::new(),
            said: Vec::new(),
            parts: HashMap::new(),
            refers: Vec::new(),
        }
    }

    /// The thing that a property would be of.
    fn within(&self) -> Option<usize> {
        self.open.last().and_then(|open| open.within)
    }

    /// Whether there is such a thing.
    pub(crate) fn is_within(&self) -> bool {
        self.within().is_some()
    }

    /// Whether the next text says something.
    pub(crate) fn listens(&self) -> bool {
        !self.speaking.is_empty()
    }

    /// Takes what a tag says. Its element is open from here on if it has a depth.
    pub(crate) fn begin(&mut self, tag: &Tag, depth: Option<usize>, base: &Url) {
        // Most tags say nothing.
        if [self.words.begins, self.words.property, "id"].iter().any(|it| tag.get(it).is_some()) {
            self.see(tag, depth, base);
        }
    }

    fn see(&mut self, tag: &Tag, depth: Option<usize>, base: &Url) {
        let around = self.within();
        let mut part = Part { of: around, from: self.said.len(), to: 0 };
        let properties = tag.get(self.words.property).unwrap_or_default();
        let mut properties: Vec<String> = properties
            .split_whitespace()
            .take(MOST_PROPERTIES)
            .map(|it| bare(it).to_owned())
            .collect();
        let item = self.item(tag);
        if let Some(item) = item {
            if properties.is_empty() || around.is_none() {
                self.items.roots.push(item);
            }
            self.say(around, &properties, &Value::Item(item));
            properties.clear();
        } else if !properties.is_empty()
            && let Some(value) = value_of(tag, base)
        {
            self.say(around, &properties, &Value::Text(value));
            properties.clear();
        }
        let id = tag.get("id").map(str::to_owned);
        if let Some(depth) = depth {
            if !properties.is_empty() && self.speaking.len() < MOST_SPEAKING {
                self.speaking.push(self.open.len());
            }
            self.open.push(Open {
                depth,
                within: item.or(around),
                part: id.map(|id| (id, part)),
                properties,
                text: String::new(),
            });
        } else if let Some(id) = id {
            part.to = self.said.len();
            self.parts.entry(id).or_insert(part);
        }
    }

    /// The thing that begins with a tag.
    fn item(&mut self, tag: &Tag) -> Option<usize> {
        tag.get(self.words.begins)?;
        let types = tag.get(self.words.kind).unwrap_or_default().split_whitespace();
        let types = types.take(MOST_PROPERTIES).map(|it| bare(it).to_lowercase()).collect();
        let id = tag.get(self.words.name).map(str::to_owned);
        let item = self.items.add(Item { types, id, said: Vec::new() })?;
        if let Some(ids) = tag.get("itemref") {
            let ids = ids.split_whitespace().take(MOST_REFERRED).map(str::to_owned);
            self.refers.push((item, ids.collect()));
        }
        Some(item)
    }

    pub(crate) fn text(&mut self, text: &str) {
        for speaking in &self.speaking {
            if let Some(open) = self.open.get_mut(*speaking) {
                open.text.push_str(head(text, LONGEST.saturating_sub(open.text.len())));
            }
        }
    }

    /// Ends the element of this depth, with all in it.
    pub(crate) fn end(&mut self, depth: usize) {
        while self.open.last().is_some_and(|open| open.depth >= depth) {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        if self.speaking.last() == Some(&self.open.len()) {
            self.speaking.pop();
            self.say(closed.within, &closed.properties, &Value::Text(closed.text));
        }
        if let Some((id, part)) = closed.part {
            let part = Part { to: self.said.len(), ..part };
            self.parts.entry(id).or_insert(part);
        }
    }

    fn say(&mut self, of: Option<usize>, properties: &[String], value: &Value) {
        let room = MOST_SAID.saturating_sub(self.said.len());
        let said = properties.iter().take(room).map(|property| Said {
            of,
            property: property.clone(),
            value: value.clone(),
        });
        self.said.extend(said);
    }

    /// All things, once the page has ended.
    pub(crate) fn finish(mut self) -> Items {
        self.end(0);
        let referred = self.referred();
        let of_things = referred.iter().filter_map(|said| match said.value {
            Value::Item(item) => Some(item),
            Value::Text(_) => None,
        });
        let no_roots: HashSet<usize> = of_things.collect();
        self.items.roots.retain(|root| !no_roots.contains(root));
        for Said { of, property, value } in self.said.into_iter().chain(referred) {
            if let Some(item) = of.and_then(|of| self.items.get_mut(of)) {
                item.said.push((property, value));
            }
        }
        self.items.index();
        self.items
    }

    /// What things say by referring to elements elsewhere. No thing says itself.
    fn referred(&self) -> Vec<Said> {
        let mut referred = Vec::new();
        let mut left = MOST_LOOKED_AT;
        for (item, ids) in &self.refers {
            for part in ids.iter().filter_map(|id| self.parts.get(id)) {
                let looked_at = self.said.get(part.from..part.to).unwrap_or_default();
                let looked_at = looked_at.get(..left).unwrap_or(looked_at);
                left -= looked_at.len();
                let own = looked_at.iter().filter(|said| {
                    said.of == part.of && !matches!(said.value, Value::Item(it) if it == *item)
                });
                referred.extend(own.map(|said| Said {
                    of: Some(*item),
                    property: said.property.clone(),
                    value: said.value.clone(),
                }));
            }
        }
        referred
    }
}

/// What an element says by its attributes (WHATWG HTML, 5.2.4); `None` is by its text.
fn value_of(tag: &Tag, base: &Url) -> Option<String> {
    let short = |text: &str| head(text, LONGEST).to_owned();
    let address = |name: &str| {
        let found = head(tag.get(name)?, LONGEST).trim();
        Some(base.join(found).map_or_else(|_| found.to_owned(), String::from))
    };
    if let Some(content) = tag.get("content") {
        return Some(short(content));
    }
    match tag.name.as_slice() {
        b"meta" => Some(String::new()),
        b"a" | b"area" | b"link" => address("href"),
        b"img" | b"audio" | b"embed" | b"iframe" | b"source" | b"track" | b"video" => {
            address("src")
        }
        b"object" => address("data"),
        b"data" | b"meter" => tag.get("value").map(short),
        b"time" => tag.get("datetime").map(short),
        _ => None,
    }
}

/// As much of a text as fits into `most` bytes.
pub(crate) fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::collect;

    #[test]
    fn a_thing_ends_with_its_element_and_with_no_other() {
        let html = "<div itemscope itemtype=Product><p><b>a</b><i><b itemprop=name>Train</p>x\
                    <p><br><span itemprop=sku>7</span></div><b itemprop=color>red</b>";
        let items = collect(html, &Url::parse("https://shop.example/").unwrap()).microdata;
        let product = items.get(items.roots[0]).unwrap();
        assert_eq!((product.text("name"), product.text("sku")), (Some("Train"), Some("7")));
        assert_eq!(product.said.len(), 2);
    }
}
