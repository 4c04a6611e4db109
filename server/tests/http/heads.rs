//! Heads that say two things at once, behind which another request could hide (RFC 9112, 11.2), and
//! heads that are none.

use crate::site::{run, start};

/// What hides behind the first request where a proxy in front believes the one length and we the other.
const HIDDEN: &str = "GET /status.html HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// A form with these lines in its head and this body.
fn form(lines: &str, body: &str) -> String {
    format!(
        "POST /fn/set_language HTTP/1.1\r\nhost: x\r\naccept: application/json\r\n\
         content-type: application/x-www-form-urlencoded\r\n{lines}\r\n\r\n{body}"
    )
}

#[test]
fn no_request_hides_behind_another_one() {
    run(async {
        let site = start(|_| {}).await;
        let chunked = format!("0\r\n\r\n{HIDDEN}");
        for lines in [
            "content-length: 4\r\ntransfer-encoding: chunked",
            "transfer-encoding: chunked\r\ncontent-length: 4",
        ] {
            // The connection ends with the first answer, whatever follows.
            let answer = site.raw(form(lines, &chunked).as_bytes()).await;
            assert!(matches!(answer.status, 400 | 422), "{lines:?}: {answer:?}");
            assert!(!answer.body.contains("HTTP/1.1"), "{lines:?}: {answer:?}");
        }
        for lines in [
            "content-length: 0\r\ncontent-length: 65",
            "content-length: -1",
            "content-length: +11",
            "content-length: 0x0b",
            "transfer-encoding: chunked, identity",
            "transfer-encoding: xchunked",
            "x-what: a\0b",
            "x what: ever",
        ] {
            let answer = site.raw(form(lines, HIDDEN).as_bytes()).await;
            assert_eq!(answer.status, 400, "{lines:?}: {answer:?}");
            assert!(!answer.body.contains("HTTP/1.1"), "{lines:?}: {answer:?}");
        }
        site.stop().await;
    });
}

#[test]
fn an_address_without_end_is_refused() {
    run(async {
        let site = start(|_| {}).await;
        let answer = site.get(&format!("/l/{}", "x".repeat(70_000)), &[]).await;
        assert_eq!(answer.status, 414);
        site.stop().await;
    });
}
