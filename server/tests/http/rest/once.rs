//! What is sent twice acts once (R10.4), whoever sends it.

use app::session::Visit;
use chrono::TimeDelta;
use domain::{GiftForm, ListForm, Once, Scope, Terms};
use serde_json::{Value, json};
use server::{secrets, service, site::Site};
use store::Beginning;

use super::support::{call, call_with, token};
use crate::{
    people::{Somebody, somebody, world},
    site::{run, start},
};

/// Begins a request of somebody's with a key, as a process that died three minutes ago. Answers a
/// visit by which that process did what it asks for.
async fn begun(site: &Site, person: &Somebody, path: &str, key: &str, body: &str) -> Visit {
    let token = site.store.tokens(person.id).await.unwrap()[0].token.id;
    let place = secrets::digest_of(&["kept answer", &format!("token {token}"), "", "", path, key]);
    let sent = secrets::digest_of_body("", body.as_bytes());
    let begun_at = site.clock.now() - TimeDelta::minutes(3);
    let begun = site.store.begin_answer(&place, &sent, begun_at).await.unwrap();
    assert!(matches!(begun, Beginning::Begun(_)), "{begun:?}");
    let once = Some(Once { place, begun_at });
    Visit { terms: Terms { once, ..Terms::default() }, ..person.visit.clone() }
}

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

// R10.4, R10.2
#[test]
fn who_is_told_twice_to_bring_a_token_is_told_how() {
    run(async {
        let site = start(|_| {}).await;
        let key = [("idempotency-key", "one")];
        for replayed in [false, true] {
            let (status, headers, _) =
                call_with(&site, "POST", "/lists", None, &key, Some("{}")).await;
            assert_eq!(status.as_u16(), 401);
            assert_eq!(headers.contains_key("idempotency-replayed"), replayed);
            assert_eq!(headers["www-authenticate"], "Bearer realm=\"ewelists\"");
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

// R10.4: the process died after it reserved, and before it kept the answer.
#[test]
fn a_gift_is_reserved_once_even_where_the_answer_was_lost() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let product = world.product.uuid().hyphenated();
        let path = format!("/lists/{}/reserve/{product}/email/eve%40example.org", world.share);
        let body = json!({ "name": "Eve", "quantity": 1 }).to_string();
        let network = format!("network {}", site.address().ip());
        let place = secrets::digest_of(&["kept answer", &network, "", "", &path, "one"]);
        let sent = secrets::digest_of_body("", body.as_bytes());
        let long_ago = inner.clock.now() - TimeDelta::minutes(3);
        let mut answers = Vec::new();
        for _ in 0..2 {
            // It was begun, and nobody knows what became of it.
            inner.store.sweep(inner.clock.now() + TimeDelta::days(2)).await.unwrap();
            let begun = inner.store.begin_answer(&place, &sent, long_ago).await.unwrap();
            assert!(matches!(begun, Beginning::Begun(_)), "{begun:?}");
            let key = [("idempotency-key", "one")];
            let (status, headers, made) =
                call_with(&site, "POST", &path, None, &key, Some(&body)).await;
            assert_eq!(status.as_u16(), 200, "{made}");
            assert!(!headers.contains_key("idempotency-replayed"));
            let (status, headers, again) =
                call_with(&site, "POST", &path, None, &key, Some(&body)).await;
            assert_eq!((status.as_u16(), &again), (200, &made));
            assert_eq!(headers["idempotency-replayed"], "true");
            answers.push(made);
        }
        assert!(answers[0]["giver_token"].is_string(), "{answers:?}");
        assert_eq!(answers[0], answers[1]);
        site.stop().await;
    });
}

// R10.4: the process died after it acted, and before it kept the answer.
#[test]
fn what_was_done_is_not_done_again_where_the_answer_was_lost() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let token = token(inner, &ada, &[Scope::ListsRead, Scope::ListsWrite]).await;
        let backend = service::backend(inner);
        let post = async |path: &str, key: &str, body: &str| {
            let key = [("idempotency-key", key)];
            call_with(&site, "POST", path, Some(&token), &key, Some(body)).await
        };
        let get = async |path: &str| call(&site, "GET", path, Some(&token), None).await.2;
        let form = ListForm {
            title: "Ida is one".to_owned(),
            occasion: "birthday".to_owned(),
            ..ListForm::default()
        };
        let list = json!({
            "title": "Ida is one", "description": "", "occasion": "Birthday", "imageUrl": ""
        });
        let list = list.to_string();
        let visit = begun(inner, &ada, "/lists", "one", &list).await;
        let made = backend.records.create(&visit, form, "").await.unwrap().id;
        let gifts = format!("/lists/{}", made.uuid().hyphenated());
        let import = format!("{gifts}/import");
        let crane = json!([{ "name": "Crane", "wanted": 1 }]).to_string();
        let visit = begun(inner, &ada, &import, "one", &crane).await;
        let gift = GiftForm {
            name: "Crane".to_owned(),
            wanted: "1".to_owned(),
            priority: "nice".to_owned(),
            ..GiftForm::default()
        };
        backend.gifts.add(&visit, made, None, false, gift).await.unwrap();
        for (path, body) in [("/lists", &list), (import.as_str(), &crane)] {
            for _ in 0..2 {
                let (status, headers, said) = post(path, "one", body).await;
                assert_eq!((status.as_u16(), &said["code"]), (409, &json!("unknown_outcome")));
                assert!(!headers.contains_key("idempotency-replayed"));
            }
        }
        assert_eq!(get("/lists").await["owned"].as_array().unwrap().len(), 1);
        assert_eq!(get(&gifts).await["order"].as_array().unwrap().len(), 1);

        // Where it died before it acted, it is done now, and once.
        begun(inner, &ada, "/lists", "two", &list).await;
        let (status, _, made) = post("/lists", "two", &list).await;
        assert_eq!(status.as_u16(), 200, "{made}");
        let (status, headers, again) = post("/lists", "two", &list).await;
        assert_eq!((status.as_u16(), &again), (200, &made));
        assert_eq!(headers["idempotency-replayed"], "true");
        assert_eq!(get("/lists").await["owned"].as_array().unwrap().len(), 2);
        site.stop().await;
    });
}
