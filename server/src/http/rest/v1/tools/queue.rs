//! Products that wait for an admin: T1 to T4 of the original; leaving one with its owner, and putting
//! one of the catalogue in its place.

mod shapes;

use app::{error::AppError, shown::pack};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::ProductId;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::shapes::{
    DeclinedProduct, MergedProduct, ProductDeclining, ProductMerging, ProductRef, PromotedOn,
    PromotedProduct, Promotion, WaitingCount, WaitingDetails, WaitingItem, WaitingQueue,
};
use super::{missing, places::not_contained, product_in_path, tag};
use crate::{
    http::rest::{
        Caller, Rest,
        cursor::{Cursor, Page},
        refused::{Refusals, Refused},
        sent::{MaybeSent, Sent},
        tag::IfMatch,
        v1::{
            products::{SentProduct, for_the_catalogue, of_product},
            shapes::written,
        },
    },
    peers::Entry,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(waiting_products))
        .routes(routes!(count_waiting))
        .routes(routes!(waiting_product, promote_product))
        .routes(routes!(merge_product))
        .routes(routes!(decline_product))
}

/// What its owner said of a product when the caller read it, if `If-Match` names that (R10.5).
///
/// # Errors
/// 412 where they say something else now, and 404 for a product that does not wait.
async fn as_read(
    rest: &Rest,
    caller: &Caller,
    product: ProductId,
    upon: &IfMatch,
) -> Result<String, Refused> {
    if !upon.is_said() {
        return Ok(String::new());
    }
    let waiting = rest.backend.catalogue.waiting(&caller.visit, product, "").await?;
    upon.require(&tag(&waiting.made))?;
    Ok(pack(&waiting.made))
}

/// Products that wait for an admin.
#[utoipa::path(
    get,
    path = "/tools/notfound",
    tag = "tools",
    params(Cursor),
    responses((status = 200, description = "One page of them.", body = WaitingQueue), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn waiting_products(
    State(rest): State<Rest>,
    caller: Caller,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<WaitingQueue>, Refused> {
    for_the_catalogue(&caller)?;
    let (after, limit, most) = behind(&cursor?)?;
    let queue = rest.backend.tools.queue(&caller.visit, after, most).await?;
    let page = Page::of(queue, limit, |queued| queued.card.id.to_string());
    let origin = rest.site.settings.site.origin();
    let items = page.items.iter().map(|queued| WaitingItem::of(queued, &origin)).collect();
    Ok(Json(WaitingQueue { items, next_cursor: page.next }))
}

/// The product behind which a page begins, how many are on it, and how many are read for it.
///
/// # Errors
/// 422 for a cursor that is none of ours.
pub(super) fn behind(cursor: &Cursor) -> Result<(Option<ProductId>, usize, u32), Refused> {
    let (after, limit) = cursor.behind()?;
    let after = after.map(|key| key.parse::<ProductId>()).transpose();
    let after = after.map_err(|_| Refused::field("cursor", "not_a_choice"))?;
    Ok((after, limit, u32::try_from(limit + 1).unwrap_or(u32::MAX)))
}

/// How many products wait for an admin.
#[utoipa::path(
    get,
    path = "/tools/notfound/count",
    tag = "tools",
    responses((status = 200, description = "How many.", body = WaitingCount), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn count_waiting(
    State(rest): State<Rest>,
    caller: Caller,
) -> Result<Json<WaitingCount>, Refused> {
    for_the_catalogue(&caller)?;
    Ok(Json(WaitingCount { count: rest.backend.catalogue.waiting_count(&caller.visit).await? }))
}

/// A product that waits, and where it came from.
///
/// Never who gives it.
#[utoipa::path(
    get,
    path = "/tools/notfound/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    responses(
        (status = 200, description = "The product, under a tag that `If-Match` takes.",
            body = WaitingDetails,
            headers(("ETag" = String, description = "A digest of what its owner says of it."))),
        Refusals
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn waiting_product(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    for_the_catalogue(&caller)?;
    let product = product_in_path(&id)?;
    let queued = rest.backend.tools.queued(&caller.visit, product).await;
    let queued = queued.map_err(|error| missing(&id, error))?;
    let item = WaitingItem::of(&queued, &rest.site.settings.site.origin());
    let (list_id, list_title) = match queued.list {
        Some((list, title)) => (Some(written(list.uuid())), title),
        None => (None, "Unknown".to_owned()),
    };
    let details = WaitingDetails { item, creators_name: queued.maker, list_id, list_title };
    Ok(([(header::ETAG, tag(&queued.made))], Json(details)).into_response())
}

/// Takes a product into the catalogue, with all that wait with its link.
///
/// What is not sent stays as its owner left it. Every list that holds it holds the product of the
/// catalogue from then on, with everything that was promised of it. Where its owner changes it at the
/// same moment, or has changed it since `If-Match` says that it was read, nothing is done (412).
#[utoipa::path(
    post,
    path = "/tools/notfound/{id}",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    request_body = Option<Promotion>,
    responses((status = 200, description = "It is in the catalogue.", body = PromotedProduct), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn promote_product(
    State(rest): State<Rest>,
    caller: Caller,
    upon: IfMatch,
    Path(id): Path<String>,
    sent: Result<MaybeSent<Promotion>, Refused>,
) -> Result<Json<PromotedProduct>, Refused> {
    for_the_catalogue(&caller)?;
    let MaybeSent(sent) = sent?;
    let product = product_in_path(&id)?;
    let missing = |error: AppError| {
        let short: String = id.chars().take(100).collect();
        Refused::from(error).says("not_found", format!("No product returned for the id {short}."))
    };
    let catalogue = &rest.backend.catalogue;
    let waiting = catalogue.waiting(&caller.visit, product, "").await.map_err(missing)?;
    upon.require(&tag(&waiting.made))?;
    let form = SentProduct::from(sent).over(waiting.form, &rest, &caller).await?;
    let promoted = catalogue.promote(&caller.visit, product, form, &pack(&waiting.made)).await;
    let named = |error| of_product(missing(error)).lacking(not_contained);
    let lists = promoted.map_err(named)?;
    let card = rest.backend.products.product(product).await?;
    let on = lists.into_iter().map(|list| PromotedOn {
        list_id: written(list.uuid()),
        product_id: written(product.uuid()),
    });
    let on: Vec<PromotedOn> = on.collect();
    Ok(Json(PromotedProduct {
        product: Entry::of(&card, &rest.site.settings.site.origin()),
        before: on.clone(),
        after: on,
        waited: ProductRef { product_id: written(product.uuid()) },
    }))
}

/// Puts a product of the catalogue in the place of one that waits, on every list.
///
/// Where its owner has changed the one that waits since `If-Match` says that it was read, nothing is
/// done (412).
#[utoipa::path(
    post,
    path = "/tools/notfound/{id}/merge",
    tag = "tools",
    params(("id" = String, Path, description = "The id of the product that waits.")),
    request_body = ProductMerging,
    responses((status = 200, description = "It stands there.", body = MergedProduct), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn merge_product(
    State(rest): State<Rest>,
    caller: Caller,
    upon: IfMatch,
    Path(id): Path<String>,
    sent: Result<Sent<ProductMerging>, Refused>,
) -> Result<Json<MergedProduct>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(ProductMerging { into }) = sent?;
    let (product, into) = (product_in_path(&id)?, product_in_path(&into)?);
    let was = as_read(&rest, &caller, product, &upon).await;
    let was = was.map_err(|refused| missing(&id, refused))?;
    let merged = rest.backend.catalogue.merge(&caller.visit, product, into, &was).await;
    merged.map_err(|error| missing(&id, error))?;
    Ok(Json(MergedProduct { merged: true, product_id: written(into.uuid()) }))
}

/// Leaves a product with its owner, who is told why.
///
/// Where they have changed it since `If-Match` says that it was read, nothing is done (412).
#[utoipa::path(
    post,
    path = "/tools/notfound/{id}/decline",
    tag = "tools",
    params(("id" = String, Path, description = "The product's id.")),
    request_body = ProductDeclining,
    responses((status = 200, description = "It waits no longer.", body = DeclinedProduct), Refusals),
    security(("token" = ["catalogue:write"]), ("token" = ["admin"]))
)]
async fn decline_product(
    State(rest): State<Rest>,
    caller: Caller,
    upon: IfMatch,
    Path(id): Path<String>,
    sent: Result<Sent<ProductDeclining>, Refused>,
) -> Result<Json<DeclinedProduct>, Refused> {
    for_the_catalogue(&caller)?;
    let Sent(ProductDeclining { note }) = sent?;
    let product = product_in_path(&id)?;
    let was = as_read(&rest, &caller, product, &upon).await;
    let was = was.map_err(|refused| missing(&id, refused))?;
    let declined = rest.backend.catalogue.decline(&caller.visit, product, &note, &was).await;
    declined.map_err(|error| missing(&id, error))?;
    Ok(Json(DeclinedProduct { declined: true }))
}
