//! The examples of the document are true: each fits its schema, each is taken by a running site, and
//! whatever is answered is what the document says.

use serde_json::Value;

use super::{Operation, document, operations, resolved, schema::differences};
use crate::{
    rest::{
        authority::{self, Asked},
        support::call,
    },
    site::{run, start},
};

/// What stands in examples for the id of something that is there.
const SOME_ID: &str = "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";

/// Operations that are refused on the list on which they are tried, and why. Their refusals are as the
/// document says all the same.
const REFUSED: [(&str, &str); 10] = [
    ("POST /lists/{id}/reopen", "it is open"),
    ("DELETE /bin/{id}", "it is not in the bin"),
    ("POST /lists/{id}/leave", "its owner stays"),
    ("DELETE /lists/{id}/people/{userid}", "its owner stays"),
    ("DELETE /lists/{id}/product/{productid}", "something of it is promised"),
    ("POST /lists/{id}/product/{productid}/picture", "what is sent is no picture"),
    ("POST /lists/{id}/cover", "what is sent is no picture"),
    ("POST /lists/{id}/thanks/{reservationid}/note", "the giver's address is not confirmed"),
    ("DELETE /reservations/{id}/purchase", "it is not bought"),
    ("DELETE /notfound/{id}", "it is on a list"),
];

// R10.3
#[test]
fn every_body_has_an_example_and_it_fits() {
    let document = document();
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let Some(body) = operation.body(&document) else { continue };
        match body.get("example") {
            None => wrong.push(format!("{} has no example", operation.name)),
            Some(example) => {
                let found = differences(&document, &body["schema"], example);
                wrong.extend(found.into_iter().map(|it| format!("{}: {it}", operation.name)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// R10.3
#[test]
fn every_example_of_a_field_fits() {
    let document = document();
    let mut wrong = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        within(&document, schema, name, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tries the examples of a schema and of those in it.
fn within(document: &Value, schema: &Value, place: &str, wrong: &mut Vec<String>) {
    for example in schema["examples"].as_array().into_iter().flatten() {
        let found = differences(document, schema, example);
        wrong.extend(found.into_iter().map(|it| format!("{place}: {it}")));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        within(document, property, &format!("{place}.{name}"), wrong);
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        for inner in schema[part].as_array().into_iter().flatten() {
            within(document, inner, place, wrong);
        }
    }
    if schema["items"].is_object() {
        within(document, &schema["items"], &format!("{place}[]"), wrong);
    }
}

// R10.3
#[test]
fn every_example_is_taken_and_every_answer_is_as_it_is_told() {
    run(async {
        let document = document();
        let site = start(|_| {}).await;
        let mut wrong = Vec::new();
        for (name, _) in REFUSED {
            if !operations(&document).iter().any(|operation| operation.name == name) {
                wrong.push(format!("there is no {name}"));
            }
        }
        let readers = Asked::new(&site).await;
        for operation in operations(&document) {
            // What changes something has a list of its own.
            let fresh = match operation.method.as_str() {
                "GET" => None,
                _ => Some(Asked::new(&site).await),
            };
            let asked = fresh.as_ref().unwrap_or(&readers);
            // Who may ask for what is new is missed elsewhere.
            let Some(row) = authority::row(&operation.name, asked) else { continue };
            let Some(who) = row.may.first() else { continue };
            let example = operation.body(&document).and_then(|body| body.get("example"));
            let example = example.map(|example| with_ids(&operation, example, asked));
            let (body, token) = (example.or(row.body), asked.token(*who));
            let (status, headers, answer) =
                call(&site, &operation.method, &row.path, token, body).await;
            let said = format!("{} for {who:?}: {status} {answer}", operation.name);
            let refused = REFUSED.iter().find(|(name, _)| *name == operation.name);
            match (status.is_success(), refused) {
                (true, Some((_, why))) => wrong.push(format!("{said} (taken, although {why})")),
                (false, None) => wrong.push(format!("{said} (refused)")),
                _ => {}
            }
            let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
            let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default();
            let found = answered(&document, &operation, status.as_u16(), kind, &answer);
            wrong.extend(found.into_iter().map(|it| format!("{said} ({it})")));
        }
        site.stop().await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// The example with ids of what is there.
fn with_ids(operation: &Operation, example: &Value, asked: &Asked) -> Value {
    let there = match operation.name.as_str() {
        "POST /tools/notfound/{id}/merge" => asked.world.catalogued,
        _ => asked.world.product,
    };
    serde_json::from_str(&example.to_string().replace(SOME_ID, &there.to_string())).unwrap()
}

/// What of an answer the document does not say.
fn answered(
    document: &Value,
    operation: &Operation,
    status: u16,
    kind: &str,
    answer: &Value,
) -> Vec<String> {
    let responses = operation.said["responses"].as_object().unwrap();
    let Some(told) = responses.get(&status.to_string()) else {
        return vec![format!("the document does not know {status}")];
    };
    let told = resolved(document, told);
    let Some(contents) = told["content"].as_object() else {
        let nothing = answer.is_null();
        return (!nothing).then(|| "the document knows no body".to_owned()).into_iter().collect();
    };
    let Some(content) = contents.get(kind) else {
        return vec![format!("the document does not know {kind:?}")];
    };
    match kind {
        "application/json" => differences(document, &content["schema"], answer),
        _ => vec![],
    }
}
