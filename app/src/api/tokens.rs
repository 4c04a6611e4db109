//! Tokens for apps and scripts (R10.2).

use domain::ApiTokenForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Makes a token, and goes on to where it is shown.
#[server(prefix = "/fn", endpoint = "make_token", input = PostUrl, output = Json)]
pub async fn make_token(#[server(flatten)] form: ApiTokenForm) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let made = answer(backend.tokens.make(&visit, form).await)?;
    go(&format!("/account/apps?made={made}"));
    Ok(())
}

/// Revokes a token.
#[server(prefix = "/fn", endpoint = "revoke_token", input = PostUrl, output = Json)]
pub async fn revoke_token(#[server(default)] token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let token = answer(id(&token))?;
    answer(backend.tokens.revoke(&visit, token).await)?;
    go("/account/apps?done=revoked");
    Ok(())
}
