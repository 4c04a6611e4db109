//! Trying a backup out: it is imported for real, into a database that is thrown away again.

use std::path::Path;

use age::x25519;
use chrono::{DateTime, Utc};
use store::Store;

use super::{
    error::BackupError,
    fill::{Source, fill},
    manifest::Manifest,
    scratch::Scratch,
    seal::Identities,
    trial,
};
use crate::site::Site;

/// Tries a backup of a site out, which one key opens where it is encrypted: in a process of its own, or
/// here, resting for `rest` seconds after each that it works, where the site has no program for that.
pub(super) async fn try_out_beside(
    site: &Site,
    file: &Path,
    key: Option<&x25519::Identity>,
    scratch: &Scratch,
    rest: f64,
) -> Result<(), BackupError> {
    let now = site.clock.now();
    if let Some(program) = site.backups.program() {
        return scratch.while_room(trial::apart(program, file, key, scratch, now)).await;
    }
    let with = key.cloned().map_or_else(Identities::default, Identities::of);
    try_out(file, &with, scratch, rest, now).await.map(|_| ())
}

/// Imports a backup into a new database in the scratch folder, reads that back, and brings it to the
/// schema of this program, as long as there is room. Rests as [`Store::refill`] does. What that database
/// can not do is [`BackupError::Scratch`], and never taken for the site's own.
pub(super) async fn try_out(
    file: &Path,
    with: &Identities,
    scratch: &Scratch,
    rest: f64,
    now: DateTime<Utc>,
) -> Result<Manifest, BackupError> {
    let source = Source {
        file: file.to_owned(),
        with: with.clone(),
        segments: Vec::new(),
        keys: Vec::new(),
        erased: Vec::new(),
        cut: None,
    };
    let place = scratch.place("db");
    let imported = import(&place, &source, scratch, rest, now).await;
    imported.map_err(|error| error.in_scratch(&place))
}

async fn import(
    place: &Path,
    source: &Source,
    scratch: &Scratch,
    rest: f64,
    now: DateTime<Utc>,
) -> Result<Manifest, BackupError> {
    let store = Store::open_small(&url(place)).await?;
    let filled = scratch.while_room(fill(&store, source, scratch, rest, now)).await;
    let brought_up = match filled {
        Ok(fill) => store.migrate(now).await.map(|_| fill).map_err(BackupError::from),
        Err(error) => Err(error),
    };
    store.close().await;
    brought_up.map(|fill| fill.manifest)
}

/// The address of a database in a folder.
pub(super) fn url(folder: &Path) -> String {
    format!("rocksdb://{}", folder.display())
}
