//! Rows of tokens, and of answers that are kept for programs.

use chrono::{DateTime, Utc};
use domain::{ApiToken, ApiTokenKey, Scope, Scopes, TokenName};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{id_of, record, rows},
};

rows! {
    "api_token" ApiTokenRow {
        person: RecordId,
        digest: String,
        name: String,
        scopes: Vec<String>,
        made_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    }
    "api_token_use" ApiTokenUseRow {
        used_at: DateTime<Utc>,
    }
    "kept_answer" KeptAnswerRow {
        fingerprint: String,
        begun_at: DateTime<Utc>,
        until: DateTime<Utc>,
        answer: Option<String>,
    }
}

/// How far a request has come that is done once.
pub(crate) enum Progress<'a> {
    /// It was begun.
    Begun,
    /// It was done, and not answered yet.
    Acted,
    /// It was answered like this, sealed.
    Answered(&'a str),
}

impl KeptAnswerRow {
    /// How far the request has come. What was done has an empty answer, until there is one.
    pub(crate) fn progress(&self) -> Progress<'_> {
        match self.answer.as_deref() {
            None => Progress::Begun,
            Some("") => Progress::Acted,
            Some(sealed) => Progress::Answered(sealed),
        }
    }

    /// The row of the same request once it was done.
    pub(crate) fn acted(self) -> Self {
        Self { answer: Some(String::new()), ..self }
    }
}

impl ApiTokenRow {
    /// The row of a new token with this digest.
    pub(crate) fn new(token: &ApiToken, key: &ApiTokenKey) -> Self {
        Self {
            id: record("api_token", token.id),
            version: 0,
            person: record("person", token.person),
            digest: key.as_str().to_owned(),
            name: token.name.to_string(),
            scopes: token.scopes.iter().map(Scope::code).map(str::to_owned).collect(),
            made_at: token.made_at,
            expires_at: token.expires_at,
        }
    }
}

impl TryFrom<ApiTokenRow> for ApiToken {
    type Error = StoreError;

    fn try_from(row: ApiTokenRow) -> Result<Self, StoreError> {
        let name = TokenName::parse(&row.name);
        let scopes = Scopes::parse(row.scopes.iter().map(String::as_str));
        Ok(Self {
            id: id_of(&row.id)?,
            person: id_of(&row.person)?,
            name: name.map_err(|why| StoreError::spoilt("token's name", why))?,
            scopes: scopes.map_err(|why| StoreError::spoilt("scope", why))?,
            made_at: row.made_at,
            expires_at: row.expires_at,
        })
    }
}
