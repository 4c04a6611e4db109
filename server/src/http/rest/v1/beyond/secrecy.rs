//! Who may know what: the surprise, and the passcode.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::Scope;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{after, entered};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::Sent,
    v1::lists::{OwnedListObj, SurpriseName},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(set_surprise))
        .routes(routes!(set_passcode, remove_passcode))
}

/// What is chosen about surprise.
#[derive(Debug, Deserialize, ToSchema)]
struct SurpriseChoice {
    /// Whether owners see who gives what.
    surprise: SurpriseName,
    /// That it is meant, where it would end the surprise (409 `would_reveal`).
    #[serde(default)]
    confirmed: bool,
}

/// A passcode that is asked for from now on.
#[derive(Debug, Deserialize, ToSchema)]
struct NewPasscode {
    /// 4 to 64 characters.
    #[schema(examples("three lambs"))]
    passcode: String,
}

/// Chooses whether owners see who gives what.
///
/// Ending a surprise asks to be confirmed (409 `would_reveal`). It is noted for all who look after the
/// list, and told to those who had reserved.
#[utoipa::path(
    put,
    path = "/lists/{id}/surprise",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = SurpriseChoice,
    responses((status = 200, description = "It is chosen.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn set_surprise(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<SurpriseChoice>, Refused>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(SurpriseChoice { surprise, confirmed }) = sent?;
    let lists = &rest.backend.lists;
    let set = lists.set_surprise(&caller.visit, list, surprise.into(), confirmed).await;
    after(&rest, &caller, &id, list, set).await
}

/// Asks givers for a passcode from now on, or for another one.
///
/// Whoever had typed the one before is asked again.
#[utoipa::path(
    put,
    path = "/lists/{id}/passcode",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = NewPasscode,
    responses((status = 200, description = "It is asked for.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn set_passcode(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<NewPasscode>, Refused>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(NewPasscode { passcode }) = sent?;
    let set = rest.backend.lists.set_passcode(&caller.visit, list, &passcode).await;
    after(&rest, &caller, &id, list, set).await
}

/// Asks givers for no passcode any more.
#[utoipa::path(
    delete,
    path = "/lists/{id}/passcode",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "None is asked for.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn remove_passcode(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let removed = rest.backend.lists.remove_passcode(&caller.visit, list).await;
    after(&rest, &caller, &id, list, removed).await
}
