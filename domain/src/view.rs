//! What each audience is shown: one type per audience.
//!
//! Redaction is a type here, not an `if`: what an owner under surprise receives has no field in
//! which a giver, or a count that a giver moves, could appear (R3.6). The functions that build the
//! owner's view under surprise are not even given reservations.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Exactness, Gift, GiftDetails, GiftId, List, ListDetails, Occasion, PictureId, Price, Priority,
    Reservation,
};

mod counted;
mod given;
mod owner;
mod record;
mod rows;
mod shared;
#[cfg(test)]
mod tests;
mod thanks;

pub use counted::{
    CountedGift, CountedGifts, CountedList, NamedGift, counted_list, is_named_by_product,
    offered_as,
};
pub use given::{GiftChanges, GivenGift, ManageState, ManageView, ManageVisit, manage_view};
pub use owner::{
    ListCard, OwnerGift, OwnerGifts, OwnerList, OwnersSight, Progress, ShownGift, Taker, list_card,
    owner_list,
};
pub use record::{GiftKey, ListRecord, OwnersPromise, Promises};
pub use rows::{EditorGift, EditorGifts, EditorList, TakenGift};
pub use shared::{Left, OwnReservation, SeenBy, SharedGift, SharedList, owners_look, shared_list};
pub use thanks::{ThanksEntry, thanks_board};

/// A day and how far off it is where the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayView {
    /// The day of the calendar.
    #[serde(with = "crate::time::day")]
    pub day: NaiveDate,
    /// 0 on the day, negative afterwards.
    pub days_to_go: i64,
}

impl DayView {
    /// Whether it has passed where the list is.
    pub fn is_past(self) -> bool {
        self.days_to_go < 0
    }

    fn of(details: &ListDetails, now: DateTime<Utc>) -> Option<Self> {
        details.date.map(|date| Self { day: date.day, days_to_go: date.days_to_go(now) })
    }
}

/// What a list is about, as everybody who may open it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the fields of `ListDetails`")]
pub struct Banner {
    pub title: String,
    pub occasion: Occasion,
    pub cover: Occasion,
    /// The owners' own picture, which takes the place of the cover.
    pub picture: Option<PictureId>,
    pub for_whom: String,
    pub welcome: String,
    pub date: Option<DayView>,
}

impl Banner {
    /// What a list is about, now.
    pub fn of(list: &List, now: DateTime<Utc>) -> Self {
        let details = &list.details;
        Self {
            picture: list.picture.clone(),
            title: details.title.to_string(),
            occasion: details.occasion,
            cover: details.cover,
            for_whom: details.for_whom.to_string(),
            welcome: details.welcome.to_string(),
            date: DayView::of(details, now),
        }
    }
}

/// What a gift is, as everybody who may open the list sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the fields of `GiftDetails`")]
pub struct GiftCard {
    pub id: GiftId,
    pub name: String,
    pub shop: String,
    pub link: Option<String>,
    pub price: Option<Price>,
    pub picture: Option<PictureId>,
    pub notes: String,
    pub priority: Priority,
    pub exactness: Exactness,
    pub size: String,
    pub colour: String,
    /// What further shops are called that sell it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
}

impl GiftCard {
    fn of(gift: &Gift) -> Self {
        let details = &gift.details;
        Self {
            id: gift.id,
            name: details.name.to_string(),
            shop: details.shop.to_string(),
            link: details.link.as_ref().map(|link| link.as_str().to_owned()),
            price: details.price,
            picture: details.picture.clone(),
            notes: details.notes.to_string(),
            priority: details.priority,
            exactness: details.exactness,
            size: details.size.to_string(),
            colour: details.colour.to_string(),
            further: details.further.hosts(),
            tags: details.tags.clone().into(),
            section: details.section.to_string(),
        }
    }

    /// What was promised, as it was then, with the picture that it has now. One that it had before is
    /// kept for nobody's promise: owners would learn of that by asking for it (R3.6).
    fn promised(gift: &Gift, reservation: &Reservation) -> Self {
        let picture = gift.details.picture.clone();
        let details = GiftDetails { picture, ..reservation.snapshot.clone() };
        Self::of(&Gift { details, ..gift.clone() })
    }
}
