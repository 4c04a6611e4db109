//! The REST API (R10): the same services as the pages, in JSON, for anybody's program.
//!
//! From the outside in: every refusal becomes JSON (`words`); a panic becomes a reference; places,
//! time and size (`http::overload`); the network address; who asks (`caller`); without a token no
//! page of another site changes anything (`foreign`); how often (`limits`); what follows is
//! compressed; a POST that was made before is answered as before (`kept`); a change of a list that
//! is built upon another revision is refused (`meant`); then the routes (`v1`). Cookies are read
//! nowhere, so that no page of another site can act for whoever looks at it.

mod caller;
mod cursor;
mod document;
mod examples;
mod foreign;
mod guest;
mod kept;
mod limits;
mod meant;
mod page;
mod refused;
mod sent;
mod tag;
mod v1;
mod words;

use app::backend::Backend;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::any,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
    cors::{AllowOrigin, CorsLayer},
};

use self::refused::Refused;
use super::{address, cloned_once::ClonedOnce, limits::Limits as Errands, overload, request};
use crate::{settings::ApiSettings, site::Site};

pub use caller::Caller;
pub use document::document;
pub use v1::{compose_message, file_limit, form_date, occasion_code};

/// Where it is.
pub const BELOW: &str = "/api/v1";

/// The page that shows the API, and its files.
const PAGE: &str = "/api/v1/docs";

/// What every route is given.
#[derive(Clone)]
pub struct Rest {
    /// The site.
    pub site: Site,
    /// Its services.
    pub backend: Backend,
}

/// The routes of the first version, without the prefix under which they are served.
pub fn router(site: Site, backend: Backend) -> Router {
    let page = page::routes(&site);
    let rest = Rest { site, backend };
    let (routes, _) = v1::routes().split_for_parts();
    routes
        .merge(document::routes())
        .merge(page)
        .layer(ClonedOnce)
        .layer(from_fn_with_state(rest.clone(), meant::layer))
        .layer(from_fn_with_state(rest.clone(), kept::layer))
        .with_state(rest)
}

/// Everything below `/api`.
pub(super) fn mounted(
    site: Site,
    backend: Backend,
    bounds: overload::Bounds,
    errands: Errands,
) -> Router {
    let limits = limits::Limits::new(&site.settings.limits, errands);
    let routes = Router::new()
        .nest(BELOW, router(site.clone(), backend))
        .route("/api", any(words::unknown))
        .route("/api/", any(words::unknown))
        .route("/api/{*path}", any(words::unknown))
        // Nothing of it is shown to whoever makes a browser ask: it brings no token of its own.
        .layer(ClonedOnce)
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(from_fn(request::note_route))
        .layer(from_fn_with_state(limits, limits::layer))
        // What other sites make a browser send does not count against its network address.
        .layer(from_fn_with_state(site.clone(), foreign::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(site.clone(), caller::layer))
        .layer(from_fn_with_state(site.clone(), address::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(bounds, overload::layer))
        .layer(CatchPanicLayer::custom(overload::panicked))
        .layer(from_fn(words::layer));
    match cors(&site.settings.api) {
        Some(cors) => routes.layer(cors),
        None => routes,
    }
}

/// Whether programs ask for this: all of the API, but the page that shows it.
pub(super) fn is_for_programs(path: &str) -> bool {
    let within = |place: &str| {
        path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within("/api") && !within(PAGE)
}

/// Refuses a program that asks without TLS.
pub(super) fn in_the_clear() -> Response {
    let said = "The API is asked by https:// only. What was sent now could be read on the way: nothing \
                was done with it, and a token in it should be given up.";
    Refused::new(StatusCode::FORBIDDEN, "https_needed", said).into_response()
}

/// Lets pages of the origins in the settings read answers. They too need a token where one is needed.
fn cors(settings: &ApiSettings) -> Option<CorsLayer> {
    let origins = settings.origins.iter();
    let origins: Vec<HeaderValue> = origins.filter_map(|origin| origin.parse().ok()).collect();
    let key = HeaderName::from_static("idempotency-key");
    let mut told = vec![header::ETAG, header::LOCATION, header::RETRY_AFTER, kept::REPLAYED];
    told.extend(limits::HEADERS);
    let cors = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            key,
            HeaderName::from_static(guest::GIVER_TOKEN),
            HeaderName::from_static(guest::LIST_PASS),
        ])
        .expose_headers(told);
    (!origins.is_empty()).then(|| cors.allow_origin(AllowOrigin::list(origins)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_api_is_for_people() {
        for path in ["/api", "/api/", "/api/v1/lists", "/api/v1/openapi.json", "/api/v1/docsx"] {
            assert!(is_for_programs(path), "{path}");
        }
        for path in ["/", "/apiary", "/l/api", "/api/v1/docs", "/api/v1/docs/page.css"] {
            assert!(!is_for_programs(path), "{path}");
        }
    }
}
