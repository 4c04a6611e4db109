//! Whoever lets us fetch a shop's page reaches nobody but shops by that (R6.3).

mod bombs;
mod finding;
mod place;
mod shop;

use std::{
    future::ready,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use http::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use server::{
    fetch::{FetchError, Fetcher},
    settings::FetchSettings,
};
use tokio::net::TcpStream;

use self::{
    place::{Internet, ORIGIN, SHOP, alone, asked, at_shop, fetcher, url},
    shop::PAGE,
};

/// Addresses that must never be asked, in all the ways of writing them.
const FORBIDDEN: [&str; 69] = [
    // This machine
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://127.1.2.3/",
    "http://127.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http:127.0.0.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "https://[::1]/",
    "http://[::]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://loopback.example/",
    "https://loopback.example/",
    "http://six.example/",
    // Private networks, and what clouds tell their machines
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://lan.example/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.example/latest/meta-data/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    // IPv4 within IPv6
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    // Many, nobody yet, and examples
    "http://224.0.0.1/",
    "http://many.example/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    // Not the web, and not as anybody in particular
    "http://shop.example:22/",
    "http://shop.example:8080/",
    "https://shop.example:8443/",
    "http://shop.example:0/",
    "http://me@shop.example/",
    "http://me:secret@shop.example/",
    "ftp://shop.example/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "file:///etc/passwd",
    // Ourselves
    "http://ewelists.example/",
    "http://EWELISTS.example./",
];

/// Where a shop may not lead.
const FORBIDDEN_STEPS: [&str; 16] = [
    "http://127.0.0.1/",
    "//127.0.0.1/",
    "/\\127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http://2130706433/",
    "https://127.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
    "http://loopback.example/",
    "http://metadata.example/",
    "http://shop.example:8080/",
    "http://me@shop.example/",
    "http://ewelists.example/",
];

#[test]
fn nobody_inside_of_a_network_is_ever_asked() {
    alone("fetch::nobody_inside_of_a_network_is_ever_asked", async {
        let internet = Internet::start().await;
        let heard = ["127.0.0.1:80", "10.0.0.1:443", "[::1]:80", "[64:ff9b::7f00:1]:8080"];
        for address in heard {
            TcpStream::connect(address).await.unwrap();
        }
        let mut heard = heard.map(|address| address.parse::<SocketAddr>().unwrap());
        heard.sort_unstable();
        assert_eq!(internet.called().await, heard, "whoever is called hears it");
        let fetcher = fetcher(|_| {});
        for address in FORBIDDEN {
            let page = asked(&fetcher, &url(address), "en").await;
            assert_eq!(page, Err(FetchError::Forbidden), "{address}");
            let picture = fetcher.picture(&url(address)).await;
            assert_eq!(picture, Err(FetchError::Forbidden), "{address}");
        }
        assert_eq!(internet.called().await, [SHOP; 0]);
    });
}

#[test]
fn a_redirect_leads_to_nobody_inside_of_a_network() {
    alone("fetch::a_redirect_leads_to_nobody_inside_of_a_network", async {
        let internet = Internet::start().await;
        let fetcher = fetcher(|_| {});
        for step in FORBIDDEN_STEPS {
            let page = asked(&fetcher, &at_shop(&format!("/to?{step}")), "en").await;
            assert_eq!(page, Err(FetchError::Forbidden), "{step}");
            let twice = asked(&fetcher, &at_shop(&format!("/to?/to?{step}")), "en").await;
            assert_eq!(twice, Err(FetchError::Forbidden), "{step}");
            assert_eq!(internet.called().await, [SHOP; 3], "{step}");
        }
        for step in ["file:///etc/passwd", "ftp://shop.example/", "data:text/html,x", "http://["] {
            let page = asked(&fetcher, &at_shop(&format!("/to?{step}")), "en").await;
            let error = page.expect_err(step);
            assert_eq!(error.to_string(), FetchError::Forbidden.to_string(), "{step}");
            assert_eq!(internet.called().await, [SHOP], "{step}");
        }
    });
}

#[test]
fn a_shop_may_lead_on_and_learns_little() {
    alone("fetch::a_shop_may_lead_on_and_learns_little", async {
        let _internet = Internet::start().await;
        let fetcher = fetcher(|_| {});
        let path = "/to?http://www.shop.example/to?/told";
        let page = asked(&fetcher, &at_shop(path), "de, en;q=0.5").await.unwrap();
        assert_eq!(page.url.as_str(), "http://www.shop.example/told");
        let told = String::from_utf8(page.bytes).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let mut told: Vec<_> = told.trim_end().lines().collect();
        told.sort_unstable();
        assert_eq!(
            told,
            [
                "GET /told HTTP/1.1",
                "accept-encoding: gzip,deflate",
                "accept-language: de, en;q=0.5",
                "accept: text/html, application/xhtml+xml",
                "host: www.shop.example",
                &format!("user-agent: ewelists/{version} (+{ORIGIN}/)"),
            ]
        );
        let hops =
            async |number: u32| asked(&fetcher, &at_shop(&format!("/hops?{number}")), "").await;
        assert_eq!(hops(5).await.unwrap().bytes, PAGE.as_bytes());
        assert_eq!(hops(6).await, Err(FetchError::Refused(StatusCode::FOUND)));
    });
}

/// Names that mean something else each time they are looked up.
struct Fickle {
    meanings: Vec<Vec<SocketAddr>>,
    asked: AtomicUsize,
}

impl Resolve for Fickle {
    fn resolve(&self, _: Name) -> Resolving {
        let time = self.asked.fetch_add(1, Ordering::Relaxed);
        let found = self.meanings[time % self.meanings.len()].clone();
        let found: Addrs = Box::new(found.into_iter());
        Box::pin(ready(Ok(found)))
    }
}

fn fickle(meanings: &[&[&str]]) -> Fetcher {
    let address = |text: &&str| {
        let bare = text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 0));
        bare.unwrap_or_else(|_| text.parse().unwrap())
    };
    let meanings = meanings.iter().map(|found| found.iter().map(address).collect()).collect();
    let names = Fickle { meanings, asked: AtomicUsize::new(0) };
    Fetcher::resolving(&FetchSettings::default(), ORIGIN, Arc::new(names))
}

#[test]
fn a_name_means_only_its_public_addresses_whenever_it_is_looked_up() {
    alone("fetch::a_name_means_only_its_public_addresses_whenever_it_is_looked_up", async {
        let internet = Internet::start().await;
        let page = at_shop("/");
        for inside in [
            &["127.0.0.1"][..],
            &["::1"],
            &["::ffff:127.0.0.1"],
            &["::127.0.0.1"],
            &["64:ff9b::7f00:1"],
            &["2002:7f00:1::"],
            &["10.0.0.1", "192.168.0.1", "fd00::1"],
            &["169.254.169.254"],
            &["100.100.100.200"],
            &["168.63.129.16"],
            &["93.184.215.14:8080"],
            &[],
        ] {
            let fetched = asked(&fickle(&[inside]), &page, "en").await;
            assert_eq!(fetched, Err(FetchError::Forbidden), "{inside:?}");
        }
        assert_eq!(internet.called().await, [SHOP; 0]);

        let mixed = fickle(&[&["127.0.0.1", "::1", "93.184.215.14", "10.0.0.1"]]);
        assert!(asked(&mixed, &page, "en").await.is_ok());
        assert_eq!(internet.called().await, [SHOP]);

        // It answers for one time, and means something else the next.
        let rebound = fickle(&[&["93.184.215.14"], &["127.0.0.1"]]);
        for _ in 0..3 {
            assert!(asked(&rebound, &page, "en").await.is_ok());
            assert_eq!(asked(&rebound, &page, "en").await, Err(FetchError::Forbidden));
        }
        let led = asked(&rebound, &at_shop("/to?/"), "en").await;
        assert_eq!(led, Err(FetchError::Forbidden));
        assert_eq!(internet.called().await, [SHOP; 4]);
    });
}
