//! What programs send: JSON, whatever the content type says.

use std::fmt;

use app::error::AppError;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::StatusCode,
};
use http_body_util::{BodyExt as _, Collected, LengthLimitError};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;
use tokio::sync::Semaphore;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, Type},
};

use super::{Rest, refused::Refused};
use crate::strict::Strict;

/// The body, which must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent<T>(pub T);

/// The body, or what stands for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaybeSent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Rest> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &Rest) -> Result<Self, Refused> {
        match json(request.into_body()).await? {
            None => Err(missing(NO_BODY)),
            Some(Value::Null) => Err(missing("API Event Body was empty.")),
            Some(value) => read(value).map(Self),
        }
    }
}

impl<T: DeserializeOwned + Default> FromRequest<Rest> for MaybeSent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &Rest) -> Result<Self, Refused> {
        match json(request.into_body()).await? {
            None | Some(Value::Null) => Ok(Self(T::default())),
            Some(value) => read(value).map(Self),
        }
    }
}

/// The JSON of a body, if there is any.
async fn json(body: Body) -> Result<Option<Value>, Refused> {
    parsed(&whole(body).await?)
}

/// A body, once all of it is there.
///
/// # Errors
/// 413 for one that is too large, 400 for one that breaks off.
pub(super) async fn whole(body: Body) -> Result<Bytes, Refused> {
    body.collect().await.map(Collected::to_bytes).map_err(|error| unread(&error))
}

/// So many files are read at once: each takes up to five mebibytes while it arrives.
static READING: Semaphore = Semaphore::const_new(24);

/// A file, once all of it is there.
///
/// # Errors
/// As [`whole`]; 503 where too many come at once.
pub(super) async fn whole_file(body: Body) -> Result<Bytes, Refused> {
    let reading = READING.try_acquire().map_err(|_| AppError::Busy);
    let _reading = reading?;
    whole(body).await
}

fn unread(error: &axum::Error) -> Refused {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<LengthLimitError>() {
            return malformed().under(StatusCode::PAYLOAD_TOO_LARGE);
        }
        cause = inner.source();
    }
    malformed()
}

/// What the original said of a body that is no JSON, and of one of which there is nothing.
const NO_BODY: &str = "API Event did not contain a valid body.";

fn malformed() -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, "malformed", NO_BODY)
}

fn missing(said: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, "body_missing", said)
}

/// Reads JSON in which no key stands twice: which of the two would hold differs from program to
/// program.
fn parsed(bytes: &Bytes) -> Result<Option<Value>, Refused> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    let strict: Result<Strict, _> = serde_json::from_slice(bytes);
    strict.map(|Strict(value)| Some(value)).map_err(|_| malformed())
}

/// Reads what a route takes. What it does not know is ignored.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, Refused> {
    // Of a list, serde would take the values for those of the keys, one after the other.
    if !value.is_object() {
        let said = "The body must be a JSON object.";
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", said));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner().to_string();
        let missing = inner.strip_prefix("missing field `");
        let missing = missing.and_then(|rest| rest.split('`').next());
        match missing {
            Some(key) if path == "." => Refused::field(key, "required"),
            Some(key) => Refused::field(format!("{path}.{key}"), "required"),
            // As of words that are read elsewhere, such as an occasion.
            None if inner.starts_with("unknown variant ") => Refused::field(path, "not_a_choice"),
            None => Refused::field(path, "mistyped"),
        }
    })
}

/// A whole number, or its text, where the original took both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Number(pub i64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_i64().or_else(|| integral(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| D::Error::custom("not a whole number"))
    }
}

/// `2.0` is a whole number in JSON as well.
fn integral(number: f64) -> Option<i64> {
    let fits = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0;
    fits.then(|| format!("{number:.0}").parse().ok()).flatten()
}

impl PartialSchema for Number {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer);
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^-?[0-9]{1,15}$"));
        OneOfBuilder::new()
            .item(number)
            .item(text)
            .description(Some("A whole number, or its text."))
            .into()
    }
}

impl ToSchema for Number {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wish {
        title: String,
        quantity: Option<Number>,
    }

    fn code<T: DeserializeOwned + fmt::Debug>(text: &[u8]) -> String {
        let body = Bytes::copy_from_slice(text);
        let refused = parsed(&body).and_then(|sent| read::<T>(sent.unwrap())).unwrap_err();
        format!("{refused:?}")
    }

    fn sent(text: &'static str) -> Wish {
        read(parsed(&Bytes::from_static(text.as_bytes())).unwrap().unwrap()).unwrap()
    }

    // R10.1
    #[test]
    fn numbers_may_be_text_and_unknown_fields_are_ignored() {
        let wish = |quantity| Wish { title: "Cot".to_owned(), quantity };
        let text = r#"{"title": "Cot", "quantity": "2", "other": {"deep": [1, null, true]}}"#;
        assert_eq!(sent(text), wish(Some(Number(2))));
        assert_eq!(sent(r#"{"title": "Cot", "quantity": -2}"#), wish(Some(Number(-2))));
        assert_eq!(sent(r#"{"title": "Cot", "quantity": 2.0}"#), wish(Some(Number(2))));
        assert_eq!(sent(r#"{"quantity": null, "title": "Cot"}"#), wish(None));
    }

    // R10.1
    #[test]
    fn what_is_no_json_is_malformed() {
        let deep = [b"[".repeat(10_000), b"]".repeat(10_000)].concat();
        let bad: [&[u8]; 7] =
            [b"{", b"\xff\xfe", b"{\"title\": \"\xff\"}", b"{'a': 1}", b"1e999", &deep, b"{} {}"];
        for text in bad {
            assert!(code::<Value>(text).contains("malformed"), "{text:?}");
        }
        assert!(code::<Wish>(br#"{"title": "a", "title": "b"}"#).contains("malformed"));
        assert!(code::<Wish>(br#"{"title": "a", "x": {"y": 1, "y": 2}}"#).contains("malformed"));
    }

    #[test]
    fn nothing_is_told_from_null() {
        for (text, sent) in [("", None), (" \n", None), ("null", Some(Value::Null))] {
            assert_eq!(parsed(&Bytes::from_static(text.as_bytes())).unwrap(), sent, "{text:?}");
        }
    }

    #[test]
    fn a_wrong_field_is_named() {
        let missing = Refused::field("title", "required");
        assert_eq!(code::<Wish>(b"{}"), format!("{missing:?}"));
        let mistyped = Refused::field("quantity", "mistyped");
        for quantity in ["\"two\"", "2.5", "[2]", "true", "1e300"] {
            let text = format!("{{\"title\": \"x\", \"quantity\": {quantity}}}");
            assert_eq!(code::<Wish>(text.as_bytes()), format!("{mistyped:?}"));
        }
        assert_eq!(serde_json::to_value(Number(3)).unwrap(), json!(3));
    }

    // R10.1
    #[test]
    fn a_body_is_an_object() {
        for other in ["[]", r#"["Cot", 2]"#, r#""Cot""#, "7", "true"] {
            assert!(code::<Wish>(other.as_bytes()).contains("JSON object"), "{other}");
        }
    }
}
