//! Where the files of pictures stand.

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use thiserror::Error;

/// A place for the files of pictures. A name stands for one content only, so that a file is put
/// there whole, or as it was, whoever else puts it there at the same time.
#[async_trait]
pub trait Shelf: Send + Sync {
    /// Puts a file there for good: once this is done, it outlasts a loss of power. Where it stands
    /// already, it counts as put there now.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), ShelfError>;

    /// A file, if it is there.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn get(&self, name: &str) -> Result<Option<Bytes>, ShelfError>;

    /// When a file was put there, if it is there.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn put_at(&self, name: &str) -> Result<Option<DateTime<Utc>>, ShelfError>;

    /// Everything that was ever put there, in no order, with what was left half done. What others
    /// keep in the same place is not listed.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn list(&self) -> Result<Vec<Kept>, ShelfError>;

    /// Takes a file away. One that is not there is fine.
    ///
    /// # Errors
    /// [`ShelfError`].
    async fn delete(&self, name: &str) -> Result<(), ShelfError>;

    /// Whether files can be put there and taken away.
    ///
    /// # Errors
    /// [`ShelfError`], which says why not.
    async fn check(&self) -> Result<(), ShelfError>;
}

/// A file on a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// When it was put there last.
    pub put_at: DateTime<Utc>,
}

/// Why a shelf does not do what it should.
#[derive(Debug, Error)]
pub enum ShelfError {
    /// No picture's file has this name.
    #[error("no picture's file has the name {0:?}")]
    Name(String),
    /// The folder can not be read or written.
    #[error("{place} can not be used: {cause}")]
    Folder {
        /// The file or the folder.
        place: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The bucket can not be asked, or refuses.
    #[error("the bucket can not be used: {0}")]
    Bucket(#[from] object_store::Error),
    /// The settings of the bucket do not fit together.
    #[error("the settings of the bucket can not be used: {0}")]
    Settings(String),
}

/// What holds for every shelf.
#[cfg(test)]
pub mod story {
    use domain::{PictureId, PictureWidth};

    use super::*;

    /// A name of a file.
    pub fn name(of: u8) -> String {
        PictureId::new([of; 32]).file_name(PictureWidth::Small)
    }

    /// Puts, reads, lists and takes away.
    pub async fn tell(shelf: &dyn Shelf) {
        shelf.check().await.unwrap();
        assert_eq!(shelf.list().await.unwrap(), []);
        assert_eq!(shelf.get(&name(1)).await.unwrap(), None);
        assert_eq!(shelf.put_at(&name(1)).await.unwrap(), None);
        shelf.delete(&name(1)).await.unwrap();

        shelf.put(&name(1), Bytes::from_static(b"one")).await.unwrap();
        shelf.put(&name(2), Bytes::from_static(b"two")).await.unwrap();
        shelf.put(&name(1), Bytes::from_static(b"one")).await.unwrap();
        assert_eq!(shelf.get(&name(1)).await.unwrap().unwrap(), "one");
        let mut names: Vec<_> = shelf.list().await.unwrap();
        names.sort_by(|one, other| one.name.cmp(&other.name));
        let [one, two] = names.as_slice() else { panic!("{names:?}") };
        assert_eq!((&one.name, &two.name), (&name(1), &name(2)));
        assert_eq!(shelf.put_at(&name(1)).await.unwrap(), Some(one.put_at));

        shelf.delete(&name(1)).await.unwrap();
        shelf.check().await.unwrap();
        assert_eq!(shelf.get(&name(1)).await.unwrap(), None);
        assert_eq!(shelf.list().await.unwrap(), std::slice::from_ref(two));

        for wrong in ["", ".", "..", "../x", "/etc/passwd", "a/b", ".check", "x.webp", "\0"] {
            assert!(matches!(shelf.get(wrong).await, Err(ShelfError::Name(_))), "{wrong:?}");
            let put = shelf.put(wrong, Bytes::from_static(b"x")).await;
            assert!(matches!(put, Err(ShelfError::Name(_))), "{wrong:?}");
            assert!(shelf.delete(wrong).await.is_err(), "{wrong:?}");
        }
    }
}
