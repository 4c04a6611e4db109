//! A site of an older schema, filled, whose upgrade is killed in the middle: the next start goes on with
//! it, and comes to what it would have come to. `UPGRADE_KILLS` says how often it is killed in the middle,
//! and `UPGRADE_ROWS` how many products and mails it has besides.

use std::{collections::BTreeMap, fs, path::Path, thread, time::Duration};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::{Keys, Overlay, Store, dump_tables};

use crate::program::{Program, asked_for, until};

/// So many schema files the older site knew: with accounts, lists, givers and mails.
const OLDER: usize = 3;

/// So many rows are read at once.
const PAGE: u32 = 500;

/// Every row that a copy would hold, by table.
type Contents = BTreeMap<&'static str, Vec<String>>;

/// Does something with the store of a site that is not running, as the program does: the database needs
/// deeper stacks than usual.
fn in_store<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    folder: &Path,
    work: impl FnOnce(Store) -> F + Send + 'static,
) -> T {
    let url = format!("rocksdb://{}", folder.display());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .thread_stack_size(10 << 20)
        .build()
        .unwrap();
    let done = runtime.spawn(async move {
        let store = Store::open(&url).await.unwrap();
        let done = work(store.clone()).await;
        store.close().await;
        done
    });
    runtime.block_on(done).unwrap()
}

/// What a small site held when there were this many schema files, as it was written then, and many more
/// products and mails: by table and key.
fn rows(more: u64) -> BTreeMap<(String, String), Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/tests/kept");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut rows = BTreeMap::new();
    for file in &files[..OLDER] {
        for line in fs::read_to_string(file).unwrap().lines() {
            let mut row: Value = serde_json::from_str(line).unwrap();
            let table = row.as_object_mut().unwrap().remove("table").unwrap();
            let [table, id] = [&table, &row["id"]].map(|word| word.as_str().unwrap().to_owned());
            rows.insert((table, id), row);
        }
    }
    let at = json!({ "$at": "2026-03-02T10:00:00+00:00" });
    let letter = "{\"kind\":\"welcome\",\"person\":\"0198c4a2000170008000000000000001\"}";
    for number in 0..more {
        let id = format!("0198c4a20003700090{number:014x}");
        let product = json!({
            "id": id, "version": 1, "name": format!("Thing {number}"), "shop": "shop.example",
            "link": format!("https://shop.example/things/{number}")
        });
        rows.insert(("product".to_owned(), id), product);
        let id = format!("0198c4a20007700090{number:014x}");
        let mail = json!({
            "id": id, "version": 1, "kind": "welcome", "letter": letter, "state": "sent",
            "made_at": at, "due_at": at, "done_at": at
        });
        rows.insert(("outbox".to_owned(), id), mail);
    }
    rows
}

/// Makes such a site; answers how many rows each of its tables has.
fn older(folder: &Path, more: u64) -> BTreeMap<&'static str, usize> {
    let rows = rows(more);
    let of_table = |name: &str| -> Vec<String> {
        let its = rows.iter().filter(|((table, _), _)| table == name);
        its.map(|(_, row)| row.to_string()).collect()
    };
    let (keys, tables) =
        (of_table("subject_key"), dump_tables().map(|name| (name, of_table(name))));
    let tables: BTreeMap<_, _> = tables.collect();
    let numbers = tables.iter().map(|(name, lines)| (*name, lines.len())).collect();
    in_store(folder, move |store| async move {
        let at: DateTime<Utc> = "2026-03-10T10:00:00Z".parse().unwrap();
        store.migrate_to(OLDER, at).await.unwrap();
        let (overlay, mut known) = (Overlay::new(tempfile::tempfile().unwrap()), Keys::default());
        keys.iter().try_for_each(|line| known.add(line)).unwrap();
        let mut filled = store.refill(&overlay, &known, 0.0);
        for name in dump_tables() {
            for line in &tables[name] {
                filled.row(name, line).await.unwrap();
            }
        }
        filled.end_tables().await.unwrap();
        filled.finish().await.unwrap();
    });
    numbers
}

/// What a site holds.
fn contents(folder: &Path) -> Contents {
    in_store(folder, |store| async move {
        let mut contents = Contents::new();
        for table in dump_tables() {
            let (mut all, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = store.dump_page(table, after.as_deref(), PAGE).await.unwrap();
                all.extend(page.lines);
                let Some(last) = page.last else { break };
                after = Some(last);
            }
            contents.insert(table, all);
        }
        contents
    })
}

/// How many schema files a site has, and how many there are.
fn schema(folder: &Path) -> (usize, usize) {
    in_store(folder, |store| async move { store.schema().await.unwrap() })
}

/// Puts a copy of the older site in the place of whatever is there.
fn put(older: &Path, place: &Path) {
    // There may be none.
    let _ = fs::remove_dir_all(place);
    fs::create_dir(place).unwrap();
    for file in fs::read_dir(older).unwrap() {
        let file = file.unwrap();
        let (from, to) = (file.path(), place.join(file.file_name()));
        match from.is_dir() {
            true => put(&from, &to),
            false => drop(fs::copy(from, to).unwrap()),
        }
    }
}

/// How many bytes a process has written so far; nothing where it is over (proc_pid_io(5)).
fn written(process: u32) -> Option<u64> {
    let told = fs::read_to_string(format!("/proc/{process}/io")).ok()?;
    told.lines().find_map(|line| line.strip_prefix("wchar:"))?.trim().parse().ok()
}

/// Upgrades a site, and kills that once so much is written. Answers how much it was.
fn upgrade(program: &Program, most: u64) -> u64 {
    let mut upgrading = program.begin(&["migrate"]);
    let mut so_far = 0;
    while upgrading.try_wait().unwrap().is_none() {
        so_far = so_far.max(written(upgrading.id()).unwrap_or_default());
        if so_far >= most {
            upgrading.kill().unwrap();
            upgrading.wait().unwrap();
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    so_far
}

#[test]
fn an_upgrade_that_is_killed_is_gone_on_with_and_comes_to_the_same() {
    let (kills, more) = (asked_for("UPGRADE_KILLS", 2), asked_for("UPGRADE_ROWS", 200));
    let program = Program::new();
    let (place, before) = (program.data().join("db"), program.folder().join("before"));
    let numbers = older(&before, more);
    put(&before, &place);
    let whole = upgrade(&program, u64::MAX);
    let (applied, known) = schema(&place);
    assert_eq!(applied, known, "an upgrade that is left alone comes to its end");
    let upgraded = contents(&place);
    for (table, number) in numbers {
        assert_eq!(upgraded[table].len(), number, "{table}");
    }

    // Each time another part of it was done.
    let (mut within, mut tries) = (0, 0);
    while within < kills {
        tries += 1;
        assert!(tries <= 20 * kills, "{within} of {tries} kills were in the middle of it");
        put(&before, &place);
        upgrade(&program, whole * (tries % 8 + 1) / 10);
        let (applied, _) = schema(&place);
        assert!((OLDER..=known).contains(&applied), "{applied}");
        within += u64::from((OLDER + 1..known).contains(&applied));
        program.run(&["migrate"]).with(0);
        assert_eq!(schema(&place), (known, known));
        let now = contents(&place);
        for (table, rows) in &upgraded {
            assert!(now[table] == *rows, "{table} differs after {applied} files");
        }
    }
    println!("{within} of {tries} kills were in the middle of an upgrade of {whole} bytes");

    let serving = program.serve();
    // Nobody takes its mails, which are old: that is all that it is not ready for.
    until("the first page", || serving.get("/").is_some_and(|answer| answer.status == 200));
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}
