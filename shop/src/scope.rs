//! Microdata and RDFa Lite, gathered while a page's tags go by.

use std::collections::HashMap;

use url::Url;

use crate::item::{Item, Items, Value, bare};

/// So deep things are understood; what lies deeper belongs to the last of them.
const DEEPEST: usize = 256;

/// So much text of one property is kept, in bytes.
const LONGEST: usize = 4_000;

/// Elements that have no end (WHATWG HTML, 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// One of the two vocabularies' ways to say things by attributes.
pub(crate) struct Scopes {
    words: Words,
    items: Items,
    open: Vec<Open>,
    /// How many of them say something by their text.
    saying: usize,
    /// What was said within an element that has an id, for things that refer to it.
    loose: HashMap<String, Vec<(String, Value)>>,
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

/// An element that has begun.
struct Open {
    tag: String,
    id: Option<String>,
    /// The thing that begins with it.
    item: Option<usize>,
    /// The property whose text it is, of the thing or the element with an id around it.
    said: Option<Said>,
}

struct Said {
    properties: Vec<String>,
    text: String,
}

/// A tag as it goes by.
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) attributes: &'a HashMap<String, String>,
    pub(crate) closed: bool,
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
        let (items, open) = (Items::default(), Vec::new());
        Self { words, items, open, saying: 0, loose: HashMap::new(), refers: Vec::new() }
    }

    /// Whether a thing is open that a property could be of.
    pub(crate) fn is_within(&self) -> bool {
        self.open.iter().any(|open| open.item.is_some())
    }

    pub(crate) fn begin(&mut self, tag: &Tag<'_>, base: &Url) {
        let get = |name: &str| tag.attributes.get(name).map(String::as_str);
        let properties = get(self.words.property).unwrap_or_default();
        let properties: Vec<String> =
            properties.split_whitespace().map(|it| bare(it).to_owned()).collect();
        let item = get(self.words.begins).and_then(|_| {
            let types = get(self.words.kind).unwrap_or_default().split_whitespace();
            let types = types.map(|it| bare(it).to_lowercase()).collect();
            let id = get(self.words.name).map(str::to_owned);
            self.items.add(Item { types, id, said: Vec::new() })
        });
        if let (Some(item), Some(ids)) = (item, get("itemref")) {
            self.refers.push((item, ids.split_whitespace().map(str::to_owned).collect()));
        }
        let mut said = None;
        if properties.is_empty() {
            self.items.roots.extend(item);
        } else if let Some(item) = item {
            if !self.say(&properties, Value::Item(item), get("id")) {
                self.items.roots.push(item);
            }
        } else if let Some(value) = value_of(tag, base) {
            self.say(&properties, Value::Text(value), get("id"));
        } else {
            said = Some(Said { properties, text: String::new() });
        }
        let ends = !tag.closed && !VOID.contains(&tag.name);
        if ends && self.open.len() < DEEPEST {
            let id = get("id").map(str::to_owned);
            self.saying += usize::from(said.is_some());
            self.open.push(Open { tag: tag.name.to_owned(), id, item, said });
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        if self.saying == 0 {
            return;
        }
        for said in self.open.iter_mut().filter_map(|open| open.said.as_mut()) {
            let room = LONGEST.saturating_sub(said.text.len());
            let cut = text.char_indices().map(|(at, c)| at + c.len_utf8());
            let cut = cut.take_while(|end| *end <= room).last().unwrap_or(0);
            said.text.push_str(&text[..cut]);
        }
    }

    /// An end tag ends the last element of its name that is open, with all in it.
    pub(crate) fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.tag == name) else { return };
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        if let Some(Said { properties, text }) = closed.said {
            self.saying -= 1;
            self.say(&properties, Value::Text(text), closed.id.as_deref());
        }
    }

    /// Says something of the thing around, and of whatever refers to an element around. Answers
    /// whether there is a thing around.
    fn say(&mut self, properties: &[String], value: Value, id: Option<&str>) -> bool {
        let within = self.open.iter().rposition(|open| open.item.is_some());
        let from = within.map_or(0, |at| at + 1);
        let around = self.open[from..].iter().filter_map(|open| open.id.as_deref());
        let ids: Vec<String> = around.chain(id).map(str::to_owned).collect();
        for property in properties {
            for id in &ids {
                let loose = self.loose.entry(id.clone()).or_default();
                loose.push((property.clone(), value.clone()));
            }
        }
        let item = within.and_then(|at| self.open[at].item);
        let Some(item) = item.and_then(|item| self.items.get_mut(item)) else { return false };
        for property in properties {
            item.said.push((property.clone(), value.clone()));
        }
        true
    }

    /// All things, once the page has ended.
    pub(crate) fn finish(mut self) -> Items {
        while !self.open.is_empty() {
            self.close_last();
        }
        for (number, ids) in self.refers {
            let said = ids.iter().filter_map(|id| self.loose.get(id)).flatten();
            // A thing says nothing of itself.
            let said = said.filter(|(_, value)| !matches!(value, Value::Item(it) if *it == number));
            let said: Vec<_> = said.cloned().collect();
            let own: Vec<usize> = said
                .iter()
                .filter_map(|(_, value)| match value {
                    Value::Item(it) => Some(*it),
                    Value::Text(_) => None,
                })
                .collect();
            self.items.roots.retain(|root| !own.contains(root));
            if let Some(item) = self.items.get_mut(number) {
                item.said.extend(said);
            }
        }
        self.items
    }
}

/// What an element says by its attributes (WHATWG HTML, 5.2.4); `None` is by its text.
fn value_of(tag: &Tag<'_>, base: &Url) -> Option<String> {
    let get = |name: &str| tag.attributes.get(name);
    let address = |name: &str| {
        let found = get(name)?;
        base.join(found.trim()).map(String::from).ok().or_else(|| Some(found.clone()))
    };
    if let Some(content) = get("content") {
        return Some(content.clone());
    }
    match tag.name {
        "meta" => Some(String::new()),
        "a" | "area" | "link" => address("href"),
        "img" | "audio" | "embed" | "iframe" | "source" | "track" | "video" => address("src"),
        "object" => address("data"),
        "data" | "meter" => get("value").cloned(),
        "time" => get("datetime").cloned(),
        _ => None,
    }
}
