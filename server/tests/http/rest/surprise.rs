//! Under surprise nothing that owners can read by the API differs because of a giver's act (R3.6): every
//! operation of the document that reads, with status, headers and body. What streams say is heard in
//! `reservations`.

use std::collections::BTreeMap;

use domain::Surprise;
use serde_json::{Value, json};
use server::settings::Rate;

use super::{
    authority::{Asked, Who, operations, row},
    support::call,
};
use crate::site::{TestSite, run, start};

/// What is another in every answer.
const FRESH: [&str; 4] = ["date", "x-request-id", "ratelimit-remaining", "ratelimit-reset"];

/// One answer as bytes, without that.
async fn read(site: &TestSite, path: &str, token: &str) -> String {
    let bearer = format!("Bearer {token}");
    let answer = site.get(&format!("/api/v1{path}"), &[("authorization", &bearer)]).await;
    let headers = answer.headers().filter(|(name, _)| !FRESH.contains(name));
    let headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{}\n{}\n\n{}", answer.status, headers.join("\n"), answer.body)
}

/// Everything that somebody can read who looks after the list.
async fn everything(site: &TestSite, asked: &Asked, who: Who) -> BTreeMap<String, String> {
    let world = &asked.world;
    let mut paths: Vec<String> = operations()
        .iter()
        .filter(|operation| operation.starts_with("GET "))
        .map(|operation| {
            let row = row(operation, asked);
            row.unwrap_or_else(|| panic!("{operation} is new: say how it is asked for")).path
        })
        .collect();
    // By the ids that owners have, and by those that they could have come by.
    paths.push(format!("/lists/{}/shared", world.list));
    paths.push(format!("/lists/reservation/{}", world.reservation));
    let token = asked.token(who).unwrap();
    let mut all = BTreeMap::new();
    // What a manage token opens is its giver's, whoever has it.
    for path in paths.into_iter().filter(|path| !path.contains(&asked.given)) {
        all.insert(path.clone(), read(site, &path, token).await);
    }
    all
}

#[test]
fn no_byte_that_owners_read_differs_because_of_a_givers_act() {
    run(async {
        let site = start(|settings| settings.limits.find = Rate::new(1000, 1)).await;
        let asked = Asked::new(&site).await;
        let (world, share) = (&asked.world, &asked.world.share);
        let lists = server::service::backend(&site.running.site).lists.clone();
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Keep, false).await.unwrap();
        let look = async || {
            [
                everything(&site, &asked, Who::Owner).await,
                everything(&site, &asked, Who::CoOwner).await,
            ]
        };
        // The first use of a token is noted with it.
        look().await;
        let before = look().await;
        assert!(before[0].len() > 20, "{:?}", before[0].keys());

        let path = format!("/lists/{share}/reserve/{}/email/eve%40example.org", world.gift);
        let body = json!({ "name": "Eve", "quantity": 2 });
        let (status, _, made) = call(&site, "POST", &path, None, Some(body)).await;
        assert_eq!(status, 200, "{made}");
        let manage = made["manage_token"].as_str().unwrap();
        let by_mail = format!("/lists/reserve/{manage}/email/eve%40example.org");
        let bought = format!("/reservations/{manage}/purchase");
        let giver = format!("/reservations/{manage}/giver");
        let acts: [(&str, &str, Option<Value>); 6] = [
            ("PUT", &by_mail, Some(json!({ "quantity": 1 }))),
            ("PUT", &by_mail, Some(json!({ "quantity": 3 }))),
            ("POST", &bought, None),
            ("DELETE", &bought, None),
            ("DELETE", &by_mail, None),
            ("DELETE", &giver, None),
        ];
        for (method, path, body) in acts {
            let (status, _, said) = call(&site, method, path, None, body).await;
            assert_eq!(status, 200, "{method} {path}: {said}");
            for (before, after) in before.iter().zip(look().await) {
                for (path, bytes) in before {
                    assert_eq!(Some(bytes), after.get(path), "{path} after {method}");
                }
            }
        }
        // There was something to see.
        let shared = format!("/lists/{share}/shared");
        let (_, _, seen) = call(&site, "GET", &shared, None, None).await;
        let counted = seen["products"].as_object().unwrap().values().next().unwrap();
        assert!(counted["reserved"].is_number(), "{seen}");
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Show, true).await.unwrap();
        let after = everything(&site, &asked, Who::Owner).await;
        assert_ne!(before[0].get(&shared), after.get(&shared));
        site.stop().await;
    });
}
