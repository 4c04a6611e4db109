//! `catalogue.json`: products that come with the program, so that a new site has something to show.

use std::collections::BTreeMap;

use app::backend::Category;
use chrono::NaiveDate;
use domain::{
    FieldErrors, GiftName, Link, LinkKey, PictureId, ProductDetails, ProductForm, ProductId,
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::{fault::Fault, is_slug};

/// They count as older than everything that people add: midnight of 1 January 2026, UTC.
const MADE_AT_MILLIS: u64 = 1_767_225_600_000;

/// A product as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    slug: String,
    name: String,
    /// By language.
    #[serde(default)]
    names: BTreeMap<String, String>,
    brand: String,
    shop: String,
    link: String,
    price: String,
    currency: String,
    price_on: NaiveDate,
    category: String,
}

/// A product that comes with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseProduct {
    /// Its word in files. Its drawing is called so too.
    pub slug: String,
    /// Its id, which follows from its word.
    pub id: ProductId,
    /// What it goes with.
    pub category: Category,
    /// What people read, without a picture.
    details: ProductDetails,
    /// What it is called in other languages, by language.
    names: BTreeMap<String, GiftName>,
}

impl HouseProduct {
    /// What people read, with its picture.
    pub fn details(&self, picture: Option<PictureId>) -> ProductDetails {
        ProductDetails { picture, ..self.details.clone() }
    }

    /// What all links to it have in common: no two products of a catalogue have the same (R6.1).
    fn link_key(&self) -> Option<LinkKey> {
        self.details.link.as_ref().map(Link::key)
    }

    /// What readers of this language call it, where that is not `name`, by which the catalogue goes.
    /// What an admin has given another name is called so everywhere.
    pub fn translated(&self, name: &GiftName, language: &str) -> Option<&GiftName> {
        self.names.get(language).filter(|_| *name == self.details.name)
    }

    /// Whether its name in any of those languages holds these words, which are in small letters.
    pub(super) fn is_called_like(&self, words: &str) -> bool {
        self.names.values().any(|name| name.as_str().to_lowercase().contains(words))
    }
}

/// The id of the product with this word: the same on every site and at every start.
pub fn id_of(slug: &str) -> ProductId {
    let digest = Sha256::digest(["ewelists house product ", slug].concat());
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    ProductId::new(Builder::from_unix_timestamp_millis(MADE_AT_MILLIS, &bytes).into_uuid())
}

/// Reads the file: the products that can be used, and what is wrong with the others. Each stands on
/// a line of its own behind the first.
pub fn read(text: &str) -> (Vec<HouseProduct>, Vec<Fault>) {
    let written: Vec<Written> = match serde_json::from_str(text) {
        Ok(written) => written,
        Err(error) => return (vec![], vec![Fault::new(error.line(), error.to_string())]),
    };
    let mut products: Vec<HouseProduct> = Vec::new();
    let mut faults = Vec::new();
    for product in written {
        let slug = product.slug.clone();
        let read = product.read().and_then(|read| {
            if products.iter().any(|known| known.slug == read.slug) {
                Err("its word is that of another".to_owned())
            } else if products.iter().any(|known| known.link_key() == read.link_key()) {
                Err("its link is that of another".to_owned())
            } else {
                Ok(read)
            }
        });
        match read {
            Ok(product) => products.push(product),
            Err(why) => {
                let mark = format!("\"{slug}\"");
                let line = text.lines().position(|line| line.contains(&mark)).unwrap_or(0) + 1;
                faults.push(Fault::new(line, format!("product {slug}: {why}")));
            }
        }
    }
    (products, faults)
}

impl Written {
    fn read(self) -> Result<HouseProduct, String> {
        if !is_slug(&self.slug) {
            return Err("its word has other letters than a-z, 0-9 and -".to_owned());
        }
        let category = Category::parse(&self.category).ok_or("its category is unknown")?;
        let form = ProductForm {
            link: self.link,
            name: self.name,
            brand: self.brand,
            shop: self.shop,
            price: self.price,
            currency: self.currency,
            price_on: self.price_on.to_string(),
            ..ProductForm::default()
        };
        // The day is told, so that today is of no matter.
        let wish = form.parse(self.price_on, None).map_err(|errors| named(&errors))?;
        let names = self.names.into_iter().map(|(language, name)| {
            let name = GiftName::parse(&name);
            let name = name.map_err(|_| format!("its name in {language} can not be used"))?;
            Ok::<_, String>((language, name))
        });
        let names = names.collect::<Result<_, _>>()?;
        let id = id_of(&self.slug);
        Ok(HouseProduct { slug: self.slug, id, category, details: wish.details, names })
    }
}

fn named(errors: &FieldErrors) -> String {
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    format!("{} can not be used", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"slug": "moon-lamp", "name": "Moon lamp", "names": {"de": "Mondlampe"}, "brand": "Lumi", "shop": "Lillehus",
 "link": "https://lillehus.example/moon-lamp", "price": "27.00", "currency": "EUR",
 "price_on": "2026-03-02", "category": "baby"}"#;

    #[test]
    fn a_product_of_the_house_is_always_the_same_one() {
        let (products, faults) = read(&format!("[\n{ONE}\n]"));
        let [lamp] = products.as_slice() else { panic!("one product: {faults:?}") };
        assert_eq!(lamp.id, id_of("moon-lamp"));
        assert_eq!(lamp.id.to_string(), read(&format!("[{ONE}]")).0[0].id.to_string());
        assert_ne!(lamp.id, id_of("moon-lamp-2"));
        let stamp = lamp.id.uuid().get_timestamp().unwrap().to_unix();
        assert_eq!(stamp.0 * 1000, MADE_AT_MILLIS);
        let price = lamp.details(None).price.unwrap();
        assert_eq!(price.read_on.to_string(), "2026-03-02");
    }

    #[test]
    fn it_has_its_name_in_each_language_until_an_admin_gives_it_another() {
        let (products, _) = read(&format!("[{ONE}]"));
        let ours = products[0].details(None).name;
        let translated = |name: &GiftName, language: &str| {
            products[0].translated(name, language).map(ToString::to_string)
        };
        assert_eq!(translated(&ours, "de").as_deref(), Some("Mondlampe"));
        assert_eq!(translated(&ours, "fr"), None);
        let theirs = GiftName::parse("Lamp of the moon").unwrap();
        assert_eq!(translated(&theirs, "de"), None);
        assert!(products[0].is_called_like("ndlam") && !products[0].is_called_like("moon"));
        let (_, faults) = read(&format!("[\n{}\n]", ONE.replace("Mondlampe", " ")));
        let said = faults[0].to_string();
        assert_eq!(said, "line 2: product moon-lamp: its name in de can not be used");
    }

    #[test]
    fn one_that_can_not_be_used_leaves_the_others() {
        let wrong =
            ONE.replace("moon-lamp\", \"name", "sun-lamp\", \"name").replace("27.00", "much");
        let (products, faults) = read(&format!("[\n{ONE},\n{wrong},\n{ONE}\n]"));
        assert_eq!(products.len(), 1);
        let said: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "line 5: product sun-lamp: price can not be used",
                "line 2: product moon-lamp: its word is that of another",
            ]
        );
    }

    // R6.1
    #[test]
    fn two_ways_to_write_a_link_are_one_link() {
        let other = ONE.replace("\"moon-lamp\"", "\"sun-lamp\"").replace(
            "https://lillehus.example/moon-lamp",
            "http://www.lillehus.example/moon-lamp/",
        );
        let (products, faults) = read(&format!("[\n{ONE},\n{other}\n]"));
        assert_eq!(products.len(), 1);
        let said: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["line 5: product sun-lamp: its link is that of another"]);
    }

    #[test]
    fn what_is_no_json_is_named_with_its_line() {
        let (products, faults) = read("[\n{\n]");
        assert!(products.is_empty());
        assert_eq!(faults[0].line, 3);
    }
}
