//! The walks of the original, and what it had no routes for.

use domain::{Scope, Surprise};
use serde_json::{Value, json};

use super::{
    ask, backend, bearer, counts, get, hyphenated, product, refused, reserve_path, site, text,
};
use crate::{people::world, site::run};

// R10.1: L7, L11 to L15 of the original, by somebody without an account.
#[test]
fn the_walk_of_a_guest() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let (share, product) = (&world.share, product(&world));
        let shared = format!("/lists/{share}/shared");
        let (status, list) = get(&site, &shared, &[]).await;
        assert_eq!(status, 200);
        assert_eq!(text(&list["list"], "listId"), share);
        assert_eq!(list["order"], json!([product]));
        let gift = &list["products"][&product];
        assert_eq!((&gift["quantity"], &gift["type"]), (&json!(5), &json!("notfound")));
        assert_eq!((&gift["reserved"], &gift["purchased"]), (&json!(1), &json!(0)));
        assert_eq!(gift["details"], "Train");
        // Nobody is told of others (R5.6).
        assert_eq!(list["reserved"], json!({}));
        let said = list.to_string().to_lowercase();
        assert!(!said.contains("karl") && !said.contains('@'), "{said}");
        assert!(!said.contains(&world.owner.id.uuid().hyphenated().to_string()), "{said}");

        let eve = reserve_path(share, &product, "eve@example.org");
        let sent =
            json!({ "name": "Eve", "quantity": "2", "title": "x", "product": { "type": 1 } });
        let (status, made) = ask(&site, "POST", &eve, &[], sent.clone()).await;
        assert_eq!(status, 200, "{made}");
        assert_eq!(text(&made, "reservation_id").len(), 36);
        let (manage, giver) = (text(&made, "manage_token"), text(&made, "giver_token"));
        assert_eq!(counts(&site, &world).await, (3, 0));

        // Who shows the giver's token is known again, and nobody else is.
        let known = [("giver-token", giver)];
        let (_, mine) = get(&site, &shared, &known).await;
        let own = mine["reserved"][&product].as_object().unwrap().values().next().unwrap();
        assert_eq!((&own[0]["email"], &own[0]["quantity"]), (&json!("eve@example.org"), &json!(2)));
        let (_, others) = get(&site, &shared, &[]).await;
        assert_eq!(others["reserved"], json!({}));
        let twice = ask(&site, "POST", &eve, &known, sent).await;
        let words = "Product already reserved by user.".to_owned();
        assert_eq!(refused(twice), (409, "already_reserved".to_owned(), words));

        let change = format!("/lists/reserve/{manage}/email/EVE%40Example.org");
        let to = async |quantity: Value| {
            ask(&site, "PUT", &change, &[], json!({ "quantity": quantity })).await
        };
        assert_eq!(to(json!(3)).await, (200, json!({ "updated": true })));
        let same = "There was no difference in update request to reserved item.";
        assert_eq!(refused(to(json!("3")).await).2, same);
        for none in [json!(0), json!(-2), json!("0")] {
            let (status, _, said) = refused(to(none).await);
            assert_eq!((status, said.as_str()), (422, "Reserved quantity cannot be reduced to 0."));
        }
        for nothing in [json!(1.5), json!("two"), json!([1]), json!(1_000_000), Value::Null] {
            let (status, code, _) = refused(to(nothing.clone()).await);
            assert_eq!((status, code.as_str()), (422, "invalid"), "{nothing}");
        }
        let words = "Reserved quantity for product (4) could not be updated by 7 as exceeds \
                     required quantity (5).";
        let (status, code, said) = refused(to(json!(10)).await);
        assert_eq!((status, code.as_str(), said.as_str()), (409, "already_taken", words));

        // Not by another address, nor by the plain id.
        let other = format!("/lists/reserve/{manage}/email/karl%40example.org");
        let id = text(&made, "reservation_id");
        for (method, body) in [("PUT", json!({ "quantity": 1 })), ("DELETE", Value::Null)] {
            let answer = refused(ask(&site, method, &other, &[], body.clone()).await);
            let words = "Requestor is not reservation owner.".to_owned();
            assert_eq!(answer, (403, "not_reservation_owner".to_owned(), words));
            let plain = format!("/lists/reserve/{id}/email/eve%40example.org");
            let answer = refused(ask(&site, method, &plain, &[], body).await);
            assert_eq!((answer.0, answer.2.as_str()), (404, "Reservation ID does not exist."));
        }

        let read = format!("/lists/reservation/{manage}");
        let (status, it) = get(&site, &read, &[]).await;
        assert_eq!(status, 200);
        for (key, value) in [
            ("reservationId", id),
            ("productId", product.as_str()),
            ("listId", share.as_str()),
            ("name", "Eve"),
            ("email", "eve@example.org"),
            ("state", "reserved"),
            ("listTitle", "Ida is one"),
            ("productType", "notfound"),
        ] {
            assert_eq!(text(&it, key), value);
        }
        assert_eq!(get(&site, &format!("/lists/reservation/{id}"), &[]).await.0, 404);

        let purchase = format!("/lists/purchase/{manage}/email/eve%40example.org");
        let sent = json!({ "quantity": 1, "product": { "brand": "x" }, "title": "x" });
        let bought = ask(&site, "PUT", &purchase, &[], sent).await;
        assert_eq!(bought, (200, json!({ "purchased": true })));
        assert_eq!(counts(&site, &world).await, (1, 3));
        let again = refused(ask(&site, "PUT", &purchase, &[], Value::Null).await);
        let words = "Product was not reserved. State = purchased.";
        assert_eq!((again.0, again.2.as_str()), (409, words));
        assert_eq!(refused(to(json!(1)).await).2, words);

        // Once more, so that two are bought.
        let (status, made) =
            ask(&site, "POST", &eve, &known, json!({ "name": "Eve", "quantity": 1 })).await;
        assert_eq!((status, made.get("giver_token")), (200, None));
        let purchase =
            format!("/lists/purchase/{}/email/eve%40example.org", text(&made, "manage_token"));
        assert_eq!(ask(&site, "PUT", &purchase, &[], Value::Null).await.0, 200);
        assert_eq!(counts(&site, &world).await, (1, 4));
        let more = reserve_path(share, &product, "mia@example.org");
        let more = ask(&site, "POST", &more, &[], json!({ "name": "Mia", "quantity": 1 })).await;
        let words = "Reserved quantity for product (1) could not be updated by 1 as exceeds \
                     required quantity (5).";
        assert_eq!(refused(more).2, words);
        site.stop().await;
    });
}

// R10.1: the same by an account, which names its own by the plain id.
#[test]
fn the_walk_of_an_account() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let token = bearer(&site.running.site, &world.other, &[Scope::Reservations]).await;
        let account = [("authorization", token.as_str())];
        let product = product(&world);
        let name = json!({ "name": "Otto", "quantity": 1 });
        let elsewhere = reserve_path(&world.share, &product, "somebody@example.org");
        let answer = ask(&site, "POST", &elsewhere, &account, name.clone()).await;
        assert_eq!(answer.1["fields"], json!([{ "field": "email", "problem": "not_the_same" }]));
        let path = reserve_path(&world.share, &product, &world.other.email);
        let (status, made) = ask(&site, "POST", &path, &account, name.clone()).await;
        assert_eq!((status, made.get("giver_token")), (200, None), "{made}");
        let id = text(&made, "reservation_id").to_owned();
        let twice = refused(ask(&site, "POST", &path, &account, name).await);
        assert_eq!((twice.0, twice.1.as_str()), (409, "already_reserved"));

        let email = world.other.email.replace('@', "%40");
        let (status, mine) = get(&site, "/me/reservations?limit=1", &account).await;
        assert_eq!(status, 200);
        assert_eq!(text(&mine["reservations"][0], "reservationId"), id);
        assert_eq!(mine.get("nextCursor"), None);
        let shared = format!("/lists/{}/shared", world.share);
        let (_, list) = get(&site, &shared, &account).await;
        assert_eq!(list["reserved"].as_object().unwrap().len(), 1);

        let change = format!("/lists/reserve/{id}/email/{email}");
        let two = json!({ "quantity": 2 });
        assert_eq!(ask(&site, "PUT", &change, &account, two.clone()).await.0, 200);
        assert_eq!(counts(&site, &world).await, (3, 0));
        // Anybody else with an account finds nothing.
        let stranger = bearer(&site.running.site, &world.admin, &[Scope::Reservations]).await;
        let stranger = [("authorization", stranger.as_str())];
        for headers in [&stranger[..], &[]] {
            assert_eq!(ask(&site, "PUT", &change, headers, two.clone()).await.0, 404);
            let read = format!("/lists/reservation/{id}");
            assert_eq!(get(&site, &read, headers).await.0, 404);
            assert_eq!(ask(&site, "DELETE", &read, headers, Value::Null).await.0, 404);
        }
        let free = ask(&site, "DELETE", &change, &account, Value::Null).await;
        assert_eq!(free, (200, json!({ "unreserved": true })));
        assert_eq!(counts(&site, &world).await, (1, 0));
        let again = refused(ask(&site, "DELETE", &change, &account, Value::Null).await);
        assert_eq!(again.2, "Product was not reserved. State = cancelled.");
        // Whatever it reserves is one giver's.
        let name = json!({ "name": "Otto", "quantity": 1 });
        let (_, anew) = ask(&site, "POST", &path, &account, name).await;
        let giver = async |id: &str| {
            let held = site.running.site.store.held(id.parse().unwrap()).await.unwrap();
            held.unwrap().giver.id
        };
        assert_eq!(giver(text(&anew, "reservation_id")).await, giver(&id).await);

        let reading = bearer(&site.running.site, &world.other, &[Scope::ListsRead]).await;
        let reading = [("authorization", reading.as_str())];
        for (method, path) in [("DELETE", change.as_str()), ("GET", "/me/reservations")] {
            let (status, code, _) = refused(ask(&site, method, path, &reading, Value::Null).await);
            assert_eq!((status, code.as_str()), (403, "scope_missing"), "{method} {path}");
        }
        assert_eq!(get(&site, "/me/reservations", &[]).await.0, 401);
        site.stop().await;
    });
}

// R5.3, R5.6, R5.8
#[test]
fn a_part_is_bought_and_taken_back_and_its_giver_is_forgotten() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let path = reserve_path(&world.share, &product(&world), "eve@example.org");
        let sent = json!({ "name": "Eve", "quantity": 3 });
        let (_, made) = ask(&site, "POST", &path, &[], sent).await;
        let manage = text(&made, "manage_token");
        let of = |manage: &str, what: &str| format!("/reservations/{manage}/{what}");
        let part = json!({ "quantity": 2 });
        let (status, bought) = ask(&site, "POST", &of(manage, "purchase"), &[], part).await;
        assert_eq!(status, 200, "{bought}");
        assert_eq!((&bought["quantity"], &bought["state"]), (&json!(2), &json!("purchased")));
        assert_ne!(text(&bought, "reservationId"), text(&made, "reservation_id"));
        assert_eq!(counts(&site, &world).await, (2, 2));
        let split = text(&bought, "manageToken");
        let (status, undone) = ask(&site, "DELETE", &of(split, "purchase"), &[], Value::Null).await;
        assert_eq!((status, &undone["state"]), (200, &json!("cancelled")), "{undone}");
        assert_eq!(counts(&site, &world).await, (4, 0));
        let again = refused(ask(&site, "DELETE", &of(manage, "purchase"), &[], Value::Null).await);
        assert_eq!(again.2, "Product was not purchased. State = reserved.");
        for wrong in
            [json!({ "quantity": 4 }), json!({ "quantity": 0 }), json!({ "quantity": "x" })]
        {
            let answer = ask(&site, "POST", &of(manage, "purchase"), &[], wrong).await;
            assert!(matches!(answer.0, 409 | 422), "{answer:?}");
        }
        let (status, all) = ask(&site, "POST", &of(manage, "purchase"), &[], Value::Null).await;
        assert_eq!((status, &all["quantity"]), (200, &json!(3)));

        for wanted in [false, true] {
            let sent = json!({ "wanted": wanted });
            assert_eq!(
                ask(&site, "PUT", &of(manage, "reminder"), &[], sent.clone()).await,
                (200, sent)
            );
        }
        let erased = ask(&site, "DELETE", &of(manage, "giver"), &[], Value::Null).await;
        assert_eq!(erased, (200, json!({ "erased": true })));
        let read = format!("/lists/reservation/{manage}");
        let (_, nameless) = get(&site, &read, &[]).await;
        assert_eq!((nameless.get("name"), nameless.get("email")), (None, None));
        assert_eq!(counts(&site, &world).await, (1, 3), "what was promised stays");

        for (email, status) in [("eve@example.org", 202), ("nobody@example.org", 202), ("x", 422)] {
            let sent = json!({ "email": email });
            assert_eq!(ask(&site, "POST", "/reservations/links", &[], sent).await.0, status);
        }
        site.stop().await;
    });
}

// R5.3, R3.6: L16 of the original, by those who look after the list.
#[test]
fn an_owner_lets_go_what_the_list_shows_them() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let owner = bearer(inner, &world.owner, &[Scope::ListsRead, Scope::ListsWrite]).await;
        let partner = bearer(inner, &world.co_owner, &[Scope::ListsWrite]).await;
        let other = bearer(inner, &world.other, &[Scope::ListsWrite]).await;
        let reading = bearer(inner, &world.owner, &[Scope::ListsRead]).await;
        let delete = async |id: String, token: &str| {
            let headers = [("authorization", token)];
            let path = format!("/lists/reservation/{id}");
            ask(&site, "DELETE", &path, &headers, Value::Null).await
        };
        let karls = hyphenated(world.reservation.uuid());
        let unknown = hyphenated(uuid::Uuid::from_u128(7));
        assert_eq!(delete(karls.clone(), &reading).await.0, 403);
        let by_link = refused(delete(world.manage.clone(), &partner).await);
        assert_eq!((by_link.0, by_link.1.as_str()), (403, "scope_missing"));
        let missing = delete(unknown.clone(), &owner).await;
        assert_eq!(missing.0, 404);
        assert_eq!(delete(karls.clone(), &other).await, missing);

        // Under surprise it is as if there were none, whatever became of it.
        let lists = backend(&site).lists.clone();
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Keep, false).await.unwrap();
        for token in [&owner, &partner] {
            assert_eq!(delete(karls.clone(), token).await, missing);
        }
        lists.set_surprise(&world.owner.visit, world.list, Surprise::Show, true).await.unwrap();
        assert_eq!(counts(&site, &world).await, (1, 0));
        let gone = delete(karls.clone(), &partner).await;
        assert_eq!(gone, (200, json!({ "deleted": true })));
        assert_eq!(counts(&site, &world).await, (0, 0));
        let again = refused(delete(karls, &owner).await);
        assert_eq!(
            (again.0, again.2.as_str()),
            (409, "Product was not reserved. State = cancelled.")
        );
        let read = format!("/lists/reservation/{}", world.manage);
        let (_, it) = get(&site, &read, &[]).await;
        assert_eq!(it["state"], "cancelled");
        assert_eq!((&it["letGo"], &it["lapsed"]), (&json!(true), &json!(false)), "{it}");
        site.stop().await;
    });
}

// R10.4
#[test]
fn a_reservation_that_is_sent_twice_with_one_key_is_one() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let path = reserve_path(&world.share, &product(&world), "eve@example.org");
        let key = [("idempotency-key", "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55")];
        let body = || json!({ "name": "Eve", "quantity": 1 });
        let first = ask(&site, "POST", &path, &key, body()).await;
        assert_eq!(first.0, 200);
        assert_eq!(ask(&site, "POST", &path, &key, body()).await, first);
        assert_eq!(counts(&site, &world).await, (2, 0));
        site.stop().await;
    });
}
