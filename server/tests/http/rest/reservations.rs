//! Promises through the API (R5.2 to R5.4, R10.1): the walk of the original by guest and by account, and
//! what else is asked for.

mod refusals;
mod secrecy;
mod told;
mod walks;

use app::backend::Backend;
use domain::Scope;
use serde_json::Value;
use server::{service, settings::Rate, site::Site};

use super::support::{call_with, token};
use crate::{
    people::{Somebody, World},
    site::{TestSite, start},
};

async fn site() -> TestSite {
    start(|settings| {
        settings.limits.reserve = Rate::new(1000, 1);
        settings.limits.code = Rate::new(1000, 1);
        settings.limits.api_network = Rate::new(10_000, 1);
    })
    .await
}

fn backend(site: &TestSite) -> Backend {
    service::backend(&site.running.site)
}

/// What is sent along to act for somebody with these scopes.
async fn bearer(site: &Site, person: &Somebody, scopes: &[Scope]) -> String {
    format!("Bearer {}", token(site, person, scopes).await)
}

async fn ask(
    site: &TestSite,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Value,
) -> (u16, Value) {
    let text = (!body.is_null()).then(|| body.to_string());
    let (status, _, body) = call_with(site, method, path, None, headers, text.as_deref()).await;
    (status.as_u16(), body)
}

async fn get(site: &TestSite, path: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    ask(site, "GET", path, headers, Value::Null).await
}

/// What a refusal says: its status, its word and its words.
fn refused((status, body): (u16, Value)) -> (u16, String, String) {
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("error"))
}

fn reserve_path(list: &str, product: &str, email: &str) -> String {
    format!("/lists/{list}/reserve/{product}/email/{}", email.replace('@', "%40"))
}

fn hyphenated(id: uuid::Uuid) -> String {
    id.hyphenated().to_string()
}

/// The product by which the gift of the world's list is named.
fn product(world: &World) -> String {
    hyphenated(world.product.uuid())
}

fn text<'a>(body: &'a Value, key: &str) -> &'a str {
    body[key].as_str().unwrap_or_else(|| panic!("no {key} in {body}"))
}

/// How many of the world's gift are reserved and bought, as anybody reads it.
async fn counts(site: &TestSite, world: &World) -> (u64, u64) {
    let (status, body) = get(site, &format!("/lists/{}/shared", world.share), &[]).await;
    assert_eq!(status, 200, "{body}");
    let it = &body["products"][product(world)];
    (it["reserved"].as_u64().unwrap(), it["purchased"].as_u64().unwrap())
}
