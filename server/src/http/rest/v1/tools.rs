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

/// What is said of a product that is not there, or does not wait.
fn no_product(sent: &str) -> String {
    let short: String = sent.chars().take(100).collect();
    format!("No product exists with id: {short}")
}
