//! Backups and bringing a site back, as whoever runs one does it. `make drill` is the same for longer:
//! `DRILL_SECONDS` says for how many seconds people write.

use std::{
    collections::HashSet,
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant, UNIX_EPOCH},
};

use crate::program::{OWNER, Program, Serving, until};

/// A list that somebody made, and between which moments, in milliseconds.
#[derive(Debug, Clone)]
struct Made {
    title: String,
    begun: u64,
    answered: u64,
}

/// The moment, as the program's own clock tells it.
#[expect(clippy::disallowed_methods, reason = "what happens is held against the machine's clock")]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

/// A moment as it is typed.
fn typed(moment: u64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(i64::try_from(moment).unwrap()).unwrap();
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A program with a folder for backups and a pair of keys, of which the private one lies elsewhere.
pub fn program() -> (Program, PathBuf) {
    let mut program = Program::within("data");
    let said = program.run(&["backup-key"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let key = program.folder().join("key.txt");
    fs::write(&key, &said.out).unwrap();
    let public = said.out.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap();
    program.set("BACKUP__RECIPIENTS", public);
    program.set("LIMITS__API_TOKEN__BURST", 1_000_000);
    program.set("BACKUP__DIRECTORY", program.folder().join("backups").display());
    program.set("BACKUP__SCRATCH", program.folder().join("scratch").display());
    (program, key)
}

/// The backups that are listed.
pub fn backups(program: &Program) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(program.folder().join("backups/backups")) else { return vec![] };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        paths.filter(|path| path.extension() == Some("json".as_ref())).collect();
    found.sort();
    found
}

/// Everything is gone: the database, the key of all links, the pictures.
fn destroy(program: &Program) {
    for name in ["db", "pictures"] {
        // There may be none.
        let _ = fs::remove_dir_all(program.data().join(name));
    }
    let _ = fs::remove_file(program.data().join("secret.key"));
}

/// A token of the sample owner's, made anew: those from before are void.
fn token(program: &Program) -> String {
    let said = program.run(&["token", "make", OWNER, "--scopes", "all"]);
    assert_eq!(said.code, 0, "{}", said.err);
    said.out.trim().to_owned()
}

/// Lists are made by several at once, for a while or until they are told to stop.
fn write(serving: &Serving, token: &str, stop: &AtomicBool) -> Vec<Made> {
    thread::scope(|scope| {
        let writers = (0..3).map(|writer| {
            scope.spawn(move || {
                let mut made = Vec::new();
                for turn in 0.. {
                    if stop.load(Ordering::Acquire) {
                        break;
                    }
                    let title = format!("w{writer} {turn}");
                    let begun = now();
                    if serving.make_list(token, &title) == 200 {
                        made.push(Made { title, begun, answered: now() });
                    }
                    thread::sleep(Duration::from_millis(20));
                }
                made
            })
        });
        let writers: Vec<_> = writers.collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

/// Lets people write for so long, and answers what they made and a moment in the middle of it.
fn busy(serving: &Serving, token: &str, seconds: u64) -> (Vec<Made>, u64) {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let writing = scope.spawn(|| write(serving, token, &stop));
        thread::sleep(Duration::from_secs(seconds).mul_f64(0.5));
        let middle = now();
        thread::sleep(Duration::from_secs(seconds).mul_f64(0.5));
        stop.store(true, Ordering::Release);
        (writing.join().unwrap(), middle)
    })
}

/// The titles of all lists, page by page.
fn titles(serving: &Serving, token: &str) -> HashSet<String> {
    let bearer = format!("Bearer {token}");
    let (mut titles, mut cursor) = (HashSet::new(), String::new());
    loop {
        let path = format!("/api/v1/lists?limit=100{cursor}");
        let answer = serving.send("GET", &path, &[("authorization", &bearer)], "").unwrap();
        let page: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        for list in page["owned"].as_array().unwrap() {
            titles.insert(list["title"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["nextCursor"].as_str() else { return titles };
        cursor = format!("&cursor={next}");
    }
}

/// Fails unless the site holds what was made by then, and nothing that was begun later.
fn compare(program: &Program, made: &[Made], until: Option<u64>) {
    let token = token(program);
    let serving = program.serve();
    let titles = titles(&serving, &token);
    let moment = until.unwrap_or(u64::MAX);
    for made in made {
        let there = titles.contains(&made.title);
        assert!(there || made.answered >= moment, "{made:?} is lost at {moment}");
        assert!(!there || made.begun < moment, "{made:?} is there at {moment}");
    }
    let by_then = made.iter().filter(|made| made.answered < moment).count();
    assert!(by_then > 0 && titles.len() >= by_then, "{by_then} of {}", made.len());
    assert_eq!(serving.stop(), Some(0));
    let said = program.run(&["doctor"]);
    assert!(said.out.contains("Its counts are right."), "{}", said.out);
}

#[test]
fn a_site_that_is_destroyed_comes_back_as_it_was_and_as_it_was_in_the_middle_of_a_minute() {
    let seconds = env::var("DRILL_SECONDS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let (program, key) = program();
    let key = key.to_str().unwrap();
    let first = program.token();

    // It serves, and makes a backup by itself.
    let serving = program.serve();
    until("the first backup", || !backups(&program).is_empty());
    let (made, middle) = busy(&serving, &first, seconds);
    println!("{} lists were made within {seconds} seconds", made.len());
    // It closes in good order, and ships what is left of the log.
    assert_eq!(serving.stop(), Some(0));
    let before = program.run(&["doctor"]).out;
    assert!(before.contains("Its counts are right."), "{before}");

    // Destroyed, and brought back: nothing that was answered is missing.
    destroy(&program);
    let begun = Instant::now();
    let said = program.run(&["restore", "--identity-file", key]).with(0);
    println!("brought back within {:?}: {said}", begun.elapsed());
    assert!(said.contains("The key of all links came with it"), "{said}");
    compare(&program, &made, None);

    // Destroyed once more, and brought back as it was in the middle.
    destroy(&program);
    let at = typed(middle);
    let said = program.run(&["restore", "--at", &at, "--identity-file", key]).with(0);
    assert!(said.contains("to the millisecond"), "{said}");
    compare(&program, &made, Some(middle));
}

#[test]
fn a_site_that_was_killed_loses_no_more_than_the_last_seconds() {
    let (program, key) = program();
    let token = program.token();
    let serving = program.serve();
    until("the first backup", || !backups(&program).is_empty());
    for number in 0..5 {
        assert_eq!(serving.make_list(&token, &format!("early {number}")), 200);
    }
    let early = now();
    let head = || {
        let lives = fs::read_dir(program.folder().join("backups/log")).unwrap();
        let head = lives.map(|life| life.unwrap().path().join("head.json")).next().unwrap();
        let head: serde_json::Value = serde_json::from_slice(&fs::read(head).unwrap()).unwrap();
        let until: chrono::DateTime<chrono::Utc> = head["until"].as_str().unwrap().parse().unwrap();
        u64::try_from(until.timestamp_millis()).unwrap()
    };
    until("the log", || head() > early);
    assert_eq!(serving.make_list(&token, "late"), 200);
    // Killed, with its disk.
    drop(serving);
    destroy(&program);
    program.run(&["restore", "--identity-file", key.to_str().unwrap()]).with(0);
    let token = self::token(&program);
    let serving = program.serve();
    let titles = serving.titles(&token);
    for number in 0..5 {
        assert!(titles.contains(&format!("early {number}")), "{titles:?}");
    }
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn whatever_is_wrong_is_said_and_nothing_is_touched() {
    let (program, key) = program();
    let key = key.to_str().unwrap();
    program.run(&["seed", "--sample"]).with(0);
    let said = program.run(&["backup", "--manual"]).with(0);
    assert!(said.contains("-manual was made, encrypted"), "{said}");
    let beside = backups(&program).pop().unwrap();
    let name = beside.file_stem().unwrap().to_str().unwrap().to_owned();
    let file = beside.with_extension("backup");
    let file = file.to_str().unwrap();

    let said = program.run(&["verify-backup", &name, "--identity-file", key]).with(0);
    assert!(said.contains("is well"), "{said}");
    program.run(&["verify-backup", file, "--identity-file", key]).with(0);
    let said = program.run(&["restore", &name, "--identity-file", key]).with(1);
    assert!(said.contains("is not empty") && said.contains("Nothing was changed"), "{said}");

    destroy(&program);
    let good = fs::read(file).unwrap();
    let other = program.folder().join("other.txt");
    fs::write(&other, program.run(&["backup-key"]).out).unwrap();
    let refused = |words: &[&str], told: &str| {
        let said = program.run(words).with(1);
        assert!(said.contains(told), "{words:?}: {said}");
        let left: Vec<_> = fs::read_dir(program.data()).unwrap().collect();
        assert!(left.is_empty(), "{words:?}: {left:?}");
        let scratch = fs::read_dir(program.folder().join("scratch")).map_or(0, Iterator::count);
        assert_eq!(scratch, 0, "{words:?}");
    };
    refused(&["restore", &name], "--identity-file");
    refused(&["restore", &name, "--identity-file", other.to_str().unwrap()], "another key");
    refused(&["restore", &name, "--identity-file", "/not/there"], "/not/there");
    refused(&["restore", "ewelists-1", "--identity-file", key], "there is no ewelists-1");
    refused(&["restore", "/not/there.backup", "--identity-file", key], "/not/there.backup");
    let future = typed(now() + 3_600_000);
    refused(&["restore", "--at", &future, "--identity-file", key], "has not come yet");
    refused(
        &["restore", "--at", "2020-01-01T00:00:00Z", "--identity-file", key],
        "no good backup from before",
    );
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (bytes, place) in [(&flipped[..], "flipped"), (&good[..good.len() / 2], "cut")] {
        let copy = program.folder().join(format!("{place}.backup"));
        fs::write(&copy, bytes).unwrap();
        refused(&["restore", copy.to_str().unwrap(), "--identity-file", key], "is damaged");
        let said = program.run(&["verify-backup", copy.to_str().unwrap(), "--identity-file", key]);
        assert!(said.with(1).contains("is damaged"));
    }
    // In its place too, where it is held against what was tried out.
    fs::write(file, &flipped).unwrap();
    refused(&["restore", &name, "--identity-file", key], "is damaged");
    fs::write(file, &good).unwrap();
    // Another key of links lies there.
    fs::write(program.data().join("secret.key"), [7; 32]).unwrap();
    let said = program.run(&["restore", &name, "--identity-file", key]).with(1);
    assert!(said.contains("holds another key"), "{said}");
    fs::remove_file(program.data().join("secret.key")).unwrap();

    // Used wrongly.
    program.run(&["restore", "--at", "yesterday"]).with(2);
    // Nothing of what people wrote stands in the file, or beside it.
    let all = folder_bytes(&program.folder().join("backups"));
    for word in ["sample@ewelists.example", "Moon lamp", "Grandma Ruth"] {
        assert!(!contains(&all, word.as_bytes()), "{word}");
    }
    program.run(&["restore", &name, "--identity-file", key]).with(0);
    program.run(&["user", "show", OWNER]).with(0);
}

#[test]
fn a_site_that_runs_has_its_database_to_itself_and_one_without_a_place_says_so() {
    let (program, _) = program();
    program.run(&["seed", "--sample"]).with(0);
    let serving = program.serve();
    let said = program.run(&["backup"]).with(1);
    assert!(said.contains("the site is running"), "{said}");
    assert_eq!(serving.stop(), Some(0));
    let bare = Program::new();
    let said = bare.run(&["backup"]).with(1);
    assert!(said.contains("--to"), "{said}");
    let elsewhere = bare.folder().join("elsewhere");
    bare.run(&["seed", "--sample"]).with(0);
    let said = bare.run(&["backup", "--to", elsewhere.to_str().unwrap()]).with(0);
    assert!(said.contains("NOT encrypted"), "{said}");
    let said = bare.run(&["doctor"]).out;
    assert!(said.contains("No backups are made"), "{said}");
}

fn folder_bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(folder_bytes(&path)),
            false => all.extend(fs::read(path).unwrap()),
        }
    }
    all
}

fn contains(all: &[u8], word: &[u8]) -> bool {
    all.windows(word.len()).any(|window| window == word)
}
