//! Which pictures a page offers, and which of them is the best.

use url::Url;

use crate::{
    collect::Collected,
    item::{Item, Items, Value},
    reading::{Found, Source},
};

/// So many are answered.
const MOST: usize = 8;

/// What stands in the names of files that show nothing.
const NOTHING: [&str; 8] =
    ["placeholder", "no-image", "no_image", "noimage", "blank", "spacer", "1x1", "pixel.gif"];

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
        let mut named = named;
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
