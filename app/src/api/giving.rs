//! What lists ask of their givers, and what givers decide about themselves (R5.4, R5.6, R5.8).

use domain::GivingRulesForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::{
    api::door::{answer, enter, go, id, to_undo},
    backend::Saved,
    shown::Edit,
};
use crate::{codec::Json, error::AppError};

/// Sets what a list asks of its givers. `was` is what the form showed: what was left like that stays
/// as it is now.
#[server(prefix = "/fn", endpoint = "set_giving", input = PostUrl, output = Json)]
pub async fn set_giving(
    list: String,
    #[server(flatten)] form: GivingRulesForm,
    #[server(default)] was: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let of = id(&list)?;
    let before = GivingRulesForm::of(answer(backend.givers.rules(&visit, of).await)?);
    let edit = Edit::of(form.clone(), &was, before);
    answer(backend.givers.set_rules_shown(&visit, of, form, &was).await)?;
    let saved = (!was.is_empty()).then_some(Saved::Rules(edit));
    let undo = to_undo(&backend, &visit, of, saved)?;
    go(&format!("/lists/{list}/settings?done=saved{undo}"));
    Ok(())
}

/// Sets whether the giver of a reservation wants to be reminded.
#[server(prefix = "/fn", endpoint = "set_reminder", input = PostUrl, output = Json)]
pub async fn set_reminder(
    token: String,
    #[server(default)] wanted: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let wanted = !wanted.is_empty();
    answer(backend.givers.set_reminder(&visit, &token, wanted).await)?;
    go(&format!("/r/{token}?done={}", if wanted { "reminded" } else { "unreminded" }));
    Ok(())
}

/// Erases the name and the address of a reservation's giver.
#[server(prefix = "/fn", endpoint = "erase_giver", input = PostUrl, output = Json)]
pub async fn erase_giver(token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.givers.erase(&visit, &token).await)?;
    go(&format!("/r/{token}?done=erased"));
    Ok(())
}

/// Mails the links of all that an address has promised to it.
#[server(prefix = "/fn", endpoint = "mail_links", input = PostUrl, output = Json)]
pub async fn mail_links(#[server(default)] email: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.givers.mail_links(&visit, &email).await)?;
    go("/giving/by-mail?sent=1");
    Ok(())
}
