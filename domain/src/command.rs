//! What people ask for, parsed from the strings of a form into intent, once, at the door.
//!
//! A form is what a browser sends and what a page shows again when something is wrong with it;
//! `parse` answers the intent, or every field that needs another value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Brand, Colour, Cover, DeliveryMessage, EmailAddress, EventDate, Exactness, FieldErrors,
    FieldProblem, ForWhom, GiftDetails, GiftName, GiftNotes, Link, ListDetails, Money, Occasion,
    PersonName, PictureId, Price, Priority, ProductDetails, Quantity, ShopName, Size, Surprise,
    Title, Wanted, Welcome, Zone, parse_day,
};

mod product;

pub use product::{ProductForm, ProductWish};

/// The form by which a list is made or its words are changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named after the fields of `ListDetails`")]
pub struct ListForm {
    pub title: String,
    pub occasion: String,
    pub welcome: String,
    pub date: String,
    pub zone: String,
    pub for_whom: String,
    pub delivery: String,
    pub cover: String,
}

impl ListForm {
    /// The form that shows these details.
    pub fn of(details: &ListDetails) -> Self {
        Self {
            title: details.title.to_string(),
            occasion: details.occasion.code().to_owned(),
            welcome: details.welcome.to_string(),
            date: details.date.map_or_else(String::new, |date| date.day.to_string()),
            zone: details.date.map_or_else(String::new, |date| date.zone.name().to_owned()),
            for_whom: details.for_whom.to_string(),
            delivery: details.delivery.to_string(),
            cover: details.cover.code().to_owned(),
        }
    }

    /// Reads the form. Without a cover the occasion's own is taken; without a zone, UTC.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self) -> Result<ListDetails, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = errors.take("title", Title::parse(&self.title));
        let occasion = errors.take("occasion", Occasion::parse(&self.occasion));
        let welcome = errors.take("welcome", Welcome::parse(&self.welcome));
        let day = errors.take("date", parse_day(&self.date));
        let zone = errors.take("zone", parse_zone(&self.zone));
        let for_whom = errors.take("for_whom", ForWhom::parse(&self.for_whom));
        let delivery = errors.take("delivery", DeliveryMessage::parse(&self.delivery));
        let cover = errors.take("cover", parse_cover(&self.cover, occasion));
        match (title, occasion, welcome, day, zone, for_whom, delivery, cover) {
            (
                Some(title),
                Some(occasion),
                Some(welcome),
                Some(day),
                Some(zone),
                Some(for_whom),
                Some(delivery),
                Some(cover),
            ) => Ok(ListDetails {
                title,
                occasion,
                welcome,
                date: day.map(|day| EventDate { day, zone }),
                for_whom,
                delivery,
                cover: cover.unwrap_or(occasion),
            }),
            _ => Err(errors),
        }
    }
}

fn parse_zone(raw: &str) -> Result<Zone, FieldProblem> {
    if raw.trim().is_empty() { Ok(Zone::default()) } else { Zone::parse(raw) }
}

/// `Some(None)` would be no choice and no occasion to fall back on, which the occasion reports.
fn parse_cover(raw: &str, occasion: Option<Occasion>) -> Result<Option<Cover>, FieldProblem> {
    if raw.trim().is_empty() { Ok(occasion) } else { Cover::parse(raw).map(Some) }
}

/// The choice whether owners see who gives what, as it stands in a form; nothing is the usual
/// choice for the occasion.
///
/// # Errors
/// [`FieldProblem::NotAChoice`].
pub fn parse_surprise(raw: &str, occasion: Occasion) -> Result<Surprise, FieldProblem> {
    if raw.trim().is_empty() { Ok(occasion.usual_surprise()) } else { Surprise::parse(raw) }
}

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
        let said = (link, name, brand, shop, price, picture);
        match (said, wanted, notes, priority, exactness, size, colour) {
            (
                (Some(link), Some(name), Some(brand), Some(shop), Some(price), Some(picture)),
                Some(wanted),
                Some(notes),
                Some(priority),
                Some(exactness),
                Some(size),
                Some(colour),
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
fn parse_link(raw: &str) -> Result<Option<Link>, FieldProblem> {
    if raw.trim().is_empty() { Ok(None) } else { Link::parse(raw).map(|link| Some(link.cleaned())) }
}

/// A shop that was not named is called by the host of its page.
fn parse_shop(raw: &str, link: Option<&Option<Link>>) -> Result<ShopName, FieldProblem> {
    let typed = ShopName::parse(raw)?;
    match link {
        Some(Some(link)) if typed.is_empty() => ShopName::parse(&link.host()).or(Ok(typed)),
        _ => Ok(typed),
    }
}

/// A price was read `today`, unless it is the one that was there before.
fn parse_price(
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
fn parse_picture(raw: &str) -> Result<Option<PictureId>, FieldProblem> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    raw.trim().parse().map(Some).map_err(|_| FieldProblem::NotAChoice)
}

/// The form by which a giver reserves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field says it")]
pub struct ReserveForm {
    pub name: String,
    pub email: String,
    pub quantity: String,
}

/// What a giver asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveWish {
    /// What they call themselves.
    pub name: PersonName,
    /// Where their manage link goes.
    pub email: EmailAddress,
    /// How many.
    pub quantity: Quantity,
}

impl ReserveForm {
    /// Reads the form. Without a number, one is reserved.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self) -> Result<ReserveWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", PersonName::parse(&self.name));
        let email = errors.take("email", EmailAddress::parse(&self.email));
        let quantity = if self.quantity.trim().is_empty() {
            Some(Quantity::ONE)
        } else {
            errors.take("quantity", Quantity::parse(&self.quantity))
        };
        match (name, email, quantity) {
            (Some(name), Some(email), Some(quantity)) => Ok(ReserveWish { name, email, quantity }),
            _ => Err(errors),
        }
    }
}

/// The form by which somebody asks for an account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field says it")]
pub struct SignUpForm {
    pub name: String,
    pub email: String,
    pub password: String,
}

/// Who asks for an account. The password's strength is measured apart, where its dictionary is.
#[derive(Clone, PartialEq, Eq)]
pub struct SignUpWish {
    /// What they call themselves.
    pub name: PersonName,
    /// Where the code goes.
    pub email: EmailAddress,
    /// What they want to sign in with.
    pub password: Password,
}

/// A password as typed: 8 to 128 characters, any of them (R2.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The fewest characters.
    pub const MIN: u32 = 8;
    /// The most characters.
    pub const MAX: u32 = 128;

    /// Measures what was typed, and changes nothing about it.
    ///
    /// # Errors
    /// [`FieldProblem::Required`], [`FieldProblem::TooShort`] or [`FieldProblem::TooLong`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        let length = if raw.len() > 1024 { usize::MAX } else { raw.chars().count() };
        match length {
            0 => Err(FieldProblem::Required),
            n if n < Self::MIN as usize => Err(FieldProblem::TooShort { min: Self::MIN }),
            n if n > Self::MAX as usize => Err(FieldProblem::TooLong { max: Self::MAX }),
            _ => Ok(Self(raw.to_owned())),
        }
    }

    /// The password itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SignUpForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignUpForm(***)")
    }
}

impl SignUpForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that needs another value.
    pub fn parse(&self) -> Result<SignUpWish, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", PersonName::parse(&self.name));
        let email = errors.take("email", EmailAddress::parse(&self.email));
        let password = errors.take("password", Password::parse(&self.password));
        match (name, email, password) {
            (Some(name), Some(email), Some(password)) => Ok(SignUpWish { name, email, password }),
            _ => Err(errors),
        }
    }
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
            hidden: "on".to_owned(),
            wanted: String::new(),
        };
        let wish = form.parse(today(), None).unwrap();
        assert_eq!(GiftForm::of(&wish.details, wish.wanted, wish.hidden), form);
    }

    #[test]
    fn a_list_takes_the_cover_of_its_occasion() {
        let form = ListForm {
            title: "Ada".to_owned(),
            occasion: "wedding".to_owned(),
            ..ListForm::default()
        };
        let details = form.parse().unwrap();
        assert_eq!(details.cover, Occasion::Wedding);
        assert_eq!(parse_surprise("", details.occasion), Ok(Surprise::Show));
    }

    #[test]
    fn passwords_are_measured_and_not_changed() {
        assert!(matches!(Password::parse("1234567"), Err(FieldProblem::TooShort { min: 8 })));
        assert!(matches!(
            Password::parse(&"x".repeat(129)),
            Err(FieldProblem::TooLong { max: 128 })
        ));
        assert_eq!(Password::parse("  ä ö ü  ").unwrap().expose(), "  ä ö ü  ");
    }
}
