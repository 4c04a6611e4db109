//! Clients that take their time.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use bytes::Bytes;
use domain::GiftForm;
use h2::{RecvStream, client::SendRequest};
use http::Request;
use server::{service, settings::Seconds};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{
    people::world,
    site::{TestSite, run, start},
};

async fn impatient() -> TestSite {
    start(|settings| {
        settings.server.header_timeout = Seconds(1);
        settings.server.request_timeout = Seconds(1);
    })
    .await
}

async fn closed_within(mut stream: TcpStream, limit: Duration) -> bool {
    let mut rest = Vec::new();
    tokio::time::timeout(limit, stream.read_to_end(&mut rest)).await.is_ok()
}

#[test]
fn a_head_that_does_not_arrive_is_not_waited_for() {
    run(async {
        let site = impatient().await;
        for begun in ["", "P", "PRI * HT", "GET / HTTP/1.1\r\nhost: x\r\nx-slow"] {
            let mut stream = site.connect().await;
            stream.write_all(begun.as_bytes()).await.unwrap();
            let since = Instant::now();
            assert!(closed_within(stream, Duration::from_secs(8)).await, "{begun:?}");
            assert!(since.elapsed() > Duration::from_millis(500), "{begun:?}");
        }
        site.stop().await;
    });
}

#[test]
fn a_head_that_drips_is_not_waited_for() {
    run(async {
        let site = impatient().await;
        let mut stream = site.connect().await;
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(9) {
            if stream.write_all(b"GET / HTTP/1.1\r\nx: y\r\n").await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        // Usually, ten seconds are waited.
        assert!(since.elapsed() < Duration::from_secs(8));
        site.stop().await;
    });
}

#[test]
fn a_body_that_does_not_arrive_is_answered_with_come_back() {
    run(async {
        let site = impatient().await;
        let answer = site
            .raw(
                b"POST /fn/set_language HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                  content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nx",
            )
            .await;
        assert_eq!(answer.status, 503);
        assert!(!answer.header("retry-after").is_empty());
        answer.assert_guarded();
        site.stop().await;
    });
}

// R2.11
#[test]
fn who_does_not_read_an_answer_keeps_nobodys_place() {
    run(async {
        let site = start(|settings| {
            settings.server.write_timeout = Seconds(1);
            settings.server.max_connections = 1;
            let root = Path::new(&settings.leptos.site_root);
            fs::create_dir_all(root.join("covers")).unwrap();
            // More than the kernel takes off the server's hands.
            fs::write(root.join("covers/large.svg"), vec![b' '; 64 << 20]).unwrap();
        })
        .await;
        let mut stream = site.connect().await;
        stream.write_all(b"GET /covers/large.svg HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut said = [0; 12];
        stream.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"HTTP/1.1 200");
        let others = tokio::time::timeout(Duration::from_secs(20), site.get("/healthz", &[])).await;
        assert_eq!(others.expect("there is a place again").status, 200);
        site.stop().await;
    });
}

/// Asks by HTTP/2, and gives the answer's body.
async fn ask(client: &SendRequest<Bytes>, path: &str) -> RecvStream {
    let request = Request::get(format!("http://x{path}")).body(()).unwrap();
    let mut ready = client.clone().ready().await.unwrap();
    let (answer, _) = ready.send_request(request, true).unwrap();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.into_body()
}

// R2.11: by HTTP/2, where a client takes all that comes and gives one answer no room.
#[test]
fn an_answer_that_is_given_no_room_is_ended_and_who_listens_is_not() {
    run(async {
        let site = start(|settings| {
            settings.server.write_timeout = Seconds(1);
            let root = Path::new(&settings.leptos.site_root);
            fs::create_dir_all(root.join("covers")).unwrap();
            fs::write(root.join("covers/large.svg"), vec![b' '; 1 << 20]).unwrap();
        })
        .await;
        let (world, backend) =
            (world(&site.running.site).await, service::backend(&site.running.site));
        let mut settings = h2::client::Builder::new();
        settings.initial_window_size(1000);
        let (client, connection) =
            settings.handshake::<_, Bytes>(site.connect().await).await.unwrap();
        tokio::spawn(connection);

        let mut news = ask(&client, &format!("/live/share/{}", world.share)).await;
        news.data().await.expect("the present revision").unwrap();
        let mut large = ask(&client, "/covers/large.svg").await;
        let since = Instant::now();
        let ended = async {
            loop {
                match large.data().await {
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return error.is_reset(),
                    None => return false,
                }
            }
        };
        assert!(timeout(Duration::from_secs(20), ended).await.expect("it is ended"));
        assert!(since.elapsed() > Duration::from_millis(500));

        let silent = timeout(Duration::from_secs(3), news.data()).await;
        assert!(silent.is_err(), "nothing happened, and it is not ended: {silent:?}");
        let lamp = GiftForm { name: "Lamp".to_owned(), ..GiftForm::default() };
        backend.gifts.add(&world.owner.visit, world.list, None, true, lamp).await.unwrap();
        let told = timeout(Duration::from_secs(20), news.data()).await.expect("news are told");
        assert!(told.is_some_and(|told| told.is_ok()));
        drop((client, news));
        site.stop().await;
    });
}

/// Asks for the first page until there is a place for whoever asks.
async fn first_page(site: &TestSite) {
    for _ in 0..1_000 {
        if site.get("/", &[]).await.status == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("there is never a place")
}

#[test]
fn who_finds_no_place_is_told_when_to_come_back_and_how_the_site_is_is_told_anyway() {
    run(async {
        let site = start(|settings| settings.server.max_requests = 1).await;
        first_page(&site).await;
        // It has the only place while its body is waited for.
        let slow = site.begin_post().await;
        let refused = site.get("/", &[]).await;
        assert_eq!(refused.status, 503, "{}", refused.body);
        let after: u32 = refused.header("retry-after").parse().unwrap();
        assert!((1..=10).contains(&after), "{after}");
        refused.assert_guarded();
        for path in ["/healthz", "/readyz", "/status.html"] {
            let answer = site.get(path, &[]).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        }
        drop(slow);
        first_page(&site).await;
        site.stop().await;
    });
}

#[test]
fn others_are_served_while_connections_are_full_of_nothing() {
    run(async {
        let site = start(|settings| {
            settings.server.header_timeout = Seconds(1);
            settings.server.max_connections = 4;
        })
        .await;
        let mut idle = Vec::new();
        for _ in 0..8 {
            idle.push(site.connect().await);
        }
        assert_eq!(site.get("/healthz", &[]).await.status, 200);
        site.stop().await;
    });
}
