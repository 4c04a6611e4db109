//! A folder for what is needed only while something is made or tried out.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use super::error::BackupError;
use crate::{
    secrets::random_token,
    watch::{data_folder, room, size},
};

/// What half-done work is called; behind it stands the process that does it.
const PREFIX: &str = "ewelists-scratch-";

/// How much stays free on the disk.
const SPARE: u64 = 16 << 20;

/// How much does where the database lies on the same disk: without room, the site stops.
const SPARE_BESIDE: u64 = 128 << 20;

/// How often it is checked, while something is written there, whether there is room.
const LOOK: Duration = Duration::from_millis(100);

const MEBIBYTE: u64 = 1 << 20;

/// A folder that goes again, with all that is in it, unless it is lent.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
    /// How many bytes stay free on its disk.
    spare: u64,
    /// Whether somebody else takes it away.
    lent: bool,
}

impl Scratch {
    /// A new folder within this one, for nobody but us.
    pub(super) fn new(within: &Path) -> Result<Self, BackupError> {
        let process = std::process::id();
        let folder = within.join(format!("{PREFIX}{process}-{}", random_token()));
        let mut made = DirBuilder::new();
        made.recursive(true).mode(0o700).create(&folder).map_err(BackupError::file(&folder))?;
        Ok(Self { folder, spare: SPARE, lent: false })
    }

    /// The same, which leaves more room where the database with this address lies on the same disk.
    pub(super) fn beside(within: &Path, database: &str) -> Result<Self, BackupError> {
        let mut scratch = Self::new(within)?;
        let disk = |folder: &Path| fs::metadata(folder).map(|about| about.dev()).ok();
        let theirs = data_folder(database).and_then(|folder| disk(&folder));
        if theirs.is_some() && theirs == disk(&scratch.folder) {
            scratch.spare = SPARE_BESIDE;
        }
        Ok(scratch)
    }

    /// The folder of another process, which looks after its room and takes it away.
    pub(super) fn lent(folder: PathBuf) -> Self {
        Self { folder, spare: 0, lent: true }
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

    /// Whether this many more bytes may be written there.
    pub(super) fn has_room(&self, bytes: u64) -> Result<(), BackupError> {
        // Where that can not be found out, whatever can not be written says so.
        let Some((free, _)) = room(&self.folder) else { return Ok(()) };
        let needed = bytes.saturating_add(self.spare);
        if free >= needed {
            return Ok(());
        }
        let place = self.folder.parent().unwrap_or(&self.folder).display().to_string();
        let (free, needed) = (free / MEBIBYTE, needed.div_ceil(MEBIBYTE));
        Err(BackupError::NoRoom { place, free, needed })
    }

    /// Does something that writes there, and gives it up where the room comes to its end.
    pub(super) async fn while_room<T>(
        &self,
        work: impl Future<Output = Result<T, BackupError>>,
    ) -> Result<T, BackupError> {
        tokio::select! {
            biased;
            ended = self.runs_out() => Err(ended),
            done = work => done,
        }
    }

    async fn runs_out(&self) -> BackupError {
        loop {
            if let Err(ended) = self.has_room(0) {
                return ended;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// How many bytes lie in it.
    pub(super) fn size(&self) -> u64 {
        size(&self.folder).unwrap_or(0)
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
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
        if !self.lent {
            let _ = fs::remove_dir_all(&self.folder);
        }
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

    #[test]
    fn what_is_lent_stays() {
        let folder = tempfile::tempdir().unwrap();
        let owned = Scratch::new(folder.path()).unwrap();
        let lent = Scratch::lent(owned.folder().to_owned());
        lent.file("x").unwrap();
        drop(lent);
        assert!(owned.place("x").exists());
        drop(owned);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_is_done_there_ends_where_the_room_does() {
        let folder = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(folder.path()).unwrap();
        scratch.spare = 0;
        scratch.has_room(0).unwrap();
        assert_eq!(scratch.while_room(async { Ok(7) }).await.unwrap(), 7);
        let said = scratch.has_room(u64::MAX).unwrap_err();
        assert_eq!(said.code(), "no_room");
        let place = folder.path().display().to_string();
        assert!(said.to_string().contains(&place), "{said}");
        assert!(said.to_string().contains("backup.scratch"), "{said}");
        scratch.spare = u64::MAX;
        let endless = std::future::pending::<Result<(), BackupError>>();
        assert_eq!(scratch.while_room(endless).await.unwrap_err().code(), "no_room");
    }

    #[test]
    fn more_stays_free_where_the_database_lies() {
        let folder = tempfile::tempdir().unwrap();
        let spare = |database: &Path| {
            let url = format!("rocksdb://{}", database.display());
            Scratch::beside(folder.path(), &url).unwrap().spare
        };
        assert_eq!(spare(folder.path()), SPARE_BESIDE);
        assert_eq!(spare(Path::new("/proc")), SPARE);
        assert_eq!(spare(&folder.path().join("not/there")), SPARE);
        let scratch = Scratch::beside(folder.path(), "mem://").unwrap();
        assert_eq!(scratch.spare, SPARE);
        fs::create_dir(scratch.place("db")).unwrap();
        fs::write(scratch.place("db/1"), [7; 300]).unwrap();
        fs::write(scratch.place("x"), [7; 20]).unwrap();
        assert_eq!(scratch.size(), 320);
    }
}
