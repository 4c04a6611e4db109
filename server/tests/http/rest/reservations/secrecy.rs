//! What is read of a shared list, by whom, and what is heard of it.

use std::time::Duration;

use domain::{Scope, Surprise};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{ask, backend, bearer, get, hyphenated, product, refused, reserve_path, site, text};
use crate::{
    people::world,
    site::{TestSite, run},
};

/// The first of what a stream says, and the stream.
async fn listen(site: &TestSite, path: &str, headers: &str) -> (String, tokio::net::TcpStream) {
    let mut stream = site.connect().await;
    let request = format!("GET /api/v1{path} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let heard = hear(&mut stream).await;
    (heard.expect("a revision at once"), stream)
}

/// What a stream says next; nothing where it is silent.
async fn hear(stream: &mut tokio::net::TcpStream) -> Option<String> {
    let mut heard = String::new();
    let mut said = vec![0; 4096];
    let listening = async {
        while !heard.contains("\n\n") || !heard.contains("data:") {
            let length = stream.read(&mut said).await.unwrap();
            assert_ne!(length, 0, "{heard}");
            heard += &String::from_utf8_lossy(&said[..length]);
        }
    };
    tokio::time::timeout(Duration::from_millis(1500), listening).await.ok()?;
    let data = heard.split("data:").nth(1)?;
    Some(data.lines().next()?.trim().to_owned())
}

// R3.6, R5.2: owners under surprise read and hear the same whatever givers do.
#[test]
fn under_surprise_owners_read_the_same_bytes_and_hear_nothing() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let lists = backend(&site).lists.clone();
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Keep, false).await.unwrap();
        let scopes = [Scope::ListsRead, Scope::Reservations, Scope::ListsWrite];
        let token = bearer(&site.running.site, &world.owner, &scopes).await;
        let owner = [("authorization", token.as_str())];
        let plain = hyphenated(world.list.uuid());
        let shared = format!("/lists/{}/shared", world.share);
        let paths =
            [format!("/lists/{plain}/shared"), shared.clone(), "/me/reservations".to_owned()];
        let read = async || {
            let mut all = Vec::new();
            for path in &paths {
                let answer = site.get(&format!("/api/v1{path}"), &owner).await;
                assert_eq!(answer.status, 200);
                assert!(!answer.body.contains("reserved\"") && !answer.body.contains("purchased"));
                all.push((answer.header("etag").to_owned(), answer.body));
            }
            all
        };
        let before = read().await;
        let heard_by = format!("authorization: {token}\r\n");
        let by_owner = listen(&site, &format!("/lists/{plain}/events"), &heard_by).await;
        let by_link = listen(&site, &format!("/lists/{}/events", world.share), &heard_by).await;
        let (_, edited) = get(&site, &format!("/lists/{plain}"), &owner).await;
        assert_eq!(by_owner.0, edited["revision"].to_string(), "as whoever edits it reads it");
        let by_giver = listen(&site, &format!("/lists/{}/events", world.share), "").await;
        let (_, seen) = get(&site, &shared, &[]).await;
        assert_eq!(by_giver.0, seen["revision"].to_string());

        let path = reserve_path(&world.share, &product(&world), "eve@example.org");
        let (_, made) =
            ask(&site, "POST", &path, &[], json!({ "name": "Eve", "quantity": 2 })).await;
        let manage = text(&made, "manage_token").to_owned();
        let (_, mut stream) = by_giver;
        let heard = hear(&mut stream).await;
        let (_, seen) = get(&site, &shared, &[]).await;
        assert_eq!(heard, Some(seen["revision"].to_string()));
        let change = format!("/lists/reserve/{manage}/email/eve%40example.org");
        assert_eq!(ask(&site, "PUT", &change, &[], json!({ "quantity": 1 })).await.0, 200);
        assert_eq!(read().await, before);
        let purchase = format!("/lists/purchase/{manage}/email/eve%40example.org");
        assert_eq!(ask(&site, "PUT", &purchase, &[], Value::Null).await.0, 200);
        assert_eq!(read().await, before);
        for (_, mut stream) in [by_owner, by_link] {
            assert_eq!(hear(&mut stream).await, None);
        }
        // Once it is lifted they read it.
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Show, true).await.unwrap();
        let (_, it) = get(&site, &shared, &owner).await;
        assert_eq!(it["products"][product(&world)]["purchased"], 1);
        site.stop().await;
    });
}

// R10.2
#[test]
fn a_stream_says_nothing_once_its_token_is_revoked() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let scopes = [Scope::ListsRead, Scope::ListsWrite];
        let token = bearer(&site.running.site, &world.owner, &scopes).await;
        let owner = [("authorization", token.as_str())];
        let events = format!("/lists/{}/events", hyphenated(world.list.uuid()));
        let heard_by = format!("authorization: {token}\r\n");
        let (_, mut stream) = listen(&site, &events, &heard_by).await;
        let lists = backend(&site).lists.clone();
        lists.set_passcode(&world.owner.visit, world.list, "lamb").await.unwrap();
        assert!(hear(&mut stream).await.is_some());

        let (_, tokens) = get(&site, "/tokens", &owner).await;
        let path = format!("/tokens/{}", text(&tokens["tokens"][0], "id"));
        assert_eq!(ask(&site, "DELETE", &path, &owner, Value::Null).await.0, 200);
        lists.remove_passcode(&world.owner.visit, world.list).await.unwrap();
        let (mut heard, mut said) = (String::new(), vec![0; 4096]);
        let listening = async {
            // Its last piece is empty, whether or not the connection stays.
            while !heard.ends_with("0\r\n\r\n") {
                let length = stream.read(&mut said).await.unwrap();
                assert_ne!(length, 0, "{heard}");
                heard += &String::from_utf8_lossy(&said[..length]);
            }
        };
        tokio::time::timeout(Duration::from_secs(10), listening).await.expect("it ends");
        assert!(!heard.contains("data:"), "{heard}");
        site.stop().await;
    });
}

// R10.5
#[test]
fn what_is_known_already_is_not_sent_again() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let shared = format!("/lists/{}/shared", world.share);
        let read =
            async |headers: &[(&str, &str)]| site.get(&format!("/api/v1{shared}"), headers).await;
        let answer = read(&[]).await;
        let tag = answer.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{tag}");
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        let known = [("if-none-match", tag.as_str())];
        let again = read(&known).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
        assert_eq!(again.header("etag"), tag);
        let path = reserve_path(&world.share, &product(&world), "eve@example.org");
        let (_, made) =
            ask(&site, "POST", &path, &[], json!({ "name": "Eve", "quantity": 1 })).await;
        let changed = read(&known).await;
        assert_eq!(changed.status, 200);
        // What somebody reads of their own is another thing.
        let giver = [("giver-token", text(&made, "giver_token"))];
        let own = read(&giver).await;
        assert_ne!(own.header("etag"), changed.header("etag"));
        for bad in ["short", &"a".repeat(201), "with space and more than forty-three letters"] {
            let answer = refused(get(&site, &shared, &[("giver-token", bad)]).await);
            assert_eq!((answer.0, answer.1.as_str()), (422, "invalid"), "{bad}");
        }
        site.stop().await;
    });
}
