//! A record as it is written to the change log: JSON, with the types that JSON lacks spelled out, so
//! that it can be read without a database and comes back exactly as it was.

use serde_json::{Map, Value as Json, json};
use surrealdb::types::{Datetime, Number, Object, RecordId, RecordIdKey, Value};

/// A value as JSON; `None` for a kind that rows do not use.
pub(crate) fn to_json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::None | Value::Null => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Number(Number::Int(number)) => json!(number),
        Value::String(text) => json!(text),
        Value::Datetime(at) => json!({ "$at": at.into_inner().to_rfc3339() }),
        Value::RecordId(id) => json!({ "$record": [id.table.as_str(), key(id)?] }),
        Value::Array(items) => Json::Array(items.iter().map(to_json).collect::<Option<_>>()?),
        Value::Object(object) => Json::Object(to_map(object)?),
        _ => return None,
    })
}

/// An object as JSON. Fields without a value are left out.
pub(crate) fn to_map(object: &Object) -> Option<Map<String, Json>> {
    object
        .iter()
        .filter(|(_, value)| !value.is_nullish())
        .map(|(name, value)| Some((name.clone(), to_json(value)?)))
        .collect()
}

/// The value that reads like this; `None` for what [`to_json`] never writes.
pub(crate) fn from_json(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::None,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => Value::Number(Number::Int(number.as_i64()?)),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => {
            Value::Array(items.iter().map(from_json).collect::<Option<Vec<_>>>()?.into())
        }
        Json::Object(map) => tagged(map).or_else(|| from_map(map).map(Value::Object))?,
    })
}

/// The object that reads like this.
pub(crate) fn from_map(map: &Map<String, Json>) -> Option<Object> {
    let mut object = Object::new();
    for (name, json) in map {
        object.insert(name.clone(), from_json(json)?);
    }
    Some(object)
}

fn tagged(map: &Map<String, Json>) -> Option<Value> {
    if let Some(at) = map.get("$at") {
        let at: chrono::DateTime<chrono::Utc> = at.as_str()?.parse().ok()?;
        return Some(Value::Datetime(Datetime::from(at)));
    }
    let [table, key] = map.get("$record")?.as_array()?.as_slice() else { return None };
    Some(Value::RecordId(RecordId::new(table.as_str()?, key.as_str()?)))
}

/// A record's key. All of ours are texts.
pub(crate) fn key(id: &RecordId) -> Option<&str> {
    match &id.key {
        RecordIdKey::String(key) => Some(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use surrealdb::types::SurrealValue;

    use super::*;

    #[test]
    fn a_record_reads_back_as_it_was() {
        let mut object = Object::new();
        object.insert("id", RecordId::new("list", "0198"));
        object.insert("at", chrono::DateTime::<chrono::Utc>::from_timestamp_nanos(1_234_567_891));
        object.insert("count", 3_i64);
        object.insert("hidden", true);
        object.insert("words", "a \"quoted\" ⟨word⟩\n");
        object.insert("ids", vec![RecordId::new("a", "b")]);
        let json = to_map(&object).unwrap();
        let text = serde_json::to_string(&json).unwrap();
        let back = from_map(&serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(back.into_value(), object.into_value());
    }
}
