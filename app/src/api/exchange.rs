//! Copying lists, and adding what was read from a file (R3.9).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Copies a list, and opens the copy.
#[server(prefix = "/fn", endpoint = "copy_list", input = PostUrl, output = Json)]
pub async fn copy_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let copy = answer(backend.exchange.copy(&visit, id(&list)?).await)?;
    go(&format!("/lists/{copy}?copied=1"));
    Ok(())
}

/// Adds the rows that were chosen of what was read from a file.
#[server(prefix = "/fn", endpoint = "import_gifts", input = PostUrl, output = Json)]
pub async fn import_gifts(
    list: String,
    #[server(default)] ticket: String,
    #[server(default)] row: Vec<u32>,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let added = backend.exchange.import(&visit, id(&list)?, &ticket, &row).await;
    let added = answer(added)?;
    go(&format!("/lists/{list}?imported={added}"));
    Ok(())
}
