//! A disk of a few mebibytes, which is filled.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::program::{Program, until};

const KIBIBYTE: u64 = 1 << 10;
const MEBIBYTE: u64 = 1 << 20;

/// By what a process has the disk keep what it wrote.
const SYNCS: &str = "fsync,fdatasync,sync_file_range";

/// Of so many writes it is looked at whether the disk has them.
const WRITES: usize = 100;

/// A disk in memory, in a namespace of mounts that lasts as long as this does.
pub struct Disk {
    holder: Child,
    /// Where it lies, for whoever enters.
    place: PathBuf,
    enter: Vec<String>,
}

impl Disk {
    /// Makes it, of so many mebibytes, and has the program run where it is.
    pub fn under(program: &mut Program, mebibytes: u64) -> Self {
        let place = program.data().to_owned();
        Self::at(program, place, mebibytes)
    }

    /// The same at any place, where a folder is.
    pub fn at(program: &mut Program, place: PathBuf, mebibytes: u64) -> Self {
        let mount = format!(
            "mount -t tmpfs -o size={mebibytes}m tmpfs \"$0\" && echo made && exec sleep 600"
        );
        for way in ["-m", "-rm"] {
            let mut holder = Command::new("unshare")
                .args([way, "sh", "-c", &mount])
                .arg(&place)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let made = BufReader::new(holder.stdout.take().unwrap()).lines().next();
            if made.is_some_and(|line| line.is_ok_and(|line| line == "made")) {
                let id = holder.id().to_string();
                let mut enter = vec!["nsenter", "-t", &id, "-m"];
                if way == "-rm" {
                    enter.extend(["-U", "--preserve-credentials"]);
                }
                program.started_by(&enter);
                let enter = enter.into_iter().map(str::to_owned).collect();
                return Self { holder, place, enter };
            }
            holder.wait().unwrap();
        }
        panic!("this machine allows no mounts of its own: run as root, or allow user namespaces")
    }

    /// A file on it, as whoever stands outside opens it.
    fn filler(&self) -> PathBuf {
        let place = self.place.strip_prefix("/").unwrap();
        Path::new("/proc")
            .join(self.holder.id().to_string())
            .join("root")
            .join(place)
            .join("filler")
    }

    /// Writes until nothing more fits, but for so many bytes.
    pub fn fill_but_for(&self, bytes: u64) {
        let mut file = File::create(self.filler()).unwrap();
        let mut piece = vec![7; 64 * 1024];
        while !piece.is_empty() {
            match file.write_all(&piece) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => {
                    piece.truncate(piece.len() / 2);
                }
                Err(error) => panic!("{error}"),
            }
        }
        let written = file.metadata().unwrap().len();
        file.set_len(written.saturating_sub(bytes)).unwrap();
    }

    /// Makes room again.
    pub fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    /// Mounts it anew, with this option.
    pub fn remount(&self, option: &str) {
        let [enter, rest @ ..] = self.enter.as_slice() else { panic!("nobody can enter") };
        let mounted = Command::new(enter)
            .args(rest)
            .args(["mount", "-o", &format!("remount,{option}")])
            .arg(&self.place)
            .status();
        assert!(mounted.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It ends by itself, later.
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

#[test]
fn a_full_disk_stops_the_site_and_nothing_that_was_answered_is_lost() {
    let mut program = Program::within("disk");
    let disk = Disk::under(&mut program, 32);
    program.set("WATCH__DISK_FREE", 8);
    program.set("LIMITS__API_TOKEN__BURST", 1_000_000);
    let token = program.token();
    let mut serving = program.serve();
    assert!(serving.is_ready());
    let mut answered = vec!["before".to_owned()];
    assert_eq!(serving.make_list(&token, "before"), 200);

    disk.fill_but_for(4 * MEBIBYTE);
    until("503", || !serving.is_ready());
    assert!(serving.get("/readyz").unwrap().body.contains("\"disk\""));
    assert_eq!(serving.make_list(&token, "tight"), 200, "what still fits is taken");
    answered.push("tight".to_owned());
    disk.free();
    until("readiness", || serving.is_ready());

    disk.fill_but_for(0);
    // The engine may have kept some room for what is written next.
    let lists = serving.lists(&token);
    let list = lists.iter().find(|list| list["title"] == "before").unwrap();
    let list = list["listId"].as_str().unwrap().to_owned();
    let long = "\u{1f381}".repeat(1_900);
    let mut last = None;
    for number in 0.. {
        assert!(number < 10_000, "the disk is never full");
        let words = format!("{number} {long}");
        match serving.describe(&token, &list, &words) {
            200 => last = Some(words),
            status => {
                assert!(matches!(status, 0 | 500 | 503), "{status}");
                break;
            }
        }
    }
    assert_eq!(serving.ended(), Some(1), "whoever looks after it starts it again");
    assert!(serving.log().contains("Make room and start it again"), "{}", serving.log());

    // What it gave up in ending is room again: not for long.
    disk.fill_but_for(0);
    let said = program.run(&["serve"]).with(1);
    assert!(said.contains("the disk is full: make room"), "{said}");
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("MiB are free where the database lies"), "{said}");

    disk.free();
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    let titles = serving.titles(&token);
    for title in &answered {
        assert!(titles.contains(title), "{title} of {answered:?} is lost: {titles:?}");
    }
    if let Some(words) = last {
        let all = serving.lists(&token);
        let now = all.iter().find(|it| it["listId"] == list.as_str()).unwrap();
        let number = |words: &str| -> u32 {
            words.split_once(' ').and_then(|(number, _)| number.parse().ok()).unwrap()
        };
        let (stands, said) = (number(now["description"].as_str().unwrap()), number(&words));
        assert!(stands == said || stands == said + 1, "{stands} stands, {said} was answered");
    }
    assert_eq!(serving.make_list(&token, "after"), 200);
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}

/// Has every sync of a process fail from now on, until it ends.
fn break_syncs(process: u32) -> Child {
    watch_syncs(process, &["-o", "/dev/null", "-e", &format!("inject={SYNCS}:error=EIO")])
}

/// Looks at every sync of a process from now on, until it ends, as these words for strace say.
fn watch_syncs(process: u32, words: &[&str]) -> Child {
    let strace = Command::new("strace")
        .args(["-f", "-qq", "-e", &format!("trace={SYNCS}")])
        .args(words)
        .args(["-p", &process.to_string()])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    // One thread after the other is held.
    let is_held = |task: fs::DirEntry| {
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        !status.lines().any(|line| line == "TracerPid:\t0")
    };
    until("strace, which some machines allow root alone", || {
        fs::read_dir(format!("/proc/{process}/task")).unwrap().flatten().all(is_held)
    });
    strace
}

/// What time it is, in seconds since 1970, as strace tells it.
#[expect(clippy::disallowed_methods, reason = "what strace wrote down is compared with it")]
fn seconds() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// When a sync was begun, by a line of strace.
fn sync_begun(line: &str) -> Option<f64> {
    let mut words = line.split_whitespace().skip(1);
    let at = words.next()?.parse().ok()?;
    words.next()?.contains("sync").then_some(at)
}

// A power cut takes what no sync was waited for; being killed does not, since the system still has it.
#[test]
fn nothing_is_answered_before_the_disk_has_it() {
    let mut program = Program::new();
    program.set("LIMITS__API_TOKEN__BURST", 1_000_000);
    let token = program.token();
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    assert_eq!(serving.make_list(&token, "Written"), 200);
    let lists = serving.lists(&token);
    let list = lists.iter().find(|list| list["title"] == "Written").unwrap();
    let list = list["listId"].as_str().unwrap();

    let notes = program.folder().join("syncs");
    let mut strace = watch_syncs(serving.id(), &["-ttt", "-o", notes.to_str().unwrap()]);
    let asked: Vec<(f64, f64)> = (0..WRITES)
        .map(|number| {
            let sent = seconds();
            assert_eq!(serving.describe(&token, list, &number.to_string()), 200);
            (sent, seconds())
        })
        .collect();
    assert_eq!(serving.stop(), Some(0));
    strace.wait().unwrap();

    let notes = fs::read_to_string(notes).unwrap();
    let syncs: Vec<f64> = notes.lines().filter_map(sync_begun).collect();
    for (number, (sent, answered)) in asked.into_iter().enumerate() {
        let meanwhile = |at: &f64| sent <= *at && *at <= answered;
        assert!(syncs.iter().any(meanwhile), "nothing was synced for write {number}: {notes}");
    }
}

#[test]
fn a_disk_that_fails_stops_the_site_and_nothing_that_was_answered_is_lost() {
    let mut program = Program::new();
    program.set("LIMITS__API_TOKEN__BURST", 1_000_000);
    let token = program.token();
    let mut serving = program.serve();
    until("readiness", || serving.is_ready());
    assert_eq!(serving.make_list(&token, "before"), 200);

    let mut strace = break_syncs(serving.id());
    let status = serving.make_list(&token, "in doubt");
    assert!(matches!(status, 0 | 500 | 503), "{status} for what is not on the disk");
    assert_eq!(serving.ended(), Some(1), "whoever looks after it starts it again");
    assert!(serving.log().contains("the store could not write; stopping"), "{}", serving.log());
    strace.wait().unwrap();

    let serving = program.serve();
    until("readiness", || serving.is_ready());
    let titles = serving.titles(&token);
    assert!(titles.iter().any(|title| title == "before"), "{titles:?}");
    assert_eq!(serving.make_list(&token, "after"), 200);
    assert_eq!(serving.stop(), Some(0));
    assert!(program.run(&["doctor"]).out.contains("Its counts are right."));
}

#[test]
fn a_start_on_a_full_disk_leaves_nothing_that_stops_the_next_one() {
    let mut program = Program::within("disk");
    let disk = Disk::under(&mut program, 32);
    // Not even the key fits; then the database does not; then only a part of what it begins with.
    for (bytes, told) in [
        (0, "No space left on device"),
        (12 * KIBIBYTE, "the disk is full: make room"),
        (64 * KIBIBYTE, "bytes are free where"),
    ] {
        disk.fill_but_for(bytes);
        let said = program.run(&["serve"]).with(1);
        assert!(said.contains(told), "{bytes}: {said}");
    }
    disk.free();
    let serving = program.serve();
    assert!(serving.is_ready());
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn a_full_disk_where_backups_are_tried_out_stops_no_site() {
    let mut program = Program::within("data");
    let scratch = program.folder().join("scratch");
    fs::create_dir(&scratch).unwrap();
    let disk = Disk::at(&mut program, scratch.clone(), 96);
    let backups = program.folder().join("backups");
    program.set("BACKUP__SCRATCH", scratch.display());
    program.set("BACKUP__DIRECTORY", backups.display());
    program.set("WATCH__EVERY", 1);
    let made = || {
        let entries = fs::read_dir(backups.join("backups")).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension() == Some("json".as_ref())).count()
    };

    disk.fill_but_for(4 * MEBIBYTE);
    let serving = program.serve();
    until("the alarm", || serving.log().contains("backup_failed"));
    assert!(serving.log().contains("name a folder on another disk"), "{}", serving.log());
    assert!(serving.is_ready(), "{}", serving.log());
    assert_eq!(serving.stop(), Some(0), "nothing is wrong with its own disk");
    assert_eq!(made(), 0);

    disk.free();
    let serving = program.serve();
    until("a backup", || made() == 1);
    assert!(serving.is_ready());
    assert_eq!(serving.stop(), Some(0));
}
