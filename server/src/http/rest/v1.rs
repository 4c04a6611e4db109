//! The first version of the API, by what it is about.

mod beyond;
mod contact;
mod events;
mod gifts;
mod giver;
mod giving;
mod lists;
mod me;
mod not_found;
mod products;
mod reader;
mod reservations;
mod shapes;
mod shared;
mod tokens;
mod tools;
mod webhooks;

use utoipa_axum::router::OpenApiRouter;

use super::Rest;

pub use beyond::file_limit;
pub use shapes::{form_date, occasion_code};
pub use webhooks::compose_message;

/// All routes, with what describes them.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .merge(me::routes())
        .merge(tokens::routes())
        .merge(lists::routes())
        .merge(gifts::routes())
        .merge(beyond::routes())
        .merge(shared::routes())
        .merge(reservations::routes())
        .merge(giving::routes())
        .merge(events::routes())
        .merge(products::routes())
        .merge(not_found::routes())
        .merge(contact::routes())
        .merge(tools::routes())
        .merge(webhooks::routes())
}
