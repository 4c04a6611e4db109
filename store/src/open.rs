//! Opening and closing.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

use surrealdb::Surreal;

use crate::{
    OpenError, StoreError, chance,
    engine::{self, Engine, Footprint},
    memory::Memory,
    row::uuid_key,
    stamp::Stamps,
};

const SPACE: &str = include_str!("../query/space.surql");
const PING: &str = include_str!("../query/ping.surql");

/// How long closing waits for the engine to let go of its files.
const MOST_CLOSING: Duration = Duration::from_secs(30);

/// A store that is open. Clones are cheap and share one handle.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Surreal<Engine>,
    /// Where the engine keeps its files, if it does.
    folder: Option<PathBuf>,
    /// Whether other programs may write to it too.
    shared: bool,
    /// What tells this opening from others, on leases.
    holder: String,
    /// The keys of what this opening writes into the change log.
    stamps: Stamps,
    /// What was read a moment ago.
    memory: Memory,
    /// Says in which trace an errand is done.
    trace: OnceLock<fn() -> Option<String>>,
}

/// Where a store is, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    address: String,
    folder: Option<PathBuf>,
}

/// With whom a database server is spoken to.
#[cfg(feature = "remote")]
#[derive(Clone)]
pub struct Credentials {
    /// A user of the database `main` in the namespace `ewelists`.
    pub user: String,
    /// Its password.
    pub password: String,
}

impl Store {
    /// Opens the store at `url`: `rocksdb://PATH` on disk, synced at every commit; `mem://` for
    /// tests; with the feature `remote`, `ws://HOST` and `wss://HOST`.
    ///
    /// # Errors
    /// [`OpenError`], of which each variant says what to do.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, Footprint::Usual).await
    }

    /// The same, with as little memory as the engine can do with: for a store beside another one.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_small(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, Footprint::Small).await
    }

    async fn open_with(url: &str, footprint: Footprint) -> Result<Self, OpenError> {
        let (db, folder) = connect(url, footprint).await?;
        prepare(&db).await?;
        Ok(Self::around(db, folder, url.starts_with("ws")))
    }

    /// Opens a store on a database server that asks who is there.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[cfg(feature = "remote")]
    pub async fn open_as(url: &str, credentials: Credentials) -> Result<Self, OpenError> {
        let (db, folder) = connect(url, Footprint::Usual).await?;
        let signin = db.signin(surrealdb::opt::auth::Database {
            namespace: "ewelists".to_owned(),
            database: "main".to_owned(),
            username: credentials.user,
            password: credentials.password,
        });
        signin.await.map_err(|error| OpenError::Engine(error.to_string()))?;
        enter(&db).await?;
        Ok(Self::around(db, folder, true))
    }

    fn around(db: Surreal<Engine>, folder: Option<PathBuf>, shared: bool) -> Self {
        let holder = uuid_key(uuid::Builder::from_random_bytes(chance::bytes()).into_uuid());
        let (stamps, memory, trace) = (Stamps::default(), Memory::new(shared), OnceLock::new());
        Self { inner: Arc::new(Inner { db, folder, shared, holder, stamps, memory, trace }) }
    }

    /// Has mails hold in which trace they were caused, as this says of whatever is under way. The
    /// first who is named is asked.
    pub fn trace_by(&self, current: fn() -> Option<String>) {
        let _ = self.inner.trace.set(current);
    }

    /// The trace of what is under way.
    pub(crate) fn trace(&self) -> Option<String> {
        self.inner.trace.get().and_then(|current| current())
    }

    /// Asks the engine for a sign of life.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.ask(PING).maybe::<bool>().await.map(|_| ())
    }

    /// Lets go of this handle and waits until the engine has closed its files, which it does in
    /// the background once the last clone is gone. Gives up after 30 seconds, with a warning.
    pub async fn close(self) {
        let folder = self.inner.folder.clone();
        drop(self);
        let Some(folder) = folder else { return };
        let closed = async {
            while holds(&folder) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(MOST_CLOSING, closed).await.is_err() {
            tracing::warn!("the store is still open: another handle is in use");
        }
    }

    /// The one handle that all share. Never cloned: over the network a clone is a new session.
    pub(crate) fn db(&self) -> &Surreal<Engine> {
        &self.inner.db
    }

    /// What tells this opening from others.
    pub(crate) fn holder(&self) -> &str {
        &self.inner.holder
    }

    /// Whether other programs may write to it too.
    pub fn is_shared(&self) -> bool {
        self.inner.shared
    }

    /// What was read a moment ago.
    pub(crate) fn memory(&self) -> &Memory {
        &self.inner.memory
    }

    /// The keys of what this opening writes into the change log.
    pub(crate) fn stamps(&self) -> &Stamps {
        &self.inner.stamps
    }
}

async fn connect(
    url: &str,
    footprint: Footprint,
) -> Result<(Surreal<Engine>, Option<PathBuf>), OpenError> {
    let place = Place::parse(url)?;
    if let Some(folder) = &place.folder {
        std::fs::create_dir_all(folder).map_err(|error| OpenError::of(error.to_string()))?;
    }
    let db = engine::connect(&place.address, footprint).await?;
    let folder = place.folder.map(|folder| folder.canonicalize().unwrap_or(folder));
    Ok((db, folder))
}

async fn prepare(db: &Surreal<Engine>) -> Result<(), OpenError> {
    let failed = |error: surrealdb::Error| OpenError::of(error.to_string());
    db.query(SPACE).await.map_err(failed)?.check().map_err(failed)?;
    enter(db).await
}

async fn enter(db: &Surreal<Engine>) -> Result<(), OpenError> {
    let entered = db.use_ns("ewelists").use_db("main").await;
    entered.map(|_| ()).map_err(|error| OpenError::Engine(error.to_string()))
}

impl Place {
    fn parse(url: &str) -> Result<Self, OpenError> {
        let (scheme, rest) = url.split_once("://").ok_or(OpenError::Address)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        match scheme {
            "mem" if rest.is_empty() => Ok(Self { address: url.to_owned(), folder: None }),
            "rocksdb" if !path.is_empty() => {
                let mut settings: Vec<_> = query.split('&').filter(|s| !s.is_empty()).collect();
                for setting in &settings {
                    match setting.split_once('=').unwrap_or((setting, "")) {
                        ("sync", "every") => {}
                        ("sync" | "sync_data", other) => {
                            return Err(OpenError::Sync(other.to_owned()));
                        }
                        _ => {}
                    }
                }
                if !settings.contains(&"sync=every") {
                    settings.push("sync=every");
                }
                let address = format!("rocksdb://{path}?{}", settings.join("&"));
                Ok(Self { address, folder: Some(PathBuf::from(path)) })
            }
            "ws" | "wss" if cfg!(feature = "remote") && !path.is_empty() => {
                Ok(Self { address: url.to_owned(), folder: None })
            }
            _ => Err(OpenError::Address),
        }
    }
}

/// Whether this process has a file of the folder open. The engine's lock belongs to the process,
/// so that taking it here would prove nothing, and letting go of it would free it for others.
fn holds(folder: &Path) -> bool {
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else { return false };
    open.flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .any(|file| file.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(url: &str) -> Result<String, String> {
        Place::parse(url).map(|place| place.address).map_err(|error| error.to_string())
    }

    #[test]
    fn every_commit_is_synced_whatever_the_address_says() {
        assert_eq!(address("rocksdb:///var/x").unwrap(), "rocksdb:///var/x?sync=every");
        assert_eq!(address("rocksdb://x?sync=every").unwrap(), "rocksdb://x?sync=every");
        assert_eq!(
            address("rocksdb://x?versioned=false").unwrap(),
            "rocksdb://x?versioned=false&sync=every"
        );
        for sync in ["sync=never", "sync=1s", "sync=", "sync=Every", "sync=every&sync=never"] {
            assert!(matches!(
                Place::parse(&format!("rocksdb://x?{sync}")),
                Err(OpenError::Sync(_))
            ));
        }
    }

    #[test]
    fn why_a_store_does_not_open_is_told_apart() {
        let full = "IO error: No space left on device: While appending to file: db/MANIFEST-000013";
        assert!(matches!(OpenError::of(full.to_owned()), OpenError::Full(_)));
        // The name of a file that can not be written is no lock.
        for text in ["db/LOCK: Permission denied", "db/LOG: Read-only file system"] {
            assert!(matches!(OpenError::of(text.to_owned()), OpenError::Unwritable(_)), "{text}");
        }
        let held = "While lock file: db/LOCK: Resource temporarily unavailable";
        assert!(matches!(OpenError::of(held.to_owned()), OpenError::Locked(_)));
        assert!(matches!(OpenError::of("Corruption".to_owned()), OpenError::Engine(_)));
    }

    #[test]
    fn an_address_of_no_engine_is_refused() {
        for url in ["", "x", "rocksdb://", "surrealkv://x", "mem://x?aol=sync", "file://x"] {
            assert!(matches!(Place::parse(url), Err(OpenError::Address)), "{url}");
        }
        for url in ["ws://db.example:8000", "wss://me:canary@db.example"] {
            assert_eq!(address(url).is_ok(), cfg!(feature = "remote"), "{url}");
            assert!(address(url).err().is_none_or(|said| !said.contains("canary")), "{url}");
        }
    }
}
