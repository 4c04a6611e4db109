#![recursion_limit = "256"]
//! What happens: the server around pages and store.

use std::{
    fs, io,
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use settings::Settings;
use site::Site;
use store::Store;
use thiserror::Error;
use tokio::{net::TcpListener, task::JoinHandle};

pub mod affiliate;
pub mod cli;
pub mod clock;
pub mod elsewhere;
pub mod exchange;
pub mod fetch;
pub mod http;
pub mod ideas;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod passwords;
pub mod pictures;
pub mod preview;
pub mod qr;
pub mod secrets;
pub mod service;
pub mod settings;
pub mod site;
pub mod stop;

/// Why a site could not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database could not be opened.
    #[error("the database could not be opened: {0}")]
    Open(#[from] store::OpenError),
    /// The database's schema is not the one this program knows.
    #[error("the database could not be brought up to date: {0}")]
    Migrate(#[from] store::MigrateError),
    /// The key that links are derived from could not be read or made.
    #[error("the secret key in {path} could not be read or made: {cause}")]
    Secret {
        /// The file.
        path: String,
        /// Why.
        cause: io::Error,
    },
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
    /// The site.
    pub site: Site,
    serving: JoinHandle<()>,
    mailing: JoinHandle<()>,
    sweeping: JoinHandle<()>,
    painting: JoinHandle<()>,
}

/// Opens the store, brings it up to date, and puts the site together.
///
/// # Errors
/// [`StartError`].
pub async fn prepare(settings: Settings) -> Result<Site, StartError> {
    let path = settings.store.secret_file.clone();
    let key = secret_key(&path)
        .map_err(|cause| StartError::Secret { path: path.display().to_string(), cause })?;
    let store = Store::open(&settings.store.url).await?;
    let site = Site::new(store, Arc::new(settings), secrets::Secrets::new(key));
    for applied in site.store.migrate(site.clock.now()).await? {
        tracing::info!(schema.file = %applied, "the schema was brought up to date");
    }
    Ok(site)
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
/// [`StartError::Listen`].
pub async fn serve(site: Site) -> Result<Running, StartError> {
    let drawings = ideas::stock(&site).await;
    let address = site.settings.server.listen;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|cause| StartError::Listen { address, cause })?;
    let address = listener.local_addr().map_err(|cause| StartError::Listen { address, cause })?;
    let router = http::router(site.clone(), service::backend(&site));
    let mailing = mail::spawn(site.clone());
    let sweeping = jobs::spawn(site.clone());
    let painting = tokio::spawn(ideas::paint(site.clone(), drawings));
    let serving = tokio::spawn({
        let site = site.clone();
        async move { http::serve::serve(&site, listener, router).await }
    });
    tracing::info!(server.address = %address, "serving {}", site.settings.site.origin());
    Ok(Running { address, site, serving, mailing, sweeping, painting })
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
        let Self { site, serving, mailing, sweeping, painting, .. } = self;
        let (_, _, _, _) = tokio::join!(serving, mailing, sweeping, painting);
        if let Err(error) = site.store.release_leases().await {
            tracing::warn!(error.cause = %error, "mail leases will run out by themselves");
        }
        let store = site.store.clone();
        drop(site);
        store.close().await;
    }
}

/// Reads the key, or makes one that nobody else on the machine can read.
fn secret_key(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "a secret key is 32 bytes long")
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let key = secrets::Secrets::fresh_key();
            let mut file =
                fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(&key)?;
            file.sync_all()?;
            tracing::info!("a new secret key was made; keep a copy, every link depends on it");
            Ok(key)
        }
        Err(error) => Err(error),
    }
}
