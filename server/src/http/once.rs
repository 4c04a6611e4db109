//! Forms that create something create it once, however often they are sent (R9.1). Each rendering of
//! such a form has its own key; whoever sends the same form again, or twice at once, is led to what the
//! first one made. It is recognised like the requests that programs send with a key (R10.4): the
//! transaction that creates it says so.

use std::time::Duration;

use app::{error::AppError, session::Visit};
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{DomainError, Once};
use http_body_util::BodyExt as _;
use store::Beginning;
use tracing::Instrument as _;

use super::refusal::{reader, refuse};
use crate::{secrets, site::Site};

/// The forms, each with the field by which one rendering of it is told from another: what was read from
/// a file has a ticket. Others that make something know by themselves what was sent before: those of
/// givers and to the team by their key, products of articles by their list.
const MAKING: [(&str, &str); 5] = [
    ("/fn/create_list", "form_key"),
    ("/fn/copy_list", "form_key"),
    ("/fn/add_gift", "form_key"),
    ("/fn/want_one_more", "form_key"),
    ("/fn/import_gifts", "ticket"),
];

/// How often, and with which pauses, somebody who sends a form while it is under way looks for what
/// came of it.
const MOST_LOOKS: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// An answer that could not be kept is tried again after these pauses.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(50), Duration::from_millis(250), Duration::from_secs(1)];

/// Does what a form with a key asks for, or leads to where it led before.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let making = MAKING.into_iter().find(|(form, _)| *form == path);
    let making = making.filter(|_| request.method() == Method::POST);
    let visit = request.extensions().get::<Visit>();
    let person = visit.and_then(|visit| visit.actor.person);
    let Some(((_, key), person)) = making.zip(person) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = body.to_bytes();
    // All that was typed is part of the place, so that what was typed anew is another form.
    let place = has_key(&body, key).then(|| {
        let sent = secrets::digest_of_body(parts.uri.path(), &body);
        secrets::digest_of(&["form", &person.to_string(), &sent])
    });
    let reader = reader(&parts.headers);
    let request = Request::from_parts(parts, Body::from(body));
    match place {
        None => next.run(request).await,
        Some(place) => {
            let answer = once(site, place, request, next).await;
            answer.unwrap_or_else(|error| refuse(&reader, error))
        }
    }
}

fn has_key(body: &[u8], key: &str) -> bool {
    url::form_urlencoded::parse(body).any(|(name, value)| name == key && !value.is_empty())
}

async fn once(
    site: Site,
    place: String,
    mut request: Request,
    next: Next,
) -> Result<Response, AppError> {
    for _ in 0..MOST_LOOKS {
        let begun_at = site.clock.now();
        match site.answer(site.store.begin_answer(&place, &place, begun_at).await)? {
            Beginning::Begun(_) => {
                let once = Once { place, begun_at };
                if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
                    visit.terms.once = Some(once.clone());
                }
                return finish(site, once, request, next).await;
            }
            Beginning::Answered(sealed) => {
                let led_to = site.secrets.open_answer(&place, &sealed);
                let answer = led_to.and_then(|path| sent_before(&path));
                return answer.ok_or_else(|| DomainError::FormReused.into());
            }
            Beginning::UnderWay => tokio::time::sleep(PAUSE).await,
            // It was made, and where it led was lost.
            Beginning::Acted | Beginning::AnotherBody => {
                return Err(DomainError::FormReused.into());
            }
        }
    }
    Err(AppError::Busy)
}

/// Does it to the end, even if nobody waits for it any more: a browser in which a button is pressed
/// twice leaves the first one alone. What was refused may be sent again.
async fn finish(
    site: Site,
    once: Once,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    let doing = async move {
        let response = next.run(request).await;
        let path = led_to(&response);
        let sealed = path.and_then(|path| site.secrets.answers().seal(&once.place, path));
        let again = sealed.is_none();
        keep(&site, &once, sealed, again).await;
        response
    };
    to_the_end(doing).await
}

/// Keeps an answer. One of which nothing came may be asked for `again`, and is kept only where
/// something was done all the same. Until that is done nobody is told: who asks again would not be
/// told the same.
pub(super) async fn keep(site: &Site, once: &Once, answer: Option<String>, again: bool) {
    let mut pauses = PAUSES.into_iter();
    while let Err(error) =
        site.store.finish_answer(once, answer.clone(), again, site.clock.now()).await
    {
        site.refuse(error);
        let Some(pause) = pauses.next() else { return };
        tokio::time::sleep(pause).await;
    }
}

/// Does something to the end, even if nobody waits for it any more.
///
/// # Errors
/// [`AppError::Busy`] if it was stopped.
pub(super) async fn to_the_end<T: Send + 'static>(
    doing: impl Future<Output = T> + Send + 'static,
) -> Result<T, AppError> {
    match tokio::spawn(doing.in_current_span()).await {
        Ok(done) => Ok(done),
        // A panic goes on to whoever catches them.
        Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
        Err(_) => Err(AppError::Busy),
    }
}

/// Where a form that was done leads.
fn led_to(response: &Response) -> Option<&str> {
    let path = response.headers().get(header::LOCATION).filter(|_| response.status().is_success());
    path.and_then(|path| path.to_str().ok())
}

/// The answer to a form that was done before.
fn sent_before(path: &str) -> Option<Response> {
    let mut response = Json(()).into_response();
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_str(path).ok()?);
    Some(response)
}
