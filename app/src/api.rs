//! Server functions: public endpoints under `/fn`. Each is a dozen lines at most: parse, ask the
//! backend, answer. All are POST, and the server's same-origin layer guards all of them.

#![expect(missing_docs, reason = "what the macro makes has the arguments as its fields")]

mod accounts;
mod admin;
mod bin;
mod catalogue;
mod contact;
mod exchange;
mod gifts;
mod givers;
mod giving;
mod ideas;
mod letting_go;
mod lists;
mod mails;
mod members;
mod profile;
mod thanks;
mod tokens;
mod undo;
mod webhooks;

pub use accounts::*;
pub use admin::*;
pub use bin::*;
pub use catalogue::*;
pub use contact::*;
pub use exchange::*;
pub use gifts::*;
pub use givers::*;
pub use giving::*;
pub use ideas::*;
pub use letting_go::*;
pub use lists::*;
pub use mails::*;
pub use members::*;
pub use profile::*;
pub use thanks::*;
pub use tokens::*;
pub use undo::*;
pub use webhooks::*;

/// The names of those that change nothing.
pub const READING: [&str; 3] = ["shared_list", "owner_list", "password_score"];

#[cfg(feature = "ssr")]
mod door {
    use domain::{DomainError, ListId};
    use http::{HeaderName, HeaderValue, StatusCode, header};
    use leptos::prelude::{expect_context, use_context};
    use leptos_axum::ResponseOptions;

    use crate::{
        backend::{Backend, Saved, SignedIn},
        error::AppError,
        session::{Visit, visit},
    };

    /// The services and the visit: what every server function starts with.
    pub(super) fn enter() -> Result<(Backend, Visit), AppError> {
        let backend = use_context::<Backend>().ok_or(AppError::Transport)?;
        Ok((backend, visit()?))
    }

    /// Reads an id from a form; what is no id names nothing.
    pub(super) fn id<T: std::str::FromStr<Err = DomainError>>(raw: &str) -> Result<T, AppError> {
        Ok(raw.parse::<T>()?)
    }

    /// Sends the cookie that begins or ends a session.
    pub(super) fn set_cookie(signed: &SignedIn) {
        if let Ok(value) = HeaderValue::from_str(&signed.cookie) {
            expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, value);
        }
    }

    /// Has the browser forget what it kept of the site, such as pictures: somebody else may sit there
    /// next. Its storage stays, which holds the page for when there is no network and nothing of
    /// anybody, and so do cookies that are not the account's.
    pub(super) fn clear_cache() {
        let name = HeaderName::from_static("clear-site-data");
        let cache = HeaderValue::from_static("\"cache\"");
        expect_context::<ResponseOptions>().insert_header(name, cache);
    }

    /// What the next page is asked with besides, so that it offers to undo what was saved; where
    /// nothing was, nothing.
    pub(super) fn to_undo(
        backend: &Backend,
        visit: &Visit,
        list: ListId,
        saved: Option<Saved>,
    ) -> Result<String, AppError> {
        let ticket = saved.map(|saved| backend.undo.keep(visit, list, saved)).transpose()?;
        Ok(ticket.map_or_else(String::new, |ticket| format!("&undo={ticket}")))
    }

    /// Where the browser goes on success. Only a path of ours ever arrives here.
    pub(super) fn go(path: &str) {
        leptos_axum::redirect(path);
    }

    /// The status of a refusal, for clients that read JSON. Pages are shown again instead.
    pub(super) fn answer<T>(outcome: Result<T, AppError>) -> Result<T, AppError> {
        if let (Err(error), Some(response)) = (&outcome, use_context::<ResponseOptions>()) {
            let status = StatusCode::from_u16(error.status());
            response.set_status(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
            if let Some(seconds) = error.retry_after() {
                response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
        }
        outcome
    }
}
