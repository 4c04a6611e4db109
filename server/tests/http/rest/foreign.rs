//! Pages of other sites, and what they could make somebody's browser send (R10.7).

use axum::http::StatusCode;
use domain::Scope;
use serde_json::json;

use super::{
    authority::operations,
    support::{call_with, token},
};
use crate::{
    people::world,
    site::{run, start},
};

// R10.7
#[test]
fn a_page_of_another_site_changes_nothing_without_a_token() {
    run(async {
        let site =
            start(|settings| settings.api.origins = vec!["https://app.example".to_owned()]).await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let origin = inner.settings.site.origin();
        let reserve = format!(
            "/lists/{}/reserve/{}/email/eve%40example.org",
            world.share,
            world.product.uuid().hyphenated()
        );
        let pass = format!("/lists/{}/pass", world.share);
        let open = [
            ("POST", reserve.as_str()),
            ("POST", pass.as_str()),
            ("POST", "/reservations/links"),
            ("POST", "/contact"),
            ("PUT", "/lists/reserve/x/email/eve%40example.org"),
            ("DELETE", "/lists/reservation/x"),
        ];
        let foreign: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://evil.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ];
        for (method, path) in open {
            for headers in foreign {
                let (status, _, problem) =
                    call_with(&site, method, path, None, headers, Some("{}")).await;
                let told = (status, &problem["code"]);
                assert_eq!(told, (StatusCode::FORBIDDEN, &json!("foreign_page")), "{path}");
            }
            // A page of ours, one that the settings name, what somebody typed, and what is no
            // browser are judged by what they ask.
            let fine: [&[(&str, &str)]; 4] = [
                &[("sec-fetch-site", "same-origin"), ("origin", origin.as_str())],
                &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example")],
                &[("sec-fetch-site", "none")],
                &[],
            ];
            for headers in fine {
                let (_, _, problem) =
                    call_with(&site, method, path, None, headers, Some("{}")).await;
                assert_ne!(problem["code"], "foreign_page", "{path} {headers:?}");
            }
        }
        // Nor does any other operation change something, whatever it needs besides.
        for operation in operations() {
            let (method, template) = operation.split_once(' ').unwrap();
            let parts =
                template.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
            let path = parts.collect::<Vec<_>>().join("/");
            for headers in foreign.iter().filter(|_| method != "GET") {
                let (status, _, problem) =
                    call_with(&site, method, &path, None, headers, Some("{}")).await;
                let told = (status, &problem["code"]);
                assert_eq!(told, (StatusCode::FORBIDDEN, &json!("foreign_page")), "{operation}");
            }
        }
        // Reading is no change, and no browser adds a token of itself.
        let shared = format!("/lists/{}/shared", world.share);
        let (status, _, _) = call_with(&site, "GET", &shared, None, foreign[0], None).await;
        assert_eq!(status, StatusCode::OK);
        let token = token(inner, &world.owner, &[Scope::ListsWrite]).await;
        let body = Some(r#"{"name": "Ada"}"#);
        let (status, _, _) = call_with(&site, "PUT", "/me", Some(&token), foreign[0], body).await;
        assert_eq!(status, StatusCode::OK);
        site.stop().await;
    });
}
