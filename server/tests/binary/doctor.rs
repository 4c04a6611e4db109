//! `doctor` says what is wrong and what to do, and its exit code whether anything is.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _};

use crate::{
    catcher::{Catcher, Manner},
    program::{OWNER, Program, free_port},
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
