//! Which rows of a file are the same gift, and which are on the list already.

use std::collections::{HashMap, hash_map::Entry};

use crate::{Gift, GiftDetails, GiftId, LinkKey};

/// What a row is the same as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// A gift on the list.
    Gift(GiftId),
    /// The row with this number, above it.
    Row(u32),
}

/// By what gifts are compared: the product that their links lead to (R4.3); without a link, what
/// they are called.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Link(LinkKey),
    Name(String),
}

impl Key {
    fn of(details: &GiftDetails) -> Self {
        match &details.link {
            Some(link) => Self::Link(link.key()),
            None => Self::Name(details.name.as_str().to_lowercase()),
        }
    }
}

/// For each row, what it is the same as: the first that there was of them.
pub fn same_gifts<'a>(
    rows: impl IntoIterator<Item = (u32, &'a GiftDetails)>,
    gifts: &[Gift],
) -> Vec<Option<Same>> {
    let mut seen: HashMap<Key, Same> = HashMap::new();
    for gift in gifts.iter().filter(|gift| !gift.removed) {
        seen.entry(Key::of(&gift.details)).or_insert(Same::Gift(gift.id));
    }
    let rows = rows.into_iter().map(|(number, details)| match seen.entry(Key::of(details)) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(free) => {
            free.insert(Same::Row(number));
            None
        }
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GiftForm;

    fn details(name: &str, link: &str) -> GiftDetails {
        let form = GiftForm { name: name.to_owned(), link: link.to_owned(), ..GiftForm::default() };
        form.parse("2026-11-24".parse().unwrap(), None).unwrap().details
    }

    #[test]
    fn rows_are_the_same_by_where_their_links_lead_or_by_name() {
        let rows = [
            details("Train", "https://www.shop.example/train?utm_source=x"),
            details("Another name", "http://shop.example/train/"),
            details("Lamp", ""),
            details("LAMP", ""),
            details("Lamp", "https://shop.example/lamp"),
        ];
        let numbered = (2..).zip(&rows);
        let told = same_gifts(numbered, &[]);
        assert_eq!(told, [None, Some(Same::Row(2)), None, Some(Same::Row(4)), None]);
    }
}
