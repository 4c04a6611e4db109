//! Pictures of the owners' own, for the top of a list or for a gift of their own making. The body is
//! the picture's file, as it is.

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
};
use domain::{ListId, PictureId, Scope};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    after, before,
    details::{GiftObj, gift_now},
    entered,
};
use crate::http::{
    pictures::keep_sent,
    rest::{
        Caller, Rest,
        refused::{Refusals, Refused},
        sent::whole_file,
        v1::{gifts::on_list, lists::OwnedListObj},
    },
};

/// A picture may have so many bytes (R3.2).
pub const MOST_BYTES: usize = 5 << 20;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(send_cover))
        .routes(routes!(send_picture, remove_picture))
}

/// Reads a picture and keeps it.
///
/// # Errors
/// 413 for one that is too large, 422 for what is none, 503 where too many come at once.
async fn kept(rest: &Rest, body: Body) -> Result<PictureId, Refused> {
    let kept = keep_sent(&rest.site, whole_file(body).await?).await;
    kept.map_err(|(status, error)| Refused::from(error).under(status))
}

/// Puts a picture of the owners' own on top of a list.
#[utoipa::path(
    post,
    path = "/lists/{id}/cover",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body(
        content_type = "application/octet-stream",
        description = "A JPEG, PNG, WebP or GIF of up to 5 MiB, at least 32 pixels a side."
    ),
    responses((status = 200, description = "It is there.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn send_cover(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    before(&rest, &caller, &id, list).await?;
    let picture = Some(kept(&rest, body).await?);
    let set = rest.backend.lists.set_cover(&caller.visit, list, picture).await;
    after(&rest, &caller, &id, list, set).await
}

/// Gives a gift of its owner's own making a picture.
#[utoipa::path(
    post,
    path = "/lists/{id}/product/{productid}/picture",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    request_body(
        content_type = "application/octet-stream",
        description = "A JPEG, PNG, WebP or GIF of up to 5 MiB, at least 32 pixels a side."
    ),
    responses((status = 200, description = "It has it.", body = GiftObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn send_picture(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
    body: Body,
) -> Result<Json<GiftObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let now = before(&rest, &caller, &id, list).await?;
    on_list(&now, &productid)?;
    let picture = Some(kept(&rest, body).await?);
    set(&rest, &caller, &id, list, &productid, picture).await
}

/// Takes a gift's picture away.
#[utoipa::path(
    delete,
    path = "/lists/{id}/product/{productid}/picture",
    tag = "gifts",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("productid" = String, Path, description = "What names the gift on its list.")
    ),
    responses((status = 200, description = "It has none.", body = GiftObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn remove_picture(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, productid)): Path<(String, String)>,
) -> Result<Json<GiftObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    set(&rest, &caller, &id, list, &productid, None).await
}

async fn set(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
    productid: &str,
    picture: Option<PictureId>,
) -> Result<Json<GiftObj>, Refused> {
    let now = before(rest, caller, sent, list).await?;
    let gift = on_list(&now, productid)?.gift;
    rest.backend.gifts.set_picture(&caller.visit, list, gift, picture).await?;
    gift_now(rest, caller, sent, list, gift).await
}
