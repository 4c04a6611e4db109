//! Whatever a shop answers, it ends in time and takes little memory (R6.3).

use std::time::{Duration, Instant};

use futures::future::join_all;
use http::StatusCode;
use server::{fetch::FetchError, settings::Seconds};

use super::{
    place::{Internet, alone, asked, at_shop, fetcher},
    shop::PAGE,
};

/// How a shop answers a page, and what becomes of it.
const PAGES: [(&str, FetchError); 18] = [
    ("/gzip", FetchError::TooBig),
    ("/deflate", FetchError::TooBig),
    ("/brotli", FetchError::NotAPage),
    ("/twice", FetchError::NotAPage),
    ("/garbled", FetchError::Unreachable),
    ("/endless", FetchError::TooBig),
    ("/lie", FetchError::TooBig),
    ("/short", FetchError::Unreachable),
    ("/silent", FetchError::TooLong),
    ("/stuck", FetchError::TooLong),
    ("/drip", FetchError::TooLong),
    ("/drip-head", FetchError::TooLong),
    ("/headers", FetchError::Unreachable),
    ("/header", FetchError::Unreachable),
    ("/loop", FetchError::Refused(StatusCode::FOUND)),
    ("/status?503", FetchError::Refused(StatusCode::SERVICE_UNAVAILABLE)),
    ("/type?image/png", FetchError::NotAPage),
    ("/untyped", FetchError::NotAPage),
];

/// The same of a picture.
const PICTURES: [(&str, FetchError); 6] = [
    ("/gzip?image/png", FetchError::TooBig),
    ("/deflate?application/octet-stream", FetchError::TooBig),
    ("/endless?image/webp", FetchError::TooBig),
    ("/lie?image/gif", FetchError::TooBig),
    ("/type?image/svg+xml", FetchError::NotAPage),
    ("/type?text/html", FetchError::NotAPage),
];

/// The settings give each eight seconds; the rest is for a machine that is slow.
const MOST: Duration = Duration::from_secs(30);

/// How much memory this process has or had, in KiB.
fn memory(row: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let row = status.lines().find_map(|line| line.strip_prefix(row)).unwrap();
    row.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn whatever_is_answered_ends_in_time_and_takes_little_memory() {
    alone("fetch::bombs::whatever_is_answered_ends_in_time_and_takes_little_memory", async {
        let _internet = Internet::start().await;
        let fetcher = fetcher(|settings| settings.at_once = 64);
        assert_eq!(asked(&fetcher, &at_shop("/"), "en").await.unwrap().bytes, PAGE.as_bytes());
        let before = memory("VmRSS:");
        let begun = Instant::now();
        let pages = PAGES.map(|(path, error)| {
            let fetcher = fetcher.clone();
            async move {
                let page = asked(&fetcher, &at_shop(path), "en").await;
                assert_eq!(page.map(|page| page.bytes.len()), Err(error), "{path}");
                assert!(begun.elapsed() < MOST, "{path}");
            }
        });
        let pictures = PICTURES.map(|(path, error)| {
            let fetcher = fetcher.clone();
            async move {
                let picture = fetcher.picture(&at_shop(path)).await;
                assert_eq!(picture.map(|picture| picture.len()), Err(error), "{path}");
                assert!(begun.elapsed() < MOST, "{path}");
            }
        });
        tokio::join!(join_all(pages), join_all(pictures));
        let grown = memory("VmHWM:").saturating_sub(before);
        assert!(grown < 64 * 1024, "{grown} KiB more than before");
        for kind in ["image/png", "image/jpg", "binary/octet-stream"] {
            let picture = fetcher.picture(&at_shop(&format!("/type?{kind}"))).await.unwrap();
            assert_eq!(picture, PAGE.as_bytes(), "what the bytes are is seen later: {kind}");
        }
    });
}

#[test]
fn a_body_ends_where_its_length_says() {
    alone("fetch::bombs::a_body_ends_where_its_length_says", async {
        let _internet = Internet::start().await;
        let page = fetcher(|_| {}).page(&at_shop("/long"), "en").await.unwrap();
        assert_eq!(page.bytes, &PAGE.as_bytes()[..7]);
    });
}

#[test]
fn limits_are_those_of_the_settings() {
    alone("fetch::bombs::limits_are_those_of_the_settings", async {
        let _internet = Internet::start().await;
        let fetcher = |limit| {
            fetcher(|settings| {
                settings.page_limit = limit;
                settings.picture_limit = limit;
            })
        };
        let exact = fetcher(PAGE.len());
        for path in ["/", "/packed"] {
            let page = asked(&exact, &at_shop(path), "en").await.unwrap();
            assert_eq!(page.bytes, PAGE.as_bytes(), "{path}");
            assert_eq!(page.content_type.as_deref(), Some("text/html; charset=utf-8"));
        }
        let less = fetcher(PAGE.len() - 1);
        for path in ["/", "/packed"] {
            assert_eq!(asked(&less, &at_shop(path), "en").await, Err(FetchError::TooBig), "{path}");
        }
        let picture = less.picture(&at_shop("/type?image/png")).await;
        assert_eq!(picture, Err(FetchError::TooBig));
    });
}

#[test]
fn who_never_has_a_turn_is_told_in_time() {
    alone("fetch::bombs::who_never_has_a_turn_is_told_in_time", async {
        let _internet = Internet::start().await;
        let fetcher = fetcher(|settings| {
            settings.at_once = 1;
            settings.connect_timeout = Seconds(1);
            settings.timeout = Seconds(2);
        });
        let [silent, page] = ["/silent", "/"].map(at_shop);
        let (first, second) =
            tokio::join!(asked(&fetcher, &silent, "en"), asked(&fetcher, &page, "en"));
        assert_eq!((first, second), (Err(FetchError::TooLong), Err(FetchError::Busy)));
        assert!(asked(&fetcher, &page, "en").await.is_ok(), "the place is free again");
    });
}
