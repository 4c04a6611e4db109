//! Other instances whose catalogue is kept the same (R6.6).

use std::net::SocketAddr;

use domain::Scope;
use serde_json::json;
use server::{
    peers::Peer,
    settings::{PeerSettings, Secret},
};

use super::{admin, fine, id, train};
use crate::{
    people::somebody,
    rest::support::{call, call_with, token},
    site::{TestSite, run, start},
};

/// A site that has the other as its peer.
async fn with_peer(address: SocketAddr, token: &str) -> TestSite {
    let row = PeerSettings {
        name: "staging".to_owned(),
        url: format!("http://{address}"),
        token: Secret::new(token),
        ..PeerSettings::default()
    };
    start(|settings| settings.peers = vec![row]).await
}

// R6.6
#[test]
fn a_product_is_kept_the_same_in_another_instance() {
    run(async {
        let there = start(|_| {}).await;
        let (_, theirs) = admin(&there).await;
        let here = with_peer(there.address(), &theirs).await;
        let (_, admin) = admin(&here).await;
        let (admin, theirs) = (Some(admin.as_str()), Some(theirs.as_str()));

        let sent = train("https://shop.example/train");
        let made = fine(&here, "POST", "/tools/products", admin, Some(sent.clone())).await;
        let product = id(&made);
        let success = json!(format!("Success:{product}"));
        assert_eq!((&made["development"], &made["staging"]), (&success, &success));
        let read = fine(&there, "GET", &format!("/products/{product}"), None, None).await;
        assert_eq!(read["details"], "Wooden train");
        let check = format!("/tools/products/check/{product}");
        let state = async || {
            let checked = fine(&here, "GET", &check, admin, None).await;
            assert_eq!(id(&checked["product"]), product);
            checked["test_environment_states"]["staging"].as_str().unwrap().to_owned()
        };
        assert_eq!(state().await, "IN SYNC");

        // Changed there, and put right from here.
        let dearer =
            json!({ "details": "Wooden train", "productUrl": "https://shop.example/train" });
        let path = format!("/catalogue/{product}");
        let put = fine(&there, "PUT", &path, theirs, Some(dearer)).await;
        assert_eq!(put, json!({ "productId": product, "created": false }));
        assert_eq!(state().await, "NOT IN SYNC");
        let path = format!("/tools/products/{product}");
        let put = fine(&here, "PUT", &path, admin, Some(sent.clone())).await;
        assert_eq!(put["staging"], format!("Updated: {product}"));
        assert_eq!(state().await, "IN SYNC");
        fine(&there, "DELETE", &format!("/products/{product}"), theirs, None).await;
        assert_eq!(state().await, "DOES NOT EXIST");

        // Left out, it stays away; the whole catalogue is read page by page.
        let mut only_here = train("https://shop.example/car");
        only_here["staging"] = json!(false);
        let made = fine(&here, "POST", "/tools/products", admin, Some(only_here)).await;
        assert!(made.get("staging").is_none(), "{made}");
        let token = Secret::new(theirs.unwrap());
        let peer = Peer::new("there", &format!("http://{}", there.address()), token);
        assert!(peer.catalogue().await.unwrap().is_empty());
        for number in 0..3 {
            let path = format!("/catalogue/0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e5{number}");
            let page = format!("https://shop.example/{number}");
            fine(&there, "PUT", &path, theirs, Some(train(&page))).await;
        }
        assert_eq!(peer.catalogue().await.unwrap().len(), 3);
        let page = fine(&there, "GET", "/catalogue?limit=2", theirs, None).await;
        let cursor = page["nextCursor"].as_str().unwrap();
        let path = format!("/catalogue?limit=2&cursor={cursor}");
        let rest = fine(&there, "GET", &path, theirs, None).await;
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);

        // Nobody answers: it is done here, and said of there.
        there.stop().await;
        assert_eq!(state().await, "NOT REACHED");
        let path = format!("/tools/products/{product}");
        let (status, _, said) = call(&here, "PUT", &path, admin, Some(sent)).await;
        assert_eq!((status.as_u16(), &said["code"]), (503, &json!("peer_failed")));
        assert_eq!(said["development"], format!("Updated: {product}"));
        assert_eq!(said["staging"], "Failed: Unexpected error when updating");
        // What was made here is not made twice (R10.4).
        let car = train("https://shop.example/second-car").to_string();
        let key = [("idempotency-key", "one")];
        let mut made = Vec::new();
        for replayed in [false, true] {
            let (status, headers, said) =
                call_with(&here, "POST", "/tools/products", admin, &key, Some(&car)).await;
            assert_eq!((status.as_u16(), &said["code"]), (503, &json!("peer_failed")));
            assert_eq!(headers.contains_key("idempotency-replayed"), replayed);
            assert_eq!(said["development"], format!("Success:{}", id(&said)));
            assert_eq!(said["staging"], "Failed:Product could not be created (staging).");
            made.push(said["productId"].clone());
        }
        assert_eq!(made[0], made[1]);
        here.stop().await;
    });
}

// R6.6
#[test]
fn a_peer_with_a_token_that_is_no_good_is_told_from_one_without_the_product() {
    run(async {
        let there = start(|_| {}).await;
        let stranger = somebody(&there.running.site, "stranger").await;
        let theirs = token(&there.running.site, &stranger, &Scope::ALL).await;
        let here = with_peer(there.address(), &theirs).await;
        let (_, admin) = admin(&here).await;
        let sent = Some(train("https://shop.example/train"));
        let product = id(&fine(&here, "POST", "/products", Some(&admin), sent).await);
        let path = format!("/tools/products/check/{product}");
        let checked = fine(&here, "GET", &path, Some(&admin), None).await;
        assert_eq!(checked["test_environment_states"]["staging"], "NOT REACHED");
        here.stop().await;
        there.stop().await;
    });
}
