//! The revision upon which a change of a list is built (R10.5), asked for before any route below the
//! list is: none may forget it. Those that can ask once more in the transaction of the change.

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{ListId, Scope};

use super::{
    Caller, Rest,
    refused::Refused,
    tag::{IfMatch, Revision},
};

/// Refuses a change of a list that names another revision than the present one. Who may not change
/// the list is answered by the route itself.
pub async fn layer(
    State(rest): State<Rest>,
    caller: Result<Caller, Refused>,
    if_match: IfMatch,
    request: Request,
    next: Next,
) -> Response {
    let list = changed(request.method(), request.uri().path());
    if let (Ok(caller), Some(list)) = (caller, list)
        && if_match.is_said()
        && let Ok(Some(_)) = caller.may(Scope::ListsWrite)
        && let Ok(record) = rest.backend.records.list(&caller.visit, list).await
        && let Err(refused) = if_match.require(Revision::of(&record))
    {
        return refused.into_response();
    }
    next.run(request).await
}

/// The list that a request changes, if it names one.
fn changed(method: &Method, path: &str) -> Option<ListId> {
    let changes = matches!(*method, Method::POST | Method::PUT | Method::DELETE);
    let list = path.strip_prefix("/lists/")?.split('/').next()?;
    changes.then(|| list.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_below_a_list_is_one_of_it() {
        let id = "0198c4a2-8f5e-7b3a-9a41-2f1d7c0b6e55";
        let list = id.parse::<ListId>().ok();
        assert!(list.is_some());
        for below in ["", "/", "/close", "/product/x/received"] {
            let path = format!("/lists/{id}{below}");
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                assert_eq!(changed(&method, &path), list, "{method} {path}");
            }
            for method in [Method::GET, Method::TRACE] {
                assert_eq!(changed(&method, &path), None, "{method} {path}");
            }
        }
        for other in ["/lists", "/lists/", "/lists/x/pass", &format!("/bin/{id}")] {
            assert_eq!(changed(&Method::POST, other), None, "{other}");
        }
    }
}
