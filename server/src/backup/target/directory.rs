//! Backups in a folder, which nobody but us may read.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, stream};
use tokio::io::AsyncReadExt as _;

use super::{Found, Reading, Target, TargetError, is_name};
use crate::secrets::{is_random_token, random_token};

/// How much is read at once.
const PART: usize = 256 * 1024;

/// A folder.
pub(super) struct Directory {
    root: PathBuf,
}

impl Directory {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn place(&self, name: &str) -> Result<PathBuf, TargetError> {
        match is_name(name) {
            true => Ok(self.root.join(name)),
            false => Err(TargetError::Name(name.to_owned())),
        }
    }
}

#[async_trait]
impl Target for Directory {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), TargetError> {
        let place = self.place(name)?;
        blocking(move || write(&place, |file| file.write_all(&bytes))).await
    }

    async fn put_file(&self, name: &str, file: &Path) -> Result<(), TargetError> {
        let (place, from) = (self.place(name)?, file.to_owned());
        blocking(move || {
            let mut from = fs::File::open(&from).map_err(at(&from))?;
            write(&place, |file| io::copy(&mut from, file).map(|_| ()))
        })
        .await
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, TargetError> {
        let place = self.place(name)?;
        let read = if_there(&place, tokio::fs::read(&place).await)?;
        Ok(read.map(Bytes::from))
    }

    async fn read(&self, name: &str) -> Result<Option<Reading>, TargetError> {
        let place = self.place(name)?;
        let Some(file) = if_there(&place, tokio::fs::File::open(&place).await)? else {
            return Ok(None);
        };
        let bytes = file.metadata().await.map_err(at(&place))?.len();
        let stream = stream::try_unfold((file, place), |(mut file, place)| async move {
            let mut part = Vec::with_capacity(PART);
            let read = (&mut file).take(PART as u64).read_to_end(&mut part).await;
            read.map_err(at(&place))?;
            let next = (!part.is_empty()).then(|| (Bytes::from(part), (file, place)));
            Ok::<_, TargetError>(next)
        });
        Ok(Some(Reading { bytes, stream: stream.boxed() }))
    }

    async fn list(&self, folder: &str) -> Result<Vec<Found>, TargetError> {
        let place = self.place(folder)?;
        let root = self.root.clone();
        blocking(move || {
            let mut found = Vec::new();
            walk(&root, &place, &mut found).map_err(at(&place))?;
            Ok(found)
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), TargetError> {
        let place = self.place(name)?;
        if_there(&place, tokio::fs::remove_file(&place).await).map(|_| ())
    }

    async fn sweep(&self, folder: &str, before: DateTime<Utc>) -> Result<(), TargetError> {
        let place = self.place(folder)?;
        blocking(move || sweep(&place, before).map_err(at(&place))).await
    }

    async fn check(&self) -> Result<(), TargetError> {
        let place = self.root.join("check");
        blocking(move || {
            write(&place, |file| file.write_all(b"check"))?;
            fs::remove_file(&place).map_err(at(&place))
        })
        .await
    }
}

/// Writes a file beside its place and moves it there, so that it is there whole or not at all.
fn write(
    place: &Path,
    contents: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), TargetError> {
    let folder = place.parent().unwrap_or(place);
    let mut made = fs::DirBuilder::new();
    made.recursive(true).mode(0o700).create(folder).map_err(at(folder))?;
    let half = folder.join(half());
    let written = write_new(&half, contents)
        .and_then(|()| fs::rename(&half, place))
        .and_then(|()| fs::File::open(folder)?.sync_all());
    if written.is_err() {
        // What could not be written need not be removed.
        let _ = fs::remove_file(&half);
    }
    written.map_err(at(place))
}

fn write_new(
    place: &Path,
    contents: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?;
    contents(&mut file)?;
    file.sync_all()
}

/// Files below a folder by their names from the root on. What was left half done is passed over.
fn walk(root: &Path, folder: &Path, found: &mut Vec<Found>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let (path, Some(about)) = (entry.path(), about(&entry)?) else { continue };
        if about.is_dir() {
            walk(root, &path, found)?;
            continue;
        }
        let name = path.strip_prefix(root).ok().and_then(Path::to_str).unwrap_or_default();
        if is_name(name) {
            let (name, put_at) = (name.to_owned(), DateTime::<Utc>::from(about.modified()?));
            found.push(Found { name, bytes: about.len(), put_at });
        }
    }
    Ok(())
}

/// Takes away what was left half done before a moment, in a folder and below it.
fn sweep(folder: &Path, before: DateTime<Utc>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Some(about) = about(&entry)? else { continue };
        if about.is_dir() {
            sweep(&entry.path(), before)?;
        } else if entry.file_name().to_str().is_some_and(is_half)
            && DateTime::<Utc>::from(about.modified()?) < before
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// What is known of something in a folder; nothing where it has gone meanwhile.
fn about(entry: &fs::DirEntry) -> io::Result<Option<fs::Metadata>> {
    match entry.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        about => about.map(Some),
    }
}

/// What a file is called until it is whole.
fn half() -> String {
    format!(".{}", random_token())
}

fn is_half(name: &str) -> bool {
    name.strip_prefix('.').is_some_and(is_random_token)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, TargetError> + Send + 'static,
) -> Result<T, TargetError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(at(Path::new("a folder"))(io::Error::other(error))),
    }
}

fn if_there<T>(place: &Path, done: io::Result<T>) -> Result<Option<T>, TargetError> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        done => done.map(Some).map_err(at(place)),
    }
}

fn at(place: &Path) -> impl FnOnce(io::Error) -> TargetError {
    let place = place.display().to_string();
    |cause| TargetError::Folder { place, cause }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::backup::target::story::tell;

    #[tokio::test]
    async fn a_folder_is_a_place_for_backups() {
        let folder = tempfile::tempdir().unwrap();
        tell(&Directory::new(folder.path().join("not/yet/there"))).await;
    }

    #[tokio::test]
    async fn only_we_may_read_it_and_what_is_half_done_is_not_listed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("backups");
        let target = Directory::new(root.clone());
        target.put("backups/x", Bytes::from_static(b"x")).await.unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&root.join("backups/x")), 0o600);
        assert_eq!(mode(&root), 0o700);
        fs::write(root.join("backups/.half"), "x").unwrap();
        fs::write(root.join("backups/some notes.txt"), "x").unwrap();
        assert_eq!(target.list("backups").await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn what_was_left_half_done_goes_once_it_is_old_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let target = Directory::new(folder.path().to_owned());
        target.put("log/life/x", Bytes::from_static(b"x")).await.unwrap();
        let place = |name: &str| folder.path().join("log/life").join(name);
        let (name, other) = (half(), half());
        for name in [name.as_str(), ".half", &other[1..], "notes.txt"] {
            fs::write(place(name), "x").unwrap();
        }
        let left = place(&name);
        let written = DateTime::<Utc>::from(fs::metadata(&left).unwrap().modified().unwrap());
        target.sweep("log", written).await.unwrap();
        assert!(left.exists());
        target.sweep("log", written + chrono::TimeDelta::minutes(1)).await.unwrap();
        assert!(!left.exists());
        assert_eq!(fs::read_dir(folder.path().join("log/life")).unwrap().count(), 4);
    }

    #[tokio::test]
    async fn a_folder_that_can_not_be_written_says_so() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let target = Directory::new(file.path().join("backups"));
        let said = target.check().await.unwrap_err().to_string();
        assert!(said.contains(&file.path().display().to_string()), "{said}");
    }
}
