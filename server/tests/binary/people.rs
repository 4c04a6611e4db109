//! Admins and people, at the command line (R2.12).

use crate::program::{OWNER, Program};

// R2.12
#[test]
fn admins_come_and_go_by_the_command_line_alone() {
    let program = Program::new();
    program.run(&["seed", "--sample"]).with(0);
    let admins = || {
        let said = program.run(&["admin", "list"]);
        assert_eq!(said.code, 0, "{}", said.err);
        said.out.trim().to_owned()
    };
    assert_eq!(admins(), "");
    for nobody in ["nobody@ewelists.example", "no address"] {
        program.run(&["admin", "grant", nobody]).with(1);
    }
    assert!(program.run(&["admin", "grant", OWNER]).with(0).contains("is an admin now"));
    assert!(program.run(&["admin", "grant", OWNER]).with(0).contains("already"));
    assert!(admins().contains(OWNER));
    program.run(&["admin", "revoke", OWNER]).with(0);
    assert_eq!(admins(), "");
}

// R2.8, R2.12
#[test]
fn a_person_is_shown_handed_out_and_erased() {
    let program = Program::new();
    program.run(&["seed", "--sample"]).with(0);
    let shown = program.run(&["user", "show", OWNER]).with(0);
    assert!(shown.contains("lists: 2"), "{shown}");
    let everything = program.run(&["user", "export", OWNER]);
    assert_eq!(everything.code, 0, "{}", everything.err);
    let everything: serde_json::Value = serde_json::from_str(&everything.out).unwrap();
    assert_eq!(everything["email"], OWNER);
    let asked = program.run(&["user", "erase", OWNER]).with(1);
    assert!(asked.contains("say --yes"), "{asked}");
    program.run(&["user", "show", OWNER]).with(0);
    program.run(&["user", "erase", OWNER, "--yes"]).with(0);
    for gone in [&["user", "show", OWNER][..], &["user", "export", OWNER]] {
        program.run(gone).with(1);
    }
}
