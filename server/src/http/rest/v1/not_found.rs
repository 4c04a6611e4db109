//! Products of people's own: N1 to N3 of the original.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{GiftForm, Priority, Scope};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::products::{
    MadeProduct, NO_PRODUCT, ProductObj, for_the_catalogue, of_product, product_named, quoted,
    undeleted,
};
use crate::{
    http::rest::{
        Caller, Rest,
        refused::{Refusals, Refused},
        sent::Sent,
        v1::{me::Deleted, shapes::not_there},
    },
    peers::priced,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(create_own_product))
        .routes(routes!(read_own_product, delete_own_product))
}

/// What is said of a product that can not be taken away by the one who asks, whatever the reason.
const STAYS: &str = "Product can not be deleted.";

/// A product of somebody's own making.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnProduct {
    /// Who makes it, or sells it.
    #[schema(examples("Tiny Oak"))]
    brand: Option<String>,
    /// What it is called.
    #[schema(value_type = String, examples("Wooden train"))]
    details: Option<String>,
    /// Its page in the shop; nothing for what is sold nowhere.
    #[schema(examples("https://shop.example/train"))]
    url: Option<String>,
    /// Where it is sold; the host of its page, unless it is named.
    retailer: Option<String>,
    /// A picture of ours, as `GET /products/query/metadata/{url}` answers it. Any other address stands
    /// for none.
    image_url: Option<String>,
    /// What it costs.
    #[schema(examples("39.90"))]
    price: Option<String>,
    /// In which currency (ISO 4217); pounds, unless it is named.
    #[schema(examples("EUR"))]
    currency: Option<String>,
}

/// Makes a product that the catalogue does not have.
///
/// It can be put on a list of theirs as `productType` `notfound`, and waits for an admin at once.
#[utoipa::path(
    post,
    path = "/notfound",
    tag = "notfound",
    request_body = OwnProduct,
    responses((status = 200, description = "It is made.", body = MadeProduct), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn create_own_product(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<OwnProduct>, Refused>,
) -> Result<Json<MadeProduct>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let Sent(sent) = sent?;
    let picture = match &sent.image_url {
        Some(url) => rest.backend.products.own_picture(url).await?,
        None => String::new(),
    };
    let (price, currency) = priced(sent.price.as_deref(), sent.currency.as_deref());
    let form = GiftForm {
        link: sent.url.unwrap_or_default(),
        name: sent.details.unwrap_or_default(),
        brand: sent.brand.unwrap_or_default(),
        shop: sent.retailer.unwrap_or_default(),
        price,
        currency,
        picture,
        priority: Priority::default().code().to_owned(),
        ..GiftForm::default()
    };
    let made = rest.backend.not_found.make(&caller.visit, form).await;
    let named = |refused: Refused| of_product(refused).calling(&[("productUrl", "url")]);
    let made = made.map_err(|error| named(error.into()).lacking(quoted))?;
    Ok(Json(MadeProduct::of(made)))
}

/// A product that the catalogue does not have.
///
/// For those who look after a list that it is on, for who made it while it is on none, and for admins.
#[utoipa::path(
    get,
    path = "/notfound/{id}",
    tag = "notfound",
    params(("id" = String, Path, description = "The product's id.")),
    responses((status = 200, description = "The product.", body = ProductObj), Refusals),
    security(("token" = ["lists:read"]), ("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn read_own_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ProductObj>, Refused> {
    let reads = caller.token().is_none_or(|token| {
        let has = |scope| token.scopes.has(scope);
        has(Scope::ListsRead) || !has(Scope::CatalogueWrite) && !has(Scope::Admin)
    });
    if reads {
        caller.need(Scope::ListsRead)?;
    } else {
        for_the_catalogue(&caller)?;
    }
    let id = product_named(&id, NO_PRODUCT)?;
    let card = rest.backend.not_found.product(&caller.visit, id).await;
    let card = card.map_err(not_there(NO_PRODUCT))?;
    Ok(Json(ProductObj::of(&card, &rest.site.settings.site.origin())))
}

/// Takes away a product that the catalogue does not have.
///
/// For who made it, and only while it is on no list.
#[utoipa::path(
    delete,
    path = "/notfound/{id}",
    tag = "notfound",
    params(("id" = String, Path, description = "The product's id.")),
    responses((status = 200, description = "It is gone.", body = Deleted), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn delete_own_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Deleted>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let id = product_named(&id, STAYS)?;
    let deleted = rest.backend.not_found.delete(&caller.visit, id).await;
    deleted.map_err(|error| undeleted(error, STAYS))?;
    Ok(Json(Deleted { deleted: true }))
}
