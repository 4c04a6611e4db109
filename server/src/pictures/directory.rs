//! Pictures in a folder of this machine.

use std::{
    io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::PictureId;
use tokio::{fs, io::AsyncWriteExt as _};

use super::shelf::{Kept, Shelf, ShelfError};
use crate::secrets::random_token;

/// Everybody on the machine may read what everybody may see anyway.
const MODE: u32 = 0o644;

/// A folder, with a folder in it for each two digits that names begin with.
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// Uses a folder. It is made when the first file is put there.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where a file is. No other place of the machine can be named: names have no way to say `/`.
    fn place(&self, name: &str) -> Result<PathBuf, ShelfError> {
        let file = begun(name).unwrap_or(name);
        match PictureId::parse_file_name(file) {
            Some((id, _)) => Ok(self.folder(&id).join(name)),
            None => Err(ShelfError::Name(name.to_owned())),
        }
    }

    fn folder(&self, id: &PictureId) -> PathBuf {
        self.root.join(&id.as_str()[..2])
    }

    /// Makes a folder, and makes sure that it stays.
    async fn make(&self, folder: &Path) -> Result<(), ShelfError> {
        match fs::create_dir(folder).await {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).await.map_err(at(folder))?;
            }
            made => made.map_err(at(folder))?,
        }
        sync(&self.root).await
    }
}

/// The file that one is to become which is still being written, and hidden so long.
fn begun(name: &str) -> Option<&str> {
    let (file, token) = name.strip_prefix('.')?.rsplit_once('.')?;
    let token_bytes = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    token.bytes().all(token_bytes).then_some(file)
}

#[async_trait]
impl Shelf for Directory {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), ShelfError> {
        let Some((id, _)) = PictureId::parse_file_name(name) else {
            return Err(ShelfError::Name(name.to_owned()));
        };
        let folder = self.folder(&id);
        self.make(&folder).await?;
        let new = folder.join(format!(".{name}.{}", random_token()));
        if let Err(error) = write(&new, &bytes).await {
            // It is swept away with what nobody uses, if this fails too.
            let _ = fs::remove_file(&new).await;
            return Err(at(&new)(error));
        }
        let place = folder.join(name);
        fs::rename(&new, &place).await.map_err(at(&place))?;
        sync(&folder).await
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, ShelfError> {
        let place = self.place(name)?;
        Ok(if_there(&place, fs::read(&place).await)?.map(Bytes::from))
    }

    async fn put_at(&self, name: &str) -> Result<Option<DateTime<Utc>>, ShelfError> {
        let place = self.place(name)?;
        let found = if_there(&place, fs::metadata(&place).await)?;
        found.map(|found| found.modified().map(DateTime::from).map_err(at(&place))).transpose()
    }

    async fn list(&self) -> Result<Vec<Kept>, ShelfError> {
        let mut kept = Vec::new();
        let Some(mut folders) = if_there(&self.root, fs::read_dir(&self.root).await)? else {
            return Ok(kept);
        };
        while let Some(folder) = folders.next_entry().await.map_err(at(&self.root))? {
            let path = folder.path();
            if !folder.file_type().await.map_err(at(&path))?.is_dir() {
                continue;
            }
            let mut files = fs::read_dir(&path).await.map_err(at(&path))?;
            while let Some(file) = files.next_entry().await.map_err(at(&path))? {
                let Ok(name) = file.file_name().into_string() else { continue };
                if self.place(&name).is_ok_and(|place| place == file.path())
                    && let Some(put_at) = self.put_at(&name).await?
                {
                    kept.push(Kept { name, put_at });
                }
            }
        }
        Ok(kept)
    }

    async fn delete(&self, name: &str) -> Result<(), ShelfError> {
        let place = self.place(name)?;
        if_there(&place, fs::remove_file(&place).await).map(|_| ())
    }

    async fn check(&self) -> Result<(), ShelfError> {
        fs::create_dir_all(&self.root).await.map_err(at(&self.root))?;
        let probe = self.root.join(format!(".check.{}", random_token()));
        let written = write(&probe, b"check").await;
        let removed = fs::remove_file(&probe).await;
        written.and(removed).map_err(at(&probe))
    }
}

/// Writes a new file, so that it is on the disk and not only on its way there.
async fn write(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(MODE).open(place).await?;
    file.write_all(bytes).await?;
    file.sync_all().await
}

/// Makes sure that the names in a folder are on the disk.
async fn sync(folder: &Path) -> Result<(), ShelfError> {
    let open = fs::File::open(folder).await.map_err(at(folder))?;
    open.sync_all().await.map_err(at(folder))
}

fn if_there<T>(place: &Path, done: io::Result<T>) -> Result<Option<T>, ShelfError> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        done => done.map(Some).map_err(at(place)),
    }
}

fn at(place: &Path) -> impl FnOnce(io::Error) -> ShelfError {
    let place = place.display().to_string();
    |cause| ShelfError::Folder { place, cause }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::pictures::shelf::story::{name, tell};

    #[tokio::test]
    async fn a_folder_is_a_shelf() {
        let folder = tempfile::tempdir().unwrap();
        tell(&Directory::new(folder.path().join("not/yet/there"))).await;
    }

    #[tokio::test]
    async fn a_file_lies_in_the_folder_of_its_first_two_digits_for_all_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Directory::new(folder.path().to_owned());
        shelf.put(&name(0xAB), Bytes::from_static(b"x")).await.unwrap();
        let place = folder.path().join("ab").join(name(0xAB));
        let mode = std::fs::metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o777 & !0o022, 0o644, "{mode:o}");
        assert_eq!(std::fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn what_was_left_half_done_is_listed_and_what_is_not_ours_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Directory::new(folder.path().to_owned());
        shelf.put(&name(1), Bytes::from_static(b"x")).await.unwrap();
        let half = format!(".{}.token-_1", name(1));
        for other in [half.as_str(), "notes.txt", &name(2), ".x.webp.y"] {
            std::fs::write(folder.path().join("01").join(other), "half").unwrap();
        }
        std::fs::write(folder.path().join(name(1)), "astray").unwrap();
        let mut names: Vec<_> =
            shelf.list().await.unwrap().into_iter().map(|kept| kept.name).collect();
        names.sort();
        assert_eq!(names, [half.clone(), name(1)]);
        shelf.delete(&half).await.unwrap();
        assert_eq!(shelf.list().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_folder_that_can_not_be_written_says_so() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let shelf = Directory::new(file.path().join("pictures"));
        let said = shelf.check().await.unwrap_err().to_string();
        assert!(said.contains(&file.path().display().to_string()), "{said}");
        assert!(shelf.put(&name(1), Bytes::from_static(b"x")).await.is_err());
    }
}
