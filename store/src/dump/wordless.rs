//! Rows without the words of somebody who was erased.

use serde_json::{Map, Value as Json};

use crate::table::{Subject, Table};

/// What stands where a word must.
const GONE: &str = "–";

/// Whose words a row holds.
pub(super) fn subject(table: &Table, key: &str, row: &Map<String, Json>) -> Option<String> {
    match table.subject {
        Subject::None => None,
        Subject::Itself => Some(key.to_owned()),
        Subject::Of(field) => named(row, field),
        Subject::OfOrItself(field, owned) => {
            named(row, field).or_else(|| named(row, owned).map(|_| key.to_owned()))
        }
    }
}

/// Takes the words out of a row. Answers whether anything is left by which the row can be told.
pub(super) fn strip(table: &Table, row: &mut Map<String, Json>) -> bool {
    for field in table.personal {
        row.remove(*field);
    }
    !table.personal.contains(&"id")
}

/// Puts something where a word must stand and none does. The schema does so where a row stays for
/// good; the rest is taken away again once the store is whole, as the erasure did.
pub(super) fn fill(table: &Table, key: &str, row: &mut Map<String, Json>) {
    let address = || Json::from(format!("{key}@erased.invalid"));
    let words: &[&str] = match table.name {
        "person" | "sign_up" => &["name", "email", "email_key"],
        "contact" => &["name", "email", "message"],
        "api_token" => &["name"],
        "form" => &["contents"],
        _ => &[],
    };
    for word in words {
        let stands = || if word.starts_with("email") { address() } else { Json::from(GONE) };
        row.entry(*word).or_insert_with(stands);
    }
    // Nobody can use an invitation by mail whose address is forgotten.
    let is = |field: &str, word: &str| row.get(field).is_some_and(|json| json == word);
    let waits = is("way", "mail") && is("state", "waiting") && !row.contains_key("email");
    if table.name == "invitation" && waits {
        row.insert("state".to_owned(), Json::from("taken_back"));
    }
}

/// The record that a field names.
fn named(row: &Map<String, Json>, field: &str) -> Option<String> {
    let [_, key] = row.get(field)?.get("$record")?.as_array()?.as_slice() else { return None };
    key.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::table::table;

    fn row(json: Json) -> Map<String, Json> {
        json.as_object().unwrap().clone()
    }

    #[test]
    fn words_are_of_whom_the_table_says() {
        let list = json!({ "$record": ["list", "l"] });
        let person = json!({ "$record": ["person", "p"] });
        let of = |name: &str, json| subject(table(name).unwrap(), "k", &row(json));
        assert_eq!(of("person", json!({})).as_deref(), Some("k"));
        assert_eq!(of("address", json!({ "person": person.clone() })).as_deref(), Some("p"));
        assert_eq!(of("wants", json!({ "in": list.clone() })).as_deref(), Some("l"));
        assert_eq!(of("product", json!({ "made_for": list })).as_deref(), Some("l"));
        assert_eq!(of("product", json!({ "draft_of": person })).as_deref(), Some("k"));
        assert_eq!(of("product", json!({})), None);
        assert_eq!(of("outbox", json!({})), None);
    }

    #[test]
    fn without_words_a_row_stands_as_far_as_it_must() {
        let person = table("person").unwrap();
        let mut ada = row(json!({ "name": "Ada", "email": "ada@example.org", "version": 3 }));
        assert!(strip(person, &mut ada));
        fill(person, "p1", &mut ada);
        assert_eq!(ada["name"], "–");
        assert_eq!(ada["email_key"], "p1@erased.invalid");
        assert_eq!(ada["version"], 3);
        assert!(!strip(table("address").unwrap(), &mut row(json!({}))));
        let mut known = row(json!({ "name": "Ada" }));
        fill(person, "p1", &mut known);
        assert_eq!(known["name"], "Ada");
    }
}
