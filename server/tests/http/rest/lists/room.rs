//! How much there may be: of gifts on a list, and of lists of somebody's own.

use domain::{ListForm, MAX_GIFTS, MAX_LISTS, Surprise};
use serde_json::{Value, json};

use super::{program, site};
use crate::site::run;

// R4.3
#[test]
fn a_full_list_takes_nothing_back_that_was_taken_off_it() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let gift = format!("{list}/product/{}", ada.gift(&list, "Train", 1).await);
        assert_eq!(ada.post(&format!("{gift}/remove"), json!(null)).await.status, 200);
        let rows = (0..MAX_GIFTS).map(|number| json!({ "name": format!("Gift {number}") }));
        let import = format!("{list}/import");
        let added = ada.post(&import, Value::Array(rows.collect())).await;
        assert_eq!(added.body["added"], json!(MAX_GIFTS), "{}", added.body);
        let full = (409, "list_full", "The list is full.");
        assert_eq!(ada.post(&format!("{gift}/restore"), json!(null)).await.refused(), full);
        assert_eq!(ada.post(&import, json!([{ "name": "Lamp" }])).await.refused(), full);
        let order = ada.get(&list).await.body["order"].clone();
        assert_eq!(order.as_array().unwrap().len(), MAX_GIFTS);
        let first = order[0].as_str().unwrap();
        assert_eq!(ada.delete(&format!("{list}/product/{first}")).await.status, 200);
        let back = ada.post(&format!("{gift}/restore"), json!(null)).await;
        assert_eq!((back.status, back.text("name")), (200, "Train"));
        site.stop().await;
    });
}

// R3.11
#[test]
fn whoever_has_as_many_lists_as_can_be_makes_copies_and_brings_back_none() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let (title, occasion) = ("Another".to_owned(), "birthday".to_owned());
        let form = ListForm { title, occasion, ..ListForm::default() };
        let (inner, visit) = (&site.running.site, &ada.person.visit);
        for _ in 1..MAX_LISTS {
            let (errand, details) = (inner.errand(visit), form.parse().unwrap());
            let made = inner.store.create_list(errand, ada.person.id, details, Surprise::Keep);
            made.await.unwrap();
        }
        let new = json!({
            "title": "One more", "description": "", "occasion": "Birthday", "imageUrl": ""
        });
        let many = (409, "too_many_lists", "The account has as many lists as it can.");
        assert_eq!(ada.post("/lists", new.clone()).await.refused(), many);
        assert_eq!(ada.post(&format!("{list}/copy"), json!(null)).await.refused(), many);
        assert_eq!(ada.delete(&list).await.status, 200);
        let made = ada.post("/lists", new.clone()).await;
        assert_eq!(made.status, 200, "{}", made.body);
        assert_eq!(ada.post(&format!("{list}/restore"), json!(null)).await.refused(), many);
        assert_eq!(ada.delete(&format!("/lists/{}", made.text("listId"))).await.status, 200);
        let back = ada.post(&format!("{list}/restore"), json!(null)).await;
        assert_eq!((back.status, back.text("title")), (200, "Ida is one"));

        // On pages it is said what to do about it.
        let page = format!("{}/lists/new", inner.settings.site.origin());
        let (cookie, page) = (ada.person.cookie.as_str(), page.as_str());
        let headers = [("accept", "text/html"), ("cookie", cookie), ("referer", page)];
        let refused = site.post("/fn/create_list", &headers, "title=More&occasion=birthday").await;
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("You can have up to 200 lists"), "{}", refused.body);
        site.stop().await;
    });
}
