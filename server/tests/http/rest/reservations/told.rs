//! What givers are told of their promises, as their page tells it.

use domain::{GiftForm, Scope};
use serde_json::{Value, json};
use server::secrets::Purpose;
use store::MailsShown;

use super::{ask, backend, bearer, get, hyphenated, product, refused, reserve_path, site, text};
use crate::{
    people::world,
    site::{TestSite, run},
};

// R5.4, R4.6
#[test]
fn a_giver_is_told_of_a_mail_that_was_refused_and_of_what_has_changed() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let path = reserve_path(&world.share, &product(&world), "eve@example.org");
        let (_, made) =
            ask(&site, "POST", &path, &[], json!({ "name": "Eve", "quantity": 1 })).await;
        let read = format!("/lists/reservation/{}", text(&made, "manage_token"));
        let (_, it) = get(&site, &read, &[]).await;
        assert_eq!((&it["mail"], it.get("changes")), (&json!("waiting"), None), "{it}");

        for mail in inner.store.mails(MailsShown::Waiting, &[], None, 50).await.unwrap() {
            inner.store.mail_failed(mail.id, inner.clock.now(), None, "refused").await.unwrap();
        }
        assert_eq!(get(&site, &read, &[]).await.1["mail"], "refused");
        let giver = [("giver-token", text(&made, "giver_token"))];
        let (_, list) = get(&site, &format!("/lists/{}/shared", world.share), &giver).await;
        let mine = list["reserved"][product(&world)].as_object().unwrap().values().next();
        assert_eq!(mine.unwrap()[0]["mail"], "refused", "{list}");

        let tram = GiftForm {
            name: "Tram".to_owned(),
            wanted: "5".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            ..GiftForm::default()
        };
        let gifts = backend(&site).gifts.clone();
        gifts.edit(&world.owner.visit, world.list, world.gift, tram).await.unwrap();
        let (_, it) = get(&site, &read, &[]).await;
        assert_eq!(it["changes"]["fields"], json!(["details", "price"]));
        let before = &it["changes"]["before"];
        assert_eq!((&before["details"], before.get("price")), (&json!("Train"), None), "{it}");
        let now = &it["product"];
        assert_eq!((&now["details"], &now["price"]), (&json!("Tram"), &json!("12.50")), "{it}");
        site.stop().await;
    });
}

// R5.7, R10.8
#[test]
fn a_giver_reads_whatever_their_page_says_of_gift_and_list() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let scopes = [Scope::ListsRead, Scope::ListsWrite];
        let token = bearer(&site.running.site, &world.owner, &scopes).await;
        let owner = [("authorization", token.as_str())];
        let list = format!("/lists/{}", hyphenated(world.list.uuid()));
        let name = product(&world);
        let (status, said) = ask(&site, "PUT", &list, &owner, json!({ "forWhom": "Ida" })).await;
        assert_eq!(status, 200, "{said}");
        let update = json!({
            "productUrl": "https://shop.example/train",
            "furtherUrls": ["https://other.example/train"],
            "price": { "amount": "12.50", "currency": "EUR" }, "notes": "Any colour.",
            "tags": ["wood", "toys"]
        });
        let details = format!("{list}/product/{name}/details");
        let (status, gift) = ask(&site, "PUT", &details, &owner, update).await;
        assert_eq!(status, 200, "{gift}");

        let read = format!("/lists/reservation/{}", world.manage);
        let (_, it) = get(&site, &read, &[]).await;
        assert_eq!((text(&it, "notes"), text(&it, "forWhom")), ("Any colour.", "Ida"));
        assert_eq!((&it["letGo"], &it["lapsed"]), (&json!(false), &json!(false)));
        let facts = &it["product"];
        assert_eq!(facts["tags"], json!(["wood", "toys"]));
        assert_eq!(facts["furtherRetailers"], json!(["other.example"]));
        assert_eq!(facts["priceReadOn"], gift["price"]["readOn"]);
        assert!(facts["priceReadOn"].is_string(), "{facts}");
        // Whoever holds the link reads the same of both.
        let (_, shared) = get(&site, &format!("/lists/{}/shared", world.share), &[]).await;
        assert_eq!(shared["list"]["forWhom"], "Ida");
        let offered = &shared["products"][&name];
        assert_eq!(offered["notes"], "Any colour.");
        for (key, value) in facts.as_object().unwrap() {
            assert_eq!(&offered[key], value, "{key}");
        }
        site.stop().await;
    });
}

// R5.4
#[test]
fn only_the_token_of_the_mailed_link_confirms_the_address() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let secrets = &site.running.site.secrets;
        let read = format!("/lists/reservation/{}", world.manage);
        let confirm = async |token: &str| {
            let path = format!("/reservations/{token}/confirm");
            ask(&site, "POST", &path, &[], Value::Null).await
        };
        let (status, code, _) = refused(confirm(&world.manage).await);
        assert_eq!((status, code.as_str()), (403, "mailed_link_needed"));
        let unknown = refused(confirm(&hyphenated(uuid::Uuid::from_u128(7))).await);
        assert_eq!((unknown.0, unknown.2.as_str()), (404, "Reservation ID does not exist."));
        assert_eq!(get(&site, &read, &[]).await.1["confirmed"], false);

        let mailed = secrets.manage_token(Purpose::ManageByMail, world.reservation);
        // Sent twice, it stays confirmed.
        for _ in 0..2 {
            let (status, it) = confirm(&mailed).await;
            assert_eq!((status, &it["confirmed"]), (200, &json!(true)), "{it}");
            assert_eq!(it.get("mail"), None, "it has arrived");
        }
        assert_eq!(get(&site, &read, &[]).await.1["confirmed"], true);
        site.stop().await;
    });
}

// R5.5, R5.6: it may be another one by then than the one that was typed.
#[test]
fn the_address_of_what_an_account_promised_is_told_to_that_account_alone() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let (product, address) = (product(&world), world.other.email.as_str());
        // Somebody types the address of an account, and whose it is confirms it.
        let path = reserve_path(&world.share, &product, address);
        let sent = json!({ "name": "Otto", "quantity": 1 });
        let (status, made) = ask(&site, "POST", &path, &[], sent).await;
        assert_eq!(status, 200, "{made}");
        let manage = text(&made, "manage_token");
        let read = format!("/lists/reservation/{manage}");
        assert_eq!(get(&site, &read, &[]).await.1["email"], address);
        let id = text(&made, "reservation_id").parse().unwrap();
        let mailed = inner.secrets.manage_token(Purpose::ManageByMail, id);
        let confirm = format!("/reservations/{mailed}/confirm");
        let (status, it) = ask(&site, "POST", &confirm, &[], Value::Null).await;
        assert_eq!((status, it.get("email")), (200, None), "{it}");

        assert_eq!(get(&site, &read, &[]).await.1.get("email"), None);
        let giver = [("giver-token", text(&made, "giver_token"))];
        let (_, list) = get(&site, &format!("/lists/{}/shared", world.share), &giver).await;
        assert_eq!(list["reserved"].as_object().map(serde_json::Map::len), Some(1), "{list}");
        assert!(!list.to_string().contains(address), "{list}");
        let token = bearer(inner, &world.other, &[Scope::Reservations]).await;
        let account = [("authorization", token.as_str())];
        assert_eq!(get(&site, &read, &account).await.1["email"], address);
        // Whoever knows it still says it in a path.
        let change = format!("/lists/reserve/{manage}/email/{}", address.replace('@', "%40"));
        let two = json!({ "quantity": 2 });
        assert_eq!(ask(&site, "PUT", &change, &[], two).await.0, 200);
        site.stop().await;
    });
}

// R7.3
#[test]
fn an_account_is_written_to_in_its_language_and_a_guest_in_that_of_the_request() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let inner = &site.running.site;
        let token = bearer(inner, &world.other, &[Scope::Reservations]).await;
        let language = async |address: &str, headers: &[(&str, &str)]| {
            let path = reserve_path(&world.share, &product(&world), address);
            let sent = json!({ "name": "Otto", "quantity": 1 });
            let (status, made) = ask(&site, "POST", &path, headers, sent).await;
            assert_eq!(status, 200, "{made}");
            let id = text(&made, "reservation_id").parse().unwrap();
            inner.store.held(id).await.unwrap().unwrap().giver.language
        };
        let german = ("accept-language", "de");
        let account = [("authorization", token.as_str()), german];
        assert_eq!(language(&world.other.email, &account).await, "en");
        assert_eq!(language("eve@example.org", &[german]).await, "de");
        site.stop().await;
    });
}

/// That an account reads this as the `productId` of a promise, wherever it does.
async fn assert_named(site: &TestSite, share: &str, token: &str, promise: &str, name: &str) {
    let account = [("authorization", token)];
    let (_, it) = get(site, &format!("/lists/reservation/{promise}"), &account).await;
    assert_eq!(text(&it, "productId"), name);
    let (_, mine) = get(site, "/me/reservations", &account).await;
    let mut mine = mine["reservations"].as_array().unwrap().iter();
    let it = mine.find(|it| it["reservationId"] == promise).unwrap();
    assert_eq!(text(it, "productId"), name);
    let (_, list) = get(site, &format!("/lists/{share}/shared"), &account).await;
    let of_gift = list["reserved"][name].as_object().unwrap().values().next();
    let it = &of_gift.unwrap()[0];
    assert_eq!((text(it, "reservationId"), text(it, "productId")), (promise, name));
}

// R10.9: `productId` is what the list names the gift by, wherever a promise is read.
#[test]
fn of_two_gifts_that_are_the_same_product_each_is_named_for_itself() {
    run(async {
        let site = site().await;
        let world = world(&site.running.site).await;
        let gifts = backend(&site).gifts.clone();
        let owner = &world.owner.visit;
        let crane = async || {
            let product = Some(world.catalogued);
            gifts.add(owner, world.list, product, true, GiftForm::default()).await.unwrap()
        };
        let (above, below) = (crane().await, crane().await);
        let token = bearer(&site.running.site, &world.other, &[Scope::Reservations]).await;
        let account = [("authorization", token.as_str())];
        let mut promises = Vec::new();
        for gift in [above, below] {
            let gift = hyphenated(gift.uuid());
            let path = reserve_path(&world.share, &gift, &world.other.email);
            let sent = json!({ "name": "Otto", "quantity": 1 });
            let (status, made) = ask(&site, "POST", &path, &account, sent).await;
            assert_eq!(status, 200, "{made}");
            promises.push(text(&made, "reservation_id").to_owned());
        }
        let product = hyphenated(world.catalogued.uuid());
        let (first, second) = (hyphenated(above.uuid()), hyphenated(below.uuid()));
        for (promise, name) in promises.iter().zip([&product, &second]) {
            assert_named(&site, &world.share, &token, promise, name).await;
        }
        // Once the first is off the list the product's id leads to the other.
        gifts.set_removed(owner, world.list, above, true).await.unwrap();
        for (promise, name) in promises.iter().zip([&first, &product]) {
            assert_named(&site, &world.share, &token, promise, name).await;
        }
        site.stop().await;
    });
}
