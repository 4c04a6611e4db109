//! A list, as its owners see it: with or without what givers do (R3.6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Banner, GiftCard};
use crate::{
    Gift, GiftForm, GiftId, List, ListForm, ListId, ListState, Reservation, ReservationId,
    ReservationState, Role, Standing, Surprise,
};

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
    /// Whether givers are asked for a passcode (R3.7). Nothing in the browser needs to know.
    #[serde(skip)]
    pub passcode: bool,
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

    /// Whether they come with what is taken, and by whom.
    pub fn are_shown(&self) -> bool {
        matches!(self, Self::Shown(_))
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
    /// Whether it has arrived, as somebody said who looks after the list.
    pub received: bool,
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
    /// The promise by which they did.
    pub reservation: ReservationId,
    /// What they call themselves; nothing once they erased it.
    pub name: Option<String>,
    /// How many.
    pub quantity: u32,
    /// Whether they are bought.
    pub purchased: bool,
}

impl OwnerGift {
    /// A gift as its form has it.
    pub fn of(gift: &Gift) -> Self {
        let wanted = gift.counts.wanted();
        Self {
            card: GiftCard::of(gift),
            wanted: wanted.number(),
            hidden: gift.hidden,
            received: gift.received,
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
        passcode: list.lock.is_set(),
        gifts,
        revision,
    }
}

fn takers(gift: GiftId, reservations: &[(Reservation, Option<String>)]) -> Vec<Taker> {
    let live = reservations.iter().filter(|(r, _)| r.gift == gift && r.state.is_live());
    live.map(|(reservation, name)| Taker {
        reservation: reservation.id,
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
    /// What its owner calls themselves, where that is somebody else.
    pub with: Option<String>,
}

/// How many of the wanted gifts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Reserved and bought together, of those of which a number is wanted.
    pub taken: u32,
    /// How many are wanted.
    pub wanted: u32,
}

impl Progress {
    /// Of gifts, each as how many of it are wanted, `None` being any number, and how many are taken.
    /// Whatever is taken beyond a gift's number counts for nothing.
    pub fn of(gifts: impl Iterator<Item = (Option<u32>, u32)>) -> Self {
        gifts.fold(Self { taken: 0, wanted: 0 }, |sum, (wanted, taken)| match wanted {
            None => sum,
            Some(wanted) => {
                Self { taken: sum.taken + taken.min(wanted), wanted: sum.wanted + wanted }
            }
        })
    }
}

/// Builds a dashboard card, without the owner's name.
pub fn list_card(list: &List, role: Role, gifts: &[Gift], now: DateTime<Utc>) -> ListCard {
    let on_list: Vec<_> = gifts.iter().filter(|gift| !gift.removed).collect();
    let progress = (!list.keeps_surprise(now)).then(|| {
        Progress::of(on_list.iter().map(|it| (it.counts.wanted().number(), it.counts.taken())))
    });
    ListCard {
        id: list.id,
        banner: Banner::of(list, now),
        state: list.state,
        role,
        gifts: u32::try_from(on_list.len()).unwrap_or(u32::MAX),
        progress,
        with: None,
    }
}
