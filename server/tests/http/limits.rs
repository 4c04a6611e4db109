//! How large, and how often from one network address (R2.11).

use std::time::Duration;

use app::shown::pack;
use domain::ListForm;
use server::{
    service,
    settings::{Rate, Settings},
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    people::{somebody_with, world},
    site::{Answer, TestSite, run, start},
};

/// A browser that is known.
const BROWSER: &str = "__Host-giver=0123456789012345678901234567890123456789012";

const JSON: (&str, &str) = ("accept", "application/json");

fn two_tries(settings: &mut Settings) {
    settings.limits.sign_in = Rate::new(2, 60);
}

async fn sign_in(site: &TestSite, headers: &[(&str, &str)]) -> Answer {
    let mut all = vec![JSON];
    all.extend(headers);
    site.post("/fn/sign_in", &all, "email=nobody%40mail.example&password=wrong").await
}

// R2.11: beyond it stands 429, when to come back, and words.
#[test]
fn too_many_tries_are_told_when_to_come_back() {
    run(async {
        let site = start(two_tries).await;
        assert_eq!(sign_in(&site, &[]).await.status, 422);
        assert_eq!(sign_in(&site, &[]).await.status, 422);
        let refused = sign_in(&site, &[]).await;
        assert_eq!(refused.status, 429);
        let wait: u32 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
        assert!(refused.body.contains("too_many"), "{}", refused.body);
        refused.assert_guarded();
        let page = site.post("/fn/sign_in", &[("accept", "text/html")], "email=a").await;
        assert_eq!(page.status, 429);
        assert!(page.header("content-type").starts_with("text/html"));
        // A browser is shown the form again, with words and with what was typed.
        let form = [("accept", "text/html"), ("referer", "http://127.0.0.1:3000/sign-in")];
        let page =
            site.post("/fn/sign_in", &form, "email=ada%40mail.example&password=secret").await;
        assert_eq!(page.status, 429);
        assert!(!page.header("retry-after").is_empty());
        assert!(page.body.contains("value=\"ada@mail.example\""), "{}", page.body);
        assert!(page.body.contains("role=\"alert\"") && !page.body.contains("secret"));
        page.assert_guarded();
        let other = site.post("/fn/set_language", &[JSON], "language=de").await;
        assert_eq!(other.status, 200, "other errands go on");
        site.stop().await;
    });
}

// R2.11
#[test]
fn nobody_escapes_by_claiming_another_address() {
    run(async {
        let site = start(two_tries).await;
        let mut answers = Vec::new();
        for last in 1..=4 {
            let claimed = format!("198.51.100.{last}");
            let headers = [("x-forwarded-for", claimed.as_str()), ("forwarded", "for=1.2.3.4")];
            answers.push(sign_in(&site, &headers).await.status);
        }
        assert_eq!(answers, [422, 422, 429, 429]);
        site.stop().await;
    });
}

#[test]
fn a_trusted_proxy_says_who_asks() {
    run(async {
        let site = start(|settings| {
            two_tries(settings);
            settings.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        })
        .await;
        for last in 1..=4 {
            let seen = format!("1.1.1.1, 198.51.100.{last}");
            assert_eq!(sign_in(&site, &[("x-forwarded-for", &seen)]).await.status, 422);
        }
        let mut answers = Vec::new();
        for first in 1..=3 {
            let seen = format!("1.1.1.{first}, 203.0.113.9");
            answers.push(sign_in(&site, &[("x-forwarded-for", &seen)]).await.status);
        }
        assert_eq!(answers, [422, 422, 429], "what stands on the left is the client's own word");
        site.stop().await;
    });
}

// R3.1, R9.7: characters are counted as people count them, and these take 75 bytes each on the way.
#[test]
fn what_the_rules_allow_fits_into_a_form() {
    run(async {
        let site = start(|_| {}).await;
        let (backend, world) =
            (service::backend(&site.running.site), world(&site.running.site).await);
        let form = async || backend.lists.owned(&world.owner.visit, world.list).await.unwrap().form;
        let shown = ListForm { welcome: "👨‍👩‍👧‍👦".repeat(2000), ..form().await };
        backend.lists.edit(&world.owner.visit, world.list, shown.clone(), true).await.unwrap();
        let welcome = "👩‍👩‍👧‍👧".repeat(2000);
        let sent = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("list", &world.list.to_string())
            .append_pair("title", &shown.title)
            .append_pair("occasion", &shown.occasion)
            .append_pair("cover", &shown.cover)
            .append_pair("welcome", &welcome)
            .append_pair("was", &pack(&shown))
            .finish();
        let headers = [JSON, ("cookie", world.owner.cookie.as_str())];
        let answer = site.post("/fn/edit_list", &headers, &sent).await;
        assert_eq!(answer.status, 200, "{} bytes: {}", sent.len(), answer.body);
        assert_eq!(form().await.welcome, welcome);
        site.stop().await;
    });
}

#[test]
fn what_is_too_large_is_refused_as_such() {
    run(async {
        let site = start(|settings| settings.server.body_limit = 1000).await;
        let form = |length: usize| format!("language=de&pad={}", "x".repeat(length));
        let post = async |accept, form: String| {
            site.post("/fn/set_language", &[("accept", accept)], &form).await
        };
        assert_eq!(post("application/json", form(900)).await.status, 200);
        for length in [1000, 100_000, 1 << 20] {
            for accept in ["application/json", "text/html"] {
                let answer = post(accept, form(length)).await;
                assert_eq!(answer.status, 413, "{length} {accept}");
            }
        }
        let chunked = format!("7d0\r\n{}\r\n0\r\n\r\n", "x".repeat(2000));
        for accept in ["application/json", "text/html"] {
            let headers = [("accept", accept), ("transfer-encoding", "chunked")];
            let answer = site.post("/fn/set_language", &headers, &chunked).await;
            assert_eq!(answer.status, 413, "without a length, {accept}");
            answer.assert_guarded();
        }
        site.stop().await;
    });
}

// Whoever sends slowly is told too, and does not just see the connection go.
#[test]
fn who_sends_too_much_is_heard_out() {
    run(async {
        let site = start(|_| {}).await;
        let mut stream = site.connect().await;
        let head = "POST /fn/set_language HTTP/1.1\r\nhost: x\r\naccept: application/json\r\n\
                    content-type: application/x-www-form-urlencoded\r\n\
                    content-length: 1048576\r\nconnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..8 {
            stream.write_all(&[b'x'; 1 << 17]).await.expect("it is still listened to");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut said = Vec::new();
        stream.read_to_end(&mut said).await.unwrap();
        let said = String::from_utf8_lossy(&said);
        assert!(said.starts_with("HTTP/1.1 413 "), "{said}");
        site.stop().await;
    });
}

#[test]
fn too_many_headers_are_refused() {
    run(async {
        let site = start(|_| {}).await;
        let many: Vec<_> = (0..100).map(|n| (format!("x-{n}"), "y".to_owned())).collect();
        let many: Vec<_> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(site.get("/healthz", &many).await.status, 431);
        site.stop().await;
    });
}

// R2.11: somebody's password from elsewhere still works.
#[test]
fn who_guesses_from_one_place_is_stopped_and_locks_nobody_out() {
    run(async {
        let proxied = |settings: &mut Settings| {
            settings.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        };
        let site = start(proxied).await;
        let inner = &site.running.site;
        let password = domain::Password::parse("seven quiet otters hum").unwrap();
        let hash = inner.passwords.hash(password).await.unwrap();
        let ada = somebody_with(inner, "ada", &hash).await;
        let attempt = async |from: &str, password: &str| {
            let form = format!("email={}&password={password}", ada.email.replace('@', "%40"));
            let headers = [JSON, ("x-forwarded-for", from), ("cookie", BROWSER)];
            site.post("/fn/sign_in", &headers, &form).await.status
        };
        let mut guesses = Vec::new();
        for _ in 0..30 {
            guesses.push(attempt("198.51.100.1", "wrong").await);
        }
        assert_eq!(guesses.iter().position(|status| *status == 429), Some(10), "{guesses:?}");
        assert_eq!(attempt("198.51.100.2", "seven%20quiet%20otters%20hum").await, 200);
        site.stop().await;
    });
}
