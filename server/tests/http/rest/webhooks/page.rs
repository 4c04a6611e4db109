//! Messages hold what `docs/api/webhooks.md` shows of them.

use std::collections::BTreeSet;

use super::*;

const PAGE: &str = include_str!("../../../../../docs/api/webhooks.md");

/// The message of this type that stands on the page.
fn shown(kind: &str) -> Value {
    let blocks = PAGE.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut messages = blocks.map(|block| serde_json::from_str::<Value>(block).expect(block));
    let found = messages.find(|message| message["type"] == kind);
    found.unwrap_or_else(|| panic!("the page shows no {kind}"))
}

/// The names in a value, each behind those that it stands in. Of several alike the first counts.
fn names(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                all.insert(name.clone());
                all.extend(names(inner).into_iter().map(|below| format!("{name}.{below}")));
            }
        }
        Value::Array(items) => all.extend(items.first().map(names).unwrap_or_default()),
        _ => {}
    }
    all
}

/// Requires that a message holds what the page shows of its type, and nothing else.
pub fn assert_as_shown(told: &Value) {
    let kind = told["type"].as_str().unwrap();
    assert_eq!(names(told), names(&shown(kind)), "{told}");
}

// R10.11
#[test]
fn messages_hold_what_the_page_shows() {
    run(async {
        let site = private().await;
        let inner = &site.running.site;
        let world = world(inner).await;
        let owners = Receiver::start(vec![]).await;
        let program = Program::new(&site, &world.owner, &owners).await;
        let post = async |path: &str, token: &str, body: Value| {
            let (status, _, answer) = call(&site, "POST", path, Some(token), Some(body)).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
        };
        let list = json!({
            "title": "Ida turns one", "description": "", "occasion": "Birthday", "imageUrl": ""
        });
        post("/lists", &program.token, list).await;
        let told = owners.next().await.json();
        assert_eq!(told["type"], "list.created");
        assert_eq!(names(&told["data"]["list"]), names(&shown("gift.added")["data"]["list"]));
        let train = GiftForm {
            name: "Wooden train".to_owned(),
            price: "34.90".to_owned(),
            currency: "EUR".to_owned(),
            wanted: "2".to_owned(),
            ..GiftForm::default()
        };
        let gifts = server::service::backend(inner).gifts.clone();
        gifts.add(&world.owner.visit, world.list, None, true, train).await.unwrap();
        assert_as_shown(&owners.next().await.json());
        reserve(&site, &world, "Tom").await;
        assert_as_shown(&owners.next().await.json());

        let admins = Receiver::start(vec![]).await;
        let scopes = [Scope::ListsWrite, Scope::CatalogueWrite];
        let admin = token(inner, &world.admin, &scopes).await;
        let webhook = json!({ "url": admins.url(), "events": ["product.not_found"] });
        post("/webhooks", &admin, webhook).await;
        let crane =
            json!({ "brand": "Holz", "details": "Crane", "url": "https://a.example/crane" });
        post("/notfound", &program.token, crane).await;
        inner.webhooks.notify_one();
        assert_as_shown(&admins.next().await.json());
        site.stop().await;
    });
}
