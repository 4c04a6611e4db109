//! Tokens by which programs act for somebody (R10.2).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{ApiToken, ApiTokenForm, ApiTokenId};

use crate::{error::AppError, session::Visit};

/// A token, as its person sees it. Its text is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCard {
    /// The token.
    pub token: ApiToken,
    /// When it was last used, give or take ten minutes; none where it never was.
    pub used_at: Option<DateTime<Utc>>,
    /// Whether its time is over.
    pub over: bool,
}

/// What people do with their tokens. Making and revoking asks for somebody who has shown just now
/// who they are (R2.8).
#[async_trait]
pub trait Tokens: Send + Sync {
    /// All of them, the newest first.
    async fn list(&self, visit: &Visit) -> Result<Vec<TokenCard>, AppError>;
    /// Makes one, and mails its person that there is one.
    async fn make(&self, visit: &Visit, form: ApiTokenForm) -> Result<ApiTokenId, AppError>;
    /// The text of a token, for ten minutes after it was made; nothing afterwards.
    async fn just_made(&self, visit: &Visit, made: &str) -> Result<Option<String>, AppError>;
    /// Revokes one: from then on it is worth nothing.
    async fn revoke(&self, visit: &Visit, token: ApiTokenId) -> Result<(), AppError>;
}
