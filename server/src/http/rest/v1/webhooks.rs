//! Webhooks: being told instead of asking (R10.10 to R10.13).

mod body;
mod message;

use app::backend::WebhookChange;
use axum::{
    Json,
    extract::{Path, State},
};
use domain::{Scope, WebhookEvent, WebhookForm, WebhookId};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::body::{
    AllWebhooks, ChangedWebhook, Deliveries, DeliveryObj, NewWebhook, SentDelivery, WebhookObj,
    WebhookWithSecret,
};
use super::{me::Deleted, products::for_the_catalogue, shapes::written as id};
use crate::http::rest::{
    Rest,
    caller::Caller,
    cursor::Cursor,
    refused::{Refusals, Refused},
    sent::Sent,
};

pub use message::compose_message;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(webhooks, make_webhook))
        .routes(routes!(webhook, change_webhook, remove_webhook))
        .routes(routes!(rotate_webhook))
        .routes(routes!(test_webhook))
        .routes(routes!(deliveries))
        .routes(routes!(replay_delivery))
}

/// A webhook may be told no more than its token can find out by asking. What givers do is told to them
/// and to those who look after the list alike.
fn require_scopes(caller: &Caller, events: &[String]) -> Result<(), Refused> {
    for event in events.iter().filter_map(|word| WebhookEvent::parse(word).ok()) {
        if event.is_for_admins() {
            for_the_catalogue(caller)?;
        } else {
            caller.need(Scope::ListsRead)?;
        }
        if event.is_givers() {
            caller.need(Scope::Reservations)?;
        }
    }
    Ok(())
}

/// A webhook of theirs, for a token that may know what it is told: with its secret messages are made
/// up, and its deliveries say that something happened.
///
/// # Errors
/// 404 for one that is not theirs; 403 `scope_missing`.
async fn heard(rest: &Rest, caller: &Caller, sent: &str) -> Result<WebhookId, Refused> {
    let id: WebhookId = sent.parse()?;
    let webhook = WebhookObj::from(rest.backend.webhooks.one(&caller.visit, id).await?);
    require_scopes(caller, &webhook.events)?;
    Ok(id)
}

/// A webhook with its secret, right after that was made.
async fn with_secret(
    rest: &Rest,
    caller: &Caller,
    id: WebhookId,
) -> Result<WebhookWithSecret, Refused> {
    let webhook = rest.backend.webhooks.one(&caller.visit, id).await?.into();
    let secret = rest.backend.webhooks.secret(&caller.visit, id).await?;
    Ok(WebhookWithSecret { webhook, secret: secret.unwrap_or_default() })
}

/// Every webhook of theirs.
#[utoipa::path(
    get,
    path = "/webhooks",
    tag = "webhooks",
    responses((status = 200, description = "Each of them.", body = AllWebhooks), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn webhooks(
    State(rest): State<Rest>,
    caller: Caller,
) -> Result<Json<AllWebhooks>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let webhooks = rest.backend.webhooks.list(&caller.visit).await?;
    Ok(Json(AllWebhooks { webhooks: webhooks.into_iter().map(WebhookObj::from).collect() }))
}

/// Make a webhook.
///
/// The answer holds the secret that signs its messages, and is the only one that does. To be told of
/// lists and gifts needs the scope `lists:read` as well, of reservations `lists:read` and
/// `reservations`, of what admins hear `catalogue:write` or `admin`; so do its secret and what was told
/// to it.
/// Those who look after a list are told of givers only while it shows them who gives what. Ten
/// webhooks are the most.
#[utoipa::path(
    post,
    path = "/webhooks",
    tag = "webhooks",
    request_body = NewWebhook,
    responses((status = 200, description = "It is made.", body = WebhookWithSecret), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn make_webhook(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<NewWebhook>, Refused>,
) -> Result<Json<WebhookWithSecret>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let Sent(new) = sent?;
    require_scopes(&caller, &new.events)?;
    let form = WebhookForm { url: new.url, events: new.events };
    let id = rest.backend.webhooks.make(&caller.visit, form).await?;
    Ok(Json(with_secret(&rest, &caller, id).await?))
}

/// One webhook.
#[utoipa::path(
    get,
    path = "/webhooks/{id}",
    tag = "webhooks",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The webhook.", body = WebhookObj), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn webhook(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WebhookObj>, Refused> {
    caller.need(Scope::ListsWrite)?;
    Ok(Json(rest.backend.webhooks.one(&caller.visit, id.parse()?).await?.into()))
}

/// Change a webhook, or switch it on or off.
///
/// What is not named stays as it is. To lead it elsewhere, or to choose what it is told, takes the
/// scopes that making it takes.
#[utoipa::path(
    put,
    path = "/webhooks/{id}",
    tag = "webhooks",
    params(("id" = String, Path, description = "Its id.")),
    request_body = ChangedWebhook,
    responses((status = 200, description = "It is changed.", body = WebhookObj), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn change_webhook(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<ChangedWebhook>, Refused>,
) -> Result<Json<WebhookObj>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let Sent(changed) = sent?;
    let id: WebhookId = id.parse()?;
    let webhooks = &rest.backend.webhooks;
    let now = webhooks.one(&caller.visit, id).await?;
    let heard = now.events.clone();
    let ChangedWebhook { url, events, active: on } = changed;
    // Who leads it elsewhere listens from then on, whoever chose what it is told.
    if url.is_some() || events.is_some() {
        require_scopes(&caller, &events.clone().unwrap_or_else(|| WebhookObj::from(now).events))?;
    }
    let change = WebhookChange { url, events, on, heard };
    webhooks.change_some(&caller.visit, id, change).await?;
    Ok(Json(webhooks.one(&caller.visit, id).await?.into()))
}

/// Remove a webhook.
///
/// What waits for it is never sent.
#[utoipa::path(
    delete,
    path = "/webhooks/{id}",
    tag = "webhooks",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It is gone.", body = Deleted), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn remove_webhook(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Deleted>, Refused> {
    caller.need(Scope::ListsWrite)?;
    rest.backend.webhooks.remove(&caller.visit, id.parse()?).await?;
    Ok(Json(Deleted { deleted: true }))
}

/// Give a webhook another secret.
///
/// For a day messages are signed by both, so that none is lost.
#[utoipa::path(
    post,
    path = "/webhooks/{id}/secret",
    tag = "webhooks",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It has another.", body = WebhookWithSecret), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn rotate_webhook(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WebhookWithSecret>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let id = heard(&rest, &caller, &id).await?;
    rest.backend.webhooks.rotate(&caller.visit, id).await?;
    Ok(Json(with_secret(&rest, &caller, id).await?))
}

/// Send a test.
///
/// A message `webhook.test` goes to the webhook, also where it is off. It is tried once; among the
/// deliveries stands what came of it.
#[utoipa::path(
    post,
    path = "/webhooks/{id}/test",
    tag = "webhooks",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "It is on its way.", body = SentDelivery), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn test_webhook(
    State(rest): State<Rest>,
    caller: Caller,
    Path(webhook): Path<String>,
) -> Result<Json<SentDelivery>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let webhook = heard(&rest, &caller, &webhook).await?;
    let sent = rest.backend.webhooks.test(&caller.visit, webhook).await?;
    Ok(Json(SentDelivery { id: id(sent.uuid()) }))
}

/// What was told to a webhook.
///
/// The last thousand messages of the last 30 days, and what has become of each.
#[utoipa::path(
    get,
    path = "/webhooks/{id}/deliveries",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook's id."), Cursor),
    responses((status = 200, description = "One page of them.", body = Deliveries), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn deliveries(
    State(rest): State<Rest>,
    caller: Caller,
    Path(webhook): Path<String>,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<Deliveries>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let webhook = heard(&rest, &caller, &webhook).await?;
    let all = rest.backend.webhooks.deliveries(&caller.visit, webhook).await?;
    let page = cursor?.page(all, |delivery| delivery.id.to_string())?;
    let deliveries = page.items.into_iter().map(DeliveryObj::from).collect();
    Ok(Json(Deliveries { deliveries, next_cursor: page.next }))
}

/// Send a message once more.
///
/// It has the same id; what it says is read anew.
#[utoipa::path(
    post,
    path = "/webhooks/{id}/deliveries/{delivery}/replay",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The webhook's id."),
        ("delivery" = String, Path, description = "The message's id.")
    ),
    responses((status = 200, description = "It is on its way.", body = SentDelivery), Refusals),
    security(("token" = ["lists:write"]))
)]
pub async fn replay_delivery(
    State(rest): State<Rest>,
    caller: Caller,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Result<Json<SentDelivery>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let webhook = heard(&rest, &caller, &webhook).await?;
    let delivery = delivery.parse::<domain::DeliveryId>()?;
    rest.backend.webhooks.replay(&caller.visit, webhook, delivery).await?;
    Ok(Json(SentDelivery { id: id(delivery.uuid()) }))
}
