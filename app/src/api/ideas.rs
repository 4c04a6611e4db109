//! What is added to lists from articles (R8.5).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::{
    api::door::{answer, enter, go, id},
    next::in_query,
};
use crate::{codec::Json, error::AppError};

/// Adds a product of the catalogue to a list, and goes back to the page that asks for which list.
/// `from` names the article in which it stood.
#[server(prefix = "/fn", endpoint = "add_idea", input = PostUrl, output = Json)]
pub async fn add_idea(
    #[server(default)] product: String,
    #[server(default)] list: String,
    #[server(default)] from: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (product, list) = (answer(id(&product))?, answer(id(&list))?);
    answer(backend.ideas.add(&visit, list, product).await)?;
    let from: String = from.chars().take(100).collect();
    go(&format!("/ideas/add/{product}?from={}&to={list}", in_query(&from)));
    Ok(())
}
