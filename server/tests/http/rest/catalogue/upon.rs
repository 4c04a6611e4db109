//! What programs decide upon a product as they have read it.

use domain::GiftForm;
use serde_json::{Value, json};
use server::service;

use super::{CATALOGUE, admin, fine, id, refused, train};
use crate::{
    people::{World, world},
    rest::support::{call, call_with, token},
    site::{TestSite, run, start},
};

/// The tag under which something is read.
async fn tag(site: &TestSite, path: &str, token: Option<&str>) -> String {
    let (status, headers, answer) = call(site, "GET", path, token, None).await;
    assert_eq!(status.as_u16(), 200, "{path}: {answer}");
    headers["etag"].to_str().unwrap().to_owned()
}

// R10.5: a program that says what it has read decides upon that.
#[test]
fn what_its_owner_changed_since_a_program_read_it_is_left_alone() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let World { owner, admin, product, catalogued, list, gift, .. } = world(inner).await;
        let admin = token(inner, &admin, CATALOGUE).await;
        let admin = Some(admin.as_str());
        let path = format!("/tools/notfound/{product}");
        let now = async || tag(&site, &path, admin).await;
        let promote = json!({ "productUrl": "https://shop.example/train" });
        let merge = json!({ "into": catalogued.to_string() });
        let decline = json!({ "note": "No page of a shop" });
        let decide = async |below: &str, body: &Value, upon: &str| {
            let (path, body) = (format!("{path}{below}"), body.to_string());
            let upon = [("if-match", upon)];
            let (status, _, said) =
                call_with(&site, "POST", &path, admin, &upon, Some(&body)).await;
            (status.as_u16(), said["code"].as_str().unwrap_or_default().to_owned())
        };
        let done = (200, String::new());
        let changed = (412, "changed_meanwhile".to_owned());

        let old = now().await;
        let wanted = "5".to_owned();
        let renamed = GiftForm { name: "Red train".to_owned(), wanted, ..GiftForm::default() };
        service::backend(inner).gifts.edit(&owner.visit, list, gift, renamed).await.unwrap();
        let read = now().await;
        assert_ne!(read, old);
        for (below, body) in [("", &promote), ("/merge", &merge), ("/decline", &decline)] {
            assert_eq!(decide(below, body, &old).await, changed, "{below}");
        }
        assert_eq!(now().await, read);
        assert_eq!(decide("/decline", &decline, &read).await, done);
        assert_eq!(decide("/merge", &merge, &read).await, done);
        assert_eq!(decide("/merge", &merge, &read).await, (404, "not_found".to_owned()));
        site.stop().await;
    });
}

// R6.1, R10.5
#[test]
fn of_two_programs_that_put_a_product_the_later_is_told_and_overwrites_nothing() {
    run(async {
        let site = start(|_| {}).await;
        let (_, admin) = admin(&site).await;
        let admin = Some(admin.as_str());
        let page = "https://shop.example/train";
        let product = id(&fine(&site, "POST", "/products", admin, Some(train(page))).await);
        let paths = [format!("/tools/products/{product}"), format!("/catalogue/{product}")];
        let put = async |path: &str, details: &str, upon: &[(&str, &str)]| {
            let mut body = train(page);
            body["details"] = json!(details);
            let body = body.to_string();
            let (status, _, said) = call_with(&site, "PUT", path, admin, upon, Some(&body)).await;
            (status.as_u16(), said["code"].as_str().unwrap_or_default().to_owned())
        };
        let done = (200, String::new());
        let changed = (412, "changed_meanwhile".to_owned());
        let called = async || fine(&site, "GET", &paths[1], admin, None).await["details"].clone();

        for (path, details) in paths.iter().zip(["Red train", "Blue train"]) {
            let old = tag(&site, path, admin).await;
            let upon = [("if-match", old.as_str())];
            assert_eq!(put(path, details, &upon).await, done, "{path}");
            for path in &paths {
                assert_eq!(put(path, "Green train", &upon).await, changed, "{path}");
                assert_ne!(tag(&site, path, admin).await, old, "{path}");
            }
            assert_eq!(called().await, details);
        }
        // At the same moment, too.
        for round in 0..10 {
            let now = tag(&site, &paths[0], admin).await;
            let upon = [("if-match", now.as_str())];
            let (one, other) = (format!("Train {round}"), format!("Tram {round}"));
            let (first, second) =
                tokio::join!(put(&paths[0], &one, &upon), put(&paths[1], &other, &upon));
            let (made, told) = if first == done { (one, second) } else { (other, first) };
            assert_eq!(told, changed, "{round}");
            assert_eq!(called().await, made);
        }
        // Who says nothing of what they have read is not asked about it.
        assert_eq!(put(&paths[0], "Wooden train", &[]).await, done);

        // What was taken away, or never was, is not what was read.
        let read = tag(&site, &paths[0], admin).await;
        let upon = [("if-match", read.as_str())];
        fine(&site, "DELETE", &format!("/products/{product}"), admin, None).await;
        let never = "/catalogue/0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";
        let whatever = [("if-match", "*")];
        for path in [paths[0].as_str(), paths[1].as_str(), never] {
            for upon in [&upon, &whatever] {
                assert_eq!(put(path, "Wooden train", upon).await, changed, "{path}");
            }
            assert_eq!(refused(&site, "GET", path, admin, None).await.0, 404, "{path}");
        }
        assert_eq!(put(&paths[0], "Wooden train", &[]).await, done);
        assert_eq!(put(&paths[0], "Wooden tram", &whatever).await, done);
        site.stop().await;
    });
}
