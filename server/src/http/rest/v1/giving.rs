//! What somebody with an account gives (R5.4).

use axum::{Json, extract::State};
use domain::{ReservationId, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::giver::OwnReservationObj;
use crate::http::rest::{
    Caller, Rest,
    cursor::Cursor,
    refused::{Refusals, Refused},
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(my_reservations))
}

/// What somebody promised.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MyReservations {
    /// Whatever became of them, the newest first.
    reservations: Vec<OwnReservationObj>,
    /// Where the next page begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// All that the caller has promised, on whatever list.
#[utoipa::path(
    get,
    path = "/me/reservations",
    tag = "giving",
    params(Cursor),
    responses((status = 200, description = "One page of it.", body = MyReservations), Refusals),
    security(("token" = ["reservations"]))
)]
async fn my_reservations(
    State(rest): State<Rest>,
    caller: Caller,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<MyReservations>, Refused> {
    caller.need(Scope::Reservations)?;
    let giving = &rest.backend.giving;
    let all = giving.given_ids(&caller.visit).await?;
    let page = cursor?.page(all, ReservationId::to_string)?;
    let promises = giving.given(&caller.visit, &page.items).await?;
    let reservations = promises.iter().map(|promise| OwnReservationObj::of(&rest, promise));
    Ok(Json(MyReservations { reservations: reservations.collect(), next_cursor: page.next }))
}
