//! The one form into which JSON-LD, microdata and RDFa are brought.

use std::collections::HashMap;

/// Things that a page speaks of, each by its number.
#[derive(Debug, Default)]
pub(crate) struct Items {
    all: Vec<Item>,
    /// Those of which something is said, by what they are called.
    by_id: HashMap<String, usize>,
    /// Those that are no property of another.
    pub(crate) roots: Vec<usize>,
}

/// A thing: what kind of thing it is, and what is said of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Item {
    /// The names of its types, without their vocabulary, in lower case: `product`.
    pub(crate) types: Vec<String>,
    /// What it is called among the others.
    pub(crate) id: Option<String>,
    /// Each property with one value.
    pub(crate) said: Vec<(String, Value)>,
}

/// A value of a property.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A text or an address.
    Text(String),
    /// Another thing.
    Item(usize),
}

/// How many things are kept of a page.
const MOST: usize = 5_000;

/// What can be bought, by the names that schema.org has for it.
const PRODUCTS: [&str; 8] = [
    "product",
    "productgroup",
    "individualproduct",
    "productmodel",
    "someproducts",
    "book",
    "vehicle",
    "videogame",
];

impl Items {
    /// Adds a thing; nothing where there are too many.
    pub(crate) fn add(&mut self, item: Item) -> Option<usize> {
        if self.all.len() >= MOST {
            return None;
        }
        self.all.push(item);
        Some(self.all.len() - 1)
    }

    /// A thing by its number.
    pub(crate) fn get(&self, number: usize) -> Option<&Item> {
        self.all.get(number)
    }

    /// The same, to say more of it.
    pub(crate) fn get_mut(&mut self, number: usize) -> Option<&mut Item> {
        self.all.get_mut(number)
    }

    /// Things that a property of a thing leads to. One that is only named by its id is looked up.
    pub(crate) fn things<'a>(
        &'a self,
        item: &'a Item,
        property: &'a str,
    ) -> impl Iterator<Item = &'a Item> {
        item.values(property).filter_map(|value| match value {
            Value::Item(number) => self.get(*number).map(|found| self.whole(found)),
            Value::Text(_) => None,
        })
    }

    /// Makes things findable by their ids, once all is said.
    pub(crate) fn index(&mut self) {
        for (number, item) in self.all.iter().enumerate().filter(|(_, item)| !item.said.is_empty())
        {
            if let Some(id) = &item.id {
                self.by_id.entry(id.clone()).or_insert(number);
            }
        }
    }

    /// A thing of which only the id is said here stands somewhere else as a whole.
    pub(crate) fn whole<'a>(&'a self, item: &'a Item) -> &'a Item {
        let id = item.id.as_ref().filter(|_| item.said.is_empty());
        let whole = id.and_then(|id| self.get(*self.by_id.get(id)?));
        whole.unwrap_or(item)
    }

    /// What a property says in words: a text, or the name of the thing that it leads to.
    pub(crate) fn words<'a>(&'a self, item: &'a Item, property: &'a str) -> Option<&'a str> {
        item.values(property).find_map(|value| match value {
            Value::Text(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
            Value::Item(number) => self.whole(self.get(*number)?).text("name"),
        })
    }
}

impl Item {
    /// The values of a property.
    pub(crate) fn values<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a Value> {
        self.said.iter().filter(move |(name, _)| name == property).map(|(_, value)| value)
    }

    /// The texts of a property that say anything.
    pub(crate) fn texts<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a str> {
        self.values(property).filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
            Value::Item(_) => None,
        })
    }

    /// The first text of a property that says anything.
    pub(crate) fn text<'a>(&'a self, property: &'a str) -> Option<&'a str> {
        self.texts(property).next()
    }

    /// Whether it is of one of these types.
    pub(crate) fn is_any(&self, types: &[&str]) -> bool {
        self.types.iter().any(|own| types.contains(&own.as_str()))
    }

    /// Whether it can be bought.
    pub(crate) fn is_product(&self) -> bool {
        self.is_any(&PRODUCTS)
    }

    /// Whether it is somebody who sells.
    pub(crate) fn is_organization(&self) -> bool {
        let ends = ["organization", "store", "shop", "business", "corporation"];
        self.types.iter().any(|own| ends.iter().any(|end| own.ends_with(end)))
    }
}

/// The name of a type or property without its vocabulary.
pub(crate) fn bare(name: &str) -> &str {
    name.trim().rsplit(['/', '#', ':']).next().unwrap_or_default()
}
