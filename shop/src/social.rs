//! What `<meta>` tags with a content say: OpenGraph, Twitter cards, and others.

use crate::{reading::Source, scope::head, tag::Tag};

/// How many tags with a content are kept, and how much of each, in bytes.
const MOST: usize = 2_000;
const LONGEST: usize = 4_000;

/// Tags in their order.
#[derive(Debug, Default)]
pub(crate) struct Tags(Vec<Seen>);

#[derive(Debug)]
struct Seen {
    /// In lower case.
    name: String,
    content: String,
    /// Whether it stood in the attribute that OpenGraph is written in.
    by_property: bool,
}

impl Tags {
    /// Keeps a tag that says something of the page rather than of a thing on it.
    pub(crate) fn see(&mut self, tag: &Tag, in_microdata: bool, in_rdfa: bool) {
        let is_picture = || tag.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("image_src"));
        match tag.name.as_slice() {
            b"link" if is_picture() => {
                self.keep("image_src", tag.get("href").unwrap_or_default(), false);
            }
            b"meta" => {
                let Some(content) = tag.get("content").or_else(|| tag.get("value")) else { return };
                let property = tag.get("property").filter(|name| !in_rdfa || name.contains(':'));
                let itemprop = tag.get("itemprop").filter(|_| !in_microdata);
                property.into_iter().for_each(|name| self.keep(name, content, true));
                let others = tag.get("name").into_iter().chain(itemprop);
                others.for_each(|name| self.keep(name, content, false));
            }
            _ => {}
        }
    }

    fn keep(&mut self, name: &str, content: &str, by_property: bool) {
        if self.0.len() < MOST {
            let name = head(name, LONGEST).trim().to_lowercase();
            self.0.push(Seen { name, content: head(content, LONGEST).to_owned(), by_property });
        }
    }

    /// What tags of these names say, the most trusted first, each with its source.
    pub(crate) fn of<'a>(&'a self, names: &'a [&'a str]) -> Vec<(&'a str, Source)> {
        let mut found: Vec<_> = names
            .iter()
            .flat_map(|name| self.0.iter().filter(move |seen| seen.name == *name))
            .filter(|seen| !seen.content.trim().is_empty())
            .map(|seen| (seen.content.as_str(), source(seen)))
            .collect();
        found.sort_by_key(|(_, source)| *source);
        found
    }

    /// The addresses of OpenGraph's pictures, each with its stated width. A picture begins with
    /// its address; what follows says more of it. The one by https goes before the other.
    pub(crate) fn pictures(&self) -> Vec<(&str, Option<u32>, Source)> {
        let mut pictures: Vec<(&str, Option<u32>, Source)> = Vec::new();
        for seen in &self.0 {
            let content = seen.content.trim();
            match seen.name.as_str() {
                "og:image" | "og:image:url" => {
                    let again = pictures.last().is_some_and(|(last, ..)| *last == content);
                    if !again {
                        pictures.push((content, None, source(seen)));
                    }
                }
                "og:image:secure_url" => {
                    let same = pictures.iter().position(|it| bare(it.0) == bare(content));
                    match same.or_else(|| pictures.len().checked_sub(1)) {
                        Some(at) => pictures[at].0 = content,
                        None => pictures.push((content, None, source(seen))),
                    }
                }
                "og:image:width" => {
                    if let Some(last) = pictures.last_mut() {
                        last.1 = content.parse().ok();
                    }
                }
                _ => {}
            }
        }
        pictures.sort_by_key(|(.., source)| *source);
        pictures
    }

    /// What Twitter's cards say under a label that means price.
    pub(crate) fn labelled_prices(&self) -> Vec<&str> {
        const PRICE: [&str; 9] =
            ["price", "preis", "prix", "precio", "prezzo", "cena", "pris", "prijs", "価格"];
        let said = |name: String| {
            self.0.iter().find(|seen| seen.name == name).map(|seen| seen.content.as_str())
        };
        (1..=4)
            .filter_map(|number| {
                let label = said(format!("twitter:label{number}"))?.to_lowercase();
                let is_price = PRICE.iter().any(|word| label.contains(word));
                said(format!("twitter:data{number}")).filter(|_| is_price)
            })
            .collect()
    }
}

/// An address without its scheme.
fn bare(address: &str) -> &str {
    address.split_once("//").map_or(address, |(_, rest)| rest)
}

fn source(seen: &Seen) -> Source {
    if seen.name.starts_with("twitter:") {
        Source::Twitter
    } else if seen.by_property {
        Source::OpenGraph
    } else {
        Source::Meta
    }
}
