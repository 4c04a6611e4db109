//! A data folder that can not be used.

use std::{fs, path::Path, process::Command};

use crate::{
    disk::Disk,
    program::{OWNER, Program},
};

#[test]
fn one_that_can_not_be_written_is_said_to_be_so() {
    let mut program = Program::within("disk");
    let disk = Disk::under(&mut program, 64);
    program.run(&["migrate"]).with(0);
    disk.remount("ro");
    let said = program.run(&["serve"]).with(1);
    assert!(said.contains("its folder can not be written"), "{said}");
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("of the database can not be written: Read-only file system"), "{said}");
    disk.remount("rw");
    let serving = program.serve();
    assert!(serving.is_ready());
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn one_that_is_no_folder_is_said_to_be_so() {
    let program = Program::new();
    fs::write(program.data().join("db"), "hello").unwrap();
    let said = program.run(&["serve"]).with(1);
    assert!(said.contains("the database could not be opened"), "{said}");
    assert!(program.run(&["doctor"]).with(1).contains("can not be written"));
    assert_eq!(fs::read(program.data().join("db")).unwrap(), b"hello");
}

#[test]
fn one_that_another_process_has_open_stays_with_that_one() {
    let program = Program::new();
    program.run(&["seed", "--sample"]).with(0);
    let key = fs::read(program.data().join("secret.key")).unwrap();
    let serving = program.serve();
    for command in [
        &["serve"][..],
        &["migrate"],
        &["seed", "--sample"],
        &["admin", "list"],
        &["user", "erase", OWNER, "--yes"],
        &["token", "make", OWNER, "--scopes", "all"],
        &["key", "rotate"],
        &["key", "replace", "--yes"],
        &["list", "export", "0198c4a28f5e7b3a9a412f1d7c0b6e55", "-"],
        &["catalogue", "export", "-"],
    ] {
        let said = program.run(command).with(1);
        assert!(said.contains("open in another process"), "{command:?}: {said}");
    }
    assert!(fs::read(program.data().join("secret.key")).unwrap() == key, "it is another key");
    assert!(program.run(&["doctor"]).out.contains("The database is in use"));
    assert!(serving.is_ready());
    assert_eq!(serving.stop(), Some(0));
    program.run(&["admin", "list"]).with(0);
}

#[test]
fn one_of_a_newer_version_is_left_as_it_is() {
    let program = Program::new();
    program.run(&["seed", "--sample"]).with(0);
    let built = Path::new(env!("CARGO_BIN_EXE_ewelists")).parent().unwrap();
    let later = built.join("examples/later_schema");
    assert!(later.is_file(), "{} is missing: test the whole workspace", later.display());
    let database = program.data().join("db");
    assert!(Command::new(later).arg(&database).status().unwrap().success());
    for command in [&["serve"][..], &["migrate"], &["user", "show", OWNER]] {
        let said = program.run(command).with(1);
        assert!(said.contains("install the newer one"), "{command:?}: {said}");
    }
    assert!(program.run(&["doctor"]).with(1).contains("install the newer one"));
}
