//! What the original had no routes for, and the pages do: everything else that can be done with a
//! list by those who look after it.

mod bin;
mod copies;
mod covers;
mod details;
mod giving;
mod order;
mod people;
mod pictures;
mod secrecy;
mod state;
mod thanks;

use app::error::AppError;
use axum::{Json, http::Method};
use domain::{ListId, ListRecord, Scope};
use utoipa_axum::router::OpenApiRouter;

use super::{
    lists::OwnedListObj,
    shapes::{list_named, no_list},
};
use crate::http::rest::{BELOW, Caller, Rest, refused::Refused};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .merge(state::routes())
        .merge(secrecy::routes())
        .merge(giving::routes())
        .merge(order::routes())
        .merge(details::routes())
        .merge(covers::routes())
        .merge(pictures::routes())
        .merge(bin::routes())
        .merge(copies::routes())
        .merge(people::routes())
        .merge(thanks::routes())
}

/// How many bytes a request may bring, where it brings a picture or a file of gifts.
pub fn file_limit(method: &Method, path: &str) -> Option<usize> {
    let path = path.strip_prefix(BELOW)?.strip_prefix("/lists/")?;
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        _ if *method != Method::POST => None,
        [_, "cover"] | [_, "product", _, "picture"] => Some(pictures::MOST_BYTES),
        [_, "import"] => Some(copies::MOST_BYTES),
        _ => None,
    }
}

/// The list that a path names, for somebody whose token may read, or change, what is theirs.
///
/// # Errors
/// 401, 403; 404 for what is no id.
pub(super) fn entered(caller: &Caller, scope: Scope, sent: &str) -> Result<ListId, Refused> {
    caller.need(scope)?;
    list_named(sent)
}

/// A list of the caller's.
///
/// # Errors
/// 404 in the original's words for one that is not theirs.
pub(super) async fn record(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
) -> Result<ListRecord, Refused> {
    rest.backend.records.list(&caller.visit, list).await.map_err(no_list(sent))
}

/// The same before it is changed: what it names was read at the revision upon which the change is
/// built (R10.5).
///
/// # Errors
/// As [`record`]; 412 for another revision.
pub(super) async fn before(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
) -> Result<ListRecord, Refused> {
    let now = record(rest, caller, sent, list).await?;
    caller.visit.terms.require_unchanged(list, now.revision())?;
    Ok(now)
}

/// What a list is after something was done to it, or why that was not done.
///
/// # Errors
/// As what was done.
async fn after(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
    done: Result<(), AppError>,
) -> Result<Json<OwnedListObj>, Refused> {
    done.map_err(no_list(sent))?;
    let record = record(rest, caller, sent, list).await?;
    let origin = rest.site.settings.site.origin();
    Ok(Json(OwnedListObj::of(&record.list, record.owner, &origin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_and_files_may_be_larger() {
        let post = |path: &str| file_limit(&Method::POST, path);
        assert_eq!(post("/api/v1/lists/x/cover"), Some(pictures::MOST_BYTES));
        assert_eq!(post("/api/v1/lists/x/product/y/picture"), Some(pictures::MOST_BYTES));
        assert_eq!(post("/api/v1/lists/x/import"), Some(copies::MOST_BYTES));
        let others = [
            "/api/v1/lists/x",
            "/api/v1/lists/x/cover/",
            "/api/v1/lists/cover",
            "/api/v1/lists/x/product/y",
            "/lists/x/cover",
            "/api/v2/lists/x/cover",
            "",
        ];
        for other in others {
            assert_eq!(post(other), None, "{other}");
        }
        assert_eq!(file_limit(&Method::GET, "/api/v1/lists/x/cover"), None);
    }
}
