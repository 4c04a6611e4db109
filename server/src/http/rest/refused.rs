//! How the API refuses: one body for everything.

use std::collections::BTreeMap;

use app::error::AppError;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{DomainError, FieldErrors};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::{
    ToSchema,
    openapi::{
        ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder, Type,
        response::Response as Described,
    },
};

/// Why something was refused, as every refusal says it.
///
/// Beside these stands what else a program may need: `left` (`already_taken`), `taken`
/// (`below_taken`), `state` (`wrong_state`), `giftId` (`on_list_already`), `productId`
/// (`in_catalogue_already`, `peer_failed`), `problem` (`file_unreadable`), `rows` (`rows_invalid`),
/// `scope` (`scope_missing`), `reference` (`internal`).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What is wrong, in English, for whoever reads a program's log. May be reworded.
    #[schema(examples("List 0198c4 does not exist."))]
    error: String,
    /// A word that never changes, for programs.
    #[schema(examples("not_found"))]
    code: String,
    /// The fields that need another value, where that is what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<WrongField>>,
    /// What else a program may need, such as how many are `left`.
    #[serde(flatten)]
    #[schema(ignore)]
    more: Map<String, Value>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WrongField {
    /// Its name in the body, or of the parameter.
    pub field: String,
    /// A word that never changes, such as `required` or `too_long`.
    pub problem: String,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    status: StatusCode,
    code: &'static str,
    error: String,
    fields: Vec<WrongField>,
    retry_after: Option<u32>,
    more: Map<String, Value>,
}

impl Refused {
    /// A refusal in these words.
    pub fn new(status: StatusCode, code: &'static str, error: impl Into<String>) -> Self {
        Self {
            status,
            code,
            error: error.into(),
            fields: vec![],
            retry_after: None,
            more: Map::new(),
        }
    }

    /// What does not exist, or not for the one who asks, in these words.
    pub fn missing(said: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", said)
    }

    /// A body or a parameter of which a field needs another value.
    pub fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let (field, problem) = (field.into(), problem.into());
        let said = format!("The field {field} needs another value ({problem}).");
        let fields = vec![WrongField { field, problem }];
        Self { fields, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", said) }
    }

    /// Other words (the original's) where the refusal has this code.
    pub fn says(mut self, code: &str, error: impl Into<String>) -> Self {
        if self.code == code {
            self.error = error.into();
        }
        self
    }

    /// Something more that a program may need, under this name.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// The same where the body calls fields otherwise than our forms do, whose names come first.
    pub fn calling(mut self, names: &[(&str, &str)]) -> Self {
        for wrong in &mut self.fields {
            let other = names.iter().find(|(ours, _)| *ours == wrong.field);
            if let Some((ours, theirs)) = other {
                self.error = self.error.replace(ours, theirs);
                (*theirs).clone_into(&mut wrong.field);
            }
        }
        self
    }

    /// Other words (the original's) where a field is missing: of the first that is.
    pub fn lacking(mut self, said: fn(&str) -> String) -> Self {
        if let Some(missing) = self.fields.iter().find(|wrong| wrong.problem == "required") {
            self.error = said(&missing.field);
        }
        self
    }

    /// The same under another status, where a layer knows better what it is about.
    pub(super) fn under(mut self, status: StatusCode) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE && self.status != status {
            self.code = "too_large";
            "The body is larger than this route takes.".clone_into(&mut self.error);
        }
        self.status = status;
        self
    }

    /// Asks to wait for so many seconds.
    pub(super) fn retry_after(mut self, seconds: Option<u32>) -> Self {
        self.retry_after = seconds.or(self.retry_after);
        self
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        let status = StatusCode::from_u16(error.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut refused = Self::new(status, error.code(), said(&error));
        refused.retry_after = error.retry_after();
        refused.fields = error.fields().map(wrong_fields).unwrap_or_default();
        refused.more = more(&error);
        refused
    }
}

impl From<DomainError> for Refused {
    fn from(rule: DomainError) -> Self {
        AppError::from(rule).into()
    }
}

impl From<FieldErrors> for Refused {
    fn from(fields: FieldErrors) -> Self {
        AppError::from(fields).into()
    }
}

fn wrong_fields(errors: &FieldErrors) -> Vec<WrongField> {
    let wrong = |error: &domain::FieldError| WrongField {
        field: error.field.clone(),
        problem: error.problem.code().to_owned(),
    };
    errors.iter().map(wrong).collect()
}

/// What a refusal says besides.
fn more(error: &AppError) -> Map<String, Value> {
    let more = match error {
        AppError::Internal { reference } => json!({ "reference": reference }),
        AppError::Refused { rule } => match rule {
            DomainError::AlreadyTaken { left } => json!({ "left": left }),
            DomainError::WrongState { state } => json!({ "state": state.code() }),
            DomainError::BelowTaken { taken } => json!({ "taken": taken }),
            DomainError::OnListAlready { gift } => {
                json!({ "giftId": gift.uuid().hyphenated().to_string() })
            }
            DomainError::InCatalogueAlready { product } => {
                json!({ "productId": product.uuid().hyphenated().to_string() })
            }
            _ => Value::Null,
        },
        _ => Value::Null,
    };
    match more {
        Value::Object(more) => more,
        _ => Map::new(),
    }
}

/// What a program is told, unless the route says it in words of its own.
fn said(error: &AppError) -> String {
    match error {
        AppError::Refused { rule } => ruled(rule),
        AppError::SignInNeeded => "A token is needed: Authorization: Bearer ewl_...".to_owned(),
        AppError::FreshSignInNeeded => {
            "This needs a token with the scope admin, or the account page.".to_owned()
        }
        AppError::TooMany { retry_after } => {
            format!("Too many requests. Try again in {retry_after} seconds.")
        }
        AppError::Busy => "Too much is going on. Try again in a moment.".to_owned(),
        AppError::Internal { reference } => {
            format!("Something went wrong on our side. Name this to us: {reference}")
        }
        AppError::Transport => "The request could not be read.".to_owned(),
        other => sentence(&other.to_string()),
    }
}

fn ruled(rule: &DomainError) -> String {
    match rule {
        DomainError::NotFound => "It does not exist.".to_owned(),
        DomainError::ChangedMeanwhile => {
            "It was changed meanwhile. Read it again and repeat the change.".to_owned()
        }
        DomainError::Invalid { fields } => {
            let named: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
            format!("Some fields need another value: {}.", named.join(", "))
        }
        other => sentence(&other.to_string()),
    }
}

/// A text of an error as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self { status, code, error, fields, retry_after, more } = self;
        let fields = (!fields.is_empty()).then_some(fields);
        let problem = Problem { error, code: code.to_owned(), fields, more };
        let mut response = (status, Json(problem)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer realm=\"ewelists\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

/// The refusals that any endpoint may answer, for `responses(...)` of `#[utoipa::path]`. A route that
/// has something else to say under one of these statuses says it behind them.
pub enum Refusals {}

/// Each of them: its status, its name in the document, and when it is answered.
const REFUSALS: [(u16, &str, &str); 11] = [
    (400, "Malformed", "The request could not be read: no JSON, or a body that is missing."),
    (401, "TokenNeeded", "There is no token, or it is unknown, over or revoked."),
    (
        403,
        "NotAllowed",
        "The token lacks the scope, more must be shown than a token, or a page of another site asks \
         without one (`foreign_page`).",
    ),
    (404, "NotFound", "It does not exist, or not for the one who asks: the two look the same."),
    (
        409,
        "Conflict",
        "A rule refuses it as things are, or the same request is under way (`in_progress`), or was done \
         and its answer lost (`unknown_outcome`).",
    ),
    (
        412,
        "ChangedMeanwhile",
        "It was changed since the revision that If-Match names, or at the same moment.",
    ),
    (413, "TooLarge", "The body is larger than the route takes."),
    (422, "Invalid", "Some fields need another value, or an Idempotency-Key was used before."),
    (429, "TooMany", "Too many requests: Retry-After says when there is room."),
    (
        500,
        "Broken",
        "Something went wrong on our side: `reference` is what to name to us (`internal`).",
    ),
    (503, "Busy", "Too much is going on: trying again helps."),
];

/// These responses as components of the document.
pub fn described() -> impl Iterator<Item = (String, RefOr<Described>)> {
    REFUSALS.into_iter().map(|(status, name, about)| {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let mut described =
            ResponseBuilder::new().description(about).content("application/json", content);
        if matches!(status, 429 | 503) {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer);
            let wait = HeaderBuilder::new()
                .schema(Some(seconds))
                .description(Some("Seconds until it may be tried again."));
            described = described.header("Retry-After", wait.build());
        }
        (name.to_owned(), RefOr::T(described.build()))
    })
}

impl utoipa::IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let named = |(status, name, _): (u16, &str, &str)| {
            (status.to_string(), RefOr::Ref(Ref::from_response_name(name)))
        };
        REFUSALS.into_iter().map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    async fn told(refused: Refused) -> (StatusCode, Value) {
        let response = refused.into_response();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap())
    }

    // R10.1
    #[tokio::test]
    async fn a_refusal_says_what_is_wrong_in_words_and_in_a_word() {
        let taken = AppError::from(DomainError::AlreadyTaken { left: 2 });
        let (status, body) = told(taken.into()).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let expected =
            json!({ "error": "Already taken, 2 left.", "code": "already_taken", "left": 2 });
        assert_eq!(body, expected);
    }

    #[tokio::test]
    async fn fields_are_listed() {
        let errors = FieldErrors::one("title", domain::FieldProblem::Required);
        let (status, body) = told(AppError::from(errors).into()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(body["fields"], json!([{ "field": "title", "problem": "required" }]));
        assert_eq!(body["error"], "Some fields need another value: title.");
    }

    #[test]
    fn the_words_of_the_original_stand_where_they_belong() {
        let missing = || Refused::from(AppError::not_found());
        assert_eq!(missing(), Refused::missing("It does not exist."));
        let said = missing().says("not_found", "List 1 does not exist.");
        assert_eq!(said.error, "List 1 does not exist.");
        assert_eq!(missing().says("busy", "x").error, "It does not exist.");
    }

    // R10.1
    #[tokio::test]
    async fn fields_are_called_as_the_body_calls_them() {
        let mut errors = FieldErrors::one("welcome", domain::FieldProblem::Required);
        errors.push("title", domain::FieldProblem::Required);
        let refused = Refused::from(errors).calling(&[("welcome", "description")]);
        let (_, body) = told(refused.with("row", 3)).await;
        assert_eq!(body["fields"][0]["field"], "description");
        assert_eq!(body["error"], "Some fields need another value: description, title.");
        assert_eq!(body["row"], 3);
    }

    #[test]
    fn what_is_too_often_says_when_to_come_back() {
        let response = Refused::from(AppError::TooMany { retry_after: 7 }).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "7");
        let response = Refused::from(AppError::SignInNeeded).into_response();
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    }
}
