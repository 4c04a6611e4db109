//! What was saved is undone (R3.4).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Undoes what was saved on a list, by its ticket, and goes back to where that was offered.
#[server(prefix = "/fn", endpoint = "undo_saved", input = PostUrl, output = Json)]
pub async fn undo_saved(
    list: String,
    #[server(default)] ticket: String,
    #[server(default)] at: String,
    #[server(default)] confirmed: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let confirmed = !confirmed.is_empty();
    answer(backend.undo.undo(&visit, id(&list)?, &ticket, confirmed).await)?;
    match at.as_str() {
        "settings" => go(&format!("/lists/{list}/settings?done=undone")),
        _ => go(&format!("/lists/{list}?undone=1")),
    }
    Ok(())
}
