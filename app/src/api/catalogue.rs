//! The catalogue, for admins (R6.1, R6.2).

use domain::ProductForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Reads the shop's page of a waiting product once more.
#[server(prefix = "/fn", endpoint = "fetch_product", input = PostUrl, output = Json)]
pub async fn fetch_product(#[server(default)] product: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let ticket = answer(backend.catalogue.fetch_again(&visit, id(&product)?).await)?;
    let found = ticket.map_or("nothing=yes".to_owned(), |ticket| format!("found={ticket}"));
    go(&format!("/admin/queue/{product}?{found}"));
    Ok(())
}

/// Takes a waiting product into the catalogue. `was` is what its page showed of its owner's words: not
/// taken where they are others now.
#[server(prefix = "/fn", endpoint = "promote_product", input = PostUrl, output = Json)]
pub async fn promote_product(
    #[server(default)] product: String,
    #[server(flatten)] form: ProductForm,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.catalogue.promote(&visit, id(&product)?, form, &was).await)?;
    go("/admin/queue?done=promoted");
    Ok(())
}

/// Puts a product of the catalogue in the place of a waiting one. `was` is as of [`promote_product`].
#[server(prefix = "/fn", endpoint = "merge_product", input = PostUrl, output = Json)]
pub async fn merge_product(
    #[server(default)] product: String,
    #[server(default)] into: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.catalogue.merge(&visit, id(&product)?, id(&into)?, &was).await)?;
    go("/admin/queue?done=merged");
    Ok(())
}

/// Leaves a waiting product with its owner, and says why. `was` is as of [`promote_product`].
#[server(prefix = "/fn", endpoint = "decline_product", input = PostUrl, output = Json)]
pub async fn decline_product(
    #[server(default)] product: String,
    #[server(default)] note: String,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.catalogue.decline(&visit, id(&product)?, &note, &was).await)?;
    go("/admin/queue?done=declined");
    Ok(())
}

/// Makes a product of the catalogue.
#[server(prefix = "/fn", endpoint = "create_product", input = PostUrl, output = Json)]
pub async fn create_product(#[server(flatten)] form: ProductForm) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let product = answer(backend.catalogue.create(&visit, form).await)?;
    go(&format!("/admin/catalogue/{product}?done=created"));
    Ok(())
}

/// Changes a product of the catalogue. `was` is what its page showed of it: not changed where another
/// admin has done so since.
#[server(prefix = "/fn", endpoint = "edit_product", input = PostUrl, output = Json)]
pub async fn edit_product(
    #[server(default)] product: String,
    #[server(flatten)] form: ProductForm,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.catalogue.edit(&visit, id(&product)?, form, &was).await)?;
    go(&format!("/admin/catalogue/{product}?done=saved"));
    Ok(())
}
