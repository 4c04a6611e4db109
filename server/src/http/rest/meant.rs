//! The revision upon which a change of a list is built (R10.5), asked for before any route below the
//! list is: none may forget it. It goes along with the caller's visit as a term of what they ask for,
//! and is asked for once more in the transaction of the change.

use axum::{
    extract::{MatchedPath, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::Method,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{ListId, Scope, Upon};

use super::{
    BELOW, Caller, Rest,
    document::changes_a_list,
    refused::Refused,
    tag::{IfMatch, etag},
};

/// Refuses a change of a list that names another revision than the present one. Who may not change
/// the list is answered by the route itself.
pub async fn layer(
    State(rest): State<Rest>,
    caller: Result<Caller, Refused>,
    if_match: IfMatch,
    names: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    // What the route itself will read: an id may be written in more than one way in a path.
    let id = names.iter().flatten().find(|(name, _)| *name == "id");
    let list = id.and_then(|(_, id)| changed(request.method(), route, id));
    if let (Ok(caller), Some(list)) = (caller, list)
        && if_match.is_said()
        && let Ok(Some(_)) = caller.may(Scope::ListsWrite)
        && let Ok(record) = rest.backend.records.list(&caller.visit, list).await
    {
        let revision = record.revision();
        if let Err(refused) = if_match.require(&etag(revision)) {
            return refused.into_response();
        }
        request.extensions_mut().insert(Upon { list, revision });
    }
    next.run(request).await
}

/// The list with this id in the path, if a request changes one by its route.
fn changed(method: &Method, route: &str, id: &str) -> Option<ListId> {
    let route = route.strip_prefix(BELOW).unwrap_or(route);
    changes_a_list(method, route).then(|| id.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_below_a_list_is_one_of_it() {
        let id = "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";
        let list = id.parse::<ListId>().ok();
        assert!(list.is_some());
        let of = |method: Method, route: &str, id: &str| {
            [changed(&method, route, id), changed(&method, &format!("{BELOW}{route}"), id)]
        };
        for (method, route) in [
            (Method::PUT, "/lists/{id}"),
            (Method::DELETE, "/lists/{id}"),
            (Method::POST, "/lists/{id}/close"),
            (Method::PUT, "/lists/{id}/passcode"),
        ] {
            assert_eq!(of(method.clone(), route, id), [list; 2], "{method} {route}");
            assert_eq!(of(method, route, "x"), [None; 2], "{route} by a link");
        }
        for (method, route) in [
            (Method::GET, "/lists/{id}"),
            (Method::POST, "/lists/{id}"),
            (Method::TRACE, "/lists/{id}"),
            (Method::POST, "/lists/{id}/pass"),
            (Method::DELETE, "/bin/{id}"),
        ] {
            assert_eq!(of(method.clone(), route, id), [None; 2], "{method} {route}");
        }
    }
}
