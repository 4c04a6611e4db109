//! Writing to the team (R8.2).

use domain::ContactForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go};
use crate::{codec::Json, error::AppError};

/// Takes a message and goes on to its number. `homepage` is a field that nobody sees: only programs
/// fill it in, and they are thanked and nothing is kept.
#[server(prefix = "/fn", endpoint = "contact", input = PostUrl, output = Json)]
pub async fn contact(
    #[server(flatten)] form: ContactForm,
    #[server(default)] form_key: String,
    #[server(default)] homepage: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    if !homepage.is_empty() {
        go("/contact/sent");
        return Ok(());
    }
    let reference = answer(backend.contact.write(&visit, &form_key, form).await)?;
    go(&format!("/contact/sent?reference={reference}"));
    Ok(())
}
