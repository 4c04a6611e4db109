//! Thanks, by those who look after a list (R5.9).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, id};
use crate::{codec::Json, error::AppError};

/// Ticks something off, or takes that back, and stays where it was done.
#[server(prefix = "/fn", endpoint = "tick_thanks", input = PostUrl, output = Json)]
pub async fn tick_thanks(
    list: String,
    reservation: String,
    #[server(default)] tick: String,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (list, reservation) = (id(&list)?, id(&reservation)?);
    answer(backend.thanks.tick(&visit, list, reservation, &tick, !on.is_empty()).await)
}

/// Mails words of thanks, once.
#[server(prefix = "/fn", endpoint = "send_thanks", input = PostUrl, output = Json)]
pub async fn send_thanks(
    list: String,
    reservation: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (list, reservation) = (id(&list)?, id(&reservation)?);
    answer(backend.thanks.send_note(&visit, list, reservation, &note).await)
}
