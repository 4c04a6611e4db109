//! What paths and bodies of reservations name, and who may name it.

use app::{backend::OwnPromise, error::AppError, session::Visit};
use axum::{Json, http::StatusCode};
use domain::{DomainError, EmailAddress, FieldErrors, Quantity, ReservationState, Scope};

use super::OwnReservationObj;
use crate::http::rest::{
    Caller, Rest,
    refused::Refused,
    sent::Number,
    v1::{giver::of_reservation, shapes::named},
};

/// The reservation that a path names, for its giver.
///
/// # Errors
/// As [`Caller::may`] for [`Scope::Reservations`] and as [`named`]; 404 for what nobody promised, and
/// for a plain id of what somebody else did.
pub async fn own(rest: &Rest, caller: &Caller, id: &str) -> Result<OwnPromise, Refused> {
    caller.may(Scope::Reservations)?;
    named(id, "id")?;
    rest.backend.giving.own(&caller.visit, id).await.map_err(of_reservation)
}

/// The same, where its giver's address stands in the path: that under which it was reserved, or for a
/// plain id the account's.
///
/// # Errors
/// As [`own`]; 403 `not_reservation_owner` for another address.
pub async fn of_giver(
    rest: &Rest,
    caller: &Caller,
    id: &str,
    email: &EmailAddress,
) -> Result<OwnPromise, Refused> {
    let promise = own(rest, caller, id).await?;
    let account = account(caller).filter(|_| promise.token != id);
    let known = [promise.email.clone(), account];
    if known.iter().flatten().any(|known| known.key() == email.key()) {
        return Ok(promise);
    }
    let said = "Requestor is not reservation owner.";
    Err(Refused::new(StatusCode::FORBIDDEN, "not_reservation_owner", said))
}

/// The address of the account whose token was sent.
pub fn account(caller: &Caller) -> Option<EmailAddress> {
    let account = caller.visit.account.as_ref()?;
    EmailAddress::parse(&account.email).ok()
}

/// The address in a path. What is wrong with it is said without it.
///
/// # Errors
/// As [`named`]; 422 for what is no address.
pub fn address(sent: &str) -> Result<EmailAddress, Refused> {
    named(sent, "email")?;
    let email = EmailAddress::parse(sent);
    email.map_err(|problem| FieldErrors::one("email", problem).into())
}

/// What must stand in a body.
///
/// # Errors
/// 422 on this field, where it does not.
pub fn attribute<T>(name: &str, sent: Option<T>) -> Result<T, Refused> {
    let said = || format!("API Event did not contain a {name} body attribute.");
    sent.ok_or_else(|| Refused::field(name, "required").says("invalid", said()))
}

/// Whether it is neither bought nor free again.
///
/// # Errors
/// 409 `wrong_state` with the state that it is in.
pub fn require_reserved(promise: &OwnPromise) -> Result<(), Refused> {
    match promise.state {
        ReservationState::Reserved => Ok(()),
        other => Err(of_reservation(DomainError::wrong_state(other).into())),
    }
}

/// Whether others were quicker.
pub fn is_taken(error: &AppError) -> bool {
    matches!(error, AppError::Refused { rule: DomainError::AlreadyTaken { .. } })
}

/// Where a gift is not there, or not for givers.
pub fn no_product() -> Refused {
    Refused::missing("No product item exists with this ID.")
}

/// A number in a body as a quantity.
///
/// # Errors
/// 422 on `quantity` for what is not a whole number from 1 to 999.
pub fn quantity(sent: Number) -> Result<Quantity, Refused> {
    let quantity = Quantity::parse(&sent.to_string());
    quantity.map_err(|problem| FieldErrors::one("quantity", problem).into())
}

/// What somebody reads of their own.
pub fn read(rest: &Rest, promise: &OwnPromise) -> Json<OwnReservationObj> {
    Json(OwnReservationObj::of(rest, promise))
}

/// The visit and the reservation that it is about.
///
/// # Errors
/// As [`own`].
pub async fn opened<'a>(
    rest: &Rest,
    caller: &'a Caller,
    id: &str,
) -> Result<(&'a Visit, OwnPromise), Refused> {
    Ok((&caller.visit, own(rest, caller, id).await?))
}
