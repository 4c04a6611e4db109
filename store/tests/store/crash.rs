//! The engine loses no acknowledged write to `kill -9`.
//!
//! A process of its own (this very binary, started anew) runs eight writers on a store on disk and
//! notes each act in a ledger beside it, synced, once the store has acknowledged it. It is killed
//! at random moments, the start included, and the store must then hold what the ledger says.
//! `CRASH_CYCLES` sets how often; 20 is usual.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::Write,
    ops::Range,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use domain::{GiftId, PersonId, ReservationId, ShareKey, Surprise};
use rand::Rng;
use store::Store;

use crate::world::*;

const WRITERS: usize = 8;
const VALUE: usize = 200_000;
const FOLDER: &str = "CRASH_FOLDER";
const LIFE: &str = "CRASH_LIFE";

/// What every life of the writing process is told.
#[derive(Clone)]
struct Scene {
    folder: PathBuf,
    share: ShareKey,
    people: Vec<PersonId>,
    gifts: Vec<GiftId>,
}

/// What was acknowledged.
#[derive(Default)]
struct Ledger {
    /// The last large value of each person.
    values: BTreeMap<PersonId, u64>,
    /// Reservations, and whether they were cancelled.
    promises: BTreeMap<ReservationId, bool>,
    acts: u64,
}

// R7.1: a mail is written in the transaction that causes it.
#[test]
fn nothing_acknowledged_is_lost_to_kill_9() {
    let cycles = std::env::var("CRASH_CYCLES").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let folder = tempfile::tempdir().unwrap();
    let scene = run(prepare(folder.path().to_owned()));
    let mut flushes = 0;
    let mut at_start = 0;
    for life in 1..=cycles {
        let mut child = start(&scene.folder, life);
        if life == 1 {
            flushes = until_flushed_twice(&scene.folder, &mut child);
        } else {
            let acts = Ledger::read(&scene.folder).acts;
            let millis = if life % 4 == 0 { 0..700 } else { 700..3500 };
            pause(millis);
            at_start += u32::from(Ledger::read(&scene.folder).acts == acts);
        }
        child.kill().unwrap();
        // The engine's lock is the process's own.
        child.wait().unwrap();
        let (scene, ledger) = (scene.clone(), Ledger::read(&scene.folder));
        run(async move { check(&scene, &ledger, life == cycles).await });
    }
    let ledger = Ledger::read(&scene.folder);
    println!(
        "{cycles} kills, {at_start} of them before the first act; {} acts acknowledged, {} of them \
         reservations; 0 lost; {flushes} memtables flushed before the first kill",
        ledger.acts,
        ledger.promises.len(),
    );
    assert!(ledger.acts > u64::from(cycles) * 10);
}

/// Waits for so many milliseconds, which is which being chance.
#[expect(clippy::disallowed_methods, reason = "a kill at a moment that nobody chose")]
fn pause(millis: Range<u64>) {
    std::thread::sleep(Duration::from_millis(rand::rng().random_range(millis)));
}

/// Not a test: the process that writes until it is killed.
#[test]
fn writer() {
    let (Ok(folder), Ok(life)) = (std::env::var(FOLDER), std::env::var(LIFE)) else { return };
    let life = life.parse().unwrap();
    run(async move {
        let scene = Scene::read(Path::new(&folder));
        let store = Store::open(&scene.url()).await.unwrap();
        store.migrate(now()).await.unwrap();
        let ids = Sequence::from(life * 1_000_000_000);
        let world = World { store, ids, folder: tempfile::tempdir().unwrap() };
        let world = Arc::new(world);
        let ledger = File::options().append(true).open(scene.folder.join("ledger")).unwrap();
        let ledger = Arc::new(Mutex::new(ledger));
        let writers = (0..WRITERS).map(|writer| {
            let (world, scene, ledger) = (world.clone(), scene.clone(), ledger.clone());
            tokio::spawn(write(world, scene, ledger, writer, life))
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

async fn write(
    world: Arc<World>,
    scene: Scene,
    ledger: Arc<Mutex<File>>,
    writer: usize,
    life: u64,
) {
    let note = |line: String| {
        let mut ledger = ledger.lock().unwrap();
        ledger.write_all(line.as_bytes()).unwrap();
        ledger.sync_data().unwrap();
    };
    let person = scene.people[writer];
    let actor = account(person, "writer");
    for turn in 0_u64.. {
        let number = life * 1_000_000 + turn;
        if turn % 4 != 0 {
            let errand = world.errand(&actor);
            let known = world.store.person(person).await.unwrap().unwrap().password_hash.unwrap();
            let kept = world.store.set_password_hash(errand, person, &known, value(number)).await;
            assert!(kept.unwrap());
            note(format!("value {person} {number}\n"));
            continue;
        }
        let who = format!("w{writer}n{number}");
        let gift = scene.gifts[(turn as usize + writer) % scene.gifts.len()];
        let held = world.reserve(&scene.share, &who, asked(&who, gift, 2, &who)).await.unwrap();
        let id = held.reservation.id;
        note(format!("promise {id}\n"));
        match turn % 3 {
            0 => {
                world.cancel(id).await.unwrap();
                note(format!("cancel {id}\n"));
            }
            1 => drop(world.purchase(id, 1).await.unwrap()),
            _ => {}
        }
    }
}

/// A large text that tells which one it is from either end.
fn value(number: u64) -> String {
    let word = format!("{number};");
    word.repeat(VALUE / word.len() + 1)
}

async fn prepare(folder: PathBuf) -> Scene {
    let url = format!("rocksdb://{}", folder.join("db").display());
    let store = Store::open(&url).await.unwrap();
    store.migrate(now()).await.unwrap();
    let world = World { store, ids: Sequence::from(0), folder: tempfile::tempdir().unwrap() };
    let mut people = Vec::new();
    for writer in 0..WRITERS {
        people.push(world.person(&format!("writer{writer}")).await);
    }
    let ada = world.person("ada").await;
    let (list, share) = world.list(ada, Surprise::Show).await;
    let mut gifts = Vec::new();
    for _ in 0..5 {
        gifts.push(world.gift(ada, list, "999").await);
    }
    world.store.close().await;
    let scene = Scene { folder, share, people, gifts };
    scene.write();
    scene
}

fn start(folder: &Path, life: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::writer", "--exact"])
        .env(FOLDER, folder)
        .env(LIFE, life.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until the engine has written two memtables out while the writers ran, and answers how
/// many it were: tables that appear after the first act can not be from recovery.
fn until_flushed_twice(folder: &Path, child: &mut Child) -> usize {
    let patience = Instant::now() + Duration::from_secs(600);
    while Ledger::read(folder).acts == 0 {
        assert!(Instant::now() < patience && child.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(20));
    }
    let before = tables(folder);
    let mut seen = BTreeSet::new();
    while seen.len() < 2 {
        assert!(Instant::now() < patience && child.try_wait().unwrap().is_none());
        seen.extend(tables(folder).difference(&before).cloned());
        pause(1..30);
    }
    seen.len()
}

fn tables(folder: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(folder.join("db")).unwrap().flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".sst")).collect()
}

/// Compares the store with the ledger.
async fn check(scene: &Scene, ledger: &Ledger, everything: bool) {
    let store = Store::open(&scene.url()).await.unwrap();
    assert_eq!(store.invariants().await.unwrap(), Vec::<String>::new());
    for (person, acknowledged) in &ledger.values {
        let hash = store.person(*person).await.unwrap().unwrap().password_hash.unwrap();
        let number: u64 = hash.split(';').next().unwrap().parse().unwrap();
        assert!(number >= *acknowledged, "{person}: {number} is older than {acknowledged}");
        assert_eq!(hash, value(number), "a value is torn");
    }
    let skipped = if everything { 0 } else { ledger.promises.len().saturating_sub(60) };
    for (id, cancelled) in ledger.promises.iter().skip(skipped) {
        let held = store.held(*id).await.unwrap();
        let held = held.unwrap_or_else(|| panic!("reservation {id} is lost"));
        assert!(!cancelled || held.reservation.state.code() == "cancelled", "{id}");
        assert!(store.mail_state(*id).await.unwrap().is_some(), "{id} has no mail");
    }
    // Each reservation is one transaction with its form and its browser's mark on the list.
    let counts = store.counts().await.unwrap();
    assert!(counts["form"] >= ledger.promises.len() as u64);
    assert_eq!(counts["form"], counts["guest"]);
    assert!(counts["change"] >= ledger.acts);
    store.close().await;
}

impl Scene {
    fn url(&self) -> String {
        format!("rocksdb://{}", self.folder.join("db").display())
    }

    fn write(&self) {
        let people: Vec<_> = self.people.iter().map(ToString::to_string).collect();
        let gifts: Vec<_> = self.gifts.iter().map(ToString::to_string).collect();
        let lines = [self.share.as_str(), &people.join(" "), &gifts.join(" ")];
        fs::write(self.folder.join("scene"), lines.join("\n")).unwrap();
        fs::write(self.folder.join("ledger"), "").unwrap();
    }

    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("scene")).unwrap();
        let lines: Vec<_> = text.lines().collect();
        Self {
            folder: folder.to_owned(),
            share: ShareKey::new(lines[0]),
            people: lines[1].split(' ').map(|id| id.parse().unwrap()).collect(),
            gifts: lines[2].split(' ').map(|id| id.parse().unwrap()).collect(),
        }
    }
}

impl Ledger {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("ledger")).unwrap();
        let mut ledger = Self::default();
        // The kill may have cut the last line: what is not whole was not acknowledged.
        for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
            ledger.acts += 1;
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["value", person, number] => {
                    ledger.values.insert(person.parse().unwrap(), number.parse().unwrap());
                }
                ["promise", id] => drop(ledger.promises.insert(id.parse().unwrap(), false)),
                ["cancel", id] => drop(ledger.promises.insert(id.parse().unwrap(), true)),
                other => panic!("{other:?}"),
            }
        }
        ledger
    }
}

#[test]
fn a_ledger_line_that_was_cut_is_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let id = "0".repeat(32);
    fs::write(folder.path().join("ledger"), format!("promise {id}\ncancel {id}")).unwrap();
    let ledger = Ledger::read(folder.path());
    assert_eq!((ledger.acts, ledger.promises.values().any(|cancelled| *cancelled)), (1, false));
}
