//! News of a list as they happen (R5.2): the streams that pages listen to, for programs.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::ListId;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    reader::known,
    shapes::{named, no_list},
};
use crate::http::{
    live,
    rest::{
        Caller, Rest,
        guest::Guest,
        refused::{Refusals, Refused},
    },
};

/// An event of the stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the stream writes it; here it is told")]
struct Revision {
    /// The revision, a whole number.
    #[schema(pattern = "^[0-9]+$", examples("13"))]
    data: String,
}

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(list_events))
}

/// A stream of revisions of a list.
///
/// Whoever holds the share link may listen, and by the plain id those who look after the list. Each event
/// (`text/event-stream`) holds one number, the present one at once: something is different whenever it is
/// another one than `revision` of the list as it was read. It says neither what nor where, and those from
/// whom a surprise is kept hear nothing of what givers do. It ends with the link, the passcode, the token,
/// or what the one who listens is to the list.
#[utoipa::path(
    get,
    path = "/lists/{id}/events",
    tag = "events",
    params(("id" = String, Path, description = "The token of the share link, or the list's id."), Guest),
    responses(
        (status = 200, description = "A revision at a time.", body = Revision,
            content_type = "text/event-stream"),
        Refusals
    ),
    security((), ("token" = ["reservations"]), ("token" = ["lists:read"]))
)]
async fn list_events(
    State(rest): State<Rest>,
    caller: Caller,
    guest: Guest,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    named(&id, "id")?;
    // Who listens stays known, whatever the token may: it ends once they look after the list.
    let visit = guest.visit(&rest.site, &caller);
    known(&rest, &caller, &visit, &id).await?;
    let by = caller.token_key().cloned();
    let stream = match id.parse::<ListId>() {
        Err(_) => live::of_share(rest.site, visit, by, &id).await,
        Ok(list) => live::of_list(rest.site, visit, by, list).await,
    };
    stream.map_err(no_list(&id))
}
