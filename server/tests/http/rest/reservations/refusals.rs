//! What is refused, and in which words.

use domain::{GiftForm, GiftId, Scope};
use serde_json::{Value, json};

use super::{
    ask, backend, bearer, counts, get, hyphenated, product, refused, reserve_path, site, text,
};
use crate::{people::world, site::run};

// R1, R3.5, R10.1
#[test]
fn what_can_not_be_reserved_is_said_in_words() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let (share, product) = (world.share.as_str(), product(&world));
        let name = || json!({ "name": "Eve", "quantity": 1 });
        let reserve = async |list: &str, product: &str, body: Value| {
            let path = reserve_path(list, product, "eve@example.org");
            refused(ask(&site, "POST", &path, &[], body).await)
        };
        // A list that is not there, not theirs, or named by its plain id.
        let plain = hyphenated(world.list.uuid());
        let other = bearer(inner, &world.other, &[Scope::Reservations, Scope::ListsRead]).await;
        let (unknown, long) = (hyphenated(uuid::Uuid::from_u128(3)), "x".repeat(300));
        for list in [plain.as_str(), unknown.as_str(), "nothing", long.as_str()] {
            let said: String = list.chars().take(100).collect();
            let words = format!("List {said} does not exist.");
            let missing = (404, "not_found".to_owned(), words);
            assert_eq!(reserve(list, &product, name()).await, missing);
            for what in ["shared", "events"] {
                let path = format!("/lists/{list}/{what}");
                for headers in [&[("authorization", other.as_str())][..], &[]] {
                    assert_eq!(refused(get(&site, &path, headers).await), missing, "{path}");
                }
            }
        }
        // A gift that is not on it, or that givers do not see.
        let hidden =
            GiftForm { name: "Secret".to_owned(), hidden: "on".to_owned(), ..GiftForm::default() };
        let gifts = backend(&site).gifts.clone();
        let hidden: GiftId =
            gifts.add(&world.owner.visit, world.list, None, true, hidden).await.unwrap();
        for product in
            [hyphenated(hidden.uuid()), hyphenated(uuid::Uuid::from_u128(3)), "x".to_owned()]
        {
            let (status, _, said) = reserve(share, &product, name()).await;
            assert_eq!((status, said.as_str()), (404, "No product item exists with this ID."));
        }
        for (list, product) in [("null", product.as_str()), (share, "null")] {
            let (status, code, said) = reserve(list, product, name()).await;
            assert_eq!((status, code.as_str()), (400, "malformed"));
            assert!(said.starts_with("Path contained a null "), "{said}");
        }
        // By the gift's own id as well.
        let gift = hyphenated(world.gift.uuid());
        assert_eq!(reserve(share, &gift, name()).await.0, 200);

        let missing = [json!({ "quantity": 1 }), json!({ "name": "Eve" }), json!({})];
        for body in missing {
            let (status, _, said) = reserve(share, &product, body).await;
            assert_eq!(status, 422);
            assert!(said.starts_with("API Event did not contain a "), "{said}");
        }
        for body in [json!({ "name": "", "quantity": 1 }), json!({ "name": "E", "quantity": 0 })] {
            assert_eq!(reserve(share, &product, body).await.0, 422);
        }
        // None are ever given back by reserving.
        let (reserved, _) = counts(&site, &world).await;
        for by in [-1, -3] {
            let (status, code, said) =
                reserve(share, &product, json!({ "name": "E", "quantity": by })).await;
            assert_eq!((status, code.as_str()), (422, "invalid"));
            let words =
                format!("Reserved quantity for product ({reserved}) could not be updated by {by}.");
            assert_eq!(said, words);
        }
        assert_eq!(counts(&site, &world).await, (reserved, 0));
        let no_body = (400, "body_missing", "Body was missing required attributes.");
        let change = format!("/lists/reserve/{}/email/eve%40example.org", world.manage);
        let add = reserve_path(share, &product, "eve@example.org");
        for (method, path) in [("POST", add), ("PUT", change)] {
            let (status, code, said) = refused(ask(&site, method, &path, &[], Value::Null).await);
            assert_eq!((status, code.as_str(), said.as_str()), no_body, "{method}");
        }

        // Those who look after it, by its link and by its id.
        let scopes = [Scope::Reservations, Scope::ListsRead];
        for person in [&world.owner, &world.co_owner] {
            let token = bearer(inner, person, &scopes).await;
            let headers = [("authorization", token.as_str())];
            for list in [share, &plain] {
                let path = reserve_path(list, &product, &person.email);
                let answer = refused(ask(&site, "POST", &path, &headers, name()).await);
                assert_eq!((answer.0, answer.1.as_str()), (409, "own_list"));
                let (status, it) = get(&site, &format!("/lists/{list}/shared"), &headers).await;
                assert_eq!((status, &it["looksAfter"]), (200, &json!(true)));
            }
        }
        backend(&site).lists.close(&world.owner.visit, world.list, false).await.unwrap();
        let (status, code, _) = reserve(share, &product, name()).await;
        assert_eq!((status, code.as_str()), (409, "list_closed"));
        let (_, closed) = get(&site, &format!("/lists/{share}/shared"), &[]).await;
        assert_eq!(closed["list"]["state"], "closed");
        // What was promised can still be bought.
        let email = format!("karl-{share}@example.org").to_lowercase().replace('@', "%40");
        let purchase = format!("/lists/purchase/{}/email/{email}", world.manage);
        assert_eq!(ask(&site, "PUT", &purchase, &[], Value::Null).await.0, 200);
        site.stop().await;
    });
}

// R5.2, R4.1: only whole numbers from 1 to what is left, however they are written.
#[test]
fn what_is_no_quantity_is_refused_and_changes_nothing() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let before = counts(&site, &world).await;
        let email = format!("karl-{}%40example.org", world.share).to_lowercase();
        let change = format!("/lists/reserve/{}/email/{email}", world.manage);
        let part = format!("/reservations/{}/purchase", world.manage);
        let add = reserve_path(&world.share, &product(&world), "eve@example.org");
        for quantity in [
            json!(0),
            json!(-1),
            json!(1000),
            json!(4_294_967_297_u64),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1e300),
            json!(1.5),
            json!("1.5"),
            json!("1e0"),
            json!("NaN"),
            json!("\u{ff11}"),
            json!("0x1"),
            json!("1; DELETE reserved"),
            json!(""),
            json!([1]),
            json!({ "a": 1 }),
            json!(true),
        ] {
            for (method, path) in [("POST", &add), ("PUT", &change), ("POST", &part)] {
                let body = json!({ "name": "Eve", "quantity": quantity });
                let (status, said) = ask(&site, method, path, &[], body).await;
                assert!(
                    (400..500).contains(&status),
                    "{method} {path} {quantity}: {status} {said}"
                );
            }
            assert_eq!(counts(&site, &world).await, before, "{quantity}");
        }
        site.stop().await;
    });
}

// R5.2: nothing is ever promised twice.
#[test]
fn of_many_who_reserve_the_last_one_exactly_one_gets_it() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let last =
            GiftForm { name: "Last".to_owned(), wanted: "1".to_owned(), ..GiftForm::default() };
        let gifts = backend(&site).gifts.clone();
        let gift = gifts.add(&world.owner.visit, world.list, None, true, last).await.unwrap();
        let gift = hyphenated(gift.uuid());
        let rivals = (0..12).map(|rival| {
            let path = reserve_path(&world.share, &gift, &format!("rival{rival}@example.org"));
            let body = json!({ "name": format!("Rival {rival}"), "quantity": 1 });
            let site = &site;
            async move { ask(site, "POST", &path, &[], body).await }
        });
        let answers = futures::future::join_all(rivals).await;
        let won = answers.iter().filter(|answer| answer.0 == 200).count();
        assert_eq!(won, 1, "{answers:?}");
        for lost in answers.into_iter().filter(|answer| answer.0 != 200) {
            let (status, code, said) = refused(lost);
            assert_eq!((status, code.as_str()), (409, "already_taken"));
            assert!(said.contains("as exceeds required quantity (1)."), "{said}");
        }
        site.stop().await;
    });
}

#[test]
fn no_address_in_a_path_is_too_much() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let product = product(&world);
        let body = || json!({ "name": "Eve", "quantity": 1 });
        let path = |email: &str| format!("/lists/{}/reserve/{product}/email/{email}", world.share);
        let long = format!("{}%40example.org", "a".repeat(5000));
        for email in [
            "x",
            "%40",
            "a%40b",
            "null",
            "%00",
            "a%00%40example.org",
            "a%0D%0ABcc%3A%20b%40example.org",
            "%FF%FE",
            "%F0%9F%8E%81%40example.org",
            "..%2F..%2F",
            "%2e%2e%2f",
            "a%20b%40example.org",
            "%3Cscript%3E%40example.org",
            "a%40example.org%2Fb",
            "%22a%22%40example.org",
            &long,
            "%zz",
        ] {
            let (status, json) = ask(&site, "POST", &path(email), &[], body()).await;
            assert!((400..500).contains(&status), "{email}: {status}");
            assert!(json["code"].is_string(), "{email}: {json}");
            let said = json.to_string();
            assert!(!said.contains("<script") && !said.contains("Bcc"), "{said}");
        }
        assert_eq!(counts(&site, &world).await, (1, 0));
        // A slash is a letter like others in an address.
        let (status, made) =
            ask(&site, "POST", &path("a%2Fb%2Bc%40example.org"), &[], body()).await;
        assert_eq!(status, 200, "{made}");
        let read = format!("/lists/reservation/{}", text(&made, "manage_token"));
        let (_, it) = get(&site, &read, &[]).await;
        assert_eq!(it["email"], "a/b+c@example.org");
        site.stop().await;
    });
}

// R3.7
#[test]
fn a_passcode_is_asked_for_here_too() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let share = &world.share;
        let lists = backend(&site).lists.clone();
        // Something that was read before is not shown after it.
        let shared = format!("/lists/{share}/shared");
        assert_eq!(get(&site, &shared, &[]).await.0, 200);
        lists.set_passcode(&world.owner.visit, world.list, "lamb").await.unwrap();
        let path = reserve_path(share, &product(&world), "eve@example.org");
        let body = || json!({ "name": "Eve", "quantity": 1 });
        let events = format!("/lists/{share}/events");
        for (method, path, body) in [
            ("GET", shared.as_str(), Value::Null),
            ("GET", events.as_str(), Value::Null),
            ("POST", path.as_str(), body()),
        ] {
            let answer = ask(&site, method, path, &[], body).await;
            assert!(!answer.1.to_string().contains("Ida"), "{answer:?}");
            let (status, code, _) = refused(answer);
            assert_eq!((status, code.as_str()), (403, "passcode_needed"), "{method} {path}");
        }
        let pass = format!("/lists/{share}/pass");
        let typed = async |passcode: &str| {
            ask(&site, "POST", &pass, &[], json!({ "passcode": passcode })).await
        };
        let wrong = typed("wolf").await;
        assert_eq!(wrong.1["fields"], json!([{ "field": "passcode", "problem": "wrong_code" }]));
        let (status, passed) = typed(" lamb ").await;
        assert_eq!(status, 200);
        let shown = text(&passed, "pass").to_owned();
        let shows = [("list-pass", shown.as_str())];
        assert_eq!(get(&site, &shared, &shows).await.0, 200);
        assert_eq!(ask(&site, "POST", &path, &shows, body()).await.0, 200);
        // Nobody else is served what was read for them, and a manage token needs none.
        assert_eq!(get(&site, &shared, &[]).await.0, 403);
        let manage = format!("/lists/reservation/{}", world.manage);
        assert_eq!(get(&site, &manage, &[]).await.0, 200);
        lists.set_passcode(&world.owner.visit, world.list, "lamb").await.unwrap();
        assert_eq!(get(&site, &shared, &shows).await.0, 403);
        lists.remove_passcode(&world.owner.visit, world.list).await.unwrap();
        assert_eq!(typed("whatever").await, (200, json!({})));
        site.stop().await;
    });
}
