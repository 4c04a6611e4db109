//! What several routes answer: lists, gifts and reservations, under the names that the original gave
//! them; and how what paths and bodies say is read.

use app::error::AppError;
use axum::http::StatusCode;
use chrono::{Datelike as _, NaiveDate};
use domain::{
    Banner, GiftId, ListId, ListState, Occasion, OwnerList, PersonId, PictureWidth,
    ReservationState,
};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::rest::refused::Refused;

/// An id in a message is cut off after so many characters.
const MOST_OF_ID: usize = 100;

/// The months as `eventDate` has them.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListObj {
    /// Its id.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    pub list_id: String,
    /// What it is called.
    pub title: String,
    /// Its greeting to givers.
    pub description: String,
    /// For whom it is; may be empty.
    pub for_whom: String,
    /// What it is for.
    #[schema(examples("Birthday"))]
    pub occasion: String,
    /// The picture on top.
    pub image_url: String,
    /// Whose it is: an id that says nothing else.
    pub list_owner: String,
    /// How far it has come.
    pub state: StateName,
    /// The day that it is for, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("31 July 2026"))]
    pub event_date: Option<String>,
}

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateName {
    /// Never shared: no link works yet. Lists that are made here are never drafts.
    Draft,
    /// Givers reserve.
    Open,
    /// Givers can only finish what they promised.
    Closed,
}

/// A gift on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListProduct {
    /// By what it is named in paths: the id of its product, or its own where another one of the same
    /// list is the same product.
    pub product_id: String,
    /// How many are wanted.
    pub quantity: u32,
    /// Set where any number is welcome; `quantity` is the most that one giver can reserve then.
    #[serde(skip_serializing_if = "is_not")]
    #[schema(required = false)]
    pub any_number: bool,
    /// How many are reserved and not bought yet. Not there where it is kept from who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<u32>,
    /// How many are bought. Not there where it is kept from who asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchased: Option<u32>,
    /// Where the product is.
    #[serde(rename = "type")]
    pub kind: ProductType,
    /// What its owner says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// Where a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductType {
    /// In the catalogue.
    Products,
    /// Its owner made it.
    Notfound,
}

/// What somebody promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReservationObj {
    /// Its id.
    pub reservation_id: String,
    /// What was promised, as its list names it.
    pub product_id: String,
    /// Whose it is: an id that says nothing else.
    pub user_id: String,
    /// The list.
    pub list_id: String,
    /// Whose that is.
    pub list_owner_id: String,
    /// What the giver calls themselves; not there once they erased it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The giver's address, for nobody but the giver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How many.
    pub quantity: u32,
    /// How far it has come.
    pub state: PromiseState,
    /// What the list is called.
    pub list_title: String,
    /// Where the product is.
    pub product_type: ProductType,
}

/// How far a promise has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// Promised, not bought yet.
    Reserved,
    /// Bought.
    Purchased,
    /// Given free again.
    Cancelled,
}

impl From<ListState> for StateName {
    fn from(state: ListState) -> Self {
        match state {
            ListState::Draft => Self::Draft,
            ListState::Open => Self::Open,
            ListState::Closed => Self::Closed,
        }
    }
}

impl ProductType {
    /// Of a product that the catalogue has, or has not.
    pub fn of(catalogue: bool) -> Self {
        if catalogue { Self::Products } else { Self::Notfound }
    }
}

impl From<ReservationState> for PromiseState {
    fn from(state: ReservationState) -> Self {
        match state {
            ReservationState::Reserved => Self::Reserved,
            ReservationState::Purchased { .. } => Self::Purchased,
            ReservationState::Cancelled { .. } => Self::Cancelled,
        }
    }
}

impl ListObj {
    /// A list as those see it who look after it.
    pub fn of(list: &OwnerList, owner: Option<PersonId>, origin: &str) -> Self {
        let owner = owner.map(|owner| written(owner.uuid())).unwrap_or_default();
        Self::about(list.id, owner, list.state, &list.banner, origin)
    }

    /// A list from what is on top of it.
    pub fn about(
        list: ListId,
        list_owner: String,
        state: ListState,
        banner: &Banner,
        origin: &str,
    ) -> Self {
        Self {
            list_id: written(list.uuid()),
            title: banner.title.clone(),
            description: banner.welcome.clone(),
            for_whom: banner.for_whom.clone(),
            occasion: occasion_name(banner.occasion),
            image_url: image_url(banner, origin),
            list_owner,
            state: state.into(),
            event_date: banner.date.map(|date| event_date(date.day)),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_not(said: &bool) -> bool {
    !said
}

/// An id as the API writes it: 36 characters. Any of the usual ways of writing it is read.
pub fn written(id: Uuid) -> String {
    id.hyphenated().to_string()
}

/// The picture on top of a list: its owners' own, or one of ours.
pub fn image_url(banner: &Banner, origin: &str) -> String {
    match &banner.picture {
        Some(picture) => format!("{origin}{}", picture.path(PictureWidth::Medium)),
        None => cover_url(banner.cover, origin),
    }
}

/// Where one of our own pictures is.
pub fn cover_url(cover: Occasion, origin: &str) -> String {
    format!("{origin}/covers/{}.svg", cover.code())
}

/// Which of our own pictures an address names, with or without our origin; none for any other
/// address, which is nothing to us (product texts and pictures are only ever ours).
pub fn cover_named(url: &str, origin: &str) -> Option<Occasion> {
    let path = url.trim();
    let path = path.strip_prefix(origin).unwrap_or(path);
    let code = path.strip_prefix("/covers/")?.strip_suffix(".svg")?;
    Occasion::parse(code).ok()
}

/// An occasion in the words of the original: `Baby Shower`.
pub fn occasion_name(occasion: Occasion) -> String {
    let words = occasion.code().split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What an occasion is called in our forms, whether it was written as a name or as our word.
pub fn occasion_code(sent: &str) -> String {
    sent.trim().to_lowercase().replace([' ', '_'], "-")
}

/// A day in the words of the original: `31 July 2026`.
pub fn event_date(day: NaiveDate) -> String {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// A day as our forms have it: `2026-07-31`, of `2026-07-31` or `31 July 2026`. What is neither
/// stays as it is, and is refused as no day.
pub fn form_date(sent: &str) -> String {
    day_in_words(sent).map_or_else(|| sent.to_owned(), |day| day.to_string())
}

fn day_in_words(sent: &str) -> Option<NaiveDate> {
    let mut parts = sent.split_whitespace();
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number =
        |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !is_number(day, 2) || year.len() != 4 || !is_number(year, 4) {
        return None;
    }
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let month = u32::try_from(month + 1).ok()?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)
}

/// Reads a key that may be `null`, so that this is told from a key that is not there.
///
/// # Errors
/// As the type's own.
pub fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An id in a path, that of `name` in the original's words. What is no id names nothing.
///
/// # Errors
/// 400 for the text `null`, as clients send it that have none.
pub fn named(sent: &str, name: &str) -> Result<Option<Uuid>, Refused> {
    if sent == "null" {
        let said = format!("Path contained a null {name} parameter.");
        return Err(Refused::new(StatusCode::BAD_REQUEST, "malformed", said));
    }
    Ok(Uuid::try_parse(sent).ok())
}

/// The list that a path names.
///
/// # Errors
/// As [`named`]; 404 for what is no id, as for a list that is not there.
pub fn list_named(sent: &str) -> Result<ListId, Refused> {
    let list = named(sent, "id")?.map(ListId::new);
    list.ok_or_else(|| no_list(sent)(AppError::not_found()))
}

/// What is answered where a list is not there, or not for the one who asks, in the original's words;
/// any other refusal in its own.
pub fn no_list(sent: &str) -> impl Fn(AppError) -> Refused + use<> {
    let short: String = sent.chars().take(MOST_OF_ID).collect();
    move |error| Refused::from(error).says("not_found", format!("List {short} does not exist."))
}

/// What is answered in these words where something is not there; any other refusal in its own.
pub fn not_there(said: &'static str) -> impl Fn(AppError) -> Refused {
    move |error| Refused::from(error).says("not_found", said)
}

/// Words of the original for a body that is not there, where gifts and reservations are asked for.
pub fn no_body(refused: Refused) -> Refused {
    refused.says("body_missing", "Body was missing required attributes.")
}

/// A refusal with the names that the API has for what our forms call otherwise.
pub fn of_list(refused: Refused) -> Refused {
    refused.calling(&[
        ("welcome", "description"),
        ("date", "eventDate"),
        ("zone", "timeZone"),
        ("for_whom", "forWhom"),
        ("cover", "imageUrl"),
    ])
}

/// The same for gifts.
pub fn of_gift(refused: Refused) -> Refused {
    refused.calling(&[
        ("wanted", "quantity"),
        ("link", "productUrl"),
        ("further_1", "furtherUrls"),
        ("further_2", "furtherUrls"),
        ("further_3", "furtherUrls"),
    ])
}

/// The id of a gift as the API writes it.
pub fn gift_id(gift: GiftId) -> String {
    written(gift.uuid())
}

#[cfg(test)]
mod tests;
