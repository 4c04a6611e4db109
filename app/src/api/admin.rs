//! The console of admins (R1).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Signs a person out everywhere.
#[server(prefix = "/fn", endpoint = "sign_user_out", input = PostUrl, output = Json)]
pub async fn sign_user_out(
    #[server(default)] person: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.admin.sign_user_out(&visit, id(&person)?, &why).await)?;
    go(&format!("/admin/users/{person}?done=signed_out"));
    Ok(())
}

/// Suspends an account.
#[server(prefix = "/fn", endpoint = "suspend_user", input = PostUrl, output = Json)]
pub async fn suspend_user(
    #[server(default)] person: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.admin.suspend(&visit, id(&person)?, &why).await)?;
    go(&format!("/admin/users/{person}?done=suspended"));
    Ok(())
}

/// Lets a person back into their account.
#[server(prefix = "/fn", endpoint = "let_user_back", input = PostUrl, output = Json)]
pub async fn let_user_back(
    #[server(default)] person: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.admin.let_back(&visit, id(&person)?, &why).await)?;
    go(&format!("/admin/users/{person}?done=let_back"));
    Ok(())
}

/// Hands out what is kept of a person, but who gives what.
#[server(prefix = "/fn", endpoint = "export_user", input = PostUrl, output = Json)]
pub async fn export_user(
    #[server(default)] person: String,
    #[server(default)] email: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    go(&answer(backend.admin.export(&visit, id(&person)?, &email, &why).await)?);
    Ok(())
}

/// Deletes an account for good.
#[server(prefix = "/fn", endpoint = "erase_user", input = PostUrl, output = Json)]
pub async fn erase_user(
    #[server(default)] person: String,
    #[server(default)] email: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.admin.erase(&visit, id(&person)?, &email, &why).await)?;
    go("/admin/users?done=erased");
    Ok(())
}

/// Sends a mail once more that was given up.
#[server(prefix = "/fn", endpoint = "retry_mail", input = PostUrl, output = Json)]
pub async fn retry_mail(#[server(default)] mail: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.outbox.retry(&visit, id(&mail)?).await)?;
    go("/admin/mails?done=retried");
    Ok(())
}

/// Sends every mail once more that was given up.
#[server(prefix = "/fn", endpoint = "retry_mails", input = PostUrl, output = Json)]
pub async fn retry_mails() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.outbox.retry_all(&visit).await)?;
    go("/admin/mails?done=all_retried");
    Ok(())
}

/// Lets a mail be that was given up.
#[server(prefix = "/fn", endpoint = "drop_mail", input = PostUrl, output = Json)]
pub async fn drop_mail(
    #[server(default)] mail: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.outbox.drop_mail(&visit, id(&mail)?, &why).await)?;
    go("/admin/mails?done=dropped");
    Ok(())
}

/// Begins to make a backup, which stays for good.
#[server(prefix = "/fn", endpoint = "make_backup", input = PostUrl, output = Json)]
pub async fn make_backup(#[server(default)] why: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.backups.make(&visit, &why).await)?;
    go("/admin/backups?done=begun");
    Ok(())
}

/// Reads a backup back.
#[server(prefix = "/fn", endpoint = "verify_backup", input = PostUrl, output = Json)]
pub async fn verify_backup(#[server(default)] backup: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let over = answer(backend.backups.verify(&visit, &backup).await)?;
    go(&format!("/admin/backups?done={}", if over { "verified" } else { "verifying" }));
    Ok(())
}

/// Hands out a backup that only the holder of a key elsewhere can read.
#[server(prefix = "/fn", endpoint = "download_backup", input = PostUrl, output = Json)]
pub async fn download_backup(
    #[server(default)] backup: String,
    #[server(default)] why: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    go(&answer(backend.backups.download(&visit, &backup, &why).await)?);
    Ok(())
}
