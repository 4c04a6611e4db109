//! Shipping the change log: whatever is new of it goes to where backups stand, with the keys by which
//! it is read and with whose words were erased.

use std::{
    collections::{BTreeSet, HashSet},
    ops::Bound,
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use store::{Logged, Store, log_key, log_time, schema};

use super::{
    ERASED, Head, Header, KEYS, LOG_PAGE, Segment, erased, folder, pack_segment,
    shelf::{Shelf, Shelves, came},
    telling::{Telling, is_of},
};
use crate::{
    backup::{
        error::BackupError,
        manifest::FORMAT,
        pictures,
        seal::{PackedLines, Recipients},
        target::Target,
    },
    hex::hex,
    pictures::Pictures,
};

/// How many rows are read at once.
const PAGE: u32 = 500;

/// With how many bytes of rows a part is closed.
const ENOUGH: usize = 4 << 20;

/// What is read once more each time: a transaction whose request was given up may be committed when
/// nobody waits for it any more, and the clocks of several processes differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// How often it is written down how far the log is shipped, even if nothing is new.
const TOLD_EVERY: TimeDelta = TimeDelta::seconds(30);

/// Of a life that is no older, all is shipped wherever backups are put first.
const YOUNG: TimeDelta = TimeDelta::days(1);

/// A log that was left for longer can not be gone on with: the store does not have it any more.
const LEFT_FOR: TimeDelta = TimeDelta::days(34);

/// Ships the log of one life of a store.
pub struct Shipper {
    store: Store,
    pictures: Pictures,
    target: Arc<dyn Target>,
    to: Recipients,
    timeline: String,
    /// Since when this life is led: whoever came before may be in another one, too.
    since: DateTime<Utc>,
    shelves: Shelves,
    telling: Telling,
    head: Head,
    /// What was shipped within the overlap.
    recent: BTreeSet<String>,
    /// Files of pictures that stand there already.
    there: HashSet<String>,
}

impl Shipper {
    /// Goes on where it was left, in whatever process. A log that was left for too long begins another
    /// life, and so does one that is encrypted to others than those that are named now: whoever can open
    /// what is new needs nothing that they can not.
    ///
    /// # Errors
    /// [`BackupError`].
    pub async fn begin(
        store: Store,
        pictures: Pictures,
        target: Arc<dyn Target>,
        to: Recipients,
        now: DateTime<Utc>,
    ) -> Result<Self, BackupError> {
        let mut timeline = store.timeline(now).await?;
        let mut left = last(&*target, &timeline).await?;
        let mut before = None;
        let ended =
            left.take_if(|head| now - head.until > LEFT_FOR || head.recipients != to.digest());
        let since = match ended {
            Some(head) => {
                before = Some(timeline);
                timeline = store.begin_timeline(now).await?;
                head.until
            }
            None => store.timeline_since().await?.unwrap_or(now),
        };
        let (began, closed) = (left.is_none(), left.as_ref().is_some_and(|head| head.closed));
        let head = left.unwrap_or_else(|| Head {
            number: 0,
            sha256: String::new(),
            end: begins(store.log_floor(now), since, now),
            until: now - OVERLAP,
            closed: false,
            recipients: to.digest(),
        });
        // Whatever the clock does meanwhile, what is written from here on is behind what is shipped.
        if let Some(end) = log_time(&head.end) {
            store.write_after(end);
        }
        let there = pictures::there(&*target).await?;
        let shelves = Shelves::of(&*target, &timeline, now).await?;
        let mut shipper = Self {
            store,
            pictures,
            target,
            to,
            timeline,
            since,
            shelves,
            telling: Telling::default(),
            head,
            recent: BTreeSet::new(),
            there,
        };
        if began
            && shipper.ship_erased().await?
            && let Some(before) = before
        {
            // The store is the same, so that all of it stands in the other one.
            shipper.forget_erased(&before).await?;
        }
        if closed {
            // From here on something may be written again.
            let head = Head { closed: false, ..shipper.head.clone() };
            shipper.tell(head).await?;
        }
        Ok(shipper)
    }

    /// Whether others may have shipped since: then what is known here of what stands there may not be so
    /// any more.
    pub fn was_away(&self, now: DateTime<Utc>, turn: TimeDelta) -> bool {
        now - self.head.until >= turn
    }

    /// Ships what is new. Answers until when all is shipped.
    ///
    /// # Errors
    /// [`BackupError`]; the next time makes up for it.
    pub async fn round(
        &mut self,
        now: DateTime<Utc>,
        closes: bool,
    ) -> Result<DateTime<Utc>, BackupError> {
        let end = self.store.log_end(now).await;
        let from = log_time(&self.head.end).map_or_else(String::new, |at| log_key(at - OVERLAP));
        let mut after = from;
        let (mut rows, mut size) = (Vec::new(), 0);
        loop {
            let page = self.store.log_page(&after, &end, LOG_PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.key.clone();
            for row in page.into_iter().filter(|row| !self.recent.contains(&row.key)) {
                size += row.line.len();
                rows.push(row);
            }
            if size >= ENOUGH {
                self.ship(std::mem::take(&mut rows)).await?;
                size = 0;
            }
        }
        if !rows.is_empty() {
            self.ship(rows).await?;
        }
        let stale = now - self.head.until >= TOLD_EVERY;
        if self.head.end != end || stale || closes {
            let head = Head { end, until: now, closed: closes, ..self.head.clone() };
            self.tell(head).await?;
        }
        self.forget();
        Ok(now)
    }

    /// Ships some rows: first what is needed to read them, then they themselves, then that they are
    /// there.
    async fn ship(&mut self, rows: Vec<Logged>) -> Result<(), BackupError> {
        let Some(last) = rows.last() else { return Ok(()) };
        let (last, until) = (last.key.clone(), log_time(&last.key));
        for (shelf, name) in self.stale(&rows) {
            self.ship_keys(&shelf, &name).await?;
        }
        self.ship_erased_with(&rows).await?;
        let shown = self.store.pictures_shown(&rows).await?;
        pictures::carry_shown(&self.pictures, &*self.target, &self.to, &shown, &mut self.there)
            .await?;
        let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
        let lines: Vec<String> = rows.into_iter().map(|row| row.line).collect();
        let segment = Segment {
            number: self.head.number + 1,
            until: until.map_or(0, |until| until.timestamp_millis()),
        };
        let header = Header {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema().len(),
            timeline: self.timeline.clone(),
            number: segment.number,
            previous: self.head.sha256.clone(),
            rows: lines.len(),
        };
        let name = segment.name(&self.timeline);
        let to = self.to.clone();
        let packed = tokio::task::spawn_blocking(move || pack_segment(&header, &lines, &to)).await;
        let packed = packed.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        let packed = packed.map_err(|cause| BackupError::File { place: name.clone(), cause })?;
        let sha256 = hex(Sha256::digest(&packed));
        self.target.put(&name, Bytes::from(packed)).await?;
        // Not further than these rows: what else there is may come in another part.
        let end = last.max(self.head.end.clone());
        let head = Head { number: segment.number, sha256, end, ..self.head.clone() };
        self.recent.extend(keys);
        self.tell(head).await
    }

    /// Says how far the log is shipped. It is, even where that can not be written down: the next time
    /// makes up for it.
    async fn tell(&mut self, head: Head) -> Result<(), BackupError> {
        let text = serde_json::to_vec_pretty(&head).unwrap_or_default();
        self.head = head;
        Ok(self.target.put(&super::head(&self.timeline), Bytes::from(text)).await?)
    }

    /// The shelves that these rows make stale, and where they stand: those of whoever is new, and wherever
    /// there are keys of whoever is gone, in other lives, too. Whoever came in this one is not among the keys
    /// of those. Nobody comes after they are gone: an id that tells that is a digest, and tells nothing. A site
    /// that was brought back has the keys of all who stand there with them.
    fn stale(&self, rows: &[Logged]) -> BTreeSet<(Shelf, String)> {
        let mut stale = BTreeSet::new();
        for subject in rows.iter().flat_map(|row| &row.subjects) {
            let shelf = Shelf::of(subject);
            let name = shelf.name(&self.timeline);
            stale.insert((shelf, name));
        }
        let ours = format!("{KEYS}/{}/", self.timeline);
        for row in rows {
            let written = log_time(&row.key);
            let in_this_life = |came: DateTime<Utc>| {
                self.since < came && written.is_some_and(|written| came <= written)
            };
            for subject in row.erased.iter().chain(&row.over) {
                let only_here = came(subject).is_some_and(in_this_life);
                for shelf in Shelf::all_of(subject) {
                    let names = self.shelves.names(&shelf);
                    let names = names.filter(|name| !only_here || name.starts_with(&ours));
                    stale.extend(names.map(|name| (shelf.clone(), name.clone())));
                }
            }
        }
        stale
    }

    /// Ships the keys that stand together as they are now: who was erased is not among them any more.
    async fn ship_keys(&mut self, shelf: &Shelf, name: &str) -> Result<(), BackupError> {
        let (first, end) = shelf.bounds();
        let failed = |cause| BackupError::File { place: name.to_owned(), cause };
        // Those of a day, as earlier versions put them together, may be many.
        let mut packed = PackedLines::new(&self.to).map_err(failed)?;
        let mut after = Bound::Included(first);
        loop {
            let from = after.as_ref().map(String::as_str);
            let page = self.store.key_page(from, Some(&end), PAGE).await?;
            page.lines.iter().try_for_each(|line| packed.add(line)).map_err(failed)?;
            let Some(last) = page.last else { break };
            after = Bound::Excluded(last);
        }
        match packed.finish().map_err(failed)? {
            Some(packed) => {
                // It may stand there even where that fails.
                self.shelves.put(name);
                self.target.put(name, Bytes::from(packed)).await?;
            }
            None => {
                self.target.delete(name).await?;
                self.shelves.take(name);
            }
        }
        Ok(())
    }

    /// Ships whose words were erased with these rows, if anybody's were.
    async fn ship_erased_with(&mut self, rows: &[Logged]) -> Result<(), BackupError> {
        let lines: Vec<_> = rows.iter().flat_map(|row| row.erasures.iter().cloned()).collect();
        if lines.is_empty() {
            return Ok(());
        }
        self.telling.add(self.head.number + 1, lines);
        let name = self.telling.name(&self.timeline);
        let failed = |cause| BackupError::File { place: name.clone(), cause };
        let mut packed = PackedLines::new(&self.to).map_err(failed)?;
        self.telling.lines().iter().try_for_each(|line| packed.add(line)).map_err(failed)?;
        // There is a line.
        let packed = packed.finish().map_err(failed)?.unwrap_or_default();
        Ok(self.target.put(&name, Bytes::from(packed)).await?)
    }

    /// Takes away what tells whose words were erased in another life.
    async fn forget_erased(&self, timeline: &str) -> Result<(), BackupError> {
        for found in self.target.list(ERASED).await? {
            if is_of(&found.name, timeline) {
                self.target.delete(&found.name).await?;
            }
        }
        Ok(())
    }

    /// Ships whose words were erased until this life began: all of them. Answers whether there were any.
    async fn ship_erased(&self) -> Result<bool, BackupError> {
        let name = erased(&self.timeline);
        let failed = |cause| BackupError::File { place: name.clone(), cause };
        let mut packed = PackedLines::new(&self.to).map_err(failed)?;
        let mut after = None::<String>;
        loop {
            let page = self.store.dump_page("erasure", after.as_deref(), PAGE).await?;
            page.lines.iter().try_for_each(|line| packed.add(line)).map_err(failed)?;
            let Some(last) = page.last else { break };
            after = Some(last);
        }
        let Some(packed) = packed.finish().map_err(failed)? else { return Ok(false) };
        self.target.put(&name, Bytes::from(packed)).await?;
        Ok(true)
    }

    fn forget(&mut self) {
        if let Some(end) = log_time(&self.head.end) {
            self.recent = self.recent.split_off(&log_key(end - OVERLAP));
        }
    }
}

impl std::fmt::Debug for Shipper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shipper({}, part {})", self.timeline, self.head.number)
    }
}

/// The key from which on the log of a life is shipped: a young one tells what bringing the site back did,
/// and what the one before did not come to.
fn begins(floor: String, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if now - since < YOUNG { floor.min(log_key(since)) } else { floor }
}

/// How far the log of a life is shipped: as it stands there, or further, if the process ended between
/// a part and saying so.
async fn last(target: &dyn Target, timeline: &str) -> Result<Option<Head>, BackupError> {
    let head = read_head(target, timeline).await?;
    let found = target.list(&folder(timeline)).await?;
    let newest = found.iter().filter_map(|found| Segment::parse(&found.name)).max();
    let Some(newest) = newest else { return Ok(head) };
    let told = head.as_ref().map_or(0, |head| head.number);
    if newest.number <= told {
        return Ok(head);
    }
    let packed = target.get(&newest.name(timeline)).await?.unwrap_or_default();
    let until = DateTime::from_timestamp_millis(newest.until).unwrap_or(DateTime::UNIX_EPOCH);
    let (number, sha256) = (newest.number, hex(Sha256::digest(&packed)));
    let told = head.unwrap_or_else(|| Head {
        number,
        sha256: String::new(),
        end: String::new(),
        until: until - OVERLAP,
        closed: false,
        // Nothing tells to whom it is encrypted.
        recipients: String::new(),
    });
    let end = told.end.clone().max(log_key(until));
    Ok(Some(Head { number, sha256, end, closed: false, ..told }))
}

/// How far the log of a life is shipped, as it stands there; none where that can not be read: the parts
/// themselves tell nearly as much.
pub(in crate::backup) async fn read_head(
    target: &dyn Target,
    timeline: &str,
) -> Result<Option<Head>, BackupError> {
    let text = target.get(&super::head(timeline)).await?;
    Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
}
