//! Whether backups have a place to go to.

use tokio::time::timeout;

use super::{Findings, PATIENCE, folders};
use crate::{
    backup::target,
    settings::{Environment, Settings},
};

/// Looks at the folder, or asks the bucket.
pub(super) async fn look(settings: &Settings, found: &mut Findings) {
    let backup = &settings.backup;
    if !backup.is_on() {
        let none = "No backups are made: set backup.directory to a folder on another disk, or \
                    backup.bucket.";
        match settings.site.environment {
            Environment::Production => found.wrong(none),
            _ => found.note(none),
        }
        return;
    }
    if backup.recipients.is_empty() {
        found.note(
            "Backups are not encrypted, and the key of all links is not in them: keep a copy of it \
             elsewhere, or set backup.recipients (`ewelists backup-key` makes a pair).",
        );
    }
    if backup.bucket.is_empty() {
        if folders::writable(&backup.directory, "backups", found) {
            folders::space(&backup.directory, "where backups go", settings.watch.disk_free, found);
        }
        return;
    }
    let Some(target) = target::target(backup) else { return };
    match timeout(PATIENCE, target.check()).await {
        Ok(Ok(())) => found.well("Something can be put into the bucket of backups, and taken away."),
        Ok(Err(error)) => found.wrong(&format!(
            "Backups can not be made: {error}. Are backup.endpoint, backup.region and the keys right, \
             and may they write there?"
        )),
        Err(_) => found.wrong("Backups can not be made: the bucket does not answer in time."),
    }
}
