//! How webhooks are kept: where they may lead, what a token may choose, and their secrets.

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::Scope;
use serde_json::json;
use server::webhooks::{SigningKey, sign};

use super::{add_gift, private, receiver::Receiver};
use crate::{
    people::{make_admin, somebody, world},
    rest::support::{call, token},
    site::{run, start},
};

// R10.10, R10.12
#[test]
fn only_addresses_on_the_public_internet_are_taken() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        let scopes = [Scope::ListsRead, Scope::ListsWrite];
        let token = token(&site.running.site, &ada, &scopes).await;
        let make = async |url: &str| {
            let body = json!({ "url": url, "events": ["gift.added"] });
            call(&site, "POST", "/webhooks", Some(&token), Some(body)).await
        };
        for url in [
            "http://hooks.example/",
            "https://127.0.0.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://10.1.2.3/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::ffff:192.168.0.1]/",
            "https://2130706433/",
            "https://intranet/",
            "https://hooks.example:8080/",
        ] {
            let (status, _, said) = make(url).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{url}: {said}");
            let wrong = json!([{ "field": "url", "problem": "not_public" }]);
            assert_eq!(said["fields"], wrong, "{url}");
        }
        let long = format!("https://hooks.example/{}", "🎁".repeat(500));
        for (url, problem) in [
            ("", "required"),
            ("hooks", "not_a_link"),
            ("ftp://hooks.example/", "not_a_link"),
            ("https://me:secret@hooks.example/", "not_a_link"),
            (long.as_str(), "too_long"),
        ] {
            let (_, _, said) = make(url).await;
            assert_eq!(said["fields"][0]["problem"], problem, "{url}: {said}");
        }
        for number in 0..10 {
            let (status, _, said) = make(&format!("https://hooks.example/{number}")).await;
            assert_eq!(status, StatusCode::OK, "{said}");
        }
        let (status, _, said) = make("https://hooks.example/11").await;
        // As one list too many is refused (R3.11).
        assert_eq!((status, &said["code"]), (StatusCode::CONFLICT, &json!("too_many_webhooks")));

        // On pages it is said what to do about it, and what was typed stays.
        let origin = site.running.site.settings.site.origin();
        let page = format!("{origin}/account/webhooks/new");
        let headers =
            [("accept", "text/html"), ("cookie", ada.cookie.as_str()), ("referer", page.as_str())];
        let typed = "https://hooks.example/typed";
        let form = format!("url={typed}&gift_added=on");
        let refused = site.post("/fn/make_webhook", &headers, &form).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        assert!(refused.body.contains("You have 10 webhooks, which is the limit"));
        assert!(refused.body.contains(typed), "{}", refused.body);
        site.stop().await;
    });
}

// R10.10: a webhook is told no more than its token can find out by asking.
#[test]
fn a_token_listens_to_nothing_that_it_could_not_ask_for() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (ada, admin) = (somebody(inner, "ada").await, somebody(inner, "admin").await);
        make_admin(inner, &admin).await;
        let writes = token(inner, &ada, &[Scope::ListsWrite]).await;
        let gives = token(inner, &ada, &[Scope::ListsWrite, Scope::Reservations]).await;
        let lists = token(inner, &ada, &[Scope::ListsRead, Scope::ListsWrite]).await;
        let all = [Scope::ListsRead, Scope::ListsWrite, Scope::Reservations];
        let all = token(inner, &ada, &all).await;
        let write = [Scope::ListsWrite, Scope::CatalogueWrite];
        let (catalogue, admins) =
            (token(inner, &ada, &write).await, token(inner, &admin, &write).await);
        let make = async |token: &str, event: &str| {
            let body = json!({ "url": "https://hooks.example/", "events": [event] });
            call(&site, "POST", "/webhooks", Some(token), Some(body)).await
        };
        let status = async |token: &str, event: &str| make(token, event).await.0.as_u16();
        for event in ["list.created", "gift.added"] {
            assert_eq!(status(&writes, event).await, 403, "{event}");
            assert_eq!(status(&lists, event).await, 200, "{event}");
        }
        // It would tell who gives on their own lists, too.
        assert_eq!(status(&gives, "reservation.created").await, 403);
        assert_eq!(status(&lists, "reservation.created").await, 403);
        assert_eq!(status(&lists, "product.not_found").await, 403);
        assert_eq!(status(&catalogue, "product.not_found").await, 404, "no admin");
        assert_eq!(status(&admins, "product.not_found").await, 200);
        let console = token(inner, &admin, &[Scope::ListsWrite, Scope::Admin]).await;
        assert_eq!(status(&console, "product.not_found").await, 200);
        assert_eq!(status(&lists, "webhook.test").await, 422);
        let (_, _, made) = make(&all, "reservation.created").await;
        // Nor is what another token made led elsewhere.
        let path = format!("/webhooks/{}", made["id"].as_str().unwrap());
        let elsewhere = json!({ "url": "https://evil.example/" });
        for less in [&lists, &gives] {
            let (status, _, said) =
                call(&site, "PUT", &path, Some(less), Some(elsewhere.clone())).await;
            assert_eq!((status.as_u16(), &said["code"]), (403, &json!("scope_missing")));
        }
        // Who may take it away may switch it off and on, which leads nothing elsewhere.
        for (token, active) in [(&writes, false), (&lists, true)] {
            let change = json!({ "active": active });
            let (status, _, said) = call(&site, "PUT", &path, Some(token), Some(change)).await;
            assert_eq!((status.as_u16(), &said["active"]), (200, &json!(active)), "{said}");
        }
        let (status, _, said) = call(&site, "PUT", &path, Some(&all), Some(elsewhere)).await;
        assert_eq!((status.as_u16(), &said["url"]), (200, &json!("https://evil.example/")));
        // What is not named stays as it is.
        for (change, active) in [
            (json!({ "active": false }), false),
            (json!({ "url": "https://hooks.example/b" }), false),
            (json!({ "active": true }), true),
        ] {
            let (_, _, said) = call(&site, "PUT", &path, Some(&all), Some(change)).await;
            assert_eq!(said["events"], json!(["reservation.created"]), "{said}");
            assert_eq!(said["active"], active, "{said}");
        }
        // Nor are its secret and what was told to it for such a token.
        let (_, _, sent) = call(&site, "POST", &format!("{path}/test"), Some(&all), None).await;
        let replay = format!("/deliveries/{}/replay", sent["id"].as_str().unwrap());
        for (method, below) in [
            ("POST", "/secret"),
            ("POST", "/test"),
            ("GET", "/deliveries"),
            ("POST", replay.as_str()),
        ] {
            let path = format!("{path}{below}");
            for less in [&lists, &gives] {
                let (status, _, said) = call(&site, method, &path, Some(less), None).await;
                let missing = (403, &json!("scope_missing"));
                assert_eq!((status.as_u16(), &said["code"]), missing, "{path}");
            }
            let (status, _, said) = call(&site, method, &path, Some(&all), None).await;
            assert_eq!(status, StatusCode::OK, "{path}: {said}");
        }
        site.stop().await;
    });
}

// R10.13: shown for ten minutes on a page, and for a day the one before signs as well.
#[test]
fn a_secret_is_shown_once_and_replaced() {
    run(async {
        let site = private().await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let receiver = Receiver::start(vec![]).await;
        let headers = [("accept", "text/html"), ("cookie", world.owner.cookie.as_str())];
        let referer = ("referer", "http://127.0.0.1:3000/account/webhooks/new");
        let form = "url=nowhere&gift_added=on";
        let refused = site.post("/fn/make_webhook", &[headers[0], headers[1], referer], form).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("value=\"nowhere\""), "{}", refused.body);
        let url: String = url::form_urlencoded::byte_serialize(receiver.url().as_bytes()).collect();
        let form = format!("url={url}&gift_added=on");
        let made = site.post("/fn/make_webhook", &[headers[0], headers[1], referer], &form).await;
        let page = made.header("location").to_owned();
        assert_eq!(made.status, 303, "{}", made.body);
        let secret = |body: &str| {
            let from = body.find("whsec_")?;
            let secret = body[from..].split('"').next()?;
            Some(secret.to_owned())
        };
        let first = secret(&site.get(&page, &headers).await.body).unwrap();
        let webhook = page.split(['/', '?']).nth(3).unwrap();
        let form = format!("webhook={webhook}");
        let replaced = site.post("/fn/rotate_webhook", &headers, &form).await;
        let page = replaced.header("location").to_owned();
        let second = secret(&site.get(&page, &headers).await.body).unwrap();
        assert_ne!(first, second);
        add_gift(&site, &world, "Lamp").await;
        let message = receiver.next().await;
        let timestamp: i64 = message.header("webhook-timestamp").parse().unwrap();
        let keys = [&second, &first].map(|secret| SigningKey::parse(secret).unwrap());
        let both = sign(&keys, message.header("webhook-id"), timestamp, &message.body);
        assert_eq!(message.header("webhook-signature"), both);
        inner.clock.advance(TimeDelta::minutes(11));
        let later = site.get(&page, &headers).await;
        assert_eq!((later.status, secret(&later.body)), (200, None));
        assert!(later.body.contains(&receiver.url()), "{}", later.body);
        inner.clock.advance(TimeDelta::hours(24));
        add_gift(&site, &world, "Vase").await;
        assert_eq!(receiver.next().await.header("webhook-signature").split(' ').count(), 1);
        site.stop().await;
    });
}
