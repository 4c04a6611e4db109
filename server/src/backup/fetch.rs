//! Fetching what stands among backups.

use std::path::Path;

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::{error::BackupError, target::Target};
use crate::hex::hex;

/// Fetches something into a new file. Answers its digest.
pub(super) async fn fetch(
    target: &dyn Target,
    name: &str,
    to: &Path,
) -> Result<String, BackupError> {
    let reading = target.read(name).await?;
    let mut reading = reading.ok_or_else(|| BackupError::Missing(name.to_owned()))?;
    let mut options = tokio::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(to).await;
    let mut file = file.map_err(BackupError::file(to))?;
    let mut digest = Sha256::new();
    while let Some(part) = reading.stream.try_next().await? {
        digest.update(&part);
        file.write_all(&part).await.map_err(BackupError::file(to))?;
    }
    file.flush().await.map_err(BackupError::file(to))?;
    Ok(hex(digest.finalize()))
}

/// Something small.
pub(super) async fn bytes(target: &dyn Target, name: &str) -> Result<Vec<u8>, BackupError> {
    let bytes = target.get(name).await?;
    bytes.map(Vec::from).ok_or_else(|| BackupError::Missing(name.to_owned()))
}

/// The digest of something of any size.
pub(super) async fn digest(target: &dyn Target, name: &str) -> Result<String, BackupError> {
    let reading = target.read(name).await?;
    let mut reading = reading.ok_or_else(|| BackupError::Missing(name.to_owned()))?;
    let mut digest = Sha256::new();
    while let Some(part) = reading.stream.try_next().await? {
        digest.update(&part);
    }
    Ok(hex(digest.finalize()))
}
