//! A shared list, as givers see it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Banner, GiftCard};
use crate::{
    Gift, GiftCounts, GiftId, List, ListId, ListRevision, ListState, Quantity, Reservation,
    ReservationState, Wanted,
};

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
    /// Rises with everything on the list that this visitor may see.
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
    /// This many; 0 means taken.
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
/// as if nothing were taken, from data in which nothing is (R5.1). `givers` is the revision that
/// givers read.
pub fn owners_look(list: &List, gifts: &[Gift], givers: u64, now: DateTime<Utc>) -> SharedList {
    let kept = list.keeps_surprise(now);
    let untouched: Vec<Gift> = gifts
        .iter()
        .cloned()
        .map(|gift| match kept {
            true => Gift { counts: GiftCounts::new(gift.counts.wanted()), ..gift },
            false => gift,
        })
        .collect();
    SharedList {
        owner_looks: Some(list.id),
        ..shared_list(list, &untouched, &[], ListRevision::of(list, givers, now).number, now)
    }
}
