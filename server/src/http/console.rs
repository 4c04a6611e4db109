//! What admins take along from the console: what is kept of somebody, and backups. Both are got ready
//! by a form, which asks why, and are fetched with a ticket that is good for a minute (R2.12).

use app::{backend::Backend, error::AppError, next::Next as Asked, session::Visit};
use axum::{
    body::Body,
    extract::{Query, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::PersonId;
use serde::Deserialize;

use super::refusal::refuse;
use crate::{backup, service::backups::refused, site::Site};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// What is kept of somebody.
    User(PersonId),
    /// A backup, by its name.
    Backup(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    ticket: String,
}

/// Answers `/admin/users/PERSON/data.json` and `/admin/backups/NAME/file`.
pub async fn layer(
    State((site, backend)): State<(Site, Backend)>,
    request: Request,
    next: Next,
) -> Response {
    let wanted = wanted(request.uri().path()).filter(|_| request.method() == Method::GET);
    let Some(wanted) = wanted else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let shown = Query::<Shown>::try_from_uri(request.uri()).map(|query| query.0);
    let ticket = shown.unwrap_or_default().ticket;
    let given = match &wanted {
        Wanted::User(person) => of_user(&backend, &visit, *person, &ticket).await,
        Wanted::Backup(name) => of_backup(&site, &backend, &visit, name, &ticket).await,
    };
    match given {
        Ok(response) => response,
        Err(AppError::SignInNeeded) => after(&wanted, "/sign-in"),
        Err(AppError::FreshSignInNeeded) => after(&wanted, "/sign-in/again"),
        // Whoever followed a link in a browser is shown the page for it.
        Err(error) if error.status() == 404 => next.run(request).await,
        Err(error) => refuse(request.headers(), error),
    }
}

fn wanted(path: &str) -> Option<Wanted> {
    if let Some(person) = path.strip_prefix("/admin/users/") {
        return Some(Wanted::User(person.strip_suffix("/data.json")?.parse().ok()?));
    }
    let name = path.strip_prefix("/admin/backups/")?.strip_suffix("/file")?;
    (!name.is_empty() && !name.contains('/')).then(|| Wanted::Backup(name.to_owned()))
}

async fn of_user(
    backend: &Backend,
    visit: &Visit,
    person: PersonId,
    ticket: &str,
) -> Result<Response, AppError> {
    let everything = backend.admin.exported(visit, person, ticket).await?;
    let kind = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"ewelists-user.json\""),
    ];
    Ok((kind, everything).into_response())
}

async fn of_backup(
    site: &Site,
    backend: &Backend,
    visit: &Visit,
    name: &str,
    ticket: &str,
) -> Result<Response, AppError> {
    backend.backups.may_fetch(visit, name, ticket).await?;
    let read = backup::read(site, name).await;
    let (kept, reading) = read.map_err(|error| refused(&error))?;
    let mut response = Body::from_stream(reading.stream).into_response();
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    sent.insert(header::CONTENT_LENGTH, HeaderValue::from(reading.bytes));
    let disposition = format!("attachment; filename=\"{}.backup\"", kept.name);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        sent.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// The page on which it is asked for, once that was done.
fn after(wanted: &Wanted, page: &str) -> Response {
    let place = match wanted {
        Wanted::User(person) => format!("/admin/users/{person}"),
        Wanted::Backup(_) => "/admin/backups".to_owned(),
    };
    let to = Asked::parse(&place).after(page);
    let Ok(to) = HeaderValue::from_str(&to) else { return StatusCode::NOT_FOUND.into_response() };
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
