//! What each audience is shown: one type per audience.
//!
//! Redaction is a type here, not an `if`: what an owner under surprise receives has no field in
//! which a giver, or a count that a giver moves, could appear (R3.6). The functions that build the
//! owner's view under surprise are not even given reservations.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Exactness, Gift, GiftForm, GiftId, List, ListDetails, ListForm, ListId, ListState, Occasion,
    PictureId, Price, Priority, Quantity, Reservation, ReservationId, ReservationState, Role,
    Standing, Surprise, UNDO_WINDOW_HOURS, Wanted,
};

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
    fn of(list: &List, now: DateTime<Utc>) -> Self {
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
        }
    }
}

/// A shared list, as one giver sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedList {
    /// What it is about.
    pub banner: Banner,
    /// Whether it takes reservations.
    pub closed: bool,
    /// Whether owners see names, now and later.
    pub seen_by: SeenBy,
    /// Set where an owner looks: everything as if nothing were taken, while surprise holds.
    pub owner_looks: Option<ListId>,
    /// In the order of its owners.
    pub gifts: Vec<SharedGift>,
    /// Rises with everything that changes on the list.
    pub revision: u64,
}

/// Who will see a giver's name, in the words of the reserve form (R3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// The owners see it at once.
    Owners,
    /// The owners see it after the day.
    OwnersAfter(#[serde(with = "crate::time::day")] NaiveDate),
    /// The owners see it once they close the list or lift the surprise.
    OwnersLater,
}

impl SeenBy {
    fn of(list: &List, now: DateTime<Utc>) -> Self {
        match (list.keeps_surprise(now), list.details.date) {
            (false, _) => Self::Owners,
            (true, Some(date)) => Self::OwnersAfter(date.day),
            (true, None) => Self::OwnersLater,
        }
    }
}

/// A gift on a shared list, as one giver sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedGift {
    /// What it is.
    pub card: GiftCard,
    /// How many can still be reserved.
    pub left: Left,
    /// What this giver promised.
    pub mine: Vec<OwnReservation>,
}

/// How many can still be reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// So many; 0 is taken.
    Count(u32),
    /// Any number is welcome.
    Any,
}

impl Left {
    fn of(gift: &Gift) -> Self {
        match gift.counts.wanted() {
            Wanted::Any => Self::Any,
            Wanted::Count(_) => Self::Count(gift.counts.left()),
        }
    }

    /// Whether none is left.
    pub fn is_taken(self) -> bool {
        self == Self::Count(0)
    }

    /// The most that one reservation can ask for.
    pub fn most(self) -> u32 {
        match self {
            Self::Any => Quantity::MAX,
            Self::Count(left) => left,
        }
    }
}

/// What this giver promised of one gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReservation {
    /// How many.
    pub quantity: u32,
    /// Whether they are bought.
    pub purchased: bool,
    /// The path of the page on which it is changed, with the token of this browser.
    pub manage: String,
}

/// Builds a giver's view. `mine` are the giver's live reservations with their manage paths.
pub fn shared_list(
    list: &List,
    gifts: &[Gift],
    mine: &[(Reservation, String)],
    revision: u64,
    now: DateTime<Utc>,
) -> SharedList {
    let own = |gift: GiftId| {
        let of_gift = mine.iter().filter(|(r, _)| r.gift == gift && r.state.is_live());
        of_gift
            .map(|(reservation, manage)| OwnReservation {
                quantity: reservation.quantity.get(),
                purchased: reservation.state != ReservationState::Reserved,
                manage: manage.clone(),
            })
            .collect()
    };
    let offered = gifts.iter().filter(|gift| gift.is_offered());
    SharedList {
        banner: Banner::of(list, now),
        closed: list.state == ListState::Closed,
        seen_by: SeenBy::of(list, now),
        owner_looks: None,
        gifts: offered
            .map(|gift| SharedGift {
                card: GiftCard::of(gift),
                left: Left::of(gift),
                mine: own(gift.id),
            })
            .collect(),
        revision,
    }
}

/// Builds what an owner sees of their own shared page: what givers see, and while surprise holds
/// as if nothing were taken, from data in which nothing is (R5.1).
pub fn owners_look(list: &List, gifts: &[Gift], now: DateTime<Utc>) -> SharedList {
    let kept = list.keeps_surprise(now);
    let untouched: Vec<Gift> = gifts
        .iter()
        .cloned()
        .map(|gift| match kept {
            true => Gift { counts: crate::GiftCounts::new(gift.counts.wanted()), ..gift },
            false => gift,
        })
        .collect();
    SharedList {
        owner_looks: Some(list.id),
        ..shared_list(list, &untouched, &[], list.owner_revision, now)
    }
}

/// A list in its owner's editor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerList {
    /// Its id.
    pub id: ListId,
    /// What the viewer may do with it.
    pub role: Role,
    /// What it is about.
    pub banner: Banner,
    /// Its words, as they stand in the form.
    pub form: ListForm,
    /// How far it has come.
    pub state: ListState,
    /// What was chosen about surprise.
    pub surprise: Surprise,
    /// The path of the share link, once it works.
    pub share: Option<String>,
    /// Its gifts, with or without what givers do.
    pub gifts: OwnerGifts,
    /// Rises by what owners may see.
    pub revision: u64,
}

/// The gifts of a list, as its owners may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerGifts {
    /// Nothing of what givers do.
    Surprise(Vec<OwnerGift>),
    /// With what is taken, and by whom.
    Shown(Vec<ShownGift>),
}

impl OwnerGifts {
    /// The gifts alone, in order.
    pub fn gifts(&self) -> Vec<&OwnerGift> {
        match self {
            Self::Surprise(gifts) => gifts.iter().collect(),
            Self::Shown(gifts) => gifts.iter().map(|shown| &shown.gift).collect(),
        }
    }
}

/// A gift in the editor. There is no field here that a giver's act could change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerGift {
    /// What it is.
    pub card: GiftCard,
    /// How many are wanted; `None` is any number.
    pub wanted: Option<u32>,
    /// Whether givers do not see it yet.
    pub hidden: bool,
    /// Its words, as they stand in the form.
    pub form: GiftForm,
    /// Whether its product is the catalogue's, so that name, shop, link, price and picture are not
    /// the owner's to change (R4.5).
    pub catalogue: bool,
    /// Why an admin left the product with its owner, where one did (R6.2).
    pub declined: Option<String>,
}

/// A gift in the editor of a list that shows what is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownGift {
    /// The gift.
    pub gift: OwnerGift,
    /// How many are reserved and not bought yet.
    pub reserved: u32,
    /// How many are bought.
    pub purchased: u32,
    /// By whom.
    pub takers: Vec<Taker>,
}

/// Who took a gift, as owners see it: never with an address (R5.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    /// What they call themselves; nothing once they erased it.
    pub name: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Whether they are bought.
    pub purchased: bool,
}

impl OwnerGift {
    fn of(gift: &Gift) -> Self {
        let wanted = gift.counts.wanted();
        Self {
            card: GiftCard::of(gift),
            wanted: match wanted {
                Wanted::Count(count) => Some(count.get()),
                Wanted::Any => None,
            },
            hidden: gift.hidden,
            form: GiftForm::of(&gift.details, wanted, gift.hidden),
            catalogue: gift.standing.is_catalogue(),
            declined: match &gift.standing {
                Standing::Declined(note) => Some(note.to_string()),
                _ => None,
            },
        }
    }
}

/// What owners may see of a list's gifts, decided before anything about givers is loaded.
pub enum OwnersSight<'a> {
    /// Surprise holds: there is nothing to pass in.
    Surprise,
    /// Reservations with what their givers call themselves.
    Shown(&'a [(Reservation, Option<String>)]),
}

/// Builds an owner's view.
pub fn owner_list(
    list: &List,
    role: Role,
    gifts: &[Gift],
    sight: OwnersSight<'_>,
    share: Option<String>,
    revision: u64,
    now: DateTime<Utc>,
) -> OwnerList {
    let on_list = gifts.iter().filter(|gift| !gift.removed);
    let gifts = match sight {
        OwnersSight::Surprise => OwnerGifts::Surprise(on_list.map(OwnerGift::of).collect()),
        OwnersSight::Shown(reservations) => OwnerGifts::Shown(
            on_list
                .map(|gift| ShownGift {
                    gift: OwnerGift::of(gift),
                    reserved: gift.counts.reserved(),
                    purchased: gift.counts.purchased(),
                    takers: takers(gift.id, reservations),
                })
                .collect(),
        ),
    };
    OwnerList {
        id: list.id,
        role,
        banner: Banner::of(list, now),
        form: ListForm::of(&list.details),
        state: list.state,
        surprise: list.surprise,
        share,
        gifts,
        revision,
    }
}

fn takers(gift: GiftId, reservations: &[(Reservation, Option<String>)]) -> Vec<Taker> {
    let live = reservations.iter().filter(|(r, _)| r.gift == gift && r.state.is_live());
    live.map(|(reservation, name)| Taker {
        name: name.clone(),
        quantity: reservation.quantity.get(),
        purchased: reservation.state != ReservationState::Reserved,
    })
    .collect()
}

/// A list on its owner's dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCard {
    /// Its id.
    pub id: ListId,
    /// What it is about.
    pub banner: Banner,
    /// How far it has come.
    pub state: ListState,
    /// What the viewer is to it.
    pub role: Role,
    /// How many gifts are on it.
    pub gifts: u32,
    /// How many of the wanted ones are taken; nothing while surprise holds.
    pub progress: Option<Progress>,
}

/// How many of the wanted gifts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Reserved and bought together, of those of which a number is wanted.
    pub taken: u32,
    /// How many are wanted.
    pub wanted: u32,
}

/// Builds a dashboard card.
pub fn list_card(list: &List, role: Role, gifts: &[Gift], now: DateTime<Utc>) -> ListCard {
    let on_list: Vec<_> = gifts.iter().filter(|gift| !gift.removed).collect();
    let progress = (!list.keeps_surprise(now)).then(|| {
        on_list.iter().fold(Progress { taken: 0, wanted: 0 }, |sum, gift| {
            match gift.counts.wanted() {
                Wanted::Any => sum,
                Wanted::Count(wanted) => Progress {
                    taken: sum.taken + gift.counts.taken().min(wanted.get()),
                    wanted: sum.wanted + wanted.get(),
                },
            }
        })
    });
    ListCard {
        id: list.id,
        banner: Banner::of(list, now),
        state: list.state,
        role,
        gifts: u32::try_from(on_list.len()).unwrap_or(u32::MAX),
        progress,
    }
}

/// A reservation, as its giver sees it through a manage link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManageView {
    /// Its id.
    pub id: ReservationId,
    /// What the list is about.
    pub banner: Banner,
    /// What was promised: as it is now, or as it was when it was withdrawn.
    pub card: GiftCard,
    /// How many.
    pub quantity: u32,
    /// The most it can be changed to.
    pub most: u32,
    /// What can be done about it.
    pub state: ManageState,
    /// Where gifts shall go; only for givers whose address is confirmed (R5.9).
    pub delivery: Option<String>,
    /// What the giver calls themselves.
    pub name: Option<String>,
    /// Whether the giver's address is confirmed.
    pub verified: bool,
    /// Whether this visit can confirm it: only the mailed link does (R5.4).
    pub may_confirm: bool,
    /// Whether the owner took the gift off the list.
    pub withdrawn: bool,
    /// Whether the list takes no reservations any more.
    pub closed: bool,
    /// Whether the list is gone, with those who made it.
    pub gone: bool,
    /// The path of the shared page, while it works.
    pub list: Option<String>,
}

/// What can be done about a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManageState {
    /// Promised: it can be changed, bought and cancelled.
    Reserved,
    /// Bought, and can be taken back.
    PurchasedJustNow,
    /// Bought for good.
    Purchased,
    /// Given free again.
    Cancelled,
}

/// Builds a giver's view of one reservation. `by_mail` says that the mailed link was opened.
pub fn manage_view(
    list: &List,
    gift: &Gift,
    reservation: &Reservation,
    giver: &crate::Giver,
    share: Option<String>,
    by_mail: bool,
    now: DateTime<Utc>,
) -> ManageView {
    let withdrawn = !gift.is_offered();
    let card = match withdrawn {
        true => GiftCard::of(&Gift { details: reservation.snapshot.clone(), ..gift.clone() }),
        false => GiftCard::of(gift),
    };
    let state = match reservation.state {
        ReservationState::Reserved => ManageState::Reserved,
        ReservationState::Purchased { at } if (now - at).num_hours() < UNDO_WINDOW_HOURS => {
            ManageState::PurchasedJustNow
        }
        ReservationState::Purchased { .. } => ManageState::Purchased,
        ReservationState::Cancelled { .. } => ManageState::Cancelled,
    };
    let quantity = reservation.quantity.get();
    let more = if withdrawn { 0 } else { gift.counts.left() };
    let verified = giver.verified_at.is_some();
    ManageView {
        id: reservation.id,
        banner: Banner::of(list, now),
        card,
        quantity,
        most: quantity.saturating_add(more).min(Quantity::MAX),
        state,
        delivery: verified
            .then(|| list.details.delivery.to_string())
            .filter(|message| !message.is_empty()),
        name: giver.name.as_ref().map(ToString::to_string),
        verified,
        may_confirm: by_mail && !verified,
        withdrawn,
        closed: list.state == ListState::Closed,
        gone: false,
        list: share,
    }
}

#[cfg(test)]
mod tests;

/// One thing that somebody gives, in the overview of all that they give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenGift {
    /// The reservation as its manage page shows it.
    pub view: ManageView,
    /// The path of its manage page.
    pub manage: String,
}
