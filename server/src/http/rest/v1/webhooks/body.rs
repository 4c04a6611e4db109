//! What a program sends and is answered about its webhooks.

use app::backend::{DeliveryProgress, DeliveryView};
use chrono::{DateTime, Utc};
use domain::Webhook;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::rest::v1::shapes::written as id;

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookObj {
    /// Its id.
    #[schema(examples("0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55"))]
    pub(super) id: String,
    /// Where messages go.
    #[schema(examples("https://example.org/ewelists"))]
    pub(super) url: String,
    /// What it is told.
    #[schema(examples("gift.added", "reservation.created"))]
    pub(super) events: Vec<String>,
    /// Whether it is on.
    pub(super) active: bool,
    /// Why it is off: `asked`, `failing` or `gone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) off: Option<String>,
    /// Since when no message was taken, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) failing_since: Option<DateTime<Utc>>,
    /// When it was made.
    pub(super) made_at: DateTime<Utc>,
}

/// A webhook, with the secret that nobody is shown again.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookWithSecret {
    /// The webhook.
    #[serde(flatten)]
    pub(super) webhook: WebhookObj,
    /// What signs its messages.
    #[schema(examples("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))]
    pub(super) secret: String,
}

/// The webhooks of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllWebhooks {
    /// The oldest first.
    pub(super) webhooks: Vec<WebhookObj>,
}

/// What somebody wants to be told, and where.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewWebhook {
    /// Where messages go: https://, on the public internet.
    #[schema(max_length = 1000, examples("https://example.org/ewelists"))]
    pub(super) url: String,
    /// What it is told: `list.created`, `gift.added`, `reservation.created`, `reservation.changed`,
    /// `reservation.cancelled`, `reservation.purchased`; for admins `product.not_found` and
    /// `figures.day`.
    #[schema(examples("gift.added"))]
    pub(super) events: Vec<String>,
}

/// What shall be another one.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChangedWebhook {
    /// Where messages go.
    #[schema(max_length = 1000)]
    pub(super) url: Option<String>,
    /// What it is told.
    pub(super) events: Option<Vec<String>>,
    /// Whether it is on.
    pub(super) active: Option<bool>,
}

/// A message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryObj {
    /// Its id, which the message has in its header `webhook-id`.
    pub(super) id: String,
    /// What it is about.
    #[schema(examples("gift.added"))]
    pub(super) event: String,
    /// What has become of it.
    pub(super) state: DeliveryStateName,
    /// When that happened what it tells.
    pub(super) made_at: DateTime<Utc>,
    /// When it is sent again, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) again_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub(super) tries: u32,
    /// The status of the last answer, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// Why it was not taken: `status`, `redirect`, `too_slow`, `unreachable`, `not_public`, `broken`,
    /// `late`.
    /// Why it was not sent: `off`, `unwanted`, `gone`, `not_allowed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// What has become of a message.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStateName {
    /// It will be sent, or sent again.
    Waiting,
    /// It was taken.
    Delivered,
    /// There was nothing to say any more.
    Dropped,
    /// It was given up.
    Failed,
}

/// Messages to a webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deliveries {
    /// The newest first.
    pub(super) deliveries: Vec<DeliveryObj>,
    /// Where the next page begins; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_cursor: Option<String>,
}

/// A message that is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentDelivery {
    /// Its id.
    pub(super) id: String,
}

impl From<Webhook> for WebhookObj {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: id(webhook.id.uuid()),
            url: webhook.url.to_string(),
            events: webhook.events.iter().map(|event| event.code().to_owned()).collect(),
            active: webhook.health.off.is_none(),
            off: webhook.health.off.map(|off| off.code().to_owned()),
            failing_since: webhook.health.failing_since,
            made_at: webhook.made_at,
        }
    }
}

impl From<DeliveryView> for DeliveryObj {
    fn from(delivery: DeliveryView) -> Self {
        Self {
            id: id(delivery.id.uuid()),
            event: delivery.event.code().to_owned(),
            state: match delivery.progress {
                DeliveryProgress::Waiting => DeliveryStateName::Waiting,
                DeliveryProgress::Delivered => DeliveryStateName::Delivered,
                DeliveryProgress::Dropped => DeliveryStateName::Dropped,
                DeliveryProgress::Failed => DeliveryStateName::Failed,
            },
            made_at: delivery.made_at,
            again_at: delivery.again_at,
            tries: delivery.tries,
            status: delivery.status,
            reason: delivery.reason.map(|why| why.code().to_owned()),
        }
    }
}
