//! Where backups stand: a folder, or a bucket that speaks S3.

mod bucket;
mod directory;
#[cfg(test)]
pub(super) mod disturbed;

use std::{io, path::Path, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use thiserror::Error;

use crate::settings::BackupSettings;

/// A place for backups. Whatever is put there stands whole under its name once that is done, and
/// outlasts a loss of power.
#[async_trait]
pub trait Target: Send + Sync {
    /// Puts something small there, in the place of what stood there.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError>;

    /// Puts a file there.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError>;

    /// Something small, if it is there.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError>;

    /// Something of any size, if it is there: how long it is, and its bytes.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError>;

    /// Everything in a folder and below it, in no order.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn list(&self, folder: &str) -> Result<Vec<Found>, TargetError>;

    /// Takes something away. What is not there is fine.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn delete(&self, name: &str) -> Result<(), TargetError>;

    /// Takes away what was begun in a folder or below it, was never whole, and was left before a moment.
    ///
    /// # Errors
    /// [`TargetError`].
    async fn sweep(&self, folder: &str, before: DateTime<Utc>) -> Result<(), TargetError>;

    /// Whether something can be put there and taken away.
    ///
    /// # Errors
    /// [`TargetError`], which says why not.
    async fn check(&self) -> Result<(), TargetError>;
}

/// Something in a place for backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was put there.
    pub put_at: DateTime<Utc>,
}

/// Something that is read bit by bit.
pub struct Reading {
    /// How many bytes it has.
    pub bytes: u64,
    /// Them.
    pub stream: BoxStream<'static, Result<Bytes, TargetError>>,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({} bytes)", self.bytes)
    }
}

/// Why a place for backups does not do what it should.
#[derive(Debug, Error)]
pub enum TargetError {
    /// Nothing there has such a name.
    #[error("nothing among backups has the name {0:?}")]
    Name(String),
    /// The folder can not be read or written.
    #[error("{place} can not be used: {cause}")]
    Folder {
        /// The file or the folder.
        place: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The bucket can not be asked, or refuses.
    #[error("the bucket of backups can not be used: {0}")]
    Bucket(#[from] object_store::Error),
    /// The settings of the bucket do not fit together.
    #[error("the settings of the bucket of backups can not be used: {0}")]
    Settings(String),
}

/// The place of the settings, if they name one. Nothing is looked at yet.
pub fn target(settings: &BackupSettings) -> Option<Arc<dyn Target>> {
    if !settings.bucket.is_empty() {
        return Some(Arc::new(bucket::Bucket::new(settings)));
    }
    settings.is_on().then(|| folder(&settings.directory))
}

/// A folder.
pub fn folder(place: &Path) -> Arc<dyn Target> {
    Arc::new(directory::Directory::new(place.to_owned()))
}

/// Whether a name can stand there: words of letters, digits, dots and dashes, with slashes between.
fn is_name(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let word = |word: &str| !word.is_empty() && !word.starts_with('.') && word.chars().all(plain);
    name.len() <= 300 && name.split('/').all(word)
}

/// What holds for every place.
#[cfg(test)]
pub(super) mod story {
    use futures::TryStreamExt as _;

    use super::*;

    async fn whole(target: &dyn Target, name: &str) -> Option<Vec<u8>> {
        let reading = target.read(name).await.unwrap()?;
        let parts: Vec<Bytes> = reading.stream.try_collect().await.unwrap();
        let whole = parts.concat();
        assert_eq!(whole.len() as u64, reading.bytes);
        Some(whole)
    }

    /// Puts, reads, lists and takes away.
    pub async fn tell(target: &dyn Target) {
        target.check().await.unwrap();
        assert_eq!(target.list("backups").await.unwrap(), []);
        assert_eq!(target.get("backups/one").await.unwrap(), None);
        assert!(target.read("backups/one").await.unwrap().is_none());
        target.delete("backups/one").await.unwrap();

        target.put("backups/one", Bytes::from_static(b"one")).await.unwrap();
        target.put("backups/one", Bytes::from_static(b"another")).await.unwrap();
        target.put("log/x/1", Bytes::from_static(b"log")).await.unwrap();
        assert_eq!(target.get("backups/one").await.unwrap().unwrap(), "another");
        // More than one part of whatever puts it there.
        let large: Vec<u8> = (0..12_000_000_u32).map(|n| (n % 251) as u8).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &large).unwrap();
        target.put_file("backups/large.backup", file.path()).await.unwrap();
        assert!(whole(target, "backups/large.backup").await.unwrap() == large);
        assert_eq!(whole(target, "backups/one").await.unwrap(), b"another");

        let mut found = target.list("backups").await.unwrap();
        found.sort_by(|one, other| one.name.cmp(&other.name));
        let found: Vec<_> = found.iter().map(|found| (found.name.as_str(), found.bytes)).collect();
        assert_eq!(found, [("backups/large.backup", 12_000_000), ("backups/one", 7)]);
        assert_eq!(target.list("log").await.unwrap()[0].name, "log/x/1");

        target.delete("backups/one").await.unwrap();
        target.delete("backups/large.backup").await.unwrap();
        target.sweep("log", DateTime::<Utc>::MAX_UTC).await.unwrap();
        assert_eq!(target.list("log").await.unwrap().len(), 1);
        target.sweep("not/there", DateTime::<Utc>::MAX_UTC).await.unwrap();
        assert_eq!(target.list("backups").await.unwrap(), []);
        target.check().await.unwrap();
        for wrong in ["", ".", "..", "../x", "/etc/passwd", "a//b", "a/../b", "a/.x", "a b", "\0"] {
            assert!(matches!(target.get(wrong).await, Err(TargetError::Name(_))), "{wrong:?}");
            let put = target.put(wrong, Bytes::from_static(b"x")).await;
            assert!(matches!(put, Err(TargetError::Name(_))), "{wrong:?}");
            assert!(target.read(wrong).await.is_err(), "{wrong:?}");
            assert!(target.delete(wrong).await.is_err(), "{wrong:?}");
        }
    }
}
