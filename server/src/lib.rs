#![recursion_limit = "256"]
//! What happens: the server around pages and store.

use std::{io, net::SocketAddr, sync::atomic::Ordering, time::Duration};

use settings::{Settings, StoreSettings};
use site::Site;
use store::Store;
use thiserror::Error;
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};

use crate::http::entrances::{self, Entrances};

pub mod affiliate;
pub mod backup;
mod bucket;
pub mod cli;
pub mod clock;
pub mod elsewhere;
pub mod exchange;
pub mod fetch;
mod hex;
pub mod http;
pub mod ideas;
#[cfg(test)]
mod in_tests;
pub mod jobs;
pub mod kpis;
pub mod live;
pub mod mail;
pub mod passwords;
pub mod peers;
pub mod pictures;
pub mod places;
pub mod preview;
pub mod qr;
pub mod secrets;
pub mod service;
pub mod settings;
pub mod site;
pub mod stop;
mod strict;
pub mod telemetry;
pub mod watch;
pub mod webhooks;

/// Whatever goes on while a site serves has so long to end. Requests have a little less.
const MOST_TO_END: Duration = Duration::from_secs(12);

/// Why a site could not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database could not be opened.
    #[error("the database could not be opened: {0}")]
    Open(#[from] store::OpenError),
    /// The database's schema is not the one this program knows.
    #[error("the database could not be brought up to date: {0}")]
    Migrate(#[from] store::MigrateError),
    /// The database's disk is full.
    #[error(
        "only {free} bytes are free where {place} lies: make room, and nothing that was answered is \
         lost ({cause})"
    )]
    Full {
        /// The folder of the database.
        place: String,
        /// How many bytes can still be written.
        free: u64,
        /// What went wrong for want of room.
        cause: store::MigrateError,
    },
    /// The key that links are derived from could not be read or made.
    #[error("the secret key in {path} could not be read or made: {cause}")]
    Secret {
        /// The file.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// The certificate or its key can not be used.
    #[error("the certificate can not be used: {0}")]
    Tls(#[from] http::tls::TlsError),
    /// The address is taken, or not one of this machine's.
    #[error("could not listen on {address}: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        cause: io::Error,
    },
}

/// A site that serves.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where whoever comes without TLS is sent on, if anywhere.
    pub clear_address: Option<SocketAddr>,
    /// Where figures can be had, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The site.
    pub site: Site,
    /// Whatever goes on until it closes.
    under_way: Vec<JoinHandle<()>>,
}

/// Opens the store, brings it up to date, and puts the site together.
///
/// # Errors
/// [`StartError`].
pub async fn prepare(settings: Settings) -> Result<Site, StartError> {
    let path = settings.store.secret_file.clone();
    let keys = secrets::key_file::read_or_make(&path)
        .map_err(|cause| StartError::Secret { path: path.display().to_string(), cause })?;
    let store = open(&settings.store).await?;
    store.trace_by(telemetry::traceparent::current);
    let site = Site::new(store, settings, secrets::Secrets::with_keys(keys));
    let migrated = site.store.migrate(site.clock.now()).await;
    for applied in migrated.map_err(|cause| unmigrated(&site.settings, cause))? {
        tracing::info!(schema.file = %applied, "the schema was brought up to date");
    }
    if site.backups.is_on() {
        go_on(&site).await;
    }
    Ok(site)
}

/// Makes whatever is written from here on later, in the log, than all that is there: a clock that was
/// set back would put it where the log is shipped already.
async fn go_on(site: &Site) {
    match site.store.last_change().await {
        Ok(Some(last)) => site.store.write_after(last + chrono::TimeDelta::milliseconds(1)),
        Ok(None) => {}
        Err(error) => tracing::warn!(error.cause = %error, "the end of the log was not found"),
    }
}

/// Opens the database: on a server elsewhere as the user whom the settings name.
async fn open(settings: &StoreSettings) -> Result<Store, store::OpenError> {
    #[cfg(feature = "remote")]
    if settings.url.starts_with("ws") && !settings.user.is_empty() {
        let (user, password) = (settings.user.clone(), settings.password.expose().to_owned());
        return Store::open_as(&settings.url, store::Credentials { user, password }).await;
    }
    Store::open(&settings.url).await
}

/// Why the database could not be brought up to date. The engine does not say it where the disk is full.
fn unmigrated(settings: &Settings, cause: store::MigrateError) -> StartError {
    let folder = watch::data_folder(&settings.store.url);
    match folder.and_then(|folder| Some((watch::scarce(&folder)?, folder))) {
        Some((free, folder)) => {
            StartError::Full { place: folder.display().to_string(), free, cause }
        }
        None => cause.into(),
    }
}

/// Starts serving.
///
/// # Errors
/// [`StartError`].
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    serve(prepare(settings).await?).await
}

/// Serves a site that was put together.
///
/// # Errors
/// [`StartError::Listen`] and [`StartError::Tls`].
pub async fn serve(site: Site) -> Result<Running, StartError> {
    let drawings = ideas::stock(&site).await;
    if let Err(error) = webhooks::keep_site_webhooks(&site).await {
        site.refuse(error);
    }
    let Entrances { address, clear_address, all, certificates } =
        entrances::bind(&site.settings).await?;
    let desk = match site.settings.metrics.address() {
        Some(address) => {
            let bound = telemetry::metrics::Desk::bind(address).await;
            Some(bound.map_err(|cause| StartError::Listen { address, cause })?)
        }
        None => None,
    };
    let metrics = desk.as_ref().map(|desk| desk.address);
    let router = http::router(site.clone(), service::backend(&site));
    jobs::backups::ship_first(&site).await;
    let mut under_way = vec![
        mail::spawn(site.clone()),
        jobs::webhooks::spawn(site.clone()),
        jobs::watchdog::spawn(site.clone()),
        tokio::spawn(ideas::paint(site.clone(), drawings)),
    ];
    under_way.extend(jobs::spawn(&site));
    under_way.extend(jobs::backups::spawn(&site));
    under_way.extend(desk.map(|desk| desk.spawn(site.clone())));
    if let Some(ours) = certificates {
        let keeping = move |site| ours.clone().keep(site);
        under_way.push(jobs::keep(site.clone(), "certificate", keeping));
    }
    under_way.push(tokio::spawn({
        let site = site.clone();
        async move {
            let served = http::serve::serve(&site, all, router);
            if jobs::turn(&site, "entrances", served).await.is_none() {
                // Nobody could come in any more, and a process that is ended is started again.
                site.fail();
            }
        }
    }));
    tracing::info!(server.address = %address, "serving {}", site.settings.site.origin());
    Ok(Running { address, clear_address, metrics, site, under_way })
}

impl Running {
    /// Closes: no new requests, streams end, what is under way finishes, leases are given back.
    pub async fn shutdown(self) {
        self.site.closing.cancel();
        self.finish().await;
    }

    /// Waits until the site closes. Answers whether it closed in good order.
    pub async fn wait(self) -> bool {
        self.site.closing.cancelled().await;
        let failed = self.site.failed.clone();
        self.finish().await;
        !failed.load(Ordering::Acquire)
    }

    async fn finish(self) {
        let Self { site, under_way, .. } = self;
        let_end(under_way, MOST_TO_END).await;
        if !site.failed.load(Ordering::Acquire) {
            jobs::backups::ship_last(&site).await;
        }
        if let Err(error) = site.store.release_leases().await {
            tracing::warn!(error.cause = %error, "mail leases will run out by themselves");
        }
        let store = site.store.clone();
        drop(site);
        store.close().await;
    }
}

/// Waits for what is under way, so long altogether. What takes longer is let go of, as by a kill: whatever
/// was answered is on the disk, and the next process goes on with the rest.
async fn let_end(under_way: Vec<JoinHandle<()>>, most: Duration) {
    let end = Instant::now() + most;
    let mut late: u32 = 0;
    for mut task in under_way {
        // One that panicked has said so, and keeps nothing of the others from ending well.
        if timeout_at(end, &mut task).await.is_err() {
            late += 1;
            task.abort();
            // It lets go of the database where it waits for something the next time.
            let _ = timeout(Duration::from_secs(1), task).await;
        }
    }
    if late > 0 {
        tracing::warn!(tasks.late = late, "not everything ended in time; the rest was cut off");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn what_never_ends_keeps_no_site_from_ending() {
        let held = Arc::new(());
        let ends = |forever: bool| {
            let held = held.clone();
            tokio::spawn(async move {
                if forever {
                    std::future::pending::<()>().await;
                }
                drop(held);
            })
        };
        let under_way = vec![ends(true), ends(false), ends(true)];
        let ended = let_end(under_way, Duration::from_millis(100));
        timeout(Duration::from_secs(5), ended).await.unwrap();
        assert_eq!(Arc::strong_count(&held), 1, "and it holds nothing any more");
    }
}
