//! How much of what all share one network address may have at once (R2.11).

use std::time::Duration;

use server::settings::Settings;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

use crate::{
    people::world,
    site::{TestSite, run, start},
    watch::scrape,
};

/// Sooner than the server gives up somebody who says nothing (server.header_timeout).
const SOON: Duration = Duration::from_secs(8);

fn proxied(settings: &mut Settings) {
    settings.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
}

/// Asks for a path on behalf of a client; answers the connection, left open, and the status.
async fn ask(site: &TestSite, path: &str, client: &str) -> (TcpStream, u16) {
    let mut stream = site.connect().await;
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {client}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = [0; 12];
    timeout(SOON, stream.read_exact(&mut said)).await.expect("it is answered").unwrap();
    let said = String::from_utf8_lossy(&said);
    let (_, status) = said.split_once(' ').unwrap();
    (stream, status.parse().unwrap())
}

/// Asks until it is answered as it should be: the server takes a moment to notice who has gone.
async fn answered_soon(site: &TestSite, path: &str, client: &str) -> bool {
    for _ in 0..1_000 {
        if ask(site, path, client).await.1 == 200 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

// R2.11
#[test]
fn a_network_that_has_its_connections_keeps_nobody_else_out() {
    run(async {
        let site = start(|settings| {
            settings.server.max_connections_per_network = 2;
            settings.metrics.listen = "127.0.0.1:0".to_owned();
        })
        .await;
        let idle = [site.connect().await, site.connect().await];
        let mut third = site.connect().await;
        let end = timeout(SOON, third.read(&mut [0])).await.expect("it is closed at once");
        assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
        let figures = scrape(&site, "GET /metrics").await;
        let mut refused = figures
            .lines()
            .filter_map(|line| line.strip_prefix("ewelists_connections_refused_total "));
        assert!(refused.next().is_some_and(|count| count != "0"), "{figures}");

        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
        let mut other = socket.connect(site.address()).await.unwrap();
        let asked = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        other.write_all(asked).await.unwrap();
        let mut said = String::new();
        timeout(SOON, other.read_to_string(&mut said)).await.unwrap().unwrap();
        assert!(said.starts_with("HTTP/1.1 200 "), "{said}");

        drop(idle);
        for _ in 0..1_000 {
            if site.get("/healthz", &[]).await.status == 200 {
                return site.stop().await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("places are not given back");
    });
}

// R2.11
#[test]
fn a_trusted_proxy_brings_as_many_as_there_is_room_for() {
    run(async {
        let site = start(|settings| {
            proxied(settings);
            settings.server.max_connections_per_network = 2;
        })
        .await;
        let mut open = Vec::new();
        for _ in 0..5 {
            let (stream, status) = ask(&site, "/healthz", "198.51.100.1").await;
            assert_eq!(status, 200);
            open.push(stream);
        }
        site.stop().await;
    });
}

// R2.11
#[test]
fn streams_leave_half_of_the_connections_to_others() {
    run(async {
        let site = start(|settings| settings.server.max_connections = 4).await;
        let live = format!("/live/share/{}", world(&site.running.site).await.share);
        let (first, status) = ask(&site, &live, "").await;
        let (_second, other) = ask(&site, &live, "").await;
        assert_eq!((status, other), (200, 200));
        assert_eq!(ask(&site, &live, "").await.1, 503);
        assert_eq!(site.get("/healthz", &[]).await.status, 200);
        drop(first);
        assert!(answered_soon(&site, &live, "").await, "its place is given back");
        site.stop().await;
    });
}

// R2.11
#[test]
fn a_network_that_has_its_streams_keeps_nobody_else_from_news() {
    run(async {
        let site = start(|settings| {
            proxied(settings);
            settings.server.max_streams_per_network = 1;
        })
        .await;
        let share = world(&site.running.site).await.share;
        let (live, events) =
            (format!("/live/share/{share}"), format!("/api/v1/lists/{share}/events"));
        let (first, status) = ask(&site, &live, "198.51.100.1").await;
        assert_eq!(status, 200);
        assert_eq!(ask(&site, &live, "198.51.100.1").await.1, 429);
        // Pages and programs have the same places.
        let program = site.get(&events, &[("x-forwarded-for", "198.51.100.1")]).await;
        assert_eq!((program.status, program.header("retry-after")), (429, "60"));
        assert!(program.body.contains("too_many"), "{}", program.body);
        let (_of_another, status) = ask(&site, &events, "198.51.100.2").await;
        assert_eq!(status, 200);
        // An IPv6 /64 counts as one address.
        let (_of_household, status) = ask(&site, &live, "2001:db8:1:2::1").await;
        assert_eq!(status, 200);
        assert_eq!(ask(&site, &live, "2001:db8:1:2::2").await.1, 429);
        assert_eq!(ask(&site, "/healthz", "198.51.100.1").await.1, 200);
        drop(first);
        assert!(answered_soon(&site, &events, "198.51.100.1").await, "its place is given back");
        site.stop().await;
    });
}
