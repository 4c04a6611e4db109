//! The whole catalogue, and products of it under ids that come with them: by which instances are kept
//! the same.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{entry, entry_as_read, no_product, queue::behind};
use crate::{
    http::rest::{
        Caller, Rest,
        cursor::{Cursor, Page},
        refused::{Refusals, Refused},
        sent::Sent,
        tag::IfMatch,
        v1::{
            products::{SentProduct, for_the_catalogue, of_product, product_named},
            shapes::written,
        },
    },
    peers::{Entry, EntryPage, PutAnswer},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(whole_catalogue))
        .routes(routes!(one_of_catalogue, put_into_catalogue))
}

/// A product as another instance has it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentEntry {
    /// Where it is sold; the host of its page, unless it is named.
    retailer: Option<String>,
    /// Who makes it.
    brand: Option<String>,
    /// What it is called.
    #[schema(value_type = String, examples("Wooden train"))]
    details: Option<String>,
    /// Its page in the shop.
    #[schema(value_type = String, examples("https://shop.example/train"))]
    product_url: Option<String>,
    /// Its picture, which is copied. Without one that can be had, the product keeps the one it has.
    image_url: Option<String>,
    /// What it costs.
    #[schema(examples("39.90"))]
    price: Option<String>,
    /// In which currency (ISO 4217); pounds, unless it is named.
    #[schema(examples("EUR"))]
    currency: Option<String>,
    /// The day on which that was read: today, unless it is named.
    #[schema(examples("2026-11-28 00:00:00"))]
    price_checked_date: Option<String>,
    /// Whether it is kept from those who search.
    search_hidden: Option<bool>,
}

/// The whole catalogue, hidden products too.
#[utoipa::path(
    get,
    path = "/catalogue",
    tag = "tools",
    params(Cursor),
    responses((status = 200, description = "One page of it.", body = EntryPage), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn whole_catalogue(
    State(rest): State<Rest>,
    caller: Caller,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<EntryPage>, Refused> {
    for_the_catalogue(&caller)?;
    let (after, limit, most) = behind(&cursor?)?;
    let cards = rest.backend.tools.catalogue(&caller.visit, after, most).await?;
    let page = Page::of(cards, limit, |card| card.id.to_string());
    let origin = rest.site.settings.site.origin();
    let items = page.items.iter().map(|card| Entry::of(card, &origin)).collect();
    Ok(Json(EntryPage { items, next_cursor: page.next }))
}

/// One product of the catalogue. One that is not there is refused as `no_product`.
#[utoipa::path(
    get,
    path = "/catalogue/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "The product, under a tag that `If-Match` takes.", body = Entry,
            headers(("ETag" = String, description = "A digest of what is said of it."))),
        Refusals
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn one_of_catalogue(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    for_the_catalogue(&caller)?;
    let missing = || Refused::new(StatusCode::NOT_FOUND, "no_product", no_product(&id));
    let product = product_named(&id, "").map_err(|_| missing())?;
    let view = rest.backend.catalogue.product(&caller.visit, product).await;
    let view = view.map_err(|error| match error.status() {
        404 => missing(),
        _ => error.into(),
    })?;
    Ok(entry(&rest, &view))
}

/// Puts a product into this catalogue, and nowhere else: it is changed, or made under this id.
///
/// Where it was changed or taken away since `If-Match` says that it was read, nothing is done (412).
#[utoipa::path(
    put,
    path = "/catalogue/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    request_body = SentEntry,
    responses((status = 200, description = "It is there.", body = PutAnswer), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn put_into_catalogue(
    State(rest): State<Rest>,
    caller: Caller,
    upon: IfMatch,
    Path(id): Path<String>,
    sent: Result<Sent<SentEntry>, Refused>,
) -> Result<Json<PutAnswer>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(sent) = sent?;
    let product = product_named(&id, "It is no id.")?;
    let was = entry_as_read(&rest, &caller, product, &upon).await?;
    let entry = Entry {
        product_id: written(product.uuid()),
        brand: sent.brand.unwrap_or_default(),
        retailer: sent.retailer.unwrap_or_default(),
        details: sent.details.unwrap_or_default(),
        product_url: sent.product_url.unwrap_or_default(),
        price: sent.price,
        currency: sent.currency,
        price_checked_date: sent.price_checked_date,
        image_url: None,
        search_hidden: sent.search_hidden.unwrap_or(false),
    };
    let picture = SentProduct { image_url: sent.image_url, ..SentProduct::default() };
    let form = picture.over(entry.form(), &rest, &caller).await?;
    let put = rest.backend.tools.put(&caller.visit, product, form, &was).await;
    let created = put.map_err(|error| of_product(error.into()))?;
    Ok(Json(PutAnswer { product_id: written(product.uuid()), created }))
}
