//! Deleting lists, bringing them back, and erasing them (R3.10).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Puts a list into the bin, if its title was typed.
#[server(prefix = "/fn", endpoint = "delete_list", input = PostUrl, output = Json)]
pub async fn delete_list(list: String, #[server(default)] title: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.bin.delete(&visit, id(&list)?, &title).await)?;
    go("/lists/bin?done=deleted");
    Ok(())
}

/// Brings a list back out of the bin.
#[server(prefix = "/fn", endpoint = "restore_list", input = PostUrl, output = Json)]
pub async fn restore_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.bin.restore(&visit, id(&list)?).await)?;
    go(&format!("/lists/{list}?back=1"));
    Ok(())
}

/// Erases a list that lies in the bin.
#[server(prefix = "/fn", endpoint = "erase_list", input = PostUrl, output = Json)]
pub async fn erase_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.bin.erase(&visit, id(&list)?).await)?;
    go("/lists/bin?done=erased");
    Ok(())
}
