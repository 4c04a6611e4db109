//! Further shops that sell a gift (R4.1).

use serde::{Deserialize, Serialize};

use crate::Link;

/// Up to three more pages in shops, each of them kept as the main one is (R4.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Link>")]
pub struct FurtherLinks(Vec<Link>);

impl FurtherLinks {
    /// The most.
    pub const MAX: usize = 3;

    /// Those of these that are another page than the `main` one and than those before them.
    pub fn new(links: impl IntoIterator<Item = Link>, main: Option<&Link>) -> Self {
        let mut kept: Vec<Link> = Vec::new();
        for link in links {
            let key = link.key();
            let is_new = main.into_iter().chain(&kept).all(|other| other.key() != key);
            if is_new && kept.len() < Self::MAX {
                kept.push(link);
            }
        }
        Self(kept)
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter()
    }

    /// The first, second or third, counted from 1 as in addresses.
    pub fn number(&self, number: usize) -> Option<&Link> {
        self.0.get(number.checked_sub(1)?)
    }

    /// What the shops are called: the hosts of their pages.
    pub fn hosts(&self) -> Vec<String> {
        self.0.iter().map(Link::host).collect()
    }
}

impl From<Vec<Link>> for FurtherLinks {
    fn from(links: Vec<Link>) -> Self {
        Self::new(links, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(raw: &str) -> Link {
        Link::parse(raw).unwrap().cleaned()
    }

    // R4.1
    #[test]
    fn no_page_stands_twice_and_never_more_than_three() {
        let main = link("https://shop.example/train");
        let pages = [
            "https://www.shop.example/train?utm_source=x",
            "https://a.example/1",
            "https://a.example/1/",
            "https://b.example/2",
            "https://c.example/3",
            "https://d.example/4",
        ];
        let further = FurtherLinks::new(pages.map(link), Some(&main));
        assert_eq!(further.hosts(), ["a.example", "b.example", "c.example"]);
        assert_eq!(further.number(1).unwrap().host(), "a.example");
        assert_eq!((further.number(0), further.number(4)), (None, None));
    }
}
