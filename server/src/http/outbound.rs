//! The way out to shops (R6.5): the only redirects that leave the site for an address that people
//! typed. Each admits the link of the gift that it names, to somebody who may see that gift.

use app::{backend::Backend, error::AppError, session::Visit};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{DomainError, FurtherLinks, GiftDetails, GiftId, Link, ListId, ProductId};
use url::Url;

use super::{headers::LeadsElsewhere, refusal::refuse, request::only_reads};
use crate::{
    affiliate::{row_of, tagged},
    secrets::Secrets,
    site::Site,
};

/// Which gift, as whom.
#[derive(Debug, PartialEq, Eq)]
enum Gift<'a> {
    /// By the share link of its list.
    Shared { share: &'a str, gift: GiftId },
    /// By a manage link.
    Managed { token: &'a str },
    /// By an owner of its list.
    Owned { list: ListId, gift: GiftId },
    /// On no list: a product that articles show.
    Catalogue { product: ProductId },
}

/// Answers `/l/SHARE/GIFT/shop`, `/r/TOKEN/shop`, `/lists/LIST/gifts/GIFT/shop` and
/// `/ideas/products/PRODUCT/shop`. A number behind that leads to a further shop of a gift.
pub async fn layer(
    State((site, backend)): State<(Site, Backend)>,
    request: Request,
    next: Next,
) -> Response {
    let reads = only_reads(request.method());
    let path = request.uri().path().to_owned();
    let (of_gift, shop) = numbered(&path);
    let Some(gift) = gift(of_gift).filter(|_| reads) else { return next.run(request).await };
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match link(&site, &backend, &visit, gift, shop).await {
        Ok(link) => {
            let led = tagged(&link, &site.settings.affiliate);
            if *request.method() == Method::GET {
                count(&site, &link);
            }
            led.and_then(onward).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
        }
        // Whoever followed the link in a browser is shown the page for it.
        Err(error) if error.status() == 404 => next.run(request).await,
        // The list's page says so, and asks for it.
        Err(AppError::Refused { rule: DomainError::PasscodeNeeded }) => {
            let list: Vec<_> = path.split('/').take(3).collect();
            (StatusCode::SEE_OTHER, [(header::LOCATION, list.join("/"))]).into_response()
        }
        Err(error) => refuse(request.headers(), error),
    }
}

/// The path to a gift's first shop, and the number of the further one that is asked for, or 0.
fn numbered(path: &str) -> (&str, usize) {
    let further = (1..=FurtherLinks::MAX).find_map(|number| {
        let rest = path.strip_suffix(&format!("/{number}"))?;
        rest.ends_with("/shop").then_some((rest, number))
    });
    further.unwrap_or((path, 0))
}

fn gift(path: &str) -> Option<Gift<'_>> {
    let parts: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    match parts.as_slice() {
        ["l", share, gift, "shop"] => Some(Gift::Shared { share, gift: gift.parse().ok()? }),
        ["r", token, "shop"] => Some(Gift::Managed { token }),
        ["lists", list, "gifts", gift, "shop"] => {
            Some(Gift::Owned { list: list.parse().ok()?, gift: gift.parse().ok()? })
        }
        ["ideas", "products", product, "shop"] => {
            Some(Gift::Catalogue { product: product.parse().ok()? })
        }
        _ => None,
    }
}

async fn link(
    site: &Site,
    backend: &Backend,
    visit: &Visit,
    gift: Gift<'_>,
    shop: usize,
) -> Result<Link, AppError> {
    let link = match gift {
        Gift::Shared { share, gift } => {
            backend.sharing.may_look(visit, share).await?;
            let key = Secrets::share_key(share);
            site.answer(site.store.further_shop_link(&key, gift, shop).await)?
        }
        Gift::Managed { token } => {
            let (view, _) = backend.sharing.manage(visit, token).await?;
            let held = site.answer(site.store.held(view.id).await)?;
            let held = held.ok_or_else(AppError::not_found)?;
            let details = match view.withdrawn {
                true => &held.reservation.snapshot,
                false => &held.gift.details,
            };
            numbered_link(details, shop)
        }
        Gift::Owned { list, gift } => {
            let owner = visit.actor.person.ok_or_else(AppError::not_found)?;
            let owned = site.store.owned_gift(owner, list, gift).await;
            numbered_link(&site.answer(owned)?.1.details, shop)
        }
        Gift::Catalogue { product } => {
            let shown = site.answer(site.store.shown_products(&[product]).await)?;
            shown.into_iter().find_map(|product| product.details.link).filter(|_| shop == 0)
        }
    };
    link.ok_or_else(AppError::not_found)
}

/// The page of a gift in its first shop, which is 0, or in a further one.
fn numbered_link(details: &GiftDetails, shop: usize) -> Option<Link> {
    match shop {
        0 => details.link.clone(),
        number => details.further.number(number).cloned(),
    }
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

/// Counts the click, of nobody in particular, where the shop pays. Of another one it would be known
/// that it stands on a list or two.
fn count(site: &Site, link: &Link) {
    if let Some(row) = row_of(link, &site.settings.affiliate) {
        site.clicks.add(site.clock.now().date_naive(), &row.shop, 1);
    }
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
        assert_eq!(
            gift(&format!("/ideas/products/{id}/shop")),
            Some(Gift::Catalogue { product: id.parse().unwrap() })
        );
        for none in
            ["/l/abc/x/shop", "/l/abc/shop", "/r/abc", "/shop", "/r/abc/shop/", "//r/abc/shop"]
        {
            assert_eq!(gift(none), None, "{none}");
        }
    }

    // R6.5
    #[test]
    fn a_further_shop_is_named_by_its_number_and_nothing_else() {
        assert_eq!(numbered("/l/abc/1/shop"), ("/l/abc/1/shop", 0));
        assert_eq!(numbered("/l/abc/1/shop/1"), ("/l/abc/1/shop", 1));
        assert_eq!(numbered("/r/abc/shop/3"), ("/r/abc/shop", 3));
        for other in ["/l/abc/1", "/r/abc/shop/4", "/r/abc/shop/0", "/r/abc/shop/01", "/1"] {
            assert_eq!(numbered(other), (other, 0));
        }
    }
}
