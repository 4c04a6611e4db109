//! How often programs may ask: each token, or each network without one, by a row of the settings
//! (R10.6). Every answer says how much is left.

use std::{hash::Hash, net::IpAddr, sync::Arc};

use app::error::AppError;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::ApiTokenId;

use super::{caller::Asking, refused::Refused};
use crate::{
    http::{
        address::{ClientAddress, network},
        counts::{Counts, NotYet},
        limits::Limits as Errands,
    },
    settings::{LimitsSettings, Rate},
};

/// What every answer says of it.
pub const HEADERS: [HeaderName; 3] = [
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
];

/// A row of the table, and who was counted in it.
struct Row<K: Hash + Eq + Clone> {
    rate: Rate,
    counts: Counts<K>,
}

/// How it stands with one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    /// So many at once.
    limit: u32,
    /// So many more now.
    remaining: u32,
    /// After so many seconds it is all of them again.
    reset: u32,
    /// Whether it was too much, and then after how many seconds there is room.
    wait: Option<u32>,
}

impl<K: Hash + Eq + Clone> Row<K> {
    fn new(rate: Rate) -> Self {
        Self { rate, counts: Counts::new(rate) }
    }

    fn count(&self, whom: &K) -> Standing {
        let (limit, seconds) = (self.rate.burst.get(), self.rate.seconds.get());
        let (remaining, wait) = match self.counts.count(whom) {
            Ok(left) => (left.min(limit), None),
            Err(NotYet { wait }) => (0, Some(wait)),
        };
        let reset = (limit - remaining).saturating_mul(seconds);
        Standing { limit, remaining, reset, wait }
    }
}

/// The counts of this process. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Arc<All>);

struct All {
    tokens: Row<ApiTokenId>,
    networks: Row<IpAddr>,
    wrong: Row<IpAddr>,
    /// What is limited for pages is limited here by the same counts.
    errands: Errands,
}

impl Limits {
    /// Counts by a table.
    pub fn new(table: &LimitsSettings, errands: Errands) -> Self {
        Self(Arc::new(All {
            tokens: Row::new(table.api_token),
            networks: Row::new(table.api_network),
            wrong: Row::new(table.api_wrong_token),
            errands,
        }))
    }

    fn count(&self, asking: &Asking, from: IpAddr) -> Standing {
        let all = &self.0;
        match asking {
            Asking::Bearer(bearer) => all.tokens.count(&bearer.token.id),
            Asking::Nobody => all.networks.count(&from),
            Asking::Wrong => {
                let tries = all.wrong.count(&from);
                if tries.wait.is_some() { tries } else { all.networks.count(&from) }
            }
        }
    }
}

/// The row of the errand that a route is, where it has one of its own on the pages.
fn row_of(method: &Method, route: &str) -> Option<&'static str> {
    let post = *method == Method::POST;
    if post && route.contains("/reserve/") {
        Some("reserve")
    } else if post && route.ends_with("/pass") {
        Some("code")
    } else if post && route.ends_with("/reservations/links") {
        Some("links")
    } else if post && route.ends_with("/contact") {
        Some("contact")
    } else if post && ["/import", "/cover", "/picture"].iter().any(|end| route.ends_with(end)) {
        Some("upload")
    } else if post && ["/webhooks", "/test", "/replay"].iter().any(|end| route.ends_with(end)) {
        Some("account")
    } else if route.contains("/query/metadata/") {
        Some("find")
    } else {
        None
    }
}

/// Refuses what comes too often (429), and says on every answer how much is left.
pub async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let from = network(ClientAddress::of(request.extensions()));
    let standing = limits.count(&Asking::of(request.extensions()), from);
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let errand = row_of(request.method(), route);
    let errand = errand.map_or(Ok(()), |row| limits.0.errands.count_errand(row, from));
    let refused = match (standing.wait, errand) {
        (Some(retry_after), _) => Some(AppError::TooMany { retry_after }),
        (None, Err(error)) => Some(error),
        (None, Ok(())) => None,
    };
    let mut response = match refused {
        None => next.run(request).await,
        Some(error) => {
            tracing::info!("too many requests of one program");
            Refused::from(error).into_response()
        }
    };
    let told = [standing.limit, standing.remaining, standing.reset];
    for (name, value) in HEADERS.into_iter().zip(told) {
        response.headers_mut().insert(name, HeaderValue::from(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let table = LimitsSettings {
            api_network: Rate::new(3, 60),
            api_wrong_token: Rate::new(1, 60),
            ..LimitsSettings::default()
        };
        let errands = Errands::new(&table);
        Limits::new(&table, errands)
    }

    fn four(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    // R10.6
    #[test]
    fn a_network_is_told_how_much_is_left_and_then_to_wait() {
        let limits = limits();
        let left = |last| limits.count(&Asking::Nobody, four(last));
        let first = Standing { limit: 3, remaining: 2, reset: 60, wait: None };
        assert_eq!(left(1), first);
        assert_eq!((left(1).remaining, left(1).remaining), (1, 0));
        let over = left(1);
        assert_eq!((over.remaining, over.reset), (0, 180));
        assert!(over.wait.is_some_and(|wait| (1..=61).contains(&wait)));
        assert_eq!(left(2), first, "another one");
    }

    // R10.6
    #[test]
    fn wrong_tokens_are_counted_by_themselves() {
        let limits = limits();
        assert!(limits.count(&Asking::Wrong, four(1)).wait.is_none());
        assert!(limits.count(&Asking::Wrong, four(1)).wait.is_some());
        assert!(limits.count(&Asking::Nobody, four(1)).wait.is_none());
    }

    // R10.6
    #[test]
    fn what_is_limited_on_pages_is_limited_here() {
        let row = |method, route| row_of(&method, route);
        let reserve = "/api/v1/lists/{id}/reserve/{productid}/email/{email}";
        assert_eq!(row(Method::POST, reserve), Some("reserve"));
        assert_eq!(row(Method::GET, "/api/v1/products/query/metadata/{url}"), Some("find"));
        assert_eq!(row(Method::POST, "/api/v1/contact"), Some("contact"));
        assert_eq!(row(Method::POST, "/api/v1/lists"), None);
        assert_eq!(row(Method::POST, "/api/v1/lists/{id}/pass"), Some("code"));
        assert_eq!(row(Method::POST, "/api/v1/reservations/links"), Some("links"));
        for route in [
            "/api/v1/webhooks",
            "/api/v1/webhooks/{id}/test",
            "/api/v1/webhooks/{id}/deliveries/{delivery}/replay",
        ] {
            assert_eq!(row(Method::POST, route), Some("account"), "{route}");
            assert_eq!(row(Method::GET, route), None, "{route}");
        }
        assert_eq!(row(Method::POST, "/api/v1/webhooks/{id}/secret"), None);
        for row in ["reserve", "code", "links", "find", "contact", "upload", "account"] {
            let rows = LimitsSettings::default().rows_by_name();
            assert!(rows.iter().any(|(name, _)| *name == row), "{row}");
        }
    }
}
