//! What givers read: gifts with all that is needed to buy them, and what they promised.

use app::{
    backend::{MailProgress, OwnPromise},
    error::AppError,
};
use chrono::{DateTime, Utc};
use domain::{
    Aspect, DomainError, GiftCard, GiftChanges, GiftCounts, ManageState, PictureWidth, Wanted,
    WrongState,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{ProductType, ReservationObj, event_date, gift_id, written as id};
use crate::{
    http::rest::{Rest, refused::Refused},
    secrets::Purpose,
};

/// What a gift is. The words are its owner's or the catalogue's, never those of a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GiftFacts {
    /// Its own id, by which it can be named as well.
    pub gift_id: String,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<String>,
    /// What it is called.
    #[schema(examples("Wooden train"))]
    details: String,
    /// Where it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    retailer: Option<String>,
    /// Its page there.
    #[serde(skip_serializing_if = "Option::is_none")]
    product_url: Option<String>,
    /// What further shops are called that sell it.
    further_retailers: Vec<String>,
    /// Our copy of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    /// What it cost when somebody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("34.00"))]
    price: Option<String>,
    /// In which currency (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("EUR"))]
    currency: Option<String>,
    /// The day on which that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("2026-11-24"))]
    price_read_on: Option<String>,
    /// How much it is wished for: `must`, `love` or `nice`.
    priority: String,
    /// Whether something like it will do: `similar`, or else `exact`.
    exactness: String,
    /// Which size.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    /// Which colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<String>,
    /// Words by which its owner sorts.
    tags: Vec<String>,
    /// The heading that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
}

impl GiftFacts {
    /// A gift as givers see it.
    pub fn of(card: &GiftCard, brand: &str, origin: &str) -> Self {
        let picture = card.picture.as_ref();
        Self {
            gift_id: gift_id(card.id),
            brand: some(brand),
            details: card.name.clone(),
            retailer: some(&card.shop),
            product_url: card.link.clone(),
            further_retailers: card.further.clone(),
            image_url: picture.map(|it| format!("{origin}{}", it.path(PictureWidth::Medium))),
            price: card.price.map(|price| price.money.plain()),
            currency: card.price.map(|price| price.money.currency().to_owned()),
            price_read_on: card.price.map(|price| price.read_on.to_string()),
            priority: card.priority.code().to_owned(),
            exactness: card.exactness.code().to_owned(),
            size: some(&card.size),
            colour: some(&card.colour),
            tags: card.tags.clone(),
            section: some(&card.section),
        }
    }
}

/// Words, if there are any.
pub fn some(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

/// A reservation, as its giver reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnReservationObj {
    #[serde(flatten)]
    reservation: ReservationObj,
    /// A token that stands for the id in every path of reservations. Whoever has it may do what the
    /// giver may; it never confirms the address, which the mailed link does.
    manage_token: String,
    /// What was promised: as it is now, or as it was if it was taken off the list.
    product: GiftFacts,
    /// What has changed about it since; not there where nothing has, nor for what was taken off the
    /// list.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<GiftChangesObj>,
    /// What its owner says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    /// For whom the list is, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    for_whom: Option<String>,
    /// The day of the list, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("31 July 2026"))]
    event_date: Option<String>,
    /// What became of the list.
    list_state: ListStanding,
    /// The most that the quantity can be changed to now.
    most: u32,
    /// Whether the purchase can be taken back.
    undoable: bool,
    /// Whether the gift was taken off the list.
    withdrawn: bool,
    /// Whether the giver's address is confirmed.
    confirmed: bool,
    /// Until when it must be, or the gift is let go; not there where that is not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_by: Option<DateTime<Utc>>,
    /// How far the mail with the giver's own link has come, as long as the address is not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<MailStanding>,
    /// Whether it was let go, since nobody confirmed the address in time.
    lapsed: bool,
    /// Whether those who look after the list let it go.
    let_go: bool,
    /// Whether the giver is reminded, if that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    reminder: Option<bool>,
    /// Where the gift shall go; only for givers whose address is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<String>,
    /// The words of thanks that were mailed; only for givers whose address is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("It is lovely. Thank you!"))]
    thanks: Option<String>,
}

/// How a gift differs from what was promised, in what givers go by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GiftChangesObj {
    /// In which of its fields: `details`, `retailer`, `productUrl`, `price` (or its `currency`), `size`,
    /// `colour`, `exactness`.
    #[schema(examples("price"))]
    fields: Vec<String>,
    /// What it was.
    before: GiftFacts,
}

/// How far a mail has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailStanding {
    /// It is on its way.
    Waiting,
    /// It was handed over.
    Sent,
    /// The address takes no mail.
    Refused,
}

/// What became of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListStanding {
    /// It takes reservations.
    Open,
    /// It takes none any more.
    Closed,
    /// It is gone.
    Deleted,
}

impl GiftChangesObj {
    fn of(changes: &GiftChanges, brand: &str, origin: &str) -> Self {
        let fields = changes.aspects.iter().map(|aspect| field_of(*aspect).to_owned());
        Self { fields: fields.collect(), before: GiftFacts::of(&changes.before, brand, origin) }
    }
}

/// The field of a gift's facts that says this of it.
fn field_of(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Name => "details",
        Aspect::Shop => "retailer",
        Aspect::Link => "productUrl",
        Aspect::Price => "price",
        Aspect::Size => "size",
        Aspect::Colour => "colour",
        Aspect::Exactness => "exactness",
    }
}

impl From<MailProgress> for MailStanding {
    fn from(progress: MailProgress) -> Self {
        match progress {
            MailProgress::Waiting => Self::Waiting,
            MailProgress::Sent => Self::Sent,
            MailProgress::Refused => Self::Refused,
        }
    }
}

impl OwnReservationObj {
    /// A promise, for its giver.
    pub fn of(rest: &Rest, promise: &OwnPromise) -> Self {
        let view = &promise.view;
        let secrets = &rest.site.secrets;
        let origin = rest.site.settings.site.origin();
        // What opens the list, while something does.
        let share = view.list.as_deref().and_then(|path| path.strip_prefix("/l/"));
        let owner = promise.owner.map(|owner| id(secrets.pseudonym(promise.list, owner)));
        let before = &promise.brand_before;
        let changes = view.changes.as_ref();
        let email = promise.email.as_ref().filter(|_| promise.tells_email);
        let named = if promise.by_product { promise.product.uuid() } else { view.card.id.uuid() };
        Self {
            reservation: ReservationObj {
                reservation_id: id(view.id.uuid()),
                product_id: id(named),
                user_id: id(promise.giver.uuid()),
                list_id: share.map_or_else(|| id(promise.list.uuid()), str::to_owned),
                list_owner_id: owner.unwrap_or_default(),
                name: view.name.clone(),
                email: email.map(|email| email.as_str().to_owned()),
                quantity: view.quantity,
                state: promise.state.into(),
                list_title: view.banner.title.clone(),
                product_type: ProductType::of(promise.catalogue),
            },
            manage_token: secrets.manage_token(Purpose::ManageByBrowser, view.id),
            product: GiftFacts::of(&view.card, &promise.brand, &origin),
            changes: changes.map(|changes| GiftChangesObj::of(changes, before, &origin)),
            notes: some(&view.card.notes),
            for_whom: some(&view.banner.for_whom),
            event_date: view.banner.date.map(|date| event_date(date.day)),
            list_state: match (view.gone, view.closed) {
                (true, _) => ListStanding::Deleted,
                (false, true) => ListStanding::Closed,
                (false, false) => ListStanding::Open,
            },
            most: view.most,
            undoable: view.state == ManageState::PurchasedJustNow,
            withdrawn: view.withdrawn,
            confirmed: view.verified,
            confirm_by: view.confirm_by.map(|deadline| deadline.at),
            mail: promise.mail.map(MailStanding::from),
            lapsed: view.lapsed,
            let_go: view.let_go,
            reminder: view.reminder,
            delivery: view.delivery.clone(),
            thanks: promise.thanks.clone(),
        }
    }

    /// What it is of, as its list names that.
    pub fn product(&self) -> &str {
        &self.reservation.product_id
    }

    /// Whose it is.
    pub fn user(&self) -> &str {
        &self.reservation.user_id
    }
}

/// A refusal about a reservation, in the original's words where it has some.
pub fn of_reservation(error: AppError) -> Refused {
    let AppError::Refused { rule } = &error else { return error.into() };
    let (code, said) = (
        rule.code(),
        match rule {
            DomainError::NotFound => "Reservation ID does not exist.".to_owned(),
            DomainError::AlreadyReserved => "Product already reserved by user.".to_owned(),
            DomainError::WrongState { state: WrongState::Unconfirmed } => {
                "The mailed link has to confirm the e-mail address first.".to_owned()
            }
            DomainError::WrongState { state } => {
                format!("Product was not reserved. State = {}.", state.code())
            }
            _ => return error.into(),
        },
    );
    Refused::from(error).says(code, said)
}

/// That `by` more of a gift can not be reserved, in the original's words: for those who may know how
/// many are.
pub fn exceeds(refused: Refused, counts: Option<GiftCounts>, by: i64) -> Refused {
    let Some(counts) = counts else { return refused };
    let Wanted::Count(wanted) = counts.wanted() else { return refused };
    let (reserved, wanted) = (counts.reserved(), wanted.get());
    let said = format!(
        "Reserved quantity for product ({reserved}) could not be updated by {by} as exceeds \
         required quantity ({wanted})."
    );
    refused.says("already_taken", said)
}

/// That fewer than none can not be reserved, in the original's words: for those who may know how many
/// are.
pub fn below_none(counts: GiftCounts, by: i64) -> Refused {
    let reserved = counts.reserved();
    let said = format!("Reserved quantity for product ({reserved}) could not be updated by {by}.");
    Refused::field("quantity", "not_a_number").says("invalid", said)
}

#[cfg(test)]
mod tests {
    use domain::Quantity;

    use super::*;

    fn said(refused: &Refused) -> String {
        format!("{refused:?}")
    }

    // R10.1
    #[test]
    fn refusals_are_in_the_words_of_the_original() {
        let wrong = of_reservation(DomainError::wrong_state(WrongState::Purchased).into());
        assert!(said(&wrong).contains("Product was not reserved. State = purchased."));
        let waits = of_reservation(DomainError::wrong_state(WrongState::Unconfirmed).into());
        assert!(said(&waits).contains("The mailed link has to confirm the e-mail address first."));
        let missing = of_reservation(AppError::not_found());
        assert!(said(&missing).contains("Reservation ID does not exist."));
        let busy = of_reservation(AppError::Busy);
        assert_eq!(busy, Refused::from(AppError::Busy));
    }

    #[test]
    fn how_many_are_taken_is_told_to_those_who_may_know() {
        let taken = || Refused::from(DomainError::AlreadyTaken { left: 1 });
        let three = Wanted::Count(Quantity::new(3).unwrap());
        let counts = GiftCounts::from_stored(three, 2, 0);
        let words = "Reserved quantity for product (2) could not be updated by 4 as exceeds \
                     required quantity (3).";
        assert!(said(&exceeds(taken(), Some(counts), 4)).contains(words));
        assert_eq!(exceeds(taken(), None, 4), taken());
        let any = GiftCounts::new(Wanted::Any);
        assert_eq!(exceeds(taken(), Some(any), 4), taken());
    }
}
