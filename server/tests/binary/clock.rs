//! A clock that jumps, by libfaketime: the program is given another time than the machine has, and
//! another one while it runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    catcher::{Catcher, Manner},
    program::{Program, until},
};

/// Where Debian puts it, whatever the machine's kind.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap().map_while(Result::ok);
    let mut found = folders.map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    let found = found.find(|library| library.is_file());
    found.unwrap_or_else(|| panic!("libfaketime is missing: run scripts/setup"))
}

/// Has the program read its clock by a file, whose place is answered: [`set`] sets it off by that.
pub fn set_by_file(program: &mut Program) -> PathBuf {
    let offset = program.folder().join("offset");
    set(&offset, 0);
    program.variable("LD_PRELOAD", library().display());
    program.variable("FAKETIME_TIMESTAMP_FILE", offset.display());
    program.variable("FAKETIME_NO_CACHE", 1);
    // Only what tells the time jumps; what measures it can not be set by anybody.
    program.variable("DONT_FAKE_MONOTONIC", 1);
    program.variable("FAKETIME_DONT_FAKE_MONOTONIC", 1);
    offset
}

/// Sets the clock off by so many seconds, all at once.
pub fn set(offset: &Path, seconds: i64) {
    let beside = offset.with_extension("new");
    fs::write(&beside, format!("{seconds:+}\n")).unwrap();
    fs::rename(beside, offset).unwrap();
}

#[test]
fn a_clock_that_jumps_is_told_of_and_costs_nothing() {
    let catcher = Catcher::start(Manner::Takes);
    let mut program = Program::new();
    program.set("MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", catcher.port));
    program.set("WATCH__EVERY", 1);
    let token = program.token();
    let offset = set_by_file(&mut program);
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    assert_eq!(serving.make_list(&token, "before"), 200);

    set(&offset, 3 * 60 * 60);
    until("the alarm", || serving.log().contains("clock"));
    assert_eq!(serving.make_list(&token, "three hours later"), 200);
    until("readiness", || serving.is_ready());

    set(&offset, -60 * 60);
    assert_eq!(serving.make_list(&token, "an hour before"), 200);
    until("readiness", || serving.is_ready());
    let known = ["before", "three hours later", "an hour before"];
    let titles = serving.titles(&token);
    assert!(known.iter().all(|title| titles.iter().any(|it| it == title)), "{titles:?}");
    assert_eq!(serving.stop(), Some(0));

    let said = program.run(&["doctor"]);
    assert!(said.out.contains("it went back since"), "{}", said.out);
    let serving = program.serve();
    until("readiness", || serving.is_ready());
    assert_eq!(serving.make_list(&token, "after a start in the past"), 200);
    assert_eq!(serving.titles(&token).len(), titles.len() + 1);
    assert_eq!(serving.stop(), Some(0));
}
