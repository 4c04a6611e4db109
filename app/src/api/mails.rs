//! Which mails people want (R7).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go};
use crate::{codec::Json, error::AppError};

/// Chooses how often an owner reads of what givers do.
#[server(prefix = "/fn", endpoint = "choose_owner_mails", input = PostUrl, output = Json)]
pub async fn choose_owner_mails(#[server(default)] choice: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.mails.choose_owner_mails(&visit, &choice).await)?;
    go("/account?done=mails");
    Ok(())
}

/// Stops the mails that a link is about, from the page behind it.
#[server(prefix = "/fn", endpoint = "stop_mails", input = PostUrl, output = Json)]
pub async fn stop_mails(#[server(default)] token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.mails.stop(&visit, &token).await)?;
    go(&format!("/stop/{token}"));
    Ok(())
}
