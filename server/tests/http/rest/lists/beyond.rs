//! What the original had no routes for.

use serde_json::{Value, json};

use super::{Program, of, program, site};
use crate::{
    people::{somebody, world},
    rest::support::call,
    site::run,
};

// R3.6, R3.7, R5.4
#[test]
fn a_list_is_shared_anew_asks_for_a_passcode_and_lays_down_rules() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, share) = ada.list("Ida is one", "Birthday").await;
        let again = ada.post(&format!("{list}/share"), json!(null)).await;
        assert_eq!(again.text("shareToken"), share, "it is open already");
        let rotated = ada.post(&format!("{list}/share/rotate"), json!(null)).await;
        assert_ne!(rotated.text("shareToken"), share);
        let passcode = format!("{list}/passcode");
        let short = ada.put(&passcode, json!({ "passcode": "x" })).await;
        assert_eq!(short.body["fields"], json!([{ "field": "passcode", "problem": "too_short" }]));
        let set = ada.put(&passcode, json!({ "passcode": "three lambs" })).await;
        assert_eq!(set.body["passcode"], true);
        assert!(!set.body.to_string().contains("lambs"));
        assert_eq!(ada.delete(&passcode).await.body["passcode"], false);
        let giving = format!("{list}/giving");
        assert_eq!(ada.get(&giving).await.body, json!({ "confirmFirst": false, "remind": true }));
        let rules = ada.put(&giving, json!({ "confirmFirst": true })).await;
        assert_eq!(rules.body, json!({ "confirmFirst": true, "remind": true }));
        let surprise = format!("{list}/surprise");
        assert_eq!(ada.put(&surprise, json!({})).await.status, 422);
        let lifted = ada.put(&surprise, json!({ "surprise": "show", "confirmed": true })).await;
        assert_eq!((lifted.status, lifted.text("surprise")), (200, "show"));
        let acts = ada.get(&format!("{list}/people")).await.body["acts"].clone();
        assert_eq!(acts[0]["act"], "lifted");
        site.stop().await;
    });
}

// R4.4
#[test]
fn gifts_are_put_in_order() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let mut names = Vec::new();
        for name in ["Train", "Crane", "Tram"] {
            names.push(ada.gift(&list, name, 1).await);
        }
        let [train, crane, tram] = [&names[0], &names[1], &names[2]];
        let order = format!("{list}/order");
        let said = ada.put(&order, json!({ "order": [tram, train, crane] })).await;
        assert_eq!(said.body["order"], json!([tram, train, crane]));
        assert_eq!(ada.get(&list).await.body["order"], said.body["order"]);
        let wrong = [json!([tram]), json!([tram, train, crane, crane]), json!([tram, train, "x"])];
        for wrong in wrong {
            let said = ada.put(&order, json!({ "order": wrong })).await;
            assert_eq!((said.status, &said.body["fields"][0]["field"]), (422, &json!("order")));
        }
        let place = |name: &str| format!("{list}/product/{name}/place");
        let said = ada.put(&place(tram), json!({ "after": crane })).await;
        assert_eq!(said.body["order"], json!([train, crane, tram]));
        let said = ada.put(&place(train), json!({ "section": "Toys" })).await;
        assert_eq!(said.body["order"], json!([crane, tram, train]), "headings stand below");
        let said = ada.put(&place(crane), json!({ "after": train })).await;
        assert_eq!(said.body["order"], json!([tram, train, crane]));
        let gift = ada.get(&format!("{list}/product/{crane}")).await;
        assert_eq!(gift.text("section"), "Toys", "as the one above it");
        assert_eq!(ada.put(&place(tram), json!({ "after": tram })).await.status, 422);
        // R10.5
        let old = [("if-match", "\"1\"")];
        let body = json!({ "order": [tram, train, crane] }).to_string();
        assert_eq!(ada.ask_with("PUT", &order, &old, Some(&body)).await.status, 412);
        site.stop().await;
    });
}

// R4.1, R4.5, R4.6
#[test]
fn everything_about_a_gift_can_be_said_and_it_comes_and_goes() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let name = ada.gift(&list, "Train", 3).await;
        let gift = format!("{list}/product/{name}");
        let update = json!({
            "name": "Tram 🚋", "brand": "Holz", "shop": "Toys",
            "productUrl": "https://shop.example/tram?utm_source=x",
            "furtherUrls": ["https://other.example/tram"],
            "price": { "amount": "1,249.50", "currency": "EUR" }, "notes": "Red",
            "priority": "must", "exactness": "exact", "size": "L", "colour": "red",
            "tags": ["toys", "wood"], "section": "For Ida", "hidden": true, "anyNumber": true
        });
        let said = ada.put(&format!("{gift}/details"), update).await;
        assert_eq!(said.status, 200, "{}", said.body);
        let expected = json!({
            "productId": name, "type": "notfound", "name": "Tram 🚋", "brand": "Holz",
            "shop": "Toys", "productUrl": "https://shop.example/tram",
            "furtherUrls": ["https://other.example/tram"], "notes": "Red", "priority": "must",
            "exactness": "exact", "size": "L", "colour": "red", "tags": ["toys", "wood"],
            "section": "For Ida", "hidden": true, "received": false, "anyNumber": true,
            "quantity": 999
        });
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&said.body[key], value, "{key}");
        }
        assert_eq!(said.body["price"]["amount"], "1249.50");
        assert_eq!(said.body["price"]["currency"], "EUR");
        let all = ada.get(&format!("{list}/gifts")).await;
        assert_eq!(all.body["gifts"], json!([said.body]));
        // A gift is named by its own id as well.
        let own = format!("{list}/product/{}", said.text("giftId"));
        assert_eq!(ada.get(&own).await.body, said.body);
        let wrong = [
            (json!({ "quantity": 0 }), "quantity"),
            (json!({ "productUrl": "javascript:alert(1)" }), "productUrl"),
            (json!({ "furtherUrls": ["a", "b", "c", "d"] }), "furtherUrls"),
            (json!({ "price": { "amount": "much", "currency": "EUR" } }), "price"),
            (json!({ "name": "" }), "name"),
            (json!({ "priority": "urgent" }), "priority"),
            (json!({ "section": "x".repeat(41) }), "section"),
        ];
        for (update, field) in wrong {
            let said = ada.put(&format!("{gift}/details"), update).await;
            assert_eq!(said.status, 422, "{field}: {}", said.body);
            assert_eq!(said.body["fields"][0]["field"], field);
        }
        let here = ada.put(&format!("{gift}/received"), json!({ "received": true })).await;
        assert_eq!(here.body["received"], true);
        assert_eq!(
            ada.post(&format!("{gift}/restore"), json!(null)).await.status,
            200,
            "it is there"
        );
        for _ in 0..2 {
            assert_eq!(ada.post(&format!("{gift}/remove"), json!(null)).await.status, 200);
        }
        assert_eq!(ada.get(&gift).await.status, 404);
        let back = ada.post(&format!("{gift}/restore"), json!(null)).await;
        assert_eq!(back.text("name"), "Tram 🚋");
        site.stop().await;
    });
}

// R3.10
#[test]
fn a_deleted_list_comes_back_or_is_given_up() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, share) = ada.list("Ida is one", "Birthday").await;
        ada.gift(&list, "Train", 1).await;
        let id = list.replace("/lists/", "");
        assert_eq!(ada.get("/bin").await.body, json!({ "lists": [] }));
        assert_eq!(ada.delete(&list).await.body["count"], 2);
        let bin = ada.get("/bin").await;
        let it = &bin.body["lists"][0];
        assert_eq!(
            (&it["listId"], &it["gifts"], &it["daysLeft"]),
            (&json!(id), &json!(1), &json!(30))
        );
        let back = ada.post(&format!("{list}/restore"), json!(null)).await;
        assert_eq!((back.status, back.text("shareToken")), (200, share.as_str()));
        let kept = ada.delete(&format!("/bin/{id}")).await;
        assert_eq!(kept.refused().0, 409, "it is not in the bin");
        ada.delete(&list).await;
        let given_up = ada.delete(&format!("/bin/{id}")).await;
        assert_eq!(given_up.body, json!({ "deleted": true, "listId": id }));
        assert_eq!(ada.get("/bin").await.body, json!({ "lists": [] }));
        assert_eq!(ada.post(&format!("{list}/restore"), json!(null)).await.status, 404);
        site.stop().await;
    });
}

// R3.8
#[test]
fn people_are_invited_join_leave_and_are_removed() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let bo = program(&site, "bo").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        let people = format!("{list}/people");
        let invitations = format!("{people}/invitations");
        let by_mail = ada.post(&invitations, json!({ "email": "eve@example.org" })).await;
        assert_eq!((by_mail.text("way"), by_mail.text("email")), ("mail", "eve@example.org"));
        assert_eq!(by_mail.body.get("joinToken"), None, "it is in the mail alone");
        for wrong in [json!("nobody"), json!(ada.person.email)] {
            let said = ada.post(&invitations, json!({ "email": wrong })).await;
            assert_eq!(said.body["fields"][0]["field"], "email");
        }
        let first = format!("{invitations}/{}", by_mail.text("invitationId"));
        assert_eq!(ada.delete(&first).await.body["takenBack"], true);
        assert_eq!(ada.delete(&first).await.status, 409);
        let by_link = ada.post(&invitations, json!(null)).await;
        let join = format!("/join/{}", by_link.text("joinToken"));
        assert_eq!(bo.get(&join).await.body["list"]["title"], "Ida is one");
        let joined = bo.post(&join, json!(null)).await;
        assert_eq!(format!("/lists/{}", joined.text("listId")), list);
        assert_eq!(bo.get(&list).await.body["list"]["role"], "co_owner");
        let again = bo.post(&join, json!(null)).await;
        assert_eq!(again.refused(), (409, "own_list", "User looks after this list already."));
        assert_eq!(bo.delete(&list).await.status, 404, "the owner alone");
        let all = ada.get(&people).await;
        let roles = all.body["people"].as_array().unwrap().iter();
        let roles: Vec<_> = roles.map(|person| person["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["owner", "co_owner"]);
        let owner = format!("{people}/{}", all.body["people"][0]["userId"].as_str().unwrap());
        assert_eq!(bo.delete(&owner).await.status, 409, "the owner stays");
        assert_eq!(bo.post(&format!("{list}/leave"), json!(null)).await.body["left"], true);
        assert_eq!(bo.get(&list).await.status, 404);
        assert_eq!(ada.delete(&format!("{people}/x")).await.status, 404);
        assert_eq!(ada.get("/join/x").await.refused().2, "Invitation does not exist.");
        site.stop().await;
    });
}

/// Everything of a long list that comes in pages of this size, and how many pages those were.
async fn paged(program: &Program<'_>, path: &str, key: &str, limit: usize) -> (Vec<Value>, usize) {
    let (mut all, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = program.get(&format!("{path}?limit={limit}{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let some = page.body[key].as_array().unwrap();
        assert!(some.len() <= limit, "{}", page.body);
        all.extend(some.iter().cloned());
        pages += 1;
        match page.body["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (all, pages),
        }
    }
}

// R10.1
#[test]
fn who_looks_after_a_list_and_who_is_thanked_come_in_pages() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, share) = ada.list("Ada and Eve", "Wedding").await;
        let name = ada.gift(&list, "Glasses", 12).await;
        for number in 0..5 {
            let path = format!("/lists/{share}/reserve/{name}/email/guest{number}%40example.org");
            let wish = json!({ "name": format!("Guest {number}"), "quantity": 1 });
            let (status, _, body) = call(&site, "POST", &path, None, Some(wish)).await;
            assert_eq!(status.as_u16(), 200, "{body}");
        }
        let people = format!("{list}/people");
        for friend in ["bo", "cy"] {
            let link = ada.post(&format!("{people}/invitations"), json!(null)).await;
            let join = format!("/join/{}", link.text("joinToken"));
            let joined = program(&site, friend).await.post(&join, json!(null)).await;
            assert_eq!(joined.status, 200, "{}", joined.body);
        }
        let thanks = format!("{list}/thanks");
        for (path, key, counts) in [(&thanks, "thanks", (5, 3)), (&people, "people", (3, 2))] {
            let whole = ada.get(path).await;
            assert_eq!(whole.body.get("nextCursor"), None, "{path}");
            let (all, pages) = paged(&ada, path, key, 2).await;
            assert_eq!((all.len(), pages), counts, "{path}");
            assert_eq!(json!(all), whole.body[key], "{path}");
            for wrong in ["limit=0", "limit=101", "cursor=x"] {
                let refused = ada.get(&format!("{path}?{wrong}")).await;
                assert_eq!((refused.status, refused.text("code")), (422, "invalid"), "{wrong}");
            }
        }
        // What is no long list stands on every page.
        let page = ada.get(&format!("{people}?limit=1")).await.body;
        assert_eq!(page["acts"], ada.get(&people).await.body["acts"]);
        site.stop().await;
    });
}

// R10.1, R10.5
#[test]
fn gifts_come_in_one_piece_or_in_pages_of_one_revision() {
    run(async {
        let site = site().await;
        let ada = program(&site, "ada").await;
        let (list, _) = ada.list("Ida is one", "Birthday").await;
        // More than a page can hold.
        let rows = (0..101).map(|number| json!({ "name": format!("Gift {number}") }));
        let added = ada.post(&format!("{list}/import"), Value::Array(rows.collect())).await;
        assert_eq!(added.body["added"], 101, "{}", added.body);
        let gifts = format!("{list}/gifts");
        let whole = ada.get(&gifts).await;
        assert_eq!(whole.body["gifts"].as_array().map(Vec::len), Some(101));
        assert_eq!(whole.body.get("nextCursor"), None);
        let (all, pages) = paged(&ada, &gifts, "gifts", 50).await;
        assert_eq!((json!(all), pages), (whole.body["gifts"].clone(), 3));
        for wrong in ["limit=0", "limit=101", "cursor=x"] {
            let refused = ada.get(&format!("{gifts}?{wrong}")).await;
            assert_eq!((refused.status, refused.text("code")), (422, "invalid"), "{wrong}");
        }

        let page = format!("{gifts}?limit=2");
        let first = ada.get(&page).await;
        assert_eq!(first.tag(), whole.tag(), "each has the list's");
        let known = [("if-none-match", first.tag())];
        let again = ada.ask_with("GET", &page, &known, None).await;
        assert_eq!((again.status, &again.body), (304, &Value::Null));
        // What is changed upon a page makes another revision of those that follow.
        let name = first.body["gifts"][0]["productId"].as_str().unwrap();
        let gift = format!("{list}/product/{name}/received");
        let upon = [("if-match", first.tag())];
        let arrived = Some(r#"{"received": true}"#);
        assert_eq!(ada.ask_with("PUT", &gift, &upon, arrived).await.status, 200);
        let rest = format!("{gifts}?cursor={}", first.text("nextCursor"));
        let second = ada.get(&rest).await;
        assert_ne!(second.tag(), first.tag());
        assert_eq!(second.body["gifts"].as_array().map(Vec::len), Some(50));
        assert_eq!(second.body["gifts"][0], all[2]);
        assert_eq!(ada.ask_with("PUT", &gift, &upon, arrived).await.status, 412);
        site.stop().await;
    });
}

// R5.9
#[test]
fn thanks_are_noted_and_said() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let thanks = format!("/lists/{}/thanks", world.list);
        let promise = format!("{thanks}/{}", world.reservation);
        let owner = of(&site, world.owner).await;
        let board = owner.get(&thanks).await;
        let entry = &board.body["thanks"][0];
        assert_eq!((&entry["name"], &entry["reach"]), (&json!("Karl"), &json!("unconfirmed")));
        assert_eq!((&entry["state"], &entry["productName"]), (&json!("reserved"), &json!("Train")));
        let ticked = owner.put(&promise, json!({ "received": true, "thanked": true })).await;
        assert_eq!(
            (&ticked.body["received"], &ticked.body["thanked"]),
            (&json!(true), &json!(true))
        );
        let back = owner.put(&promise, json!({ "thanked": false })).await;
        assert_eq!((&back.body["received"], &back.body["thanked"]), (&json!(true), &json!(false)));
        let note = format!("{promise}/note");
        let unreached = owner.post(&note, json!({ "note": "It is lovely" })).await;
        assert_eq!(unreached.body["state"], "unconfirmed");
        let empty = owner.post(&note, json!({ "note": " " })).await;
        assert_eq!(empty.body["fields"], json!([{ "field": "note", "problem": "required" }]));
        for none in ["x", "00000000-0000-7000-8000-000000000001"] {
            let said = owner.put(&format!("{thanks}/{none}"), json!({ "received": true })).await;
            assert_eq!(said.refused().2, "Reservation ID does not exist.");
        }
        let stranger = of(&site, somebody(&site.running.site, "eve").await).await;
        assert_eq!(stranger.put(&promise, json!({ "received": true })).await.status, 404);
        // What is refused changes nothing: words that were mailed stay thanked.
        let inner = &site.running.site;
        let giver = inner.store.held(world.reservation).await.unwrap().unwrap().giver.id;
        inner.store.verify_giver(inner.errand(&owner.person.visit), giver).await.unwrap();
        let given = format!("/lists/reservation/{}", world.manage);
        assert_eq!(call(&site, "GET", &given, None, None).await.2.get("thanks"), None);
        let mailed = owner.post(&note, json!({ "note": "It is lovely" })).await;
        assert_eq!((mailed.status, mailed.text("note")), (200, "It is lovely"));
        let (_, _, told) = call(&site, "GET", &given, None, None).await;
        assert_eq!(told["thanks"], "It is lovely", "{told}");
        let refused = owner.put(&promise, json!({ "received": false, "thanked": false })).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
        let after = owner.get(&thanks).await.body["thanks"][0].clone();
        assert_eq!((&after["received"], &after["thanked"]), (&json!(true), &json!(true)));
        site.stop().await;
    });
}
