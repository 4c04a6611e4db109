//! What stands in the place of backups, as whoever looks from beside the site sees it.

use chrono::{DateTime, Utc};

use super::{BackupError, Target, listed, log, newest_good};

/// What stands in the place of backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// When the newest good backup was made; none where there is no good one.
    pub newest_good: Option<DateTime<Utc>>,
    /// How far the change log is shipped, if any of it is.
    pub shipped: Option<Shipped>,
}

/// How far the change log is shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Whatever was written before this moment is. A site that runs says so anew each minute.
    pub until: DateTime<Utc>,
    /// Whether the site closed then, so that nothing was written since.
    pub closed: bool,
}

/// Looks at what stands there. The log is that of the life from which the newest backup is.
///
/// # Errors
/// [`BackupError`].
pub async fn standing(target: &dyn Target, now: DateTime<Utc>) -> Result<Standing, BackupError> {
    let all = listed(target).await?;
    let head = match all.first() {
        Some(kept) => log::read_head(target, &kept.timeline).await?,
        None => None,
    };
    Ok(Standing {
        newest_good: newest_good(&all, now),
        shipped: head.map(|head| Shipped { until: head.until, closed: head.closed }),
    })
}
