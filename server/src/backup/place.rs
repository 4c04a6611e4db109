//! The empty place that a site is brought back into, and the folder beside it where it is put together.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::BackupError;
use crate::{secrets::random_token, settings::masked};

/// The folder of the database, if there is nothing in it.
pub(super) fn empty_place(url: &str) -> Result<PathBuf, BackupError> {
    let folder = crate::watch::data_folder(url);
    let folder = folder.ok_or_else(|| BackupError::Elsewhere(masked(url)))?;
    let taken = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        entries => entries.map_err(BackupError::file(&folder))?.next().is_some(),
    };
    match taken {
        true => Err(BackupError::NotEmpty(folder.display().to_string())),
        false => Ok(folder),
    }
}

/// A new folder beside another, on the same disk.
pub(super) fn beside(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(format!(".restoring-{}", random_token()));
    PathBuf::from(name)
}

pub(super) fn remove_empty(folder: &Path) -> io::Result<()> {
    match fs::remove_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
