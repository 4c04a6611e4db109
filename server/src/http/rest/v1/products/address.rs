//! An address as the last part of a path: encoded, as it should be, or as people paste it.

use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request::Parts},
};
use utoipa::IntoParams;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::http::rest::{Rest, refused::Refused};

/// The address that stands at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(names("url"), parameter_in = Path)]
pub struct Address(
    /// The address of a page in a shop, percent-encoded. One that is not encoded is understood as
    /// well.
    #[param(example = "https%3A%2F%2Fshop.example%2Ftrain")]
    pub String,
);

impl FromRequestParts<Rest> for Address {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Refused> {
        let path = Path::<String>::from_request_parts(parts, rest).await;
        let Path(path) = path.map_err(|_| {
            let said = "API Event did not contain a Url in the path parameters.";
            Refused::new(StatusCode::BAD_REQUEST, "malformed", said)
        })?;
        Ok(Self(whole(&path, parts.uri.query())))
    }
}

/// The address with its own query, which belongs to the request where it was not encoded, and with
/// both slashes, of which some proxies leave one.
fn whole(path: &str, query: Option<&str>) -> String {
    let mut address = path.to_owned();
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = path.strip_prefix(scheme).filter(|rest| !rest.starts_with('/')) {
            address = format!("{scheme}/{rest}");
        }
    }
    if let Some(query) = query.filter(|_| !address.contains('?')) {
        address = format!("{address}?{query}");
    }
    address
}

/// Adds a route whose last part, `{url}`, is an address that may hold slashes.
pub fn behind_address(
    mut router: OpenApiRouter<Rest>,
    (schemas, paths, handler): UtoipaMethodRouter<Rest>,
) -> OpenApiRouter<Rest> {
    for (path, item) in paths.paths {
        router = router.route(&path.replace("{url}", "{*url}"), handler.clone());
        router.get_openapi_mut().paths.paths.insert(path, item);
    }
    let components = router.get_openapi_mut().components.get_or_insert_default();
    components.schemas.extend(schemas);
    router
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_understood_encoded_and_as_it_was_pasted() {
        let train = "https://shop.example/train";
        assert_eq!(whole(train, None), train);
        assert_eq!(whole("https:/shop.example/train", None), train);
        assert_eq!(whole("http:/shop.example/train", None), "http://shop.example/train");
        assert_eq!(whole(train, Some("id=7&size=l")), format!("{train}?id=7&size=l"));
        let encoded = format!("{train}?id=7");
        assert_eq!(whole(&encoded, Some("x=1")), encoded);
        assert_eq!(whole("shop.example", None), "shop.example");
        assert_eq!(whole("", None), "");
    }
}
