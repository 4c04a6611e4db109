//! Programs that are told what happens (R10.10).

use domain::WebhookBoxes;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Makes a webhook, and goes on to where its secret is shown.
#[server(prefix = "/fn", endpoint = "make_webhook", input = PostUrl, output = Json)]
pub async fn make_webhook(#[server(flatten)] form: WebhookBoxes) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let made = answer(backend.webhooks.make(&visit, form.form()).await)?;
    go(&format!("/account/webhooks/{made}?done=made"));
    Ok(())
}

/// Changes where a webhook leads and what it is told, and switches it on or off.
#[server(prefix = "/fn", endpoint = "change_webhook", input = PostUrl, output = Json)]
pub async fn change_webhook(
    #[server(default)] webhook: String,
    #[server(flatten)] form: WebhookBoxes,
    #[server(default)] on: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let webhook = answer(id(&webhook))?;
    answer(backend.webhooks.change(&visit, webhook, form.form(), !on.is_empty()).await)?;
    go(&format!("/account/webhooks/{webhook}?done=saved"));
    Ok(())
}

/// Removes a webhook.
#[server(prefix = "/fn", endpoint = "remove_webhook", input = PostUrl, output = Json)]
pub async fn remove_webhook(#[server(default)] webhook: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let webhook = answer(id(&webhook))?;
    answer(backend.webhooks.remove(&visit, webhook).await)?;
    go("/account/webhooks?done=removed");
    Ok(())
}

/// Gives a webhook another secret.
#[server(prefix = "/fn", endpoint = "rotate_webhook", input = PostUrl, output = Json)]
pub async fn rotate_webhook(#[server(default)] webhook: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let webhook = answer(id(&webhook))?;
    answer(backend.webhooks.rotate(&visit, webhook).await)?;
    go(&format!("/account/webhooks/{webhook}?done=rotated"));
    Ok(())
}

/// Sends a message by which somebody tries whether messages arrive.
#[server(prefix = "/fn", endpoint = "test_webhook", input = PostUrl, output = Json)]
pub async fn test_webhook(#[server(default)] webhook: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let webhook = answer(id(&webhook))?;
    answer(backend.webhooks.test(&visit, webhook).await)?;
    go(&format!("/account/webhooks/{webhook}?done=tested#messages"));
    Ok(())
}

/// Sends a message once more.
#[server(prefix = "/fn", endpoint = "replay_delivery", input = PostUrl, output = Json)]
pub async fn replay_delivery(
    #[server(default)] webhook: String,
    #[server(default)] delivery: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let (webhook, delivery) = (answer(id(&webhook))?, answer(id(&delivery))?);
    answer(backend.webhooks.replay(&visit, webhook, delivery).await)?;
    go(&format!("/account/webhooks/{webhook}?done=replayed#messages"));
    Ok(())
}
