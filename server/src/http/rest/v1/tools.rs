//! What admins' programs do with products: T1 to T9 of the original, and what goes with them.

mod catalogue;
mod places;
mod queue;

use app::{backend::ProductView, shown::pack};
use axum::{
    Json,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::{DomainError, ProductForm, ProductId};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    http::rest::{
        Caller, Rest,
        refused::Refused,
        tag::{IfMatch, digest},
        v1::products::product_named,
    },
    peers::Entry,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    queue::routes().merge(places::routes()).merge(catalogue::routes())
}

/// What is said of a product that is not there, or does not wait.
fn no_product(sent: &str) -> String {
    let short: String = sent.chars().take(100).collect();
    format!("No product exists with id: {short}")
}

/// What is answered in the words of the original where a product is not there, or does not wait; any
/// other refusal in its own.
fn missing(sent: &str, refused: impl Into<Refused>) -> Refused {
    refused.into().says("not_found", no_product(sent))
}

/// The product that a path names.
///
/// # Errors
/// 404 for what is no id.
fn product_in_path(sent: &str) -> Result<ProductId, Refused> {
    product_named(sent, &no_product(sent))
}

/// The tag of what is said of a product.
fn tag(said: &ProductForm) -> HeaderValue {
    digest(pack(said).as_bytes())
}

/// A product of the catalogue, under its tag.
fn entry(rest: &Rest, view: &ProductView) -> Response {
    let entry = Entry::of(&view.card, &rest.site.settings.site.origin());
    ([(header::ETAG, tag(&view.form))], Json(entry)).into_response()
}

/// What was said of a product of the catalogue when the caller read it, if `If-Match` names that
/// (R10.5).
///
/// # Errors
/// 412 where something else is said of it now, and where it is not there, even if anything would do.
async fn entry_as_read(
    rest: &Rest,
    caller: &Caller,
    product: ProductId,
    upon: &IfMatch,
) -> Result<String, Refused> {
    if !upon.is_said() && !upon.takes_any() {
        return Ok(String::new());
    }
    let view = rest.backend.catalogue.product(&caller.visit, product).await;
    let view = view.map_err(|error| match error.status() {
        404 => DomainError::ChangedMeanwhile.into(),
        _ => Refused::from(error),
    })?;
    upon.require(&tag(&view.form))?;
    Ok(pack(&view.form))
}
