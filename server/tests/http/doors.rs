//! Only our own pages change anything, and nobody is sent off the site (R2.7, R2.10).

use crate::site::{run, start};

const JSON: (&str, &str) = ("accept", "application/json");
const SESSION: (&str, &str) = ("cookie", "__Host-session=x");
const OURS: (&str, &str) = ("origin", "http://127.0.0.1:3000");
const EVIL: (&str, &str) = ("origin", "https://evil.example");

fn fetch(site: &'static str) -> (&'static str, &'static str) {
    ("sec-fetch-site", site)
}

#[test]
fn other_origins_ask_no_server_function_at_all() {
    run(async {
        let site = start(|_| {}).await;
        for path in server::http::server_functions().into_iter().map(|name| format!("/fn/{name}")) {
            for headers in [
                &[JSON, fetch("cross-site")][..],
                &[JSON, fetch("same-site"), SESSION],
                &[JSON, fetch("cross-site"), OURS],
                &[JSON, ("origin", "null")],
                &[JSON, EVIL],
                &[JSON, ("origin", "http://localhost:3000")],
                &[JSON, SESSION],
                &[("accept", "text/html"), fetch("cross-site")],
            ] {
                for method in ["POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                    let answer = site.send(method, &path, headers, Some("{}")).await;
                    assert_eq!(answer.status, 403, "{method} {path} {headers:?}");
                    assert_eq!(answer.header("set-cookie"), "", "{path}");
                }
            }
        }
        site.stop().await;
    });
}

// R2.10: what is no server function and takes something all the same.
#[test]
fn other_origins_send_no_files_either() {
    run(async {
        let site = start(|_| {}).await;
        let list = "0".repeat(32);
        for path in [
            format!("/lists/{list}/import"),
            format!("/lists/{list}/cover"),
            "/facebook/data-deletion".to_owned(),
            "/sign-in/with/google".to_owned(),
            "/nothing/here".to_owned(),
        ] {
            for headers in [
                &[fetch("cross-site")][..],
                &[fetch("same-site"), SESSION],
                &[("origin", "null")],
                &[EVIL, ("content-type", "text/plain")],
                &[SESSION],
            ] {
                for method in ["POST", "PUT", "DELETE", "PATCH"] {
                    let answer = site.send(method, &path, headers, Some("x")).await;
                    assert_eq!(answer.status, 403, "{method} {path} {headers:?}");
                    assert_eq!(answer.header("set-cookie"), "", "{path}");
                }
            }
        }
        site.stop().await;
    });
}

#[test]
fn our_own_pages_ask_by_post_and_nothing_else() {
    run(async {
        let site = start(|_| {}).await;
        for headers in [
            &[JSON, fetch("same-origin")][..],
            &[JSON, fetch("none"), SESSION],
            &[JSON, OURS, SESSION],
            &[JSON],
        ] {
            let send = async |method| {
                site.send(method, "/fn/set_language", headers, Some("language=de")).await
            };
            assert_eq!(send("POST").await.status, 200, "{headers:?}");
            for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
                let answer = send(method).await;
                assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
            }
        }
        site.stop().await;
    });
}

// R8.4, R9.1: without a script a browser stands there once a form was refused.
#[test]
fn whoever_opens_the_address_of_a_form_is_led_to_its_page() {
    run(async {
        let site = start(|_| {}).await;
        let html = ("accept", "text/html");
        let page = ("cookie", "__Host-page=/sign-in?next=/giving");
        let answer = site.get("/fn/sign_in", &[html, page]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/sign-in?next=/giving"));
        let foreign = ("cookie", "__Host-page=//evil.example");
        for headers in [&[html][..], &[html, foreign]] {
            let answer = site.get("/fn/sign_in", headers).await;
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{headers:?}");
            assert!(answer.body.contains("<h1>"), "{}", answer.body);
        }
        site.stop().await;
    });
}

// R2.10: signing out is a POST, as is everything that changes something.
#[test]
fn every_server_function_is_asked_by_post() {
    let functions: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(functions.len() > 20);
    for (path, method) in functions {
        assert!(path.starts_with("/fn/") && path.matches('/').count() == 2, "{path}");
        assert_eq!(method, axum::http::Method::POST, "{path}");
    }
}

// R2.7: only a path of this site is ever gone to.
#[test]
fn nobody_is_sent_off_the_site() {
    run(async {
        let site = start(|_| {}).await;
        for referer in [
            "https://evil.example/x",
            "//evil.example",
            "http://127.0.0.1:3000@evil.example/",
            "http://127.0.0.1:30000/",
            "javascript:alert(1)",
        ] {
            for accept in ["text/html", "text/html,application/json"] {
                let headers = [("accept", accept), ("referer", referer)];
                let answer = site.post("/fn/set_language", &headers, "language=de").await;
                assert!(matches!(answer.status, 302 | 303), "{answer:?}");
                assert_eq!(answer.header("location"), "/", "{referer}");
            }
        }
        for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil"] {
            let form = format!("email=a%40b.example&password=x&next={next}");
            let answer = site.post("/fn/sign_in", &[("accept", "text/html")], &form).await;
            let location = answer.header("location");
            assert!(location.is_empty() || location.starts_with('/'), "{next}: {location}");
        }
        site.stop().await;
    });
}
