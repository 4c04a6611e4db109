//! The end of a site.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::site::{run, start};

#[test]
fn a_site_ends_at_once_when_nothing_is_under_way() {
    run(async {
        let site = start(|_| {}).await;
        let address = site.address();
        let mut kept = site.connect().await;
        kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut head = [0; 15];
        kept.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 200 OK");
        let since = Instant::now();
        site.stop().await;
        // What is under way would be given ten seconds.
        assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
        assert!(TcpStream::connect(address).await.is_err());
    });
}

#[test]
fn a_connection_that_never_ends_does_not_keep_the_site_from_ending() {
    run(async {
        let site = start(|_| {}).await;
        let _stuck = site.begin_post().await;
        let since = Instant::now();
        site.stop().await;
        let took = since.elapsed();
        // The unit in release/ gives it thirty seconds.
        assert!(took > Duration::from_secs(8) && took < Duration::from_secs(30), "{took:?}");
    });
}

#[test]
fn the_key_is_made_once_and_only_we_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    run(async {
        let site = start(|_| {}).await;
        let path = site.folder.path().join("secret.key");
        let key = std::fs::read(&path).unwrap();
        assert_eq!(key.len(), 32);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = start(|settings| settings.store.secret_file = path.clone()).await;
        assert_eq!(std::fs::read(&path).unwrap(), key);
        again.stop().await;
        site.stop().await;
    });
}
