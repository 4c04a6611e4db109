//! How layers refuse: in JSON as server functions do, or as a page of few words.

use app::error::AppError;
use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};

/// Refuses a request before it reaches a page or a server function.
pub fn refuse(headers: &HeaderMap, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer(headers, status, error)
}

/// The same under another status.
pub fn answer(headers: &HeaderMap, status: StatusCode, error: AppError) -> Response {
    let wait = match &error {
        AppError::TooMany { retry_after } => Some(*retry_after),
        AppError::Busy => Some(jittered()),
        _ => None,
    };
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let mut response = match accept {
        Some(accept) if accept.contains("text/html") => page(status, &error),
        _ => Json(error).into_response(),
    };
    *response.status_mut() = status;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// One to ten seconds, so that those who were sent away do not come back all at once.
fn jittered() -> u32 {
    u32::from(crate::secrets::random_token().as_bytes()[0]) % 10 + 1
}

/// Nothing of the pages works here for sure, so this one needs nothing of them.
fn page(status: StatusCode, error: &AppError) -> Response<Body> {
    let (title, words) = match error {
        AppError::TooMany { .. } => {
            ("Too many tries", "Wait a minute, go back, and try once more.".to_owned())
        }
        AppError::Busy => ("A lot is going on", "Go back and try again in a moment.".to_owned()),
        AppError::Internal { reference } => (
            "Something broke on our side",
            format!(
                "Try again in a moment. If it stays that way, tell us this number: {reference}."
            ),
        ),
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => {
            ("This is too much text", "Go back, shorten it, and try once more.".to_owned())
        }
        _ => ("This could not be read", "Go back and try once more.".to_owned()),
    };
    Html(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{words}</p><p><a href=\"/\">To the first page</a></p>\
         </main></body></html>"
    ))
    .into_response()
}
