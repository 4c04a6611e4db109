//! Lists that ask for a passcode (R3.7).

use std::time::Duration;

use chrono::TimeDelta;
use server::{service, settings::Rate};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    people::{World, browser, world},
    site::{Answer, TestSite, run, start},
};

const HTML: (&str, &str) = ("accept", "text/html");
const JSON: (&str, &str) = ("accept", "application/json");

async fn site() -> TestSite {
    start(|settings| settings.limits.code = Rate::new(1000, 1)).await
}

async fn set(site: &TestSite, world: &World, passcode: &str) {
    let backend = service::backend(&site.running.site);
    backend.lists.set_passcode(&world.owner.visit, world.list, passcode).await.unwrap();
}

async fn remove(site: &TestSite, world: &World) {
    let backend = service::backend(&site.running.site);
    backend.lists.remove_passcode(&world.owner.visit, world.list).await.unwrap();
}

/// Types a passcode in the browser of this cookie.
async fn enter(site: &TestSite, share: &str, cookie: &str, passcode: &str) -> Answer {
    let form = format!("share={share}&passcode={passcode}");
    site.post("/fn/enter_passcode", &[JSON, ("cookie", cookie)], &form).await
}

/// The same, where it is right: the browser's cookies afterwards.
async fn passed(site: &TestSite, share: &str, cookie: &str, passcode: &str) -> String {
    let answer = enter(site, share, cookie, passcode).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let set = answer.header("set-cookie");
    let (pair, attributes) = set.split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-pass-"), "{pair}");
    assert_eq!(attributes, "Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax");
    format!("{cookie}; {pair}")
}

async fn page(site: &TestSite, world: &World, cookie: &str) -> Answer {
    site.get(&format!("/l/{}", world.share), &[HTML, ("cookie", cookie)]).await
}

#[test]
fn before_the_passcode_nothing_is_told() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        set(&site, &world, "seven+lambs").await;
        let World { share, gift, manage, giver, other, owner, .. } = &world;
        for cookie in ["", giver, &other.cookie] {
            for path in
                [format!("/l/{share}"), format!("/l/{share}/{gift}"), format!("/l/{share}?print=1")]
            {
                let answer = site.get(&path, &[HTML, ("cookie", cookie)]).await;
                assert_eq!(answer.status, 403, "{path}");
                assert!(answer.body.contains("enter_passcode") && answer.body.contains("noindex"));
                for told in ["Ida", "Train", "=\"og:", "twitter:card", "preview.png", "wedding"] {
                    assert!(!answer.body.contains(told), "{path} tells {told}");
                }
                answer.assert_guarded();
            }
            for path in ["preview.png", "qr.svg"] {
                let answer = site.get(&format!("/l/{share}/{path}"), &[("cookie", cookie)]).await;
                assert_eq!(answer.status, 403, "{path}");
                assert!(!answer.body.contains("Ida"), "{}", answer.body);
            }
            let stream = site.get(&format!("/live/share/{share}"), &[("cookie", cookie)]).await;
            assert_eq!((stream.status, stream.body.as_str()), (403, ""));
            // The same for a gift that is there and one that is not.
            for gift in [gift.to_string(), "0".repeat(32)] {
                let shop = format!("/l/{share}/{gift}/shop");
                let answer = site.get(&shop, &[HTML, ("cookie", cookie)]).await;
                assert_eq!(answer.status, 303);
                assert_eq!(answer.header("location"), format!("/l/{share}"));
                let form = format!("share={share}&gift={gift}&name=Eve&email=e%40x.example");
                let answer = site.post("/fn/reserve", &[JSON, ("cookie", cookie)], &form).await;
                assert_eq!(answer.status, 403, "{}", answer.body);
                assert!(answer.body.contains("passcode_needed"));
            }
            let form = format!("share={share}");
            let answer = site.post("/fn/shared_list", &[JSON, ("cookie", cookie)], &form).await;
            assert_eq!(answer.status, 403);
            assert!(answer.body.contains("passcode_needed") && !answer.body.contains("Ida"));
        }
        // Manage links need none, and neither do owners.
        let kept = site.get(&format!("/r/{manage}"), &[HTML]).await;
        assert_eq!(kept.status, 200);
        assert!(kept.body.contains("Train"));
        assert!(page(&site, &world, &owner.cookie).await.body.contains("Train"));
        site.stop().await;
    });
}

#[test]
fn whoever_typed_it_is_let_in_until_it_changes() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let share = &world.share;
        set(&site, &world, "lamb").await;
        let wrong = enter(&site, share, &world.giver, "wolf").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("wrong_code"), "{}", wrong.body);
        assert_eq!(wrong.header("set-cookie"), "");
        // As two phones write it: with a space around it.
        let cookie = passed(&site, share, &world.giver, "%20lamb%20").await;
        let answer = page(&site, &world, &cookie).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("Train") && answer.body.contains("og:title"));
        let preview = format!("/l/{share}/preview.png");
        assert_eq!(site.get(&preview, &[("cookie", &cookie)]).await.status, 200);

        // Not elsewhere: another list, or a pass that somebody wrote.
        let another = self::world(&site.running.site).await;
        set(&site, &another, "lamb").await;
        assert_eq!(page(&site, &another, &cookie).await.status, 403);
        let renamed = cookie.replace(&world.list.to_string(), &another.list.to_string());
        assert_eq!(page(&site, &another, &renamed).await.status, 403);
        for forged in
            [format!("{cookie}x"), cookie.replace("=1.", "=2."), cookie.replace("=1.", "=1.9")]
        {
            assert_ne!(forged, cookie);
            assert_eq!(page(&site, &world, &forged).await.status, 403, "{forged}");
        }

        set(&site, &world, "lamb").await;
        assert_eq!(page(&site, &world, &cookie).await.status, 403, "the same once more is another");
        remove(&site, &world).await;
        assert_eq!(page(&site, &world, "").await.status, 200);
        set(&site, &world, "lamb").await;
        assert_eq!(page(&site, &world, &cookie).await.status, 403);
        site.stop().await;
    });
}

#[test]
fn without_a_script_the_form_says_what_is_wrong_and_goes_on() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        set(&site, &world, "lamb").await;
        let (share, gift) = (&world.share, world.gift);
        let referer = format!("http://127.0.0.1:3000/l/{share}/{gift}");
        let headers = [HTML, ("cookie", world.giver.as_str()), ("referer", referer.as_str())];
        let send = async |passcode: &str| {
            let form = format!("share={share}&gift={gift}&passcode={passcode}");
            site.post("/fn/enter_passcode", &headers, &form).await
        };
        for (typed, words) in [
            ("", "Please type the passcode."),
            ("wolf", "That’s not the passcode."),
            ("x", "That’s not the passcode."),
            ("%F0%9F%8E%82%3Cscript%3E", "That’s not the passcode."),
        ] {
            let refused = send(typed).await;
            assert_eq!(refused.status, 422, "{typed}");
            assert!(refused.body.contains(words), "{typed}: {}", refused.body);
            assert!(refused.body.contains("aria-invalid=\"true\""));
            assert!(!refused.body.contains("wolf") && !refused.body.contains("Ida"));
        }
        let right = send("lamb").await;
        assert_eq!(right.status, 303);
        assert_eq!(right.header("location"), format!("/l/{share}/{gift}"));
        site.stop().await;
    });
}

#[test]
fn ten_tries_an_hour_and_a_family_behind_one_address_gets_in() {
    run(async {
        let site = site().await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let share = &world.share;
        set(&site, &world, "lamb").await;
        for member in 0..12 {
            let (cookie, _) = browser(inner, &format!("member{member}"));
            passed(&site, share, &cookie, "lamb").await;
        }
        let mut tries = 0;
        for minute in 0..=60 {
            loop {
                let (cookie, _) = browser(inner, "guesser");
                let wrong = enter(&site, share, &cookie, &format!("guess{tries}")).await;
                if wrong.status == 429 {
                    break;
                }
                assert_eq!(wrong.status, 422, "{minute}");
                tries += 1;
            }
            inner.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(tries, 10);
        for guess in ["guess", "lamb"] {
            let refused = enter(&site, share, &world.giver, guess).await;
            assert_eq!(refused.status, 429, "{guess}");
            let wait: u32 = refused.header("retry-after").parse().unwrap();
            assert!((1..=3600).contains(&wait), "{wait}");
        }
        // Another list is another thing, and its owner is let in in any case.
        let another = self::world(inner).await;
        set(&site, &another, "lamb").await;
        passed(&site, &another.share, &world.giver, "lamb").await;
        assert_eq!(page(&site, &world, &world.owner.cookie).await.status, 200);
        site.stop().await;
    });
}

#[test]
fn only_owners_set_it_and_what_they_type_is_measured() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let owner = [JSON, ("cookie", world.owner.cookie.as_str())];
        for (typed, status) in
            [("", 422), ("abc", 422), (&*"x".repeat(65), 422), ("quince.jam", 200)]
        {
            let form = format!("list={}&passcode={typed}", world.list);
            let answer = site.post("/fn/set_passcode", &owner, &form).await;
            assert_eq!(answer.status, status, "{typed}: {}", answer.body);
        }
        let settings = format!("/lists/{}/settings", world.list);
        let shown = site.get(&settings, &[HTML, ("cookie", &world.owner.cookie)]).await;
        assert!(shown.body.contains("/fn/remove_passcode") && !shown.body.contains("quince"));
        // Nothing of it is in what is handed out, and none of it in the row.
        let list =
            site.running.site.store.owned_list(world.owner.id, world.list).await.unwrap().list;
        let hash = list.lock.hash.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$"), "{}", hash.as_str());
        site.stop().await;
    });
}

#[test]
fn a_page_that_was_remembered_is_not_shown_once_there_is_a_passcode() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let path = format!("/l/{}", world.share);
        for _ in 0..2 {
            // Twice, so that it is one that was remembered.
            for _ in 0..2 {
                assert_eq!(site.get(&path, &[HTML]).await.status, 200);
            }
            set(&site, &world, "lamb").await;
            for _ in 0..2 {
                let answer = site.get(&path, &[HTML]).await;
                assert_eq!(answer.status, 403);
                assert!(!answer.body.contains("Ida"));
            }
            // Nor does the page of somebody who passed become everybody's.
            let cookie = passed(&site, &world.share, &world.giver, "lamb").await;
            assert_eq!(page(&site, &world, &cookie).await.status, 200);
            assert_eq!(site.get(&path, &[HTML]).await.status, 403);
            remove(&site, &world).await;
        }
        site.stop().await;
    });
}

#[test]
fn open_streams_end_with_a_new_passcode_and_with_a_new_link() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let backend = service::backend(&site.running.site);
        for turn in 0..2 {
            let shared = backend.lists.owned(&world.owner.visit, world.list).await.unwrap();
            let share = shared.share.unwrap().replace("/l/", "/live/share/");
            let mut stream = site.connect().await;
            let request = format!("GET {share} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut said = vec![0; 4096];
            let mut heard = String::new();
            while !heard.contains("data:") {
                let length = stream.read(&mut said).await.unwrap();
                assert_ne!(length, 0, "{heard}");
                heard += &String::from_utf8_lossy(&said[..length]);
            }
            match turn {
                0 => backend.lists.rotate_share(&world.owner.visit, world.list).await.unwrap(),
                _ => set(&site, &world, "lamb").await,
            }
            let rest = tokio::time::timeout(Duration::from_secs(10), async {
                while stream.read(&mut said).await.is_ok_and(|length| length > 0) {}
            });
            rest.await.expect("the stream ends");
        }
        site.stop().await;
    });
}
