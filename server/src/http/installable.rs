//! What makes an app of the site (R8.4): its manifest, and the worker that keeps one page for when
//! there is no network.

use std::{fs, path::Path};

use app::{files::PageFiles, i18n::Locale};
use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use leptos_i18n::{Locale as _, td_string};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::visit::language;
use crate::{settings::PagesSettings, site::Site};

const WORKER: &str = include_str!("service-worker.js");

/// What the page for when there is no network needs, besides the files of every page.
const FILES: [&str; 4] =
    ["/icons.svg", "/favicon.svg", "/fonts/familjen-grotesk.woff2", "/covers/other.svg"];

/// These follow --ground of style/tokens.css.
const GROUND: &str = "#f5f7f2";

/// A worker may ask our own server, and nobody else.
const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");

/// The routes of both. The worker is put together once: what is built does not change while the
/// program runs.
pub fn routes(site: &Site) -> Router {
    let worker = Bytes::from(worker(&site.settings.leptos));
    Router::new()
        .route("/service-worker.js", get(served))
        .with_state(worker)
        .route("/manifest.webmanifest", get(manifest))
}

async fn served(State(worker): State<Bytes>) -> Response {
    let told = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (told, worker).into_response()
}

/// The script, with the files that are there. Its version changes with any of them, and with the
/// words of the page that is kept.
fn worker(pages: &PagesSettings) -> String {
    let root = Path::new(&pages.site_root);
    let PageFiles { style, navigation, script, wasm } = pages.files();
    let files = FILES.map(str::to_owned).into_iter().chain([navigation, style, script, wasm]);
    let mut version = Sha256::new_with_prefix(env!("CARGO_PKG_VERSION"));
    let mut there = Vec::new();
    for file in files {
        let path = file.split('?').next().unwrap_or_default();
        if let Ok(bytes) = fs::read(root.join(path.trim_start_matches('/'))) {
            version.update(&file);
            version.update(bytes);
            there.push(file);
        }
    }
    for locale in Locale::get_all() {
        version.update(td_string!(*locale, about.offline.heading));
        version.update(td_string!(*locale, about.offline.words));
    }
    let version = format!("{:x}", version.finalize());
    let worker = WORKER.replacen("\"VERSION\"", &json!(version[..16]).to_string(), 1);
    worker.replacen("[\"FILES\"]", &json!(there).to_string(), 1)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    language: String,
}

/// What a phone or a computer calls the app, and what it can be asked for from outside: to take
/// what another app shares (R4.2), and to go straight to one of its pages.
async fn manifest(Query(asked): Query<Asked>, headers: HeaderMap) -> impl IntoResponse {
    let locale = asked.language.parse::<Locale>().unwrap_or_else(|()| language(&headers));
    let brand = td_string!(locale, common.brand);
    let icon = |src: &str, size: u32, purpose: &str| {
        let sizes = format!("{size}x{size}");
        json!({ "src": src, "sizes": sizes, "type": "image/png", "purpose": purpose })
    };
    let shortcut = |name: &str, url: &str| json!({ "name": name, "url": url });
    let manifest = json!({
        "id": "/",
        "name": brand,
        "short_name": brand,
        "description": td_string!(locale, common.shell.description),
        "lang": locale.as_str(),
        "start_url": "/lists",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["lifestyle", "shopping"],
        "icons": [
            { "src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any" },
            icon("/icons/192.png", 192, "any"),
            icon("/icons/512.png", 512, "any"),
            icon("/icons/maskable-192.png", 192, "maskable"),
            icon("/icons/maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            shortcut(td_string!(locale, lists.dashboard.new), "/lists/new"),
            shortcut(td_string!(locale, common.shell.my_lists), "/lists"),
            shortcut(td_string!(locale, common.shell.giving), "/giving"),
        ],
        "share_target": {
            "action": "/add",
            "method": "GET",
            "params": { "title": "title", "text": "text", "url": "url" },
        },
    });
    let told = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
    ];
    (told, Json(manifest).into_response().into_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R8.4
    #[test]
    fn the_worker_keeps_what_is_there_and_is_another_one_with_every_change() {
        let folder = tempfile::tempdir().unwrap();
        let pages = PagesSettings {
            site_root: folder.path().to_string_lossy().into_owned(),
            hash_files: false,
            ..PagesSettings::default()
        };
        let bare = worker(&pages);
        assert!(bare.contains("const FILES = [];"), "{bare}");
        fs::create_dir(folder.path().join("pkg")).unwrap();
        fs::write(folder.path().join("pkg/ewelists.css"), "a {}").unwrap();
        fs::write(folder.path().join("icons.svg"), "<svg/>").unwrap();
        let kept = worker(&pages);
        assert!(kept.contains(r#"const FILES = ["/icons.svg","/pkg/ewelists.css"];"#), "{kept}");
        assert!(!kept.contains("\"VERSION\""), "{kept}");
        assert_eq!(worker(&pages), kept);
        fs::write(folder.path().join("pkg/ewelists.css"), "b {}").unwrap();
        assert_ne!(worker(&pages), kept);
        // By the address at which pages ask for it.
        fs::write(folder.path().join("navigation.js"), "wake();").unwrap();
        let navigation = pages.files().navigation;
        assert!(navigation.starts_with("/navigation.js?"), "{navigation}");
        assert!(worker(&pages).contains(&format!("\"{navigation}\"")));
    }
}
