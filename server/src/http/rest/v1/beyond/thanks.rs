//! Thanks: who gave what, what came, and who was thanked. While a surprise holds it is as if there
//! were no such list.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{ListId, ListRecord, Reach, ReservationId, Scope, ThanksEntry, Tick};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{before, entered, record};
use crate::http::rest::{
    Caller, Rest,
    cursor::Cursor,
    refused::{Refusals, Refused},
    sent::Sent,
    v1::{
        lists::name_of,
        shapes::{PromiseState, named, no_list, not_there, written},
    },
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(thanks_board))
        .routes(routes!(tick_thanks))
        .routes(routes!(send_thanks))
}

/// What is said of a promise that is not there.
const NO_RESERVATION: &str = "Reservation ID does not exist.";

/// One promise on the board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ThanksObj {
    /// Its id.
    reservation_id: String,
    /// What was promised, as its list names it.
    product_id: String,
    /// What that is called.
    product_name: String,
    /// What the giver calls themselves; not there once they erased it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// How many.
    quantity: u32,
    /// How far it has come.
    state: PromiseState,
    /// Whether it was ticked off as here.
    received: bool,
    /// Whether somebody said thank you.
    thanked: bool,
    /// The words that were mailed.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Whether words get there.
    reach: ReachName,
}

/// Whether words of thanks get to a giver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReachName {
    /// By mail.
    ByMail,
    /// Nobody confirmed the address.
    Unconfirmed,
    /// The giver has taken name and address away.
    Erased,
}

/// The board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ThanksBoard {
    /// What is bought first, then what is promised.
    thanks: Vec<ThanksObj>,
    /// Where the next page begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What is ticked off, or not any more. What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
struct ThanksTicks {
    received: Option<bool>,
    thanked: Option<bool>,
}

/// Words of thanks.
#[derive(Debug, Deserialize, ToSchema)]
struct NewThanks {
    /// 1 to 1,000 characters. They are mailed once.
    #[schema(examples("It is lovely. Thank you!"))]
    note: String,
}

impl From<Reach> for ReachName {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::ByMail => Self::ByMail,
            Reach::Unconfirmed => Self::Unconfirmed,
            Reach::Erased => Self::Erased,
        }
    }
}

impl ThanksObj {
    fn of(record: &ListRecord, entry: ThanksEntry) -> Self {
        Self {
            reservation_id: written(entry.reservation.uuid()),
            product_id: name_of(record, entry.card.id),
            product_name: entry.card.name,
            name: entry.name,
            quantity: entry.quantity,
            state: if entry.purchased { PromiseState::Purchased } else { PromiseState::Reserved },
            received: entry.received,
            thanked: entry.thanked,
            note: entry.note,
            reach: entry.reach.into(),
        }
    }
}

/// Everything that is promised on a list, and what is noted about it.
#[utoipa::path(
    get,
    path = "/lists/{id}/thanks",
    tag = "thanks",
    params(("id" = String, Path, description = "The list's id."), Cursor),
    responses((status = 200, description = "One page of it.", body = ThanksBoard), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn thanks_board(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<ThanksBoard>, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let entries = rest.backend.thanks.board_for_programs(&caller.visit, list).await;
    let entries = entries.map_err(no_list(&id))?;
    let place = |entry: &ThanksEntry| format!("{}{}", !entry.purchased, entry.reservation);
    let page = cursor?.page_by(entries, place)?;
    let now = record(&rest, &caller, &id, list).await?;
    let thanks = page.items.into_iter().map(|entry| ThanksObj::of(&now, entry));
    Ok(Json(ThanksBoard { thanks: thanks.collect(), next_cursor: page.next }))
}

/// Ticks off that something came, or that thanks were said, or takes that back.
#[utoipa::path(
    put,
    path = "/lists/{id}/thanks/{reservationid}",
    tag = "thanks",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("reservationid" = String, Path, description = "The promise's id.")
    ),
    request_body = ThanksTicks,
    responses((status = 200, description = "It is noted.", body = ThanksObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn tick_thanks(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, reservationid)): Path<(String, String)>,
    sent: Result<Sent<ThanksTicks>, Refused>,
) -> Result<Json<ThanksObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(ThanksTicks { received, thanked }) = sent?;
    before(&rest, &caller, &id, list).await?;
    let promise = promise_named(&reservationid)?;
    let ticks = [(Tick::Received, received), (Tick::Thanked, thanked)];
    let ticks = ticks.into_iter().filter_map(|(tick, on)| Some((tick, on?)));
    let ticks: Vec<(Tick, bool)> = ticks.collect();
    let (thanks, visit) = (&rest.backend.thanks, &caller.visit);
    thanks.tick_all(visit, list, promise, &ticks).await.map_err(not_there(NO_RESERVATION))?;
    entry(&rest, &caller, &id, list, promise).await
}

/// Mails words of thanks, once.
///
/// They reach givers whose address is confirmed.
#[utoipa::path(
    post,
    path = "/lists/{id}/thanks/{reservationid}/note",
    tag = "thanks",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("reservationid" = String, Path, description = "The promise's id.")
    ),
    request_body = NewThanks,
    responses((status = 200, description = "They are on their way.", body = ThanksObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn send_thanks(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, reservationid)): Path<(String, String)>,
    sent: Result<Sent<NewThanks>, Refused>,
) -> Result<Json<ThanksObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(NewThanks { note }) = sent?;
    before(&rest, &caller, &id, list).await?;
    let promise = promise_named(&reservationid)?;
    let (thanks, visit) = (&rest.backend.thanks, &caller.visit);
    thanks.send_note(visit, list, promise, &note).await.map_err(not_there(NO_RESERVATION))?;
    entry(&rest, &caller, &id, list, promise).await
}

fn promise_named(sent: &str) -> Result<ReservationId, Refused> {
    let promise = named(sent, "reservationid")?.map(ReservationId::new);
    promise.ok_or_else(|| Refused::missing(NO_RESERVATION))
}

async fn entry(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
    promise: ReservationId,
) -> Result<Json<ThanksObj>, Refused> {
    let entries = rest.backend.thanks.board_for_programs(&caller.visit, list).await;
    let entries = entries.map_err(not_there(NO_RESERVATION))?;
    let now = record(rest, caller, sent, list).await?;
    let found = entries.into_iter().find(|entry| entry.reservation == promise);
    let found = found.ok_or_else(|| Refused::missing(NO_RESERVATION))?;
    Ok(Json(ThanksObj::of(&now, found)))
}
