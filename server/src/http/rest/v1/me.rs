//! Who a token acts for, and where they are signed in.

use app::error::AppError;
use axum::{
    Json,
    extract::{Path, State},
};
use chrono::{DateTime, Utc};
use domain::{PersonId, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::shapes::written;
use crate::http::rest::{
    Rest,
    caller::Caller,
    cursor::Part,
    refused::{Refusals, Refused},
    sent::Sent,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(me, rename_me))
        .routes(routes!(sessions, end_sessions))
        .routes(routes!(end_session))
}

/// Who the token acts for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// An id that says nothing of them.
    user_id: String,
    /// What they call themselves.
    #[schema(examples("Ada"))]
    name: String,
    /// Their address.
    #[schema(examples("ada@example.org"))]
    email: String,
    /// Whether they are an admin of this site.
    admin: bool,
    /// What the token can do.
    #[schema(examples("lists:read"))]
    scopes: Vec<String>,
}

impl Me {
    fn of(caller: &Caller, person: PersonId, name: String) -> Result<Self, Refused> {
        let account = caller.visit.account.as_ref().ok_or(AppError::SignInNeeded)?;
        let scopes = caller.token().into_iter().flat_map(|token| token.scopes.iter());
        Ok(Self {
            user_id: written(person.uuid()),
            name,
            email: account.email.clone(),
            admin: account.admin,
            scopes: scopes.map(|scope| scope.code().to_owned()).collect(),
        })
    }
}

/// Who the token acts for.
///
/// Every token may ask this.
#[utoipa::path(
    get,
    path = "/me",
    tag = "account",
    responses((status = 200, description = "Who it is.", body = Me), Refusals),
    security(("token" = []))
)]
pub async fn me(caller: Caller) -> Result<Json<Me>, Refused> {
    let person = caller.account()?;
    let name = caller.visit.account.as_ref().map(|account| account.name.clone());
    Ok(Json(Me::of(&caller, person, name.unwrap_or_default())?))
}

/// What shall be changed of somebody.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Renaming {
    /// What they call themselves from now on: at most 60 characters of those that can be seen.
    #[schema(examples("Ada"), min_length = 1)]
    name: String,
}

/// Change what they call themselves.
#[utoipa::path(
    put,
    path = "/me",
    tag = "account",
    request_body = Renaming,
    responses((status = 200, description = "Who it is now.", body = Me), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn rename_me(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<Renaming>, Refused>,
) -> Result<Json<Me>, Refused> {
    let person = caller.need(Scope::ListsWrite)?;
    let Sent(sent) = sent?;
    rest.backend.profile.rename(&caller.visit, &sent.name).await?;
    let account = rest.backend.profile.account(&caller.visit).await?;
    Ok(Json(Me::of(&caller, person, account.name)?))
}

/// A place where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// What it is ended by.
    id: String,
    /// What the browser calls itself, in few words; nothing if it did not say.
    #[schema(examples("Firefox, Linux"))]
    device: String,
    /// Since when.
    made_at: DateTime<Utc>,
    /// When it was last used, give or take an hour.
    seen_at: DateTime<Utc>,
}

/// Where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sessions {
    /// The last used first.
    sessions: Vec<Session>,
    /// Where the next page begins; not there on the last one, nor where all of them were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// Where they are signed in.
///
/// All of it comes in one piece, or in pages where `limit` or `cursor` asks for one.
#[utoipa::path(
    get,
    path = "/sessions",
    tag = "account",
    params(Part),
    responses((status = 200, description = "Each place, or one page of them.", body = Sessions), Refusals),
    security(("token" = ["lists:read"]))
)]
pub async fn sessions(
    State(rest): State<Rest>,
    caller: Caller,
    part: Result<Part, Refused>,
) -> Result<Json<Sessions>, Refused> {
    caller.need(Scope::ListsRead)?;
    let account = rest.backend.profile.account(&caller.visit).await?;
    let session = |open: app::backend::OpenSession| Session {
        id: open.key.as_str().to_owned(),
        device: open.device,
        made_at: open.made_at,
        seen_at: open.seen_at,
    };
    let page = part?.of(account.sessions, |open| open.key.as_str().to_owned())?;
    let sessions = page.items.into_iter().map(session).collect();
    Ok(Json(Sessions { sessions, next_cursor: page.next }))
}

/// Something is no more.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deleted {
    /// Always true.
    pub deleted: bool,
}

/// End one session.
#[utoipa::path(
    delete,
    path = "/sessions/{id}",
    tag = "account",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It is over.", body = Deleted), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn end_session(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Deleted>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let account = rest.backend.profile.account(&caller.visit).await?;
    if !account.sessions.iter().any(|session| session.key.as_str() == id) {
        return Err(AppError::not_found().into());
    }
    rest.backend.profile.end_session(&caller.visit, &id).await?;
    Ok(Json(Deleted { deleted: true }))
}

/// End all sessions.
///
/// A token is no session: it stays.
#[utoipa::path(
    delete,
    path = "/sessions",
    tag = "account",
    responses((status = 200, description = "They are over.", body = Deleted), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn end_sessions(
    State(rest): State<Rest>,
    caller: Caller,
) -> Result<Json<Deleted>, Refused> {
    caller.need(Scope::ListsWrite)?;
    rest.backend.profile.end_other_sessions(&caller.visit).await?;
    Ok(Json(Deleted { deleted: true }))
}
