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

    /// The longest choice of gifts that is kept: a heading and a tag of nothing but long emoji, whose
    /// bytes are escaped, and the other answers.
    pub(super) const LONGEST_CHOICE: usize = 7_000;

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

    /// The page of a list's gifts with what was `chosen` to see of them (R4.4), and what is `said` there.
    /// A choice that reads otherwise than the addresses of that page is none.
    pub(super) fn editor(list: ListId, chosen: &str, said: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "=&%-_.~".contains(c);
        let reads_so = chosen.len() <= LONGEST_CHOICE && chosen.chars().all(plain);
        let parts = [if reads_so { chosen } else { "" }, said];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match parts.is_empty() {
            true => format!("/lists/{list}"),
            false => format!("/lists/{list}?{}", parts.join("&")),
        }
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::ListId;

    use super::door::{LONGEST_CHOICE, editor};
    use crate::next::in_query;

    // R4.4: the way back leads to the list and to nowhere else, whatever a form says.
    #[test]
    fn the_way_back_to_gifts_keeps_what_was_chosen_and_nothing_else() {
        let list: ListId = "0".repeat(32).parse().unwrap();
        let page = format!("/lists/{list}");
        assert_eq!(editor(list, "", ""), page);
        assert_eq!(
            editor(list, "tag=f%C3%BCr&sort=price-up", ""),
            format!("{page}?tag=f%C3%BCr&sort=price-up")
        );
        assert_eq!(editor(list, "tag=x", "removed=y"), format!("{page}?tag=x&removed=y"));
        let families = |number: usize| in_query(&"👨‍👩‍👧‍👦".repeat(number));
        let emoji = format!("section={}&tag={}&sort=price-down", families(40), families(24));
        assert_eq!(editor(list, &emoji, ""), format!("{page}?{emoji}"));
        let long = "x".repeat(LONGEST_CHOICE + 1);
        for hostile in
            ["//evil.example", "tag=x#y", "tag=\r\nX: y", "tag=<b>", "tag=ü", long.as_str()]
        {
            assert_eq!(
                editor(list, hostile, "removed=y"),
                format!("{page}?removed=y"),
                "{hostile}"
            );
        }
    }
}
