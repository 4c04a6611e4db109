//! A network of a test's own, in which every address there is leads to the test.
//!
//! The guard is not loosened for tests. Instead a test runs itself once more where it may say what
//! the internet is: in namespaces of its own, with the names of a file of its own.

use std::{
    io::Write as _,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use server::{
    fetch::{FetchError, FetchedPage, Fetcher},
    settings::FetchSettings,
};
use tokio::net::TcpListener;
use url::Url;

use super::shop;
use crate::site::run;

/// Where the one shop answers. It is a public address.
pub const SHOP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14)), 80);

/// The site that asks the shop.
pub const ORIGIN: &str = "https://ewelists.example";

const HOSTS: &str = "\
127.0.0.1 localhost loopback.example
::1 localhost six.example
10.0.0.1 lan.example
169.254.169.254 metadata.example
224.0.0.1 many.example
93.184.215.14 shop.example www.shop.example ewelists.example amzn.to
93.184.215.15 www.amazon.de
";

/// Names the file of names, and says that the test is where it wants to be.
const INSIDE: &str = "EWELISTS_TEST_HOSTS";

/// Every address becomes the machine's own, and names are those of the file.
const WAY_IN: &str = r#"
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
mount --bind "$EWELISTS_TEST_HOSTS" /etc/hosts
exec "$0" --exact "$1" --nocapture
"#;

/// Runs a test in a network of its own. It is told its own name, by which it is found there.
pub fn alone(name: &str, test: impl Future<Output = ()> + Send + 'static) {
    if std::env::var_os(INSIDE).is_some() {
        return run(test);
    }
    let mut hosts = tempfile::NamedTempFile::new().unwrap();
    hosts.write_all(HOSTS.as_bytes()).unwrap();
    let done = apart()
        .args(["sh", "-euc", WAY_IN])
        .arg(std::env::current_exe().unwrap())
        .arg(name)
        .env(INSIDE, hosts.path())
        // Whoever listened to it would be heard at an address that nobody may call.
        .envs(["http_proxy", "https_proxy"].map(|name| (name, "http://10.0.0.1:8080")))
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let said = said.concat();
    assert!(done.status.success() && said.contains("1 passed"), "{name}: {said}");
}

/// What runs a command in a network of its own. Root may have one; others become root in a
/// namespace of users before.
fn apart() -> Command {
    let allowed = |way: &&str| {
        let tried = unshare(way).args(["ip", "link", "set", "lo", "up"]).output();
        tried.is_ok_and(|done| done.status.success())
    };
    let way = ["-nm", "-rnm"].into_iter().find(allowed);
    unshare(way.expect("unshare and ip are there, and allow a network: see end2end/in-network"))
}

fn unshare(way: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("unshare");
    command.arg(way).env("PATH", format!("{path}:/usr/sbin:/sbin"));
    command
}

/// All the internet there is.
#[derive(Clone, Default)]
pub struct Internet {
    called: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Internet {
    /// Listens at every address. The shop answers; whoever else is called hangs up.
    pub async fn start() -> Self {
        let internet = Self::default();
        for port in [22, 80, 443, 6379, 8080, 8443] {
            let listener = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)).await.unwrap();
            tokio::spawn(internet.clone().listen(listener));
        }
        internet
    }

    async fn listen(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let called = stream.local_addr().unwrap();
            let called = SocketAddr::new(called.ip().to_canonical(), called.port());
            self.called.lock().unwrap().push(called);
            if called == SHOP {
                tokio::spawn(shop::serve(stream));
            }
        }
    }

    /// Who was called since this was last asked: connections, whatever came of them, sorted.
    pub async fn called(&self) -> Vec<SocketAddr> {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut called = std::mem::take(&mut *self.called.lock().unwrap());
        called.sort_unstable();
        called
    }
}

/// A fetcher as the program has it, set up otherwise by `change`.
pub fn fetcher(change: impl FnOnce(&mut FetchSettings)) -> Fetcher {
    let mut settings = FetchSettings::default();
    change(&mut settings);
    Fetcher::new(&settings, ORIGIN)
}

/// A page, or why it is not had.
pub async fn asked(
    fetcher: &Fetcher,
    url: &Url,
    languages: &str,
) -> Result<FetchedPage, FetchError> {
    fetcher.page(url, languages).await.map_err(|none| none.why)
}

/// An address.
pub fn url(address: &str) -> Url {
    Url::parse(address).unwrap_or_else(|error| panic!("{address}: {error}"))
}

/// An address of the shop.
pub fn at_shop(path: &str) -> Url {
    url(&format!("http://shop.example{path}"))
}
