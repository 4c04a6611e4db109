//! What a page is asked, and how it answers besides its words.

use axum::extract::Query;
use http::{HeaderValue, StatusCode, Uri, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;

use crate::{
    backend::Backend,
    error::AppError,
    next::Next,
    session::{Refusal, Visit, visit},
};

/// The services and the visit: what every page that shows something of somebody starts with.
///
/// # Errors
/// [`AppError::Transport`] outside of a request.
pub fn asked() -> Result<(Backend, Visit), AppError> {
    let backend = use_context::<Backend>().ok_or(AppError::Transport)?;
    Ok((backend, visit()?))
}

/// A part of the path, such as the `:list` of `/lists/:list`.
pub fn param(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

/// A value of the query; nothing where there is none. The router's own map decodes twice, by which
/// an address within a value comes apart.
pub fn query(name: &str) -> String {
    let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
    let asked = path.parse::<Uri>().ok();
    let pairs = asked.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let mut pairs = pairs.into_iter().flat_map(|Query(pairs)| pairs);
    pairs.find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// What was done on the way here, as the query says; nothing where a form of the page was refused
/// since.
pub fn done(name: &str) -> String {
    match use_context::<Refusal>() {
        Some(_) => String::new(),
        None => query(name),
    }
}

/// Where to go after signing in, as the query says (R2.7).
pub fn next() -> Next {
    Next::parse(&query("next"))
}

/// Answers with this status.
pub fn status(code: u16) {
    if let (Some(response), Ok(code)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(code))
    {
        response.set_status(code);
    }
}

/// Sends the browser to another page of ours (303).
pub fn go(path: &str) {
    if let (Some(response), Ok(location)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(path))
    {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Sends the browser to sign in, and back here afterwards (R2.7).
pub fn sign_in_first() {
    let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
    go(&Next::parse(&path).after("/sign-in"));
}

/// Sends the browser on, if somebody is signed in: there is nothing to sign in or up for.
pub fn go_on_if_signed_in() {
    if use_context::<Visit>().is_some_and(|visit| visit.account.is_some()) {
        go(next().as_str());
    }
}
