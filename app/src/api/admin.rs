//! The console of admins (R1).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Signs a person out everywhere.
#[server(prefix = "/fn", endpoint = "sign_user_out", input = PostUrl, output = Json)]
pub async fn sign_user_out(#[server(default)] person: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.admin.sign_user_out(&visit, id(&person)?).await)?;
    go(&format!("/admin/users/{person}?done=signed_out"));
    Ok(())
}
