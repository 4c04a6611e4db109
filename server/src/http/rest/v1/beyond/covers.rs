//! What stands on top of a list: one of our own pictures, or its owners'.

use app::backend::ListChange;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::{ListForm, Occasion, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{after, entered};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::Sent,
    v1::{
        lists::OwnedListObj,
        shapes::{cover_url, no_list, occasion_code, occasion_name},
    },
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(covers)).routes(routes!(choose_cover, remove_cover))
}

/// One of our own pictures.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CoverObj {
    /// The occasion that it is drawn for. Any list may take any of them.
    #[schema(examples("Birthday"))]
    cover: String,
    /// Where it is.
    image_url: String,
}

/// Our own pictures.
#[derive(Debug, Serialize, ToSchema)]
struct Covers {
    covers: Vec<CoverObj>,
}

/// The cover that is chosen.
#[derive(Debug, Deserialize, ToSchema)]
struct CoverChoice {
    /// The occasion that it is drawn for.
    #[schema(examples("Birthday"))]
    cover: String,
}

/// Our own pictures for the top of a list.
///
/// They are everybody's to look at, with or without a token.
#[utoipa::path(
    get,
    path = "/covers",
    tag = "lists",
    responses((status = 200, description = "All of them.", body = Covers), Refusals),
    security(())
)]
async fn covers(State(rest): State<Rest>) -> Json<Covers> {
    let origin = rest.site.settings.site.origin();
    let cover = |cover: &Occasion| CoverObj {
        cover: occasion_name(*cover),
        image_url: cover_url(*cover, &origin),
    };
    Json(Covers { covers: Occasion::ALL.iter().map(cover).collect() })
}

/// Puts one of our own pictures on top of a list, in the place of whatever is there.
#[utoipa::path(
    put,
    path = "/lists/{id}/cover",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = CoverChoice,
    responses((status = 200, description = "It is there.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn choose_cover(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<CoverChoice>, Refused>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(CoverChoice { cover }) = sent?;
    let cover = Occasion::parse(&occasion_code(&cover));
    let cover = cover.map_err(|problem| Refused::field("cover", problem.code()))?;
    let form = |form: ListForm| ListForm { cover: cover.code().to_owned(), ..form };
    let change = ListChange { form: &form, our_cover: true, confirmed: false };
    let chosen = rest.backend.records.change(&caller.visit, list, change).await;
    let (now, _) = chosen.map_err(no_list(&id))?;
    let origin = rest.site.settings.site.origin();
    Ok(Json(OwnedListObj::of(&now.list, now.owner, &origin)))
}

/// Takes the owners' own picture away.
///
/// The cover that was chosen stands there again.
#[utoipa::path(
    delete,
    path = "/lists/{id}/cover",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is away.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn remove_cover(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let removed = rest.backend.lists.set_cover(&caller.visit, list, None).await;
    after(&rest, &caller, &id, list, removed).await
}
