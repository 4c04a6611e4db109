//! Tells programs what happened (R10.11, R10.12): gives each message that waits at least one try, and
//! never lets a receiver that hangs keep others waiting.

use std::{panic::AssertUnwindSafe, time::Duration};

use chrono::{DateTime, Utc};
use domain::{MOST_DELIVERY_TRIES, Undelivered};
use futures::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use store::{DeliveryOutcome, DueDelivery, StoreError};
use tokio::task::{JoinHandle, JoinSet};

use super::{keep, turn};
use crate::{
    http::rest::compose_message,
    site::Site,
    webhooks::{Courier, SigningKey, sign, signing_keys},
};

/// How many messages are under way at the same time; each is for another webhook.
const AT_ONCE: usize = 8;

/// How often it is looked whether any wait, when nobody says so.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Tells programs what waits to be told, now and whenever `site.webhooks` says that there may be
/// something, until the site closes. Whenever one message is done the next is taken, however long the
/// others take.
pub fn spawn(site: Site) -> JoinHandle<()> {
    keep(site, "webhooks", tell)
}

async fn tell(site: Site) {
    let courier = Courier::new(&site.settings);
    let mut under_way = JoinSet::new();
    while !site.closing.is_cancelled() {
        for due in take(&site, AT_ONCE - under_way.len()).await {
            let (site, courier) = (site.clone(), courier.clone());
            // Where this panics its lease runs out, and it is tried again.
            under_way.spawn(async move {
                turn(&site, "messages", handle(&site, &courier, &due)).await;
            });
        }
        let free = under_way.len() < AT_ONCE;
        tokio::select! {
            () = site.closing.cancelled() => {}
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(LOOK_EVERY), if free => {}
            () = site.webhooks.notified(), if free => {}
        }
    }
    // What is under way is let go of at the end, and sent by the next process.
    under_way.shutdown().await;
}

/// Takes messages, but no more than `most`; none where the store did not answer.
async fn take(site: &Site, most: usize) -> Vec<DueDelivery> {
    if most == 0 {
        return Vec::new();
    }
    // Longer than one takes, however slow its receiver is.
    let lease = 2 * i64::from(site.settings.webhooks.timeout.0.max(1)) + 30;
    let due = site.store.claim_deliveries(site.clock.now(), lease, most).await;
    due.unwrap_or_else(|error| {
        site.refuse(error);
        Vec::new()
    })
}

async fn handle(site: &Site, courier: &Courier, due: &DueDelivery) {
    // Tried that often, and not once did the try come back: it takes the process down.
    if due.attempts >= MOST_DELIVERY_TRIES && due.delivery.tries == 0 {
        return settle(site, due, DeliveryOutcome::Failed(None, Undelivered::Broken)).await;
    }
    let tried = AssertUnwindSafe(attempt(site, courier, due)).catch_unwind().await;
    let outcome = match tried {
        Ok(Ok(outcome)) => outcome,
        // Its lease runs out, and it is tried again.
        Ok(Err(error)) => {
            site.refuse(error);
            return;
        }
        Err(_) => DeliveryOutcome::Failed(None, Undelivered::Broken),
    };
    settle(site, due, outcome).await;
}

async fn attempt(
    site: &Site,
    courier: &Courier,
    due: &DueDelivery,
) -> Result<DeliveryOutcome, StoreError> {
    let body = match compose_message(site, due).await? {
        Ok(body) => body,
        Err(why) => return Ok(DeliveryOutcome::Dropped(why)),
    };
    let keys = signing_keys(site, &due.webhook);
    let id = due.delivery.id.uuid().hyphenated().to_string();
    let Some(headers) = headers(&id, site.clock.now(), &keys, &body) else {
        return Ok(DeliveryOutcome::Dropped(Undelivered::Off));
    };
    Ok(courier.carry(&due.webhook.url, headers, body).await)
}

/// The headers of a message; none where nothing signs it any more.
fn headers(id: &str, now: DateTime<Utc>, keys: &[SigningKey], body: &str) -> Option<HeaderMap> {
    if keys.is_empty() {
        return None;
    }
    let timestamp = now.timestamp();
    let named = [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", sign(keys, id, timestamp, body)),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in named {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Some(headers)
}

async fn settle(site: &Site, due: &DueDelivery, outcome: DeliveryOutcome) {
    let delivery = &due.delivery;
    let settled = site.store.settle_delivery(delivery.id, site.clock.now(), outcome).await;
    let settled = match settled {
        Ok(settled) => settled,
        Err(error) => {
            // Its lease runs out, and it is sent once more under the same id.
            site.refuse(error);
            return;
        }
    };
    let (webhook, event) = (delivery.webhook, delivery.message.event().code());
    match outcome {
        DeliveryOutcome::Delivered(_) | DeliveryOutcome::Dropped(_) => tracing::debug!(
            webhook.id = %webhook, webhook.event = event, webhook.delivery = %delivery.id,
            "a message to a program is done"
        ),
        DeliveryOutcome::Failed(status, reason) => tracing::info!(
            webhook.id = %webhook, webhook.event = event, webhook.delivery = %delivery.id,
            webhook.status = status, webhook.reason = reason.code(),
            webhook.again = settled.again_at.map(|at| at.to_rfc3339()),
            "a message to a program was not taken"
        ),
    }
    if settled.switched_off {
        site.mail.notify_one();
        tracing::info!(webhook.id = %webhook, "a program only failed, and is told no more");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R10.13
    #[test]
    fn a_message_names_its_id_its_moment_and_who_sent_it() {
        let now = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = r#"{"test": 2432232314}"#;
        let headers = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", now, &[key], body).unwrap();
        let header = |name: &str| headers[name].to_str().unwrap();
        assert_eq!(header("webhook-id"), "msg_p5jXN8AQM9LWM0D4loKWxJek");
        assert_eq!(header("webhook-timestamp"), "1614265330");
        let signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(header("webhook-signature"), signed);
        assert_eq!(header("content-type"), "application/json");
        assert!(super::headers("x", now, &[], body).is_none());
    }
}
