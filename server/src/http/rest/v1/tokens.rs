//! Tokens. None is made by another one: that is for the account page.

use app::backend::TokenCard;
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::{DateTime, Utc};
use domain::{ApiToken, ApiTokenId, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{me::Deleted, shapes::written};
use crate::http::rest::{
    Rest,
    caller::Caller,
    refused::{Refusals, Refused},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(tokens)).routes(routes!(revoke_token))
}

/// A token, without its text: that was shown once, when it was made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// What it is revoked by.
    id: String,
    /// What it is called.
    #[schema(examples("My phone"))]
    name: String,
    /// What can be done with it.
    #[schema(examples("lists:read", "lists:write"))]
    scopes: Vec<String>,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// When it ends, where it does.
    expires_at: Option<DateTime<Utc>>,
    /// When it was last used, give or take ten minutes, if it was.
    last_used_at: Option<DateTime<Utc>>,
    /// Whether it is the one that asks.
    current: bool,
}

impl Token {
    fn of(card: TokenCard, caller: &Caller) -> Self {
        let TokenCard { token, used_at, .. } = card;
        Self {
            id: written(token.id.uuid()),
            name: token.name.to_string(),
            scopes: token.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
            made_at: token.made_at,
            expires_at: token.expires_at,
            last_used_at: used_at,
            current: caller.token().is_some_and(|asking| asking.id == token.id),
        }
    }
}

/// The tokens of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// The newest first. Those that are over are among them.
    tokens: Vec<Token>,
}

/// Every token of theirs.
#[utoipa::path(
    get,
    path = "/tokens",
    tag = "tokens",
    responses((status = 200, description = "Each token.", body = Tokens), Refusals),
    security(("token" = ["lists:read"]))
)]
pub async fn tokens(State(rest): State<Rest>, caller: Caller) -> Result<Json<Tokens>, Refused> {
    caller.need(Scope::ListsRead)?;
    let cards = rest.backend.tokens.list(&caller.visit).await?;
    let tokens = cards.into_iter().map(|card| Token::of(card, &caller)).collect();
    Ok(Json(Tokens { tokens }))
}

/// Revoke a token.
///
/// It is worth nothing from then on. It may be the one that asks, which needs no scope for that.
#[utoipa::path(
    delete,
    path = "/tokens/{id}",
    tag = "tokens",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It is worth nothing.", body = Deleted), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn revoke_token(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Deleted>, Refused> {
    let named = id.parse::<ApiTokenId>();
    let is_named = |token: &ApiToken| named.as_ref().is_ok_and(|id| *id == token.id);
    // A program may sign out, whatever else it may do.
    if !caller.token().is_some_and(is_named) {
        caller.need(Scope::ListsWrite)?;
    }
    let mut visit = caller.visit;
    // Who holds a token shows with it what a page asks a browser to show anew.
    if let Some(account) = &mut visit.account {
        account.fresh = true;
    }
    rest.backend.tokens.revoke(&visit, named?).await?;
    Ok(Json(Deleted { deleted: true }))
}
