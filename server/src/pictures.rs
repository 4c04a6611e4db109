//! Pictures of lists and gifts: what people bring is decoded, written anew in three widths, and
//! kept under a name that follows from what it shows (R3.2, R6.4).
//!
//! 1. `form` how the file is written down, and what decoding it would take
//! 2. `decode` pixels, upright, no more than we keep
//! 3. `encode` with `resize`: our own files
//! 4. `shelf` where they stand: a `directory` or a `bucket`
//! 5. `unshown` what is to be swept away from there, and since when

mod bucket;
mod decode;
mod directory;
mod encode;
mod form;
mod resize;
mod shelf;
mod unshown;

use std::{collections::HashSet, sync::Arc, time::Duration};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{PictureId, PictureWidth};
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::settings::PicturesSettings;

pub use decode::{FEWEST_A_SIDE, MOST_A_SIDE, Unusable, decode};
pub use encode::{Encoded, encode};
pub use shelf::{Kept, Shelf, ShelfError};
pub use unshown::Unshown;

/// How many are worked on at once: each takes a core and up to 160 MiB.
const AT_ONCE: usize = 2;

/// How many more may wait; the next are told to come back.
const WAITING: usize = 6;

/// A picture is kept within this time, or its owner is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// The pictures of a site. Cheap to clone.
#[derive(Clone)]
pub struct Pictures {
    shelf: Arc<dyn Shelf>,
    /// Places in the queue, those that are worked on included.
    queue: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// Why a picture is not kept.
#[derive(Debug, Error)]
pub enum PictureError {
    /// It can not be used.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// Too many are worked on, or this one takes too long.
    #[error("too many pictures at once")]
    Busy,
    /// There is no place for it.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
}

impl Pictures {
    /// Uses the folder or the bucket of the settings. Neither is looked at before it is needed, so
    /// that a site starts without them; [`check`](Self::check) looks.
    pub fn new(settings: &PicturesSettings) -> Self {
        Self::on(match settings.bucket.is_empty() {
            true => Arc::new(directory::Directory::new(settings.directory.clone())),
            false => Arc::new(bucket::Bucket::new(settings)),
        })
    }

    /// Uses a shelf.
    pub fn on(shelf: Arc<dyn Shelf>) -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        Self { shelf, queue: places(AT_ONCE + WAITING), places: places(AT_ONCE) }
    }

    /// Keeps a picture, whatever its file's name and type were said to be. The same picture is kept
    /// once. One that nothing refers to within a day is swept away.
    ///
    /// # Errors
    /// [`PictureError`].
    pub async fn add(&self, bytes: Bytes) -> Result<PictureId, PictureError> {
        let _waiting = self.queue.try_acquire().map_err(|_| PictureError::Busy)?;
        let kept = tokio::time::timeout(PATIENCE, self.keep(bytes)).await;
        kept.unwrap_or(Err(PictureError::Busy))
    }

    /// Keeps a picture of our own making under an id that follows from what it is made of, unless
    /// it is kept already.
    ///
    /// # Errors
    /// [`PictureError`]; [`Unusable::NotAPicture`] where nothing could be made.
    pub async fn keep_made(
        &self,
        id: &PictureId,
        make: impl FnOnce() -> Option<Bytes> + Send + 'static,
    ) -> Result<(), PictureError> {
        if self.has(id).await? {
            return Ok(());
        }
        let made = self.work_on(move || make().ok_or(Unusable::NotAPicture)).await?;
        self.put(id, made).await
    }

    async fn keep(&self, bytes: Bytes) -> Result<PictureId, PictureError> {
        let made = self.work_on(move || Ok(bytes)).await?;
        let id = made.id.clone();
        self.put(&id, made).await?;
        Ok(id)
    }

    /// Decodes a picture and writes it anew, when there is a place for it.
    async fn work_on(
        &self,
        bytes: impl FnOnce() -> Result<Bytes, Unusable> + Send + 'static,
    ) -> Result<Encoded, PictureError> {
        let place = self.places.clone().acquire_owned().await.map_err(|_| PictureError::Busy)?;
        let made = tokio::task::spawn_blocking(move || {
            // Held until the work ends, which nobody waiting for it any more does not stop.
            let _place = place;
            bytes().and_then(|bytes| decode(&bytes)).and_then(encode)
        });
        // A panic is as good as a picture that can not be read; the panic hook has logged where.
        Ok(made.await.unwrap_or(Err(Unusable::NotAPicture))?)
    }

    async fn put(&self, id: &PictureId, made: Encoded) -> Result<(), PictureError> {
        // The widest last: where it is, the others are. They are put there even where they stand
        // already, so that they are young and not swept away before anything refers to them.
        for (width, file) in made.files {
            self.shelf.put(&id.file_name(width), Bytes::from(file)).await?;
        }
        Ok(())
    }

    /// Whether a picture is kept.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn has(&self, id: &PictureId) -> Result<bool, ShelfError> {
        let widest = id.file_name(PictureWidth::Large);
        Ok(self.shelf.put_at(&widest).await?.is_some())
    }

    /// A picture's file of one width, a WebP.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn get(
        &self,
        id: &PictureId,
        width: PictureWidth,
    ) -> Result<Option<Bytes>, ShelfError> {
        self.shelf.get(&id.file_name(width)).await
    }

    /// Takes away the files of pictures that are not `used`, have not been for as long as `unshown`
    /// says, and were put there longer ago than `older_than`, and what was left half done so long ago.
    /// Answers how many files went.
    ///
    /// # Errors
    /// [`ShelfError`]: the next time will do.
    pub async fn sweep(
        &self,
        used: &HashSet<PictureId>,
        unshown: &mut Unshown,
        older_than: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<usize, ShelfError> {
        let before = now - older_than;
        let files = self.shelf.list().await?;
        let pictures = files.iter().filter_map(|kept| PictureId::parse_file_name(&kept.name));
        unshown.look(pictures.map(|(id, _)| id).filter(|id| !used.contains(id)), now);
        let mut gone = 0;
        for Kept { name, put_at } in files {
            let of = PictureId::parse_file_name(&name);
            if put_at > before || of.is_some_and(|(id, _)| !unshown.is_over(&id, now)) {
                continue;
            }
            // Somebody may have brought it once more since it was listed.
            if self.shelf.put_at(&name).await?.is_some_and(|put_at| put_at <= before) {
                self.shelf.delete(&name).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// A file by its name.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn file(&self, name: &str) -> Result<Option<Bytes>, ShelfError> {
        self.shelf.get(name).await
    }

    /// Puts a file back that was kept before.
    ///
    /// # Errors
    /// [`ShelfError`].
    pub async fn put_back(&self, name: &str, bytes: Bytes) -> Result<(), ShelfError> {
        self.shelf.put(name, bytes).await
    }

    /// Whether pictures can be kept.
    ///
    /// # Errors
    /// [`ShelfError`], which says why not.
    pub async fn check(&self) -> Result<(), ShelfError> {
        self.shelf.check().await
    }
}

#[cfg(test)]
mod tests;
