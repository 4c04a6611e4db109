//! What belongs to articles and is no page (R8.5): their pictures for link previews, and the addresses
//! that they once had.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::request::only_reads;
use crate::site::Site;

/// Articles are changed now and then, and nobody has to see it at once.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked<'a> {
    /// The picture of an article.
    Picture(&'a str),
    /// All articles, or one, at its old address.
    Moved(&'a str),
}

/// Answers `/ideas/SLUG/picture.png`, and `/list-ideas` with what is below it.
pub async fn layer(State(site): State<Site>, request: Request, next: Next) -> Response {
    let reads = only_reads(request.method());
    match asked(request.uri().path()).filter(|_| reads) {
        Some(Asked::Picture(slug)) => picture(&site, slug).await,
        Some(Asked::Moved(slug)) => moved(slug),
        None => next.run(request).await,
    }
}

fn asked(path: &str) -> Option<Asked<'_>> {
    let parts: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    match parts.as_slice() {
        ["ideas", slug, "picture.png"] => Some(Asked::Picture(slug)),
        ["list-ideas"] | ["list-ideas", ""] => Some(Asked::Moved("")),
        ["list-ideas", slug] | ["list-ideas", slug, ""] => Some(Asked::Moved(slug)),
        _ => None,
    }
}

async fn picture(site: &Site, slug: &str) -> Response {
    let Some(picture) = site.ideas.preview(slug).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, A_DAY),
    ];
    (told, Body::from(picture)).into_response()
}

fn moved(slug: &str) -> Response {
    let path = if slug.is_empty() { "/ideas".to_owned() } else { format!("/ideas/{slug}") };
    match HeaderValue::from_str(&path) {
        Ok(path) => {
            let told = [(header::LOCATION, path), (header::CACHE_CONTROL, A_DAY)];
            (StatusCode::MOVED_PERMANENTLY, told).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_and_pictures_are_told_from_pages() {
        assert_eq!(asked("/ideas/baby-shower/picture.png"), Some(Asked::Picture("baby-shower")));
        for all in ["/list-ideas", "/list-ideas/"] {
            assert_eq!(asked(all), Some(Asked::Moved("")), "{all}");
        }
        for one in ["/list-ideas/baby-shower", "/list-ideas/baby-shower/"] {
            assert_eq!(asked(one), Some(Asked::Moved("baby-shower")), "{one}");
        }
        for page in ["/", "/ideas", "/ideas/baby-shower", "/ideas/x/y.png", "/list-ideas/a/b", "x"]
        {
            assert_eq!(asked(page), None, "{page}");
        }
    }

    #[test]
    fn what_moved_stays_on_the_site() {
        let to = |slug: &str| {
            let location = moved(slug).headers().get(header::LOCATION).cloned();
            location.map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(to("").as_deref(), Some("/ideas"));
        assert_eq!(to("baby-shower").as_deref(), Some("/ideas/baby-shower"));
    }
}
