//! What somebody pasted who is signed in no more (R9.5).

use app::{
    error::AppError,
    next::Next as Asked,
    pages::signing_in::SESSION_ENDED,
    session::{Refusal, Visit},
};
use axum::{
    body::Body,
    extract::Request,
    http::{Uri, header},
    middleware::Next,
    response::Response,
};

use super::{Desk, see};
use crate::http::refusal::status_of;

/// The field in which it stands.
const TEXT: &str = "text";

/// Shows it on the page that keeps it until it is sent once more. Where nothing was pasted, or more
/// than is read, the way leads to where one signs in: a file is chosen anew.
pub(super) async fn keep(desk: &Desk, page: &str, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let sent = desk.read(Request::from_parts(parts.clone(), body)).await;
    let text = sent.ok().filter(|sent| !sent.too_big).map(|sent| sent.text);
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return see(Asked::parse(page).after("/sign-in"));
    };
    let error = AppError::SignInNeeded;
    let status = status_of(&error);
    let values = vec![(TEXT.to_owned(), text)];
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = Uri::from_static(SESSION_ENDED);
    *again.headers_mut() = parts.headers;
    for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::TRANSFER_ENCODING] {
        again.headers_mut().remove(name);
    }
    *again.extensions_mut() = parts.extensions;
    if let Some(visit) = again.extensions_mut().get_mut::<Visit>() {
        visit.path = SESSION_ENDED.to_owned();
    }
    again.extensions_mut().insert(Refusal { action: page.to_owned(), values, error });
    let mut response = next.run(again).await;
    if response.status().is_success() {
        *response.status_mut() = status;
    }
    response
}
