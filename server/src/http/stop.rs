//! Mails are stopped by the program that they are read with (RFC 8058): it sends a POST to the
//! mail's own link, without a cookie, from no page. Like the link itself it needs nothing else.
//! Opening the link is the page's: it asks first.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{Actor, NO_TERMS};
use store::{Errand, StoreError};

use super::refusal::status_of;
use crate::{site::Site, stop::Stop};

/// The token of a link that is asked to stop mails at once.
pub(super) fn one_click<'a>(method: &Method, path: &'a str) -> Option<&'a str> {
    let token = path.strip_prefix("/stop/").filter(|_| *method == Method::POST)?;
    (!token.is_empty() && !token.contains('/')).then_some(token)
}

/// Stops at once. The answer is for programs, and never leads elsewhere, which they do not follow.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let token = one_click(request.method(), request.uri().path());
    let Some(token) = token.map(str::to_owned) else { return next.run(request).await };
    let Some(stop) = Stop::open(&site.secrets, &token) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let actor = Actor::default();
    let (terms, now) = (&NO_TERMS, site.clock.now());
    let errand = Errand { actor: &actor, terms, now, ids: &*site.clock };
    match stop.act(&site, errand).await {
        // Who is gone gets no mails.
        Ok(()) | Err(StoreError::Refused(_)) => StatusCode::OK.into_response(),
        Err(error) => status_of(&site.refuse(error)).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_post_to_the_link_itself_is_one_click() {
        assert_eq!(one_click(&Method::POST, "/stop/abc"), Some("abc"));
        for (method, path) in [
            (Method::GET, "/stop/abc"),
            (Method::HEAD, "/stop/abc"),
            (Method::PUT, "/stop/abc"),
            (Method::POST, "/stop/"),
            (Method::POST, "/stop"),
            (Method::POST, "/stop/abc/def"),
            (Method::POST, "/stop//fn/sign_out"),
            (Method::POST, "/fn/stop_mails"),
            (Method::POST, "/xstop/abc"),
        ] {
            assert_eq!(one_click(&method, path), None, "{method} {path}");
        }
    }
}
