//! Copies of a store that are made while people write, and stores that are filled from them.

mod aftermath;
mod named;

use std::{
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use domain::{GiftId, ListId, ShareKey, Surprise};
use store::{Erasures, Filled, Keys, Logged, Overlay, Store, dump_tables, log_time};
use test_case::test_case;

use crate::world::*;

/// Below and above every key.
const FIRST: &str = "";
const LAST: &str = "g";

/// Few enough that every table comes in several pages.
const PAGE: u32 = 7;

/// What a copy holds.
#[derive(Default)]
struct Copy {
    floor: String,
    tables: Vec<(&'static str, Vec<String>)>,
    log: Vec<Logged>,
    keys: Vec<String>,
}

impl Copy {
    /// Reads the tables, as slowly as it takes for others to write meanwhile.
    async fn begin(store: &Store) -> Self {
        let mut copy = Self { floor: store.log_floor(now()), ..Self::default() };
        for table in dump_tables() {
            let (mut lines, mut after) = (Vec::new(), None);
            loop {
                let page = store.dump_page(table, after.as_deref(), PAGE).await.unwrap();
                assert!(page.lines.len() <= PAGE as usize);
                lines.extend(page.lines);
                let Some(last) = page.last else { break };
                after = Some(last);
                tokio::task::yield_now().await;
            }
            copy.tables.push((table, lines));
        }
        copy
    }

    /// Takes the log along, and the keys.
    async fn end(mut self, store: &Store) -> Self {
        let (mut after, end) = (self.floor.clone(), store.log_end(now()).await);
        loop {
            let some = store.log_page(&after, &end, PAGE).await.unwrap();
            let Some(last) = some.last() else { break };
            assert!(after < last.key);
            after = last.key.clone();
            self.log.extend(some);
        }
        let mut after = Bound::Unbounded;
        loop {
            let page =
                store.key_page(after.as_ref().map(String::as_str), None, PAGE).await.unwrap();
            self.keys.extend(page.lines);
            let Some(last) = page.last else { return self };
            after = Bound::Excluded(last);
        }
    }

    async fn of(store: &Store) -> Self {
        Self::begin(store).await.end(store).await
    }

    /// Fills a new store, as it was before `until` in the log, without those who were erased.
    async fn fill(&self, until: Option<&str>, erasures: &Erasures) -> (World, Filled) {
        let world = World::new(Engine::Memory).await;
        let mut keys = Keys::default();
        erasures.later().for_each(|erasure| keys.erase(&erasure.subject));
        self.keys.iter().for_each(|line| keys.add(line).unwrap());
        let log = || self.log.iter().filter(move |row| until.is_none_or(|until| *row.key < *until));
        let mut overlay = Overlay::new(tempfile::tempfile().unwrap());
        log().for_each(|row| overlay.add(&row.line, &keys).unwrap());
        let mut refill = world.store.refill(&overlay, &keys, 0.0);
        for (table, lines) in &self.tables {
            for line in lines {
                refill.row(table, line).await.unwrap();
            }
        }
        refill.end_tables().await.unwrap();
        for row in log() {
            refill.change(&row.line).await.unwrap();
        }
        let filled = refill.finish().await.unwrap();
        (world, filled)
    }

    async fn whole(&self) -> World {
        let (world, filled) = self.fill(None, &Erasures::default()).await;
        let wrong = wrong(&world.store, &filled).await;
        assert_eq!(wrong, Vec::<String>::new());
        world
    }
}

/// What is wrong with a store that was filled.
async fn wrong(store: &Store, filled: &Filled) -> Vec<String> {
    let tables: Vec<_> = dump_tables().collect();
    store.check_filled(filled, &tables, 0.0).await.unwrap()
}

/// Everything that a copy must bring back, as one text each.
async fn contents(store: &Store) -> Vec<String> {
    let mut contents = store.contents().await.unwrap();
    contents.retain(|row| !row.starts_with("change "));
    contents
}

/// Givers who reserve, change their minds and buy, until they are told to stop.
struct Crowd {
    stop: Arc<AtomicBool>,
    acts: Arc<AtomicUsize>,
    givers: Vec<tokio::task::JoinHandle<()>>,
}

impl Crowd {
    fn gather(world: &Arc<World>, share: &ShareKey, gifts: &[GiftId]) -> Self {
        let (stop, acts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let givers = (0..6).map(|giver| {
            let (world, share, gifts) = (world.clone(), share.clone(), gifts.to_vec());
            let (stop, acts) = (stop.clone(), acts.clone());
            tokio::spawn(async move {
                for turn in 0.. {
                    if stop.load(Ordering::Acquire) {
                        return;
                    }
                    let who = format!("g{giver}n{turn}");
                    let gift = gifts[(giver + turn) % gifts.len()];
                    let held = world.reserve(&share, &who, asked(&who, gift, 1, &who)).await;
                    let id = held.unwrap().reservation.id;
                    match turn % 3 {
                        0 => drop(world.cancel(id).await.unwrap()),
                        1 => drop(world.purchase(id, 1).await.unwrap()),
                        _ => {}
                    }
                    acts.fetch_add(1, Ordering::AcqRel);
                }
            })
        });
        let givers = givers.collect();
        Self { stop, acts, givers }
    }

    async fn until(&self, acts: usize) {
        while self.acts.load(Ordering::Acquire) < acts {
            tokio::task::yield_now().await;
        }
    }

    async fn end(self) {
        self.stop.store(true, Ordering::Release);
        for giver in self.givers {
            giver.await.unwrap();
        }
    }
}

async fn scene(engine: Engine) -> (Arc<World>, ListId, ShareKey, Vec<GiftId>) {
    let world = Arc::new(World::new(engine).await);
    let ada = world.person("ada").await;
    let (list, share) = world.list(ada, Surprise::Show).await;
    let mut gifts = Vec::new();
    for _ in 0..9 {
        gifts.push(world.gift(ada, list, "999").await);
    }
    (world, list, share, gifts)
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_copy_that_is_made_while_people_write_is_the_store_as_it_was_in_the_end(engine: Engine) {
    run(async move {
        let (world, _, share, gifts) = scene(engine).await;
        let crowd = Crowd::gather(&world, &share, &gifts);
        crowd.until(20).await;
        let before = crowd.acts.load(Ordering::Acquire);
        let copy = Copy::begin(&world.store).await;
        assert!(crowd.acts.load(Ordering::Acquire) > before, "somebody wrote meanwhile");
        crowd.end().await;
        let copy = copy.end(&world.store).await;
        let filled = copy.whole().await;
        filled.all_is_well().await;
        assert_eq!(contents(&filled.store).await, contents(&world.store).await);
        // It lives on.
        let held = filled.reserve(&share, "zoe", asked("zoe", gifts[0], 1, "zoe")).await;
        held.unwrap();
        filled.all_is_well().await;
    });
}

#[test]
fn at_whatever_key_the_log_is_cut_the_store_is_one_that_could_have_been() {
    run(async {
        let (world, _, share, gifts) = scene(Engine::Memory).await;
        let copy = Copy::begin(&world.store).await;
        // What the copy holds itself can not be cut away.
        let begun = Copy::of(&world.store).await.log.len();
        let crowd = Crowd::gather(&world, &share, &gifts);
        crowd.until(40).await;
        crowd.end().await;
        let copy = copy.end(&world.store).await;
        let made =
            |log: &[Logged]| log.iter().filter(|row| row.line.contains("\"reserved\"")).count();
        for at in [1, 3, 5, 8] {
            let cut = begun + (copy.log.len() - begun) * at / 9;
            let (filled, tally) = copy.fill(Some(&copy.log[cut].key), &Erasures::default()).await;
            filled.all_is_well().await;
            assert_eq!(wrong(&filled.store, &tally).await, Vec::<String>::new());
            let promises = filled.store.counts().await.unwrap()["reserved"];
            assert!(promises <= made(&copy.log[..cut]) as u64);
            assert!(promises > 0);
        }
    });
}

#[test]
fn a_log_with_a_hole_does_not_fit() {
    run(async {
        let (world, _, share, gifts) = scene(Engine::Memory).await;
        let mut copy = Copy::begin(&world.store).await;
        for who in ["a", "b", "c"] {
            world.reserve(&share, who, asked(who, gifts[0], 1, who)).await.unwrap();
        }
        copy = copy.end(&world.store).await;
        let hole = copy.log.len() - 2;
        copy.log.remove(hole);
        let (filled, tally) = copy.fill(None, &Erasures::default()).await;
        let wrong = wrong(&filled.store, &tally).await;
        assert!(wrong.iter().any(|line| line.contains("the log is not whole")), "{wrong:?}");
    });
}

#[test]
fn a_row_that_was_changed_on_the_way_is_noticed() {
    run(async {
        let (world, _, _, _) = scene(Engine::Memory).await;
        // Keys of now: nothing from before is in the log that goes along.
        world.letters().await;
        let copy = Copy::of(&world.store).await;
        let (filled, tally) = copy.fill(None, &Erasures::default()).await;
        let actor = domain::Actor::default();
        let ada = filled.store.person_by_email(&email("ada@example.org").key()).await.unwrap();
        let (ada, errand) = (ada.unwrap(), filled.errand(&actor));
        let hash = ada.password_hash.unwrap();
        let changed = filled.store.set_password_hash(errand, ada.id, &hash, "x".to_owned()).await;
        assert!(changed.unwrap());
        let wrong = wrong(&filled.store, &tally).await;
        assert!(wrong.iter().any(|line| line.contains("the table person")), "{wrong:?}");
    });
}

#[test]
fn the_log_is_read_in_the_order_of_its_keys_and_pruned_from_its_beginning() {
    run(async {
        let (world, _, _, _) = scene(Engine::Memory).await;
        world.letters().await;
        let all = world.store.log_page(FIRST, LAST, 1000).await.unwrap();
        assert!(all.is_sorted_by(|one, next| one.key < next.key));
        assert_eq!(all.len() as u64, world.store.counts().await.unwrap()["change"]);
        // Subjects are named once, when their key is made.
        let mut subjects: Vec<_> = all.iter().flat_map(|row| &row.subjects).collect();
        let number = subjects.len();
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), number);
        assert!(number >= 3, "a sign-up, a person, a list");

        let middle = log_time(&all[all.len() / 2].key).unwrap();
        let before = all.iter().filter(|row| log_time(&row.key).unwrap() < middle).count();
        assert_eq!(world.store.prune_log(middle, 2, now()).await.unwrap(), 2.min(before));
        let mut pruned = 2.min(before);
        loop {
            match world.store.prune_log(middle, 1000, now()).await.unwrap() {
                0 => break,
                some => pruned += some,
            }
        }
        assert_eq!(pruned, before);
        let rest = world.store.log_page(FIRST, LAST, 1000).await.unwrap();
        assert_eq!(rest.len(), all.len() - before);
    });
}

#[test]
fn a_store_that_is_not_empty_is_not_filled() {
    run(async {
        let (world, _, _, _) = scene(Engine::Memory).await;
        let copy = Copy::of(&world.store).await;
        let filled = copy.whole().await;
        let (keys, overlay) = (Keys::default(), Overlay::new(tempfile::tempfile().unwrap()));
        let mut refill = filled.store.refill(&overlay, &keys, 0.0);
        let mut done = Ok(());
        for (table, lines) in &copy.tables {
            for line in lines {
                done = done.and(refill.row(table, line).await);
            }
        }
        done = done.and(refill.end_tables().await).and(refill.finish().await.map(|_| ()));
        assert!(matches!(done, Err(store::StoreError::Fatal(_))));
    });
}

#[test]
fn a_life_has_a_word_until_another_begins_and_a_turn_has_one_holder() {
    run(async {
        let world = World::new(Engine::Memory).await;
        assert_eq!(world.store.timeline_since().await.unwrap(), None);
        let word = world.store.timeline(now()).await.unwrap();
        assert_eq!(world.store.timeline(later(1)).await.unwrap(), word);
        assert_eq!(world.store.timeline_since().await.unwrap(), Some(now()));
        assert_ne!(world.store.begin_timeline(later(2)).await.unwrap(), word);
        assert_eq!(world.store.timeline_since().await.unwrap(), Some(later(2)));
        assert!(world.store.take_turn("backup", now(), 60).await.unwrap());
        assert!(world.store.take_turn("backup", now(), 60).await.unwrap());
        world.store.end_turn("backup", now()).await.unwrap();
        world.store.end_turn("unknown", now()).await.unwrap();
    });
}
