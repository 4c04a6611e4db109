//! `doctor` says what is wrong and what to do, and its exit code whether anything is.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _};

use crate::{
    catcher::{Catcher, Manner},
    program::{OWNER, Program, free_port, until},
};

/// A place where all is well.
fn well(catcher: &Catcher) -> Program {
    let mut program = Program::new();
    program.set("MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", catcher.port));
    program.set("LEPTOS__SITE_ROOT", program.folder().join("site").display());
    program.set("LEPTOS__HASH_FILES", false);
    fs::create_dir_all(program.folder().join("site/pkg")).unwrap();
    program
}

#[test]
fn where_all_is_well_it_says_so_and_changes_nothing() {
    let catcher = Catcher::start(Manner::Takes);
    let program = well(&catcher);
    let said = program.run(&["doctor"]).with(0);
    assert!(said.contains("There is no database yet") && said.contains("All is well."), "{said}");
    assert_eq!(fs::read_dir(program.data()).unwrap().count(), 1, "the site's folder alone");
    program.run(&["seed", "--sample"]).with(0);
    let said = program.run(&["doctor"]).with(0);
    for word in [
        "takes our mails",
        "The key of all links is there",
        "schema is current",
        "Its counts are right",
        "The clock is not behind",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains(OWNER), "{said}");
}

#[test]
fn each_thing_that_is_wrong_is_named_with_what_to_do() {
    let catcher = Catcher::start(Manner::Hangs);
    let mut program = well(&catcher);
    program.run(&["migrate"]).with(0);
    let key = program.data().join("secret.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    program.set("SERVER__LISTEN", taken.local_addr().unwrap());
    program.set("LEPTOS__SITE_ROOT", "/nowhere");
    program.set("SITE__ENVIRONMENT", "production");
    program.set("WATCH__DISK_FREE", u64::MAX / (1 << 21));
    fs::create_dir(program.data().join("db.restoring-x")).unwrap();
    let said = program.run(&["doctor"]).with(1);
    for word in [
        "each reader's own machine",
        "which nobody can write to",
        "Build with `cargo leptos build`",
        "chmod 600",
        "(watch.disk_free)",
        "db.restoring-x holds a copy of the site",
        "somebody listens and says nothing",
        "Somebody else listens on",
        "9 things are wrong.",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    drop(taken);
    catcher.turn(Manner::Refuses);
    fs::write(&key, "short").unwrap();
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("turns us away (421)") && said.contains("Put the copy back"), "{said}");
}

#[test]
fn a_running_site_is_asked_how_it_is() {
    let catcher = Catcher::start(Manner::Takes);
    let mut program = well(&catcher);
    program.set("SERVER__LISTEN", format!("127.0.0.1:{}", free_port()));
    let serving = program.serve();
    let said = program.run(&["doctor"]).with(0);
    assert!(said.contains("and is ready.") && said.contains("The database is in use"), "{said}");
    assert_eq!(serving.stop(), Some(0));
    program.set("WATCH__DISK_FREE", u64::MAX / (1 << 21));
    let serving = program.serve();
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("and is not ready.") && said.contains("nearly full"), "{said}");
    assert_eq!(serving.stop(), Some(0));
}

#[test]
fn whoever_the_site_relies_on_is_asked() {
    let catcher = Catcher::start(Manner::Takes);
    let mut program = well(&catcher);
    let file = program.folder().join("Leptos.toml");
    fs::write(
        &file,
        "[[oidc]]\nid = \"club\"\nlabel = \"Club\"\nissuer = \"http://127.0.0.1:9\"\n\
         client_id = \"us\"\n\n[[peers]]\nname = \"staging\"\nurl = \"http://127.0.0.1:9\"\n\
         token = \"ewl_canary\"\n",
    )
    .unwrap();
    program.set("TLS__CERTIFICATE_FILE", "/nowhere/chain.pem");
    program.set("TLS__KEY_FILE", "/nowhere/key.pem");
    program.set("SITE__PUBLIC_URL", "https://localhost");
    let said = program.run(&["doctor"]).with(1);
    for word in [
        "Nobody can sign in with Club",
        "The peer staging can not be asked",
        "/nowhere/chain.pem can not be read",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn backups_that_are_late_or_fail_are_wrong() {
    let catcher = Catcher::start(Manner::Takes);
    let mut program = well(&catcher);
    let place = program.folder().join("backups");
    program.set("BACKUP__DIRECTORY", place.display());
    program.set("BACKUP__SCRATCH", program.folder().join("scratch").display());
    program.set("SERVER__LISTEN", format!("127.0.0.1:{}", free_port()));
    let said = program.run(&["doctor"]).with(0);
    assert!(said.contains("There is no good backup yet."), "{said}");
    program.run(&["seed", "--sample"]).with(0);
    program.run(&["backup"]).with(0);
    let said = program.run(&["doctor"]).with(0);
    assert!(said.contains("The newest good backup is 0 hours old."), "{said}");

    // Nobody made another one since.
    let mut entries =
        fs::read_dir(place.join("backups")).unwrap().map(|entry| entry.unwrap().path());
    let beside = entries.find(|path| path.extension() == Some("json".as_ref())).unwrap();
    let mut kept: serde_json::Value = serde_json::from_slice(&fs::read(&beside).unwrap()).unwrap();
    kept["made_at"] = "2020-01-01T00:00:00Z".into();
    fs::write(&beside, kept.to_string()).unwrap();
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("(watch.backup_age)") && said.contains("One thing is wrong."), "{said}");

    // A site that runs, and can make none: nothing can be where it would be tried out.
    fs::remove_dir_all(&place).unwrap();
    fs::write(program.folder().join("file"), "").unwrap();
    program.set("BACKUP__SCRATCH", program.folder().join("file/scratch").display());
    program.set("WATCH__EVERY", 1);
    let serving = program.serve();
    until("the alarm", || {
        let answer = serving.get("/readyz");
        answer.is_some_and(|answer| answer.body.contains("\"alarms\":[\"backup_failed\"]"))
    });
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("and is ready.") && said.contains("The last backup failed."), "{said}");
    until("the watchdog", || serving.log().contains("something is wrong"));
    assert_eq!(serving.stop(), Some(0));
    // Stopped, it is still so, until one is made.
    let said = program.run(&["doctor"]).with(1);
    assert!(said.contains("The last backup failed when the site ran"), "{said}");
    program.set("BACKUP__SCRATCH", program.folder().join("scratch").display());
    program.run(&["backup"]).with(0);
    program.run(&["doctor"]).with(0);
}
