//! Gifts, for the owners of their list (R4).

use domain::GiftForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Adds a gift at the end of a list.
#[server(prefix = "/fn", endpoint = "add_gift", input = PostUrl, output = Json)]
pub async fn add_gift(list: String, #[server(flatten)] form: GiftForm) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.gifts.add(&visit, id(&list)?, form).await)?;
    go(&format!("/lists/{list}"));
    Ok(())
}

/// Changes a gift and goes back to its list.
#[server(prefix = "/fn", endpoint = "edit_gift", input = PostUrl, output = Json)]
pub async fn edit_gift(
    list: String,
    gift: String,
    #[server(flatten)] form: GiftForm,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.gifts.edit(&visit, id(&list)?, id(&gift)?, form).await)?;
    go(&format!("/lists/{list}"));
    Ok(())
}

/// Puts a gift elsewhere on its list.
#[server(prefix = "/fn", endpoint = "move_gift", input = PostUrl, output = Json)]
pub async fn move_gift(
    list: String,
    gift: String,
    #[server(default)] way: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let way = domain::Move::parse(&way).map_err(|problem| domain::FieldErrors::one("way", problem));
    let way = answer(way.map_err(AppError::from))?;
    answer(backend.gifts.reorder(&visit, id(&list)?, id(&gift)?, way).await)
}

/// Takes a gift off its list.
#[server(prefix = "/fn", endpoint = "remove_gift", input = PostUrl, output = Json)]
pub async fn remove_gift(list: String, gift: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.gifts.set_removed(&visit, id(&list)?, id(&gift)?, true).await)?;
    go(&format!("/lists/{list}?removed={gift}"));
    Ok(())
}

/// Puts a gift back on its list.
#[server(prefix = "/fn", endpoint = "restore_gift", input = PostUrl, output = Json)]
pub async fn restore_gift(list: String, gift: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.gifts.set_removed(&visit, id(&list)?, id(&gift)?, false).await)?;
    go(&format!("/lists/{list}"));
    Ok(())
}
