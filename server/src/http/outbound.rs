//! The way out to shops (R6.5): the only redirects that leave the site for an address that people
//! typed. Each admits the link of the gift that it names, to somebody who may see that gift.

use app::{backend::Backend, error::AppError, session::Visit};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{GiftId, Link, ListId};
use url::Url;

use super::{headers::LeadsElsewhere, refusal::refuse};
use crate::{affiliate::tagged, secrets::Secrets, site::Site};

/// Which gift, as whom.
#[derive(Debug, PartialEq, Eq)]
enum Gift<'a> {
    /// By the share link of its list.
    Shared { share: &'a str, gift: GiftId },
    /// By a manage link.
    Managed { token: &'a str },
    /// By an owner of its list.
    Owned { list: ListId, gift: GiftId },
}

/// Answers `/l/SHARE/GIFT/shop`, `/r/TOKEN/shop` and `/lists/LIST/gifts/GIFT/shop`.
pub async fn layer(
    State((site, backend)): State<(Site, Backend)>,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let Some(gift) = gift(&path).filter(|_| reads) else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match link(&site, &backend, &visit, gift).await {
        Ok(link) => {
            let led = tagged(&link, &site.settings.affiliate);
            if *request.method() == Method::GET {
                count(&site, link.host());
            }
            led.and_then(onward).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
        }
        // Whoever followed the link in a browser is shown the page for it.
        Err(error) if error.status() == 404 => next.run(request).await,
        Err(error) => refuse(request.headers(), error),
    }
}

fn gift(path: &str) -> Option<Gift<'_>> {
    let parts: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    match parts.as_slice() {
        ["l", share, gift, "shop"] => Some(Gift::Shared { share, gift: gift.parse().ok()? }),
        ["r", token, "shop"] => Some(Gift::Managed { token }),
        ["lists", list, "gifts", gift, "shop"] => {
            Some(Gift::Owned { list: list.parse().ok()?, gift: gift.parse().ok()? })
        }
        _ => None,
    }
}

async fn link(
    site: &Site,
    backend: &Backend,
    visit: &Visit,
    gift: Gift<'_>,
) -> Result<Link, AppError> {
    let link = match gift {
        Gift::Shared { share, gift } => {
            let found = site.store.shop_link(&Secrets::share_key(share), gift).await;
            found.map_err(|error| site.refuse(error))?
        }
        Gift::Managed { token } => {
            let (view, _) = backend.sharing.manage(visit, token).await?;
            view.card.link.as_deref().and_then(|link| Link::parse(link).ok())
        }
        Gift::Owned { list, gift } => {
            let owner = visit.actor.person.ok_or_else(AppError::not_found)?;
            let owned = site.store.owned_gift(owner, list, gift).await;
            owned.map_err(|error| site.refuse(error))?.1.details.link
        }
    };
    link.ok_or_else(AppError::not_found)
}

/// Leads to a shop. It does not learn from where.
fn onward(to: Url) -> Option<Response> {
    let location = HeaderValue::from_str(to.as_str()).ok()?;
    let robots = HeaderName::from_static("x-robots-tag");
    let told = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (robots, HeaderValue::from_static("noindex, nofollow")),
    ];
    let mut response = (StatusCode::FOUND, told).into_response();
    response.extensions_mut().insert(LeadsElsewhere);
    Some(response)
}

/// Counts the click, of nobody in particular; the way out does not wait for that.
fn count(site: &Site, shop: String) {
    let site = site.clone();
    tokio::spawn(async move {
        if let Err(error) = site.store.count_click(&shop, site.clock.now()).await {
            site.refuse(error);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_out_names_one_gift() {
        let id = "0".repeat(31) + "1";
        let gift_id: GiftId = id.parse().unwrap();
        let list: ListId = id.parse().unwrap();
        assert_eq!(
            gift(&format!("/l/abc/{id}/shop")),
            Some(Gift::Shared { share: "abc", gift: gift_id })
        );
        assert_eq!(gift("/r/abc/shop"), Some(Gift::Managed { token: "abc" }));
        assert_eq!(
            gift(&format!("/lists/{id}/gifts/{id}/shop")),
            Some(Gift::Owned { list, gift: gift_id })
        );
        for none in
            ["/l/abc/x/shop", "/l/abc/shop", "/r/abc", "/shop", "/r/abc/shop/", "//r/abc/shop"]
        {
            assert_eq!(gift(none), None, "{none}");
        }
    }
}
