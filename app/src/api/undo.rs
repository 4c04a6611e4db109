//! What was saved is undone (R3.4).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, editor, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Undoes what was saved on a list, by its ticket, and goes back to where that was offered: `at`
/// a page, with what was chosen to see of the list there.
#[server(prefix = "/fn", endpoint = "undo_saved", input = PostUrl, output = Json)]
pub async fn undo_saved(
    list: String,
    #[server(default)] ticket: String,
    #[server(default)] at: String,
    #[server(default)] confirmed: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (of, confirmed) = (id(&list)?, !confirmed.is_empty());
    answer(backend.undo.undo(&visit, of, &ticket, confirmed).await)?;
    match at.as_str() {
        "settings" => go(&format!("/lists/{list}/settings?done=undone")),
        _ => go(&editor(of, &back, "undone=1")),
    }
    Ok(())
}
