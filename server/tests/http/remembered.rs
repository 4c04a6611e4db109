//! First visits to a shared list, many at once.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use domain::GiftForm;
use futures::future::join_all;
use server::{service, site::Site};

use crate::{
    people::{World, world},
    site::{Answer, TestSite, run, start},
};

/// The page as somebody gets it who brings no cookie, and the nonce in its header.
async fn first_visit(site: &TestSite, world: &World) -> (Answer, String) {
    let answer = site.get(&format!("/l/{}", world.share), &[("accept", "text/html")]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.header("content-type").starts_with("text/html"));
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    answer.assert_guarded();
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_eq!(policy.matches("'nonce-").count(), policy.matches(&nonce).count());
    let scripts = answer.body.matches("nonce=\"").count();
    assert!(scripts > 1);
    assert_eq!(scripts, answer.body.matches(&format!("nonce=\"{nonce}\"")).count());
    (answer, nonce)
}

/// Puts a gift on the list.
async fn add(site: &Site, world: &World, name: &str) {
    let form = GiftForm { name: name.to_owned(), wanted: "1".to_owned(), ..GiftForm::default() };
    service::backend(site)
        .gifts
        .add(&world.owner.visit, world.list, None, true, form)
        .await
        .unwrap();
}

#[test]
fn two_visitors_get_one_page_and_nonces_of_their_own() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let (first, first_nonce) = first_visit(&site, &world).await;
        let (second, second_nonce) = first_visit(&site, &world).await;
        assert!(first.body.contains("Train"), "{}", first.body);
        assert_ne!(first_nonce, second_nonce);
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
        assert!(!second.body.contains(&first_nonce));
        assert_eq!(first.body.replace(&first_nonce, ""), second.body.replace(&second_nonce, ""));
        site.stop().await;
    });
}

#[test]
fn a_change_is_on_the_next_visitors_page() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        for name in ["Moon lamp", "Rain boots", "Knitted blanket"] {
            assert!(!first_visit(&site, &world).await.0.body.contains(name));
            add(&site.running.site, &world, name).await;
            assert!(first_visit(&site, &world).await.0.body.contains(name), "{name}");
        }
        site.stop().await;
    });
}

#[test]
fn what_another_process_changed_is_seen_within_a_second_and_at_once_by_whoever_has_a_cookie() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let here = &site.running.site;
        let elsewhere = Site::new(here.store.clone(), here.settings.clone(), here.secrets.clone());
        let path = format!("/l/{}", world.share);
        let since = Instant::now();
        first_visit(&site, &world).await;
        add(&elsewhere, &world, "Moon lamp").await;
        drop(elsewhere);
        for cookie in [world.giver.as_str(), world.owner.cookie.as_str(), "theme=dark"] {
            let answer = site.get(&path, &[("cookie", cookie)]).await;
            assert!(answer.body.contains("Moon lamp"), "{cookie}");
        }
        let (answer, _) = first_visit(&site, &world).await;
        // Unless the machine was too slow to be asked in time.
        if since.elapsed() < Duration::from_secs(1) {
            assert!(!answer.body.contains("Moon lamp"), "it was rendered again");
        }
        tokio::time::sleep(Duration::from_millis(1050)).await;
        assert!(first_visit(&site, &world).await.0.body.contains("Moon lamp"));
        site.stop().await;
    });
}

// R5.1
#[test]
fn what_a_cookie_brings_about_is_shown_to_nobody_else() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}", world.share);
        let own = format!("/r/{}", world.manage);
        let giver = [("cookie", world.giver.as_str())];
        for _ in 0..2 {
            assert!(site.get(&path, &giver).await.body.contains(&own));
            assert!(!first_visit(&site, &world).await.0.body.contains(&own));
        }
        site.stop().await;
    });
}

// R9.4
#[test]
fn each_reads_the_page_in_their_language() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}", world.share);
        for language in ["en", "de", "en", "de"] {
            let answer = site.get(&path, &[("accept-language", language)]).await;
            assert!(answer.body.contains(&format!("<html lang=\"{language}\"")), "{language}");
        }
        site.stop().await;
    });
}

#[test]
fn fifty_at_once_get_the_page() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let visits = join_all((0..50).map(|_| first_visit(&site, &world))).await;
        let nonces: BTreeSet<_> = visits.iter().map(|(_, nonce)| nonce).collect();
        assert_eq!(nonces.len(), 50);
        assert!(visits.iter().all(|(answer, _)| answer.body.contains("Train")));
        site.stop().await;
    });
}

#[test]
fn a_remembered_page_is_compressed_for_whoever_reads_that() {
    run(async {
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}", world.share);
        for _ in 0..2 {
            for (reads, gets) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
                let answer = site.get(&path, &[("accept-encoding", reads)]).await;
                assert_eq!((answer.status, answer.header("content-encoding")), (200, gets));
            }
        }
        let head = site.send("HEAD", &path, &[], None).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        for _ in 0..2 {
            assert_eq!(site.get("/l/nothing", &[]).await.status, 404);
        }
        site.stop().await;
    });
}
