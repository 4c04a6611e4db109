//! The form by which admins fill in a product (R6).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::gift::{parse_link, parse_picture, parse_price, parse_shop};
use crate::{Brand, FieldErrors, FieldProblem, GiftName, Money, Price, ProductDetails, parse_day};

/// The form by which a product is promoted, made or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named after the fields of `ProductDetails`")]
pub struct ProductForm {
    pub link: String,
    pub name: String,
    pub brand: String,
    pub shop: String,
    pub price: String,
    pub currency: String,
    /// The day on which the price was read, such as `2026-11-24`; nothing is today, or the day
    /// that an unchanged price has. The day of the price before is none of another price.
    pub price_on: String,
    /// The id of our copy of its picture; nothing for none.
    pub picture: String,
    /// A ticked box: kept from those who search.
    pub hidden: String,
}

/// A product as an admin wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductWish {
    /// What people read.
    pub details: ProductDetails,
    /// Whether it is kept from those who search.
    pub hidden: bool,
}

impl ProductForm {
    /// The form that shows this product.
    pub fn of(details: &ProductDetails, hidden: bool) -> Self {
        let money = details.price.map(|price| price.money);
        let day = details.price.map(|price| price.read_on);
        Self {
            link: details.link.as_ref().map_or_else(String::new, |link| link.as_str().to_owned()),
            name: details.name.to_string(),
            brand: details.brand.to_string(),
            shop: details.shop.to_string(),
            price: money.map_or_else(String::new, Money::plain),
            currency: money.map_or_else(String::new, |money| money.currency().to_owned()),
            price_on: day.map_or_else(String::new, |day| day.to_string()),
            picture: details.picture.as_ref().map_or_else(String::new, ToString::to_string),
            hidden: if hidden { "on" } else { "" }.to_owned(),
        }
    }

    /// Reads the form. In the catalogue a product has a link: by it owners find it. `before` is the
    /// price that it had.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(
        &self,
        today: NaiveDate,
        before: Option<Price>,
    ) -> Result<ProductWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let link = parse_link(&self.link);
        let link = link.and_then(|link| link.ok_or(FieldProblem::Required).map(Some));
        let link = errors.take("link", link);
        let name = errors.take("name", GiftName::parse(&self.name));
        let brand = errors.take("brand", Brand::parse(&self.brand));
        let shop = errors.take("shop", parse_shop(&self.shop, link.as_ref()));
        let price = parse_price(&self.price, &self.currency, today, before);
        let price = errors.take("price", price);
        let price_on = errors.take("price_on", parse_past_day(&self.price_on, today));
        let picture = errors.take("picture", parse_picture(&self.picture));
        match (link, name, brand, shop, price, price_on, picture) {
            (
                Some(link),
                Some(name),
                Some(brand),
                Some(shop),
                Some(price),
                Some(price_on),
                Some(picture),
            ) => {
                let details = ProductDetails { name, brand, shop, link, price, picture };
                // It stood in the form, and another price was typed beside it.
                let is_left = |day: NaiveDate| {
                    let of_before = before.filter(|before| before.read_on == day);
                    of_before.is_some_and(|before| price.is_some_and(|it| it.money != before.money))
                };
                let details = match price_on.filter(|day| !is_left(*day)) {
                    Some(day) => details.priced_on(day),
                    None => details,
                };
                Ok(ProductWish { details, hidden: !self.hidden.is_empty() })
            }
            _ => Err(errors),
        }
    }
}

/// A price cannot have been read tomorrow.
fn parse_past_day(raw: &str, today: NaiveDate) -> Result<Option<NaiveDate>, FieldProblem> {
    match parse_day(raw)? {
        Some(day) if day > today => Err(FieldProblem::NotADate),
        day => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn form() -> ProductForm {
        ProductForm {
            link: "https://www.shop.example/train".to_owned(),
            name: "Train".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            ..ProductForm::default()
        }
    }

    #[test]
    fn a_product_of_the_catalogue_has_a_link_and_a_name() {
        let errors = ProductForm::default().parse(today(), None).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["link", "name"]);
    }

    #[test]
    fn the_day_of_a_price_is_told_or_today_and_never_tomorrow() {
        let read_on = |form: ProductForm| {
            form.parse(today(), None).map(|wish| wish.details.price.unwrap().read_on)
        };
        assert_eq!(read_on(form()), Ok(today()));
        let told = ProductForm { price_on: "2026-11-01".to_owned(), ..form() };
        assert_eq!(read_on(told), Ok("2026-11-01".parse().unwrap()));
        let tomorrow = ProductForm { price_on: "2026-11-25".to_owned(), ..form() };
        assert_eq!(read_on(tomorrow), Err(FieldErrors::one("price_on", FieldProblem::NotADate)));
    }

    // R4.7
    #[test]
    fn another_price_has_not_the_day_of_the_one_before() {
        let told = ProductForm { price_on: "2025-02-03".to_owned(), ..form() };
        let before = told.parse(today(), None).unwrap().details.price;
        let read_on = |form: ProductForm| {
            form.parse(today(), before).unwrap().details.price.unwrap().read_on.to_string()
        };
        assert_eq!(read_on(told.clone()), "2025-02-03");
        let corrected = ProductForm { price: "49".to_owned(), ..told.clone() };
        assert_eq!(read_on(corrected.clone()), "2026-11-24");
        let elsewhere = ProductForm { currency: "CHF".to_owned(), ..told.clone() };
        assert_eq!(read_on(elsewhere), "2026-11-24");
        let dated = ProductForm { price_on: "2026-11-01".to_owned(), ..corrected };
        assert_eq!(read_on(dated), "2026-11-01");
        let only_dated = ProductForm { price_on: "2026-11-01".to_owned(), ..told };
        assert_eq!(read_on(only_dated), "2026-11-01");
    }

    #[test]
    fn a_product_reads_back_from_its_form() {
        let wish = form().parse(today(), None).unwrap();
        let again = ProductForm::of(&wish.details, true).parse(today(), None).unwrap();
        assert_eq!(again, ProductWish { hidden: true, ..wish });
    }
}
