//! Who a token acts for, what it can not do, and what every answer says (R10.1 to R10.6).

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::Scope;
use serde_json::json;
use server::settings::Rate;

use super::support::{call, call_with, token};
use crate::{
    people::somebody,
    site::{run, start},
};

// R10.2
#[test]
fn a_token_acts_for_whoever_made_it_and_no_cookie_does() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let token = token(inner, &ada, &[Scope::ListsRead]).await;
        let (status, headers, me) = call(&site, "GET", "/me", Some(&token), None).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&me["name"], &me["email"]), (&json!("ada"), &json!(ada.email)));
        assert_eq!(me["userId"], json!(ada.id.uuid().hyphenated().to_string()));
        assert_eq!(me["scopes"], json!(["lists:read"]));
        assert_eq!(headers["x-robots-tag"], "noindex, nofollow");
        assert_eq!(headers["cache-control"], "private, no-store");
        assert!(!headers.contains_key("set-cookie"));
        assert!(!headers.contains_key("access-control-allow-origin"));

        let cookies = [("cookie", ada.cookie.as_str())];
        let (status, headers, problem) = call_with(&site, "GET", "/me", None, &cookies, None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(problem["code"], "sign_in_needed");
        assert!(headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));

        for wrong in ["ewl_x", &token.replace("ewl_", "ewx_"), &format!("ewl_{}", "A".repeat(43))] {
            let (status, _, problem) = call(&site, "GET", "/me", Some(wrong), None).await;
            assert_eq!(
                (status, problem["code"].clone()),
                (StatusCode::UNAUTHORIZED, json!("token_unknown"))
            );
        }
        inner.clock.advance(TimeDelta::days(30));
        let (status, _, _) = call(&site, "GET", "/me", Some(&token), None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "its time is over");
        site.stop().await;
    });
}

// R10.2
#[test]
fn a_person_is_renamed_and_signed_out_and_tokens_are_revoked() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let both = token(inner, &ada, &[Scope::ListsRead, Scope::ListsWrite]).await;
        let reads = token(inner, &ada, &[Scope::ListsRead]).await;
        let (status, _, _) =
            call(&site, "PUT", "/me", Some(&reads), Some(json!({ "name": "Ada L." }))).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _, me) =
            call(&site, "PUT", "/me", Some(&both), Some(json!({ "name": " Ada L. ", "x": 1 })))
                .await;
        assert_eq!((status, &me["name"]), (StatusCode::OK, &json!("Ada L.")));
        let (status, _, problem) =
            call(&site, "PUT", "/me", Some(&both), Some(json!({ "name": "" }))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["fields"], json!([{ "field": "name", "problem": "required" }]));

        let (_, _, sessions) = call(&site, "GET", "/sessions", Some(&reads), None).await;
        let (_, _, page) = call(&site, "GET", "/sessions?limit=1", Some(&reads), None).await;
        assert_eq!(page, sessions, "there is no other");
        for wrong in ["limit=0", "cursor=x"] {
            let path = format!("/sessions?{wrong}");
            let (status, _, _) = call(&site, "GET", &path, Some(&reads), None).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let id = sessions["sessions"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/sessions/{id}");
        let (status, _, _) = call(&site, "DELETE", &path, Some(&both), None).await;
        assert_eq!(status, StatusCode::OK);
        let (status, _, _) = call(&site, "DELETE", &path, Some(&both), None).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(site.get("/account", &[("cookie", &ada.cookie)]).await.status, 303);

        // R2.8: what is handed out names them, and holds nothing by which one could be tried.
        let kept = server::service::everything::of(inner, ada.id).await.unwrap();
        assert!(kept.contains("\"A test\"") && !kept.contains("ewl_"), "{kept}");
        assert!(!kept.contains(server::secrets::api_token_key(&both).as_str()));

        let (_, _, tokens) = call(&site, "GET", "/tokens", Some(&both), None).await;
        let all = tokens["tokens"].as_array().unwrap();
        assert_eq!(all.len(), 2);
        assert!(!tokens.to_string().contains("ewl_"));
        let other = all.iter().find(|token| token["current"] == false).unwrap();
        let id = other["id"].as_str().unwrap();
        assert_eq!(id.len(), 36, "as all ids");
        let path = format!("/tokens/{id}");
        let (status, _, _) = call(&site, "DELETE", &path, Some(&both), None).await;
        assert_eq!(status, StatusCode::OK);
        let (status, _, _) = call(&site, "GET", "/me", Some(&reads), None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let (status, _, _) = call(&site, "POST", "/tokens", Some(&both), Some(json!({}))).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "tokens make no tokens");
        site.stop().await;
    });
}

// R10.2
#[test]
fn a_program_may_sign_out_whatever_else_it_may_do() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let reads = token(inner, &ada, &[Scope::ListsRead]).await;
        let gives = token(inner, &ada, &[Scope::Reservations]).await;
        let (_, _, tokens) = call(&site, "GET", "/tokens", Some(&reads), None).await;
        let id = |current: bool| {
            let mut all = tokens["tokens"].as_array().unwrap().iter();
            let token = all.find(|token| token["current"] == current).unwrap();
            token["id"].as_str().unwrap().to_owned()
        };
        let end = |id: String, with: String| {
            let (site, path) = (&site, format!("/tokens/{id}"));
            async move { call(site, "DELETE", &path, Some(&with), None).await.0.as_u16() }
        };
        assert_eq!(end(id(false), reads.clone()).await, 403, "it is another one's");
        assert_eq!(end(id(true), reads.clone()).await, 200);
        assert_eq!(end(id(false), gives.clone()).await, 200);
        assert_eq!(end(id(false), gives).await, 401);
        site.stop().await;
    });
}

// R10.1
#[test]
fn whatever_is_wrong_is_told_in_json() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let token = token(inner, &ada, &[Scope::ListsWrite]).await;
        let page = [("accept", "text/html")];
        for path in ["/api", "/api/", "/api/v1", "/api/v2/me", "/nothing", "/me/", "/me/x/y"] {
            let (status, headers, problem) = call_with(&site, "GET", path, None, &page, None).await;
            assert_eq!((status.as_u16(), &problem["code"]), (404, &json!("no_route")), "{path}");
            assert_eq!(headers["content-type"], "application/json", "{path}");
        }
        let (status, headers, problem) = call(&site, "PATCH", "/me", Some(&token), None).await;
        assert_eq!((status.as_u16(), &problem["code"]), (405, &json!("method_not_allowed")));
        let allow = headers["allow"].to_str().unwrap();
        assert!(allow.contains("GET") && allow.contains("PUT"), "{allow}");
        assert!(headers.contains_key("ratelimit-remaining"));

        let put = async |body: &str| {
            let (status, _, problem) =
                call_with(&site, "PUT", "/me", Some(&token), &page, Some(body)).await;
            (status.as_u16(), problem["code"].as_str().unwrap_or_default().to_owned())
        };
        let deep = "[".repeat(100_000 / 2);
        for malformed in ["{", "{\"name\": \"a\", \"name\": \"b\"}", "name=Ada", &deep] {
            assert_eq!(put(malformed).await, (400, "malformed".to_owned()));
        }
        for missing in ["", "null", " "] {
            assert_eq!(put(missing).await, (400, "body_missing".to_owned()));
        }
        for wrong in ["[]", "[\"Ada\"]", "{}", "{\"name\": 1}", "\"Ada\""] {
            assert_eq!(put(wrong).await, (422, "invalid".to_owned()), "{wrong}");
        }
        let large = format!("{{\"name\": \"{}\"}}", "a".repeat(600_000));
        assert_eq!(put(&large).await, (413, "too_large".to_owned()));
        let (_, _, me) = call(&site, "GET", "/me", Some(&token), None).await;
        assert_eq!(me["name"], "ada", "nothing was changed");
        site.stop().await;
    });
}

// R10.2
#[test]
fn without_a_token_nothing_is_said_of_what_was_sent() {
    run(async {
        let site = start(|_| {}).await;
        for (method, path) in [("PUT", "/me"), ("POST", "/webhooks"), ("PUT", "/webhooks/x")] {
            for body in ["{", "", "{}"] {
                let (status, _, _) = call_with(&site, method, path, None, &[], Some(body)).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path} {body}");
            }
        }
        for path in ["/lists", "/bin", "/sessions", "/me/reservations", "/webhooks/x/deliveries"] {
            let path = format!("{path}?limit=0");
            let (status, _, _) = call(&site, "GET", &path, None, None).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
        site.stop().await;
    });
}

#[test]
fn answers_are_compressed_for_whoever_reads_that() {
    run(async {
        let site = start(|_| {}).await;
        for (path, status) in [("/api/v1/openapi.json", 200), ("/api/v1/nothing", 404)] {
            for (reads, gets) in [("br", "br"), ("gzip", "gzip"), ("identity", "")] {
                let answer = site.get(path, &[("accept-encoding", reads)]).await;
                let told = (answer.status, answer.header("content-encoding"));
                assert_eq!(told, (status, gets), "{path}");
            }
        }
        site.stop().await;
    });
}

// R10.6
#[test]
fn every_answer_says_how_much_is_left() {
    run(async {
        let site = start(|settings| {
            settings.limits.api_token = Rate::new(3, 60);
            settings.limits.api_wrong_token = Rate::new(2, 60);
        })
        .await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let (one, two) = (
            token(inner, &ada, &[Scope::ListsRead]).await,
            token(inner, &ada, &[Scope::ListsRead]).await,
        );
        for left in ["2", "1", "0"] {
            let (status, headers, _) = call(&site, "GET", "/me", Some(&one), None).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(headers["ratelimit-limit"], "3");
            assert_eq!(headers["ratelimit-remaining"], left);
        }
        let (status, headers, problem) = call(&site, "GET", "/me", Some(&one), None).await;
        assert_eq!((status.as_u16(), &problem["code"]), (429, &json!("too_many")));
        let wait: u32 = headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait));
        let (status, _, _) = call(&site, "GET", "/me", Some(&two), None).await;
        assert_eq!(status, StatusCode::OK, "another token");
        let wrong = format!("ewl_{}", "A".repeat(43));
        for status in [401, 401, 429] {
            let (told, _, _) = call(&site, "GET", "/me", Some(&wrong), None).await;
            assert_eq!(told.as_u16(), status);
        }
        let (status, _, _) = call(&site, "GET", "/nothing", None, None).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "who brings none is counted apart");
        site.stop().await;
    });
}

const LIST: &str =
    r#"{"title": "Ida is one", "occasion": "Birthday", "description": "", "imageUrl": ""}"#;

// R10.4
#[test]
fn a_post_with_a_key_acts_once() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (ada, ben) = (somebody(inner, "ada").await, somebody(inner, "ben").await);
        let scopes = [Scope::ListsRead, Scope::ListsWrite];
        let (adas, bens) = (token(inner, &ada, &scopes).await, token(inner, &ben, &scopes).await);
        let post = async |token: &str, key: &str, body: &str| {
            let key = [("idempotency-key", key)];
            call_with(&site, "POST", "/lists", Some(token), &key, Some(body)).await
        };
        let (status, headers, first) = post(&adas, "one", LIST).await;
        assert!(status.is_success(), "{first}");
        assert!(!headers.contains_key("idempotency-replayed"));
        let (again, headers, second) = post(&adas, "one", LIST).await;
        assert_eq!((again, &second), (status, &first));
        assert_eq!(headers["idempotency-replayed"], "true");
        let (status, _, problem) = post(&adas, "one", &LIST.replace("one", "two")).await;
        assert_eq!((status.as_u16(), &problem["code"]), (422, &json!("key_reused")));
        // Another key, and somebody else's same one, are other requests.
        let (_, _, third) = post(&adas, "two", LIST).await;
        assert_ne!(third["listId"], first["listId"]);
        let (_, headers, bens_list) = post(&bens, "one", LIST).await;
        assert_ne!(bens_list["listId"], first["listId"]);
        assert!(!headers.contains_key("idempotency-replayed"));
        for bad in ["a b", "é", &"x".repeat(256)] {
            let (status, _, _) = post(&adas, bad, LIST).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}");
        }
        let (_, _, lists) = call(&site, "GET", "/lists", Some(&adas), None).await;
        assert_eq!(lists["owned"].as_array().unwrap().len(), 2);
        // A day later the key is forgotten.
        inner.clock.advance(TimeDelta::hours(24));
        let (_, headers, fourth) = post(&adas, "one", LIST).await;
        assert_ne!(fourth["listId"], first["listId"]);
        assert!(!headers.contains_key("idempotency-replayed"));
        site.stop().await;
    });
}

// R10.4
#[test]
fn of_many_at_once_one_acts() {
    run(async {
        let site = std::sync::Arc::new(start(|_| {}).await);
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let token = token(inner, &ada, &[Scope::ListsRead, Scope::ListsWrite]).await;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (site, token) = (site.clone(), token.clone());
                tokio::spawn(async move {
                    let key = [("idempotency-key", "one")];
                    call_with(&site, "POST", "/lists", Some(&token), &key, Some(LIST)).await
                })
            })
            .collect();
        for tried in tries {
            let (status, _, body) = tried.await.unwrap();
            assert!(status.is_success() || body["code"] == "in_progress", "{status} {body}");
        }
        let (_, _, lists) = call(&site, "GET", "/lists", Some(&token), None).await;
        assert_eq!(lists["owned"].as_array().unwrap().len(), 1);
        std::sync::Arc::into_inner(site).unwrap().stop().await;
    });
}

// R10.7
#[test]
fn pages_of_other_sites_read_nothing_unless_the_settings_say_so() {
    run(async {
        let site =
            start(|settings| settings.api.origins = vec!["https://app.example".to_owned()]).await;
        let from = |origin| [("origin", origin), ("access-control-request-method", "PUT")];
        let asked = async |origin: &'static str| {
            let (_, headers, _) =
                call_with(&site, "OPTIONS", "/me", None, &from(origin), None).await;
            headers.get("access-control-allow-origin").cloned()
        };
        assert_eq!(asked("https://app.example").await.unwrap(), "https://app.example");
        assert_eq!(asked("https://evil.example").await, None);
        let page = site.get("/", &[("origin", "https://app.example")]).await;
        assert_eq!(page.header("access-control-allow-origin"), "", "pages are none of its matter");
        site.stop().await;
    });
}

// R10.3
#[test]
fn the_document_asks_for_no_token_and_is_sent_once() {
    run(async {
        let site = start(|_| {}).await;
        let (status, headers, document) = call(&site, "GET", "/openapi.json", None, None).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(headers["content-type"], "application/json");
        let tag = headers["etag"].to_str().unwrap().to_owned();
        let known = [("if-none-match", tag.as_str())];
        let (status, headers, body) =
            call_with(&site, "GET", "/openapi.json", None, &known, None).await;
        assert_eq!((status, body), (StatusCode::NOT_MODIFIED, json!(null)));
        assert_eq!(headers["etag"], tag.as_str());
        assert_eq!(headers["cache-control"], "private, no-cache");
        site.stop().await;
    });
}
