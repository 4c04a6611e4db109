//! Webhooks.

use domain::Scope;
use serde_json::json;

use super::{ACCOUNTS, Asked, Row, Who};

/// What these operations are asked with.
pub fn row(operation: &str, asked: &Asked) -> Option<Row> {
    let (write, own) = (Some(Scope::ListsWrite), &[Who::Owner]);
    let webhook = format!("/webhooks/{}", asked.world.webhook);
    Some(match operation {
        "GET /webhooks" => Row::new("/webhooks", write, ACCOUNTS),
        "POST /webhooks" => {
            let body = json!({ "url": "https://hooks.example/told", "events": ["list.created"] });
            Row::new("/webhooks", write, ACCOUNTS).with(body)
        }
        "GET /webhooks/{id}" => Row::new(webhook, write, own),
        "PUT /webhooks/{id}" => {
            Row::new(webhook, write, own).with(json!({ "events": ["gift.added"] }))
        }
        "DELETE /webhooks/{id}" => Row::new(webhook, write, own),
        "POST /webhooks/{id}/secret" => Row::new(format!("{webhook}/secret"), write, own),
        "POST /webhooks/{id}/test" => Row::new(format!("{webhook}/test"), write, own),
        "GET /webhooks/{id}/deliveries" => Row::new(format!("{webhook}/deliveries"), write, own),
        "POST /webhooks/{id}/deliveries/{delivery}/replay" => {
            let delivery = asked.world.delivery;
            Row::new(format!("{webhook}/deliveries/{delivery}/replay"), write, own)
        }
        _ => return None,
    })
}
