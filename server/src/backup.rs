//! Backups of all that a site holds, and the change log from then on, by which it can be brought back
//! as it was at any moment. No HTTP is in here.
//!
//! 1. `make` reads all while people write; `archive` is the file that comes of it, and `seal` what
//!    encrypts it; `verify` imports it for real, for a site that serves in another process (`trial`)
//! 2. `log` ships what changes, and plans what follows a backup
//! 3. `target` is where all of that stands: a folder or a bucket; `keep` says for how long
//! 4. `restore` fills an empty place again; `fill` is the heart of it
//!
//! docs/decisions/0013-backups.md says why it is so.

mod archive;
mod error;
pub mod facts;
mod fetch;
mod fill;
mod keep;
mod listed;
mod log;
mod make;
mod making;
mod manifest;
mod pictures;
mod place;
mod restore;
mod scratch;
mod seal;
mod standing;
pub mod target;
pub(crate) mod trial;
mod verify;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as Turn;

pub use error::BackupError;
pub use facts::{BackupFacts, Failed};
pub use keep::LOG_DAYS;
pub use manifest::{Kept, Kind};
pub use pictures::Brought;
pub use place::left_behind;
pub use restore::{Asked, Examined, Restored, SecretKey, examine, restore};
pub use seal::{Identities, Recipients, fresh_keys};
pub use standing::{Shipped, Standing, standing};
pub use target::{Reading, Target, TargetError};

use self::{
    keep::is_due,
    listed::{find, listed, newest_good},
    log::Shipper,
    make::note,
    making::Making,
    scratch::Scratch,
};
use crate::{jobs::turn, settings::BackupSettings, site::Site};

/// For how many seconds a process has its turn. One at a time makes a backup, and takes the turn on.
const TURN_SECONDS: i64 = 6 * 60 * 60;

/// For how many seconds a process has its turn to ship the log.
const LOG_TURN_SECONDS: i64 = 90;

/// What one process makes of a backup while it serves: for each second of work it rests for one.
const REST: f64 = 1.0;

/// How backups of a site are doing. Cheap to clone.
#[derive(Clone)]
pub struct Backups(Arc<State>);

struct State {
    target: Option<Arc<dyn Target>>,
    to: Recipients,
    facts: Mutex<BackupFacts>,
    /// Whether a backup was made here since what is not needed any more was taken away.
    untidy: AtomicBool,
    shipper: Turn<Option<Shipper>>,
    /// What tries backups out in processes of their own.
    program: OnceLock<PathBuf>,
}

impl Backups {
    /// Of a site that is set up like this. Nothing is looked at yet.
    pub fn new(settings: &BackupSettings) -> Self {
        let facts = BackupFacts {
            on: settings.is_on(),
            folder: (settings.is_on() && settings.bucket.is_empty())
                .then(|| settings.directory.clone()),
            ..BackupFacts::default()
        };
        Self(Arc::new(State {
            target: target::target(settings),
            // Settings that can not be used do not come so far.
            to: Recipients::parse(&settings.recipients).unwrap_or_default(),
            facts: Mutex::new(facts),
            untidy: AtomicBool::new(false),
            shipper: Turn::new(None),
            program: OnceLock::new(),
        }))
    }

    /// Has backups tried out in processes of their own by this program, which is `ewelists`. Whoever is
    /// named first does it.
    pub fn try_out_by(&self, program: PathBuf) {
        let _ = self.0.program.set(program);
    }

    fn program(&self) -> Option<&Path> {
        self.0.program.get().map(PathBuf::as_path)
    }

    /// What is known of them right now.
    pub fn facts(&self) -> BackupFacts {
        self.known().clone()
    }

    /// Whether any are made.
    pub fn is_on(&self) -> bool {
        self.0.target.is_some()
    }

    fn target(&self) -> Result<&Arc<dyn Target>, BackupError> {
        self.0.target.as_ref().ok_or(BackupError::Off)
    }

    fn known(&self) -> MutexGuard<'_, BackupFacts> {
        self.0.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All backups that there are, the newest first.
///
/// # Errors
/// [`BackupError`].
pub async fn list(site: &Site) -> Result<Vec<Kept>, BackupError> {
    let listed = listed(&**site.backups.target()?).await;
    let mut facts = site.backups.known();
    facts.unread = listed.as_ref().err().map(|error| failed(error, site.clock.now()));
    if let Ok(all) = &listed {
        facts.newest_good = newest_good(all, site.clock.now());
    }
    drop(facts);
    listed
}

/// Makes a backup, reads it back and imports it. For each second of work in this process, it rests for
/// `rest` others.
///
/// # Errors
/// [`BackupError`]; [`BackupError::Busy`] where one is being made, by whichever process.
pub async fn make(site: &Site, kind: Kind, rest: f64) -> Result<Kept, BackupError> {
    let target = site.backups.target()?;
    alone(site, make::make(site, &**target, &site.backups.0.to, kind, rest)).await
}

/// Makes a backup while nobody else does.
async fn alone(
    site: &Site,
    work: impl Future<Output = Result<Kept, BackupError>>,
) -> Result<Kept, BackupError> {
    let making = Making::begin(&site.backups)?;
    make_noted(site, making, work).await
}

/// Makes a backup while no other process does, and notes what came of it, even of a panic. Nobody makes
/// another one here before that is noted.
async fn make_noted(
    site: &Site,
    _making: Making,
    work: impl Future<Output = Result<Kept, BackupError>>,
) -> Result<Kept, BackupError> {
    if !site.store.take_turn("backup", site.clock.now(), TURN_SECONDS).await? {
        return Err(BackupError::Busy);
    }
    let made = tokio::select! {
        made = turn(site, "backups", work) => made.unwrap_or(Err(BackupError::Panicked)),
        () = site.closing.cancelled() => Err(BackupError::Closing),
    };
    let ended = site.store.end_turn("backup", site.clock.now()).await;
    let mut facts = site.backups.known();
    match &made {
        Ok(kept) => {
            facts.failed = None;
            facts.newest_good = facts.newest_good.max(Some(kept.made_at));
        }
        // The next process makes up for it.
        Err(BackupError::Closing) => {}
        Err(error) => facts.failed = Some(failed(error, site.clock.now())),
    }
    drop(facts);
    ended?;
    made
}

/// Begins to make a backup that stays, and does not wait for it.
///
/// # Errors
/// [`BackupError::Off`] and [`BackupError::Busy`]. What happens later is among the facts.
pub fn begin(site: &Site) -> Result<(), BackupError> {
    let target = site.backups.target()?.clone();
    // Whoever asks next sees it, even before it has begun.
    let making = Making::begin(&site.backups)?;
    let site = site.clone();
    tokio::spawn(async move {
        let work = make::make(&site, &*target, &site.backups.0.to, Kind::Manual, REST);
        if let Err(error) = make_noted(&site, making, work).await {
            tracing::error!(error.cause = %error, "a backup was not made");
        }
    });
    Ok(())
}

/// Looks whether a backup is still what it was, and notes that. One that is not encrypted is imported
/// once more. One that is can not be opened here: it is compared with what was tried out when it was
/// made, to the last bit.
///
/// # Errors
/// [`BackupError`]; [`BackupError::Missing`] for a name that none has.
pub async fn verify(site: &Site, name: &str) -> Result<Kept, BackupError> {
    let target = &**site.backups.target()?;
    let kept = find(target, name).await?;
    let looked = look_at(site, target, &kept).await;
    let well = match &looked {
        Ok(well) => *well,
        Err(BackupError::Damaged { .. } | BackupError::Unwell(_) | BackupError::Missing(_)) => {
            false
        }
        Err(_) => kept.well,
    };
    if looked.is_ok() || !well {
        let kept = Kept { checked_at: site.clock.now(), well, ..kept };
        note(target, &kept).await?;
        list(site).await?;
        return Ok(kept);
    }
    looked.map(|_| kept)
}

async fn look_at(site: &Site, target: &dyn Target, kept: &Kept) -> Result<bool, BackupError> {
    let file = Kept::file(&kept.name);
    if kept.encrypted {
        return Ok(fetch::digest(target, &file).await? == kept.sha256);
    }
    let scratch = Scratch::beside(&site.settings.backup.scratch, &site.settings.store.url)?;
    scratch.has_room(kept.room)?;
    let place = scratch.place("back.backup");
    let digest = scratch.while_room(fetch::fetch(target, &file, &place)).await?;
    verify::try_out_beside(site, &place, None, &scratch, REST).await?;
    Ok(digest == kept.sha256)
}

/// A backup, to be handed out bit by bit.
///
/// # Errors
/// [`BackupError`]; [`BackupError::Clear`] for one that is not encrypted to a key elsewhere: that does
/// not leave the server.
pub async fn read(site: &Site, name: &str) -> Result<(Kept, Reading), BackupError> {
    let target = &**site.backups.target()?;
    let kept = find(target, name).await?;
    if !kept.encrypted {
        return Err(BackupError::Clear);
    }
    let reading = target.read(&Kept::file(name)).await?;
    Ok((kept, reading.ok_or_else(|| BackupError::Missing(name.to_owned()))?))
}

/// Makes the daily backup if it is due.
pub(crate) async fn daily(site: &Site) -> Result<(), BackupError> {
    let now = site.clock.now();
    let all = list(site).await?;
    let timeline = site.store.timeline(now).await?;
    let failed_at = site.backups.facts().failed.map(|failed| failed.at);
    let settings = &site.settings.backup;
    let keys = site.secrets.ring();
    let life = (timeline.as_str(), store::schema().len(), keys.as_str());
    if !is_due(&all, life, u32::from(settings.hour), failed_at, now) {
        return Ok(());
    }
    match make(site, Kind::Daily, REST).await {
        Ok(kept) => {
            tracing::info!(
                backup.name = %kept.name, backup.rows = kept.rows, backup.bytes = kept.bytes,
                "a backup was made and read back"
            );
            site.backups.0.untidy.store(true, Ordering::Release);
            Ok(())
        }
        // Another process is at it.
        Err(BackupError::Busy) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes away what is not needed any more, once for each daily backup that was made here.
///
/// # Errors
/// [`BackupError`]; the next time makes up for it.
pub(crate) async fn tidy(site: &Site) -> Result<(), BackupError> {
    let (target, now) = (&**site.backups.target()?, site.clock.now());
    if !site.backups.0.untidy.load(Ordering::Acquire) {
        return Ok(());
    }
    let all = list(site).await?;
    let timeline = site.store.timeline(now).await?;
    let keep = usize::try_from(site.settings.backup.keep).unwrap_or(usize::MAX);
    let gone = keep::tidy(target, &all, keep, &timeline, now).await?;
    site.backups.0.untidy.store(false, Ordering::Release);
    // It looks anew which pictures stand there.
    *site.backups.0.shipper.lock().await = None;
    if !gone.is_empty() {
        tracing::info!(backup.count = gone.len(), "old backups are gone");
    }
    Ok(())
}

/// Ships what is new of the change log. A site that serves does so by itself.
///
/// # Errors
/// [`BackupError`]; the next time makes up for it.
pub async fn ship(site: &Site, closes: bool) -> Result<(), BackupError> {
    let backups = &site.backups;
    let (target, now) = (backups.target()?.clone(), site.clock.now());
    // One process ships at a time; another one goes on where it was left.
    if !site.store.take_turn("log", now, LOG_TURN_SECONDS).await? {
        // What is known here of what is shipped is not so any more.
        *backups.0.shipper.lock().await = None;
        let timeline = site.store.timeline(now).await?;
        let until = log::read_head(&*target, &timeline).await?.map(|head| head.until);
        let mut facts = backups.known();
        facts.log_until = facts.log_until.max(until);
        return Ok(());
    }
    let mut shipper = backups.0.shipper.lock().await;
    let lasts = TimeDelta::seconds(LOG_TURN_SECONDS);
    // Somebody else may have had the turn meanwhile, and given it up.
    if shipper.as_ref().is_some_and(|shipper| shipper.was_away(now, lasts)) {
        *shipper = None;
    }
    let shipped = async {
        if shipper.is_none() {
            let (store, pictures) = (site.store.clone(), site.pictures.clone());
            let begun = Shipper::begin(store, pictures, target, backups.0.to.clone(), now);
            *shipper = Some(begun.await?);
        }
        match shipper.as_mut() {
            // Where other programs write, too, nobody closes the log.
            Some(shipper) => shipper.round(now, closes && !site.store.is_shared()).await.map(Some),
            None => Ok(None),
        }
    };
    let shipped = turn(site, "shipping", shipped).await;
    let shipped = shipped.unwrap_or(Err(BackupError::Panicked));
    if closes {
        site.store.end_turn("log", now).await?;
    }
    match shipped {
        Ok(until) => {
            let mut facts = backups.known();
            facts.log_until = facts.log_until.max(until);
            facts.log_failed = None;
            Ok(())
        }
        Err(error) => {
            // It begins anew with what stands there.
            *shipper = None;
            backups.known().log_failed = Some(failed(&error, now));
            Err(error)
        }
    }
}

/// Whether backups can be put where they shall stand.
///
/// # Errors
/// [`BackupError`], which says why not.
pub async fn check(settings: &BackupSettings) -> Result<(), BackupError> {
    Ok(target::target(settings).ok_or(BackupError::Off)?.check().await?)
}

/// Begins to look after backups: what a process left half done is taken away.
pub(crate) fn look_after(site: &Site) {
    Scratch::clear(&site.settings.backup.scratch);
    site.backups.known().since = Some(site.clock.now());
}

fn failed(error: &BackupError, at: DateTime<Utc>) -> Failed {
    Failed { at, code: error.code(), reason: error.to_string() }
}

#[cfg(test)]
mod tests;
