//! Programs that are told what happens (R10.10 to R10.13).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{DeliveryId, Undelivered, Webhook, WebhookEvent, WebhookForm, WebhookId};

use crate::{error::AppError, session::Visit};

/// What has become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryProgress {
    /// It will be sent, or sent again.
    Waiting,
    /// It was taken.
    Delivered,
    /// There was nothing to say any more.
    Dropped,
    /// It was given up.
    Failed,
}

/// A message, as the person sees it whose webhook it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryView {
    /// Its id, which the message names too.
    pub id: DeliveryId,
    /// What it is about.
    pub event: WebhookEvent,
    /// What has become of it.
    pub progress: DeliveryProgress,
    /// When that happened what it tells.
    pub made_at: DateTime<Utc>,
    /// When it is sent again, while it waits.
    pub again_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub tries: u32,
    /// The status of the last answer, where there was one.
    pub status: Option<u16>,
    /// Why it was not taken, or not sent.
    pub reason: Option<Undelivered>,
}

/// What shall be different about a webhook. What is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// Where it leads.
    pub url: Option<String>,
    /// What it is told.
    pub events: Option<Vec<String>>,
    /// Whether it is on.
    pub on: Option<bool>,
    /// What it was told when the change was allowed: it is refused if that is another thing meanwhile
    /// and is to stay.
    pub heard: Vec<WebhookEvent>,
}

/// What people do with their webhooks. Changing them is for whoever has shown just now who they are,
/// or holds a token that can: else somebody who finds a browser open could listen from then on.
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// The visitor's, the oldest first.
    async fn list(&self, visit: &Visit) -> Result<Vec<Webhook>, AppError>;
    /// One of them.
    async fn one(&self, visit: &Visit, id: WebhookId) -> Result<Webhook, AppError>;
    /// Makes one.
    async fn make(&self, visit: &Visit, form: WebhookForm) -> Result<WebhookId, AppError>;
    /// Changes where it leads and what it is told, and switches it on or off.
    async fn change(
        &self,
        visit: &Visit,
        id: WebhookId,
        form: WebhookForm,
        on: bool,
    ) -> Result<(), AppError>;
    /// The same of what is named.
    async fn change_some(
        &self,
        visit: &Visit,
        id: WebhookId,
        change: WebhookChange,
    ) -> Result<(), AppError>;
    /// Removes one.
    async fn remove(&self, visit: &Visit, id: WebhookId) -> Result<(), AppError>;
    /// Gives one another secret.
    async fn rotate(&self, visit: &Visit, id: WebhookId) -> Result<(), AppError>;
    /// What signs its messages; nothing unless it was made in the last ten minutes.
    async fn secret(&self, visit: &Visit, id: WebhookId) -> Result<Option<String>, AppError>;
    /// What was told to it in the last 30 days, or shall be: the newest first, at most a thousand.
    async fn deliveries(&self, visit: &Visit, id: WebhookId)
    -> Result<Vec<DeliveryView>, AppError>;
    /// Sends a message once more.
    async fn replay(
        &self,
        visit: &Visit,
        id: WebhookId,
        delivery: DeliveryId,
    ) -> Result<(), AppError>;
    /// Sends a message that only tells whether messages arrive.
    async fn test(&self, visit: &Visit, id: WebhookId) -> Result<DeliveryId, AppError>;
}
