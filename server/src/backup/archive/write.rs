//! Writing the file, on a thread of its own.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use sha2::{Digest as _, Sha256};
use tokio::{sync::mpsc, task::JoinHandle};

use super::MANIFEST;
use crate::{
    backup::{
        error::BackupError,
        manifest::{Entry, Manifest},
        seal::{Packing, Recipients, packing},
    },
    hex::hex,
};

/// How many entries wait to be written.
const WAITING: usize = 2;

/// A file that is being written.
pub(in crate::backup) struct Writing {
    place: String,
    entries: mpsc::Sender<(String, Vec<u8>)>,
    writer: JoinHandle<io::Result<Written>>,
}

/// What was written.
#[derive(Debug, Default)]
pub(in crate::backup) struct Written {
    /// How many bytes.
    pub(in crate::backup) bytes: u64,
    /// Their digest.
    pub(in crate::backup) sha256: String,
}

/// What a thread is told that writes.
struct Archive {
    tar: tar::Builder<Packing<Counted>>,
    entries: Vec<Entry>,
}

/// Counts what is written, and digests it.
struct Counted {
    file: BufWriter<File>,
    bytes: u64,
    digest: Sha256,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Writing {
    /// Begins a new file. The manifest is what `add` is given last, under its name.
    pub(in crate::backup) fn begin(place: &Path, to: &Recipients) -> Result<Self, BackupError> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(place);
        let file = file.map_err(BackupError::file(place))?;
        let counted = Counted { file: BufWriter::new(file), bytes: 0, digest: Sha256::new() };
        let packing = packing(counted, to).map_err(BackupError::file(place))?;
        let (entries, mut waiting) = mpsc::channel::<(String, Vec<u8>)>(WAITING);
        let writer = tokio::task::spawn_blocking(move || {
            let mut archive = Archive { tar: tar::Builder::new(packing), entries: Vec::new() };
            while let Some((name, bytes)) = waiting.blocking_recv() {
                archive.add(name, &bytes)?;
            }
            archive.finish()
        });
        Ok(Self { place: place.display().to_string(), entries, writer })
    }

    /// Adds an entry.
    pub(in crate::backup) async fn add(
        &mut self,
        name: String,
        bytes: Vec<u8>,
    ) -> Result<(), BackupError> {
        if self.entries.send((name, bytes)).await.is_ok() {
            return Ok(());
        }
        // The thread has ended, and says why.
        let why = match (&mut self.writer).await {
            Ok(Ok(_)) => io::Error::other("it was closed too early"),
            Ok(Err(error)) => error,
            Err(error) => io::Error::other(error),
        };
        Err(BackupError::File { place: self.place.clone(), cause: why })
    }

    /// Ends with a manifest, to which the entries are added.
    pub(in crate::backup) async fn finish(
        mut self,
        manifest: &Manifest,
    ) -> Result<Written, BackupError> {
        let failed = |cause| BackupError::File { place: self.place.clone(), cause };
        let text = serde_json::to_vec(manifest).map_err(io::Error::other).map_err(failed)?;
        self.add(MANIFEST.to_owned(), text).await?;
        let Self { place, entries, writer } = self;
        drop(entries);
        let written = writer.await.unwrap_or_else(|error| Err(io::Error::other(error)));
        written.map_err(|cause| BackupError::File { place, cause })
    }
}

impl Archive {
    fn add(&mut self, name: String, bytes: &[u8]) -> io::Result<()> {
        if name == MANIFEST {
            let mut manifest: Manifest = serde_json::from_slice(bytes)?;
            manifest.entries = std::mem::take(&mut self.entries);
            return self.append(MANIFEST, &serde_json::to_vec_pretty(&manifest)?);
        }
        self.append(&name, bytes)?;
        let (bytes, sha256) = (bytes.len() as u64, hex(Sha256::digest(bytes)));
        self.entries.push(Entry { name, bytes, sha256 });
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, bytes)
    }

    fn finish(self) -> io::Result<Written> {
        let counted = self.tar.into_inner()?.finish()?.finish()?;
        let Counted { file, bytes, digest } = counted;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Written { bytes, sha256: hex(digest.finalize()) })
    }
}
