//! Below `/api` every refusal is JSON, whichever layer refuses.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::refused::Refused;
use crate::http::refusal::{Told, Untold};

/// What there is not.
pub async fn unknown() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "no_route", "There is no such route in this API.")
}

/// Puts what other layers refused into the words of the API.
pub async fn layer(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    // What broke is told here, and by nobody further out.
    response.extensions_mut().remove::<Untold>();
    if let Some(Told(error)) = response.extensions_mut().remove() {
        let wait = response.headers().get(header::RETRY_AFTER);
        let wait = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
        let refused = Refused::from(error).under(response.status()).retry_after(wait);
        return reworded(response, refused);
    }
    // What stands in a path and is no text, axum refuses in words of its own.
    if response.status() == StatusCode::BAD_REQUEST && !is_json(&response) {
        let said = "The address could not be read.";
        return reworded(response, Refused::new(StatusCode::BAD_REQUEST, "malformed", said));
    }
    // axum says which methods there are, and nothing in words.
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let said = "This route does not take this method. Allow says which it takes.";
        let refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", said);
        return reworded(response, refused);
    }
    response
}

/// The same answer in other words: what it says besides, such as how often may be asked, stays.
fn reworded(response: Response, refused: Refused) -> Response {
    let (mut parts, _) = response.into_parts();
    let (said, body) = refused.into_response().into_parts();
    parts.status = said.status;
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_SECURITY_POLICY]
    {
        parts.headers.remove(name);
    }
    parts.headers.extend(said.headers);
    Response::from_parts(parts, body)
}

fn is_json(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
