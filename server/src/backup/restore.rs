//! Bringing a site back: into an empty place, and nothing is there before all of it is.

use std::{fs, path::Path};

use chrono::{DateTime, Utc};
use store::{Mails, Store, log_key};

mod base;
mod erased;
mod secret;

use self::{
    base::Base,
    erased::Erased,
    secret::{put_secret, secret_key},
};
use super::{
    archive::inspect,
    error::BackupError,
    fill::{Fill, Source, fill},
    log::{Plan, Unread, plan, unread},
    manifest::Manifest,
    pictures::{Brought, bring_back, unwell},
    place::{beside, empty_place, remove_empty},
    scratch::Scratch,
    seal::Identities,
    target::Target,
    verify::{try_out, url},
};
use crate::{clock::Clock, pictures::Pictures, settings::Settings};

/// What is to be brought back, or looked at.
#[derive(Debug, Clone)]
pub struct Asked {
    /// A backup by its name or as a file. Without one it is the newest good one, followed by the log
    /// to its end.
    pub what: Option<String>,
    /// The moment whose state is to be brought back; that of the backup, or the last one, without.
    pub at: Option<DateTime<Utc>>,
    /// Private keys.
    pub with: Identities,
    /// Whether to go on where it can not be read who was erased since: whoever that was is back.
    pub without_erasures: bool,
}

/// What was brought back.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made that it began with.
    pub made_at: DateTime<Utc>,
    /// The moment that the site stands at.
    pub at: DateTime<Utc>,
    /// How many rows.
    pub rows: u64,
    /// How many erasures from after that moment were done again.
    pub erased: usize,
    /// Whether anything told of them.
    pub erasures_told: bool,
    /// What tells of some and could not be read, in words: whoever that was is back.
    pub erasures_unread: Vec<String>,
    /// What else could not be read, in words. Nothing that came back needs it.
    pub unread: Vec<String>,
    /// What was done about mails.
    pub mails: Mails,
    /// What became of pictures.
    pub pictures: Brought,
    /// What became of the key of all links.
    pub secret: SecretKey,
    /// Schema files that this program is ahead.
    pub applied: Vec<String>,
}

/// What became of the key of all links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKey {
    /// It came with the backup, and was put there.
    Put,
    /// It was there already.
    There,
    /// It is not in the backup, since that is not encrypted, and must be put there by hand.
    Missing,
}

/// What a backup was found to be.
#[derive(Debug)]
pub struct Examined {
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The version of the program that made it.
    pub program: String,
    /// How many schema files its store had.
    pub schema: usize,
    /// How many rows there are in it.
    pub rows: u64,
    /// How many files of pictures belong to it.
    pub pictures: usize,
    /// What stands beside it and is not well, in words: pictures, keys, who was erased. None where it
    /// lies alone.
    pub beside: Option<Vec<String>>,
}

/// All that is known before anything is written.
struct Prepared {
    base: Base,
    source: Source,
    /// The moment that the site will stand at.
    at: DateTime<Utc>,
    /// Whether nothing can have been written that is not there.
    whole: bool,
    secret: SecretKey,
    erasures_told: bool,
    erasures_unread: Vec<String>,
    unread: Vec<String>,
    keys_unread: Vec<String>,
}

/// A store that was filled, and what was done in it.
struct Settled {
    fill: Fill,
    /// Schema files that this program is ahead.
    applied: Vec<String>,
    /// How many erasures were done again.
    erased: usize,
    mails: Mails,
}

/// Brings a site back into the empty place that the settings name.
///
/// # Errors
/// [`BackupError`], and then nothing is there that was not there before.
pub async fn restore(
    settings: &Settings,
    clock: &Clock,
    asked: &Asked,
) -> Result<Restored, BackupError> {
    let now = clock.now();
    let place = empty_place(&settings.store.url)?;
    if let Some(at) = asked.at.filter(|at| *at > now) {
        return Err(BackupError::Future(at));
    }
    let scratch = Scratch::new(&settings.backup.scratch)?;
    let prepared = prepare(settings, asked, &scratch).await?;
    let beside = beside(&place);
    let put = put_there(settings, &prepared, &scratch, [&beside, &place], now).await;
    let (settled, pictures, secret) = put.inspect_err(|_| {
        let _ = fs::remove_dir_all(&beside);
    })?;
    let Settled { fill, applied, erased, mails } = settled;
    Ok(Restored {
        made_at: fill.manifest.made_at,
        at: prepared.at,
        rows: fill.filled.rows,
        erased,
        erasures_told: prepared.erasures_told,
        erasures_unread: prepared.erasures_unread,
        unread: prepared.unread,
        mails,
        pictures,
        secret,
        applied,
    })
}

/// Reads what is to be brought back, as far as it tells whether it can be.
async fn prepare(
    settings: &Settings,
    asked: &Asked,
    scratch: &Scratch,
) -> Result<Prepared, BackupError> {
    let mut base = Base::of(settings, asked, scratch).await?;
    let manifest = inspect(&base.file, &asked.with).await?;
    let secret = secret_key(&settings.store.secret_file, &manifest)?;
    let mut plan = match &base.target {
        Some(target) => plan(&**target, &manifest, &asked.with, scratch).await?,
        None => Plan::none(&manifest),
    };
    let erased = Erased::of(&mut base, &mut plan, &manifest, asked).await?;
    let torn = match asked.at {
        Some(at) => at > plan.until,
        None => asked.what.is_none(),
    };
    if let Some(torn) = plan.torn.take_if(|_| torn) {
        return Err(torn);
    }
    let cut = cut(asked, &manifest, &plan)?;
    let of_itself = if asked.what.is_some() { manifest.until } else { plan.until };
    let keys_unread = said(plan.keys.unread);
    let source = Source {
        file: base.file.clone(),
        with: asked.with.clone(),
        segments: plan.segments,
        keys: plan.keys.read,
        erased: erased.read,
        cut: Some(cut),
    };
    Ok(Prepared {
        base,
        source,
        at: asked.at.unwrap_or(of_itself),
        whole: plan.whole,
        secret,
        erasures_told: erased.told,
        erasures_unread: erased.unread,
        unread: [erased.old, keys_unread.clone()].concat(),
        keys_unread,
    })
}

/// Puts a site together in a folder beside its place, and puts that there once all is well.
async fn put_there(
    settings: &Settings,
    prepared: &Prepared,
    scratch: &Scratch,
    [beside, place]: [&Path; 2],
    now: DateTime<Utc>,
) -> Result<(Settled, Brought, SecretKey), BackupError> {
    let store = Store::open(&url(beside)).await?;
    let settled = settle(&store, &prepared.source, scratch, prepared.whole, now).await;
    let settled = settled.map_err(|error| lacking(error, &prepared.keys_unread));
    let pictures = match &settled {
        Ok(_) => pictures(settings, &store, &prepared.base, &prepared.source.with).await,
        Err(_) => Ok(Brought::default()),
    };
    store.close().await;
    let (settled, pictures) = (settled?, pictures?);
    let kept = settled.fill.secret.as_deref();
    let secret = put_secret(&settings.store.secret_file, prepared.secret, kept)?;
    // An empty folder gives way; one that is not any more does not.
    let moved = remove_empty(place).and_then(|()| fs::rename(beside, place));
    moved.map_err(BackupError::file(place))?;
    Ok((settled, pictures, secret))
}

/// Imports a backup into a database that is thrown away again, and says what it is.
///
/// # Errors
/// [`BackupError`].
pub async fn examine(
    settings: &Settings,
    clock: &Clock,
    asked: &Asked,
) -> Result<Examined, BackupError> {
    let scratch = Scratch::beside(&settings.backup.scratch, &settings.store.url)?;
    let base = Base::of(settings, asked, &scratch).await?;
    let manifest = try_out(&base.file, &asked.with, &scratch, 0.0, clock.now()).await?;
    let beside = match &base.target {
        Some(target) => match look_beside(&**target, &manifest, &asked.with).await {
            Err(BackupError::Target(error)) => Some(vec![error.to_string()]),
            looked => Some(looked?),
        },
        None => None,
    };
    Ok(Examined {
        made_at: manifest.made_at,
        schema: manifest.schema.len(),
        rows: manifest.rows.values().sum(),
        pictures: manifest.pictures.len(),
        program: manifest.program,
        beside,
    })
}

/// What stands beside a backup, belongs to it and is not well, in words.
async fn look_beside(
    target: &dyn Target,
    manifest: &Manifest,
    with: &Identities,
) -> Result<Vec<String>, BackupError> {
    let mut said = unread(target, manifest, with).await?;
    said.extend(unwell(target, with, &manifest.pictures).await?);
    Ok(said)
}

/// Fills a store, and does what has to be done in one that is restored.
async fn settle(
    store: &Store,
    source: &Source,
    scratch: &Scratch,
    whole: bool,
    now: DateTime<Utc>,
) -> Result<Settled, BackupError> {
    let fill = fill(store, source, scratch, 0.0, now).await?;
    let applied = store.migrate(now).await?;
    let erased = store.erase_again(&fill.erasures, now).await?;
    let mails = store.settle_mails(&fill.aftermath, whole, now).await?;
    store.void_secrets(now).await?;
    store.begin_timeline(now).await?;
    Ok(Settled { fill, applied, erased, mails })
}

async fn pictures(
    settings: &Settings,
    store: &Store,
    base: &Base,
    with: &Identities,
) -> Result<Brought, BackupError> {
    let (used, kept) = (store.pictures().await?, Pictures::new(&settings.pictures));
    let places = [&base.target, &base.ours].into_iter().flatten();
    let places: Vec<&dyn Target> = places.map(|place| &**place).collect();
    bring_back(&kept, &places, with, &used).await
}

fn said(unread: Vec<Unread>) -> Vec<String> {
    unread.into_iter().map(|unread| unread.said).collect()
}

/// What a store is told to lack, with the keys that could not be read: they may be why.
fn lacking(error: BackupError, keys: &[String]) -> BackupError {
    match error {
        BackupError::Unwell(mut wrong) => {
            wrong.extend_from_slice(keys);
            BackupError::Unwell(wrong)
        }
        error => error,
    }
}

/// The key up to which the log counts.
fn cut(asked: &Asked, manifest: &Manifest, plan: &Plan) -> Result<String, BackupError> {
    let Some(at) = asked.at else {
        let end = if asked.what.is_some() { &manifest.end } else { &plan.end };
        return Ok(end.clone());
    };
    if at < manifest.until {
        return Err(BackupError::NoBase(at));
    }
    if at > plan.until && !plan.whole {
        return Err(BackupError::LogEnds { until: plan.until });
    }
    Ok(log_key(at).max(manifest.end.clone()))
}
