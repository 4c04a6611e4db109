//! The account page (R2.8).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, clear_cache, enter, go, set_cookie};
use crate::{codec::Json, error::AppError};

/// Changes what the person calls themselves.
#[server(prefix = "/fn", endpoint = "rename", input = PostUrl, output = Json)]
pub async fn rename(#[server(default)] name: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.rename(&visit, &name).await)?;
    go("/account?done=name");
    Ok(())
}

/// Sets another password, or a first one.
#[server(prefix = "/fn", endpoint = "change_password", input = PostUrl, output = Json)]
pub async fn change_password(
    #[server(default)] current: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    set_cookie(&answer(backend.profile.change_password(&visit, &current, &password).await)?);
    go("/account?done=password");
    Ok(())
}

/// Mails a code to the address that shall be the new one.
#[server(prefix = "/fn", endpoint = "ask_email_change", input = PostUrl, output = Json)]
pub async fn ask_email_change(#[server(default)] email: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.ask_email_change(&visit, &email).await)?;
    go("/account/email");
    Ok(())
}

/// Enters that code: the address is the new one.
#[server(prefix = "/fn", endpoint = "confirm_email_change", input = PostUrl, output = Json)]
pub async fn confirm_email_change(#[server(default)] code: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    set_cookie(&answer(backend.profile.confirm_email_change(&visit, &code).await)?);
    go("/account?done=email");
    Ok(())
}

/// Forgets the address that waits for its code.
#[server(prefix = "/fn", endpoint = "drop_email_change", input = PostUrl, output = Json)]
pub async fn drop_email_change() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.drop_email_change(&visit).await)?;
    go("/account");
    Ok(())
}

/// Brings the old address back, by the link that was mailed to it.
#[server(prefix = "/fn", endpoint = "undo_email_change", input = PostUrl, output = Json)]
pub async fn undo_email_change(#[server(default)] token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.undo_email(&visit, &token).await)?;
    go("/email-undo/done");
    Ok(())
}

/// Takes a way to sign in away.
#[server(prefix = "/fn", endpoint = "unlink", input = PostUrl, output = Json)]
pub async fn unlink(#[server(default)] identity: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.unlink(&visit, &identity).await)?;
    go("/account?done=unlinked");
    Ok(())
}

/// Ends one session.
#[server(prefix = "/fn", endpoint = "end_session", input = PostUrl, output = Json)]
pub async fn end_session(#[server(default)] session: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.end_session(&visit, &session).await)?;
    go("/account?done=session");
    Ok(())
}

/// Ends every session but this one.
#[server(prefix = "/fn", endpoint = "end_other_sessions", input = PostUrl, output = Json)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.end_other_sessions(&visit).await)?;
    go("/account?done=sessions");
    Ok(())
}

/// Asks for a second step from now on.
#[server(prefix = "/fn", endpoint = "turn_on_second_step", input = PostUrl, output = Json)]
pub async fn turn_on_second_step(#[server(default)] code: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.turn_on_second_step(&visit, &code).await)?;
    go("/account/two-step?done=on");
    Ok(())
}

/// Makes new recovery codes.
#[server(prefix = "/fn", endpoint = "renew_recovery_codes", input = PostUrl, output = Json)]
pub async fn renew_recovery_codes() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.renew_recovery_codes(&visit).await)?;
    go("/account/two-step?done=codes");
    Ok(())
}

/// Asks for no second step any more.
#[server(prefix = "/fn", endpoint = "turn_off_second_step", input = PostUrl, output = Json)]
pub async fn turn_off_second_step() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.profile.turn_off_second_step(&visit).await)?;
    go("/account?done=two_step_off");
    Ok(())
}

/// Deletes the account.
#[server(prefix = "/fn", endpoint = "delete_account", input = PostUrl, output = Json)]
pub async fn delete_account(#[server(default)] email: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    set_cookie(&answer(backend.profile.delete(&visit, &email).await)?);
    clear_cache();
    go("/goodbye");
    Ok(())
}
