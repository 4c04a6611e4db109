//! What shall be different about a gift.

use domain::{Exactness, GiftForm, Priority};
use serde::Deserialize;
use utoipa::ToSchema;

use super::gift::{ExactnessName, PriorityName};
use crate::http::rest::{refused::Refused, sent::Number, v1::shapes::said};

/// So many further shops at most (R4.1).
const MOST_SHOPS: usize = 3;

/// What shall be different about a gift. What is not named stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GiftDetailsUpdate {
    /// How many are wanted: 1 to 999.
    quantity: Option<Number>,
    /// Whether any number is welcome. Naming a quantity alone ends that.
    any_number: Option<bool>,
    /// What it is called: 1 to 200 characters.
    name: Option<String>,
    /// Who makes it: up to 80 characters.
    brand: Option<String>,
    /// Where it is sold: up to 80 characters.
    shop: Option<String>,
    /// Its page in the shop; an empty text takes it away.
    product_url: Option<String>,
    /// Further pages on which it is sold, three at most.
    #[schema(max_items = 3)]
    further_urls: Option<Vec<String>>,
    /// What it costs; `null` takes it away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<PriceUpdate>)]
    price: Option<Option<PriceUpdate>>,
    /// Up to 500 characters; an empty text takes them away.
    notes: Option<String>,
    /// How much it is wished for.
    priority: Option<PriorityName>,
    /// Whether something like it will do.
    exactness: Option<ExactnessName>,
    /// Which size: up to 60 characters.
    size: Option<String>,
    /// Which colour: up to 60 characters.
    colour: Option<String>,
    /// Words by which its owner sorts: eight at most, of up to 24 characters, without commas.
    #[schema(max_items = 8)]
    tags: Option<Vec<String>>,
    /// The heading that it stands under: up to 40 characters; empty above all headings.
    section: Option<String>,
    /// Whether givers do not see it yet.
    hidden: Option<bool>,
}

/// What something costs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PriceUpdate {
    /// How much, in the currency's own units.
    #[schema(examples("1249.50"))]
    amount: String,
    /// The currency (ISO 4217).
    #[schema(examples("EUR"))]
    currency: String,
}

impl GiftDetailsUpdate {
    /// Whether there are no more further shops than a gift can have.
    ///
    /// # Errors
    /// 422 otherwise.
    pub fn require_few_shops(&self) -> Result<(), Refused> {
        match &self.further_urls {
            Some(urls) if urls.len() > MOST_SHOPS => Err(Refused::field("furtherUrls", "too_many")),
            _ => Ok(()),
        }
    }

    /// What is named here, over a gift's form.
    pub fn over(&self, form: GiftForm) -> GiftForm {
        let or = |sent: &Option<String>, now: String| sent.clone().unwrap_or(now);
        let ticked = |yes: bool| if yes { "on" } else { "" }.to_owned();
        let any_number = self.any_number.or(self.quantity.map(|_| false));
        let (price, currency) = match &self.price {
            None => (form.price, form.currency),
            Some(None) => (String::new(), String::new()),
            Some(Some(price)) => (price.amount.clone(), price.currency.clone()),
        };
        let mut further = match &self.further_urls {
            Some(urls) => urls.clone(),
            None => vec![form.further_1, form.further_2, form.further_3],
        }
        .into_iter();
        let mut next_shop = || further.next().unwrap_or_default();
        GiftForm {
            link: or(&self.product_url, form.link),
            name: or(&self.name, form.name),
            brand: or(&self.brand, form.brand),
            shop: or(&self.shop, form.shop),
            price,
            currency,
            picture: form.picture,
            wanted: self.quantity.map_or(form.wanted, |quantity| quantity.to_string()),
            any_number: any_number.map_or(form.any_number, ticked),
            notes: or(&self.notes, form.notes),
            priority: self
                .priority
                .map_or(form.priority, |name| Priority::from(name).code().to_owned()),
            exactness: self
                .exactness
                .map_or(form.exactness, |name| Exactness::from(name).code().to_owned()),
            size: or(&self.size, form.size),
            colour: or(&self.colour, form.colour),
            further_1: next_shop(),
            further_2: next_shop(),
            further_3: next_shop(),
            tags: self.tags.as_ref().map_or(form.tags, |tags| tags.join(", ")),
            section: or(&self.section, form.section),
            hidden: self.hidden.map_or(form.hidden, ticked),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn now() -> GiftForm {
        GiftForm {
            link: "https://shop.example/train".to_owned(),
            name: "Train".to_owned(),
            brand: "Holz".to_owned(),
            shop: "Toys".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            picture: "0123456789abcdef".repeat(4),
            wanted: "3".to_owned(),
            notes: "Red".to_owned(),
            priority: "must".to_owned(),
            exactness: "exact".to_owned(),
            size: "L".to_owned(),
            colour: "red".to_owned(),
            further_1: "https://other.example/train".to_owned(),
            tags: "toys".to_owned(),
            section: "For Ida".to_owned(),
            hidden: "on".to_owned(),
            ..GiftForm::default()
        }
    }

    fn over(sent: Value) -> GiftForm {
        serde_json::from_value::<GiftDetailsUpdate>(sent).unwrap().over(now())
    }

    // R4.5, R10.1
    #[test]
    fn what_is_not_named_stays() {
        assert_eq!(over(json!({})), now());
        let renamed = over(json!({ "name": "Tram", "unknown": 1 }));
        assert_eq!(renamed, GiftForm { name: "Tram".to_owned(), ..now() });
    }

    // R10.1
    #[test]
    fn what_is_named_takes_its_place() {
        let form = over(json!({
            "quantity": "2", "price": null, "notes": "", "priority": "nice",
            "exactness": "similar", "furtherUrls": [], "tags": ["wood", "old"], "section": "",
            "hidden": false
        }));
        let expected = GiftForm {
            wanted: "2".to_owned(),
            price: String::new(),
            currency: String::new(),
            notes: String::new(),
            priority: "nice".to_owned(),
            exactness: "similar".to_owned(),
            further_1: String::new(),
            tags: "wood, old".to_owned(),
            section: String::new(),
            hidden: String::new(),
            ..now()
        };
        assert_eq!(form, expected);
        let price = over(json!({ "price": { "amount": "1,249.50", "currency": "CHF" } }));
        assert_eq!((price.price.as_str(), price.currency.as_str()), ("1,249.50", "CHF"));
    }

    // R4.1
    #[test]
    fn any_number_is_welcome_until_a_number_is_named() {
        let any = over(json!({ "anyNumber": true }));
        assert_eq!(any.any_number, "on");
        let update: GiftDetailsUpdate = serde_json::from_value(json!({ "quantity": 4 })).unwrap();
        let four = update.over(any.clone());
        assert_eq!((four.wanted.as_str(), four.any_number.as_str()), ("4", ""));
        let update: GiftDetailsUpdate = serde_json::from_value(json!({})).unwrap();
        assert_eq!(update.over(any).any_number, "on");
    }

    #[test]
    fn a_fourth_shop_is_refused() {
        let shops = |number: usize| {
            let sent = json!({ "furtherUrls": vec!["https://shop.example/"; number] });
            serde_json::from_value::<GiftDetailsUpdate>(sent).unwrap().require_few_shops()
        };
        assert!(shops(3).is_ok());
        assert!(shops(4).is_err());
    }
}
