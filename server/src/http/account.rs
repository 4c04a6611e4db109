//! What belongs to accounts and is neither page nor form: the download of everything that is kept
//! (R2.8), and Facebook's word that somebody wants to be forgotten.

use app::{backend::Backend, error::AppError, next::Next as Asked, session::Visit};
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{Actor, NO_TERMS};
use http_body_util::BodyExt as _;
use serde_json::json;
use store::{Errand, identity_key};

use super::refusal::refuse;
use crate::{elsewhere::deleted_user, site::Site};

/// Where the download is.
const DATA: &str = "/account/data.json";

/// Where Facebook tells of people who want to be forgotten, and where they can look it up.
const FORGOTTEN: &str = "/facebook/data-deletion";

/// Answers both.
pub async fn layer(
    State((site, backend)): State<(Site, Backend)>,
    request: Request,
    next: Next,
) -> Response {
    match (request.method(), request.uri().path()) {
        (&Method::GET, DATA) => {
            let visit = request.extensions().get::<Visit>().cloned();
            download(&backend, visit, request.headers().clone()).await
        }
        (&Method::POST, FORGOTTEN) => forget(&site, request).await,
        _ => next.run(request).await,
    }
}

async fn download(backend: &Backend, visit: Option<Visit>, headers: HeaderMap) -> Response {
    let Some(visit) = visit else { return StatusCode::BAD_REQUEST.into_response() };
    let after = |page: &str| {
        let to = Asked::parse("/account/data").after(page);
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    };
    match backend.profile.everything(&visit).await {
        Ok(everything) => {
            let kind = [
                (header::CONTENT_TYPE, "application/json; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"ewelists.json\""),
            ];
            (kind, everything).into_response()
        }
        Err(AppError::SignInNeeded) => after("/sign-in"),
        Err(AppError::FreshSignInNeeded) => after("/sign-in/again"),
        Err(error) => refuse(&headers, error),
    }
}

async fn forget(site: &Site, request: Request) -> Response {
    let Ok(body) = request.into_body().collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = body.to_bytes();
    let signed = url::form_urlencoded::parse(&body).find(|(name, _)| name == "signed_request");
    let secret = site.settings.facebook.client_secret.expose();
    let user = signed.and_then(|(_, signed)| deleted_user(&signed, secret));
    let Some(user) = user.filter(|_| site.settings.facebook.enabled) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let key = identity_key(crate::elsewhere::FACEBOOK, &user);
    let actor = Actor::default();
    let (terms, now) = (&NO_TERMS, site.clock.now());
    let errand = Errand { actor: &actor, terms, now, ids: &*site.clock };
    if let Err(error) = site.store.forget_identity(errand, &key).await {
        return refuse(&HeaderMap::new(), site.refuse(error));
    }
    site.mail.notify_one();
    let code = &key.as_str()[..16];
    let url = format!("{}{FORGOTTEN}?code={code}", site.settings.site.origin());
    let mut response = Json(json!({ "url": url, "confirmation_code": code })).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
