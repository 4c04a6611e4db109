//! What a list asks of its givers.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{GivingRules, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::entered;
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::Sent,
    v1::shapes::no_list,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(giving_rules, change_giving_rules))
}

/// What a list asks of its givers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GivingRulesObj {
    /// Whether a promise is held for two days only, until its giver's address is confirmed.
    confirm_first: bool,
    /// Whether givers are reminded a week before the day.
    remind: bool,
}

/// What is to be asked of them. What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GivingRulesUpdate {
    confirm_first: Option<bool>,
    remind: Option<bool>,
}

impl From<GivingRules> for GivingRulesObj {
    fn from(rules: GivingRules) -> Self {
        Self { confirm_first: rules.confirm_first, remind: rules.remind }
    }
}

/// What a list asks of its givers.
#[utoipa::path(
    get,
    path = "/lists/{id}/giving",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "What it asks.", body = GivingRulesObj), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn giving_rules(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<GivingRulesObj>, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let rules = rest.backend.givers.rules(&caller.visit, list).await;
    Ok(Json(rules.map_err(no_list(&id))?.into()))
}

/// Asks something else of them from now on.
#[utoipa::path(
    put,
    path = "/lists/{id}/giving",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = GivingRulesUpdate,
    responses((status = 200, description = "What it asks now.", body = GivingRulesObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn change_giving_rules(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<GivingRulesUpdate>, Refused>,
) -> Result<Json<GivingRulesObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(GivingRulesUpdate { confirm_first, remind }) = sent?;
    let (givers, visit) = (&rest.backend.givers, &caller.visit);
    let rules = givers.change_rules(visit, list, confirm_first, remind).await;
    Ok(Json(rules.map_err(no_list(&id))?.into()))
}
