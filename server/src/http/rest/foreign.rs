//! Pages of other sites change nothing by their visitors' browsers (R10.7). What needs no token, any
//! page could make a browser send: a body of plain text asks nobody beforehand.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{caller::Asking, refused::Refused};
use crate::{
    http::{request::known, same_origin::says_ours},
    settings::ApiSettings,
    site::Site,
};

/// Refuses what would change something without a token where a browser says that a page of another
/// site asks. A token is the page's own: no browser adds one. What is no browser says nothing of
/// where it comes from, and passes.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || !matches!(Asking::of(request.extensions()), Asking::Nobody) {
        return next.run(request).await;
    }
    let headers = request.headers();
    let ours = says_ours(headers, &site.settings.site.origin()).unwrap_or(true);
    if ours || is_named(headers, &site.settings.api) {
        return next.run(request).await;
    }
    let method = known(request.method());
    tracing::warn!(http.method = method, "a request from another origin was refused");
    refused().into_response()
}

/// Whether the settings name the origin that asks.
fn is_named(headers: &HeaderMap, settings: &ApiSettings) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter().peekable();
    origins.peek().is_some()
        && origins.all(|from| settings.origins.iter().any(|named| from == named.as_str()))
}

fn refused() -> Refused {
    let said = "Pages of other sites change nothing here without a token.";
    Refused::new(StatusCode::FORBIDDEN, "foreign_page", said)
}
