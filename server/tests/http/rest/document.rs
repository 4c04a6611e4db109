//! The document that describes the API (R10.3): every operation is told whole, whatever it refers to
//! is there, its examples are true, and what it takes is all that is taken.

mod examples;
mod malformed;
mod refusals;
mod schema;

use std::collections::BTreeSet;

use domain::{Scope, exchange::Column};
use serde_json::{Value, json};

use crate::site::{run, start};

/// The methods of operations, as the document spells them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The document, as the program makes it.
fn document() -> Value {
    serde_json::to_value(server::http::rest::document()).unwrap()
}

/// One operation.
struct Operation {
    /// `GET /lists/{id}`.
    name: String,
    /// `GET`.
    method: String,
    /// What the document says of it.
    said: Value,
}

/// All of them.
fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            let Some(said) = methods.get(method) else { continue };
            let name = format!("{} {path}", method.to_uppercase());
            all.push(Operation { name, method: method.to_uppercase(), said: said.clone() });
        }
    }
    assert!(all.len() > 32, "the operations of the original, and more");
    all
}

/// What a reference leads to, or the value itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        None => value,
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            let found = document.pointer(pointer);
            resolved(document, found.unwrap_or_else(|| panic!("{reference} leads nowhere")))
        }
    }
}

impl Operation {
    /// What a JSON body of a request is like, if it takes one.
    fn body<'a>(&'a self, document: &'a Value) -> Option<&'a Value> {
        resolved(document, self.said.get("requestBody")?).pointer("/content/application~1json")
    }

    /// Each status with what is said of it.
    fn responses<'a>(&'a self, document: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let responses = self.said["responses"].as_object().unwrap();
        responses.iter().map(|(status, said)| (status.as_str(), resolved(document, said))).collect()
    }

    /// The scopes that a token needs; none where nobody needs a token, or where it is no must.
    fn scopes(&self) -> Option<Vec<String>> {
        let ways = self.said["security"].as_array()?;
        let token = |way: &Value| {
            let scopes = way["token"].as_array()?.iter();
            Some(scopes.map(|scope| scope.as_str().unwrap().to_owned()).collect())
        };
        ways.iter().map(token).collect::<Option<Vec<_>>>()?.pop()
    }
}

// R10.3
#[test]
fn the_document_is_the_one_that_was_looked_at() {
    insta::assert_json_snapshot!("openapi", document());
}

// R10.3
#[test]
fn the_document_is_served_as_it_is() {
    run(async {
        let site = start(|_| {}).await;
        let answer = site.get("/api/v1/openapi.json", &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
        let served: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(served["paths"], document()["paths"]);
        assert_eq!(served["components"], document()["components"]);
        assert!(served["openapi"].as_str().unwrap().starts_with("3.1"));
        answer.assert_guarded();
        site.stop().await;
    });
}

// R10.3
#[test]
fn a_page_shows_it_and_loads_nothing_of_others() {
    run(async {
        let site = start(|_| {}).await;
        let page = site.get("/api/v1/docs", &[("accept-language", "de")]).await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(page.body.contains("lang=\"de\""), "{}", page.body);
        assert!(page.body.contains("<code>GET /lists/{id}/shared</code>"), "{}", page.body);
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        page.assert_guarded();
        for (file, kind) in [
            ("begin.js", "text/javascript"),
            ("page.css", "text/css"),
            ("swagger-ui.css", "text/css"),
            ("swagger-ui-bundle.js", "text/javascript"),
        ] {
            assert!(page.body.contains(&format!("\"/api/v1/docs/{file}\"")), "{file}");
            let answer = site.get(&format!("/api/v1/docs/{file}"), &[]).await;
            assert_eq!(answer.status, 200, "{file}");
            assert!(answer.header("content-type").starts_with(kind), "{file}");
        }
        assert_eq!(site.get("/api/v1/docs/swagger-initializer.js", &[]).await.status, 404);
        site.stop().await;
    });
}

// R10.3
#[test]
fn every_operation_is_told_whole() {
    let document = document();
    let tags = document["tags"].as_array().unwrap().iter();
    let tags: BTreeSet<_> = tags.map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let Operation { name, said, .. } = &operation;
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{name}: {what}"));
            }
        };
        let summary = said["summary"].as_str().unwrap_or_default();
        expect(!summary.is_empty() && summary.len() <= 100, "a summary of one line");
        let tagged = said["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
        let known = matches!(tagged, [tag] if tags.contains(tag.as_str().unwrap_or_default()));
        expect(known, "one tag that the document knows");
        expect(ids.insert(said["operationId"].to_string()), "an id of its own");
        match operation.scopes() {
            Some(scopes) => {
                expect(scopes.iter().all(|scope| Scope::parse(scope).is_ok()), "scopes there are");
                let statuses: Vec<_> = operation.responses(&document);
                let refused = |wanted| statuses.iter().any(|(status, _)| *status == wanted);
                expect(refused("401") && refused("403"), "401 and 403, since it needs a token");
            }
            // Why it needs none.
            None => expect(
                !said["description"].as_str().unwrap_or_default().is_empty(),
                "why anybody may",
            ),
        }
        let known = json!({ "$ref": "#/components/parameters/IfNoneMatch" });
        let parameters = said["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let saves = operation.responses(&document).iter().any(|(status, _)| *status == "304");
        expect(parameters.contains(&known) == saves, "If-None-Match where there is a 304");
        for (status, response) in operation.responses(&document) {
            expect(response["description"].is_string(), &format!("words for {status}"));
            if status.starts_with('4') || status.starts_with('5') {
                let schema = &response["content"]["application/json"]["schema"];
                let problem = schema["$ref"] == "#/components/schemas/Problem";
                expect(problem, &format!("the one body of refusals under {status}"));
            }
        }
        let fine =
            operation.responses(&document).into_iter().any(|(status, _)| status.starts_with('2'));
        expect(fine, "what is answered if all is well");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// R10.3, R3.9
#[test]
fn what_a_gift_in_a_file_may_say_is_told() {
    let document = document();
    let told = document["paths"]["/lists/{id}/import"]["post"]["description"].as_str().unwrap();
    for column in Column::ALL {
        let key = format!("`{}`", column.title().replace(' ', "_"));
        let counts = matches!(column, Column::Reserved | Column::Purchased);
        assert_eq!(told.contains(&key), !counts, "{key}");
    }
}

// R10.3
#[test]
fn every_reference_leads_somewhere_and_everything_is_led_to() {
    let document = document();
    let mut led_to = BTreeSet::new();
    references(&document, &mut led_to);
    for reference in &led_to {
        let pointer = reference.strip_prefix('#').expect(reference);
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for kind in ["schemas", "responses"] {
        for name in
            document["components"][kind].as_object().into_iter().flatten().map(|(name, _)| name)
        {
            let reference = format!("#/components/{kind}/{name}");
            assert!(led_to.contains(&reference), "nothing leads to {reference}");
        }
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_owned());
            }
            map.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}
