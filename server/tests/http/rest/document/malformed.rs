//! What is no JSON, or too much of it, is refused on every route that takes a body, and nothing comes
//! of it.

use std::collections::BTreeMap;

use server::settings::{Rate, Settings};

use super::{document, operations};
use crate::{
    rest::{
        authority::{self, Asked, Who},
        support::call,
    },
    site::{TestSite, run, start},
};

/// Takes tables of any kind, so that nothing is malformed to it but what is too large.
const TABLES: &str = "POST /lists/{id}/import";

/// The server's default and more.
const TEN_MEGABYTES: usize = 10 << 20;

/// Nobody is sent away for asking too often.
fn unlimited(settings: &mut Settings) {
    let rows = &mut settings.limits;
    for row in [
        &mut rows.api_token,
        &mut rows.api_network,
        &mut rows.reserve,
        &mut rows.contact,
        &mut rows.links,
        &mut rows.code,
        &mut rows.upload,
    ] {
        *row = Rate::new(100_000, 1);
    }
}

/// Sends bytes as they are.
async fn send(site: &TestSite, method: &str, path: &str, token: Option<&str>, body: &[u8]) -> u16 {
    let bearer = token.map(|token| format!("authorization: Bearer {token}\r\n"));
    let head = format!(
        "{method} /api/v1{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        bearer.unwrap_or_default(),
        body.len(),
    );
    site.raw(&[head.as_bytes(), body].concat()).await.status
}

/// How much there is of everything but of what is counted of requests, and what the list's owner reads.
async fn everything(site: &TestSite, asked: &Asked) -> (BTreeMap<&'static str, u64>, Vec<String>) {
    let mut counts = site.running.site.store.counts().await.unwrap();
    for counted in ["api_token_use", "tally", "change"] {
        assert!(counts.remove(counted).is_some(), "{counted}");
    }
    let mut read = Vec::new();
    let list = format!("/lists/{}", asked.world.list);
    for path in ["/lists", list.as_str(), format!("{list}/people").as_str(), "/me"] {
        let (status, _, answer) = call(site, "GET", path, asked.token(Who::Owner), None).await;
        read.push(format!("{status} {answer}"));
    }
    (counts, read)
}

// R10.1
#[test]
fn what_is_malformed_is_refused_everywhere_and_changes_nothing() {
    run(async {
        let site = start(unlimited).await;
        let asked = Asked::new(&site).await;
        let before = everything(&site, &asked).await;
        let deep = [b"[".repeat(1000), b"]".repeat(1000)].concat();
        let deep_map = [b"{\"a\":".repeat(1000), b"1".to_vec(), b"}".repeat(1000)].concat();
        let large = [b"{\"title\": \"".to_vec(), b"x".repeat(TEN_MEGABYTES), b"\"}".to_vec()];
        let bodies: [(&str, Vec<u8>); 7] = [
            ("cut off", b"{\"title\": \"Ida".to_vec()),
            ("no JSON", b"title=Ida&name=Karl".to_vec()),
            ("no UTF-8", b"{\"title\": \"\xff\xfe\", \"name\": \"\xc3\x28\"}".to_vec()),
            ("deep", deep),
            ("deep maps", deep_map),
            ("a key twice", b"{\"name\": \"Ida\", \"title\": \"a\", \"name\": \"b\"}".to_vec()),
            ("10 MB", large.concat()),
        ];
        let mut wrong = Vec::new();
        let mut tried = 0;
        let document = document();
        for operation in operations(&document) {
            if operation.body(&document).is_none() {
                continue;
            }
            let Some(row) = authority::row(&operation.name, &asked) else { continue };
            let Some(who) = row.may.first() else { continue };
            tried += 1;
            for (what, body) in &bodies {
                if operation.name == TABLES && *what != "10 MB" {
                    continue;
                }
                let token = asked.token(*who);
                let status = send(&site, &operation.method, &row.path, token, body).await;
                let expected = if *what == "10 MB" { 413 } else { 400 };
                if status != expected {
                    wrong.push(format!("{}, {what}: {status}", operation.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(tried >= 30, "{tried} operations take a body");
        assert_eq!(everything(&site, &asked).await, before);
        site.stop().await;
    });
}
