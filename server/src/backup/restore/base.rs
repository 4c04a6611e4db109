//! The backup that a site is brought back from, and where the rest stands that belongs to it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::Asked;
use crate::{
    backup::{
        error::BackupError,
        fetch::fetch,
        find, listed,
        manifest::{FOLDER, Kept, is_name},
        scratch::Scratch,
        target::{Target, folder, target},
    },
    settings::Settings,
};

/// A backup that lies here, and where the rest stands that belongs to it.
pub(super) struct Base {
    pub(super) file: PathBuf,
    pub(super) target: Option<Arc<dyn Target>>,
    /// Where backups of this site stand, if that is elsewhere.
    pub(super) ours: Option<Arc<dyn Target>>,
}

impl Base {
    /// The backup that is asked for, fetched if it is not here.
    pub(super) async fn of(
        settings: &Settings,
        asked: &Asked,
        scratch: &Scratch,
    ) -> Result<Self, BackupError> {
        let target = target(&settings.backup);
        let named = asked.what.as_deref();
        if let Some(file) = named.filter(|named| !is_name(named)) {
            let file = PathBuf::from(file);
            return Ok(match around(&file) {
                Some(there) => Self { file, target: Some(there), ours: target },
                None => Self { file, target, ours: None },
            });
        }
        let target = target.ok_or(BackupError::Off)?;
        let kept = match named {
            Some(name) => find(&*target, name).await?,
            None => newest(&*target, asked.at).await?,
        };
        let file = scratch.place("base.backup");
        let digest = fetch(&*target, &Kept::file(&kept.name), &file).await?;
        if digest != kept.sha256 {
            let why = "it is not what was read back when it was made";
            return Err(BackupError::damaged(kept.name, why));
        }
        Ok(Self { file, target: Some(target), ours: None })
    }
}

/// The newest good backup from before a moment.
async fn newest(target: &dyn Target, at: Option<DateTime<Utc>>) -> Result<Kept, BackupError> {
    let all = listed(target).await?;
    let mut good = all.into_iter().filter(|kept| kept.well);
    match at {
        Some(at) => good.find(|kept| kept.until <= at).ok_or(BackupError::NoBase(at)),
        None => good.next().ok_or_else(|| BackupError::Missing("good backup yet".to_owned())),
    }
}

/// Where the rest stands that belongs to a backup, if it lies among others in a folder.
fn around(file: &Path) -> Option<Arc<dyn Target>> {
    let backups = file.parent().filter(|folder| folder.ends_with(FOLDER))?;
    let root = backups.parent().filter(|root| !root.as_os_str().is_empty());
    Some(folder(root.unwrap_or(Path::new("."))))
}
