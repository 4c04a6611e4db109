//! Messages to programs that want to be told what happens (R10.10 to R10.13).
//!
//! ```text
//! act -> delivery row -> http::rest::v1::webhooks -> signature -> courier
//!        kind, ids      what the receiver may know now            one POST
//! ```
//!
//! `jobs::webhooks` takes what waits and sends it; what becomes of it stands in `store`.

mod courier;
mod signature;

use domain::{Webhook, WebhookId, WebhookWish};
use sha2::{Digest as _, Sha256};
use store::StoreError;
use uuid::Uuid;

pub use courier::Courier;
pub use signature::{SigningKey, sign};

use crate::site::Site;

/// Lets the store know which programs of the site's own the settings name, so that they are told of
/// an act together with it.
///
/// # Errors
/// As the store.
pub async fn keep_site_webhooks(site: &Site) -> Result<(), StoreError> {
    let settings = &site.settings.webhooks;
    let named: Vec<(WebhookId, WebhookWish)> = settings
        .forms()
        .filter_map(|form| form.parse(true, settings.private).ok())
        .map(|wish| (of_site(wish.url.as_str()), wish))
        .collect();
    site.store.keep_site_webhooks(&named, site.clock.now()).await
}

/// The id of a webhook that the settings name: of the same address it is the same.
fn of_site(url: &str) -> WebhookId {
    let digest: [u8; 32] = Sha256::digest(url).into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    WebhookId::new(Uuid::from_bytes(id))
}

/// What signs messages to a webhook now, the good key first. None where the settings named it and do
/// so no more.
pub fn signing_keys(site: &Site, webhook: &Webhook) -> Vec<SigningKey> {
    if webhook.person.is_none() {
        let secret = site.settings.webhooks.secret.expose();
        return SigningKey::parse(secret).into_iter().collect();
    }
    let generations = webhook.signing_generations(site.clock.now()).into_iter();
    generations.map(|generation| signing_key(site, webhook.id, generation)).collect()
}

/// The key of this generation.
pub fn signing_key(site: &Site, webhook: WebhookId, generation: u32) -> SigningKey {
    SigningKey::new(&site.secrets.webhook_key(webhook, generation))
}
