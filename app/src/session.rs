//! Who visits, as pages and server functions know it.

use domain::{Actor, SessionKey, Terms, TokenKey};

use crate::i18n::Locale;

/// The cookie that keeps a browser's language.
pub const LANGUAGE_COOKIE: &str = "__Host-language";

/// The whole `Set-Cookie` value that keeps this language, for a year. Which one it is tells nobody
/// anything.
pub fn language_cookie(language: Locale) -> String {
    format!(
        "{LANGUAGE_COOKIE}={language}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax"
    )
}

/// One request: who sent it, and how to answer. Made by the server's middleware from cookies.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who acts.
    pub actor: Actor,
    /// The account that is signed in.
    pub account: Option<Account>,
    /// The session that the cookie opened.
    pub session: Option<SessionKey>,
    /// What the cookie says of a first step that was done, where the account asks for a second.
    pub first_step: Option<TokenKey>,
    /// The language to answer in.
    pub language: Locale,
    /// The path and query that were asked for.
    pub path: String,
    /// The page asked for before a reset link was, or nothing. Comes from a cookie: parse it.
    pub asked: String,
    /// What the browser calls itself, in few words, such as `Firefox, Linux`.
    pub device: String,
    /// The address the request came from, for limits.
    pub address: std::net::IpAddr,
    /// On which terms it asks. Pages name none but that a form is done once.
    pub terms: Terms,
}

/// What a page shows of the account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What the person calls themselves.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they are an admin.
    pub admin: bool,
    /// Whether they have shown within the last ten minutes who they are (R2.8).
    pub fresh: bool,
    /// Whether they have shown it within the last half hour, as the console asks of admins.
    pub fresh_for_admins: bool,
    /// Whether they can show it by a password; else only by a provider.
    pub has_password: bool,
}

/// What a form asked for and why it was refused, so that its page is shown again with the typed
/// text kept and each problem beside its field.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The form's action, such as `/fn/sign_in`.
    pub action: String,
    /// What was typed, without passwords.
    pub values: Vec<(String, String)>,
    /// Why it was refused.
    pub error: crate::error::AppError,
}

/// A fresh word for each request, by which one rendering of a form is told from another (R5.2).
#[derive(Debug, Clone)]
pub struct FormKeySeed(pub String);

/// The site's public origin, such as `https://ewelists.example`, for links that people copy.
#[derive(Debug, Clone)]
pub struct PublicOrigin(pub String);

/// What stands behind the title of every page, such as ` (test)`: by it a test site is told from the
/// real one, where it is empty.
#[derive(Debug, Clone)]
pub struct TitleMark(pub String);

#[cfg(feature = "ssr")]
mod ssr {
    use leptos::prelude::use_context;

    use super::{Refusal, Visit};
    use crate::error::AppError;

    /// The visit that is being answered.
    ///
    /// # Errors
    /// [`AppError::Transport`] outside of a request.
    pub fn visit() -> Result<Visit, AppError> {
        use_context::<Visit>().ok_or(AppError::Transport)
    }

    /// Why the form with this action was refused, if that is what is being answered.
    pub fn refusal(action: &str) -> Option<Refusal> {
        use_context::<Refusal>().filter(|refusal| refusal.action == action)
    }
}

#[cfg(feature = "ssr")]
pub use ssr::{refusal, visit};
