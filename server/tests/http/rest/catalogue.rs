//! Products, here and in other instances, those that the catalogue lacks, and writing to the team
//! (R6, R10).

mod peers;
mod upon;

use domain::{GiftForm, Scope};
use serde_json::{Value, json};
use server::{service, settings::Rate};

use super::support::{call, call_with, token};
use crate::{
    people::{Somebody, World, make_admin, somebody, world},
    site::{TestSite, run, start},
};

const CATALOGUE: &[Scope] = &[Scope::CatalogueWrite];
const LISTS: &[Scope] = &[Scope::ListsRead, Scope::ListsWrite];

/// An answer that is expected to be fine.
async fn fine(
    site: &TestSite,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Value {
    let (status, _, answer) = call(site, method, path, token, body).await;
    assert_eq!(status.as_u16(), 200, "{method} {path}: {answer}");
    answer
}

/// The status and the code of an answer.
async fn refused(
    site: &TestSite,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> (u16, String, String) {
    let (status, _, answer) = call(site, method, path, token, body).await;
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    (status.as_u16(), word("code"), word("error"))
}

fn train(page: &str) -> Value {
    json!({
        "retailer": "Tiny Oak",
        "brand": "Holzmann",
        "details": "Wooden train",
        "productUrl": page,
        "price": "39.90",
        "currency": "EUR",
    })
}

fn id(answer: &Value) -> String {
    let id = answer["productId"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 36, "{answer}");
    id
}

async fn admin(site: &TestSite) -> (Somebody, String) {
    let inner = &site.running.site;
    let admin = somebody(inner, "admin").await;
    make_admin(inner, &admin).await;
    let token = token(inner, &admin, CATALOGUE).await;
    (admin, token)
}

// R6.1
#[test]
fn products_are_made_found_by_address_hidden_and_taken_away() {
    run(async {
        let site = start(|_| {}).await;
        let (_, admin) = admin(&site).await;
        let owner = somebody(&site.running.site, "owner").await;
        let owner = token(&site.running.site, &owner, LISTS).await;
        let (admin, owner) = (Some(admin.as_str()), Some(owner.as_str()));
        let page = "https://shop.example/train?id=7";
        let mut sent = train(page);
        sent["imageUrl"] = json!("//pictures.example/train.jpg");
        let made = fine(&site, "POST", "/products", admin, Some(sent)).await;
        assert_eq!(made["message"], "success");
        let product = id(&made);
        let read = fine(&site, "GET", &format!("/products/{product}"), None, None).await;
        assert_eq!(
            (&read["details"], &read["retailer"]),
            (&json!("Wooden train"), &json!("Tiny Oak"))
        );
        assert_eq!((&read["price"], &read["currency"]), (&json!("39.90"), &json!("EUR")));
        assert_eq!(read["productUrl"], page);
        // Nobody was there with a picture, and none of somebody else's is named.
        assert!(read.get("imageUrl").is_none(), "{read}");

        // Encoded, as it is pasted, and with what only tracks people.
        for address in [
            "https%3A%2F%2Fshop.example%2Ftrain%3Fid%3D7",
            "https://shop.example/train?id=7",
            "https:/www.shop.example/train?id=7&utm_source=mail",
            "http%3A%2F%2Fshop.example%2Ftrain%3Fid%3D7%26utm_source%3Dmail",
        ] {
            let path = format!("/products/url/{address}");
            for token in [owner, admin] {
                let found = fine(&site, "GET", &path, token, None).await;
                assert_eq!(found["product"]["productId"], product, "{address}");
            }
        }
        let other = "/products/url/https%3A%2F%2Fshop.example%2Ftrain%3Fid%3D8";
        assert_eq!(fine(&site, "GET", other, owner, None).await, json!({ "product": {} }));
        let none = refused(&site, "GET", "/products/url/train", owner, None).await;
        assert_eq!((none.0, none.1.as_str()), (422, "invalid"));
        let (status, _, again) = call(&site, "POST", "/products", admin, Some(train(page))).await;
        let told = (status.as_u16(), &again["code"], &again["productId"]);
        assert_eq!(told, (409, &json!("in_catalogue_already"), &json!(product)));
        let nameless = json!({ "productUrl": "https://shop.example/x" });
        let nameless = refused(&site, "POST", "/products", admin, Some(nameless)).await;
        assert_eq!((nameless.0, nameless.2.as_str()), (422, "'details'"));
        let linkless = json!({ "details": "Train" });
        let placed = refused(&site, "POST", "/tools/products", admin, Some(linkless)).await;
        let said = "API Event body did not contain the productUrl.";
        assert_eq!((placed.0, placed.2.as_str()), (422, said));
        let put = format!("/tools/products/{product}");
        for (method, path) in [("POST", "/tools/products"), ("PUT", put.as_str())] {
            let (status, code, said) = refused(&site, method, path, admin, None).await;
            assert_eq!((status, code.as_str()), (400, "body_missing"), "{method}");
            assert_eq!(said, "API Event body did not exist.", "{method}");
        }

        let hide = format!("/tools/products/{product}/hide");
        let hidden = fine(&site, "POST", &hide, admin, None).await;
        assert_eq!(hidden["searchHidden"], true);
        let path = "/products/url/https%3A%2F%2Fshop.example%2Ftrain%3Fid%3D7";
        assert_eq!(fine(&site, "GET", path, owner, None).await, json!({ "product": {} }));
        let read = fine(&site, "GET", &format!("/products/{product}"), None, None).await;
        assert_eq!(id(&read), product, "by its id it is there");

        let path = format!("/products/{product}");
        assert_eq!(fine(&site, "DELETE", &path, admin, None).await, json!({ "deleted": true }));
        for gone in [path.as_str(), "/products/x", "/products/0198c4a28f5e7b3a9a412f1d7c0b6e55"] {
            let said = refused(&site, "GET", gone, None, None).await;
            assert_eq!((said.0, said.2.as_str()), (404, "No product exists with this ID."));
        }
        assert_eq!(refused(&site, "DELETE", &path, admin, None).await.0, 404);
        site.stop().await;
    });
}

// R10.2
#[test]
fn the_catalogue_is_for_admins_with_a_token_for_it() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (admin, _) = admin(&site).await;
        let lists = token(inner, &admin, LISTS).await;
        let everything = token(inner, &admin, &[Scope::Admin]).await;
        let stranger = somebody(inner, "stranger").await;
        let stranger = token(inner, &stranger, &Scope::ALL).await;
        let sent = || Some(train("https://shop.example/train"));
        for (token, status, code) in [
            (None, 401, "sign_in_needed"),
            (Some(lists.as_str()), 403, "scope_missing"),
            (Some(stranger.as_str()), 404, "not_found"),
            (Some("ewl_x"), 401, "token_unknown"),
        ] {
            for (method, path) in
                [("POST", "/products"), ("GET", "/tools/notfound"), ("GET", "/catalogue")]
            {
                let body = if method == "POST" { sent() } else { None };
                let said = refused(&site, method, path, token, body).await;
                assert_eq!((said.0, said.1.as_str()), (status, code), "{method} {path}");
            }
        }
        fine(&site, "POST", "/products", Some(&everything), sent()).await;
        site.stop().await;
    });
}

// R6.2
#[test]
fn what_the_catalogue_lacks_is_made_put_on_a_list_and_promoted() {
    run(async {
        let site = start(|_| {}).await;
        let World { owner, co_owner, other, list, .. } = world(&site.running.site).await;
        let (_, admin) = admin(&site).await;
        let inner = &site.running.site;
        let mine = token(inner, &owner, LISTS).await;
        let partners = token(inner, &co_owner, LISTS).await;
        let strangers = token(inner, &other, LISTS).await;
        let (mine, admin) = (Some(mine.as_str()), Some(admin.as_str()));
        let sent = json!({
            "brand": "Tiny Oak",
            "details": "Swing <b>",
            "url": "https://shop.example/swing?utm_source=x",
            "price": "80",
            "imageUrl": "https://elsewhere.example/x.jpg",
            "other": 1,
        });
        let before = fine(&site, "GET", "/tools/notfound/count", admin, None).await;
        let made = fine(&site, "POST", "/notfound", mine, Some(sent)).await;
        let product = id(&made);
        let path = format!("/notfound/{product}");
        let expected = json!({
            "productId": product,
            "brand": "Tiny Oak",
            "details": "Swing <b>",
            "productUrl": "https://shop.example/swing",
            "price": "80.00",
            "currency": "GBP",
            "retailer": "shop.example",
        });
        assert_eq!(fine(&site, "GET", &path, mine, None).await, expected);
        // It is nobody else's yet but the admins'.
        for token in [Some(partners.as_str()), Some(strangers.as_str())] {
            let said = refused(&site, "GET", &path, token, None).await;
            assert_eq!((said.0, said.2.as_str()), (404, "No product exists with this ID."));
            let said = refused(&site, "DELETE", &path, token, None).await;
            assert_eq!((said.0, said.2.as_str()), (404, "Product can not be deleted."));
        }
        assert_eq!(fine(&site, "GET", &path, admin, None).await, expected);
        let count = fine(&site, "GET", "/tools/notfound/count", admin, None).await;
        assert_eq!(count["count"], before["count"].as_u64().unwrap() + 1);
        let waiting = fine(&site, "GET", &format!("/tools{path}"), admin, None).await;
        assert_eq!((&waiting["listId"], &waiting["listTitle"]), (&Value::Null, &json!("Unknown")));
        assert_eq!(waiting["creatorsName"], "owner");

        // Once it is on a list, it is for all who look after that, and stays.
        let not_found = service::backend(inner).not_found.clone();
        let form = GiftForm { wanted: "2".to_owned(), ..GiftForm::default() };
        let named = product.parse().unwrap();
        let (_, on) = not_found.add(&owner.visit, list, named, form).await.unwrap();
        assert_eq!(on, named);
        fine(&site, "GET", &path, Some(&partners), None).await;
        let said = refused(&site, "DELETE", &path, mine, None).await;
        assert_eq!(said, (409, "on_lists".to_owned(), "Product can not be deleted.".to_owned()));
        let waiting = fine(&site, "GET", &format!("/tools{path}"), admin, None).await;
        assert_eq!(waiting["listTitle"], "Ida is one");

        // What an admin does not say stays as it was; a currency is that of the price that there is.
        let none = json!({ "currency": "XYZ" });
        let said = refused(&site, "POST", &format!("/tools{path}"), admin, Some(none)).await;
        assert_eq!((said.0, said.1.as_str()), (422, "invalid"));
        let filled = json!({ "details": "Garden swing", "searchHidden": true, "currency": "EUR" });
        let promoted = fine(&site, "POST", &format!("/tools{path}"), admin, Some(filled)).await;
        let created = &promoted["products-product-created_succeeded"];
        assert_eq!(
            (&created["details"], &created["brand"]),
            (&json!("Garden swing"), &json!("Tiny Oak"))
        );
        assert_eq!((&created["price"], &created["currency"]), (&json!("80.00"), &json!("EUR")));
        assert_eq!(created["searchHidden"], true);
        assert_eq!(promoted["lists-products-added_succeeded"].as_array().unwrap().len(), 1);
        assert_eq!(promoted["notfound-product-deleted_succeeded"]["productId"], product);
        assert_eq!(refused(&site, "GET", &path, mine, None).await.0, 404);
        fine(&site, "GET", &format!("/products/{product}"), None, None).await;
        let said = refused(&site, "GET", &format!("/tools{path}"), admin, None).await;
        assert_eq!(said.2, format!("No product exists with id: {product}"));
        // It is on a list, and stays in the catalogue.
        let said = refused(&site, "DELETE", &format!("/products/{product}"), admin, None).await;
        assert_eq!((said.0, said.1.as_str()), (409, "on_lists"));

        // What is on no list goes.
        let made = json!({ "details": "Slide" });
        let made = fine(&site, "POST", "/notfound", mine, Some(made)).await;
        let path = format!("/notfound/{}", id(&made));
        assert_eq!(fine(&site, "DELETE", &path, mine, None).await, json!({ "deleted": true }));
        assert_eq!(refused(&site, "DELETE", &path, mine, None).await.0, 404);
        assert_eq!(refused(&site, "GET", &path, mine, None).await.0, 404);
        site.stop().await;
    });
}

// R6.2
#[test]
fn the_queue_is_read_page_by_page_and_worked_off() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let (_, admin) = admin(&site).await;
        let owner = somebody(inner, "owner").await;
        let mine = token(inner, &owner, LISTS).await;
        let (mine, admin) = (Some(mine.as_str()), Some(admin.as_str()));
        let mut made = Vec::new();
        for name in ["One", "Two", "Three"] {
            let sent = json!({ "details": name, "url": "", "brand": "" });
            made.push(id(&fine(&site, "POST", "/notfound", mine, Some(sent)).await));
        }
        let first = fine(&site, "GET", "/tools/notfound?limit=2", admin, None).await;
        let names: Vec<_> = first["items"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(names, made[..2]);
        assert!(first["items"][0]["createdBy"].is_string());
        let cursor = first["nextCursor"].as_str().unwrap();
        let path = format!("/tools/notfound?limit=2&cursor={cursor}");
        let rest = fine(&site, "GET", &path, admin, None).await;
        assert_eq!((id(&rest["items"][0]), rest.get("nextCursor")), (made[2].clone(), None));
        let said = refused(&site, "GET", "/tools/notfound?cursor=x", admin, None).await;
        assert_eq!((said.0, said.1.as_str()), (422, "invalid"));

        let into = json!({ "details": "One", "productUrl": "https://shop.example/one" });
        let into = id(&fine(&site, "POST", "/products", admin, Some(into)).await);
        let path = format!("/tools/notfound/{}/merge", made[0]);
        let merged = fine(&site, "POST", &path, admin, Some(json!({ "into": into }))).await;
        assert_eq!(id(&merged), into);
        let path = format!("/tools/notfound/{}/decline", made[1]);
        let note = json!({ "note": "No page of a shop" });
        fine(&site, "POST", &path, admin, Some(note.clone())).await;
        assert_eq!(refused(&site, "POST", &path, admin, Some(note)).await.1, "wrong_state");
        let count = fine(&site, "GET", "/tools/notfound/count", admin, None).await;
        assert_eq!(count, json!({ "count": 1 }));
        site.stop().await;
    });
}

// R8.2
#[test]
fn anybody_writes_to_the_team() {
    run(async {
        let site = start(|settings| settings.limits.contact = Rate::new(100, 1)).await;
        let sent = json!({ "name": "Ada", "email": "ada@example.org", "message": "Hello\nthere" });
        let answer = fine(&site, "POST", "/contact", None, Some(sent)).await;
        assert_eq!((&answer["name"], &answer["message"]), (&json!("Ada"), &json!("Hello\nthere")));
        assert!(answer["id"].as_str().unwrap().starts_with("EW-"), "{answer}");
        for (sent, missing) in [
            (None, "name"),
            (Some(json!({ "name": "Ada" })), "email"),
            (Some(json!({ "name": "Ada", "email": "ada@example.org" })), "message"),
        ] {
            let said = refused(&site, "POST", "/contact", None, sent).await;
            let words = format!("API Event did not contain {missing} in the body.");
            assert_eq!(said, (422, "invalid".to_owned(), words));
        }
        let (status, _, said) =
            call_with(&site, "POST", "/contact", None, &[], Some("name=Ada")).await;
        assert_eq!((status.as_u16(), &said["code"]), (400, &json!("malformed")));
        assert_eq!(said["error"], "API Event did not contain name in the body.");
        let empty = json!({ "name": "", "email": "nobody", "message": " " });
        assert_eq!(refused(&site, "POST", "/contact", None, Some(empty)).await.0, 422);
        site.stop().await;
    });
}

// R2.8
#[test]
fn what_somebody_made_and_put_on_no_list_is_theirs_to_take_along_with_its_price() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let ada = somebody(inner, "ada").await;
        let program = token(inner, &ada, LISTS).await;
        let kite = json!({
            "details": "Kite",
            "url": "https://shop.example/kite",
            "price": "39.90",
            "currency": "EUR",
        });
        fine(&site, "POST", "/notfound", Some(&program), Some(kite)).await;
        let kept = service::everything::of(inner, ada.id).await.unwrap();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        let made = &kept["products_on_no_list"][0];
        assert_eq!((&made["name"], &made["price"]), (&json!("Kite"), &json!("39.90")));
        assert_eq!(made["currency"], json!("EUR"));
        assert!(made["price_read_on"].is_string(), "{made}");
        site.stop().await;
    });
}
