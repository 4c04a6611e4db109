//! Files and how long browsers keep them.

use std::fs;

use crate::site::{TestSite, run, start};

async fn with_files() -> TestSite {
    start(|settings| {
        let root = std::path::Path::new(&settings.leptos.site_root);
        fs::create_dir_all(root.join("pkg")).unwrap();
        fs::create_dir_all(root.join("covers")).unwrap();
        fs::write(root.join("pkg/ewelists.js"), "script").unwrap();
        fs::write(root.join("pkg/ewelists.js.br"), "brotli").unwrap();
        fs::write(root.join("covers/birthday.svg"), "<svg/>").unwrap();
        fs::write(root.join(".hidden"), "hidden").unwrap();
        fs::write(root.join("../outside"), "outside").unwrap();
    })
    .await
}

#[test]
fn files_are_kept_a_week_and_then_asked_for_by_their_tag() {
    run(async {
        let site = with_files().await;
        let cover = site.get("/covers/birthday.svg", &[]).await;
        assert_eq!((cover.status, cover.body.as_str()), (200, "<svg/>"));
        assert_eq!(cover.header("cache-control"), "public, max-age=604800");
        assert_eq!(cover.header("content-type"), "image/svg+xml");
        cover.assert_guarded();
        let tag = cover.header("etag");
        assert!(!tag.is_empty());
        let again = site.get("/covers/birthday.svg", &[("if-none-match", tag)]).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
        site.stop().await;
    });
}

#[test]
fn what_is_compressed_already_is_sent_so() {
    run(async {
        let site = with_files().await;
        let brotli = site.get("/pkg/ewelists.js", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!((brotli.header("content-encoding"), brotli.body.as_str()), ("br", "brotli"));
        let plain = site.get("/pkg/ewelists.js", &[]).await;
        assert_eq!((plain.header("content-encoding"), plain.body.as_str()), ("", "script"));
        assert_eq!(plain.header("cache-control"), "no-cache", "no hash in its name");
        plain.assert_guarded();
        site.stop().await;
    });
}

#[test]
fn nothing_but_the_folder_is_served() {
    run(async {
        let site = with_files().await;
        for path in [
            "/.hidden",
            "/../outside",
            "/%2e%2e/outside",
            "/covers/../../outside",
            "/covers/..%2f..%2foutside",
            "/covers/",
            "/covers",
            "/pkg/",
            "/pkg/../../outside",
            "/%00",
            "/covers/birthday.svg%00",
        ] {
            let answer = site.get(path, &[]).await;
            assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            assert!(!answer.body.contains("outside") || answer.body.contains("<main"), "{path}");
            answer.assert_guarded();
        }
        site.stop().await;
    });
}
