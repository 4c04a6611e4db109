//! A folder for what is needed only while something is made or tried out.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::error::BackupError;
use crate::secrets::random_token;

/// What half-done work is called; behind it stands the process that does it.
const PREFIX: &str = "ewelists-scratch-";

/// A folder that goes again, with all that is in it.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// A new folder within this one, for nobody but us.
    pub(super) fn new(within: &Path) -> Result<Self, BackupError> {
        let process = std::process::id();
        let folder = within.join(format!("{PREFIX}{process}-{}", random_token()));
        let mut made = DirBuilder::new();
        made.recursive(true).mode(0o700).create(&folder).map_err(BackupError::file(&folder))?;
        Ok(Self { folder })
    }

    /// Takes away what a process left there that did not come to its end. Nothing of this one may be
    /// under way.
    pub(super) fn clear(within: &Path) {
        let Ok(left) = fs::read_dir(within) else { return };
        for left in left.flatten().filter(|left| left.file_name().to_str().is_some_and(is_over)) {
            // Whoever needs the room is told by what can not be written.
            let _ = fs::remove_dir_all(left.path());
        }
    }

    /// The place of something in it.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A file to write and read.
    pub(super) fn file(&self, name: &str) -> Result<File, BackupError> {
        let place = self.place(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true).mode(0o600);
        options.open(&place).map_err(BackupError::file(&place))
    }
}

/// Whether what is called this was left by a process that is no more, or by one that had our number.
fn is_over(name: &str) -> bool {
    let process = name.strip_prefix(PREFIX).and_then(|name| name.split_once('-'));
    let Some(Ok(process)) = process.map(|(process, _)| process.parse::<u32>()) else {
        return false;
    };
    process == std::process::id() || !Path::new("/proc").join(process.to_string()).exists()
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let within = folder.path().join("scratch");
        let scratch = Scratch::new(&within).unwrap();
        scratch.file("x").unwrap();
        fs::create_dir(scratch.place("db")).unwrap();
        drop(scratch);
        assert_eq!(fs::read_dir(&within).unwrap().count(), 0);
        std::mem::forget(Scratch::new(&within).unwrap());
        fs::write(within.join("notes.txt"), "x").unwrap();
        // One of a process that is at it, one of a process that is no more.
        for process in [std::os::unix::process::parent_id(), u32::MAX] {
            fs::create_dir(within.join(format!("{PREFIX}{process}-x"))).unwrap();
        }
        Scratch::clear(&within);
        assert_eq!(fs::read_dir(&within).unwrap().count(), 2);
        Scratch::clear(&within.join("not/there"));
    }
}
