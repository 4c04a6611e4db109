//! Bringing a site back: into an empty place, and nothing is there before all of it is.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use store::{Mails, Store, log_key};

use super::{
    archive::inspect,
    error::BackupError,
    fetch::fetch,
    fill::{Fill, Source, fill},
    find, listed,
    log::{Plan, Unread, erasures, plan, unread},
    manifest::{Kept, Manifest, is_name},
    pictures::{Brought, bring_back, unwell},
    place::{beside, empty_place, remove_empty},
    scratch::Scratch,
    seal::Identities,
    target::{Target, folder, target},
    verify::{try_out, url},
};
use crate::{
    clock::Clock,
    pictures::Pictures,
    secrets::{Keys, Secrets, key_file},
    settings::Settings,
};

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

/// A backup that lies here, and where the rest stands that belongs to it.
struct Base {
    file: PathBuf,
    target: Option<Arc<dyn Target>>,
    /// Where backups of this site stand, if that is elsewhere.
    ours: Option<Arc<dyn Target>>,
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
    let mut base = base(settings, asked, &scratch).await?;
    let manifest = inspect(&base.file, &asked.with).await?;
    let secret = secret_key(&settings.store.secret_file, &manifest)?;
    let mut plan = match &base.target {
        Some(target) => plan(&**target, &manifest, &asked.with, &scratch).await?,
        None => Plan::none(&manifest),
    };
    let mut erasures_unread = erased_elsewhere(&mut base, &mut plan, &manifest, asked).await?;
    let erasures_told = plan.erased.is_some();
    let erased = plan.erased.take().unwrap_or_default();
    let (since, old): (Vec<_>, Vec<_>) =
        erased.unread.into_iter().partition(|unread| unread.is_since(manifest.made_at));
    let since = said(since);
    if !since.is_empty() && !asked.without_erasures {
        return Err(BackupError::ErasuresUnread(since));
    }
    erasures_unread.extend(since);
    let keys_unread = said(std::mem::take(&mut plan.keys.unread));
    let unread = [said(old), keys_unread.clone()].concat();
    let torn = match asked.at {
        Some(at) => at > plan.until,
        None => asked.what.is_none(),
    };
    if let Some(torn) = plan.torn.take_if(|_| torn) {
        return Err(torn);
    }
    let cut = cut(asked, &manifest, &plan)?;
    let of_itself = if asked.what.is_some() { manifest.until } else { plan.until };
    let at = asked.at.unwrap_or(of_itself);
    let source = Source {
        file: base.file,
        with: asked.with.clone(),
        segments: plan.segments,
        keys: plan.keys.read,
        erased: erased.read,
        cut: Some(cut),
    };
    let beside = beside(&place);
    let done = async {
        let store = Store::open(&url(&beside)).await?;
        let filled = bring(&store, &source, &scratch, plan.whole, now).await;
        let filled = filled.map_err(|error| lacking(error, &keys_unread));
        let pictures = match &filled {
            Ok(_) => {
                let places = [base.target.as_deref(), base.ours.as_deref()];
                pictures(settings, &store, places, &asked.with).await
            }
            Err(_) => Ok(Brought::default()),
        };
        store.close().await;
        let (fill, brought) = (filled?, pictures?);
        let put = put_secret(&settings.store.secret_file, secret, fill.0.secret.as_deref())?;
        // An empty folder gives way; one that is not any more does not.
        let moved = remove_empty(&place).and_then(|()| fs::rename(&beside, &place));
        moved.map_err(BackupError::file(&place))?;
        Ok::<_, BackupError>((fill, brought, put))
    };
    let ((fill, applied, erased, mails), pictures, secret) = match done.await {
        Ok(done) => done,
        Err(error) => {
            let _ = fs::remove_dir_all(&beside);
            return Err(error);
        }
    };
    Ok(Restored {
        made_at: fill.manifest.made_at,
        at,
        rows: fill.filled.rows,
        erased,
        erasures_told,
        erasures_unread,
        unread,
        mails,
        pictures,
        secret,
        applied,
    })
}

/// Adds to a plan who was erased as it stands where backups of this site are, if that is elsewhere.
/// Answers, in words, why that could not be read; the place is then left alone.
async fn erased_elsewhere(
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
    let base = base(settings, asked, &scratch).await?;
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
async fn bring(
    store: &Store,
    source: &Source,
    scratch: &Scratch,
    whole: bool,
    now: DateTime<Utc>,
) -> Result<(Fill, Vec<String>, usize, Mails), BackupError> {
    let fill = fill(store, source, scratch, 0.0, now).await?;
    let applied = store.migrate(now).await?;
    let erased = store.erase_again(&fill.erasures, now).await?;
    let mails = store.settle_mails(&fill.aftermath, whole, now).await?;
    store.void_secrets(now).await?;
    store.begin_timeline(now).await?;
    Ok((fill, applied, erased, mails))
}

async fn pictures(
    settings: &Settings,
    store: &Store,
    places: [Option<&dyn Target>; 2],
    with: &Identities,
) -> Result<Brought, BackupError> {
    let (used, kept) = (store.pictures().await?, Pictures::new(&settings.pictures));
    let places: Vec<_> = places.into_iter().flatten().collect();
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

/// The backup that is asked for, fetched if it is not here.
async fn base(settings: &Settings, asked: &Asked, scratch: &Scratch) -> Result<Base, BackupError> {
    let target = target(&settings.backup);
    let named = asked.what.as_deref();
    if let Some(file) = named.filter(|named| !is_name(named)) {
        let file = PathBuf::from(file);
        return Ok(match around(&file) {
            Some(there) => Base { file, target: Some(there), ours: target },
            None => Base { file, target, ours: None },
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
    Ok(Base { file, target: Some(target), ours: None })
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
    let backups = file.parent().filter(|folder| folder.ends_with(super::manifest::FOLDER))?;
    let root = backups.parent().filter(|root| !root.as_os_str().is_empty());
    Some(folder(root.unwrap_or(Path::new("."))))
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

/// What is to become of the key of all links. One that is there must be that of the backup.
fn secret_key(file: &Path, manifest: &Manifest) -> Result<SecretKey, BackupError> {
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
fn put_secret(
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
