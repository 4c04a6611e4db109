//! Pages, and what every answer tells the browser.

use server::settings::{Environment, PublicUrl};

use crate::{
    people::somebody,
    site::{run, start},
};

// R8.4
#[test]
fn what_is_not_there_is_a_page_under_its_true_status() {
    run(async {
        let site = start(|_| {}).await;
        let answer = site.get("/nothing/here", &[("accept", "text/html")]).await;
        assert_eq!(answer.status, 404);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.body.contains("<main"), "{}", answer.body);
        assert_eq!(answer.header("cache-control"), "private, no-store");
        answer.assert_guarded();
        site.stop().await;
    });
}

#[test]
fn every_page_has_a_nonce_of_its_own() {
    run(async {
        let site = start(|_| {}).await;
        let mut nonces = Vec::new();
        for _ in 0..3 {
            let answer = site.get("/", &[("accept", "text/html")]).await;
            assert_eq!(answer.status, 200);
            answer.assert_guarded();
            let policy = answer.header("content-security-policy").to_owned();
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            assert!(nonce.len() >= 22, "128 bits: {nonce}");
            assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")));
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            nonces.push(nonce.to_owned());
        }
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), 3);
        site.stop().await;
    });
}

#[test]
fn errors_and_files_are_guarded_as_pages_are() {
    run(async {
        let site = start(|settings| settings.server.body_limit = 100).await;
        let long = "x".repeat(200);
        let json = [("accept", "application/json")];
        for (answer, status) in [
            (site.get("/healthz", &[]).await, 200),
            (site.get("/readyz", &[]).await, 200),
            (site.get("/status.html", &[]).await, 200),
            (site.get("/nothing", &[]).await, 404),
            (site.get("/pkg/nothing.js", &[]).await, 404),
            (site.post("/fn/set_language", &json, &long).await, 413),
            (site.post("/fn/set_language", &json, "language=xx").await, 400),
            (site.send("POST", "/fn/set_language", &[("origin", "null")], Some("")).await, 403),
            (site.get("/fn/set_language", &[]).await, 405),
            (site.send("DELETE", "/", &[("sec-fetch-site", "none")], None).await, 405),
        ] {
            assert_eq!(answer.status, status, "{answer:?}");
            answer.assert_guarded();
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
            assert_eq!(answer.header("strict-transport-security"), "");
        }
        site.stop().await;
    });
}

// R8.3, R3.7
#[test]
fn search_engines_read_production_but_no_page_of_somebody() {
    run(async {
        let site = start(|settings| {
            settings.site.environment = Environment::Production;
            settings.site.public_url =
                PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap();
        })
        .await;
        let home = site.get("/", &[]).await;
        assert_eq!(home.header("x-robots-tag"), "");
        assert!(home.header("strict-transport-security").starts_with("max-age=31536000"));
        for path in ["/l/x", "/r/x", "/lists", "/lists/new"] {
            let answer = site.get(path, &[]).await;
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
        }
        site.stop().await;
    });
}

#[test]
fn the_site_says_how_it_is() {
    run(async {
        let site = start(|_| {}).await;
        assert_eq!(site.get("/healthz", &[]).await.body, "ok\n");
        let ready = site.get("/readyz", &[]).await;
        assert!(ready.body.contains("\"ready\":true"), "{}", ready.body);
        let status = site.get("/status.html", &[]).await;
        assert!(status.body.contains("Status"));
        assert_eq!(status.header("cache-control"), "no-cache");
        site.stop().await;
    });
}

#[test]
fn what_a_client_calls_its_requests_is_not_taken_over() {
    run(async {
        let site = start(|_| {}).await;
        let answer = site.get("/healthz", &[("x-request-id", "mine")]).await;
        assert_eq!(answer.header("x-request-id").len(), 32);
        site.stop().await;
    });
}

// R2.10
#[test]
fn who_signs_out_leaves_nothing_in_the_browser() {
    run(async {
        let site = start(|_| {}).await;
        let ada = somebody(&site.running.site, "ada").await;
        for (accept, status) in [("text/html", 303), ("application/json", 200)] {
            let headers = [("accept", accept), ("cookie", ada.cookie.as_str())];
            let page = site.get("/", &headers).await;
            assert_eq!(page.header("clear-site-data"), "");
            let out = site.post("/fn/sign_out", &headers, "").await;
            assert_eq!((out.status, out.header("clear-site-data")), (status, "\"cache\""));
            assert!(out.header("set-cookie").starts_with("__Host-session=; "));
        }
        site.stop().await;
    });
}
