//! What is told of products.

use app::backend::ProductCard;
use domain::{GiftForm, PictureId, PictureWidth, ProductId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::rest::v1::shapes::written;

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductObj {
    /// Its id.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    product_id: String,
    /// Who makes it; may be empty.
    brand: String,
    /// What it is called.
    #[schema(examples("Wooden train"))]
    details: String,
    /// Our copy of its picture, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    /// Its page in the shop; empty for what is sold nowhere.
    product_url: String,
    /// What it cost when somebody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("39.90"))]
    price: Option<String>,
    /// In which currency (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("EUR"))]
    currency: Option<String>,
    /// Where it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    retailer: Option<String>,
}

/// A product that was looked for; nothing of it where none was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundProduct {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    product_id: Option<String>,
    /// Who makes it; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    /// Our copy of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    /// Its page in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    product_url: Option<String>,
    /// What it cost when somebody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    /// In which currency (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    /// Where it is sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    retailer: Option<String>,
    /// Never true: what is hidden is not found.
    #[serde(skip_serializing_if = "Option::is_none")]
    search_hidden: Option<bool>,
}

/// What came of looking for a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProductFound {
    /// The product, or nothing of one.
    pub product: FoundProduct,
}

/// What a page says of the product on it; what it does not say is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Metadata {
    /// What the shop is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Tiny Oak"))]
    site_name: Option<String>,
    /// What the product is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Wooden train"))]
    title: Option<String>,
    /// Our copy of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("39.90"))]
    price: Option<String>,
    /// In which currency (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("EUR"))]
    currency: Option<String>,
}

/// A product was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MadeProduct {
    /// Its id.
    product_id: String,
    /// Always `success`.
    #[schema(examples("success"))]
    message: String,
}

impl MadeProduct {
    /// Of the product with this id.
    pub fn of(id: ProductId) -> Self {
        Self { product_id: written(id.uuid()), message: "success".to_owned() }
    }
}

/// A text, if there is one.
pub fn some(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Where a picture of ours is.
pub fn picture_url(picture: &PictureId, origin: &str) -> String {
    format!("{origin}{}", picture.path(PictureWidth::Medium))
}

impl ProductObj {
    /// A product as it is here. `origin` is where its picture is found.
    pub fn of(card: &ProductCard, origin: &str) -> Self {
        let money = card.price.map(|price| price.money);
        Self {
            product_id: written(card.id.uuid()),
            brand: card.brand.clone(),
            details: card.name.clone(),
            image_url: card.picture.as_ref().map(|picture| picture_url(picture, origin)),
            product_url: card.link.clone().unwrap_or_default(),
            price: money.map(domain::Money::plain),
            currency: money.map(|money| money.currency().to_owned()),
            retailer: some(&card.shop),
        }
    }
}

impl FoundProduct {
    /// A product that was found.
    pub fn of(card: &ProductCard, origin: &str) -> Self {
        let ProductObj {
            product_id,
            brand,
            details,
            image_url,
            product_url,
            price,
            currency,
            retailer,
        } = ProductObj::of(card, origin);
        Self {
            product_id: Some(product_id),
            brand: Some(brand),
            details: Some(details),
            image_url,
            product_url: Some(product_url),
            price,
            currency,
            retailer,
            search_hidden: Some(card.hidden),
        }
    }
}

impl Metadata {
    /// What was read, as the form of a gift has it. An address alone says nothing.
    pub fn of(form: GiftForm, origin: &str) -> Self {
        let picture: Option<PictureId> = form.picture.parse().ok();
        let priced = !form.price.is_empty();
        if form.name.is_empty() && !priced && picture.is_none() {
            return Self::default();
        }
        Self {
            site_name: some(&form.shop),
            title: some(&form.name),
            image: picture.map(|picture| picture_url(&picture, origin)),
            price: some(&form.price),
            currency: some(&form.currency).filter(|_| priced),
        }
    }
}
