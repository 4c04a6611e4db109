//! Under surprise nothing that owners get by the API differs because of what a giver does (R3.6).

use std::collections::BTreeMap;

use app::backend::Backend;
use domain::{GiftId, ReserveForm};
use serde_json::json;
use server::service;

use super::{Program, program, site};
use crate::{
    people::browser,
    rest::authority::operations,
    site::{TestSite, run},
};

/// What tells one answer from another and says nothing of the list: each has its own.
const OF_THE_ANSWER: [&str; 5] =
    ["date", "x-request-id", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"];

/// Everything of an answer that could tell something.
#[derive(Debug, PartialEq, Eq)]
struct Bytes {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

/// What somebody reads who looks after this list and no other.
const READ: [&str; 12] = [
    "/lists",
    "/lists/{id}",
    "/lists/{id}/export",
    "/lists/{id}/gifts",
    "/lists/{id}/giving",
    "/lists/{id}/people",
    "/lists/{id}/product/{productid}",
    "/lists/{id}/shared",
    "/lists/{id}/thanks",
    "/bin",
    "/covers",
    "/me",
];

/// What is read of lists besides, and looked at elsewhere: a stream, which does not end by itself, and
/// what only its giver reads.
const ELSEWHERE: [&str; 2] = ["/lists/{id}/events", "/lists/reservation/{id}"];

fn paths(list: &str, gift: &str) -> Vec<String> {
    let filled = READ.map(|path| path.replace("/lists/{id}", list).replace("{productid}", gift));
    let others = [
        format!("{list}/export?format=csv"),
        format!("{list}/people?limit=1"),
        format!("{list}/gifts?limit=1"),
        "/lists?limit=1".to_owned(),
    ];
    filled.into_iter().chain(others).collect()
}

// R3.6: whatever is added later joins the comparison.
#[test]
fn everything_that_is_read_of_lists_is_compared() {
    for operation in operations() {
        let Some(path) = operation.strip_prefix("GET ") else { continue };
        let known = READ.contains(&path) || ELSEWHERE.contains(&path);
        assert!(!path.starts_with("/lists") || known, "{path} is new: compare its bytes");
    }
}

async fn bytes(ada: &Program<'_>, path: &str) -> Bytes {
    let bearer = format!("Bearer {}", ada.token);
    let headers = [("authorization", bearer.as_str())];
    let answer = ada.site.send("GET", &format!("/api/v1{path}"), &headers, None).await;
    let headers = answer.headers().filter(|(name, _)| !OF_THE_ANSWER.contains(name));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Bytes { status: answer.status, headers, body: answer.body.clone() }
}

async fn all(ada: &Program<'_>, paths: &[String]) -> Vec<Bytes> {
    let mut all = Vec::new();
    for path in paths {
        all.push(bytes(ada, path).await);
    }
    all
}

/// A giver of the list behind a share link; each act is told to those who listen.
struct Giving<'a> {
    site: &'a TestSite,
    backend: Backend,
    share: String,
}

impl Giving<'_> {
    async fn reserve(&self, gift: GiftId, name: &str, quantity: u32) -> String {
        let (_, visit) = browser(&self.site.running.site, name);
        let form = ReserveForm {
            name: name.to_owned(),
            email: format!("{name}@example.org"),
            quantity: quantity.to_string(),
        };
        let reserved = self.backend.sharing.reserve(&visit, &self.share, gift, name, form).await;
        reserved.unwrap().manage.replace("/r/", "")
    }
}

// R3.6
#[test]
fn owners_get_the_same_bytes_whatever_a_giver_does() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, share) = ada.list("Ida is one", "Birthday").await;
        let name = ada.gift(&list, "Train", 5).await;
        let gift = ada.get(&format!("{list}/product/{name}")).await;
        let gift: GiftId = gift.text("giftId").parse().unwrap();
        let paths = paths(&list, &name);
        let before = all(&ada, &paths).await;
        let told = before.iter().filter(|bytes| bytes.status == 200).count();
        assert!(told >= paths.len() - 3, "{before:?}");
        let giving = Giving { site: &site, backend: service::backend(&site.running.site), share };
        let (_, visit) = browser(&site.running.site, "karl");
        let sharing = &giving.backend.sharing;
        let karl = giving.reserve(gift, "karl", 2).await;
        assert_eq!(all(&ada, &paths).await, before, "reserved");
        sharing.change_quantity(&visit, &karl, "3", "").await.unwrap();
        assert_eq!(all(&ada, &paths).await, before, "changed");
        sharing.purchase(&visit, &karl, "1", "").await.unwrap();
        assert_eq!(all(&ada, &paths).await, before, "purchased in part");
        let ilse = giving.reserve(gift, "ilse", 1).await;
        sharing.cancel(&visit, &ilse).await.unwrap();
        giving.backend.givers.erase(&visit, &ilse).await.unwrap();
        assert_eq!(all(&ada, &paths).await, before, "cancelled and erased");
        // It is not that nothing ever differs: once it shows, it does.
        let lifted = json!({ "surprise": "show", "confirmed": true });
        assert_eq!(ada.put(&format!("{list}/surprise"), lifted).await.status, 200);
        assert_eq!(ada.get(&list).await.body["products"][&name]["purchased"], 1);
        site.stop().await;
    });
}

// R3.6, R4.1, R10.1
#[test]
fn what_owners_do_under_surprise_is_answered_as_if_nothing_were_taken() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let mut answers = Vec::new();
        for taken in [false, true] {
            let (list, share) = ada.list("Ida is one", "Birthday").await;
            let name = ada.gift(&list, "Train", 5).await;
            let gift = format!("{list}/product/{name}");
            let id: GiftId = ada.get(&gift).await.text("giftId").parse().unwrap();
            if taken {
                let backend = service::backend(&site.running.site);
                Giving { site: &site, backend, share }.reserve(id, "karl", 4).await;
            }
            let masked = |said: super::Said| {
                let text = said.body.to_string().replace(list.trim_start_matches("/lists/"), "L");
                let text = text.replace(&name, "P").replace(&id.uuid().to_string(), "G");
                (said.status, said.headers.get("etag").cloned(), text)
            };
            let tag = ada.get(&list).await.tag().to_owned();
            let (upon, one) = ([("if-match", tag.as_str())], Some(r#"{"quantity": 1}"#));
            let lowered = masked(ada.ask_with("PUT", &gift, &upon, one).await);
            assert!(lowered.1.is_some());
            let hidden = json!({ "hidden": true, "quantity": 2 });
            let hidden = masked(ada.put(&format!("{gift}/details"), hidden).await);
            let off = masked(ada.delete(&gift).await);
            let back = masked(ada.post(&format!("{gift}/restore"), json!(null)).await);
            let promise = format!("{list}/thanks/00000000-0000-7000-8000-000000000000");
            let tick = masked(ada.put(&promise, json!({ "received": true })).await);
            let deleted = masked(ada.delete(&list).await);
            answers.push([lowered, hidden, off, back, tick, deleted]);
        }
        assert_eq!(answers[0], answers[1]);
        let statuses = answers[0].iter().map(|(status, ..)| *status).collect::<Vec<_>>();
        assert_eq!(statuses, [200, 200, 200, 200, 404, 200]);
        assert!(answers[1][5].2.contains("\"count\":2"), "{:?}", answers[1][5]);
        site.stop().await;
    });
}
