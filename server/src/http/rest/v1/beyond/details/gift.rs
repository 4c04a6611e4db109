//! A gift with everything that its owner can say of it.

use domain::{GiftId, ListRecord, OwnerGift, PictureWidth};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::rest::v1::{
    lists::products,
    shapes::{ListProduct, gift_id},
};

/// A gift, as those see it who look after its list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GiftObj {
    /// What the list says of it.
    #[serde(flatten)]
    wish: ListProduct,
    /// Its own id, which names it, too.
    pub gift_id: String,
    /// What it is called.
    name: String,
    /// Who makes it; may be empty.
    brand: String,
    /// Where it is sold; may be empty.
    shop: String,
    /// Its page in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    product_url: Option<String>,
    /// Further pages on which it is sold.
    further_urls: Vec<String>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<PriceObj>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    /// How much it is wished for.
    priority: PriorityName,
    /// Whether something like it will do.
    exactness: ExactnessName,
    /// Which size; may be empty.
    size: String,
    /// Which colour; may be empty.
    colour: String,
    /// Words by which its owner sorts.
    tags: Vec<String>,
    /// The heading that it stands under; empty above all headings.
    section: String,
    /// Whether givers do not see it yet.
    hidden: bool,
    /// Whether it has arrived.
    received: bool,
    /// Why an admin left the product with its owner, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    declined: Option<String>,
}

/// What something cost on the day somebody looked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PriceObj {
    /// How much, in the currency's own units.
    #[schema(examples("1249.50"))]
    amount: String,
    /// The currency (ISO 4217).
    #[schema(examples("EUR"))]
    currency: String,
    /// The day on which it was read.
    #[schema(examples("2026-11-24"))]
    read_on: String,
}

/// How much a gift is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriorityName {
    /// Must have.
    Must,
    /// Would love.
    Love,
    /// Nice to have.
    Nice,
}

/// Whether something like it will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExactnessName {
    /// Similar is fine.
    Similar,
    /// Exactly this.
    Exact,
}

impl From<domain::Priority> for PriorityName {
    fn from(priority: domain::Priority) -> Self {
        match priority {
            domain::Priority::Must => Self::Must,
            domain::Priority::Love => Self::Love,
            domain::Priority::Nice => Self::Nice,
        }
    }
}

impl From<PriorityName> for domain::Priority {
    fn from(name: PriorityName) -> Self {
        match name {
            PriorityName::Must => Self::Must,
            PriorityName::Love => Self::Love,
            PriorityName::Nice => Self::Nice,
        }
    }
}

impl From<domain::Exactness> for ExactnessName {
    fn from(exactness: domain::Exactness) -> Self {
        match exactness {
            domain::Exactness::Similar => Self::Similar,
            domain::Exactness::Exact => Self::Exact,
        }
    }
}

impl From<ExactnessName> for domain::Exactness {
    fn from(name: ExactnessName) -> Self {
        match name {
            ExactnessName::Similar => Self::Similar,
            ExactnessName::Exact => Self::Exact,
        }
    }
}

impl GiftObj {
    fn of(gift: &OwnerGift, wish: ListProduct, origin: &str) -> Self {
        let OwnerGift { card, form, .. } = gift;
        let further = [&form.further_1, &form.further_2, &form.further_3];
        let picture = card.picture.as_ref();
        Self {
            wish,
            gift_id: gift_id(card.id),
            name: card.name.clone(),
            brand: form.brand.clone(),
            shop: card.shop.clone(),
            product_url: card.link.clone(),
            further_urls: further.into_iter().filter(|url| !url.is_empty()).cloned().collect(),
            price: card.price.map(|price| PriceObj {
                amount: price.money.plain(),
                currency: price.money.currency().to_owned(),
                read_on: price.read_on.to_string(),
            }),
            image_url: picture.map(|id| format!("{origin}{}", id.path(PictureWidth::Medium))),
            priority: card.priority.into(),
            exactness: card.exactness.into(),
            size: card.size.clone(),
            colour: card.colour.clone(),
            tags: card.tags.clone(),
            section: card.section.clone(),
            hidden: gift.hidden,
            received: gift.received,
            declined: gift.declined.clone(),
        }
    }
}

/// All gifts of a list, in their order.
pub fn gift_objects(record: &ListRecord, origin: &str) -> Vec<GiftObj> {
    let gifts = record.list.gifts.gifts().into_iter();
    gifts.zip(products(record)).map(|(gift, wish)| GiftObj::of(gift, wish, origin)).collect()
}

/// One of them.
pub fn one_of(record: &ListRecord, gift: GiftId, origin: &str) -> Option<GiftObj> {
    let gifts = record.list.gifts.gifts().into_iter();
    let mut found = gifts.zip(products(record)).filter(|(it, _)| it.card.id == gift);
    found.next().map(|(gift, wish)| GiftObj::of(gift, wish, origin))
}
