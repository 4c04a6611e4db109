//! The empty place that a site is brought back into, and the folder beside it where it is put together.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::BackupError;
use crate::{secrets::random_token, settings::masked};

/// What stands behind the name of the database, and before a word of its own.
const RESTORING: &str = ".restoring-";

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
    name.push(format!("{RESTORING}{}", random_token()));
    PathBuf::from(name)
}

/// Folders beside that of the database in which a site was put together: a restore is under way, or did
/// not come to its end.
pub fn left_behind(place: &Path) -> Vec<PathBuf> {
    let Some(name) = place.file_name() else { return Vec::new() };
    let begins = [name.as_encoded_bytes(), RESTORING.as_bytes()].concat();
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let left = entries.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(&begins));
    let mut left: Vec<_> = left.map(|entry| entry.path()).collect();
    left.sort();
    left
}

pub(super) fn remove_empty(folder: &Path) -> io::Result<()> {
    match fs::remove_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_restore_left_behind_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("db");
        assert_eq!(left_behind(&place), Vec::<PathBuf>::new());
        let left = beside(&place);
        fs::create_dir(&left).unwrap();
        for other in ["db", "db.before", "other.restoring-x"] {
            fs::create_dir(folder.path().join(other)).unwrap();
        }
        assert_eq!(left_behind(&place), [left]);
        assert_eq!(left_behind(&folder.path().join("not/there")), Vec::<PathBuf>::new());
        assert_eq!(left_behind(Path::new("no-such-database")), Vec::<PathBuf>::new());
    }
}
