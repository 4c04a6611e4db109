//! What somebody reserved, let go by those who look after the list (R5.3).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Gives a gift free again that somebody reserved, and goes on to what is still taken.
#[server(prefix = "/fn", endpoint = "let_go", input = PostUrl, output = Json)]
pub async fn let_go(reservation: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let list = answer(backend.giving.let_go(&visit, id(&reservation)?).await)?;
    go(&format!("/lists/{list}/taken?done=let_go"));
    Ok(())
}
