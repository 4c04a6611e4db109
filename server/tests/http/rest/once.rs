//! What is sent twice acts once (R10.4), whoever sends it.

use domain::Scope;
use serde_json::{Value, json};

use super::support::{call_with, token};
use crate::{
    people::{somebody, world},
    site::{run, start},
};

// R10.4: a body is read before anybody may send it only where it is small.
#[test]
fn a_key_lets_nobody_send_files() {
    run(async {
        let site = start(|_| {}).await;
        let list = "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";
        for path in ["cover", "import", "product/x/picture"] {
            // Nothing follows: who waits for the body does not answer.
            let text = format!(
                "POST /api/v1/lists/{list}/{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                 idempotency-key: one\r\ncontent-length: 900000\r\n\r\n"
            );
            let answer = site.raw(text.as_bytes()).await;
            assert_eq!(answer.status, 401, "{path}");
        }
        let ada = somebody(&site.running.site, "ada").await;
        let token = token(&site.running.site, &ada, &[Scope::ListsRead]).await;
        let key = [("idempotency-key", "one")];
        let path = format!("/lists/{list}/cover");
        let large = "x".repeat(1 << 20);
        for replayed in [false, true] {
            let (status, headers, _) =
                call_with(&site, "POST", &path, Some(&token), &key, Some(&large)).await;
            assert_eq!(status.as_u16(), 403, "the token may only read");
            assert_eq!(headers.contains_key("idempotency-replayed"), replayed);
        }
        site.stop().await;
    });
}

// R10.4
#[test]
fn a_guest_who_reserves_twice_with_a_key_is_told_the_same() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let product = world.product.uuid().hyphenated();
        let reserve = async |email: &str, headers: &[(&str, &str)]| {
            let path = format!("/lists/{}/reserve/{product}/email/{email}", world.share);
            let body = json!({ "name": "Eve", "quantity": 1 }).to_string();
            let (status, _, made) =
                call_with(&site, "POST", &path, None, headers, Some(&body)).await;
            (status.as_u16(), made)
        };
        let key = ("idempotency-key", "one");
        let (status, made) = reserve("eve%40example.org", &[key]).await;
        assert_eq!(status, 200, "{made}");
        let giver = made["giver_token"].as_str().unwrap().to_owned();
        assert_eq!(reserve("eve%40example.org", &[key]).await, (200, made.clone()));
        // What is known of a guest is known by that token.
        let shared = format!("/lists/{}/shared", world.share);
        let known = [("giver-token", giver.as_str())];
        let (_, _, list) = call_with(&site, "GET", &shared, None, &known, None).await;
        assert!(list["reserved"][product.to_string()].is_object(), "{list}");

        // Or by one that they have brought along.
        let own = "a".repeat(43);
        let brought = [key, ("giver-token", own.as_str())];
        let (status, first) = reserve("bo%40example.org", &brought).await;
        assert_eq!((status, &first["giver_token"]), (200, &Value::Null), "{first}");
        assert_eq!(reserve("bo%40example.org", &brought).await, (200, first));
        site.stop().await;
    });
}
