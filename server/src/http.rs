//! The way of a request, from the outside in:
//!
//! 1. `request`: an id, and one line in the log that names the route
//! 2. `headers`: what every answer tells the browser; no answer leads off the site
//! 3. `canonical`: other names of the site, and http:// if there is https://, lead to its one address;
//!    programs without TLS are refused
//! 4. a panic becomes a 500 with a reference
//! 5. `health` answers here, whatever the load; `rest` takes a path of its own from here on, since
//!    programs bring no cookies
//! 6. `overload`: bounds on requests at once, time, and size of the body
//! 7. `same_origin`: only our own pages may change anything
//! 8. `address`, `limits`: how often one network address may ask for what
//! 9. `visit`: cookies become somebody
//! 10. `stop`, `account`, `console`, `outbound`, `calendar`, `figures`, `pictures`, `exchange`, `ideas`,
//!     `preview`, `qr`: whatever is neither a page nor a form
//! 11. what follows is compressed
//! 12. `remembered`: first visits to a shared list share one rendering of its page
//! 13. `sign_in`: the ways to providers and back
//! 14. `forms`: plain forms get pages; `once`: those that create something create it once
//! 15. `pages`: pages, server functions, `live` streams, `files`, and what search engines and people
//!     who install the site ask for: `site_map`, `installable`

mod account;
pub mod address;
mod alone;
mod calendar;
mod canonical;
mod cloned_once;
mod console;
mod counts;
pub mod entrances;
mod exchange;
mod figures;
mod files;
mod forms;
mod headers;
mod health;
mod ideas;
mod installable;
mod limits;
mod live;
mod once;
mod outbound;
mod overload;
mod pages;
mod pictures;
mod preview;
mod qr;
mod refusal;
mod remembered;
pub mod request;
pub mod rest;
mod same_origin;
pub mod serve;
mod sign_in;
mod site_map;
mod stop;
pub mod tls;
mod untaken;
mod visit;

use std::sync::Arc;

use app::backend::Backend;
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use tokio::sync::Semaphore;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
};

use self::cloned_once::ClonedOnce;
use crate::site::Site;

pub use pages::{built_files, route_list, server_functions};

/// Everything that is served. Layers are added from the inside out.
pub fn router(site: Site, backend: Backend) -> Router {
    let server = &site.settings.server;
    let bounds = overload::Bounds {
        places: Arc::new(Semaphore::new(server.max_requests.min(Semaphore::MAX_PERMITS))),
        time: server.request_timeout.duration(),
        body: server.body_limit,
    };
    let limits = limits::Limits::new(&site.settings.limits);
    let rest = rest::mounted(site.clone(), backend.clone(), bounds.clone(), limits.clone());
    let pictures = pictures::Desk::new(site.clone(), backend.clone(), limits.clone());
    let exchange = exchange::Desk::new(site.clone(), backend.clone());
    let remembered = Arc::new(remembered::Remembered::new(site.changes.clone()));
    // `forms` asks the pages a second time under another path: they are one service to it.
    let pages = Router::new()
        .fallback_service(pages::routes(&site, backend.clone()))
        .layer(from_fn_with_state(site.clone(), once::layer))
        .layer(from_fn_with_state(site.clone(), forms::layer))
        .layer(from_fn_with_state(site.clone(), sign_in::layer))
        .layer(from_fn_with_state(remembered, remembered::layer))
        // Pages echo what was typed only to a POST of their own origin, so that nobody can
        // measure a token by the size of an answer (BREACH). Event streams stay as they are.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(site.clone(), stop::layer))
        .layer(from_fn_with_state((site.clone(), backend.clone()), account::layer))
        .layer(from_fn_with_state((site.clone(), backend.clone()), console::layer))
        .layer(from_fn_with_state((site.clone(), backend.clone()), outbound::layer))
        .layer(from_fn_with_state((site.clone(), backend.clone()), calendar::layer))
        .layer(from_fn_with_state(backend.clone(), figures::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(pictures, pictures::layer))
        .layer(from_fn_with_state(exchange, exchange::layer))
        .layer(from_fn_with_state(preview::Easel::new(site.clone()), preview::layer))
        .layer(from_fn_with_state(site.clone(), qr::layer))
        .layer(from_fn_with_state(site.clone(), ideas::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(site.clone(), visit::layer))
        .layer(from_fn_with_state(limits, limits::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(site.clone(), address::layer))
        // What other sites make a browser send does not count against its network address.
        .layer(from_fn_with_state(site.clone(), same_origin::layer))
        .layer(from_fn_with_state(bounds, overload::layer));
    health::routes()
        .with_state(site.clone())
        .layer(from_fn(request::note_route))
        .merge(rest)
        .fallback_service(pages)
        .layer(ClonedOnce)
        .layer(CatchPanicLayer::custom(overload::panicked))
        .layer(from_fn(refusal::layer))
        .layer(ClonedOnce)
        .layer(from_fn_with_state(canonical::Addresses::new(site.clone()), canonical::layer))
        .layer(from_fn_with_state(site.clone(), headers::layer))
        .layer(from_fn_with_state(site, request::layer))
}
