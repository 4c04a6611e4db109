//! How far a list has come: shared, under another link, opened again.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{DomainError, ListId, Scope};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{after, entered, record};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    v1::{
        lists::{ListLink, OwnedListObj},
        shapes::{no_list, written},
    },
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(reopen_list))
        .routes(routes!(share_list))
        .routes(routes!(rotate_share))
}

/// Opens a closed list again.
///
/// What owners have seen stays seen.
#[utoipa::path(
    post,
    path = "/lists/{id}/reopen",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is open.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn reopen_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let reopened = rest.backend.lists.reopen(&caller.visit, list).await;
    after(&rest, &caller, &id, list, reopened).await
}

/// Opens a draft to givers, and tells the link.
///
/// One that is open stays as it is.
#[utoipa::path(
    post,
    path = "/lists/{id}/share",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "Its link works.", body = ListLink), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn share_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ListLink>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    rest.backend.lists.share(&caller.visit, list).await.map_err(no_list(&id))?;
    link(&rest, &caller, &id, list).await
}

/// Replaces the share link.
///
/// The old one stops working at once, open streams included.
#[utoipa::path(
    post,
    path = "/lists/{id}/share/rotate",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "The link that works now.", body = ListLink), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn rotate_share(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ListLink>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    // A draft has no link that could be replaced.
    let _ = link(&rest, &caller, &id, list).await?;
    rest.backend.lists.rotate_share(&caller.visit, list).await.map_err(no_list(&id))?;
    link(&rest, &caller, &id, list).await
}

async fn link(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
) -> Result<Json<ListLink>, Refused> {
    let share = record(rest, caller, sent, list).await?.list.share;
    let token = share.as_deref().and_then(|path| path.strip_prefix("/l/"));
    let share_token = token.ok_or(DomainError::ListDraft)?.to_owned();
    Ok(Json(ListLink { list_id: written(list.uuid()), share_token }))
}
