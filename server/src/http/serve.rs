//! The accept loop: timers and caps that `axum::serve` does not have, and an orderly end.

use std::{
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use futures::{TryFutureExt as _, future::join_all};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::{
        conn::auto::Builder,
        graceful::{GracefulShutdown, Watcher},
    },
};
use ipnet::IpNet;
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::{
    address::is_trusted,
    canonical::InTheClear,
    tls::Certificates,
    untaken::{Answer, Patience},
};
use crate::{
    places::{PerNetwork, Place, Refusals},
    settings::ServerSettings,
    site::Site,
    telemetry::metrics::REFUSED,
};

/// Requests that are being answered when the site closes have so long.
const GRACE: Duration = Duration::from_secs(10);

/// So many connections at once are told to come by TLS. They take no place of those who do.
const MOST_IN_THE_CLEAR: usize = 256;

/// And so many of one network.
const MOST_OF_ONE_IN_THE_CLEAR: usize = 64;

/// A request has at most so many headers.
const MOST_HEADERS: usize = 64;

/// A connection by HTTP/2 that is silent for so long is asked whether it is still there.
const PING: Duration = Duration::from_secs(20);

/// A listener, and how it is spoken there.
pub struct Entrance {
    /// Where people come in.
    pub listener: TcpListener,
    /// How it is spoken.
    pub manner: Manner,
}

/// How it is spoken on a connection.
#[derive(Clone)]
pub enum Manner {
    /// Without TLS of ours; a proxy in front may have it.
    Plain,
    /// With TLS of ours.
    Tls(Certificates),
    /// Without it, though we have it elsewhere: whoever comes here is sent there.
    Clear,
}

/// Serves until the site closes. Then readiness is gone, no connection is accepted any more,
/// event streams end, requests under way finish, and what takes too long is cut off.
pub async fn serve(site: &Site, entrances: Vec<Entrance>, router: Router) {
    let open = entrances.into_iter().map(|entrance| {
        let door = Door::new(site, router.clone(), entrance.manner);
        let_in(site, entrance.listener, door)
    });
    join_all(open).await;
}

/// Serves who comes to one listener.
async fn let_in(site: &Site, listener: TcpListener, door: Door) {
    let mut room = Room::new(&site.settings.server, &door.manner);
    let graceful = GracefulShutdown::new();
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = site.closing.cancelled() => break,
            Some(_) = open.join_next(), if !open.is_empty() => continue,
            accepted = room.accept(&listener) => accepted,
        };
        if let Some((stream, peer, place)) = accepted {
            let connection = door.clone().serve(stream, peer, graceful.watcher());
            open.spawn(async move {
                connection.await;
                drop(place);
            });
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
    open.shutdown().await;
}

/// What there is room for behind one listener.
struct Room<'a> {
    places: Arc<Semaphore>,
    networks: PerNetwork,
    refusals: Refusals,
    trusted: &'a [IpNet],
}

/// What a connection takes until it closes: one of all places, and one of its network's.
type Taken = (OwnedSemaphorePermit, Option<Place>);

impl<'a> Room<'a> {
    fn new(settings: &'a ServerSettings, manner: &Manner) -> Self {
        let (most, of_one) = (settings.max_connections, settings.max_connections_per_network);
        let (most, of_one) = match manner {
            Manner::Clear => (most.min(MOST_IN_THE_CLEAR), of_one.min(MOST_OF_ONE_IN_THE_CLEAR)),
            Manner::Plain | Manner::Tls(_) => (most.min(Semaphore::MAX_PERMITS), of_one),
        };
        Self {
            places: Arc::new(Semaphore::new(most)),
            networks: PerNetwork::new(of_one),
            refusals: Refusals::default(),
            trusted: &settings.trusted_proxies,
        }
    }

    /// The next connection, once there is a place for it. One whose network has none left is closed,
    /// unless it is a trusted proxy's, which brings everybody (R2.11).
    async fn accept(&mut self, listener: &TcpListener) -> Option<(TcpStream, SocketAddr, Taken)> {
        let of_all = self.places.clone().acquire_owned().await.ok()?;
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, most likely: a short rest lets some be given back.
                tracing::warn!(error.cause = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                return None;
            }
        };
        let of_network = self.networks.take(peer.ip());
        if of_network.is_none() && !is_trusted(peer.ip(), self.trusted) {
            metrics::counter!(REFUSED).increment(1);
            if let Some(refused) = self.refusals.count(Instant::now()) {
                tracing::warn!(
                    connections.refused = refused,
                    "no place for another connection from one network address"
                );
            }
            return None;
        }
        Some((stream, peer, (of_all, of_network)))
    }
}

/// How connections are served.
#[derive(Clone)]
struct Door {
    router: Router,
    manner: Manner,
    closing: CancellationToken,
    header_timeout: Duration,
    write_timeout: Duration,
}

impl Door {
    fn new(site: &Site, router: Router, manner: Manner) -> Self {
        let settings = &site.settings.server;
        let header_timeout = settings.header_timeout.duration();
        let write_timeout = settings.write_timeout.duration();
        let closing = site.closing.clone();
        Self { router, manner, closing, header_timeout, write_timeout }
    }

    /// What speaks HTTP on one connection.
    fn builder(&self) -> Builder<Patience> {
        let mut builder = Builder::new(Patience::new(self.write_timeout));
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_timeout)
            .max_headers(MOST_HEADERS);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .max_concurrent_streams(100)
            .max_header_list_size(16 * 1024);
        builder
    }

    async fn serve(self, stream: TcpStream, peer: SocketAddr, watcher: Watcher) {
        // Without it answers may wait for the other end's acknowledgement.
        let _ = stream.set_nodelay(true);
        // The kernel lets go of whoever takes nothing of what it has for them (RFC 5482).
        let _ = SockRef::from(&stream).set_tcp_user_timeout(Some(self.write_timeout));
        let Manner::Tls(certificates) = self.manner.clone() else {
            return self.converse(stream, peer, watcher).await;
        };
        let agreed = tokio::select! {
            () = self.closing.cancelled() => return,
            agreed = tokio::time::timeout(self.header_timeout, certificates.greet(stream)) => agreed,
        };
        // Whoever speaks no TLS, or none that we speak, is no event of ours either.
        if let Ok(Ok(stream)) = agreed {
            self.converse(stream, peer, watcher).await;
        }
    }

    async fn converse<S>(self, stream: S, peer: SocketAddr, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let begun = Arc::new(AtomicBool::new(false));
        let seen = begun.clone();
        let builder = self.builder();
        let router = self.router;
        let clear = matches!(self.manner, Manner::Clear);
        let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
            seen.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(peer));
            if clear {
                request.extensions_mut().insert(InTheClear);
            }
            router.clone().oneshot(request).map_ok(Answer::of)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let mut connection = pin!(watcher.watch(connection));
        // hyper's timer begins once it is known which HTTP is spoken; until then there is ours.
        tokio::select! {
            // A client that goes away is no event of ours.
            _ = &mut connection => return,
            () = tokio::time::sleep(self.header_timeout) => {}
        }
        if begun.load(Ordering::Relaxed) {
            let _ = connection.await;
        }
    }
}
