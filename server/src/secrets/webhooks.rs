//! What signs messages to a webhook (R10.13).

use domain::WebhookId;

use super::{LENGTH, Purpose, Secrets};

impl Secrets {
    /// The key that signs messages to a webhook. Like a link it is made when it is needed, and kept
    /// nowhere.
    pub fn webhook_key(&self, webhook: WebhookId, generation: u32) -> [u8; LENGTH] {
        self.derive(Purpose::Webhook, webhook.uuid(), generation)
    }
}
