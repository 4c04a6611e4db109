//! A product of the catalogue as it goes from one instance to another, and to files.

use app::backend::ProductCard;
use domain::{PictureWidth, ProductForm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a day is followed by, where a time stood: nobody looks at the clock when they read a price.
const AT_MIDNIGHT: &str = " 00:00:00";

/// A product of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CatalogueEntry)]
pub struct Entry {
    /// Its id, the same in every instance.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    pub product_id: String,
    /// Who makes it; may be empty.
    #[serde(default)]
    pub brand: String,
    /// Where it is sold.
    #[serde(default)]
    pub retailer: String,
    /// What it is called.
    #[schema(examples("Wooden train"))]
    pub details: String,
    /// Its page in the shop.
    #[schema(examples("https://shop.example/train"))]
    pub product_url: String,
    /// What it cost, in digits with a point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(examples("39.90"))]
    pub price: Option<String>,
    /// In which currency (ISO 4217); pounds where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(examples("EUR"))]
    pub currency: Option<String>,
    /// The day on which somebody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(examples("2026-11-28 00:00:00"))]
    pub price_checked_date: Option<String>,
    /// Its picture, as the instance serves it that says this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether it is kept from those who search.
    #[serde(default)]
    pub search_hidden: bool,
}

/// Some of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CataloguePage)]
pub struct EntryPage {
    /// Products in the order of their ids.
    pub items: Vec<Entry>,
    /// Where to go on; nothing on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What came of putting a product into the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CataloguePut)]
pub struct PutAnswer {
    /// Its id.
    pub product_id: String,
    /// Whether it is new.
    pub created: bool,
}

/// The currency of a price that does not name one, as the original had it.
pub const USUAL_CURRENCY: &str = "GBP";

impl Entry {
    /// A product as it is here. `origin` is where its picture is found.
    pub fn of(card: &ProductCard, origin: &str) -> Self {
        let money = card.price.map(|price| price.money);
        let picture = card.picture.as_ref();
        Self {
            product_id: card.id.uuid().hyphenated().to_string(),
            brand: card.brand.clone(),
            retailer: card.shop.clone(),
            details: card.name.clone(),
            product_url: card.link.clone().unwrap_or_default(),
            price: money.map(domain::Money::plain),
            currency: money.map(|money| money.currency().to_owned()),
            price_checked_date: card.price.map(|price| format!("{}{AT_MIDNIGHT}", price.read_on)),
            image_url: picture.map(|id| format!("{origin}{}", id.path(PictureWidth::Large))),
            search_hidden: card.hidden,
        }
    }

    /// The form that makes it, but for the picture, of which each instance keeps a copy.
    pub fn form(&self) -> ProductForm {
        let day = self.price_checked_date.as_deref().unwrap_or_default().trim();
        let (price, currency) = priced(self.price.as_deref(), self.currency.as_deref());
        ProductForm {
            link: self.product_url.clone(),
            name: self.details.clone(),
            brand: self.brand.clone(),
            shop: self.retailer.clone(),
            price_on: day.split([' ', 'T']).next().unwrap_or_default().to_owned(),
            price,
            currency,
            picture: String::new(),
            hidden: if self.search_hidden { "on" } else { "" }.to_owned(),
        }
    }

    /// The names of the fields in which another says something else. Of a picture only whether there
    /// is one, since each instance makes its own copy; when a price was read does not matter.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let pictured = self.image_url.is_some() == other.image_url.is_some();
        [
            ("brand", self.brand == other.brand),
            ("retailer", self.retailer == other.retailer),
            ("details", self.details == other.details),
            ("productUrl", self.product_url == other.product_url),
            ("price", self.price == other.price),
            ("currency", self.currency == other.currency),
            ("imageUrl", pictured),
            ("searchHidden", self.search_hidden == other.search_hidden),
        ]
        .into_iter()
        .filter_map(|(field, same)| (!same).then_some(field))
        .collect()
    }
}

/// A price as forms have it: an amount, and its currency. Where the amount begins with a pound, as
/// the original had it, that is its currency.
pub fn priced(price: Option<&str>, currency: Option<&str>) -> (String, String) {
    let price = price.unwrap_or_default().trim();
    let amount = price.strip_prefix('£');
    let said = currency.map(str::trim).filter(|currency| !currency.is_empty());
    let currency = if amount.is_some() { Some(USUAL_CURRENCY) } else { said };
    (amount.unwrap_or(price).to_owned(), currency.unwrap_or(USUAL_CURRENCY).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            product_id: "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55".to_owned(),
            brand: "Holzmann".to_owned(),
            retailer: "Tiny Oak".to_owned(),
            details: "Wooden train".to_owned(),
            product_url: "https://shop.example/train".to_owned(),
            price: Some("39.90".to_owned()),
            currency: Some("EUR".to_owned()),
            price_checked_date: Some("2026-11-28 00:00:00".to_owned()),
            image_url: None,
            search_hidden: false,
        }
    }

    // R6.6
    #[test]
    fn instances_differ_in_what_people_read_and_not_in_when_a_price_was_read() {
        let later = Some("2026-12-24 00:00:00".to_owned());
        let read_later = Entry { price_checked_date: later, ..entry() };
        assert!(entry().differences(&read_later).is_empty());
        let copied = |host: &str| Entry { image_url: Some(host.to_owned()), ..entry() };
        assert!(
            copied("https://a.example/x").differences(&copied("https://b.example/y")).is_empty()
        );
        assert_eq!(entry().differences(&copied("https://a.example/x")), ["imageUrl"]);
        let hidden = Entry { search_hidden: true, price: None, ..entry() };
        assert_eq!(entry().differences(&hidden), ["price", "searchHidden"]);
    }

    #[test]
    fn a_product_reads_back_from_its_form() {
        let today = "2026-11-30".parse().unwrap();
        let wish = entry().form().parse(today, None).unwrap();
        let price = wish.details.price.unwrap();
        assert_eq!(
            (price.money.plain(), price.read_on.to_string()),
            ("39.90".into(), "2026-11-28".into())
        );
        assert_eq!(ProductForm::of(&wish.details, wish.hidden).name, "Wooden train");
    }

    #[test]
    fn a_price_is_in_pounds_unless_it_says_otherwise() {
        assert_eq!(priced(Some("100.00"), None), ("100.00".into(), "GBP".into()));
        assert_eq!(priced(Some(" £12 "), Some("EUR")), ("12".into(), "GBP".into()));
        assert_eq!(priced(Some("12"), Some("EUR")), ("12".into(), "EUR".into()));
        assert_eq!(priced(None, None).0, "");
    }
}
