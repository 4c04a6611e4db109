//! What becomes of a promise beyond what the original knew: a part is bought, a purchase is taken back,
//! its giver confirms an address, is not reminded, or forgotten (R5.3, R5.4, R5.6 to R5.8).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    OwnReservationObj,
    door::{attribute, opened, quantity, read},
};
use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::{MaybeSent, Number, Sent},
    v1::giver::of_reservation,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(purchase_some, undo_purchase))
        .routes(routes!(confirm_address))
        .routes(routes!(set_reminder))
        .routes(routes!(erase_giver))
        .routes(routes!(mail_links))
}

/// How many are bought.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
struct Bought {
    /// All of them, unless it is said. Of a part the rest stays reserved.
    quantity: Option<Number>,
}

/// Whether somebody is reminded.
#[derive(Deserialize, Serialize, ToSchema)]
struct Reminder {
    /// Whether the giver wants the reminder a week before the day.
    #[schema(required, examples(false))]
    wanted: Option<bool>,
}

/// A giver who is forgotten.
#[derive(Serialize, ToSchema)]
struct Erased {
    erased: bool,
}

/// To whom links shall be mailed.
#[derive(Deserialize, ToSchema)]
struct Addressee {
    /// An address.
    #[schema(required, examples("karl@example.org"))]
    email: Option<String>,
}

/// That it will be done, if there is anything to do.
#[derive(Serialize, ToSchema)]
struct Accepted {
    accepted: bool,
}

/// Marks a reservation, or a part of it, as bought.
///
/// Whoever has a manage token may, and a token of the account that reserved. A part is a reservation of
/// its own from then on, which is answered; the rest stays what it is.
#[utoipa::path(
    post,
    path = "/reservations/{id}/purchase",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    request_body = Option<Bought>,
    responses((status = 200, description = "What is bought.", body = OwnReservationObj), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn purchase_some(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<MaybeSent<Bought>, Refused>,
) -> Result<Json<OwnReservationObj>, Refused> {
    caller.may(Scope::Reservations)?;
    let MaybeSent(Bought { quantity: some }) = sent?;
    let some = some.map(quantity).transpose()?;
    let (visit, promise) = opened(&rest, &caller, &id).await?;
    let bought = rest.backend.giving.purchase(visit, &promise.token, some).await;
    Ok(read(&rest, &bought.map_err(of_reservation)?))
}

/// Takes a purchase back, within a day.
///
/// Whoever has a manage token may, and a token of the account that reserved. Where the giver has
/// reserved the gift again meanwhile, the two become that one, and this one is cancelled.
#[utoipa::path(
    delete,
    path = "/reservations/{id}/purchase",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    responses((status = 200, description = "As it is now.", body = OwnReservationObj), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn undo_purchase(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnReservationObj>, Refused> {
    let (visit, promise) = opened(&rest, &caller, &id).await?;
    let undone = rest.backend.sharing.undo_purchase(visit, &promise.token).await;
    undone.map_err(|error| {
        let said = format!("Product was not purchased. State = {}.", promise.state.code());
        of_reservation(error).says("wrong_state", said)
    })?;
    let (_, promise) = opened(&rest, &caller, &id).await?;
    Ok(read(&rest, &promise))
}

/// Confirms the giver's address.
///
/// Only the token of the mailed link does, which shows that the address is the giver's (403
/// `mailed_link_needed`). Whatever else is done first by that one confirms it as well.
#[utoipa::path(
    post,
    path = "/reservations/{id}/confirm",
    tag = "reservations",
    params(("id" = String, Path, description = "The manage token of the mailed link.")),
    responses((status = 200, description = "As it is now.", body = OwnReservationObj), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn confirm_address(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnReservationObj>, Refused> {
    let (visit, promise) = opened(&rest, &caller, &id).await?;
    if !promise.view.by_mail {
        let said = "Only the token of the mailed link confirms the address.";
        return Err(Refused::new(StatusCode::FORBIDDEN, "mailed_link_needed", said));
    }
    let confirmed = rest.backend.sharing.confirm_address(visit, &promise.token).await;
    confirmed.map_err(of_reservation)?;
    let (_, promise) = opened(&rest, &caller, &id).await?;
    Ok(read(&rest, &promise))
}

/// Sets whether the giver is reminded.
///
/// Whoever has a manage token may, and a token of the account that reserved. It holds for all that this
/// giver promised.
#[utoipa::path(
    put,
    path = "/reservations/{id}/reminder",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    request_body = Reminder,
    responses((status = 200, description = "As it is now.", body = Reminder), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn set_reminder(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<Reminder>, Refused>,
) -> Result<Json<Reminder>, Refused> {
    caller.may(Scope::Reservations)?;
    let Sent(asked) = sent?;
    let wanted = attribute("wanted", asked.wanted)?;
    let (visit, promise) = opened(&rest, &caller, &id).await?;
    let set = rest.backend.givers.set_reminder(visit, &promise.token, wanted).await;
    set.map_err(of_reservation)?;
    Ok(Json(Reminder { wanted: Some(wanted) }))
}

/// Erases the giver's name and address.
///
/// Whoever has a manage token may, and a token of the account that reserved. What was promised stays, as
/// a number.
#[utoipa::path(
    delete,
    path = "/reservations/{id}/giver",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    responses((status = 200, description = "They are erased.", body = Erased), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn erase_giver(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Erased>, Refused> {
    let (visit, promise) = opened(&rest, &caller, &id).await?;
    let erased = rest.backend.givers.erase(visit, &promise.token).await;
    erased.map_err(of_reservation)?;
    Ok(Json(Erased { erased: true }))
}

/// Mails the links of all that an address has promised to it.
///
/// Anybody may ask: the answer is the same whether or not that is anything.
#[utoipa::path(
    post,
    path = "/reservations/links",
    tag = "reservations",
    request_body = Addressee,
    responses((status = 202, description = "They are mailed, if there are any.", body = Accepted), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn mail_links(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<Addressee>, Refused>,
) -> Result<(StatusCode, Json<Accepted>), Refused> {
    caller.may(Scope::Reservations)?;
    let Sent(asked) = sent?;
    let email = attribute("email", asked.email)?;
    rest.backend.givers.mail_links(&caller.visit, &email).await?;
    Ok((StatusCode::ACCEPTED, Json(Accepted { accepted: true })))
}
