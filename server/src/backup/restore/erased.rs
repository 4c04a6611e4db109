//! Whose words were erased since a backup was made, as far as that is told.

use super::{Asked, base::Base, said};
use crate::backup::{
    error::BackupError,
    log::{Plan, erasures},
    manifest::Manifest,
};

/// Whose words were erased, and what of that could not be read.
pub(super) struct Erased {
    /// Whether anything tells of it.
    pub(super) told: bool,
    /// Whose.
    pub(super) read: Vec<String>,
    /// What may tell of some from after the backup, in words.
    pub(super) unread: Vec<String>,
    /// What tells of none that the backup does not know, in words.
    pub(super) old: Vec<String>,
}

impl Erased {
    /// What a plan knows of it, which is taken out of it, and what stands where backups of this site
    /// are, if that is elsewhere.
    ///
    /// # Errors
    /// [`BackupError::ErasuresUnread`] where some may not be told of, unless it is asked to do without.
    pub(super) async fn of(
        base: &mut Base,
        plan: &mut Plan,
        manifest: &Manifest,
        asked: &Asked,
    ) -> Result<Self, BackupError> {
        let mut unread = elsewhere(base, plan, manifest, asked).await?;
        let told = plan.erased.is_some();
        let erased = plan.erased.take().unwrap_or_default();
        let (since, old): (Vec<_>, Vec<_>) =
            erased.unread.into_iter().partition(|unread| unread.is_since(manifest.made_at));
        let since = said(since);
        if !since.is_empty() && !asked.without_erasures {
            return Err(BackupError::ErasuresUnread(since));
        }
        unread.extend(since);
        Ok(Self { told, read: erased.read, unread, old: said(old) })
    }
}

/// Adds to a plan who was erased as it stands where backups of this site are, if that is elsewhere.
/// Answers, in words, why that could not be read; the place is then left alone.
async fn elsewhere(
    base: &mut Base,
    plan: &mut Plan,
    manifest: &Manifest,
    asked: &Asked,
) -> Result<Vec<String>, BackupError> {
    let Some(ours) = &base.ours else { return Ok(Vec::new()) };
    match erasures(&**ours, &manifest.timeline, &asked.with).await {
        Ok(None) => Ok(Vec::new()),
        Ok(Some(more)) => {
            plan.erased.get_or_insert_default().extend(more);
            Ok(Vec::new())
        }
        // It can not be reached: a copy elsewhere is for such days.
        Err(BackupError::Target(error)) => {
            base.ours = None;
            Ok(vec![error.to_string()])
        }
        Err(error) => Err(error),
    }
}
