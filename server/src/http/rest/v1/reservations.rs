//! Promises, for those who make them: L11 to L16 of the original (R5.2 to R5.4).

use app::error::AppError;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::{ReservationId, ReserveForm, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::door::{
    account, address, attribute, is_taken, no_product, of_giver, own, require_reserved,
};
use super::{
    giver::{OwnReservationObj, below_none, exceeds, of_reservation},
    shapes::{named, no_body, no_list, written as id},
};
use crate::http::rest::{
    Caller, Rest,
    guest::Guest,
    kept::RequestKey,
    refused::{Refusals, Refused},
    sent::{MaybeSent, Number, Sent},
};

mod after;
mod door;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(reserve_gift))
        .routes(routes!(change_reservation, cancel_reservation))
        .routes(routes!(purchase_reservation))
        .routes(routes!(read_reservation, delete_reservation))
        .merge(after::routes())
}

/// What somebody would like to give. What the original took besides, a title and a product, is ours.
#[derive(Deserialize, ToSchema)]
struct NewReservation {
    /// What they call themselves. Whoever looks after the list may read it, once no surprise keeps it.
    #[schema(required, examples("Karl"))]
    name: Option<String>,
    /// How many, from 1 to what is left.
    #[schema(required)]
    quantity: Option<Number>,
}

/// What was reserved.
#[derive(Serialize, ToSchema)]
struct Reserved {
    /// The reservation's id, which opens nothing without the giver's own token.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    reservation_id: String,
    /// What stands for that id in every path of reservations, for whoever has no account. The mail
    /// holds another one, which confirms the address.
    manage_token: String,
    /// By what a guest is known again who sent no `Giver-Token`: to be sent from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    giver_token: Option<String>,
}

/// Another number.
#[derive(Deserialize, ToSchema)]
struct NewQuantity {
    /// How many from now on.
    #[schema(required)]
    quantity: Option<Number>,
}

/// What the original took along with a purchase. Ours is what counts: all of it is bought.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
struct Ignored {}

/// Another number is reserved.
#[derive(Serialize, ToSchema)]
struct ChangedAnswer {
    updated: bool,
}

/// It is free again.
#[derive(Serialize, ToSchema)]
struct CancelledAnswer {
    unreserved: bool,
}

/// It is bought.
#[derive(Serialize, ToSchema)]
struct PurchasedAnswer {
    purchased: bool,
}

/// It is free again, as its giver or an owner wanted it.
#[derive(Serialize, ToSchema)]
struct DeletedAnswer {
    deleted: bool,
}

/// Reserves a gift.
///
/// Whoever holds the share link may. With a token it is the account's, whose address must stand in the
/// path. The giver gets a mail with a link of their own.
#[utoipa::path(
    post,
    path = "/lists/{id}/reserve/{productid}/email/{email}",
    tag = "reservations",
    params(
        ("id" = String, Path, description = "The token of the share link."),
        ("productid" = String, Path, description = "What names the gift on its list, or its own id."),
        ("email" = String, Path, description = "The giver's address."),
        Guest
    ),
    request_body = NewReservation,
    responses((status = 200, description = "It is reserved.", body = Reserved), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn reserve_gift(
    State(rest): State<Rest>,
    caller: Caller,
    guest: Guest,
    request: RequestKey,
    Path((list, product, email)): Path<(String, String, String)>,
    sent: Result<Sent<NewReservation>, Refused>,
) -> Result<Json<Reserved>, Refused> {
    caller.may(Scope::Reservations)?;
    named(&list, "id")?;
    named(&product, "productid")?;
    let email = address(&email)?;
    let Sent(asked) = sent.map_err(no_body)?;
    let quantity = attribute("quantity", asked.quantity)?;
    let form = ReserveForm {
        name: attribute("name", asked.name)?,
        email: email.as_str().to_owned(),
        quantity: quantity.to_string(),
    };
    // Who sends it again with its key is known as the one who sent it first, even where the answer
    // was lost on the way. The form finds what was reserved then, and it is answered anew.
    let once = request.secret(&rest.site);
    let (mut visit, giver_token) = guest.known(&rest.site, &caller, &once);
    visit.terms.once = None;
    visit.language = caller.language.unwrap_or(visit.language);
    let (giving, sharing) = (&rest.backend.giving, &rest.backend.sharing);
    let share = giving.share(&visit, &list).await.map_err(no_list(&list))?;
    let offer = giving.offer(&visit, &share, &product).await.map_err(no_list(&list))?;
    let offer = offer.ok_or_else(no_product)?;
    if account(&caller).is_some_and(|known| known.key() != email.key()) {
        // As anybody else's it would be nobody's: not the account's, and not known by a browser.
        return Err(Refused::field("email", "not_the_same")
            .says("invalid", "The e-mail address is not that of the token's account."));
    }
    if quantity.0 < 0 {
        return Err(below_none(offer.counts, quantity.0));
    }
    let reserved = match sharing.reserve(&visit, &share, offer.id, &once, form).await {
        Ok(reserved) => reserved,
        Err(error) => {
            let counts = match is_taken(&error) {
                true => giving.offer(&visit, &share, &product).await.ok().flatten(),
                false => None,
            };
            let counts = counts.map(|offer| offer.counts);
            return Err(exceeds(of_reservation(error), counts, quantity.0));
        }
    };
    let manage_token = reserved.manage.trim_start_matches("/r/").to_owned();
    let opened = rest.site.secrets.open_manage(&manage_token);
    let (reservation, _) = opened.ok_or_else(AppError::not_found)?;
    let reservation_id = id(reservation.uuid());
    Ok(Json(Reserved { reservation_id, manage_token, giver_token }))
}

/// Changes how many are reserved.
///
/// Whoever has a manage token may, and a token of the account that reserved.
#[utoipa::path(
    put,
    path = "/lists/reserve/{id}/email/{email}",
    tag = "reservations",
    params(
        ("id" = String, Path, description = "A manage token, or the reservation's id."),
        ("email" = String, Path, description = "The giver's address.")
    ),
    request_body = NewQuantity,
    responses((status = 200, description = "It is changed.", body = ChangedAnswer), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn change_reservation(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, email)): Path<(String, String)>,
    sent: Result<Sent<NewQuantity>, Refused>,
) -> Result<Json<ChangedAnswer>, Refused> {
    caller.may(Scope::Reservations)?;
    named(&id, "id")?;
    let email = address(&email)?;
    let Sent(asked) = sent.map_err(no_body)?;
    let quantity = attribute("quantity", asked.quantity)?;
    let promise = of_giver(&rest, &caller, &id, &email).await?;
    require_reserved(&promise)?;
    if quantity.0 <= 0 {
        return Err(Refused::field("quantity", "not_a_number")
            .says("invalid", "Reserved quantity cannot be reduced to 0."));
    }
    let before = i64::from(promise.view.quantity);
    if quantity.0 == before {
        return Err(Refused::field("quantity", "unchanged")
            .says("invalid", "There was no difference in update request to reserved item."));
    }
    let (visit, token) = (&caller.visit, &promise.token);
    let changed =
        rest.backend.sharing.change_quantity(visit, token, &quantity.to_string(), "").await;
    if let Err(error) = changed {
        let counts = match is_taken(&error) {
            true => rest.backend.giving.own(visit, &id).await.ok(),
            false => None,
        };
        let counts = counts.and_then(|promise| promise.counts);
        return Err(exceeds(of_reservation(error), counts, quantity.0 - before));
    }
    Ok(Json(ChangedAnswer { updated: true }))
}

/// Gives a gift free again.
///
/// Whoever has a manage token may, and a token of the account that reserved.
#[utoipa::path(
    delete,
    path = "/lists/reserve/{id}/email/{email}",
    tag = "reservations",
    params(
        ("id" = String, Path, description = "A manage token, or the reservation's id."),
        ("email" = String, Path, description = "The giver's address.")
    ),
    responses((status = 200, description = "It is free again.", body = CancelledAnswer), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn cancel_reservation(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, email)): Path<(String, String)>,
) -> Result<Json<CancelledAnswer>, Refused> {
    caller.may(Scope::Reservations)?;
    named(&id, "id")?;
    let email = address(&email)?;
    let promise = of_giver(&rest, &caller, &id, &email).await?;
    let cancelled = rest.backend.sharing.cancel(&caller.visit, &promise.token).await;
    cancelled.map_err(of_reservation)?;
    Ok(Json(CancelledAnswer { unreserved: true }))
}

/// Marks all of a reservation as bought.
///
/// Whoever has a manage token may, and a token of the account that reserved. What is sent besides is
/// ignored; `POST /reservations/{id}/purchase` takes a part.
#[utoipa::path(
    put,
    path = "/lists/purchase/{reservationid}/email/{email}",
    tag = "reservations",
    params(
        ("reservationid" = String, Path, description = "A manage token, or the reservation's id."),
        ("email" = String, Path, description = "The giver's address.")
    ),
    request_body = Option<Ignored>,
    responses((status = 200, description = "It is bought.", body = PurchasedAnswer), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn purchase_reservation(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, email)): Path<(String, String)>,
    sent: Result<MaybeSent<Ignored>, Refused>,
) -> Result<Json<PurchasedAnswer>, Refused> {
    caller.may(Scope::Reservations)?;
    named(&id, "reservationid")?;
    let email = address(&email)?;
    sent?;
    let promise = of_giver(&rest, &caller, &id, &email).await?;
    let bought = rest.backend.giving.purchase(&caller.visit, &promise.token, None).await;
    bought.map_err(of_reservation)?;
    Ok(Json(PurchasedAnswer { purchased: true }))
}

/// A reservation, whatever became of it.
///
/// Whoever has a manage token may read it, and a token of the account that reserved.
#[utoipa::path(
    get,
    path = "/lists/reservation/{id}",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    responses((status = 200, description = "The reservation.", body = OwnReservationObj), Refusals),
    security((), ("token" = ["reservations"]))
)]
async fn read_reservation(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnReservationObj>, Refused> {
    let promise = match rest.site.secrets.open_manage(&id) {
        // Whoever has the link reads it, whatever token is sent besides.
        Some(_) => rest.backend.giving.own(&caller.visit, &id).await.map_err(of_reservation)?,
        None => own(&rest, &caller, &id).await?,
    };
    Ok(Json(OwnReservationObj::of(&rest, &promise)))
}

/// Gives a gift free again, for its giver or an owner.
///
/// Whoever has a manage token may, and a token of the account that reserved; so may those who look after
/// the list, by the plain id, where it shows them who gives what. The giver is told of that by mail.
#[utoipa::path(
    delete,
    path = "/lists/reservation/{id}",
    tag = "reservations",
    params(("id" = String, Path, description = "A manage token, or the reservation's id.")),
    responses((status = 200, description = "It is free again.", body = DeletedAnswer), Refusals),
    security((), ("token" = ["reservations"]), ("token" = ["lists:write"]))
)]
async fn delete_reservation(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DeletedAnswer>, Refused> {
    let (gives, looks_after) = (caller.may(Scope::Reservations), caller.may(Scope::ListsWrite));
    // By a manage token nobody asks as one who looks after the list.
    if looks_after.is_err() || id.parse::<ReservationId>().is_err() {
        gives.clone()?;
    }
    named(&id, "id")?;
    let visit = &caller.visit;
    let own = match gives {
        Ok(_) => rest.backend.giving.own(visit, &id).await,
        Err(_) => Err(AppError::not_found()),
    };
    match (own, looks_after) {
        (Ok(promise), _) => {
            let cancelled = rest.backend.sharing.cancel(visit, &promise.token).await;
            cancelled.map_err(of_reservation)?;
        }
        (Err(error), Ok(Some(_))) if error == AppError::not_found() => {
            let reservation =
                id.parse::<ReservationId>().map_err(|error| of_reservation(error.into()))?;
            rest.backend.giving.let_go(visit, reservation).await.map_err(of_reservation)?;
        }
        (Err(error), _) => return Err(of_reservation(error)),
    }
    Ok(Json(DeletedAnswer { deleted: true }))
}
