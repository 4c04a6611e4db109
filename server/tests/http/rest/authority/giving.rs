//! Shared lists, promises, and their news.

use domain::Scope;
use serde_json::json;

use super::{ACCOUNTS, ANYBODY, Asked, GIVERS, OWNERS, Row};

/// What these operations are asked with.
pub fn row(operation: &str, asked: &Asked) -> Option<Row> {
    let Asked { world, giver, given, mailed, .. } = asked;
    let (share, gives) = (&world.share, Some(Scope::Reservations));
    let promise = |what: &str| Row::new(format!("/reservations/{given}/{what}"), gives, ANYBODY);
    Some(match operation {
        // Whoever holds the link.
        "GET /lists/{id}/shared" => Row::new(format!("/lists/{share}/shared"), None, ANYBODY),
        "POST /lists/{id}/pass" => Row::new(format!("/lists/{share}/pass"), None, ANYBODY)
            .with(json!({ "passcode": "lamb" })),
        // A stream has no end: who may listen is asked in `reservations`.
        "GET /lists/{id}/events" => Row::new("/lists/x/events", None, &[]),
        "POST /lists/{id}/reserve/{productid}/email/{email}" => {
            let (product, email) = (&world.product, &world.other.email);
            let path = format!("/lists/{share}/reserve/{product}/email/{email}");
            Row::new(path, gives, GIVERS).with(json!({ "name": "Eve", "quantity": 1 }))
        }
        // Whoever holds the manage token and knows the address. More of it is reserving.
        "PUT /lists/reserve/{id}/email/{email}" => {
            Row::new(format!("/lists/reserve/{given}/email/{}", giver.email), gives, GIVERS)
                .with(json!({ "quantity": 2 }))
        }
        "DELETE /lists/reserve/{id}/email/{email}" => {
            Row::new(format!("/lists/reserve/{given}/email/{}", giver.email), gives, ANYBODY)
        }
        "PUT /lists/purchase/{reservationid}/email/{email}" => {
            Row::new(format!("/lists/purchase/{given}/email/{}", giver.email), gives, ANYBODY)
        }
        "GET /lists/reservation/{id}" => {
            Row::new(format!("/lists/reservation/{given}"), None, ANYBODY)
        }
        // By its plain id the promise of a guest is nobody's but theirs who look after a list that
        // shows it. Of two scopes either will do, for what it is about.
        "DELETE /lists/reservation/{id}" => {
            Row::new(format!("/lists/reservation/{}", world.reservation), None, OWNERS)
        }
        "POST /reservations/{id}/purchase" | "DELETE /reservations/{id}/purchase" => {
            promise("purchase")
        }
        // Nobody confirms an address who has not read the mail.
        "POST /reservations/{id}/confirm" => {
            Row::new(format!("/reservations/{mailed}/confirm"), gives, ANYBODY)
        }
        "PUT /reservations/{id}/reminder" => promise("reminder").with(json!({ "wanted": false })),
        "DELETE /reservations/{id}/giver" => promise("giver"),
        "POST /reservations/links" => {
            Row::new("/reservations/links", gives, ANYBODY).with(json!({ "email": giver.email }))
        }
        "GET /me/reservations" => Row::new("/me/reservations", gives, ACCOUNTS),
        _ => return None,
    })
}
