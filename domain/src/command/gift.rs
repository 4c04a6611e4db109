//! The form by which owners say what they wish for (R4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ProductForm;
use crate::{
    Brand, Colour, Exactness, FieldErrors, FieldProblem, FurtherLinks, GiftDetails, GiftName,
    GiftNotes, Link, Money, PictureId, Price, Priority, ProductDetails, Quantity, Section,
    ShopName, Size, Tags, Wanted,
};

/// The form by which a gift is added or changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named after the fields of `GiftDetails`")]
pub struct GiftForm {
    pub link: String,
    pub name: String,
    pub brand: String,
    pub shop: String,
    pub price: String,
    pub currency: String,
    /// The id of our copy of its picture; nothing for none.
    pub picture: String,
    pub wanted: String,
    /// A ticked box: any number is welcome, whatever `wanted` says.
    pub any_number: String,
    pub notes: String,
    pub priority: String,
    pub exactness: String,
    pub size: String,
    pub colour: String,
    /// Links to further shops.
    pub further_1: String,
    pub further_2: String,
    pub further_3: String,
    /// Tags with commas between them.
    pub tags: String,
    pub section: String,
    /// A ticked box: givers do not see it yet.
    pub hidden: String,
}

/// A gift as its owner wishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What people read.
    pub details: GiftDetails,
    /// How many.
    pub wanted: Wanted,
    /// Whether givers do not see it yet.
    pub hidden: bool,
}

impl GiftForm {
    /// The form that shows this gift.
    pub fn of(details: &GiftDetails, wanted: Wanted, hidden: bool) -> Self {
        let ticked = |yes: bool| if yes { "on" } else { "" }.to_owned();
        let mut further = details.further.iter().map(|link| link.as_str().to_owned());
        let mut next_shop = || further.next().unwrap_or_default();
        let form = Self {
            wanted: match wanted {
                Wanted::Count(count) => count.get().to_string(),
                Wanted::Any => String::new(),
            },
            any_number: ticked(wanted == Wanted::Any),
            notes: details.notes.to_string(),
            priority: details.priority.code().to_owned(),
            exactness: details.exactness.code().to_owned(),
            size: details.size.to_string(),
            colour: details.colour.to_string(),
            further_1: next_shop(),
            further_2: next_shop(),
            further_3: next_shop(),
            tags: details.tags.to_string(),
            section: details.section.to_string(),
            hidden: ticked(hidden),
            ..Self::default()
        };
        form.about(&details.product())
    }

    /// The same form about this product.
    #[must_use]
    pub fn about(self, product: &ProductDetails) -> Self {
        let ProductForm { link, name, brand, shop, price, currency, picture, .. } =
            ProductForm::of(product, false);
        Self { link, name, brand, shop, price, currency, picture, ..self }
    }

    /// The same form with what another says about its product.
    #[must_use]
    pub fn about_that_of(self, other: &Self) -> Self {
        let Self { link, name, brand, shop, price, currency, picture, .. } = other.clone();
        Self { link, name, brand, shop, price, currency, picture, ..self }
    }

    /// Whether it says the same as another about its product.
    pub fn is_about_that_of(&self, other: &Self) -> bool {
        self.clone().about_that_of(other) == *self
    }

    /// Reads the form. A gift is called what its owner says; a price was read `today`, unless it
    /// is the one that `before` had. Without a number, one is wanted.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(
        &self,
        today: NaiveDate,
        before: Option<&GiftDetails>,
    ) -> Result<Wish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let link = errors.take("link", parse_link(&self.link));
        let name = errors.take("name", GiftName::parse(&self.name));
        let brand = errors.take("brand", Brand::parse(&self.brand));
        let shop = errors.take("shop", parse_shop(&self.shop, link.as_ref()));
        let price = errors.take("price", self.parse_price(today, before));
        let picture = errors.take("picture", parse_picture(&self.picture));
        let wanted = errors.take("wanted", self.parse_wanted());
        let notes = errors.take("notes", GiftNotes::parse(&self.notes));
        let priority = errors.take("priority", Priority::parse(&self.priority));
        let exactness = errors.take("exactness", Exactness::parse(&self.exactness));
        let size = errors.take("size", Size::parse(&self.size));
        let colour = errors.take("colour", Colour::parse(&self.colour));
        let further = self.parse_further(link.as_ref(), &mut errors);
        let tags = errors.take("tags", Tags::parse(&self.tags));
        let section = errors.take("section", Section::parse(&self.section));
        let said = (link, name, brand, shop, price, picture);
        let sorted = (further, tags, section);
        match (said, wanted, notes, priority, exactness, size, colour, sorted) {
            (
                (Some(link), Some(name), Some(brand), Some(shop), Some(price), Some(picture)),
                Some(wanted),
                Some(notes),
                Some(priority),
                Some(exactness),
                Some(size),
                Some(colour),
                (Some(further), Some(tags), Some(section)),
            ) => Ok(Wish {
                details: GiftDetails {
                    name,
                    brand,
                    shop,
                    link,
                    price,
                    picture,
                    notes,
                    priority,
                    exactness,
                    size,
                    colour,
                    further,
                    tags,
                    section,
                },
                wanted,
                hidden: !self.hidden.is_empty(),
            }),
            _ => Err(errors),
        }
    }

    fn parse_price(
        &self,
        today: NaiveDate,
        before: Option<&GiftDetails>,
    ) -> Result<Option<Price>, FieldProblem> {
        parse_price(&self.price, &self.currency, today, before.and_then(|before| before.price))
    }

    /// Further shops; a page that is named already is left out.
    fn parse_further(
        &self,
        main: Option<&Option<Link>>,
        errors: &mut FieldErrors,
    ) -> Option<FurtherLinks> {
        let fields = [
            ("further_1", &self.further_1),
            ("further_2", &self.further_2),
            ("further_3", &self.further_3),
        ];
        let links = fields.map(|(field, raw)| errors.take(field, parse_link(raw)));
        let links = links.into_iter().collect::<Option<Vec<_>>>()?;
        Some(FurtherLinks::new(links.into_iter().flatten(), main.and_then(Option::as_ref)))
    }

    fn parse_wanted(&self) -> Result<Wanted, FieldProblem> {
        if !self.any_number.is_empty() {
            return Ok(Wanted::Any);
        }
        if self.wanted.trim().is_empty() {
            return Ok(Wanted::Count(Quantity::ONE));
        }
        Quantity::parse(&self.wanted).map(Wanted::Count)
    }
}

/// Links are kept without what only tracks people (R4.2).
pub(super) fn parse_link(raw: &str) -> Result<Option<Link>, FieldProblem> {
    if raw.trim().is_empty() { Ok(None) } else { Link::parse(raw).map(|link| Some(link.cleaned())) }
}

/// A shop that was not named is called by the host of its page.
pub(super) fn parse_shop(raw: &str, link: Option<&Option<Link>>) -> Result<ShopName, FieldProblem> {
    let typed = ShopName::parse(raw)?;
    match link {
        Some(Some(link)) if typed.is_empty() => ShopName::parse(&link.host()).or(Ok(typed)),
        _ => Ok(typed),
    }
}

/// A price was read `today`, unless it is the one that was there before.
pub(super) fn parse_price(
    amount: &str,
    currency: &str,
    today: NaiveDate,
    before: Option<Price>,
) -> Result<Option<Price>, FieldProblem> {
    if amount.trim().is_empty() {
        return Ok(None);
    }
    let money = Money::parse(amount, currency)?;
    let same = before.filter(|price| price.money == money);
    Ok(Some(same.unwrap_or(Price { money, read_on: today })))
}

/// Pictures are named by a hidden field, so that a wrong name is no picture rather than a problem.
pub(super) fn parse_picture(raw: &str) -> Result<Option<PictureId>, FieldProblem> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    raw.trim().parse().map(Some).map_err(|_| FieldProblem::NotAChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let form = GiftForm {
            link: "javascript:alert(1)".to_owned(),
            price: "much".to_owned(),
            currency: "EUR".to_owned(),
            wanted: "0".to_owned(),
            priority: "urgent".to_owned(),
            ..GiftForm::default()
        };
        let errors = form.parse(today(), None).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["link", "name", "price", "wanted", "priority"]);
    }

    #[test]
    fn a_shop_without_a_name_is_called_by_its_host() {
        let form = GiftForm {
            link: "https://www.shop.example/train".to_owned(),
            name: "Train".to_owned(),
            ..GiftForm::default()
        };
        let wish = form.parse(today(), None).unwrap();
        assert_eq!(wish.details.shop.as_str(), "shop.example");
        assert_eq!(wish.wanted, Wanted::Count(Quantity::ONE));
    }

    // R4.7: a price has the day on which it was read.
    #[test]
    fn an_unchanged_price_keeps_the_day_on_which_it_was_read() {
        let form = GiftForm {
            name: "Train".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            ..GiftForm::default()
        };
        let first = form.parse(today(), None).unwrap().details;
        let later = "2027-01-01".parse().unwrap();
        let again = form.parse(later, Some(&first)).unwrap().details;
        assert_eq!(again.price, first.price);
        let dearer = GiftForm { price: "13".to_owned(), ..form };
        assert_eq!(
            dearer.parse(later, Some(&first)).unwrap().details.price.unwrap().read_on,
            later
        );
    }

    // R4.5: every field of a gift can be changed in its form.
    #[test]
    fn a_gift_shown_in_a_form_reads_back() {
        let form = GiftForm {
            link: "https://shop.example/train".to_owned(),
            name: "Train 🚂".to_owned(),
            brand: "Holz & Co".to_owned(),
            picture: "0123456789abcdef".repeat(4),
            shop: "Toys".to_owned(),
            price: "1249.50".to_owned(),
            currency: "EUR".to_owned(),
            any_number: "on".to_owned(),
            notes: "Red\nor blue".to_owned(),
            priority: "must".to_owned(),
            exactness: "exact".to_owned(),
            size: "L".to_owned(),
            colour: "red".to_owned(),
            further_1: "https://other.example/train".to_owned(),
            further_2: "https://third.example/train".to_owned(),
            further_3: String::new(),
            tags: "toys, wood".to_owned(),
            section: "For Ida 🎈".to_owned(),
            hidden: "on".to_owned(),
            wanted: String::new(),
        };
        let wish = form.parse(today(), None).unwrap();
        assert_eq!(GiftForm::of(&wish.details, wish.wanted, wish.hidden), form);
    }

    // R4.1
    #[test]
    fn further_shops_are_cleaned_and_a_page_that_is_named_already_is_left_out() {
        let form = GiftForm {
            name: "Train".to_owned(),
            link: "https://shop.example/train".to_owned(),
            further_1: "https://www.shop.example/train?utm_source=mail".to_owned(),
            further_3: "see https://other.example/train?utm_source=mail".to_owned(),
            ..GiftForm::default()
        };
        let further = form.parse(today(), None).unwrap().details.further;
        let links: Vec<_> = further.iter().map(Link::as_str).collect();
        assert_eq!(links, ["https://other.example/train"]);
        let wrong = GiftForm { further_2: "javascript:alert(1)".to_owned(), ..form };
        let errors = wrong.parse(today(), None).unwrap_err();
        assert_eq!(errors, FieldErrors::one("further_2", FieldProblem::NotALink));
    }
}
