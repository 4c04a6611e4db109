//! The walk of the original over its lists.

use serde_json::json;

use super::{Said, program, site};
use crate::site::run;

// R10.1, R3.1
#[test]
fn a_list_is_made_read_changed_closed_and_deleted() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, share) = ada.list("Ida is one", "Baby Shower").await;
        let id = list.strip_prefix("/lists/").unwrap();
        assert_eq!(id.len(), 36, "as the original's");
        assert!(share.len() > 20 && !share.contains(id));
        let got = ada.get(&list).await;
        let about = &got.body["list"];
        let origin = site.running.site.settings.site.origin();
        let me = ada.get("/me").await;
        let expected = json!({
            "listId": id, "title": "Ida is one", "description": "Come at three",
            "occasion": "Baby Shower", "imageUrl": format!("{origin}/covers/baby-shower.svg"),
            "state": "open", "eventDate": "31 July 2190", "shareToken": share, "role": "owner",
            "surprise": "show", "passcode": false, "forWhom": "", "delivery": "",
            "timeZone": "UTC"
        });
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&about[key], value, "{key}");
        }
        let owner = about["listOwner"].as_str().unwrap().replace('-', "");
        assert_eq!(owner, me.text("userId").replace('-', ""));
        assert!(about["createdAt"].as_u64().unwrap() > 1_700_000_000);
        assert_eq!((&got.body["products"], &got.body["reserved"]), (&json!({}), &json!([])));

        let changed = ada
            .put(&list, json!({ "eventDate": "2190-08-01", "title": "Ida is two", "other": [1] }))
            .await;
        let updates =
            json!([{ "updates": { "title": "Ida is two", "eventDate": "1 August 2190" } }]);
        assert_eq!((changed.status, &changed.body), (200, &updates));
        let cleared = ada.put(&list, json!({ "eventDate": "" })).await;
        assert_eq!(cleared.body, json!([{ "updates": { "eventDate": null } }]));
        let got = ada.get(&list).await;
        assert_eq!(got.body["list"].get("eventDate"), None, "the key is not there");
        assert_eq!(got.body["list"]["title"], "Ida is two");
        assert_eq!(got.body["list"]["description"], "Come at three");

        for _ in 0..2 {
            let closed = ada.post(&format!("{list}/close"), json!({})).await;
            assert_eq!(closed.body, json!({ "closed": true, "listId": id }));
        }
        assert_eq!(ada.get(&list).await.body["list"]["state"], "closed");
        let all = ada.get("/lists").await;
        assert!(titles(&all, "owned").is_empty());
        assert_eq!(titles(&all, "closed"), ["Ida is two"]);
        assert_eq!(ada.put(&list, json!({ "title": "Ida was two" })).await.status, 200);
        let reopened = ada.post(&format!("{list}/reopen"), json!(null)).await;
        assert_eq!((reopened.status, reopened.text("state")), (200, "open"));
        assert_eq!(
            ada.post(&format!("{list}/reopen"), json!(null)).await.refused().1,
            "wrong_state"
        );

        let deleted = ada.delete(&list).await;
        assert_eq!(deleted.body, json!({ "deleted": true, "listId": id, "count": 1 }));
        let gone = ada.get(&list).await;
        let said = format!("List {id} does not exist.");
        assert_eq!(gone.refused(), (404, "not_found", said.as_str()));
        assert_eq!(ada.delete(&list).await.status, 404);
        site.stop().await;
    });
}

fn titles(said: &Said, of: &str) -> Vec<String> {
    let lists = said.body[of].as_array().unwrap().iter();
    lists.map(|list| list["title"].as_str().unwrap().to_owned()).collect()
}

// R10.1, R3.3
#[test]
fn all_lists_come_with_who_asks_page_by_page() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let bo = program(&site, "bo").await;
        let empty = ada.get("/lists").await;
        assert_eq!(empty.body["user"]["name"], "ada");
        assert_eq!(empty.body["user"]["email"], ada.person.email);
        assert_eq!((&empty.body["owned"], &empty.body["closed"]), (&json!([]), &json!([])));
        for title in ["First", "Second", "Third"] {
            ada.list(title, "Birthday").await;
        }
        let (theirs, _) = bo.list("Of Bo", "Wedding").await;
        let invited = bo.post(&format!("{theirs}/people/invitations"), json!(null)).await;
        let join = format!("/join/{}", invited.text("joinToken"));
        assert_eq!(ada.get(&join).await.text("state"), "good");
        assert_eq!(ada.post(&join, json!(null)).await.status, 200);
        let all = ada.get("/lists").await;
        assert_eq!(titles(&all, "owned"), ["Third", "Second", "First", "Of Bo"]);
        assert_eq!(all.body["owned"][3]["role"], "co_owner");
        let mut paged = Vec::new();
        let mut path = "/lists?limit=2".to_owned();
        loop {
            let page = ada.get(&path).await;
            paged.extend(titles(&page, "owned"));
            match page.body["nextCursor"].as_str() {
                Some(cursor) => path = format!("/lists?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(paged, titles(&all, "owned"));
        // Nothing is passed over, whatever becomes meanwhile of what stood last on a page.
        let page = ada.get("/lists?limit=2").await;
        let last = page.body["owned"][1]["listId"].as_str().unwrap();
        assert_eq!(ada.post(&format!("/lists/{last}/close"), json!({})).await.status, 200);
        let path = format!("/lists?cursor={}", page.text("nextCursor"));
        let rest = ada.get(&path).await;
        assert_eq!(titles(&rest, "owned"), ["First", "Of Bo"]);
        assert_eq!(titles(&rest, "closed"), ["Second"]);
        for wrong in ["limit=0", "limit=101", "limit=x", "cursor=x"] {
            assert_eq!(ada.get(&format!("/lists?{wrong}")).await.status, 422, "{wrong}");
        }
        site.stop().await;
    });
}

// R10.9, R3.6: moving the date is a reveal, which is asked for once more.
#[test]
fn a_surprise_does_not_end_by_accident() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        assert_eq!(ada.get(&list).await.body.get("reserved"), None);
        let past = json!({ "eventDate": "1 May 2020" });
        assert_eq!(ada.put(&list, past).await.refused().1, "would_reveal");
        let sooner = json!({ "eventDate": "30 July 2190" });
        assert_eq!(ada.put(&list, sooner).await.refused().1, "would_reveal");
        let lifted = ada.put(&format!("{list}/surprise"), json!({ "surprise": "show" })).await;
        assert_eq!(lifted.refused().0, 409);
        assert_eq!(ada.get(&list).await.body["list"]["eventDate"], "31 July 2190");
        let sooner = json!({ "eventDate": "30 July 2190", "confirmed": true });
        assert_eq!(ada.put(&list, sooner).await.status, 200);
        assert_eq!(ada.get(&list).await.body.get("reserved"), None, "until then");
        let sure = json!({ "eventDate": "1 May 2020", "confirmed": true });
        assert_eq!(ada.put(&list, sure).await.status, 200);
        assert_eq!(ada.get(&list).await.body["reserved"], json!([]));
        site.stop().await;
    });
}

// R10.5: of two who change what they read at the same time one is told.
#[test]
fn no_change_of_a_list_is_lost() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let gift = format!("{list}/product/{}", ada.gift(&list, "Train", 3).await);
        let tag = ada.get(&list).await.tag().to_owned();
        let rename = |title: &str, tag: &str| {
            let (list, ada) = (list.clone(), &ada);
            let (body, tag) = (json!({ "title": title }).to_string(), tag.to_owned());
            async move { ada.ask_with("PUT", &list, &[("if-match", tag.as_str())], Some(&body)).await }
        };
        let (one, other) = tokio::join!(rename("One", &tag), rename("Other", &tag));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let refused = if one.status == 412 { &one } else { &other };
        assert_eq!(refused.text("code"), "changed_meanwhile");
        let old = [("if-match", tag.as_str())];
        let body = Some(r#"{"quantity": 2}"#);
        for (method, path) in [("PUT", &gift), ("DELETE", &gift), ("DELETE", &list)] {
            let said = ada.ask_with(method, path, &old, body).await;
            assert_eq!(said.status, 412, "{method} {path}");
        }
        let now = ada.get(&list).await;
        assert_ne!(now.tag(), tag);
        let now = now.tag().to_owned();
        let changed = ada.ask_with("PUT", &gift, &[("if-match", &now)], body).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        // What changed nothing has no other tag.
        let same = Some(r#"{"description": "Come at three"}"#);
        let same = ada.ask_with("PUT", &list, &[("if-match", changed.tag())], same).await;
        assert_eq!(same.tag(), changed.tag());
        let known = [("if-none-match", same.tag())];
        assert_eq!(ada.ask_with("GET", &list, &known, None).await.status, 304);
        assert_eq!(ada.ask_with("GET", &gift, &known, None).await.status, 304);
        site.stop().await;
    });
}

// R10.1: not being an owner looks as if there were nothing.
#[test]
fn a_list_of_somebody_else_is_as_one_that_is_not_there() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let bo = program(&site, "bo").await;
        let (theirs, _) = ada.list("Ida is one", "Birthday").await;
        let none = "/lists/00000000-0000-7000-8000-000000000000".to_owned();
        let acts = |list: &str| {
            let product = format!("{list}/product/00000000-0000-7000-8000-000000000001");
            let gift = json!({ "quantity": 1, "productType": "products" });
            vec![
                ("GET", list.to_owned(), None),
                ("PUT", list.to_owned(), Some(json!({ "title": "Mine" }))),
                ("DELETE", list.to_owned(), None),
                ("POST", format!("{list}/close"), None),
                ("POST", product.clone(), Some(gift)),
                ("PUT", product.clone(), Some(json!({ "quantity": 2 }))),
                ("DELETE", product, None),
            ]
        };
        for (there, not_there) in acts(&theirs).into_iter().zip(acts(&none)) {
            let (method, path, body) = there;
            let said = bo.ask(method, &path, body).await;
            let (_, path, body) = not_there;
            let nothing = bo.ask(method, &path, body).await;
            assert_eq!((said.status, nothing.status), (404, 404), "{method} {path}");
            let (there, id) = (theirs.replace("/lists/", ""), none.replace("/lists/", ""));
            assert_eq!(said.body.to_string().replace(&there, &id), nothing.body.to_string());
        }
        assert_eq!(ada.get(&theirs).await.body["list"]["title"], "Ida is one");
        for id in ["x", "1", "%20", "List", "%F0%9F%8E%81", &"x".repeat(3000)] {
            let said = ada.get(&format!("/lists/{id}")).await;
            assert_eq!(said.refused().1, "not_found", "{id}");
            assert!(said.text("error").len() < 600);
        }
        site.stop().await;
    });
}

// R10.4
#[test]
fn a_list_that_is_made_twice_with_one_key_is_made_once() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let body = json!({
            "title": "Once", "description": "", "occasion": "Other", "imageUrl": ""
        });
        let body = body.to_string();
        let key = [("idempotency-key", "a-key")];
        let first = ada.ask_with("POST", "/lists", &key, Some(&body)).await;
        let again = ada.ask_with("POST", "/lists", &key, Some(&body)).await;
        assert_eq!((first.status, &first.body), (200, &again.body));
        assert_eq!(ada.get("/lists").await.body["owned"].as_array().unwrap().len(), 1);
        site.stop().await;
    });
}
