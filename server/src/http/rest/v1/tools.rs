//! What admins' programs do with products: T1 to T9 of the original, and what goes with them.

mod catalogue;
mod places;
mod queue;

use utoipa_axum::router::OpenApiRouter;

use crate::http::rest::Rest;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    queue::routes().merge(places::routes()).merge(catalogue::routes())
}
