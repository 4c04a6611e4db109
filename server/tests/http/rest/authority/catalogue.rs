//! Products, the queue of those that wait, and writing to the team.

use domain::Scope;
use serde_json::{Value, json};

use super::{ACCOUNTS, ANYBODY, Asked, Row, Who};

const ADMIN: &[Who] = &[Who::Admin];

/// An address of a shop that is known to refuse, so that nobody is asked.
const REFUSING: &str = "https%3A%2F%2Fwww.amazon.co.uk%2Fdp%2FB01H24LM58";

/// A product that no other test has the link of.
fn product(asked: &Asked) -> Value {
    let page = format!("https://shop.example/new-{}", asked.world.share);
    json!({ "details": "Kite", "productUrl": page, "price": "12.50", "currency": "EUR" })
}

/// What these operations are asked with. Where two scopes do, none is named here.
pub fn row(operation: &str, asked: &Asked) -> Option<Row> {
    let (own, catalogued) = (asked.world.product, asked.world.catalogued);
    let write = Some(Scope::ListsWrite);
    Some(match operation {
        "POST /products" => Row::new("/products", None, ADMIN).with(product(asked)),
        "GET /products/{id}" => Row::new(format!("/products/{catalogued}"), None, ANYBODY),
        "DELETE /products/{id}" => Row::new(format!("/products/{catalogued}"), None, ADMIN),
        "GET /products/url/{url}" => Row::new(format!("/products/url/{REFUSING}"), None, ACCOUNTS),
        "GET /products/query/metadata/{url}" => {
            Row::new(format!("/products/query/metadata/{REFUSING}"), None, ACCOUNTS)
        }
        "POST /notfound" => {
            let made =
                json!({ "brand": "Oak", "details": "Swing", "url": "https://shop.example/s" });
            Row::new("/notfound", write, ACCOUNTS).with(made)
        }
        "GET /notfound/{id}" => {
            let may = &[Who::Owner, Who::CoOwner, Who::Admin];
            Row::new(format!("/notfound/{own}"), None, may)
        }
        // It is on a list, which only its maker is told.
        "DELETE /notfound/{id}" => Row::new(format!("/notfound/{own}"), write, &[Who::Owner]),
        "POST /contact" => {
            let email = format!("{}@example.org", asked.world.share.to_lowercase());
            let sent = json!({ "name": "Ada", "email": email, "message": "Hello" });
            Row::new("/contact", None, ANYBODY).with(sent)
        }
        "GET /tools/notfound" | "GET /tools/notfound/count" | "GET /catalogue" => {
            Row::new(operation.trim_start_matches("GET "), None, ADMIN)
        }
        "GET /tools/notfound/{id}" => Row::new(format!("/tools/notfound/{own}"), None, ADMIN),
        "POST /tools/notfound/{id}" => {
            Row::new(format!("/tools/notfound/{own}"), None, ADMIN).with(product(asked))
        }
        "POST /tools/notfound/{id}/merge" => {
            let into = json!({ "into": catalogued.to_string() });
            Row::new(format!("/tools/notfound/{own}/merge"), None, ADMIN).with(into)
        }
        "POST /tools/notfound/{id}/decline" => {
            let note = json!({ "note": "No page of a shop" });
            Row::new(format!("/tools/notfound/{own}/decline"), None, ADMIN).with(note)
        }
        "POST /tools/products" => Row::new("/tools/products", None, ADMIN).with(product(asked)),
        "GET /tools/products/{id}" => {
            Row::new(format!("/tools/products/{catalogued}"), None, ADMIN)
        }
        "PUT /tools/products/{id}" => {
            Row::new(format!("/tools/products/{catalogued}"), None, ADMIN).with(product(asked))
        }
        "GET /tools/products/check/{id}" => {
            Row::new(format!("/tools/products/check/{catalogued}"), None, ADMIN)
        }
        "POST /tools/products/{id}/hide" => {
            Row::new(format!("/tools/products/{catalogued}/hide"), None, ADMIN)
        }
        "GET /tools/query/metadata/{url}" => {
            Row::new(format!("/tools/query/metadata/{REFUSING}"), None, ADMIN)
        }
        "GET /catalogue/{id}" => Row::new(format!("/catalogue/{catalogued}"), None, ADMIN),
        "PUT /catalogue/{id}" => {
            Row::new(format!("/catalogue/{catalogued}"), None, ADMIN).with(product(asked))
        }
        _ => return None,
    })
}
