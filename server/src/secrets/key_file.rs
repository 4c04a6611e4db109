//! The file of the server's keys, which nobody else on the machine can read.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use super::{Keys, random_token};

/// Reads the keys, or makes one where there is none yet: whole, or not at all, whenever the process is
/// killed or the power lost.
///
/// # Errors
/// What the system says, and where the file holds something else.
pub fn read_or_make(path: &Path) -> io::Result<Keys> {
    match fs::read(path) {
        Ok(bytes) => Keys::parse(&bytes).ok_or_else(|| {
            let said = format!("it has {} bytes, as no file of keys has", bytes.len());
            io::Error::new(io::ErrorKind::InvalidData, said)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let keys = Keys::fresh();
            let new = beside(path, &format!(".{}", &random_token()[..8]));
            write_new(&new, &keys)?;
            put_first(&new, path)?;
            sync_folder(path)?;
            tracing::info!("a new secret key was made; keep a copy, every link depends on it");
            Ok(keys)
        }
        Err(error) => Err(error),
    }
}

/// Puts other keys in the place of those that are there, all at once.
///
/// # Errors
/// What the system says; those that are there are then as they were.
pub fn replace(path: &Path, keys: &Keys) -> io::Result<()> {
    let new = beside(path, ".new");
    // One that was begun and not finished.
    let _ = fs::remove_file(&new);
    write_new(&new, keys)?;
    fs::rename(&new, path)?;
    sync_folder(path)
}

/// A file next to another one, whose name ends like this.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Puts a file in a place where none is, all at once. What another process has put there meanwhile stays.
fn put_first(new: &Path, path: &Path) -> io::Result<()> {
    let put = match fs::hard_link(new, path) {
        // Not every kind of disk knows a file by two names.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => fs::rename(new, path),
        put => put,
    };
    let _ = fs::remove_file(new);
    put
}

/// Has the names in the folder of a file outlast a loss of power.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn write_new(path: &Path, keys: &Keys) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(&keys.to_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key, on a disk that is full, would stop every later start.
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashSet,
        os::unix::fs::PermissionsExt as _,
        sync::atomic::{AtomicBool, Ordering},
        thread,
    };

    use super::*;

    // A start that is killed in between would leave a file that stops every later one.
    #[test]
    fn a_first_key_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (path, done) = (folder.path().join("secret.key"), AtomicBool::new(false));
        let seen = AtomicBool::new(false);
        thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let mut lengths = HashSet::new();
                while !done.load(Ordering::Acquire) {
                    lengths.extend(fs::read(&path).map(|bytes| bytes.len()));
                    seen.store(!lengths.is_empty(), Ordering::Release);
                }
                lengths
            });
            // Until somebody has looked at the right moment, however late their turn comes.
            let made = (0..300_000)
                .take_while(|number| *number < 300 || !seen.load(Ordering::Acquire))
                .try_for_each(|_| {
                    read_or_make(&path)?;
                    fs::remove_file(&path)
                });
            done.store(true, Ordering::Release);
            made.unwrap();
            assert_eq!(looking.join().unwrap(), HashSet::from([32]));
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_another_process_has_put_there_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (new, path) = (folder.path().join("new"), folder.path().join("secret.key"));
        fs::write(&new, "ours").unwrap();
        fs::write(&path, "theirs").unwrap();
        let refused = put_first(&new, &path).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert!(!new.exists());
    }

    #[test]
    fn keys_are_made_once_replaced_whole_and_readable_by_us_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/secret.key");
        let keys = read_or_make(&path).unwrap();
        assert!(read_or_make(&path).unwrap() == keys);
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(), fs::metadata(&path).unwrap().len()), (0o600, 32));

        fs::write(path.with_file_name("secret.key.new"), "half").unwrap();
        let more = keys.clone().with_fresh("2026-11-28T12:00:00Z".parse().unwrap());
        replace(&path, &more).unwrap();
        assert!(read_or_make(&path).unwrap() == more);
        assert_eq!((mode(), fs::metadata(&path).unwrap().len()), (0o600, 72));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);

        fs::write(&path, [7; 33]).unwrap();
        let refused = read_or_make(&path).err().unwrap();
        assert!(refused.to_string().contains("33 bytes"), "{refused}");
    }
}
