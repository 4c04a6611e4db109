//! What is read of a shared list, by whom, and what is heard of it.

use std::time::Duration;

use domain::{Scope, Surprise};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::{ask, backend, bearer, get, hyphenated, product, refused, reserve_path, site, text};
use crate::{
    people::world,
    site::{TestSite, run},
};

/// The first of what a stream says, and the stream.
async fn listen(site: &TestSite, path: &str, headers: &str) -> (String, TcpStream) {
    let mut stream = site.connect().await;
    let request = format!("GET /api/v1{path} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    (hear(&mut stream).await, stream)
}

/// What a stream says next, however long it takes.
async fn hear(stream: &mut TcpStream) -> String {
    timeout(Duration::from_secs(40), said(stream)).await.expect("it is told")
}

/// Whether a stream says nothing for a while.
async fn is_silent(stream: &mut TcpStream) -> bool {
    timeout(Duration::from_millis(1500), said(stream)).await.is_err()
}

async fn said(stream: &mut TcpStream) -> String {
    let mut heard = String::new();
    let mut said = vec![0; 4096];
    while !heard.contains("\n\n") || !heard.contains("data:") {
        let length = stream.read(&mut said).await.unwrap();
        assert_ne!(length, 0, "{heard}");
        heard += &String::from_utf8_lossy(&said[..length]);
    }
    let (_, data) = heard.split_once("data:").unwrap();
    data.lines().next().unwrap_or_default().trim().to_owned()
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
        assert_eq!(heard, seen["revision"].to_string());
        let change = format!("/lists/reserve/{manage}/email/eve%40example.org");
        assert_eq!(ask(&site, "PUT", &change, &[], json!({ "quantity": 1 })).await.0, 200);
        assert_eq!(read().await, before);
        let purchase = format!("/lists/purchase/{manage}/email/eve%40example.org");
        assert_eq!(ask(&site, "PUT", &purchase, &[], Value::Null).await.0, 200);
        assert_eq!(read().await, before);
        for (_, mut stream) in [by_owner, by_link] {
            assert!(is_silent(&mut stream).await);
        }
        // Once it is lifted they read it.
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Show, true).await.unwrap();
        let (_, it) = get(&site, &shared, &owner).await;
        assert_eq!(it["products"][product(&world)]["purchased"], 1);
        site.stop().await;
    });
}

// R10.2: what a link opens without a token, no token makes unreadable.
#[test]
fn a_token_that_may_not_give_reads_by_a_link_what_anybody_reads() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let shared = format!("/lists/{}/shared", world.share);
        let pass = format!("/lists/{}/pass", world.share);
        // They have promised something, which such a token may not read.
        let gives = bearer(inner, &world.other, &[Scope::Reservations]).await;
        let path = reserve_path(&world.share, &product(&world), &world.other.email);
        let name = json!({ "name": "Otto", "quantity": 1 });
        let (status, made) =
            ask(&site, "POST", &path, &[("authorization", gives.as_str())], name).await;
        assert_eq!(status, 200, "{made}");
        let reads = bearer(inner, &world.other, &[Scope::ListsRead]).await;
        let reads = [("authorization", reads.as_str())];
        let seen = get(&site, &shared, &reads).await;
        assert_eq!(seen, get(&site, &shared, &[]).await);
        assert_eq!((seen.0, &seen.1["reserved"]), (200, &json!({})), "{}", seen.1);
        let events = format!("/lists/{}/events", world.share);
        let heard_by = format!("authorization: {}\r\n", reads[0].1);
        assert_eq!(listen(&site, &events, &heard_by).await.0, seen.1["revision"].to_string());
        // So is a promise by its link, and not by its plain id.
        let by_link = format!("/lists/reservation/{}", world.manage);
        assert_eq!(get(&site, &by_link, &reads).await, get(&site, &by_link, &[]).await);
        let plain = format!("/lists/reservation/{}", text(&made, "reservation_id"));
        assert_eq!(get(&site, &plain, &reads).await.0, 403);
        // One that is none is told so.
        let unknown = format!("Bearer ewl_{}", "a".repeat(43));
        let wrong = refused(get(&site, &shared, &[("authorization", unknown.as_str())]).await);
        assert_eq!((wrong.0, wrong.1.as_str()), (401, "token_unknown"));

        let lists = backend(&site).lists.clone();
        lists.set_passcode(&world.owner.visit, world.list, "lamb").await.unwrap();
        let locked = refused(get(&site, &shared, &reads).await);
        assert_eq!((locked.0, locked.1.as_str()), (403, "passcode_needed"));
        let (status, typed) =
            ask(&site, "POST", &pass, &reads, json!({ "passcode": "lamb" })).await;
        assert_eq!(status, 200, "{typed}");
        let shown = [reads[0], ("list-pass", text(&typed, "pass"))];
        assert_eq!(get(&site, &shared, &shown).await.0, 200);
        site.stop().await;
    });
}

// R3.6, R10.2: an owner is one by any token, so that none is a way around a surprise.
#[test]
fn an_owner_reads_nothing_by_the_link_that_a_surprise_keeps_whatever_their_token_may() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let lists = backend(&site).lists.clone();
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Keep, false).await.unwrap();
        let shared = format!("/lists/{}/shared", world.share);
        let events = format!("/lists/{}/events", world.share);
        for person in [&world.owner, &world.co_owner] {
            let whole = bearer(inner, person, &[Scope::ListsRead, Scope::Reservations]).await;
            let reads = bearer(inner, person, &[Scope::ListsRead]).await;
            let whole = get(&site, &shared, &[("authorization", whole.as_str())]).await;
            let seen = get(&site, &shared, &[("authorization", reads.as_str())]).await;
            assert_eq!((seen.0, &seen.1["looksAfter"]), (200, &json!(true)), "{}", seen.1);
            assert_eq!(seen.1["products"][product(&world)].get("reserved"), None, "{}", seen.1);
            assert_eq!(seen, whole);
            let writes = bearer(inner, person, &[Scope::ListsWrite]).await;
            let writes = [("authorization", writes.as_str())];
            for path in [&shared, &events] {
                let (status, body) = get(&site, path, &writes).await;
                let told = (status, &body["code"], &body["scope"]);
                assert_eq!(told, (403, &json!("scope_missing"), &json!("lists:read")), "{path}");
            }
        }
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
        hear(&mut stream).await;

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
        timeout(Duration::from_secs(40), listening).await.expect("it ends");
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
