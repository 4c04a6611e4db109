//! Everything about a gift: what it is, what its owner says of it, and whether it has arrived.

use app::backend::GiftChange;
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use domain::{GiftForm, GiftId, ListId, ListRecord, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{before, entered, record};
use crate::http::rest::{
    Caller, Rest,
    cursor::Part,
    refused::{Refusals, Refused},
    sent::Sent,
    tag::{IfNoneMatch, changed},
    v1::{
        gifts::{GiftOff, NO_GIFT, on_list},
        lists::tagged,
        shapes::{named, of_gift},
    },
};

mod gift;
mod update;

pub use gift::GiftObj;
use gift::{gift_objects, one_of};
use update::GiftDetailsUpdate;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(all_gifts))
        .routes(routes!(read_gift))
        .routes(routes!(change_gift_details))
        .routes(routes!(set_received))
        .routes(routes!(remove_gift))
        .routes(routes!(restore_gift))
}

/// The gifts of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AllGifts {
    /// In their order.
    gifts: Vec<GiftObj>,
    /// Where the next page begins; not there on the last one, nor where all of them were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Whether a gift has arrived.
#[derive(Debug, Deserialize, ToSchema)]
struct Arrival {
    received: bool,
}

/// What a gift is after something was done to it.
///
/// # Errors
/// 404 where it is gone meanwhile.
pub(super) async fn gift_now(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
    gift: GiftId,
) -> Result<Json<GiftObj>, Refused> {
    let now = record(rest, caller, sent, list).await?;
    gift_of(rest, &now, gift).map(Json)
}

/// A gift as it is on its list.
fn gift_of(rest: &Rest, record: &ListRecord, gift: GiftId) -> Result<GiftObj, Refused> {
    one_of(record, gift, &rest.site.settings.site.origin()).ok_or_else(missing)
}

/// The gift that a path names, whether it is on the list or was taken off it.
fn on_or_off_list(record: &ListRecord, sent: &str) -> Result<GiftId, Refused> {
    let id = named(sent, "productid")?;
    let key = id.and_then(|id| record.on_list(id).or_else(|| record.off_list(id)));
    key.map(|key| key.gift).ok_or_else(missing)
}

fn missing() -> Refused {
    Refused::missing(NO_GIFT)
}

/// All gifts of a list, in their order.
///
/// They come in one piece, or in pages where `limit` or `cursor` asks for one. Pages under the same
/// `ETag` are pages of the same: nothing was changed between them.
#[utoipa::path(
    get,
    path = "/lists/{id}/gifts",
    tag = "gifts",
    params(("id" = String, Path, description = "The list's id."), Part),
    responses(
        (status = 200, description = "All of them, or one page.", body = AllGifts,
            headers(("ETag" = String, description = "The list's revision."))),
        (status = 304, description = "They are as `If-None-Match` says."),
        Refusals
    ),
    security(("token" = ["lists:read"]))
)]
async fn all_gifts(
    State(rest): State<Rest>,
    caller: Caller,
    known: IfNoneMatch,
    Path(id): Path<String>,
    part: Result<Part, Refused>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let now = record(&rest, &caller, &id, list).await?;
    let gifts = gift_objects(&now, &rest.site.settings.site.origin());
    let page = part?.of(gifts, |gift| gift.gift_id.clone())?;
    Ok(tagged(&now, &known, AllGifts { gifts: page.items, next_cursor: page.next }))
}

/// One gift.
#[utoipa::path(
    get,
    path = "/lists/{id}/product/{productid}",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    responses(
        (status = 200, description = "The gift.", body = GiftObj,
            headers(("ETag" = String, description = "The list's revision."))),
        (status = 304, description = "It is as `If-None-Match` says."),
        Refusals
    ),
    security(("token" = ["lists:read"]))
)]
async fn read_gift(
    State(rest): State<Rest>,
    caller: Caller,
    known: IfNoneMatch,
    Path((id, productid)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let now = record(&rest, &caller, &id, list).await?;
    let gift = on_list(&now, &productid)?.gift;
    Ok(tagged(&now, &known, gift_of(&rest, &now, gift)?))
}

/// Changes anything about a gift.
///
/// What is not named stays as it is, and so does what the catalogue says of its product.
#[utoipa::path(
    put,
    path = "/lists/{id}/product/{productid}/details",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    request_body = GiftDetailsUpdate,
    responses(
        (status = 200, description = "The gift now.", body = GiftObj,
            headers(("ETag" = String,
                description = "What this made of the revision that `If-Match` names, if any."))),
        Refusals
    ),
    security(("token" = ["lists:write"]))
)]
async fn change_gift_details(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    sent: Result<Sent<GiftDetailsUpdate>, Refused>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(update) = sent?;
    update.require_few_shops()?;
    let now = before(&rest, &caller, &id, list).await?;
    let gift = on_list(&now, &productid)?.gift;
    let form = |form: GiftForm| update.over(form);
    let change = GiftChange { form: &form };
    let made = rest.backend.records.change_gift(&caller.visit, list, gift, change).await;
    let made = made.map_err(|error| of_gift(error.into()))?;
    let after = record(&rest, &caller, &id, list).await?;
    Ok(changed(made, gift_of(&rest, &after, gift)?))
}

/// Says that a gift has arrived, or takes that back; on a closed list, too.
#[utoipa::path(
    put,
    path = "/lists/{id}/product/{productid}/received",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    request_body = Arrival,
    responses((status = 200, description = "The gift now.", body = GiftObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn set_received(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    sent: Result<Sent<Arrival>, Refused>,
) -> Result<Json<GiftObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(Arrival { received }) = sent?;
    let now = before(&rest, &caller, &id, list).await?;
    let gift = on_list(&now, &productid)?.gift;
    rest.backend.gifts.set_received(&caller.visit, list, gift, received).await?;
    gift_now(&rest, &caller, &id, list, gift).await
}

/// Takes a gift off its list, whatever is promised of it.
///
/// Its givers are told, and it can be put back.
#[utoipa::path(
    post,
    path = "/lists/{id}/product/{productid}/remove",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    responses((status = 200, description = "It is off the list.", body = GiftOff), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn remove_gift(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
) -> Result<Json<GiftOff>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let now = before(&rest, &caller, &id, list).await?;
    // What is off the list already stays off it.
    let gift = on_or_off_list(&now, &productid)?;
    rest.backend.gifts.set_removed(&caller.visit, list, gift, true).await?;
    Ok(Json(GiftOff::done()))
}

/// Puts a gift back that was taken off its list.
///
/// Its givers are told.
#[utoipa::path(
    post,
    path = "/lists/{id}/product/{productid}/restore",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What named the gift on its list.")
    ),
    responses((status = 200, description = "It is on the list.", body = GiftObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn restore_gift(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
) -> Result<Json<GiftObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let now = before(&rest, &caller, &id, list).await?;
    // What is on the list already stays there.
    let gift = on_or_off_list(&now, &productid)?;
    rest.backend.gifts.set_removed(&caller.visit, list, gift, false).await?;
    gift_now(&rest, &caller, &id, list, gift).await
}
