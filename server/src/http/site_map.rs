//! What search engines are told (R8.3): which pages there are, and which are not for them.

use std::fmt::Write as _;

use app::{backend::Category, pages::PUBLIC};
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, header},
    response::IntoResponse,
    routing::get,
};
use chrono::NaiveDate;

use crate::{
    settings::{Environment, PublicUrl},
    site::Site,
};

/// What belongs to somebody, or is of no use to those who come from a search.
const NOT_LISTED: [&str; 16] = [
    "/l/",
    "/r/",
    "/lists",
    "/account",
    "/giving",
    "/admin",
    "/add",
    "/ideas/add/",
    "/reset/",
    "/email-undo/",
    "/join/",
    "/stop",
    "/sign-in/",
    "/sign-up/",
    "/fn/",
    "/live/",
];

/// Who draws a preview of a link that somebody sent to somebody: they look at one list, as whoever
/// was sent it will, and list nothing.
const PREVIEWERS: [&str; 8] = [
    "facebookexternalhit",
    "Twitterbot",
    "WhatsApp",
    "TelegramBot",
    "Slackbot-LinkExpanding",
    "LinkedInBot",
    "Discordbot",
    "SkypeUriPreview",
];

/// How long until both may be asked for again.
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The routes of both.
pub fn routes() -> Router<Site> {
    Router::new().route("/robots.txt", get(robots)).route("/sitemap.xml", get(site_map))
}

async fn robots(State(site): State<Site>) -> impl IntoResponse {
    let settings = &site.settings.site;
    let text = robots_for(settings.environment, &settings.public_url);
    told("text/plain; charset=utf-8", text)
}

async fn site_map(State(site): State<Site>) -> impl IntoResponse {
    let articles = site.ideas.content().await.paths();
    told("application/xml", listed(&site.settings.site.public_url, &articles))
}

fn told(kind: &'static str, text: String) -> impl IntoResponse {
    let kind = HeaderValue::from_static(kind);
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, AN_HOUR)], text)
}

fn robots_for(environment: Environment, url: &PublicUrl) -> String {
    if environment != Environment::Production {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text = String::new();
    for name in PREVIEWERS {
        text += &format!("User-agent: {name}\n");
    }
    for path in NOT_LISTED.iter().filter(|path| **path != "/l/") {
        text += &format!("Disallow: {path}\n");
    }
    text += "\nUser-agent: *\n";
    for path in NOT_LISTED {
        text += &format!("Disallow: {path}\n");
    }
    text + &format!("\nSitemap: {}\n", url.link("/sitemap.xml"))
}

/// Every page for everybody, and every article with its day (sitemaps.org). Their paths hold nothing
/// that would have to be escaped.
fn listed(url: &PublicUrl, articles: &[(String, NaiveDate)]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    let categories =
        Category::ALL.iter().map(|category| format!("/ideas/category/{}", category.code()));
    let ideas = ["/ideas".to_owned()].into_iter().chain(categories);
    let pages = PUBLIC.map(str::to_owned).into_iter().chain(ideas).map(|path| (path, None));
    let articles = articles.iter().map(|(path, day)| (path.clone(), Some(*day)));
    for (path, day) in pages.chain(articles) {
        let day = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        // Writing to a String can not fail.
        let _ = writeln!(text, "<url><loc>{}</loc>{day}</url>", url.link(&path));
    }
    text + "</urlset>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> PublicUrl {
        PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap()
    }

    // R8.3
    #[test]
    fn production_is_listed_but_no_page_of_somebody_and_nothing_else_is() {
        let text = robots_for(Environment::Production, &url());
        let (previewers, all) = text.split_once("\nUser-agent: *\n").unwrap();
        for path in ["/l/", "/r/", "/lists", "/account"] {
            assert!(all.contains(&format!("Disallow: {path}\n")), "{text}");
        }
        assert!(!previewers.contains("/l/\n") && previewers.contains("Disallow: /r/\n"), "{text}");
        assert!(text.ends_with("\nSitemap: https://ewelists.example/sitemap.xml\n"), "{text}");
        for path in PUBLIC {
            let hidden = NOT_LISTED.iter().any(|start| path.starts_with(start));
            assert!(!hidden, "{path}");
        }
        for elsewhere in [Environment::Development, Environment::Test, Environment::Staging] {
            assert_eq!(robots_for(elsewhere, &url()), "User-agent: *\nDisallow: /\n");
        }
    }

    #[test]
    fn the_sitemap_names_pages_and_articles() {
        let day = "2026-11-02".parse().unwrap();
        let text = listed(&url(), &[("/ideas/baby".to_owned(), day)]);
        for part in [
            "<loc>https://ewelists.example/</loc>",
            "<loc>https://ewelists.example/faq</loc>",
            "<loc>https://ewelists.example/ideas</loc>",
            "<loc>https://ewelists.example/ideas/category/baby</loc>",
            "<loc>https://ewelists.example/ideas/baby</loc><lastmod>2026-11-02</lastmod>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.starts_with("<?xml ") && text.ends_with("</urlset>\n"), "{text}");
    }
}
