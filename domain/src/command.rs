//! What people ask for, parsed from the strings of a form into intent, once, at the door.
//!
//! A form is what a browser sends and what a page shows again when something is wrong with it;
//! `parse` answers the intent, or every field that needs another value.

use serde::{Deserialize, Serialize};

use crate::{
    Cover, DeliveryMessage, EmailAddress, EventDate, FieldErrors, FieldProblem, ForWhom,
    ListDetails, Occasion, PersonName, Quantity, Surprise, Title, Welcome, Zone, parse_day,
};

mod gift;
mod product;

pub use gift::{GiftForm, Wish};
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
    /// The form that shows these details. The occasion's own cover is no choice, so that it goes with
    /// the occasion.
    pub fn of(details: &ListDetails) -> Self {
        let cover = details.occasion.other_cover(details.cover);
        Self {
            title: details.title.to_string(),
            occasion: details.occasion.code().to_owned(),
            welcome: details.welcome.to_string(),
            date: details.date.map_or_else(String::new, |date| date.day.to_string()),
            zone: details.date.map_or_else(String::new, |date| date.zone.name().to_owned()),
            for_whom: details.for_whom.to_string(),
            delivery: details.delivery.to_string(),
            cover: cover.map_or_else(String::new, |cover| cover.code().to_owned()),
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

    // R3.2: the cover is the picture for the occasion, or another of ours.
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
        let another = ListForm { cover: "christmas".to_owned(), ..form.clone() }.parse().unwrap();
        assert_eq!((another.occasion, another.cover), (Occasion::Wedding, Occasion::Christmas));
        assert_eq!([&details, &another].map(|it| ListForm::of(it).cover), ["", "christmas"]);
        let none = ListForm { cover: "../secret".to_owned(), ..form }.parse().unwrap_err();
        assert_eq!(none, FieldErrors::one("cover", FieldProblem::NotAChoice));
    }

    // R2.2: 8 to 128 characters of any kind.
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
