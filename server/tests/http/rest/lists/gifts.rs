//! The walk of the original over the gifts of a list.

use serde_json::json;

use super::{of, program, site};
use crate::{people::world, site::run};

// R10.1, R10.9, R4.1
#[test]
fn a_product_of_the_catalogue_is_added_changed_and_taken_off() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let product = world.catalogued.uuid().hyphenated().to_string();
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let gift = format!("{list}/product/{product}");
        let body = json!({
            "quantity": "2", "productType": "products", "notes": "Size medium, please 🎁",
            "test_flag": true
        });
        let added = ada.post(&gift, body.clone()).await;
        assert_eq!((added.status, &added.body["message"]), (200, &json!(true)), "{}", added.body);
        assert_eq!(added.text("productId"), product);
        let expected = json!({
            "productId": product, "quantity": 2, "type": "products",
            "notes": "Size medium, please 🎁"
        });
        let got = ada.get(&list).await;
        assert_eq!(got.body["products"], json!({ product.clone(): expected }));
        let again = ada.post(&gift, body).await;
        assert_eq!(again.refused(), (409, "on_list_already", "Product already exists in list."));
        assert_eq!(again.body["giftId"], ada.get(&gift).await.text("giftId"));

        let changed = ada.put(&gift, json!({ "quantity": 4 })).await;
        assert_eq!(changed.body, json!({ "quantity": 4 }));
        let it = |body: &serde_json::Value| body["products"][&product].clone();
        let got = ada.get(&list).await;
        assert_eq!(it(&got.body)["notes"], "Size medium, please 🎁", "they stay");
        let cleared = ada.put(&gift, json!({ "quantity": "4", "notes": "" })).await;
        assert_eq!(cleared.body, json!({ "quantity": 4, "notes": "" }));
        assert_eq!(it(&ada.get(&list).await.body).get("notes"), None);

        let off = ada.delete(&gift).await;
        assert_eq!((off.status, &off.body), (200, &json!({ "message": true })));
        assert_eq!(
            ada.delete(&gift).await.refused(),
            (404, "not_found", "Product could not be deleted.")
        );
        let put = ada.put(&gift, json!({ "quantity": 1 })).await;
        assert_eq!(put.refused(), (404, "not_found", "Product did not exist."));
        let anew = json!({ "quantity": 1, "productType": "products" });
        assert_eq!(ada.post(&gift, anew).await.status, 200, "it can be added again");
        site.stop().await;
    });
}

// R10.1, R6.2
#[test]
fn a_product_of_ones_own_is_made_and_then_added() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let bo = program(&site, "bo").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let made = ada
            .post(
                "/notfound",
                json!({ "brand": "Holz", "details": "Train", "url": "https://shop.example/train" }),
            )
            .await;
        let nameless = ada.post("/notfound", json!({ "brand": "Holz" })).await;
        assert_eq!(nameless.refused(), (422, "invalid", "'details'"));
        let product = made.text("productId").to_owned();
        let gift = format!("{list}/product/{product}");
        let body = json!({ "quantity": 1, "productType": "notfound" });
        let (theirs, _) = bo.list("Of Bo", "Birthday").await;
        let elsewhere = format!("{theirs}/product/{product}");
        assert_eq!(
            bo.post(&elsewhere, body.clone()).await.refused(),
            (404, "not_found", "No product exists with this ID.")
        );
        let none = json!({ "quantity": 0, "productType": "notfound" });
        assert_eq!(bo.post(&elsewhere, none.clone()).await.status, 404, "whose it is comes first");
        assert_eq!(ada.post(&gift, none).await.status, 422);
        let added = ada.post(&gift, body.clone()).await;
        assert_eq!((added.status, added.text("productId")), (200, product.as_str()));
        let got = ada.get(&list).await;
        assert_eq!(got.body["products"][&product]["type"], "notfound");
        assert_eq!(ada.post(&gift, body.clone()).await.refused().1, "on_list_already");
        let wrong_type = json!({ "quantity": 1, "productType": "products" });
        assert_eq!(ada.post(&gift, wrong_type).await.status, 404, "it is not in the catalogue");
        // On another list of theirs it is a product of that list's own.
        let (second, _) = ada.list("Another", "Birthday").await;
        let copy = ada.post(&format!("{second}/product/{product}"), body).await;
        assert_eq!(copy.status, 200, "{}", copy.body);
        let named = copy.text("productId").to_owned();
        assert_eq!(ada.get(&second).await.body["order"], json!([named]));
        site.stop().await;
    });
}

// R10.1: what is asked for is looked at in the order of the original, and refused in its words.
#[test]
fn what_is_wrong_about_a_gift_is_said_as_the_original_said_it() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let gift = format!("{list}/product/{}", world.catalogued);
        let good = json!({ "quantity": 1, "productType": "products" });
        let no_number = "API Event did not contain a quantity body attribute.";
        let no_type = "API Event did not contain the product type in the body.";
        let wrong_type = "API Event did not contain a product type of products or notfound.";
        let no_body = "Body was missing required attributes.";
        let cases = [
            (json!(null), (400, "body_missing", no_body)),
            (json!({}), (422, "invalid", no_number)),
            (json!({ "productType": "products" }), (422, "invalid", no_number)),
            (json!({ "quantity": null, "productType": "x" }), (422, "invalid", no_number)),
            (json!({ "quantity": 1 }), (422, "invalid", no_type)),
            (json!({ "quantity": 1, "productType": 1 }), (422, "invalid", no_type)),
            (json!({ "quantity": 1, "productType": "wrong" }), (422, "invalid", wrong_type)),
        ];
        for (body, expected) in cases {
            let said = ada.post(&gift, body.clone()).await;
            assert_eq!(said.refused(), expected, "{body}");
        }
        for method in ["POST", "PUT"] {
            let said = ada.ask(method, &gift, None).await;
            assert_eq!(said.refused(), (400, "body_missing", no_body), "{method}");
        }
        // What is wrong with the body is said before whose list it is.
        let nowhere = "/lists/00000000-0000-7000-8000-000000000000/product/x";
        assert_eq!(ada.post(nowhere, json!({})).await.refused().2, no_number);
        assert_eq!(ada.post(nowhere, good.clone()).await.status, 404);
        let null_list = ada.post("/lists/null/product/x", good.clone()).await;
        assert_eq!(null_list.status, 400);
        assert_eq!(null_list.text("error"), "Path contained a null id parameter.");
        let null_product = ada.post(&format!("{list}/product/null"), good.clone()).await;
        assert_eq!(null_product.text("error"), "Path contained a null productid parameter.");
        for quantity in [json!(0), json!(-1), json!(1000), json!(2.5), json!("two"), json!([1])] {
            let body = json!({ "quantity": quantity, "productType": "products" });
            let said = ada.post(&gift, body).await;
            assert_eq!((said.status, said.text("code")), (422, "invalid"), "{quantity}");
            assert_eq!(said.body["fields"][0]["field"], "quantity", "{quantity}");
        }
        let long = json!({ "quantity": 1, "productType": "products", "notes": "x".repeat(501) });
        let said = ada.post(&gift, long).await;
        assert_eq!(said.body["fields"], json!([{ "field": "notes", "problem": "too_long" }]));
        assert_eq!(ada.get(&list).await.body["products"], json!({}), "nothing was added");
        for product in ["x", "00000000-0000-7000-8000-000000000001"] {
            let said = ada.post(&format!("{list}/product/{product}"), good.clone()).await;
            assert_eq!(said.refused().2, "No product exists with this ID.", "{product}");
        }
        ada.post(&format!("{list}/close"), json!(null)).await;
        assert_eq!(ada.post(&gift, good).await.refused().1, "list_closed");
        site.stop().await;
    });
}

// R10.9, R4.1: where owners see what is taken, it holds them back.
#[test]
fn what_is_promised_is_not_taken_away_where_owners_see_it() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let list = format!("/lists/{}", world.list);
        let gift = format!("{list}/product/{}", world.product);
        let product = world.product.uuid().hyphenated().to_string();
        let owner = of(&site, world.owner).await;
        let got = owner.get(&list).await;
        let it = &got.body["products"][&product];
        assert_eq!((&it["reserved"], &it["purchased"]), (&json!(1), &json!(0)));
        let promise = &got.body["reserved"][0];
        assert_eq!((&promise["name"], &promise["state"]), (&json!("Karl"), &json!("reserved")));
        assert_eq!(promise["productId"], product);
        assert_eq!(promise["listTitle"], "Ida is one");
        assert_eq!(promise["productType"], "notfound");
        assert_eq!(promise["reservationId"].as_str().unwrap().len(), 36);
        assert_eq!(promise.get("email"), None, "nobody but the giver sees it");
        assert!(!got.body.to_string().contains("karl"), "{}", got.body);
        // One is reserved: none can not be wanted, and it can not be taken off.
        let refused = owner.delete(&gift).await;
        assert_eq!((refused.status, refused.text("code")), (409, "below_taken"));
        assert_eq!(refused.body["taken"], 1);
        assert_eq!(owner.put(&gift, json!({ "quantity": 1 })).await.status, 200);
        // Whoever means it takes it off all the same, and puts it back.
        assert_eq!(owner.post(&format!("{gift}/remove"), json!(null)).await.status, 200);
        let got = owner.get(&list).await;
        assert_eq!(got.body["products"], json!({}));
        assert_eq!(got.body["reserved"][0]["productId"], product, "the promise is still there");
        let back = owner.post(&format!("{gift}/restore"), json!(null)).await;
        assert_eq!((back.status, back.text("productId")), (200, product.as_str()));
        // The count of what is deleted has the promise in it.
        assert_eq!(owner.delete(&list).await.body["count"], 3);
        site.stop().await;
    });
}
