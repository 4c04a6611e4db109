//! Reading the file, on a thread of its own, and holding it against its manifest.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use sha2::{Digest as _, Sha256};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{MANIFEST, MOST};
use crate::{
    backup::{
        error::BackupError,
        manifest::{Entry, FORMAT, Manifest},
        seal::{Identities, opened, unpacking},
    },
    hex::hex,
};

/// How many entries wait to be taken.
const WAITING: usize = 2;

/// What a file that is no tar has read as: half a kilobyte of anything.
const NOTHING: &str = "it does not begin as a backup does";

/// The entries of a file, one after the other.
pub(in crate::backup) struct Entries {
    waiting: mpsc::Receiver<(String, Vec<u8>)>,
    reader: JoinHandle<Result<Manifest, BackupError>>,
}

impl Entries {
    /// Begins to read.
    pub(in crate::backup) fn of(place: &Path, with: &Identities) -> Self {
        let (entries, waiting) = mpsc::channel(WAITING);
        let (place, with) = (place.to_owned(), with.clone());
        let reader = tokio::task::spawn_blocking(move || {
            walk(&place, &with, |name, bytes| entries.blocking_send((name, bytes)).is_ok())
        });
        Self { waiting, reader }
    }

    /// The next entry; none at the end, and where the file can not be read any further.
    pub(in crate::backup) async fn next(&mut self) -> Option<(String, Vec<u8>)> {
        self.waiting.recv().await
    }

    /// Ends: the manifest, if all that was read is what it says.
    pub(in crate::backup) async fn manifest(mut self) -> Result<Manifest, BackupError> {
        while self.waiting.recv().await.is_some() {}
        let read = self.reader.await;
        read.unwrap_or_else(|error| Err(BackupError::damaged("the backup", error)))
    }
}

/// Reads a whole file, and nothing of it is kept but its manifest.
pub(in crate::backup) async fn inspect(
    place: &Path,
    with: &Identities,
) -> Result<Manifest, BackupError> {
    Entries::of(place, with).manifest().await
}

fn walk(
    place: &Path,
    with: &Identities,
    mut take: impl FnMut(String, Vec<u8>) -> bool,
) -> Result<Manifest, BackupError> {
    let what = place.display().to_string();
    let file = match File::open(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(BackupError::Missing(what));
        }
        file => file.map_err(BackupError::file(place))?,
    };
    let damaged = |why: String| BackupError::damaged(what.clone(), why);
    let opened = opened(BufReader::new(file), with, &what)?;
    let mut unpacked = unpacking(opened, &what)?;
    let (mut found, mut manifest) = (Vec::new(), None);
    for entry in
        tar::Archive::new(&mut unpacked).entries().map_err(|error| damaged(error.to_string()))?
    {
        let entry = entry.map_err(|error| match found.is_empty() {
            true => begins_otherwise(place, &error),
            false => damaged(error.to_string()),
        })?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if manifest.is_some() {
            return Err(damaged(format!("{name} stands behind its end")));
        }
        let bytes = contents(entry).map_err(|error| damaged(format!("{name}: {error}")))?;
        if name == MANIFEST {
            manifest = Some(parse(&bytes, &damaged)?);
            continue;
        }
        let (length, sha256) = (bytes.len() as u64, hex(Sha256::digest(&bytes)));
        found.push(Entry { name: name.clone(), bytes: length, sha256 });
        if !take(name, bytes) {
            return Err(damaged("nobody wanted the rest of it".to_owned()));
        }
    }
    // To the very end, where it proves that nothing is missing and nothing was changed.
    let rest = io::copy(&mut unpacked, &mut io::sink());
    rest.map_err(|error| damaged(error.to_string()))?;
    let manifest = manifest.ok_or_else(|| damaged("it ends too early".to_owned()))?;
    match found == manifest.entries {
        true => Ok(manifest),
        false => Err(damaged("it does not hold what its manifest says".to_owned())),
    }
}

/// A file whose first entry can not be read: damaged, or something else altogether.
fn begins_otherwise(place: &Path, error: &io::Error) -> BackupError {
    let what = place.display().to_string();
    let begins = File::open(place).and_then(|file| {
        let mut head = Vec::new();
        file.take(19).read_to_end(&mut head).map(|_| head)
    });
    let head = begins.unwrap_or_default();
    let ours = head.starts_with(b"age-encryption.org/") || head.starts_with(&[0x28, 0xb5, 0x2f]);
    match ours {
        true => BackupError::damaged(what, error),
        false => BackupError::NoBackup(format!("{what} ({NOTHING})")),
    }
}

fn contents<R: Read>(entry: tar::Entry<'_, R>) -> io::Result<Vec<u8>> {
    let length = entry.size();
    if length > MOST {
        return Err(io::Error::other("it is larger than any entry"));
    }
    // No more room than it needs.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    entry.take(MOST).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == length {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn parse(bytes: &[u8], damaged: &impl Fn(String) -> BackupError) -> Result<Manifest, BackupError> {
    /// What every layout says of itself.
    #[derive(serde::Deserialize)]
    struct Layout {
        format: u32,
        program: String,
    }
    let layout: Layout =
        serde_json::from_slice(bytes).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
    if layout.format > FORMAT {
        return Err(BackupError::Newer { program: layout.program, what: "layout of backups" });
    }
    serde_json::from_slice(bytes).map_err(|error| damaged(format!("{MANIFEST}: {error}")))
}
