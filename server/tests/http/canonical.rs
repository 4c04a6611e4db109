//! The site has one address, and whoever looks at a page by another one is sent there.

use server::settings::{Environment, PublicUrl, Settings};

use crate::site::{Answer, TestSite, run, start};

fn named(settings: &mut Settings) {
    settings.site.environment = Environment::Production;
    settings.site.public_url = PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap();
    settings.site.other_hosts =
        vec!["www.ewelists.example".to_owned(), "ewelists-old.example".to_owned()];
    settings.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
}

/// Asks by a name of the site, with one more header.
async fn asked(site: &TestSite, method: &str, path: &str, host: &str, more: &str) -> Answer {
    let more = if more.is_empty() { String::new() } else { format!("{more}\r\n") };
    let text = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}content-length: 0\r\n\r\n"
    );
    site.raw(text.as_bytes()).await
}

#[test]
fn whoever_looks_by_another_name_is_sent_to_the_main_one() {
    run(async {
        let site = start(named).await;
        for (host, path) in [
            ("www.ewelists.example", "/faq?x=1&y=%2F"),
            ("WWW.Ewelists.example:443", "/"),
            ("ewelists-old.example.", "/l/token"),
            ("www.ewelists.example", "//evil.example/"),
            ("www.ewelists.example", "/api/v1/openapi.json"),
            ("www.ewelists.example", "/no-such-page"),
        ] {
            for method in ["GET", "HEAD"] {
                let answer = asked(&site, method, path, host, "").await;
                let there = format!("https://ewelists.example{path}");
                assert_eq!((answer.status, answer.header("location")), (301, there.as_str()));
                assert_eq!(answer.header("cache-control"), "private, max-age=3600");
                answer.assert_guarded();
            }
        }
        for host in ["ewelists.example", "x", "127.0.0.1", "www.ewelists.example.evil.example"] {
            assert_eq!(asked(&site, "GET", "/faq", host, "").await.status, 200, "{host}");
        }
        // Whoever watches asks by whatever name, and what would change something is not sent on.
        for path in ["/healthz", "/readyz", "/status.html"] {
            let answer = asked(&site, "GET", path, "www.ewelists.example", "").await;
            assert_eq!(answer.status, 200, "{path}");
        }
        let foreign = "origin: https://www.ewelists.example";
        let answer = asked(&site, "POST", "/fn/sign_in", "www.ewelists.example", foreign).await;
        assert_eq!(answer.status, 403);
        let answer = asked(&site, "GET", "/api/v1/me", "ewelists.example", "").await;
        assert_eq!(answer.status, 401);
        site.stop().await;
    });
}

#[test]
fn whoever_comes_to_the_proxy_without_tls_is_sent_to_it() {
    run(async {
        let site = start(named).await;
        let clear = "x-forwarded-proto: http";
        let answer = asked(&site, "GET", "/faq", "ewelists.example", clear).await;
        assert_eq!(answer.status, 301);
        assert_eq!(answer.header("location"), "https://ewelists.example/faq");
        let answer = asked(&site, "POST", "/fn/sign_in", "ewelists.example", clear).await;
        assert!(answer.status == 403 && answer.body.contains("https:// only"), "{answer:?}");
        // A program that is sent on would say its token in the clear for ever.
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let path = "/api/v1/lists/x";
            let answer = asked(&site, method, path, "ewelists.example", clear).await;
            assert_eq!((answer.status, answer.header("location")), (403, ""), "{method}");
            assert_eq!(answer.header("content-type"), "application/json");
            let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(problem["code"], "https_needed");
            answer.assert_guarded();
        }
        let answer = asked(&site, "GET", "/api/v1/docs", "ewelists.example", clear).await;
        assert_eq!(answer.status, 301);
        assert_eq!(asked(&site, "GET", "/healthz", "x", clear).await.status, 200);
        for fine in ["x-forwarded-proto: https", "x-forwarded-proto: https, http", ""] {
            let answer = asked(&site, "GET", "/faq", "ewelists.example", fine).await;
            assert_eq!(answer.status, 200, "{fine}");
        }
        site.stop().await;

        // Nobody else says how somebody came.
        let site = start(|settings| {
            named(settings);
            settings.server.trusted_proxies.clear();
        })
        .await;
        assert_eq!(asked(&site, "GET", "/faq", "ewelists.example", clear).await.status, 200);
        site.stop().await;
    });
}

#[test]
fn pages_and_mails_of_every_site_but_the_real_one_are_marked() {
    run(async {
        for (environment, title, robots) in [
            (Environment::Production, "· ewelists</title>", ""),
            (Environment::Staging, "· ewelists (staging)</title>", "noindex, nofollow"),
            (Environment::Test, "· ewelists (test)</title>", "noindex, nofollow"),
        ] {
            let site = start(|settings| settings.site.environment = environment).await;
            for path in ["/faq", "/no-such-page"] {
                let answer = site.get(path, &[("accept", "text/html")]).await;
                assert!(answer.body.contains(title), "{path}: {}", answer.body);
                assert_eq!(answer.header("x-robots-tag"), robots, "{path}");
            }
            let robots = site.get("/robots.txt", &[]).await;
            assert_eq!(
                robots.body.contains("Sitemap:"),
                environment == Environment::Production,
                "{}",
                robots.body
            );
            site.stop().await;
        }
    });
}
