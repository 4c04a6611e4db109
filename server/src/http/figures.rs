//! The figures of the site as a table to keep, for admins (R8.6): `/admin/figures.csv`.

use app::{backend::Backend, error::AppError, next::Next as Asked, session::Visit};
use axum::{
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::kpis::{PeriodForm, Report};

use super::refusal::refuse;
use crate::{kpis::csv_of, site::internal};

/// Where the table is.
const TABLE: &str = "/admin/figures.csv";

/// The page with the same figures.
const PAGE: &str = "/admin/figures";

/// Answers with the table.
pub async fn layer(State(backend): State<Backend>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || request.uri().path() != TABLE {
        return next.run(request).await;
    }
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    // What can not be read asks for the usual period.
    let form = Query::<PeriodForm>::try_from_uri(request.uri()).map(|Query(form)| form);
    let after = |page: &str| {
        let to = Asked::parse(PAGE).after(page);
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    };
    match backend.kpis.report(&visit, &form.unwrap_or_default()).await {
        Ok(view) if view.wrong.is_empty() => table(&view.report),
        Ok(view) => refuse(request.headers(), AppError::from(view.wrong)),
        Err(AppError::SignInNeeded) => after("/sign-in"),
        Err(AppError::FreshSignInNeeded) => after("/sign-in/again"),
        // Whoever followed a link in a browser is shown the page for it.
        Err(error) if error.status() == 404 => next.run(request).await,
        Err(error) => refuse(request.headers(), error),
    }
}

fn table(report: &Report) -> Response {
    let bytes = match csv_of(&report.days) {
        Ok(bytes) => bytes,
        Err(cause) => {
            let error = internal("the figures could not be written", &cause);
            return refuse(&HeaderMap::new(), error);
        }
    };
    let name = format!("figures-{}-{}.csv", report.period.from, report.period.to);
    let mut response = bytes.into_response();
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    sent.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        sent.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
