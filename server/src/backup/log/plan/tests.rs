//! What holds for how far the log reaches, and how it is fetched.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::{
    backup::{
        log::{Header, pack_segment},
        manifest::FORMAT,
        seal::Recipients,
        target::{
            self,
            disturbed::{Disturbance, Disturbed},
        },
    },
    hex::hex,
};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
}

fn part(number: u64, second: i64) -> Segment {
    Segment { number, until: at(second).timestamp_millis() }
}

fn head(number: u64, second: i64, closed: bool) -> Head {
    let [sha256, end, recipients] = [const { String::new() }; 3];
    Head { number, sha256, end, until: at(second), closed, recipients }
}

#[test]
fn the_log_reaches_as_far_as_no_part_is_missing() {
    let all = || vec![part(3, 30), part(1, 10), part(2, 20), part(4, 40)];
    let found = reach(all(), at(15), Some(&head(4, 45, false)), at(16));
    assert_eq!(found.chosen, [part(2, 20), part(3, 30), part(4, 40)]);
    assert_eq!((found.until, found.whole), (at(45), false));

    let found = reach(all(), at(15), Some(&head(4, 45, true)), at(16));
    assert!(found.whole, "the site closed");

    let torn = vec![part(1, 10), part(2, 20), part(4, 40)];
    let found = reach(torn, at(15), Some(&head(4, 45, true)), at(16));
    assert_eq!((found.chosen.len(), found.until, found.whole), (1, at(20), false));

    // The first one behind the backup is missing, or what tells of it.
    for torn in [vec![part(1, 10), part(3, 30), part(4, 40)], vec![part(3, 30), part(4, 40)]] {
        let found = reach(torn, at(15), Some(&head(4, 45, true)), at(16));
        assert_eq!((found.chosen.len(), found.until, found.whole), (0, at(16), false));
    }

    // The last part is missing, or was shipped and not told of.
    for number in [5, 3] {
        let found = reach(all(), at(15), Some(&head(number, 45, true)), at(16));
        assert_eq!((found.until, found.whole), (at(40), false), "{number}");
    }
}

#[test]
fn what_was_put_there_twice_counts_once_and_in_full() {
    let all = vec![part(1, 10), part(2, 15), part(2, 20), part(3, 30)];
    let found = reach(all, at(5), None, at(6));
    assert_eq!(found.chosen, [part(1, 10), part(2, 20), part(3, 30)]);
}

#[test]
fn without_a_log_a_backup_stands_for_itself() {
    let found = reach(vec![], at(5), None, at(6));
    assert_eq!((found.chosen.len(), found.until, found.whole), (0, at(6), false));
    let closed = reach(vec![], at(5), Some(&head(0, 9, true)), at(6));
    assert_eq!((closed.until, closed.whole), (at(9), true));
    // All that was shipped is from before the backup.
    let old = reach(vec![part(7, 1)], at(5), Some(&head(7, 9, false)), at(6));
    assert_eq!((old.chosen.len(), old.until), (0, at(9)));
}

/// As by a place far away, whoever asks first is answered last.
#[derive(Default)]
struct FarAway {
    asked: AtomicU32,
    most: AtomicU32,
}

#[async_trait]
impl Disturbance for FarAway {
    async fn before_read(&self, _name: &str) {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(asked, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(80) / asked).await;
        self.asked.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Puts parts there of which each follows the one before it, but for one that does not.
async fn ship(place: &dyn Target, parts: i64, stray: i64) {
    let mut previous = String::new();
    for second in 1..=parts {
        let segment = part(second.unsigned_abs(), second);
        let header = Header {
            format: FORMAT,
            program: "1.2.3".to_owned(),
            schema: 1,
            timeline: "life".to_owned(),
            number: segment.number,
            previous: if second == stray { "stray".to_owned() } else { previous },
            rows: 0,
        };
        let packed = pack_segment(&header, &[], &Recipients::default()).unwrap();
        previous = hex(Sha256::digest(&packed));
        place.put(&segment.name("life"), Bytes::from(packed)).await.unwrap();
    }
}

fn manifest() -> Manifest {
    Manifest::of_nothing(at(0))
}

#[tokio::test]
async fn parts_are_fetched_a_few_at_a_time_and_stay_in_order() {
    for (stray, whole) in [(0, 10), (5, 4)] {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(&folder.path().join("scratch")).unwrap();
        let place = target::folder(&folder.path().join("backups"));
        let place = Disturbed { place, by: FarAway::default() };
        ship(&place, 10, stray).await;
        let found = plan(&place, &manifest(), &Identities::default(), &scratch).await.unwrap();
        let parts: Vec<_> = (1..=whole).map(|of| scratch.place(&format!("log-{of}"))).collect();
        assert_eq!(found.segments, parts);
        assert_eq!((found.until, found.torn.is_some()), (at(whole), stray > 0));
        assert_eq!(place.by.most.load(Ordering::SeqCst), u32::try_from(AHEAD).unwrap());
    }
}
