//! What is sent and answered about products that wait.

use app::backend::QueuedProduct;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::rest::v1::{
        products::{ProductObj, SentProduct},
        shapes::written,
    },
    peers::Entry,
};

/// A product that waits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingItem {
    /// What it is.
    #[serde(flatten)]
    pub(super) product: ProductObj,
    /// Who made it: an id that says nothing else. `null` once that account is gone.
    pub(super) created_by: Option<String>,
}

/// Products that wait.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingQueue {
    /// The oldest first.
    pub(super) items: Vec<WaitingItem>,
    /// Where to go on; nothing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_cursor: Option<String>,
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingCount {
    /// How many.
    pub(super) count: u32,
}

/// A product that waits, and where it came from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingDetails {
    /// The product.
    #[serde(flatten)]
    pub(super) item: WaitingItem,
    /// What its maker calls themselves; `null` once that account is gone.
    pub(super) creators_name: Option<String>,
    /// The list that it is on; `null` where it is on none.
    pub(super) list_id: Option<String>,
    /// What that is called; `Unknown` where it is on none.
    #[schema(examples("Ida turns one"))]
    pub(super) list_title: String,
}

/// A list that shows a product of the catalogue from now on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PromotedOn {
    /// The list.
    pub(super) list_id: String,
    /// The product.
    pub(super) product_id: String,
}

/// The id of a product.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductRef {
    /// Its id.
    pub(super) product_id: String,
}

/// What came of a promotion. All of it happens at once, or nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromotedProduct {
    /// The product of the catalogue, under the id that it had before.
    #[serde(rename = "products-product-created_succeeded")]
    pub(super) product: Entry,
    /// The lists that showed it as their owner's.
    #[serde(rename = "lists-notfound-deleted_succeeded")]
    pub(super) before: Vec<PromotedOn>,
    /// The lists that show it as the catalogue's.
    #[serde(rename = "lists-products-added_succeeded")]
    pub(super) after: Vec<PromotedOn>,
    /// The product that waits no longer.
    #[serde(rename = "notfound-product-deleted_succeeded")]
    pub(super) waited: ProductRef,
}

/// What an admin says of a product that waits. What is not said stays as its owner left it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promotion {
    /// Where it is sold.
    #[schema(examples("Tiny Oak"))]
    pub(super) retailer: Option<String>,
    /// Who makes it.
    pub(super) brand: Option<String>,
    /// What it is called.
    #[schema(examples("Wooden train"))]
    pub(super) details: Option<String>,
    /// Its page in the shop, by which owners find it: it has one in the end.
    #[schema(examples("https://shop.example/train"))]
    pub(super) product_url: Option<String>,
    /// Its picture, which is copied. One that can not be had changes nothing.
    pub(super) image_url: Option<String>,
    /// What it costs.
    #[schema(examples("39.90"))]
    pub(super) price: Option<String>,
    /// In which currency (ISO 4217); pounds, unless it is named. Without a price it is that of the price
    /// that there is.
    #[schema(examples("EUR"))]
    pub(super) currency: Option<String>,
    /// Whether it is kept from those who search.
    pub(super) search_hidden: Option<bool>,
}

impl From<Promotion> for SentProduct {
    fn from(sent: Promotion) -> Self {
        Self {
            retailer: sent.retailer,
            brand: sent.brand,
            details: sent.details,
            product_url: sent.product_url,
            image_url: sent.image_url,
            price: sent.price,
            currency: sent.currency,
            search_hidden: sent.search_hidden,
        }
    }
}

/// The product that takes the place of another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductMerging {
    /// A product of the catalogue.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    pub(super) into: String,
}

/// One product stands in the place of another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MergedProduct {
    /// Always true.
    pub(super) merged: bool,
    /// The one that stands there now.
    pub(super) product_id: String,
}

/// Why a product is left with its owner.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ProductDeclining {
    /// What its owner is told: up to 500 characters.
    #[schema(examples("The page shows no product."))]
    pub(super) note: String,
}

/// A product was left with its owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeclinedProduct {
    /// Always true.
    pub(super) declined: bool,
}

impl WaitingItem {
    /// As it stands in the queue.
    pub(super) fn of(queued: &QueuedProduct, origin: &str) -> Self {
        let made_by = queued.made_by;
        Self {
            product: ProductObj::of(&queued.card, origin),
            created_by: made_by.map(|person| written(person.uuid())),
        }
    }
}
