//! That a program is told no more (R10.12).

use domain::{Off, WebhookId};
use url::Url;

use super::{Desk, Result};
use crate::mail::{webhooks, worker::Composed};

impl Desk<'_> {
    /// To whoever wanted the program to be told. Who switched it on again meanwhile knows.
    pub(super) async fn webhook_off(&self, id: WebhookId) -> Result<Composed> {
        let Some(webhook) = self.site.store.webhook(id).await? else {
            return Ok(Composed::Moot("the webhook is gone"));
        };
        let off = webhook.health.off.filter(|off| *off != Off::Asked);
        let (Some(person), Some(off)) = (webhook.person, off) else {
            return Ok(Composed::Moot("what it would say does not hold any more"));
        };
        let url = Url::parse(webhook.url.as_str()).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        self.account(person, |reader, _| Some(webhooks::switched_off(reader, id, host, off))).await
    }
}
