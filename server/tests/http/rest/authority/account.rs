//! Somebody's own account and tokens.

use domain::Scope;
use serde_json::json;

use super::{ACCOUNTS, Asked, Row};

/// What these operations are asked with.
pub fn row(operation: &str, _asked: &Asked) -> Option<Row> {
    let (read, write) = (Some(Scope::ListsRead), Some(Scope::ListsWrite));
    Some(match operation {
        "GET /me" => Row::new("/me", None, ACCOUNTS),
        "PUT /me" => Row::new("/me", write, ACCOUNTS).with(json!({ "name": "Ada" })),
        "GET /sessions" => Row::new("/sessions", read, ACCOUNTS),
        "DELETE /sessions" => Row::new("/sessions", write, ACCOUNTS),
        // Nobody has this one, and there is no other that all of them have.
        "DELETE /sessions/{id}" => Row::new("/sessions/x", write, &[]),
        "GET /tokens" => Row::new("/tokens", read, ACCOUNTS),
        "DELETE /tokens/{id}" => Row::new("/tokens/x", write, &[]),
        _ => return None,
    })
}
