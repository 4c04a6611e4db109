//! Whether a value is as the document says.

use boon::{Compiler, Draft, Schemas};
use serde_json::{Value, json};

/// Where the schema stands while it is looked at; nothing is fetched.
const PLACE: &str = "urn:schema-of-the-document";

/// Says what of a value is otherwise than a schema of the document wants it.
pub fn differences(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let whole = json!({ "components": document["components"], "allOf": [schema] });
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.set_default_draft(Draft::V2020_12);
    compiler.enable_format_assertions();
    compiler.add_resource(PLACE, whole).unwrap();
    let compiled = compiler.compile(PLACE, &mut schemas);
    let compiled = compiled.unwrap_or_else(|error| panic!("{error} in {schema}"));
    match schemas.validate(value, compiled) {
        Ok(()) => vec![],
        Err(wrong) => vec![format!("{wrong:#}")],
    }
}

#[test]
fn a_difference_is_named() {
    let document = json!({ "components": { "schemas": {
        "Gift": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
    } } });
    let schema = json!({ "$ref": "#/components/schemas/Gift" });
    assert_eq!(differences(&document, &schema, &json!({ "name": "Lamp" })), [""; 0]);
    assert_eq!(differences(&document, &schema, &json!({ "name": 1 })).len(), 1);
    assert_eq!(differences(&document, &schema, &json!({})).len(), 1);
}
