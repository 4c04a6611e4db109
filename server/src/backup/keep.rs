//! Which backups are kept, when the next one is due, and what else may go.

use std::collections::HashSet;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{
    error::BackupError,
    listed::is_of_wrong_clock,
    log::{ERASED, KEYS, LOG, Segment},
    manifest::{FOLDER, Kept, Kind},
    pictures::{PICTURES, file_of},
    target::Target,
};

/// For how many days back a site can be restored to any moment.
pub const LOG_DAYS: i64 = 35;

/// How many days there are at most from one backup that the log is followed from to the next.
const APART_DAYS: i64 = 7;

/// How long what belongs to the log is kept: until no moment is asked for any more that needs a backup
/// from before.
pub(super) const AGE_DAYS: i64 = LOG_DAYS + APART_DAYS + 1;

/// What was left half done is not gone on with after this time.
const LEFT: TimeDelta = TimeDelta::days(1);

/// A backup that failed is tried again after this time.
const AGAIN: TimeDelta = TimeDelta::minutes(30);

/// Which daily backups go: all but the youngest ones and those that moments within [`LOG_DAYS`] need to
/// begin with. A log is followed only in its own life, with its own schema. Those that were made by hand
/// stay.
pub(super) fn superfluous(kept: &[Kept], keep: usize, now: DateTime<Utc>) -> Vec<String> {
    let mut daily: Vec<_> = kept.iter().filter(|kept| kept.kind == Kind::Daily).collect();
    daily.sort_by_key(|kept| std::cmp::Reverse(kept.made_at));
    let old = daily.split_off(keep.min(daily.len()));
    let (old, bad): (Vec<_>, Vec<_>) = old.into_iter().partition(|kept| kept.well);
    let mut gone: Vec<_> = bad.iter().map(|kept| kept.name.clone()).collect();
    let mut next = daily.iter().rev().find(|kept| kept.well).map_or(now, |kept| kept.made_at);
    let begins = now - TimeDelta::days(LOG_DAYS);
    for (at, backup) in old.iter().enumerate() {
        // Without it, would the one before it be too far from the one after it, or no base at all?
        let far = old.get(at + 1).is_none_or(|before| {
            next - before.made_at > TimeDelta::days(APART_DAYS)
                || (&before.timeline, before.schema) != (&backup.timeline, backup.schema)
        });
        match next > begins && far {
            true => next = backup.made_at,
            false => gone.push(backup.name.clone()),
        }
    }
    gone
}

/// Whether a daily backup is due: none was made since its hour, or none at all in this life of the
/// store with this schema, which the log needs to begin with, or with these keys of links, which come
/// back with a backup alone. One that failed is tried again later.
pub(super) fn is_due(
    kept: &[Kept],
    (timeline, schema, keys): (&str, usize, &str),
    hour: u32,
    failed_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    if failed_at.is_some_and(|at| at <= now && now < at + AGAIN) {
        return false;
    }
    let ours = kept.iter().filter(|kept| kept.well && kept.timeline == timeline);
    let like = ours.filter(|kept| kept.schema == schema && kept.keys == keys);
    let like = like.filter(|kept| !is_of_wrong_clock(kept, now));
    let last = like.map(|kept| kept.made_at).max();
    last.is_none_or(|last| last < latest(hour, now))
}

/// The last time that it was this hour.
fn latest(hour: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let today = now.date_naive().and_time(time).and_utc();
    if today <= now { today } else { today - TimeDelta::days(1) }
}

/// Takes away what is not needed any more.
pub(super) async fn tidy(
    target: &dyn Target,
    kept: &[Kept],
    keep: usize,
    timeline: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, BackupError> {
    let gone = superfluous(kept, keep, now);
    for name in &gone {
        // What is listed last goes first, so that nothing is listed that is half gone.
        target.delete(&Kept::beside(name)).await?;
        target.delete(&Kept::file(name)).await?;
        target.delete(&Kept::pictures(name)).await?;
    }
    let old = now - TimeDelta::days(AGE_DAYS);
    let log = target.list(LOG).await?;
    for name in over(log.iter().map(|found| &*found.name), old) {
        target.delete(name).await?;
    }
    // Of earlier lives of the store nothing new is written any more; whoever ships the log looks after the
    // keys of this one. Whose words were erased is known for as long as there are backups.
    let ours = format!("{KEYS}/{timeline}/");
    for found in target.list(KEYS).await? {
        if !found.name.starts_with(&ours) && found.put_at < old {
            target.delete(&found.name).await?;
        }
    }
    for folder in [FOLDER, LOG, KEYS, ERASED, PICTURES] {
        target.sweep(folder, now - LEFT).await?;
    }
    let left = kept.iter().filter(|kept| !gone.contains(&kept.name));
    tidy_pictures(target, left, old).await?;
    Ok(gone)
}

/// Which parts of the log are old. The last one of each life stays: it tells that none is missing
/// between it and the next.
fn over<'a>(names: impl Iterator<Item = &'a str>, old: DateTime<Utc>) -> Vec<&'a str> {
    let part = |name: &'a str| Some((name.rsplit_once('/')?.0, Segment::parse(name)?, name));
    let mut parts: Vec<_> = names.filter_map(part).collect();
    parts.retain(|(_, part, _)| part.until < old.timestamp_millis());
    parts.sort();
    let pairs = parts.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    pairs.map(|pair| pair[0].2).collect()
}

/// Takes away pictures that no kept backup names and that came long ago.
async fn tidy_pictures(
    target: &dyn Target,
    kept: impl Iterator<Item = &Kept> + Send,
    old: DateTime<Utc>,
) -> Result<(), BackupError> {
    let names: Vec<_> = kept.map(|kept| Kept::pictures(&kept.name)).collect();
    let mut named = HashSet::new();
    for name in names {
        // Where one backup does not say which pictures are its own, all of them may be.
        let Some(list) = target.get(&name).await? else { return Ok(()) };
        let list = String::from_utf8(list.into());
        let list = list.map_err(|error| BackupError::damaged(name, error))?;
        named.extend(list.lines().map(str::to_owned));
    }
    for found in target.list(PICTURES).await? {
        let unnamed = file_of(&found.name).is_some_and(|file| !named.contains(file));
        if unnamed && found.put_at < old {
            target.delete(&found.name).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{super::listed::newest_good, *};

    fn day(day: i64) -> DateTime<Utc> {
        let first: DateTime<Utc> = "2026-01-01T06:00:00Z".parse().unwrap();
        first + TimeDelta::days(day)
    }

    fn kept(made_at: DateTime<Utc>, kind: Kind) -> Kept {
        Kept { schema: 20, keys: "ring".to_owned(), ..Kept::of_nothing(made_at, kind) }
    }

    #[test]
    fn seven_are_kept_and_whatever_a_moment_of_five_weeks_needs() {
        let mut all = vec![kept(day(2), Kind::Manual)];
        for today in 0..120 {
            let now = day(today) + TimeDelta::hours(1);
            all.push(kept(day(today), Kind::Daily));
            let gone = superfluous(&all, 7, now);
            all.retain(|kept| !gone.contains(&kept.name));
            let daily: Vec<_> =
                all.iter().filter(|kept| kept.kind == Kind::Daily).map(|k| k.made_at).collect();
            for young in (today - 6).max(0)..=today {
                assert!(daily.contains(&day(young)), "day {young} on day {today}");
            }
            assert!(daily.len() <= 7 + 7, "{} on day {today}", daily.len());
            // Any moment of the last five weeks has a backup before it, no more than a week or so.
            for back in 0..LOG_DAYS.min(today) {
                let moment = now - TimeDelta::days(back);
                let base = daily.iter().filter(|at| **at <= moment).max();
                let base = base.unwrap_or_else(|| panic!("nothing before {moment} on day {today}"));
                assert!(moment - *base <= TimeDelta::days(APART_DAYS + 1), "{moment}: {base}");
            }
            assert!(all.iter().any(|kept| kept.kind == Kind::Manual) || today < 2);
        }
    }

    #[test]
    fn one_that_is_not_well_is_no_base_for_a_log() {
        let mut all: Vec<_> = (0..20).map(|at| kept(day(at), Kind::Daily)).collect();
        all[0].well = false;
        let gone = superfluous(&all, 7, day(20));
        assert!(gone.contains(&all[0].name));
        // Nor does it stand in for the one beside it.
        all[5].well = false;
        let gone = superfluous(&all, 7, day(20));
        let left = all.iter().filter(|kept| !gone.contains(&kept.name) && kept.made_at < day(13));
        let left: Vec<_> = left.map(|kept| kept.made_at).collect();
        assert_eq!(left, [day(1), day(6)]);
        // Where none of the young ones is well, the last that was stays.
        let mut all: Vec<_> = (0..8).map(|at| kept(day(at), Kind::Daily)).collect();
        all[1..].iter_mut().for_each(|kept| kept.well = false);
        assert_eq!(superfluous(&all, 7, day(8)), Vec::<String>::new());
        assert_eq!(superfluous(&[], 7, day(0)), Vec::<String>::new());
    }

    #[test]
    fn each_life_and_each_schema_has_a_backup_to_begin_with() {
        for change in
            [(|kept: &mut Kept| kept.timeline = "before".to_owned()) as fn(&mut Kept), |kept| {
                kept.schema = 19
            }]
        {
            let mut all: Vec<_> = (0..20).map(|at| kept(day(at), Kind::Daily)).collect();
            all[..11].iter_mut().for_each(change);
            let gone = superfluous(&all, 7, day(20));
            let stays = |at: usize| !gone.contains(&all[at].name);
            // Moments of the eleventh day have the first one that is like it.
            assert!(stays(11), "{gone:?}");
            let before: Vec<_> = (0..11).filter(|at| stays(*at)).collect();
            assert!(before.first() == Some(&0) && before.len() == 2, "{before:?}");
        }
    }

    #[test]
    fn the_last_old_part_of_each_life_stays() {
        let until = |day_of: i64| day(day_of).timestamp_millis();
        let name = |life: &str, number, day_of| Segment { number, until: until(day_of) }.name(life);
        let names =
            [name("a", 1, 1), name("a", 2, 2), name("a", 3, 9), name("b", 1, 1), name("b", 2, 8)];
        let head = "log/a/head.json".to_owned();
        let gone = over(names.iter().chain([&head]).map(|name| &**name), day(5));
        assert_eq!(gone, [&names[0]]);
    }

    #[test]
    fn a_backup_is_due_each_day_at_its_hour_and_when_a_life_begins() {
        let due = |all: &[Kept], failed, now| is_due(all, ("life", 20, "ring"), 6, failed, now);
        let all = [kept(day(3), Kind::Daily)];
        assert!(due(&[], None, day(0)));
        assert!(!due(&all, None, day(3) + TimeDelta::hours(23)));
        assert!(due(&all, None, day(4)));
        // One by hand does as well.
        let manual = [kept(day(4) + TimeDelta::seconds(1), Kind::Manual)];
        assert!(!due(&manual, None, day(4) + TimeDelta::hours(2)));
        // Another life, another schema, other keys, one that is not well.
        for change in [
            (|kept: &mut Kept| kept.timeline = "another".to_owned()) as fn(&mut Kept),
            |kept| kept.schema = 19,
            |kept| kept.keys.clear(),
            |kept| kept.well = false,
        ] {
            let mut other = all.clone();
            change(&mut other[0]);
            assert!(due(&other, None, day(3) + TimeDelta::hours(1)));
        }
        // One by a clock that was a year ahead says nothing, neither of when it was made.
        let mut ahead = vec![kept(day(365), Kind::Daily)];
        assert!(due(&ahead, None, day(4) + TimeDelta::hours(1)));
        assert_eq!(newest_good(&ahead, day(4)), None);
        ahead.push(kept(day(4), Kind::Daily));
        assert!(!due(&ahead, None, day(4) + TimeDelta::hours(1)));
        assert_eq!(newest_good(&ahead, day(4)), Some(day(4)));
        let failed = Some(day(4));
        assert!(!due(&all, failed, day(4) + TimeDelta::minutes(29)));
        assert!(due(&all, failed, day(4) + TimeDelta::minutes(30)));
    }
}
