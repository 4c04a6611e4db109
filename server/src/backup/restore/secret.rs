//! The key of all links, which must be that of the backup.

use std::{fs, io, path::Path};

use super::SecretKey;
use crate::{
    backup::{error::BackupError, manifest::Manifest},
    secrets::{Keys, Secrets, key_file},
};

/// What is to become of the key of all links. One that is there must be that of the backup.
pub(super) fn secret_key(file: &Path, manifest: &Manifest) -> Result<SecretKey, BackupError> {
    let other = || BackupError::OtherSecret(file.display().to_string());
    match fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(if manifest.holds_secret { SecretKey::Put } else { SecretKey::Missing })
        }
        Err(cause) => Err(BackupError::file(file)(cause)),
        Ok(key) => {
            let keys = Keys::parse(&key).ok_or_else(other)?;
            match Secrets::with_keys(keys).fingerprint() == manifest.secret {
                true => Ok(SecretKey::There),
                false => Err(other()),
            }
        }
    }
}

/// Puts the keys of all links there, or those that took over since the copy that is there was made.
pub(super) fn put_secret(
    file: &Path,
    secret: SecretKey,
    kept: Option<&[u8]>,
) -> Result<SecretKey, BackupError> {
    let Some(keys) = kept.and_then(Keys::parse) else { return Ok(secret) };
    if secret == SecretKey::There {
        let there = fs::read(file).map_err(BackupError::file(file))?;
        if Keys::parse(&there).is_some_and(|there| there.count() >= keys.count()) {
            return Ok(secret);
        }
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), fs::create_dir_all);
    let put = made.and_then(|()| key_file::replace(file, &keys));
    put.map_err(BackupError::file(file)).map(|()| SecretKey::Put)
}
