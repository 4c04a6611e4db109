//! Who makes a backup in this process: one at a time.

use std::mem;

use super::{BackupError, Backups};

/// A backup is being made here, until this is dropped.
pub(super) struct Making(Backups);

impl Making {
    /// Begins to make one.
    ///
    /// # Errors
    /// [`BackupError::Busy`] while another one is made here.
    pub(super) fn begin(backups: &Backups) -> Result<Self, BackupError> {
        let is_made_already = mem::replace(&mut backups.known().making, true);
        if is_made_already { Err(BackupError::Busy) } else { Ok(Self(backups.clone())) }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.0.known().making = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn whoever_finds_another_one_at_it_takes_nothing_from_them() {
        let backups = Backups::new(&Settings::default().backup);
        let first = Making::begin(&backups).unwrap();
        assert_eq!(Making::begin(&backups).err().map(|error| error.code()), Some("busy"));
        assert!(backups.facts().making, "the first one is still made");
        drop(first);
        assert!(!backups.facts().making);
        assert!(Making::begin(&backups).is_ok());
    }
}
