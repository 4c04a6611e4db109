//! Lists in the bin: brought back, or given up.

use app::backend::BinnedList;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::Scope;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{after, entered};
use crate::http::rest::{
    Caller, Rest,
    cursor::Cursor,
    refused::{Refusals, Refused},
    v1::{
        lists::OwnedListObj,
        shapes::{ListObj, no_list, written},
    },
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(binned_lists))
        .routes(routes!(erase_list))
        .routes(routes!(restore_list))
}

/// A list in the bin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BinnedListObj {
    /// What it is about.
    #[serde(flatten)]
    list: ListObj,
    /// How many gifts are on it.
    gifts: u32,
    /// For so many days it can still be brought back.
    days_left: u32,
}

/// The bin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BinObj {
    /// The last to be deleted first.
    lists: Vec<BinnedListObj>,
    /// Where the next page begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A list that is given up.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ErasedList {
    /// Always true.
    deleted: bool,
    /// Its id.
    list_id: String,
}

/// The caller's lists in the bin.
#[utoipa::path(
    get,
    path = "/bin",
    tag = "bin",
    params(Cursor),
    responses((status = 200, description = "One page of them.", body = BinObj), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn binned_lists(
    State(rest): State<Rest>,
    caller: Caller,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<BinObj>, Refused> {
    let owner = written(caller.need(Scope::ListsRead)?.uuid());
    let lists = rest.backend.bin.lists(&caller.visit).await?;
    let page = cursor?.page(lists, |binned| binned.card.id.to_string())?;
    let origin = rest.site.settings.site.origin();
    let binned = |BinnedList { card, days_left }: BinnedList| BinnedListObj {
        list: ListObj::about(card.id, owner.clone(), card.state, &card.banner, &origin),
        gifts: card.gifts,
        days_left,
    };
    let lists = page.items.into_iter().map(binned).collect();
    Ok(Json(BinObj { lists, next_cursor: page.next }))
}

/// Brings a list back as it was, under the link that it had.
///
/// Its givers are told.
#[utoipa::path(
    post,
    path = "/lists/{id}/restore",
    tag = "bin",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is back.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn restore_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let restored = rest.backend.bin.restore(&caller.visit, list).await;
    after(&rest, &caller, &id, list, restored).await
}

/// Gives up a list that is in the bin.
///
/// Its words are erased for good.
#[utoipa::path(
    delete,
    path = "/bin/{id}",
    tag = "bin",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is given up.", body = ErasedList), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn erase_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ErasedList>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    rest.backend.bin.erase(&caller.visit, list).await.map_err(no_list(&id))?;
    Ok(Json(ErasedList { deleted: true, list_id: written(list.uuid()) }))
}
