//! What a body may look like: one for each operation that takes JSON. They stand in the document, and
//! a test sends each of them.

use serde_json::{Value, json};
use utoipa::openapi::{OpenApi, PathItem, RefOr, path::Operation};

/// Stands for the id of something that is there.
const SOME_ID: &str = "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";

/// Puts them into the document. An operation that takes no JSON is left as it is.
pub fn put_into(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
            let Some(RefOr::T(json)) = body.content.get_mut("application/json") else { continue };
            json.example = example(&format!("{method} {path}"));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let post = item.post.as_mut().map(|operation| ("POST", operation));
    let put = item.put.as_mut().map(|operation| ("PUT", operation));
    post.into_iter().chain(put)
}

fn example(operation: &str) -> Option<Value> {
    lists(operation).or_else(|| giving(operation)).or_else(|| products(operation))
}

/// For those who look after lists, and for what is theirs.
fn lists(operation: &str) -> Option<Value> {
    Some(match operation {
        "PUT /me" => json!({ "name": "Ada" }),
        "POST /lists" => json!({
            "title": "Ida turns one",
            "description": "Come at three, and bring your songs.",
            "occasion": "Birthday",
            "imageUrl": "/covers/birthday.svg",
            "eventDate": "31 July 2031",
            "timeZone": "Europe/Berlin",
            "surprise": "show"
        }),
        "PUT /lists/{id}" => json!({ "title": "Ida is one", "description": "Come at four." }),
        "POST /lists/{id}/close" => json!({ "tellGivers": true }),
        "PUT /lists/{id}/surprise" => json!({ "surprise": "keep" }),
        "PUT /lists/{id}/passcode" => json!({ "passcode": "three lambs" }),
        "PUT /lists/{id}/giving" => json!({ "confirmFirst": true, "remind": false }),
        "PUT /lists/{id}/cover" => json!({ "cover": "Birthday" }),
        "PUT /lists/{id}/order" => json!({ "order": [SOME_ID] }),
        "POST /lists/{id}/import" => {
            json!([{ "name": "Lamp", "price": "27.00", "currency": "EUR" }])
        }
        "POST /lists/{id}/people/invitations" => json!({ "email": "bo@example.org" }),
        "PUT /lists/{id}/thanks/{reservationid}" => json!({ "received": true, "thanked": false }),
        "POST /lists/{id}/thanks/{reservationid}/note" => {
            json!({ "note": "It is lovely. Thank you!" })
        }
        "POST /lists/{id}/product/{productid}" => {
            json!({ "quantity": 2, "productType": "products", "notes": "Any colour." })
        }
        "PUT /lists/{id}/product/{productid}" => {
            json!({ "quantity": "4", "notes": "Red, please." })
        }
        "PUT /lists/{id}/product/{productid}/details" => {
            json!({ "notes": "Red, please.", "size": "86", "section": "Toys", "hidden": false })
        }
        "PUT /lists/{id}/product/{productid}/place" => json!({ "section": "Toys" }),
        "PUT /lists/{id}/product/{productid}/received" => json!({ "received": true }),
        "POST /webhooks" => json!({
            "url": "https://example.org/ewelists",
            "events": ["gift.added", "reservation.created"]
        }),
        "PUT /webhooks/{id}" => json!({ "active": false }),
        _ => return None,
    })
}

/// For those who give, and for whoever writes to us.
fn giving(operation: &str) -> Option<Value> {
    Some(match operation {
        "POST /lists/{id}/pass" => json!({ "passcode": "three lambs" }),
        "POST /lists/{id}/reserve/{productid}/email/{email}" => {
            json!({ "name": "Karl", "quantity": 1 })
        }
        "PUT /lists/reserve/{id}/email/{email}" => json!({ "quantity": 2 }),
        "PUT /lists/purchase/{reservationid}/email/{email}" => json!({}),
        "POST /reservations/{id}/purchase" => json!({ "quantity": 1 }),
        "PUT /reservations/{id}/reminder" => json!({ "wanted": false }),
        "POST /reservations/links" => json!({ "email": "karl@example.org" }),
        "POST /contact" => json!({
            "name": "Ada",
            "email": "ada@example.org",
            "message": "The stars on my list do not twinkle."
        }),
        _ => return None,
    })
}

/// For the catalogue, and for what is not in it yet.
fn products(operation: &str) -> Option<Value> {
    let product = |details: &str, page: &str| {
        json!({
            "brand": "Holzmann",
            "details": details,
            "retailer": "Tiny Oak",
            "productUrl": format!("https://tinyoak.example/{page}"),
            "price": "39.90",
            "currency": "EUR"
        })
    };
    let with = |mut product: Value, more: Value| {
        if let (Some(product), Value::Object(more)) = (product.as_object_mut(), more) {
            product.extend(more);
        }
        product
    };
    Some(match operation {
        "POST /notfound" => json!({
            "brand": "Tiny Oak",
            "details": "Wooden train",
            "url": "https://tinyoak.example/train",
            "price": "34.90",
            "currency": "EUR"
        }),
        "POST /products" => product("Wooden crane", "crane"),
        "POST /tools/notfound/{id}" => product("Wooden train", "train"),
        "POST /tools/notfound/{id}/merge" => json!({ "into": SOME_ID }),
        "POST /tools/notfound/{id}/decline" => json!({ "note": "The page shows no product." }),
        "POST /tools/products" => product("Wooden digger", "digger"),
        "PUT /tools/products/{id}" => {
            with(product("Wooden tractor", "tractor"), json!({ "searchHidden": false }))
        }
        "POST /tools/products/{id}/hide" => json!({ "searchHidden": true }),
        "PUT /catalogue/{id}" => {
            let day = json!({ "priceCheckedDate": "2026-11-28 00:00:00" });
            with(product("Wooden ferry", "ferry"), day)
        }
        _ => return None,
    })
}
