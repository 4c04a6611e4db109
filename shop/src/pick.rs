//! Picks, from everything a page says, what is about the product on it.

use domain::{Link, LinkKey, Money};
use url::Url;

use crate::{
    collect::{Collected, collect},
    decode::decode,
    item::{Item, Items, Value},
    name, picture,
    picture::Product,
    price,
    reading::{Found, Page, Reading, Source},
};

/// What nobody can buy any more.
const GONE: [&str; 2] = ["soldout", "discontinued"];

/// Reads a page. Each field is taken from the most trusted source that has a usable value.
pub fn read(page: &Page<'_>) -> Reading {
    let html = decode(page.bytes, page.content_type);
    let collected = collect(&html, page.url);
    let here = Here::new(page.url);
    let said = [
        (&collected.json_ld, Source::JsonLd),
        (&collected.microdata, Source::Microdata),
        (&collected.rdfa, Source::Rdfa),
    ];
    let products = said.map(|(items, source)| (here.product(items), source));
    let shop = shop(&collected, &products, said);
    let mut shops: Vec<String> = shop.iter().map(|shop| shop.value.clone()).collect();
    let social = collected.tags.of(&["og:site_name", "og:site-name", "application-name"]);
    shops.extend(social.iter().filter_map(|(text, _)| name::other(text)));
    Reading {
        name: product_name(&collected, &products, &shops),
        brand: brand(&collected, &products),
        price: page_price(&collected, &products, page.url.host_str().unwrap_or_default()),
        pictures: picture::of(&collected, &products),
        shop,
    }
}

type Products<'a> = [(Option<Product<'a>>, Source); 3];

/// The address that was asked for, as it is compared.
struct Here<'a> {
    url: &'a Url,
    key: Option<LinkKey>,
    /// The words in it that may name a variant: the last part of the path, and values of the query.
    words: Vec<String>,
}

impl<'a> Here<'a> {
    fn new(url: &'a Url) -> Self {
        let last = url.path_segments().into_iter().flatten().rfind(|part| !part.is_empty());
        let query = url.query_pairs().map(|(_, value)| value.into_owned());
        let words = last.map(str::to_owned).into_iter().chain(query).collect();
        Self { url, key: key(url.as_str()), words }
    }

    fn is(&self, address: &str) -> bool {
        let joined = self.url.join(address.trim()).ok();
        self.key.is_some() && joined.is_some_and(|address| key(address.as_str()) == self.key)
    }

    /// Whether a thing says that this is its page.
    fn is_of(&self, items: &Items, item: &Item) -> bool {
        let own = item.texts("url").chain(item.id.as_deref());
        let offers = items.things(item, "offers").flat_map(|offer| offer.texts("url"));
        own.chain(offers).any(|address| self.is(address))
    }

    /// Whether the address names a variant. Variants that lead to the page of their whole group are
    /// told apart by their numbers alone.
    fn names(&self, items: &Items, item: &Item, group: &Item) -> bool {
        let named = ["sku", "productID", "gtin", "mpn"];
        let ids = named.iter().flat_map(|name| item.texts(name)).chain(item.id.as_deref());
        let own: Vec<String> = ids.map(str::to_owned).collect();
        let is_named = |id: &String| self.words.iter().any(|word| word == id.trim());
        let by_address = self.is_of(items, item) && !self.is_of(items, group);
        by_address || own.iter().any(is_named)
    }

    fn product<'i>(&self, items: &'i Items) -> Option<Product<'i>> {
        let roots = || items.roots.iter().filter_map(|number| items.get(*number));
        let main = roots().flat_map(|root| items.things(root, "mainEntity"));
        let main: Vec<&Item> = main.filter(|item| item.is_product()).collect();
        let all: Vec<&Item> = main
            .iter()
            .copied()
            .chain(roots().map(|root| items.whole(root)).filter(|item| item.is_product()))
            .collect();
        let item = all.iter().find(|item| self.is_of(items, item)).or_else(|| all.first())?;
        let variants: Vec<&Item> =
            items.things(item, "hasVariant").filter(|it| it.is_product()).collect();
        match variants.iter().find(|variant| self.names(items, variant, item)) {
            Some(variant) => Some(Product { items, item: variant, group: Some(item) }),
            None => Some(Product { items, item, group: None }),
        }
    }
}

fn key(address: &str) -> Option<LinkKey> {
    Link::parse(address).ok().map(|link| link.cleaned().key())
}

/// The text of a property, of the variant or of its group.
fn text<'a>(product: &Product<'a>, property: &'a str) -> Option<&'a str> {
    let own = [Some(product.item), product.group].into_iter().flatten();
    own.filter_map(|item| product.items.words(item, property)).next()
}

fn product_name(
    page: &Collected,
    products: &Products<'_>,
    shops: &[String],
) -> Option<Found<String>> {
    let said = products.iter().filter_map(|(product, source)| {
        Some((text(product.as_ref()?, "name")?.to_owned(), *source))
    });
    let tags = page.tags.of(&["og:title", "twitter:title", "title", "name", "dc.title"]);
    let tags = tags.into_iter().map(|(text, source)| (text.to_owned(), source));
    let title = (page.title.clone(), Source::Title);
    // A title that ends with the shop's name tells what to cut off, if nothing else does.
    let mut known = shops.to_vec();
    known.extend(name::shop_of_title(&page.title).filter(|_| shops.is_empty()));
    said.chain(tags).chain([title]).find_map(|(text, source)| {
        let is_title = source >= Source::OpenGraph;
        let value = name::product(&text, &known, is_title)?;
        Some(Found { value, source })
    })
}

fn brand(page: &Collected, products: &Products<'_>) -> Option<Found<String>> {
    let said = products.iter().filter_map(|(product, source)| {
        let product = product.as_ref()?;
        let named = text(product, "brand").or_else(|| text(product, "manufacturer"))?;
        Some(Found { value: name::other(named)?, source: *source })
    });
    let tags = page.tags.of(&["product:brand", "og:brand", "brand"]);
    let tags = tags
        .into_iter()
        .filter_map(|(text, source)| Some(Found { value: name::other(text)?, source }));
    said.chain(tags).next()
}

fn shop(
    page: &Collected,
    products: &Products<'_>,
    said: [(&Items, Source); 3],
) -> Option<Found<String>> {
    let structured = said.into_iter().enumerate().find_map(|(at, (items, source))| {
        let seller = products[at].0.as_ref().and_then(seller);
        let roots = || items.roots.iter().filter_map(|number| items.get(*number));
        let named = |is: fn(&Item) -> bool| {
            roots()
                .map(|root| items.whole(root))
                .filter(|root| is(root))
                .find_map(|root| items.words(root, "name"))
        };
        let value = seller
            .or_else(|| named(Item::is_organization))
            .or_else(|| named(|item| item.is_any(&["website"])))?;
        Some(Found { value: name::other(value)?, source })
    });
    let tags = || {
        let tags = page.tags.of(&["og:site_name", "og:site-name", "application-name"]);
        tags.into_iter()
            .filter_map(|(text, source)| Some(Found { value: name::other(text)?, source }))
            .next()
    };
    let title = || {
        let value = name::shop_of_title(&page.title)?;
        Some(Found { value, source: Source::Title })
    };
    structured.or_else(tags).or_else(title)
}

/// Who sells, by the offers of a product.
fn seller<'a>(product: &Product<'a>) -> Option<&'a str> {
    let offers = offers(product.items, product.item);
    offers.into_iter().find_map(|offer| product.items.words(offer, "seller"))
}

/// Offers, and those within an offer of several.
fn offers<'a>(items: &'a Items, item: &'a Item) -> Vec<&'a Item> {
    let top: Vec<&Item> = items.things(item, "offers").collect();
    let within = top.iter().flat_map(|offer| items.things(offer, "offers"));
    let within: Vec<&Item> = within.collect();
    top.into_iter().chain(within).collect()
}

fn page_price(page: &Collected, products: &Products<'_>, host: &str) -> Option<Found<Money>> {
    let said = products.iter().filter_map(|(product, source)| {
        let value = product_price(product.as_ref()?, host)?;
        Some(Found { value, source: *source })
    });
    let currency = ["product:price:currency", "og:price:currency", "product:sale_price:currency"];
    let currency = page.tags.of(&currency).first().map(|(text, _)| *text);
    let itemprop = page.tags.of(&["pricecurrency"]).first().map(|(text, _)| *text);
    let names = [
        "product:sale_price:amount",
        "product:price:amount",
        "og:price:amount",
        "price",
        "product:price",
    ];
    let tags = page.tags.of(&names);
    let social = tags.iter().filter_map(|(text, source)| {
        let value = believable(text, currency.or(itemprop), host)?;
        Some(Found { value, source: *source })
    });
    let cards = page.tags.labelled_prices().into_iter().filter_map(|text| {
        Some(Found { value: believable(text, currency, host)?, source: Source::Twitter })
    });
    let mut social: Vec<_> = social.chain(cards).collect();
    social.sort_by_key(|found| found.source);
    said.chain(social).next()
}

fn product_price(product: &Product<'_>, host: &str) -> Option<Money> {
    let Product { items, item, .. } = product;
    let own = offered(items, item, host);
    if own.is_some() {
        return own;
    }
    // A group's own price is that of its cheapest variant.
    let variants = items.things(item, "hasVariant").filter_map(|it| offered(items, it, host));
    let cheapest = variants.min_by_key(|money| money.minor());
    let direct = || price_of(items, item, None, host);
    cheapest.or_else(direct)
}

/// The price of the best offer.
fn offered(items: &Items, item: &Item, host: &str) -> Option<Money> {
    let mut prices = Vec::new();
    for offer in items.things(item, "offers") {
        let currency = items.words(offer, "priceCurrency");
        let nested: Vec<&Item> = items.things(offer, "offers").collect();
        if let Some(low) = items.words(offer, "lowPrice")
            && let Some(money) = believable(low, currency, host)
        {
            prices.push((is_gone(offer), money));
            continue;
        }
        let all = if nested.is_empty() { vec![offer] } else { nested };
        for offer in all {
            prices.extend(price_of(items, offer, currency, host).map(|it| (is_gone(offer), it)));
        }
    }
    // Those that can be bought go before those that can not, and then the cheapest.
    prices.into_iter().min_by_key(|(gone, money)| (*gone, money.minor())).map(|(_, money)| money)
}

fn is_gone(offer: &Item) -> bool {
    let said = offer.texts("availability").chain(offer.texts("Availability"));
    let mut said = said.map(|text| crate::item::bare(text).to_lowercase());
    said.any(|word| GONE.contains(&word.as_str()))
}

fn price_of(items: &Items, offer: &Item, currency: Option<&str>, host: &str) -> Option<Money> {
    let currency = items.words(offer, "priceCurrency").or(currency);
    let direct = offer.texts("price").filter_map(|text| believable(text, currency, host));
    if let Some(lowest) = direct.min_by_key(|money| money.minor()) {
        return Some(lowest);
    }
    let specified = items.things(offer, "priceSpecification").filter(|it| counts(items, it));
    let specified = specified.filter_map(|it| {
        let currency = items.words(it, "priceCurrency").or(currency);
        it.texts("price")
            .chain(it.texts("minPrice"))
            .find_map(|text| believable(text, currency, host))
    });
    specified.min_by_key(|money| money.minor())
}

/// Not what was asked before, and not what a part costs.
fn counts(items: &Items, specification: &Item) -> bool {
    let kind =
        items.words(specification, "priceType").map(|kind| crate::item::bare(kind).to_lowercase());
    let is_old = kind.is_some_and(|kind| {
        ["list", "strikethrough", "srp", "msrp", "rrp", "regular"]
            .iter()
            .any(|old| kind.contains(old))
    });
    let is_part = specification
        .values("referenceQuantity")
        .next()
        .is_some_and(|value| matches!(value, Value::Item(_) | Value::Text(_)));
    !is_old && !is_part
}

/// A price that somebody might ask. No shop writes one with an exponent.
fn believable(text: &str, currency: Option<&str>, host: &str) -> Option<Money> {
    let text = name::plain(text);
    let has_exponent = text.contains(['e', 'E']) && text.parse::<f64>().is_ok();
    if has_exponent { None } else { price::parse(&text, currency, host) }
}
