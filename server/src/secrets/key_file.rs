//! The file of the server's keys, which nobody else on the machine can read.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use super::Keys;

/// Reads the keys, or makes one where there is none yet.
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
            write_new(path, &keys)?;
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
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = Path::new(&beside);
    // One that was begun and not finished.
    let _ = fs::remove_file(beside);
    write_new(beside, keys)?;
    fs::rename(beside, path)?;
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
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

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
