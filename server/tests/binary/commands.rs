//! Every command says what it is, and ends with 0 where it did it, with 1 where it could not, and with
//! 2 where it was not called as it wants to be.

use std::fs;

use crate::program::{Program, Said, free_port};

/// What whoever runs a site is promised.
const COMMANDS: [&str; 18] = [
    "serve",
    "migrate",
    "backup",
    "restore",
    "verify-backup",
    "backup-key",
    "key",
    "admin",
    "user",
    "token",
    "catalogue",
    "list",
    "seed",
    "doctor",
    "openapi",
    "config",
    "healthcheck",
    "help",
];

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = below.take_while(|line| !line.is_empty());
    // What goes on in the next line is set in further.
    let first = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    first.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

fn explained(program: &Program, command: &[&str]) {
    let help = program.run(&[command, &["--help"]].concat()).with(0);
    let about = help.lines().next().unwrap_or_default();
    assert!(about.len() > 10 && !about.starts_with("Usage"), "{command:?}: {help}");
    assert!(help.contains("Usage: ewelists"), "{command:?}: {help}");
    program.run(&[command, &["--no-such-flag"]].concat()).with(2);
    for below in listed(&help).iter().filter(|below| *below != "help") {
        explained(program, &[command, &[below.as_str()]].concat());
    }
}

#[test]
fn every_command_explains_itself_and_refuses_what_it_does_not_know() {
    let program = Program::new();
    let known = listed(&program.run(&["--help"]).with(0));
    for command in COMMANDS {
        assert!(known.iter().any(|it| it == command), "{command} is missing: {known:?}");
    }
    explained(&program, &[]);
    for wrong in [
        &["no-such-command"][..],
        &["admin"],
        &["admin", "grant"],
        &["user", "erase"],
        &["seed"],
        &["seed", "--sample", "--fixture"],
        &["list", "export", "no-id", "-"],
        &["list", "export", "0198c4a28f5e7b3a9a412f1d7c0b6e55", "-", "--format", "xlsx"],
        &["catalogue", "compare"],
        &["config"],
    ] {
        program.run(wrong).with(2);
    }
    assert!(program.run(&["--version"]).with(0).starts_with("ewelists "));
}

#[test]
fn settings_are_printed_and_checked() {
    let mut program = Program::new();
    program.set("MAIL__SMTP_URL", "smtp://me:canary@127.0.0.1:9");
    program.set("STORE__URL", "wss://me:canary@db.example");
    program.set("BACKUP__ENDPOINT", "https://s3.example/?token=canary");
    let shown = program.run(&["config", "print"]).with(0);
    assert!(shown.contains("environment = \"test\"") && !shown.contains("canary"), "{shown}");
    assert!(shown.contains("url = \"wss://***@db.example\""), "{shown}");
    program.run(&["config", "check"]).with(0);
    program.set("SERVER__PORT", 1);
    for command in [&["config", "check"][..], &["config", "print"], &["serve"], &["doctor"]] {
        let said = program.run(command).with(1);
        assert!(said.contains("EWELISTS__SERVER__PORT"), "{command:?}: {said}");
    }
    let file = program.folder().join("other.toml");
    let file = file.to_str().unwrap();
    program.run(&["config", "check", "--config", file]).with(1);
    fs::write(file, "[site]\ncolour = 1\n").unwrap();
    let said = program.run(&["--config", file, "config", "check"]).with(1);
    assert!(said.contains("`site.colour` is not a setting"), "{said}");
}

#[test]
fn a_sample_is_made_once_and_told_of_each_time() {
    let program = Program::new();
    let told = || {
        let said = program.run(&["seed", "--sample"]).with(0);
        said.lines().find(|line| line.starts_with("A sample list")).unwrap().to_owned()
    };
    let first = told();
    for _ in 0..6 {
        assert_eq!(told(), first);
    }
}

#[test]
fn what_needs_no_site_asks_for_none() {
    let program = Program::new();
    let Said { code, out, .. } = program.run(&["openapi"]);
    assert_eq!(code, 0);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    assert!(!program.data().join("db").exists(), "nothing was made");
}

#[test]
fn a_database_is_made_once_and_the_health_of_a_site_is_an_exit_code() {
    let mut program = Program::new();
    program.set("SERVER__LISTEN", format!("127.0.0.1:{}", free_port()));
    program.run(&["migrate"]).with(0);
    program.run(&["migrate"]).with(0);
    program.run(&["healthcheck"]).with(1);
    let serving = program.serve();
    program.run(&["healthcheck"]).with(0);
    // Somebody else who listens there is not taken for a site.
    let said = program.run(&["serve"]).with(1);
    assert!(said.contains("open in another process"), "{said}");
    assert_eq!(serving.stop(), Some(0));
    program.run(&["healthcheck"]).with(1);
}
