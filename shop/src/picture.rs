//! Which pictures a page offers, and which of them is the best.

use std::collections::HashMap;

use url::Url;

use crate::{
    collect::Collected,
    item::{Item, Items, Value},
    reading::{Found, Source},
};

/// How many are answered.
const MOST: usize = 8;

/// What stands in the names of files that show nothing.
const NOTHING: [&str; 8] =
    ["placeholder", "no-image", "no_image", "noimage", "blank", "spacer", "1x1", "pixel.gif"];

/// The parameters of an address in which servers of pictures are told the size.
const SIZES: [&str; 10] =
    ["w", "h", "width", "height", "wid", "hei", "sw", "sh", "imwidth", "size"];

/// A picture as a page names it.
struct Named {
    url: Url,
    width: Option<u32>,
}

/// The pictures of a page, the best first: those of the most trusted source, the widest before the
/// others.
pub(crate) fn of(page: &Collected, products: &[(Option<Product<'_>>, Source)]) -> Vec<Found<Url>> {
    let mut found: Vec<Found<Url>> = Vec::new();
    let mut add = |named: Vec<Named>, source: Source| {
        let mut named = largest(named);
        // What states no width keeps its place behind those that do.
        named.sort_by_key(|picture| std::cmp::Reverse(picture.width));
        for Named { url, .. } in named {
            if found.len() < MOST && found.iter().all(|other| other.value != url) {
                found.push(Found { value: url, source });
            }
        }
    };
    for (product, source) in products {
        let Some(Product { items, item, group }) = product else { continue };
        let own = [Some(*item), *group].into_iter().flatten();
        let all: Vec<Vec<Named>> = own.map(|item| said(page, items, item)).collect();
        add(all.into_iter().find(|named| !named.is_empty()).unwrap_or_default(), *source);
    }
    for wanted in [Source::OpenGraph, Source::Meta] {
        let social = page.tags.pictures().into_iter().filter(|(.., source)| *source == wanted);
        let social = social.filter_map(|(text, width, _)| named(page, text, width));
        let social = social.collect();
        if wanted == Source::OpenGraph {
            add(social, wanted);
            let cards = page.tags.of(&["twitter:image", "twitter:image:src"]).into_iter();
            add(cards.filter_map(|(text, _)| named(page, text, None)).collect(), Source::Twitter);
        } else {
            let plain = page.tags.of(&["image_src", "thumbnail", "image"]).into_iter();
            let plain = plain.filter_map(|(text, _)| named(page, text, None));
            add(social.into_iter().chain(plain).collect(), wanted);
        }
    }
    found
}

/// Of pictures that are the same file in several sizes, the largest, at the first one's place.
fn largest(named: Vec<Named>) -> Vec<Named> {
    let mut largest: Vec<Named> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for picture in named {
        let (file, _) = sized(&picture.url);
        match places.get(&file).and_then(|place| largest.get_mut(*place)) {
            Some(known) => {
                let states = |picture: &Named| (picture.width, sized(&picture.url).1);
                if states(&picture) > states(known) {
                    *known = picture;
                }
            }
            None => {
                places.insert(file, largest.len());
                largest.push(picture);
            }
        }
    }
    largest
}

/// An address without the size in it, and the larger side of that: `train-300x200.jpg?w=600`.
fn sized(url: &Url) -> (String, u32) {
    let mut side = 0;
    let mut see = |number: &str| match number.parse() {
        Ok(number) if (16..=9_999).contains(&number) => {
            side = side.max(number);
            true
        }
        _ => false,
    };
    let mut file = url.host_str().unwrap_or_default().to_owned();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    for word in url.path().split_inclusive(['/', '-', '_', '.']) {
        let size = word.trim_end_matches(['/', '-', '_', '.']).split_once('x');
        let is_size = size.is_some_and(|(width, height)| {
            is_number(width) && is_number(height) && see(width) && see(height)
        });
        file.push_str(if is_size { "x" } else { word });
    }
    for (name, value) in url.query_pairs() {
        if !(SIZES.contains(&name.to_lowercase().as_str()) && see(&value)) {
            file.push_str(&format!("&{name}={value}"));
        }
    }
    (file, side)
}

/// A product, with the group that it is a variant of.
#[derive(Clone, Copy)]
pub(crate) struct Product<'a> {
    pub(crate) items: &'a Items,
    pub(crate) item: &'a Item,
    pub(crate) group: Option<&'a Item>,
}

fn said(page: &Collected, items: &Items, item: &Item) -> Vec<Named> {
    let values = item.values("image").chain(item.values("photo"));
    let named = values.filter_map(|value| match value {
        Value::Text(text) => named(page, text, None),
        Value::Item(number) => {
            let image = items.whole(items.get(*number)?);
            let width = items
                .words(image, "width")
                .or_else(|| items.things(image, "width").find_map(|width| width.text("value")));
            let width = width.and_then(|width| width.trim_end_matches("px").trim().parse().ok());
            let addresses = ["contentUrl", "contentURL", "url"];
            let mut addresses = addresses.iter().filter_map(|name| image.text(name));
            addresses.find_map(|text| named(page, text, width)).or_else(|| {
                image.id.as_deref().filter(|id| id.starts_with("http")).and_then(|id| {
                    named(page, id.split('#').next().unwrap_or(id), width)
                        .filter(|_| id.rsplit('.').next().is_some_and(|end| end.len() <= 4))
                })
            })
        }
    });
    named.collect()
}

fn named(page: &Collected, text: &str, width: Option<u32>) -> Option<Named> {
    let text = text.trim();
    if text.is_empty() || width == Some(1) {
        return None;
    }
    let url = page.base.join(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let file = url.path_segments()?.next_back()?.to_lowercase();
    let shows = !file.is_empty()
        && !file.ends_with(".svg")
        && !NOTHING.iter().any(|nothing| file.contains(nothing));
    (is_web && shows).then_some(Named { url, width })
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case(&["/a-300x300.jpg", "/a-1200x1200.jpg", "/b.jpg"], &["/a-1200x1200.jpg", "/b.jpg"])]
    #[test_case(&["/a.jpg?v=1&width=300", "/a.jpg?v=1&width=1200"], &["/a.jpg?v=1&width=1200"])]
    #[test_case(&["/a_100x100_2.jpg", "/a_50x50_3.jpg"], &["/a_100x100_2.jpg", "/a_50x50_3.jpg"]; "other files")]
    #[test_case(&["/a-1.jpg", "/a-2.jpg"], &["/a-1.jpg", "/a-2.jpg"]; "numbers are no sizes")]
    #[test_case(&["/a.jpg", "/a.jpg?v=2"], &["/a.jpg", "/a.jpg?v=2"]; "versions are no sizes")]
    fn of_one_file_in_several_sizes_the_largest_counts(given: &[&str], kept: &[&str]) {
        let base = Url::parse("https://shop.example/").unwrap();
        let named = given.iter().map(|path| Named { url: base.join(path).unwrap(), width: None });
        let paths = largest(named.collect()).into_iter();
        let paths: Vec<_> = paths.map(|it| it.url.as_str()[20..].to_owned()).collect();
        assert_eq!(paths, kept);
    }
}
