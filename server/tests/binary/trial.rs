//! A site that serves tries its backups out in another process.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use crate::{
    backup::{backups, program},
    program::{PATIENCE, Serving, signal, until},
};

/// What the kernel tells of a thread or a process, from its state on (proc_pid_stat(5), field 3).
fn told(folder: &Path) -> Option<Vec<String>> {
    let line = fs::read_to_string(folder.join("stat")).ok()?;
    let (_, behind) = line.rsplit_once(") ")?;
    Some(behind.split(' ').map(str::to_owned).collect())
}

/// Whether it has ended, even where nobody has asked yet how.
fn is_over(process: &Path) -> bool {
    told(process).is_none_or(|told| told[0] == "Z")
}

/// The process that tries out a backup of this site: it comes, and stays for a moment.
#[track_caller]
fn trial(serving: &Serving) -> PathBuf {
    let (begun, parent) = (Instant::now(), serving.id().to_string());
    while begun.elapsed() < PATIENCE {
        let all = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
        for process in all {
            let is_child = told(&process).is_some_and(|told| told[1] == parent);
            let called = fs::read_to_string(process.join("cmdline")).unwrap_or_default();
            if is_child && called.contains("--try-out") {
                return process;
            }
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("nothing is tried out: {}", serving.log());
}

#[test]
fn it_lets_the_site_go_first_and_nothing_is_left_of_it() {
    let (program, _) = program();
    program.run(&["seed", "--sample"]).with(0);
    let serving = program.serve();
    let process = trial(&serving);
    let mut most = 0;
    while !is_over(&process) {
        let threads = fs::read_dir(process.join("task")).into_iter().flatten().flatten();
        let told: Vec<_> = threads.filter_map(|thread| told(&thread.path())).collect();
        // From its second thread on it has the least priority there is, and so has its database.
        assert!(told.len() == 1 || told.iter().all(|told| told[16] == "19"), "{told:?}");
        most = most.max(told.len());
        thread::sleep(Duration::from_millis(1));
    }
    assert!(most > 3, "{most} threads");
    until("the first backup", || !backups(&program).is_empty());
    assert_eq!(fs::read_dir(program.folder().join("scratch")).unwrap().count(), 0);
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn without_it_there_is_no_backup_and_the_site_goes_on() {
    let (program, _) = program();
    program.run(&["seed", "--sample"]).with(0);
    let serving = program.serve();
    let process = trial(&serving);
    let id = process.file_name().unwrap().to_str().unwrap().parse().unwrap();
    signal(id, "KILL");
    until("what became of it", || serving.log().contains("its process ended with"));
    assert!(backups(&program).is_empty());
    let scratch = || fs::read_dir(program.folder().join("scratch")).unwrap().count();
    until("an empty folder", || scratch() == 0);
    assert_eq!(serving.get("/healthz").unwrap().status, 200);
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn it_ends_with_the_site() {
    let (program, _) = program();
    program.run(&["seed", "--sample"]).with(0);
    let serving = program.serve();
    let process = trial(&serving);
    // Killed: it can not say that it ends.
    drop(serving);
    until("the end of both", || is_over(&process));
}

#[test]
fn whoever_asks_for_nothing_is_told() {
    let (program, _) = program();
    let said = program.run(&["--try-out"]).with(1);
    assert!(said.contains("only a site"), "{said}");
}
