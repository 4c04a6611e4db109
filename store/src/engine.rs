//! The embedded engine, and how much memory it takes.
//!
//! Left to itself, it sizes its buffers by the machine, to several times of what a site needs, and no
//! setting reaches it (docs/decisions/0018-memory-of-the-engine.md).

use surrealdb::Surreal;

use crate::OpenError;

/// What the store talks to.
#[cfg(not(feature = "remote"))]
pub(crate) type Engine = surrealdb::engine::local::Db;
/// What the store talks to.
#[cfg(feature = "remote")]
pub(crate) type Engine = surrealdb::engine::any::Any;

/// How much memory a database takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Footprint {
    /// As is good for a site on this machine.
    Usual,
    /// As little as it can do with.
    Small,
}

#[cfg(not(feature = "remote"))]
mod sized {
    use std::fmt::Display;

    use surrealdb_cnf::ConfigMap;
    use surrealdb_common::sys::TOTAL_SYSTEM_MEMORY;
    use surrealdb_engine_local::Datastore;

    use super::{Engine, Footprint, OpenError, Surreal};

    const MEBIBYTE: u64 = 1 << 20;

    /// How many buffers there are: while two are written to the disk, two others are filled.
    const BUFFERS: u64 = 4;

    impl Footprint {
        /// Of one buffer of what was written, and of what is remembered of the disk together with all
        /// buffers, in bytes.
        pub(super) fn sizes(self, machine: u64) -> [u64; 2] {
            match self {
                Self::Usual => [
                    (machine / 128).clamp(8 * MEBIBYTE, 32 * MEBIBYTE),
                    (machine / 16).clamp(64 * MEBIBYTE, 1024 * MEBIBYTE),
                ],
                Self::Small => [4 * MEBIBYTE, 32 * MEBIBYTE],
            }
        }

        fn config(self) -> ConfigMap {
            let [buffer, cache] = self.sizes(*TOTAL_SYSTEM_MEMORY);
            ConfigMap::empty()
                .with_key_value("rocksdb_write_buffer_size", buffer.to_string())
                .with_key_value("rocksdb_max_write_buffer_number", BUFFERS.to_string())
                .with_key_value("rocksdb_block_cache_size", cache.to_string())
        }
    }

    /// Opens the database there.
    pub(crate) async fn connect(
        address: &str,
        footprint: Footprint,
    ) -> Result<Surreal<Engine>, OpenError> {
        let builder = Datastore::builder().with_config(footprint.config());
        // They write, and what is new has no version yet by which it is known again.
        let opened = builder.without_maintenance_tasks().build_with_path(address).await;
        let datastore = opened.map_err(failed)?;
        datastore.check_version().await.map_err(failed)?;
        datastore.bootstrap().await.map_err(failed)?;
        datastore.start_maintenance_tasks();
        Surreal::<Engine>::unstable_from_datastore(datastore, None).await.map_err(failed)
    }

    fn failed(error: impl Display) -> OpenError {
        OpenError::of(error.to_string())
    }
}

#[cfg(not(feature = "remote"))]
pub(crate) use sized::connect;

/// Opens the database there, which may be elsewhere, or is as large as the engine makes it.
#[cfg(feature = "remote")]
pub(crate) async fn connect(
    address: &str,
    _footprint: Footprint,
) -> Result<Surreal<Engine>, OpenError> {
    let db = surrealdb::engine::any::connect(address).await;
    db.map_err(|error| OpenError::of(error.to_string()))
}

#[cfg(all(test, not(feature = "remote")))]
mod tests {
    use super::*;

    #[test]
    fn a_site_takes_what_the_machine_has_within_bounds() {
        let gibibytes = |machine: u64| Footprint::Usual.sizes(machine << 30).map(|size| size >> 20);
        assert_eq!(gibibytes(1), [8, 64]);
        assert_eq!(gibibytes(4), [32, 256]);
        assert_eq!(gibibytes(64), [32, 1024]);
        assert_eq!(Footprint::Small.sizes(64 << 30).map(|size| size >> 20), [4, 32]);
    }
}
