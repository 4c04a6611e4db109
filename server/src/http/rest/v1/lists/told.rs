//! What is answered about a list.

use std::collections::BTreeMap;

use domain::{
    GiftId, ListRecord, OwnerGift, OwnerGifts, OwnerList, OwnersPromise, PersonId, Promises,
    Quantity, Role, Surprise,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::rest::v1::shapes::{ListObj, ListProduct, ProductType, ReservationObj, written};

/// What any number of a gift is in figures: the most that one giver can reserve.
const ANY: u32 = Quantity::MAX;

/// A list, as those see it who look after it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnedListObj {
    /// What it is about.
    #[serde(flatten)]
    pub list: ListObj,
    /// What the caller is to it.
    pub role: RoleName,
    /// Where gifts shall go; shown to givers whose address is confirmed.
    pub delivery: String,
    /// The time zone in which its day ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Europe/Berlin"))]
    pub time_zone: Option<String>,
    /// What was chosen about surprise.
    pub surprise: SurpriseName,
    /// Whether givers are asked for a passcode.
    pub passcode: bool,
    /// The token of its share link; not there for a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_token: Option<String>,
    /// When it was made, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<u64>,
}

/// What somebody is to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// Made it.
    Owner,
    /// Looks after it with its owner.
    CoOwner,
}

/// Whether owners see who gives what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SurpriseName {
    /// They see it.
    Show,
    /// They see nothing of it until the date has passed, the list is closed, or one of them lifts it.
    Keep,
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListsUser {
    /// Their address.
    pub email: String,
    /// Their id.
    pub user_id: String,
    /// What they call themselves.
    pub name: String,
}

/// Everything that the caller looks after.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AllLists {
    /// Who asks.
    pub user: ListsUser,
    /// Drafts and open lists, those with the latest day first; then those of others that the caller
    /// looks after with them.
    pub owned: Vec<OwnedListObj>,
    /// Closed ones.
    pub closed: Vec<OwnedListObj>,
    /// Where the next page begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A list and what is on it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListAnswer {
    /// The list.
    pub list: OwnedListObj,
    /// Its gifts, by what names them.
    pub products: BTreeMap<String, ListProduct>,
    /// The same names in the order in which the gifts stand.
    pub order: Vec<String>,
    /// What is promised and live. Not there while a surprise keeps it from owners.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<Vec<ReservationObj>>,
    /// Rises with everything that changes on the list and that the caller may know: what
    /// `GET /lists/{id}/events` tells.
    pub revision: u64,
}

/// A list and the link that opens it to givers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListLink {
    /// Its id.
    pub list_id: String,
    /// The token of its share link.
    pub share_token: String,
}

/// What was changed, as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListUpdated {
    /// What was named.
    pub updates: ListUpdates,
}

/// Of what was named, what it is now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListUpdates {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its greeting to givers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The day that it is for; `null` where there is none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub event_date: Option<Option<String>>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// The picture on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The time zone in which its day ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// For whom it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
    /// Where gifts shall go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<String>,
}

/// What went into the bin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeletedList {
    /// Always true.
    pub deleted: bool,
    /// Its id.
    pub list_id: String,
    /// The list, its gifts, and all that was ever promised on it; without the last while a surprise
    /// keeps that from owners.
    pub count: usize,
}

/// A list that is closed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosedList {
    /// Always true.
    pub closed: bool,
    /// Its id.
    pub list_id: String,
}

impl OwnedListObj {
    /// A list as its editor shows it.
    pub fn of(list: &OwnerList, owner: Option<PersonId>, origin: &str) -> Self {
        let time_zone = Some(list.form.zone.clone()).filter(|zone| !zone.is_empty());
        let share = list.share.as_deref().and_then(|path| path.strip_prefix("/l/"));
        Self {
            list: ListObj::of(list, owner, origin),
            role: list.role.into(),
            delivery: list.form.delivery.clone(),
            time_zone,
            surprise: list.surprise.into(),
            passcode: list.passcode,
            share_token: share.map(str::to_owned),
            // Ids are time-ordered.
            created_at: list.id.uuid().get_timestamp().map(|made_at| made_at.to_unix().0),
        }
    }
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        if role == Role::Owner { Self::Owner } else { Self::CoOwner }
    }
}

impl From<Surprise> for SurpriseName {
    fn from(surprise: Surprise) -> Self {
        match surprise {
            Surprise::Show => Self::Show,
            Surprise::Keep => Self::Keep,
        }
    }
}

impl From<SurpriseName> for Surprise {
    fn from(name: SurpriseName) -> Self {
        match name {
            SurpriseName::Show => Self::Show,
            SurpriseName::Keep => Self::Keep,
        }
    }
}

impl ListAnswer {
    /// A list and what is on it, as its owners may see it.
    pub fn of(record: &ListRecord, origin: &str) -> Self {
        let list = OwnedListObj::of(&record.list, record.owner, origin);
        let products = products(record);
        let reserved = match &record.promises {
            Promises::Kept => None,
            Promises::Shown(promises) => {
                let mut reserved: Vec<ReservationObj> =
                    promises.iter().filter_map(|promise| reservation(record, promise)).collect();
                let key = |it: &ReservationObj| {
                    (it.product_id.clone(), it.user_id.clone(), it.reservation_id.clone())
                };
                reserved.sort_by_cached_key(key);
                Some(reserved)
            }
        };
        Self {
            list,
            order: products.iter().map(|product| product.product_id.clone()).collect(),
            products: products
                .into_iter()
                .map(|product| (product.product_id.clone(), product))
                .collect(),
            reserved,
            revision: record.list.revision,
        }
    }
}

/// The gifts of a list in their order, as its owners may see them.
pub fn products(record: &ListRecord) -> Vec<ListProduct> {
    let product = |gift: &OwnerGift, counts: Option<(u32, u32)>| ListProduct {
        product_id: name_of(record, gift.card.id),
        quantity: gift.wanted.unwrap_or(ANY),
        any_number: gift.wanted.is_none(),
        reserved: counts.map(|(reserved, _)| reserved),
        purchased: counts.map(|(_, purchased)| purchased),
        kind: ProductType::of(gift.catalogue),
        notes: Some(gift.card.notes.clone()).filter(|notes| !notes.is_empty()),
    };
    match &record.list.gifts {
        OwnerGifts::Surprise(gifts) => gifts.iter().map(|gift| product(gift, None)).collect(),
        OwnerGifts::Shown(gifts) => {
            let gifts = gifts.iter();
            gifts.map(|it| product(&it.gift, Some((it.reserved, it.purchased)))).collect()
        }
    }
}

/// By what a gift is named on its list.
pub fn name_of(record: &ListRecord, gift: GiftId) -> String {
    written(record.name_of(gift).unwrap_or_else(|| gift.uuid()))
}

fn reservation(record: &ListRecord, promise: &OwnersPromise) -> Option<ReservationObj> {
    let key = record.keys.iter().find(|key| key.gift == promise.gift)?;
    Some(ReservationObj {
        reservation_id: written(promise.id.uuid()),
        product_id: name_of(record, promise.gift),
        user_id: written(promise.giver.uuid()),
        list_id: written(record.list.id.uuid()),
        list_owner_id: record.owner.map(|owner| written(owner.uuid())).unwrap_or_default(),
        name: promise.name.clone(),
        email: None,
        quantity: promise.quantity,
        state: promise.state.into(),
        list_title: record.list.banner.title.clone(),
        product_type: ProductType::of(key.catalogue),
    })
}
