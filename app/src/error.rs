//! The one error that leaves through a server function, with the status it stands for.

use domain::{DomainError, FieldErrors};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::codec::JsonText;

/// Why something could not be done, as browsers and other clients are told. Texts are looked up by
/// [`code`](AppError::code) in the reader's language; nothing internal is in here.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// A rule refused it. 404 for what does not exist, 403 where a passcode is asked for and for an
    /// account that is suspended, 422 for fields, 412 for what is not any more as it was read, 409 for
    /// the rest.
    #[error("{rule}")]
    Refused {
        /// Which rule, and what it says.
        rule: DomainError,
    },
    /// 401: only for somebody who is signed in.
    #[error("sign in first")]
    SignInNeeded,
    /// 403: only for somebody who has shown just now who they are (R2.8).
    #[error("sign in once more first")]
    FreshSignInNeeded,
    /// 400: what came back from a provider does not belong to a sign-in that was begun in this
    /// browser within the last ten minutes, or does not prove anything (R2.6).
    #[error("the sign-in could not be completed")]
    SignInSpoilt,
    /// 503: the provider does not answer.
    #[error("the provider does not answer")]
    ProviderSilent,
    /// 409: that account elsewhere is joined to another account here.
    #[error("joined to another account")]
    JoinedElsewhere,
    /// 409: it is the only way to sign in that is left (R2.8).
    #[error("the last way to sign in")]
    LastWayIn,
    /// 422: no account with this address and password; which of the two is not said (R2.4).
    #[error("wrong address or password")]
    WrongSignIn,
    /// 429: too often.
    #[error("too many tries")]
    TooMany {
        /// After how many seconds it can be tried again.
        retry_after: u32,
    },
    /// 503: too much going on; trying again helps.
    #[error("busy")]
    Busy,
    /// 500: our fault.
    #[error("something went wrong ({reference})")]
    Internal {
        /// What the log calls it.
        reference: String,
    },
    /// 400: the request could not be read, or the answer did not arrive.
    #[error("the request could not be read")]
    Transport,
}

impl AppError {
    /// A word that never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { rule } => rule.code(),
            Self::SignInNeeded => "sign_in_needed",
            Self::FreshSignInNeeded => "fresh_sign_in_needed",
            Self::SignInSpoilt => "sign_in_spoilt",
            Self::ProviderSilent => "provider_silent",
            Self::JoinedElsewhere => "joined_elsewhere",
            Self::LastWayIn => "last_way_in",
            Self::WrongSignIn => "wrong_sign_in",
            Self::TooMany { .. } => "too_many",
            Self::Busy => "busy",
            Self::Internal { .. } => "internal",
            Self::Transport => "transport",
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused { rule: DomainError::NotFound } => 404,
            // Not 401: there is no scheme of HTTP by which it could be shown (RFC 9110, 15.5.2).
            Self::Refused { rule: DomainError::PasscodeNeeded | DomainError::Suspended } => 403,
            Self::Refused { rule: DomainError::Invalid { .. } } | Self::WrongSignIn => 422,
            Self::Refused { rule: DomainError::ChangedMeanwhile } => 412,
            Self::Refused { .. } | Self::JoinedElsewhere | Self::LastWayIn => 409,
            Self::SignInNeeded => 401,
            Self::FreshSignInNeeded => 403,
            Self::TooMany { .. } => 429,
            Self::Busy | Self::ProviderSilent => 503,
            Self::Internal { .. } => 500,
            Self::Transport | Self::SignInSpoilt => 400,
        }
    }

    /// After how many seconds it can be tried again, where that is all that is needed.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Busy => Some(1),
            Self::ProviderSilent => Some(10),
            _ => None,
        }
    }

    /// The fields that need another value, where that is what was wrong.
    pub fn fields(&self) -> Option<&FieldErrors> {
        match self {
            Self::Refused { rule: DomainError::Invalid { fields } } => Some(fields),
            _ => None,
        }
    }

    /// What does not exist, or not for the one who asks.
    pub fn not_found() -> Self {
        DomainError::NotFound.into()
    }
}

impl From<DomainError> for AppError {
    fn from(rule: DomainError) -> Self {
        Self::Refused { rule }
    }
}

impl From<FieldErrors> for AppError {
    fn from(fields: FieldErrors) -> Self {
        DomainError::from(fields).into()
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Transport
    }
}
